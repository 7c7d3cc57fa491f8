package views

import (
	"slices"
	"strings"
	"testing"

	"quarry/state/indicator"
	"quarry/views/safe"
	"quarry/views/style"
	"quarry/views/widget"
)

// recordSheet is a record as views lay it out: facts, gaps, a drawing, what is
// not given, a list under a heading, and what starts folded.
func recordSheet() *Sheet {
	s := &Sheet{}
	s.Text("Verdict", style.Bad, "phishing")
	s.Draw("", "", func(int) widget.Text { return widget.Plain("picture") })
	s.Text("Rank", style.Muted, "not given").Copy("")
	s.Gap()
	s.Text("Kind", style.Text, "apex")
	s.Text("", style.Muted, "as the answer says").Copy("")
	s.Head("Names")
	for _, n := range []string{"ns1.example.net", "ns2.example.net"} {
		s.Indicator("", indicator.MustParse(n)).Wide()
	}
	s.Gap()
	s.Fold("Ids", true)
	s.Text("Id", style.Text, "7")
	return s
}

func TestIncludeKeepsWhatTells(t *testing.T) {
	for most, want := range map[int][]string{
		3:   {"Verdict", "Kind", "as the answer says", "6 more lines", "| Rank", "| Names", "| ns1.example.net", "| ns2.example.net", "| Ids", "| Id"},
		4:   {"Verdict", "Kind", "as the answer says", "6 more lines", "| Rank", "| Names", "| ns1.example.net", "| ns2.example.net", "| Ids", "| Id"},
		5:   {"Verdict", "Kind", "as the answer says", "Names", "ns1.example.net", "4 more lines", "| Rank", "| ns2.example.net", "| Ids", "| Id"},
		6:   {"Verdict", "Rank", "Kind", "as the answer says", "Names", "ns1.example.net", "ns2.example.net", "2 more lines", "| Ids", "| Id"},
		100: {"Verdict", "Rank", "Kind", "as the answer says", "Names", "ns1.example.net", "ns2.example.net", "2 more lines", "| Ids", "| Id"},
	} {
		s := &Sheet{}
		s.Include("part", recordSheet(), most)
		var got []string
		for _, r := range s.Rows(60) {
			if !strings.HasPrefix(r.ID, "part/") {
				t.Errorf("the row %q is called %q", r.Text, r.ID)
			}
			text := strings.TrimSpace(r.Text.String())
			if text != "as the answer says" {
				text = strings.Split(text, "  ")[0]
			}
			if r.Group != "" && !r.Head {
				text = "| " + text
			}
			got = append(got, text)
		}
		if !slices.Equal(got, want) {
			t.Errorf("at most %d:\n got %q\nwant %q", most, got, want)
		}
		if !slices.Equal(s.Folded(), []string{"part/more"}) {
			t.Errorf("folded are %q", s.Folded())
		}
	}
}

// Two records in one sheet must not share rows, groups or columns.
func TestIncludedSheetsStayApart(t *testing.T) {
	s := &Sheet{}
	s.Include("a", recordSheet(), 3)
	s.Include("b", recordSheet(), 3)
	seen := map[string]bool{}
	for _, r := range s.Rows(60) {
		if seen[r.ID] {
			t.Errorf("two rows are called %q", r.ID)
		}
		seen[r.ID] = true
	}
	if got := s.Folded(); len(got) != 2 || got[0] == got[1] {
		t.Errorf("folded are %q", got)
	}
}

func TestAppendLeavesOutWhatStartsFolded(t *testing.T) {
	s := &Sheet{}
	s.Append(recordSheet())
	got := s.Markdown(safe.AllDots)
	if strings.Contains(got, "Id") || !strings.Contains(got, "**Names**\n\n- `ns1[.]example[.]net`\n") {
		t.Errorf("the page is\n%s", got)
	}
}

func TestTable(t *testing.T) {
	s := &Sheet{}
	s.Table([]string{"host_name", "first", "note"}, [][]string{
		{"a.example.com", "2026-01-02T03:04:05Z", "short"},
		{"evil\x1b[2J.example.com", "never\u202e", strings.Repeat("long ", 30)},
		{"b.example.com"},
	})
	for width, want := range map[int][]string{
		200: {"HOST NAME", "2026-01-02 03:04:05Z  short", "evil^[[2J.example.com  never<U+202E>", "b.example.com"},
		46:  {"HOST NAME", "a.example.com     2026-01-02  short", "evil^[[2J.examp…  never<U+2…  long", "b.example.com"},
	} {
		var lines []string
		for _, r := range s.Rows(width) {
			lines = append(lines, r.Draw(width).String())
		}
		for n, w := range want {
			if !strings.Contains(lines[n], w) {
				t.Errorf("in %d cells row %d is %q, want %q in it", width, n, lines[n], w)
			}
			if got := widget.Plain(lines[n]).Width(); width == 46 && got > width {
				t.Errorf("row %d is %d cells wide: %q", n, got, lines[n])
			}
		}
	}
	rows := s.Rows(80)
	if rows[0].Copy != "" || !rows[0].Target.IsZero() || rows[1].Target.String() != "a.example.com" || !rows[2].Target.IsZero() {
		t.Errorf("selectable are %+v", rows)
	}
	if got := s.Markdown(safe.AllDots); !strings.Contains(got, "a[.]example[.]com") || strings.ContainsAny(got, "\x1b\u202e") {
		t.Errorf("as Markdown\n%s", got)
	}
}

func TestSectionFillsItsLine(t *testing.T) {
	s := &Sheet{}
	s.Section(widget.Plain("w WHOIS"), widget.Plain("3 d old")).Name("whois/")
	for width, want := range map[int]string{
		24: "w WHOIS ─────── 3 d old",
		17: "w WHOIS  3 d old",
		5:  "w WHOIS  3 d old", // the pane cuts it
	} {
		if got := s.Rows(width)[0].Draw(width).String(); got != want {
			t.Errorf("in %d cells %q", width, got)
		}
	}
}
