package api_test

import (
	"os/exec"
	"strings"
	"testing"
	"time"

	"quarry/api"
	"quarry/state/indicator"
	"quarry/views/safe"
)

func TestEqualQuestionsAreEqualKeys(t *testing.T) {
	m := map[api.Query]bool{}
	for _, s := range []string{"example.com", "EXAMPLE.com", "example.com."} {
		m[api.Query{Endpoint: "domain", Indicator: indicator.MustParse(s)}] = true
	}
	if len(m) != 1 {
		t.Errorf("three spellings are %d questions", len(m))
	}
	base := query("192.0.2.1")
	for name, change := range map[string]func(*api.Query){
		"endpoint":  func(q *api.Query) { q.Endpoint = "pdns" },
		"indicator": func(q *api.Query) { q.Indicator = indicator.MustParse("192.0.2.2") },
		"names":     func(q *api.Query) { q.Names = setOf("192.0.2.1") },
		"from":      func(q *api.Query) { q.From = 3 },
		"to":        func(q *api.Query) { q.To = 3 },
		"page":      func(q *api.Query) { q.Page = 2 },
		"page size": func(q *api.Query) { q.PerPage = 100 },
		"resolve":   func(q *api.Query) { q.NoResolve = true },
		"payload":   func(q *api.Query) { q.Payload = "{}" },
	} {
		q := base
		change(&q)
		if q == base {
			t.Errorf("another %s is the same question", name)
		}
	}
}

func TestChanges(t *testing.T) {
	q := query("192.0.2.1")
	if q.Changes() {
		t.Error("a question changes something")
	}
	q.Payload = "{}"
	if !q.Changes() {
		t.Error("a payload changes nothing")
	}
}

func TestQueryString(t *testing.T) {
	day := func(s string) api.Day {
		d, err := api.ParseDay(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	q := query("192.0.2.1")
	for want, change := range map[string]func(*api.Query){
		"ip 192.0.2.1":                        func(*api.Query) {},
		"ip 192.0.2.1 page 2":                 func(q *api.Query) { q.Page = 2 },
		"ip 192.0.2.1 2026-01-01..2026-02-01": func(q *api.Query) { q.From, q.To = day("2026-01-01"), day("2026-02-01") },
		"ip a.example.com":                    func(q *api.Query) { q.Indicator, q.Names = indicator.Indicator{}, setOf("a.example.com") },
		"ip a.example.com and 2 more": func(q *api.Query) {
			q.Indicator, q.Names = indicator.Indicator{}, setOf("c.example.com", "a.example.com", "b.example.com")
		},
		"ip 192.0.2.1 ..2026-02-01 page 1": func(q *api.Query) { q.To, q.Page = day("2026-02-01"), 1 },
	} {
		q := q
		change(&q)
		if got := q.String(); got != want || got != safe.Print(got) {
			t.Errorf("String() = %q, want %q", got, want)
		}
	}
}

func TestDays(t *testing.T) {
	for _, c := range []struct {
		t    time.Time
		want string
	}{
		{time.Time{}, ""},
		{time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC), "1970-01-01"},
		{time.Date(2026, 11, 23, 23, 59, 59, 999, time.UTC), "2026-11-23"},
		{time.Date(2024, 2, 29, 12, 0, 0, 0, time.UTC), "2024-02-29"},
		// A day is one in UTC, wherever the clock stands.
		{time.Date(2026, 11, 24, 1, 0, 0, 0, time.FixedZone("", 2*3600)), "2026-11-23"},
		{time.Date(1, 1, 2, 0, 0, 0, 0, time.UTC), "0001-01-02"},
		{time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC), "9999-12-31"},
	} {
		d := api.DayOf(c.t)
		if d.String() != c.want || d.IsZero() != (c.want == "") {
			t.Errorf("DayOf(%v) = %q, want %q", c.t, d, c.want)
		}
		if c.want == "" {
			continue
		}
		back, err := api.ParseDay(c.want)
		if err != nil || back != d || api.DayOf(back.Time()) != d || back.Time().Location() != time.UTC {
			t.Errorf("%q does not come back: %v, %v", c.want, back, err)
		}
	}
	if !api.Day(0).Time().IsZero() {
		t.Error("no day has a time")
	}
	for _, s := range []string{"", "2026-13-01", "2026-02-30", "2026-2-3", "23.11.2026", "2026-11-23T00:00:00Z", "2026-11-23\x1b[2J"} {
		if d, err := api.ParseDay(s); err == nil || err.Error() != safe.Print(err.Error()) {
			t.Errorf("ParseDay(%q) = %v, %v", s, d, err)
		}
	}
}

