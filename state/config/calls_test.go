package config

import (
	"strings"
	"testing"
)

func TestQuota(t *testing.T) {
	const other = "fedcba9876543210fedcba9876543210"
	type quota struct{ limit, keep int }
	for name, c := range map[string]struct {
		text      string
		all, mine quota // of an account without a table, and of the one in account
	}{
		"nothing":           {"", quota{}, quota{}},
		"free":              {`plan = "free"`, quota{100, 0}, quota{100, 0}},
		"pro":               {`plan = "pro"`, quota{100, 0}, quota{100, 0}},
		"business":          {`plan = "business"`, quota{100, 0}, quota{100, 0}},
		"enterprise":        {`plan = "enterprise"`, quota{2500, 0}, quota{2500, 0}},
		"core":              {`plan = "cloudforce-one-core"`, quota{10_000, 0}, quota{10_000, 0}},
		"premier":           {`plan = "cloudforce-one-premier"`, quota{50_000, 0}, quota{50_000, 0}},
		"calls win":         {"plan = \"enterprise\"\nmonthly-calls = 30\nkeep = 29", quota{30, 29}, quota{30, 29}},
		"keep alone":        {"keep = 5000", quota{0, 5000}, quota{0, 5000}},
		"own plan":          {"[accounts.ID]\nplan = \"pro\"", quota{}, quota{100, 0}},
		"own plan wins":     {"monthly-calls = 30\nkeep = 7\n[accounts.ID]\nplan = \"enterprise\"", quota{30, 7}, quota{2500, 7}},
		"own calls win":     {"plan = \"enterprise\"\n[accounts.ID]\nmonthly-calls = 30", quota{2500, 0}, quota{30, 0}},
		"own plan is none":  {"plan = \"pro\"\n[accounts.ID]\nplan = \"\"", quota{100, 0}, quota{0, 0}},
		"own keep":          {"plan = \"pro\"\nkeep = 7\n[accounts.ID]\nkeep = 9", quota{100, 7}, quota{100, 9}},
		"own keep is none":  {"plan = \"pro\"\nkeep = 7\n[accounts.ID]\nkeep = 0", quota{100, 7}, quota{100, 0}},
		"own table, before": {"accounts.ID.keep = 9\nplan = \"pro\"", quota{100, 0}, quota{100, 9}},
		"empty table":       {"plan = \"pro\"\nkeep = 7\n[accounts.ID]", quota{100, 7}, quota{100, 7}},
		"inline":            {"accounts = {ID = {plan = \"pro\", keep = 7}}", quota{}, quota{100, 7}},
	} {
		got, err := Load(write(t, strings.ReplaceAll(c.text, "ID", account)+"\n"), true)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for id, want := range map[string]quota{
			"": c.all, other: c.all, account: c.mine, strings.ToUpper(account): c.mine,
		} {
			if limit, keep := got.Quota(id); limit != want.limit || keep != want.keep {
				t.Errorf("%s: account %q: %d, %d; want %+v", name, id, limit, keep, want)
			}
		}
	}
}

// Of the example's settings for one account, none may come to hold for all when
// it is uncommented without the line that names the account.
func TestExampleOfAnAccountDoesNotHoldForAll(t *testing.T) {
	lines := strings.Split(Example(), "\n")
	after := false
	tried := 0
	for i, line := range lines {
		after = after || strings.HasPrefix(line, "#[accounts.")
		if strings.HasPrefix(line, "[") {
			after = false
		}
		if !after || !strings.Contains(line, " = ") {
			continue
		}
		tried++
		doc := strings.Join(lines[:i], "\n") + "\n" + strings.TrimPrefix(line, "#") + "\n"
		if _, err := parse("example", []byte(doc)); err == nil {
			t.Errorf("%q is accepted", line)
		}
	}
	if tried != len(callSettings()) {
		t.Errorf("%d lines tried", tried)
	}
}
