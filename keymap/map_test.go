package keymap

import (
	"strings"
	"testing"
)

func TestDefaultHasNoClashAndNoDeadKey(t *testing.T) {
	taken := map[place]Action{}
	seen := map[Action]bool{}
	for _, b := range Default().Bindings() {
		if seen[b.Action] {
			t.Errorf("%s is bound twice", b.Action)
		}
		seen[b.Action] = true
		if b.Group == "" || b.Label == "" || b.Help == "" || len(b.Keys) == 0 {
			t.Errorf("%s lacks a group, label, help or key: %+v", b.Action, b)
		}
		if strings.ContainsAny(b.Help+b.Label+b.Span, "\n|") {
			t.Errorf("%s: its words break a line or a table", b.Action)
		}
		for _, key := range b.Keys {
			if !valid(key) {
				t.Errorf("%s: %q is no key", b.Action, key)
			}
			if other, clash := taken[place{b.Scope, key}]; clash {
				t.Errorf("%q is the key of both %s and %s", key, other, b.Action)
			}
			taken[place{b.Scope, key}] = b.Action
		}
	}
}

func TestNoActionIsThePrefixOfAnother(t *testing.T) {
	all := Default().Bindings()
	for _, a := range all {
		for _, b := range all {
			if strings.HasPrefix(string(b.Action), string(a.Action)+".") {
				t.Errorf("%s and %s cannot both be TOML dotted keys", a.Action, b.Action)
			}
		}
	}
}

// The keys that the design fixes, as tea.KeyPressMsg.String() gives them.
func TestLookupOfEveryDesignedKey(t *testing.T) {
	type want map[string]Action
	for scope, keys := range map[Scope]want{
		Workbench: {
			"j": MoveDown, "down": MoveDown, "k": MoveUp, "up": MoveUp,
			"g": MoveTop, "home": MoveTop, "G": MoveBottom, "end": MoveBottom,
			"ctrl+d": HalfDown, "ctrl+u": HalfUp, "pgdown": PageDown, "pgup": PageUp,
			"left": ScrollLeft, "right": ScrollRight,
			"i": PivotIP, "p": PivotPDNS, "d": PivotDomain, "h": PivotHistory, "w": PivotWHOIS,
			"a": PivotASN, "s": PivotSubnets, "u": PivotPhishing, "m": PivotMiscategorization,
			"D": Dossier, "L": PivotBulk,
			"I": IOCs, "t": Trail, "v": Verdict, "c": Comment, "b": Star, "x": Prune, "F": Fork, "U": Undo, "T": Name, "C": Cases, "X": Discard, "e": Export, "M": TLP,
			"enter": Open, "esc": Back, "backspace": Back, "[": Back, "]": Forward,
			"1": Jump1, "2": Jump2, "3": Jump3, "4": Jump4, "5": Jump5,
			"6": Jump6, "7": Jump7, "8": Jump8, "9": Jump9,
			"o": NewIndicator, "/": Filter, "n": FilterNext, "N": FilterPrevious,
			",": SortPrevious, ".": SortNext, "<": SortReverse, ">": SortReverse,
			"space": Mark, "*": MarkAll, "V": MarkInvert, "z": GroupRows, "(": WindowEarlier, ")": WindowLater, "=": WindowSet, "y": Copy, "Y": CopyAs,
			"r": Refresh, "J": Raw, "+": LoadMore, "ctrl+a": LoadAll, "tab": Fold, "!": Insights,
			":": Palette, "?": Help, "@": Notices, "q": Quit, "ctrl+c": Quit, "ctrl+z": Suspend,
		},
		Overlay: {
			"up": OverlayUp, "ctrl+p": OverlayUp, "down": OverlayDown, "ctrl+n": OverlayDown,
			"enter": OverlayAccept, "esc": OverlayCancel, "ctrl+j": OverlayNewline, "tab": OverlayScope, "ctrl+c": Quit,
		},
		Form: {
			"tab": FormNext, "down": FormNext, "shift+tab": FormPrevious, "up": FormPrevious,
			"space": FormToggle, "enter": FormAccept, "esc": FormCancel, "ctrl+c": Quit,
		},
	} {
		m := Default()
		for key, action := range keys {
			if got, ok := m.Lookup(scope, key); !ok || got != action {
				t.Errorf("%s %q: got %q, %v; want %q", scope, key, got, ok, action)
			}
		}
		bound := 0
		for _, b := range m.Bindings() {
			if b.Scope == scope {
				bound += len(b.Keys)
			}
		}
		if scope != Workbench {
			bound++ // ctrl+c, which belongs to every scope
		}
		if bound != len(keys) {
			t.Errorf("%s binds %d keys, the design names %d", scope, bound, len(keys))
		}
	}
}

func TestLookupOfWhatIsNotBound(t *testing.T) {
	for _, c := range []struct {
		scope Scope
		key   string
	}{{Workbench, "Z"}, {Workbench, ""}, {Workbench, "0"}, {Overlay, "j"}, {Form, "q"}, {Scope(9), "j"}} {
		if a, ok := Default().Lookup(c.scope, c.key); ok {
			t.Errorf("%s %q is bound to %s", c.scope, c.key, a)
		}
	}
	if a, ok := (Map{}).Lookup(Workbench, "ctrl+c"); ok {
		t.Errorf("the zero map binds %s", a)
	}
}

func TestMapIsImmutable(t *testing.T) {
	m := Default()
	m.Keys(MoveDown)[0] = "x"
	b, _ := m.Binding(MoveDown)
	b.Keys[0] = "x"
	m.Bindings()[0].Keys[0] = "x"
	for i := range m.Rows() {
		m.Rows()[i].Keys[0] = "x"
	}
	if got := m.Keys(MoveDown); got[0] != "j" {
		t.Errorf("a caller changed the map: %q", got)
	}
	if got, _ := m.Lookup(Workbench, "j"); got != MoveDown {
		t.Errorf("j is %q", got)
	}
}

func TestKeyAsShown(t *testing.T) {
	m := Default()
	for a, want := range map[Action][2]string{
		Open: {"↵", "enter"}, Mark: {"space", "space"}, HalfDown: {"ctrl+d", "ctrl+d"},
		ScrollLeft: {"←", "left"}, PageDown: {"pgdn", "pgdn"}, Back: {"[", "["}, "no.such": {"", ""},
	} {
		if got := m.Key(a); got != want[0] {
			t.Errorf("%s: %q, want %q", a, got, want[0])
		}
		if got := m.WithASCII(true).Key(a); got != want[1] {
			t.Errorf("%s in ASCII: %q, want %q", a, got, want[1])
		}
	}
	if _, ok := m.Binding("no.such"); ok || m.Keys("no.such") != nil {
		t.Error("an unknown action has a binding")
	}
}

func TestJumps(t *testing.T) {
	for n, want := range map[int]Action{0: "", 1: Jump1, 5: Jump5, 9: Jump9, 10: "", -1: ""} {
		if got := Jump(n); got != want {
			t.Errorf("Jump(%d) = %q, want %q", n, got, want)
		}
		if got, ok := want.Place(); want != "" && (!ok || got != n) {
			t.Errorf("%s.Place() = %d, %v", want, got, ok)
		}
	}
	for _, a := range []Action{"", MoveDown, "path.jump-0", "path.jump-10", "path.jump-"} {
		if n, ok := a.Place(); ok {
			t.Errorf("%q is place %d", a, n)
		}
	}
}