func TestPriceOf(t *testing.T) {
	at := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	shelf := shelfOf{query("192.0.2.1"): {FetchedAt: at, Known: true}}
	if got := api.PriceOf(shelf, query("192.0.2.1")); got.Calls != 0 || !got.FetchedAt.Equal(at) {
		t.Errorf("a known answer costs %+v", got)
	}
	if got := api.PriceOf(shelf, query("192.0.2.2")); got.Calls != 1 || !got.FetchedAt.IsZero() {
		t.Errorf("an unknown answer costs %+v", got)
	}
}

type shelfOf map[api.Query]api.Answer

func (s shelfOf) Known(q api.Query) (api.Answer, bool)               { a, ok := s[q]; return a, ok }
func (s shelfOf) Keep(a api.Answer)                                  { s[a.Query] = a }
func (s shelfOf) Held(api.Endpoint, indicator.Indicator) []api.Query { return nil }

func (s shelfOf) Fetched(q api.Query) (time.Time, bool) {
	a, ok := s[q]
	return a.FetchedAt, ok
}

func TestCurlAndPath(t *testing.T) {
	get := api.Request{Method: "GET", URL: "https://api.example.com/v4/accounts/a/intel/domain?domain=example.com&skip_dns=true"}
	want := `curl --fail-with-body -H "Authorization: Bearer $CLOUDFLARE_API_TOKEN" 'https://api.example.com/v4/accounts/a/intel/domain?domain=example.com&skip_dns=true'`
	if got := get.Curl(); got != want {
		t.Errorf("Curl() = %s", got)
	}
	if got := get.Path(); got != "/v4/accounts/a/intel/domain?domain=example.com&skip_dns=true" {
		t.Errorf("Path() = %s", got)
	}
	post := api.Request{Method: "POST", URL: "https://api.example.com/x", Body: `{"url":"it's"}`}
	want = `curl --fail-with-body -X POST -H "Authorization: Bearer $CLOUDFLARE_API_TOKEN" -H 'Content-Type: application/json' --data-raw '{"url":"it'\''s"}' 'https://api.example.com/x'`
	if got := post.Curl(); got != want {
		t.Errorf("Curl() = %s", got)
	}
}

// The shell must see in the command what was put in, and run nothing.
func TestCurlInAShell(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no shell here")
	}
	for _, hostile := range []string{
		`'; echo pwned; '`, "$(echo pwned)", "`echo pwned`", `\'; echo pwned #`, "a'b\"c$d\\e", "line\nbreak", "*", "!!", "é\u202e",
	} {
		r := api.Request{Method: "POST", URL: "https://api.example.com/?q=" + hostile, Body: hostile}
		script := `curl() { printf '%s\0' "$@"; }; CLOUDFLARE_API_TOKEN=tok; ` + r.Curl()
		out, err := exec.Command(sh, "-c", script).Output()
		if err != nil {
			t.Fatalf("%q: %v", hostile, err)
		}
		args := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
		want := []string{"--fail-with-body", "-X", "POST", "-H", "Authorization: Bearer tok", "-H", "Content-Type: application/json", "--data-raw", hostile, r.URL}
		if strings.Join(args, "\x00") != strings.Join(want, "\x00") {
			t.Errorf("the shell sees %q, want %q", args, want)
		}
	}
}
