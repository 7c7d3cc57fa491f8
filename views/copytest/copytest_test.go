package copytest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/yuin/goldmark/ast"

	"quarry/views/copytest"
)

// recorder is a test that keeps what it is told instead of failing.
type recorder struct {
	testing.TB
	said []string
}

func (r *recorder) Helper() {}

func (r *recorder) Error(args ...any) { r.said = append(r.said, fmt.Sprint(args...)) }

func (r *recorder) Errorf(format string, args ...any) { r.Error(fmt.Sprintf(format, args...)) }

func TestWhatIsRefused(t *testing.T) {
	markdown := func(also ...ast.NodeKind) func(testing.TB, string) {
		return func(t testing.TB, s string) { copytest.Markdown(t, s, also...) }
	}
	for _, c := range []struct {
		check      func(testing.TB, string)
		text, says string // it says nothing where that is empty
	}{
		{markdown(), "**a**\n\n- b: `c`\n\n| d | e |\n| --- | --- |\n| `f` | |\n", ""},
		{markdown(), "[a](http://example.com/)", "holds a Link"},
		{markdown(), "see http://example.com/", "holds a AutoLink"},
		{markdown(), "![](http://example.com/)", "holds a Image"},
		{markdown(), "a <b>c</b>", "holds a RawHTML"},
		{markdown(), "<script>\n", "holds a HTMLBlock"},
		{markdown(), "# a", "holds a Heading"},
		{markdown(ast.KindHeading), "# a", ""},
		{copytest.Sheet, "a,b\nc,d\n", ""},
		{copytest.Sheet, "a,b\nc\n", "no CSV"},
		{copytest.Sheet, "a,\" =cmd|' /C calc'!A0\"\n", "a spreadsheet runs"},
	} {
		r := &recorder{TB: t}
		c.check(r, c.text)
		if all := strings.Join(r.said, "\n"); !strings.Contains(all, c.says) || c.says == "" && all != "" {
			t.Errorf("of %q it says %q, want %q", c.text, all, c.says)
		}
	}
}
