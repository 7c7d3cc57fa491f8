package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/testdata"
	"quarry/ui/clipboard"
	"quarry/views"
	"quarry/views/frametest"
	"quarry/views/viewtest"
)

// real is a rig with the real views, whose client answers with recordings.
func real(t testing.TB, start string) *rig {
	t.Helper()
	r := newRig(t, "")
	r.m.opt.Routes, r.m.opt.Many = Routes(), RoutesMany()
	r.m.opt.Settings = views.Settings{Days: 30, PageSize: 1000}
	r.m.opt.Profile = "DEMO"
	r.m.opt.Hints = []Hint{{"1.1.1.1", "a real answer"}, {"login-portal.example", "registered 6 days ago"}}
	r.m.opt.Source = recordedSource{r}
	if start != "" {
		r.press("esc", "o")
		for _, c := range start {
			r.press(string(c))
		}
		r.press("enter")
		r.settle()
	}
	return r
}

type recordedSource struct{ r *rig }

func (s recordedSource) Ask(ctx context.Context, q api.Query, f api.Freshness) (api.Answer, error) {
	if a, ok := s.r.m.opt.Shelf.Known(q); ok && f == api.Known {
		return a, nil
	}
	files := map[api.Endpoint]string{"ip": "ip.json", "pdns": "dns.json", "domain": "domain.json", "whois": "whois.json", "asn": "asn-overview.json", "history": "domain-history.json"}
	body, err := testdata.Recorded.ReadFile("recorded/" + files[q.Endpoint])
	if err != nil {
		return api.Answer{}, &api.Error{Class: api.NotFound, Query: q, Status: 404}
	}
	_, _ = s.r.client.Ask(ctx, q, f) // counts
	a, _ := viewtest.Body(string(body))(q)
	a.FetchedAt = now()
	s.r.m.opt.Shelf.Keep(a)
	return a, nil
}

// screens holds the whole screen against one golden file for all sizes.
func (r *rig) screens(name string) {
	r.t.Helper()
	var all strings.Builder
	for _, s := range frametest.Sizes() {
		r.send(tea.WindowSizeMsg{Width: s[0], Height: s[1]})
		fmt.Fprintf(&all, "── %d×%d %s\n%s", s[0], s[1], strings.Repeat("─", 20), r.drawing())
	}
	frametest.Golden(r.t, name, all.String())
}

func TestScreens(t *testing.T) {
	for name, c := range map[string]struct {
		start string
		keys  string
	}{
		"start":          {"", ""},
		"start-closed":   {"", "esc"},
		"ip":             {"1.1.1.1", ""},
		"path":           {"1.1.1.1", "p"},
		"history":        {"cloudflare.com", "w [ h"},
		"filter-typing":  {"1.1.1.1", "p / p i n g"},
		"filter-kept":    {"1.1.1.1", "p / p i n g enter space"},
		"help":           {"1.1.1.1", "?"},
		"palette":        {"1.1.1.1", ":"},
		"palette-found":  {"1.1.1.1", ": w h o i s"},
		"palette-none":   {"1.1.1.1", ": x q z x q"},
		"prompt-many":    {"1.1.1.1", "o 1 . 1 . 1 . 2 space a . e x a m p l e . c o m"},
		"prompt-refused": {"1.1.1.1", "o 1 . 1"},
		"copy-as":        {"1.1.1.1", "p Y"},
		"copy-as-marked": {"1.1.1.1", "p space j space Y"},
		"copy-as-shown":  {"1.1.1.1", "p / p i n g enter Y tab"},
		"copy-as-record": {"cloudflare.com", "w Y"},
		"copy-as-ASN":    {"AS13335", "Y k"},
		"confirm":        {"cloudflare.com", "a"},
		"raw":            {"1.1.1.1", "J"},
		"not-taken":      {"1.1.1.1", "w"},
		"url":            {"http://a.example.com/login?x=1", ""},
		"form":           {"cloudflare.com", "m"},
	} {
		t.Run(name, func(t *testing.T) {
			r := real(t, c.start)
			for _, k := range strings.Fields(c.keys) {
				r.press(k)
				r.settle()
			}
			r.screens(name)
		})
	}
}

func TestCopyThatWentNowhereShowsTheText(t *testing.T) {
	r := real(t, "1.1.1.1")
	r.send(clipboard.Result{Text: "1[.]1[.]1[.]1", Route: clipboard.Native, Err: errors.New("no display")})
	r.screens("copy-failed")
}
