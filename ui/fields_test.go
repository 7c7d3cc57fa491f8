package ui

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/testdata"
	"quarry/views"
	"quarry/views/viewtest"
)

// recordings are the real answers, each with the view that shows it.
func recordings() map[string]struct {
	action  keymap.Action
	subject string
} {
	type r = struct {
		action  keymap.Action
		subject string
	}
	return map[string]r{
		"asn-overview.json":   {keymap.PivotASN, "AS13335"},
		"dns.json":            {keymap.PivotPDNS, "1.1.1.1"},
		"domain-history.json": {keymap.PivotHistory, "cloudflare.com"},
		"domain.json":         {keymap.PivotDomain, "cloudflare.com"},
		"ip.json":             {keymap.PivotIP, "1.1.1.1"},
		"url-info.json":       {keymap.PivotPhishing, "http://worcester-realistic-ellen-portland.trycloudflare.com/login.html"},
		"whois.json":          {keymap.PivotWHOIS, "cloudflare.com"},
	}
}

// inWords are the fields whose value does not stand on the screen as it is: what
// stands there instead.
func inWords() map[string]string {
	return map[string]string{
		"dns.json page":                                      "5 of 778 names loaded",
		"dns.json per_page":                                  "5 a page",
		"domain.json application":                            "Application",
		"domain.json additional_information":                 "Malware",
		"ip.json ip_lists":                                   "IP lists",
		"ip.json ptr_lookup.ptr_domains[]":                   "one.one.one.one",
		"ip.json ptr_lookup.ptr_lookup_errors":               "PTR",
		"ip.json iana_reservations":                          "IANA",
		"ip.json belongs_to_ref.type":                        "ISP",
		"asn-overview.json type":                             "ISP",
		"url-info.json categorizations":                      "no human review",
		"url-info.json scan_status.scan_complete":            "complete",
		"url-info.json scan_status.last_processed":           "2023-07-19 14:15:28Z",
		"whois.json registrant_email":                        "hxxps://domaincontact[.]cloudflareregistrar[.]com/cloudflare.com",
		"url-info.json url":                                  "hxxp://worcester-realistic-ellen-portland[.]trycloudflare[.]com/login.html",
		"domain.json content_categories[].super_category_id": "Technology 26",
	}
}

// TestEveryRecordedFieldIsOnAScreen walks the JSON of every recorded answer and
// looks for each leaf in the drawing of its view, with everything unfolded.
func TestEveryRecordedFieldIsOnAScreen(t *testing.T) {
	words := inWords()
	used := map[string]bool{}
	for file, r := range recordings() {
		body, err := testdata.Recorded.ReadFile("recorded/" + file)
		if err != nil {
			t.Fatal(err)
		}
		screen := unfolded(t, r.action, r.subject, string(body))
		var doc struct{ Result any }
		if err := json.Unmarshal(body, &doc); err != nil {
			t.Fatal(err)
		}
		for path, values := range leaves("", doc.Result) {
			for _, v := range values {
				want := shown(v)
				if w, ok := words[file+" "+path]; ok {
					want, used[file+" "+path] = []string{w}, true
				}
				if !slices.ContainsFunc(want, func(w string) bool { return w != "" && strings.Contains(screen, w) }) {
					t.Errorf("%s: %s = %v is on no screen (looked for %q):\n%s", file, path, v, want, screen)
				}
			}
		}
	}
	for w := range words {
		if !used[w] {
			t.Errorf("%q is no field of a recorded answer", w)
		}
	}
}

// unfolded draws a view with every group open, at the largest designed size.
func unfolded(t *testing.T, a keymap.Action, subject, body string) string {
	t.Helper()
	for _, r := range Routes() {
		if r.Action != a {
			continue
		}
		b := viewtest.New(t, r, subject, viewtest.Body(body)).Start()
		b.Drawing(200, 60)
		for range 60 {
			if s := b.View.(views.Selector).Selection(); s.Indicator == indicator.MustParse(subject) || s.Indicator.IsZero() {
				if strings.Contains(b.Drawing(200, 60), "▌ ▸") {
					b.Send(keymap.Fold)
				}
			}
			b.Send(keymap.MoveDown)
		}
		return b.Drawing(200, 60)
	}
	t.Fatalf("no route has %s", a)
	return ""
}

var _ tea.Msg = keymap.Action("") // actions are messages

// leaves are the values of a JSON document by path; list indexes are left out.
// Empty lists, objects and texts are leaves too.
func leaves(path string, v any) map[string][]any {
	out := map[string][]any{}
	add := func(more map[string][]any) {
		for p, vs := range more {
			out[p] = append(out[p], vs...)
		}
	}
	switch v := v.(type) {
	case map[string]any:
		if len(v) == 0 {
			return map[string][]any{path: {v}}
		}
		for k, item := range v {
			add(leaves(strings.TrimPrefix(path+"."+k, "."), item))
		}
	case []any:
		if len(v) == 0 {
			return map[string][]any{path: {v}}
		}
		for _, item := range v {
			at := path + "[]"
			if path == "" { // the list that some answers wrap their one result in
				at = ""
			}
			add(leaves(at, item))
		}
	default:
		out[path] = []any{v}
	}
	return out
}

// shown are the forms in which a value may stand on the screen.
func shown(v any) []string {
	switch v := v.(type) {
	case string:
		forms := []string{v}
		if at, err := time.Parse(time.RFC3339, v); err == nil {
			forms = append(forms, views.Moment(at), at.Format(time.DateOnly))
		}
		return forms
	case float64:
		return []string{fmt.Sprint(v), fmt.Sprintf("%.0f", v)}
	default:
		return []string{fmt.Sprint(v)}
	}
}
