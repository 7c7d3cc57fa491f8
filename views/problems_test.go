package views

import (
	"slices"
	"testing"
)

func TestProblemsSayWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		p              Problems
		headline, rest string
		facts          []string
	}{
		{Problems{Unread: []string{"a"}}, "partial: 1 field could not be read", "a", []string{"could not be read: a"}},
		{Problems{Unread: []string{"a", "b"}}, "partial: 2 fields could not be read", "a, b", []string{"could not be read: a, b"}},
		{Problems{Doubled: []string{"a"}}, "1 field was given more than once, the last value is shown", "a",
			[]string{"given more than once, the last value is shown: a"}},
		{Problems{Doubled: []string{"a", "b"}}, "2 fields were given more than once, the last values are shown", "a, b",
			[]string{"given more than once, the last value is shown: a, b"}},
		{Problems{Unread: []string{"a"}, Doubled: []string{"b"}}, "partial: 1 field could not be read",
			"a; 1 other was given more than once, the last value is shown: b",
			[]string{"could not be read: a", "given more than once, the last value is shown: b"}},
	} {
		headline, rest := c.p.Headline()
		if headline != c.headline || rest != c.rest || !slices.Equal(c.p.Facts(), c.facts) || c.p.None() {
			t.Errorf("%+v: %q, %q, %q", c.p, headline, rest, c.p.Facts())
		}
	}
	if got := (Problems{Unread: []string{"a"}, Doubled: []string{"b"}}).Lines(); !slices.Equal(got, []string{
		"partial: could not be read: a", "given more than once, the last value is shown: b",
	}) {
		t.Errorf("%q", got)
	}
	if none := (Problems{}); !none.None() || none.Facts() != nil || none.Lines() != nil {
		t.Error("where all is well, something is wrong")
	}
}
