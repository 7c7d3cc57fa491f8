package keymap

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestOverride(t *testing.T) {
	m, err := Default().WithASCII(true).Override(map[Action][]string{
		PageDown: {"pgdn", "ctrl+f", "pgdown"},
		Raw:      {"R"},
		MoveDown: {"k"}, // two actions may swap their keys
		MoveUp:   {"j"},
		Suspend:  {},
		Quit:     {"Q"},
	})
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]Action{
		"pgdown": PageDown, "ctrl+f": PageDown, "R": Raw, "k": MoveDown, "j": MoveUp,
		"Q": Quit, "ctrl+c": Quit, "J": "", "down": "", "up": "", "ctrl+z": "", "q": "", "y": Copy,
	} {
		if got, ok := m.Lookup(Workbench, key); ok != (want != "") || want != "" && got != want {
			t.Errorf("%q: %q, %v; want %q", key, got, ok, want)
		}
	}
	if got := m.Keys(PageDown); !slices.Equal(got, []string{"pgdown", "ctrl+f"}) {
		t.Errorf("keys %q", got)
	}
	if m.Key(Suspend) != "" || m.Key(Open) != "enter" {
		t.Errorf("shown: %q, %q", m.Key(Suspend), m.Key(Open))
	}
	if got, _ := Default().Lookup(Workbench, "J"); got != Raw {
		t.Error("the default map changed")
	}
}

func TestOverrideMayShareAKeyBetweenScopes(t *testing.T) {
	m, err := Default().Override(map[Action][]string{OverlayDown: {"j"}})
	if err != nil {
		t.Fatal(err)
	}
	over, _ := m.Lookup(Overlay, "j")
	work, _ := m.Lookup(Workbench, "j")
	if over != OverlayDown || work != MoveDown {
		t.Errorf("%q, %q", over, work)
	}
}

func TestOverrideRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		keys          map[Action][]string
		action, other Action
		says          []string
	}{
		"clash with a default": {map[Action][]string{MoveDown: {"p"}}, MoveDown, PivotPDNS, []string{`"p"`, "move.down", "pivot.pdns"}},
		"clash with a later":   {map[Action][]string{Suspend: {"j"}}, Suspend, MoveDown, []string{`"j"`, "move.down", "program.suspend"}},
		"clash by an alias":    {map[Action][]string{Raw: {"escape"}}, Raw, Back, []string{`"esc"`}},
		"both are the user's":  {map[Action][]string{Raw: {"Z"}, Copy: {"Z"}}, Raw, Copy, []string{"view.raw", "copy.selection"}},
		"clash in a form":      {map[Action][]string{FormToggle: {"tab"}}, FormToggle, FormNext, []string{"form.next"}},
		"misspelt action":      {map[Action][]string{"move.donw": {"x"}}, "move.donw", "", []string{`"move.donw"`, `did you mean "move.down"?`}},
		"only the last part":   {map[Action][]string{"whois": {"x"}}, "whois", "", []string{`did you mean "pivot.whois"?`}},
		"unknown action":       {map[Action][]string{"brew.coffee": {"x"}}, "brew.coffee", "", []string{"no action", "docs/config.md"}},
		"hostile action":       {map[Action][]string{"\x1b]0;x\a\u202e": {"x"}}, "\x1b]0;x\a\u202e", "", []string{`\x1b]0;x\a\u202e`}},
		"empty key":            {map[Action][]string{Open: {""}}, Open, "", []string{"path.open", "empty"}},
		"no such key":          {map[Action][]string{Open: {"entr"}}, Open, "", []string{"path.open", `"entr"`}},
		"reserved":             {map[Action][]string{Open: {"Ctrl+C"}}, Open, "", []string{"path.open", "ctrl+c always leaves"}},
		"reserved in a dialog": {map[Action][]string{OverlayCancel: {"ctrl+c"}}, OverlayCancel, "", []string{"ctrl+c always leaves"}},
		"trapped in a dialog":  {map[Action][]string{OverlayCancel: {}}, OverlayCancel, "", []string{"overlay.cancel", "no key is left"}},
		"nil list in a form":   {map[Action][]string{FormAccept: nil}, FormAccept, "", []string{"no key is left"}},
	} {
		m, err := Default().Override(c.keys)
		var one *Error
		if !errors.As(err, &one) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if one.Action != c.action || one.Other != c.other || one.Next == "" {
			t.Errorf("%s: %+v", name, one)
		}
		for _, say := range c.says {
			if !strings.Contains(err.Error(), say) {
				t.Errorf("%s: %q lacks %q", name, err, say)
			}
		}
		if strings.ContainsAny(err.Error(), "\x1b\a\u202e\n") {
			t.Errorf("%s: raw text in %q", name, err)
		}
		if got, _ := m.Lookup(Workbench, "j"); got != MoveDown {
			t.Errorf("%s: the map with the error is not the old one", name)
		}
	}
}

func TestOverrideReportsAllAtOnce(t *testing.T) {
	keys := map[Action][]string{"a.b": {"x"}, Open: {"", "ctrl+c"}, MoveDown: {"p"}}
	_, err := Default().Override(keys)
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != 4 {
		t.Fatalf("%d errors:\n%v", len(lines), err)
	}
	for range 20 {
		if _, again := Default().Override(keys); again.Error() != err.Error() {
			t.Fatalf("the order changes:\n%v\n%v", err, again)
		}
	}
}

func TestNearest(t *testing.T) {
	known := []string{"theme", "base-url", "pdns.days", "pdns.page-size", "copy.form"}
	for word, want := range map[string]string{
		"thme": "theme", "htmee": "", "base_url": "base-url", "baseurl": "base-url", "Theme": "theme",
		"days": "pdns.days", "pdns.pagesize": "pdns.page-size", "from": "copy.form", "": "", "zzzz": "",
		strings.Repeat("theme", 1e5): "",
	} {
		if got, ok := Nearest(word, known); got != want || ok != (want != "") {
			t.Errorf("Nearest(%.20q) = %q, %v; want %q", word, got, ok, want)
		}
	}
}
