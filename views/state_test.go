package views_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"quarry/api"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
)

func TestLoadingSaysHowLongItMayTake(t *testing.T) {
	env := views.Env{Keys: keymap.Default(), Settings: views.Settings{Timeout: 90 * time.Second}}
	q := api.Query{Endpoint: "ip", Indicator: indicator.MustParse("192.0.2.44")}
	n := views.Loading(env, "Asking", q, time.Time{}, views.Tick{})
	if text := strings.Join(n.Lines, "\n"); !strings.Contains(text, "Each try is given up after 90 s.") {
		t.Error(text)
	}
	env.Settings.Timeout = 0
	if text := strings.Join(views.Loading(env, "Asking", q, time.Time{}, views.Tick{}).Lines, "\n"); strings.Contains(text, "given up after") {
		t.Error(text)
	}
}

func TestSentence(t *testing.T) {
	for text, want := range map[string]string{"": "", "a": "A", "WHOIS": "WHOIS", "été de 1998": "Été de 1998", "日本": "日本", "1 call": "1 call"} {
		if got := views.Sentence(text); got != want {
			t.Errorf("%q begins as %q, want %q", text, got, want)
		}
	}
}

// What is said about a failure names the keys as they are bound.
func TestFailuresNameTheKeysAsTheyAreBound(t *testing.T) {
	e := &api.Error{Class: api.Malformed, Status: 200, Err: errors.New("cut")}
	for _, c := range []struct {
		keys map[keymap.Action][]string
		says []string
	}{
		{nil, []string{"press r to ask again", "J shows what came"}},
		{map[keymap.Action][]string{keymap.Refresh: {"ctrl+r"}, keymap.Raw: {"R"}}, []string{"press ctrl+r to ask again", "R shows what came"}},
		{map[keymap.Action][]string{keymap.Refresh: {}, keymap.Raw: {}}, []string{"Next: ask again; the raw answer tells more"}},
	} {
		keys, err := keymap.Default().Override(c.keys)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Join(views.Failure(views.Env{Keys: keys}, e).Lines, "\n")
		for _, want := range c.says {
			if !strings.Contains(text, want) {
				t.Errorf("%v: %q is not in %s", c.keys, want, text)
			}
		}
	}
}

// What cannot be asked has no price.
func TestAsking(t *testing.T) {
	env := views.Env{Keys: keymap.Default()}
	if got := views.Asks(env, "asks again, ", 2); got != "r asks again, 2 calls" {
		t.Errorf("%q", got)
	}
	env.Offline = true
	if got := views.Asks(env, "asks again, ", 2); got != views.OfflineWhy {
		t.Errorf("offline it says %q", got)
	}
	if n := views.Abandoned(env); strings.Contains(strings.Join(n.Lines, " "), "1 call") {
		t.Errorf("offline a view that was left says %q", n.Lines)
	}
}
