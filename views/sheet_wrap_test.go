package views

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"quarry/views/style"
	"quarry/views/widget"
)

func TestWrapBreaksBeforeWhatIsSetApart(t *testing.T) {
	for _, c := range []struct {
		name  string
		text  widget.Text
		width int
		want  []string
	}{
		{"fits", widget.T("6 days", style.Bad, "  ▲ young"), 20, []string{"6 days  ▲ young"}},
		{"two spaces", widget.T("6 days", style.Bad, "  ▲ younger"), 12, []string{"6 days", "▲ younger"}},
		{"dots", widget.T("one", " · ", "two two", " · ", "three"), 13, []string{"one · two two", "three"}},
		{"a long fact", widget.T("a", " · ", "one two three"), 8, []string{"a · one", "two", "three"}},
		{"goes on after a long fact", widget.T("one two three", "  b"), 8, []string{"one two", "three  b"}},
		{"no space", widget.T("abcdefghij"), 4, []string{"abcd", "efgh", "ij"}},
		{"a number keeps its comma", widget.T("the first 100,000"), 14, []string{"the first", "100,000"}},
		{"nothing is lost at the end", widget.T("abcd", " · "), 5, []string{"abcd", " · "}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, l := range wrap(c.text, c.width) {
				if l.Width() > c.width {
					t.Errorf("%q is wider than %d", l, c.width)
				}
				got = append(got, l.String())
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestWideRowsAndPictures(t *testing.T) {
	s := &Sheet{}
	s.Text("A long label", style.Text, "value")
	s.Text("", style.Text, "row").Wide()
	s.Draw("", "", func(int) widget.Text { return widget.Plain("picture") })
	rows := s.Rows(40)
	if got := rows[1].Text.String(); got != "row" {
		t.Errorf("a wide row is %q", got)
	}
	if got := rows[2].Draw(40).String(); got != "              picture" {
		t.Errorf("a drawing is %q", got)
	}
	if got := s.Lines(40); !slices.Equal(got, []string{"A long label  value", "row"}) {
		t.Errorf("in words the sheet is %q", got)
	}
}

func TestALongValueLeavesRoomForTheRest(t *testing.T) {
	s := &Sheet{}
	long := strings.Repeat("long ", 1000)
	s.Text("Malware", style.Text, long)
	s.Text("Kind", style.Text, "after")
	lines := s.Lines(40)
	if len(lines) != mostLines+1 || !strings.Contains(lines[mostLines-1], "cut here") || !strings.Contains(lines[mostLines], "after") {
		t.Errorf("the sheet is %d lines:\n%s", len(lines), strings.Join(lines, "\n"))
	}
	if got := s.Rows(40)[0].Copy; got != long {
		t.Errorf("what is copied was cut to %d characters", len(got))
	}
}

func TestHeadGivesUpThePriceBeforeTheTitle(t *testing.T) {
	h := Head{Title: "WHOIS of example.com", Facts: []string{"fact"}, Age: Stamp{Text: "just now · 1 call", Short: "just now"}}
	theme := style.New(true)
	for width, want := range map[int]string{
		60: " WHOIS of example.com   fact              just now · 1 call ",
		40: " WHOIS of example.com   fact   just now ",
		39: " WHOIS of example.com         just now ",
		25: " WHOIS of exam… just now ",
	} {
		if got := plain(h.Render(theme, width)); got != want {
			t.Errorf("in %d cells %q, want %q", width, got, want)
		}
	}
}

func plain(s string) string { return ansi.Strip(s) }
