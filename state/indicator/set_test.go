package indicator

import (
	"slices"
	"testing"
)

func TestSetsOfTheSameAreEqual(t *testing.T) {
	a, b, c := MustParse("a.example.com"), MustParse("b.example.com"), MustParse("192.0.2.1")
	want := SetOf(a, b, c)
	for name, s := range map[string]Set{
		"another order": SetOf(c, b, a),
		"repeated":      SetOf(a, b, a, c, c, b),
		"with none":     SetOf(Indicator{}, a, b, c, Indicator{}),
		"other words":   SetOf(MustParse("A.EXAMPLE.com."), MustParse("b[.]example.com"), c),
	} {
		if s != want {
			t.Errorf("%s: %q is not %q", name, s, want)
		}
	}
	if want.String() != "192.0.2.1 a.example.com b.example.com" || want.Len() != 3 || want.IsZero() {
		t.Errorf("%q of %d", want, want.Len())
	}
	if s := SetOf(a, b); s == want {
		t.Error("a smaller set is the same")
	}
	for _, i := range []Indicator{a, b, c} {
		if !want.Has(i) {
			t.Errorf("%s is not in %q", i, want)
		}
	}
	// Parts of what is in it are not in it.
	for _, text := range []string{"example.com", "a.example.co", "192.0.2.11", "2.0.2.1"} {
		if i := MustParse(text); want.Has(i) {
			t.Errorf("%s is in %q", i, want)
		}
	}
}

func TestTheEmptySet(t *testing.T) {
	for _, s := range []Set{{}, SetOf(), SetOf(Indicator{}, Indicator{})} {
		if s != (Set{}) || !s.IsZero() || s.Len() != 0 || len(s.All()) != 0 || s.String() != "" || s.Has(Indicator{}) {
			t.Errorf("%q is not empty", s)
		}
	}
	if s, ok := ParseSet(""); !ok || !s.IsZero() {
		t.Errorf("reads as %q, %t", s, ok)
	}
}

// Every kind of indicator comes out of a set, and of the set's text, as it went
// in.
func TestSetsGiveBackWhatTheyHold(t *testing.T) {
	var all []Indicator
	for _, text := range append(seeds(),
		"as13335.example", "a.com", "10.example", "1.2.3.4.example", "as1.as", "2001:db8::/32", "192.0.2.0/24", "AS0", "AS4294967295",
		"::1", "fe80::", "https://192.0.2.1/a/b", "https://[2001:db8::1]:8443/?x=y,z", `http://example.com/"quoted"`,
	) {
		for _, i := range append(Extract(text), mayParse(text)...) {
			if got := SetOf(i).All(); len(got) != 1 || got[0] != i {
				t.Errorf("%v %q comes out as %q", i.Kind(), i, got)
			}
			all = append(all, i)
		}
	}
	kinds := map[Kind]bool{}
	s := SetOf(all...)
	for _, i := range s.All() {
		kinds[i.Kind()] = true
		if !slices.Contains(all, i) || !s.Has(i) {
			t.Errorf("%v %q did not go in", i.Kind(), i)
		}
	}
	if len(kinds) != 6 {
		t.Errorf("only these kinds were tried: %v", kinds)
	}
	if back, ok := ParseSet(s.String()); !ok || back != s {
		t.Errorf("%q reads as %q, %t", s, back, ok)
	}
}

func mayParse(text string) []Indicator {
	if i, err := Parse(text); err == nil {
		return []Indicator{i}
	}
	return nil
}

func TestOtherTextIsNoSet(t *testing.T) {
	for _, text := range []string{
		" ", "b.example.com a.example.com", "a.example.com a.example.com", "A.example.com", "a.example.com ", " a.example.com",
		"a.example.com  b.example.com", "a.example.com\nb.example.com", "no indicator", "a[.]example.com", "\x1b[2J",
	} {
		if s, ok := ParseSet(text); ok {
			t.Errorf("%q reads as the set %q", text, s)
		}
	}
}
