package api_test

import (
	"testing"

	"quarry/api"
)

func TestQuota(t *testing.T) {
	const unknown = -1
	for name, c := range map[string]struct {
		quota api.Quota
		left  int
		spent bool
		// reserved tells of 0, 1 and 51 calls whether they touch the reserve.
		reserved [3]bool
	}{
		"nothing known":                    {api.Quota{}, unknown, false, [3]bool{}},
		"no plan, calls counted":           {api.Quota{Used: 3000}, unknown, false, [3]bool{}},
		"no plan, a reserve":               {api.Quota{Keep: 50}, unknown, false, [3]bool{}},
		"fresh":                            {api.Quota{Limit: 100, Keep: 50}, 100, false, [3]bool{false, false, true}},
		"no reserve":                       {api.Quota{Limit: 100}, 100, false, [3]bool{}},
		"no reserve, the last one":         {api.Quota{Limit: 100, Used: 99}, 1, false, [3]bool{false, false, true}},
		"down to the reserve and one":      {api.Quota{Limit: 100, Used: 49, Keep: 50}, 51, false, [3]bool{false, false, true}},
		"down to the reserve":              {api.Quota{Limit: 100, Used: 50, Keep: 50}, 50, false, [3]bool{false, true, true}},
		"within the reserve":               {api.Quota{Limit: 100, Used: 60, Keep: 50}, 40, false, [3]bool{true, true, true}},
		"all used":                         {api.Quota{Limit: 100, Used: 100, Keep: 50}, 0, true, [3]bool{true, true, true}},
		"all used, no reserve":             {api.Quota{Limit: 100, Used: 100}, 0, true, [3]bool{false, true, true}},
		"more than all, others spent too":  {api.Quota{Limit: 100, Used: 140}, 0, true, [3]bool{false, true, true}},
		"the server says so":               {api.Quota{Limit: 2500, Used: 3, SpentOut: true}, 0, true, [3]bool{false, true, true}},
		"the server says so of no plan":    {api.Quota{SpentOut: true}, 0, true, [3]bool{false, true, true}},
		"a reserve larger than the plan":   {api.Quota{Limit: 100, Keep: 500}, 100, false, [3]bool{true, true, true}},
		"a reserve that is the whole plan": {api.Quota{Limit: 100, Keep: 100}, 100, false, [3]bool{false, true, true}},
	} {
		t.Run(name, func(t *testing.T) {
			left, known := c.quota.Left()
			if known != (c.left != unknown) || known && left != c.left {
				t.Errorf("Left() = %d, %v, want %d", left, known, c.left)
			}
			if got := c.quota.Spent(); got != c.spent {
				t.Errorf("Spent() = %v", got)
			}
			for i, calls := range []int{0, 1, 51} {
				if got := c.quota.Reserved(calls); got != c.reserved[i] {
					t.Errorf("Reserved(%d) = %v", calls, got)
				}
			}
		})
	}
}
