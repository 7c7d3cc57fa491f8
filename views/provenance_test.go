package views

import (
	"strings"
	"testing"
	"time"

	"quarry/api"
	"quarry/testdata/hostile"
	"quarry/views/frametest"
	"quarry/views/safe"
	"quarry/views/style"
)

func TestProvenanceSaysWhoseAnswerItIs(t *testing.T) {
	now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	env := Env{Now: func() time.Time { return now }}
	from := func(by string) api.Origin {
		return api.Origin{By: safe.FromOutside(by), ImportedAt: now}
	}
	partly := from("alice")
	partly.Partly = true
	for _, c := range []struct {
		known      bool
		origin     api.Origin
		text, less string
	}{
		{false, api.Origin{}, "3 d old · 1 call", "3 d old"},
		{true, api.Origin{}, "3 d old · known", "3 d old"},
		{true, from("alice"), "3 d old · from alice's bundle", "3 d old · imported"},
		{true, from(""), "3 d old · from an unnamed bundle", "3 d old · imported"},
		{true, partly, "3 d old · partly from alice's bundle", "3 d old · partly imported"},
		{false, partly, "3 d old · 1 call, partly from alice's bundle", "3 d old · partly imported"},
		{true, from("a\x1b]0;x\x07\u202e"), "3 d old · from a^[]0;x^G<U+202E>'s bundle", "3 d old · imported"},
		{true, from(strings.Repeat("日", 300)), "3 d old · from " + strings.Repeat("日", 11) + "…'s bundle", "3 d old · imported"},
	} {
		got := Provenance(env, api.Answer{FetchedAt: now.Add(-72 * time.Hour), Calls: 1, Known: c.known, Origin: c.origin})
		if got.Text != c.text || got.short() != c.less {
			t.Errorf("%+v: %q, in short %q, want %q and %q", c.origin, got.Text, got.short(), c.text, c.less)
		}
	}
}

// Whoever made a bundle, nothing of their name acts, hides, or fills the line.
func TestHostileMakersAreHarmless(t *testing.T) {
	all, err := hostile.Payloads()
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	env := Env{Now: func() time.Time { return now }}
	theme := style.New(true)
	for _, p := range all {
		a := api.Answer{FetchedAt: now, Known: true, Origin: api.Origin{By: safe.FromOutside(p.Text), ImportedAt: now}}
		age := Provenance(env, a)
		for _, is := range frametest.Alive(age.Text) {
			t.Errorf("%.40q: alive: %s", p.Text, is)
		}
		for _, width := range []int{40, 80, 120} {
			line := Head{Title: "WHOIS of example.com", Age: age}.Render(theme, width)
			frametest.Check(t, line, width, 1)
			if text := plain(line); !strings.Contains(text, "WHOIS of exam") || !strings.Contains(text, "just now") {
				t.Errorf("%.40q pushes away what is beside it: %q", p.Text, text)
			}
		}
	}
}

// Where the line is short, that others have fetched it stays to the last.
func TestHeadKeepsTheOrigin(t *testing.T) {
	theme := style.New(true)
	h := Head{Title: "WHOIS of login-portal.example", Facts: []string{"redacted"}, Age: Stamp{
		Text: "3 d old · from alice's bundle", Short: "3 d old · imported",
	}}
	for width, want := range map[int]string{
		80: " WHOIS of login-portal.example   redacted         3 d old · from alice's bundle ",
		70: " WHOIS of login-portal.example   redacted          3 d old · imported ",
		60: " WHOIS of login-portal.example           3 d old · imported ",
		40: " WHOIS of login-por… 3 d old · imported ",
	} {
		got := h.Render(theme, width)
		frametest.Check(t, got, width, 1)
		if plain(got) != want {
			t.Errorf("in %d cells %q, want %q", width, plain(got), want)
		}
	}
}
