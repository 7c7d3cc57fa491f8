package api_test

import (
	"testing"
	"time"

	"quarry/api"
	"quarry/state/indicator"
)

func TestLifetimes(t *testing.T) {
	fetched := time.Date(2026, 11, 20, 8, 30, 0, 0, time.UTC)
	lives := api.Lifetimes{"pdns": 24 * time.Hour, "whois": 7 * 24 * time.Hour, "phishing": 0}
	window := func(from, to string) api.Query {
		q := api.Query{Endpoint: "pdns", Indicator: indicator.MustParse("192.0.2.1")}
		for day, s := range map[*api.Day]string{&q.From: from, &q.To: to} {
			if s == "" {
				continue
			}
			var err error
			if *day, err = api.ParseDay(s); err != nil {
				t.Fatal(err)
			}
		}
		return q
	}
	const century = 100 * 365 * 24 * time.Hour
	for name, c := range map[string]struct {
		q    api.Query
		life time.Duration // the longest age that is fresh; negative: no end
	}{
		"a day":                                {window("", ""), 24 * time.Hour},
		"seven days":                           {api.Query{Endpoint: "whois"}, 7 * 24 * time.Hour},
		"no time at all":                       {api.Query{Endpoint: "phishing"}, 0},
		"an endpoint without an end":           {api.Query{Endpoint: "asn"}, -1},
		"a window that was over":               {window("2026-10-01", "2026-10-31"), -1},
		"one that ended the day before":        {window("2026-10-01", "2026-11-19"), -1},
		"one that ended on the day":            {window("2026-10-01", "2026-11-20"), 24 * time.Hour},
		"one that ended later":                 {window("2026-10-01", "2026-11-21"), 24 * time.Hour},
		"one that has only a beginning":        {window("2026-10-01", ""), 24 * time.Hour},
		"one that has only an end in the past": {window("", "2026-10-31"), -1},
	} {
		t.Run(name, func(t *testing.T) {
			// Time zones of the caller's clock change nothing.
			zone := time.FixedZone("", -9*3600)
			old := func(age time.Duration) bool { return lives.Old(c.q, fetched.In(zone), fetched.Add(age)) }
			if c.life < 0 {
				if old(century) {
					t.Error("it gets old")
				}
				return
			}
			if old(c.life) || !old(c.life+1) || !old(century) {
				t.Errorf("old after %v: %v, a moment later: %v", c.life, old(c.life), old(c.life+1))
			}
			if old(-time.Hour) {
				t.Error("an answer from the future is old")
			}
		})
	}
	// The window's last day ends at midnight in UTC.
	q := window("2026-10-01", "2026-11-20")
	midnight := time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)
	for at, want := range map[time.Time]bool{midnight.Add(-1): true, midnight: false} {
		if got := lives.Old(q, at, at.Add(century)); got != want {
			t.Errorf("fetched at %v it gets old: %v", at, got)
		}
	}
	if (api.Lifetimes)(nil).Old(q, midnight, midnight.Add(century)) {
		t.Error("without lifetimes something gets old")
	}
}
