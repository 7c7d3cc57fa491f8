package views_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/views"
	"quarry/views/style"
)

// knowing is an environment with insights.
func knowing(all bool, list ...views.Insight) views.Env {
	return views.Env{
		Theme: style.New(true), Keys: keymap.Default(), Now: func() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) },
		Insights: func() views.Insights { return views.Insights{List: list, All: all} },
	}
}

func numbered(n int) (list []views.Insight) {
	at := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	for i := range n {
		list = append(list, views.Insight{
			Mark: style.Warning, Text: fmt.Sprintf("insight %d, which needs some cells to say what it says", i), From: "passive DNS", At: at,
		})
	}
	return list
}

func TestHowManyInsightsAreShown(t *testing.T) {
	for _, c := range []struct {
		insights, height int
		all              bool
		lines            int
		last             string
	}{
		{0, 40, false, 0, ""},
		{1, 9, false, 1, "3 d old"},
		{2, 9, false, 1, "1 more, ! shows all"},
		{2, 18, false, 2, "3 d old"},
		{5, 18, false, 2, "3 more, ! shows all"},
		{3, 35, false, 3, "3 d old"},
		{9, 35, false, 3, "6 more, ! shows all"},
		{9, 35, true, 9, "3 d old"},
		{9, 9, true, 2, "7 more, D has all"},
		{9, 3, true, 1, "8 more, D has all"},
	} {
		lines := views.InsightLines(knowing(c.all, numbered(c.insights)...), views.Size{Width: 120, Height: c.height})
		last := ""
		if len(lines) > 0 {
			last = strings.TrimSpace(ansi.Strip(lines[len(lines)-1]))
		}
		if len(lines) != c.lines || !strings.HasSuffix(last, c.last) {
			t.Errorf("%d insights in %d lines: %d, the last %q", c.insights, c.height, len(lines), last)
		}
	}
}

// A line is as wide as the body. Its sentence is cut before its source is given up,
// and that before the count of those that are not shown.
func TestInsightsThatAreCut(t *testing.T) {
	for width, want := range map[int]string{
		120: "▲ insight 0, which needs some cells to say what it says   passive DNS, 3 d old   1 more, ! shows all",
		95:  "▲ insight 0, which needs some cells to say what it says   passive DNS, 3 d old   1 more: !",
		80:  "▲ insight 0, which needs some cells to s…   passive DNS, 3 d old   1 more: !",
		68:  "▲ insight 0, which needs some cells to say what it …   1 more: !",
		50:  "▲ insight 0, which needs some cells to…   +1 !",
		40:  "▲ insight 0, which needs som…   +1 !",
		12:  "…   +1 !",
	} {
		lines := views.InsightLines(knowing(false, numbered(2)...), views.Size{Width: width, Height: 9})
		if got := strings.TrimSpace(ansi.Strip(lines[0])); got != want || ansi.StringWidth(lines[0]) != width {
			t.Errorf("at %d cells, %d: %q, want %q", width, ansi.StringWidth(lines[0]), got, want)
		}
	}
	for width := range 200 {
		for _, l := range views.InsightLines(knowing(true, numbered(9)...), views.Size{Width: width, Height: 12}) {
			if ansi.StringWidth(l) != width {
				t.Errorf("at %d cells: %d", width, ansi.StringWidth(l))
			}
		}
	}
}

// A line that is cut says where it breaks off which key shows it whole, and one that
// is not cut says nothing.
func TestACutInsightPointsToTheWhole(t *testing.T) {
	for _, c := range []struct {
		width, height int
		all           bool
		want          string
	}{
		{90, 20, false, "▲ insight 0, which needs some cells to say what it says   passive DNS, 3 d old"},
		{80, 20, false, "▲ insight 0, which needs some cells to say what it… !   passive DNS, 3 d old"},
		{60, 20, false, "▲ insight 0, which needs some cells to say what it says"},
		{50, 20, false, "▲ insight 0, which needs some cells to say … !"},
		{50, 7, true, "▲ insight 0, which needs some cells to say … D"},
		{7, 20, false, "▲ …"},
	} {
		lines := views.InsightLines(knowing(c.all, numbered(1)...), views.Size{Width: c.width, Height: c.height})
		if got := strings.TrimSpace(ansi.Strip(lines[0])); got != c.want || ansi.StringWidth(lines[0]) != c.width {
			t.Errorf("at %d cells: %q, want %q", c.width, got, c.want)
		}
	}
	short := views.Insight{Mark: style.Warning, Text: "registered 6 days ago", From: "WHOIS of example.com", At: numbered(1)[0].At}
	lines := views.InsightLines(knowing(false, short), views.Size{Width: 40, Height: 20})
	if got := strings.TrimSpace(ansi.Strip(lines[0])); got != "▲ registered 6 days ago … !" {
		t.Errorf("without its source: %q", got)
	}
	short.From = "case about a name that goes on and on"
	lines = views.InsightLines(knowing(false, short), views.Size{Width: 60, Height: 20})
	if got := strings.TrimSpace(ansi.Strip(lines[0])); got != "▲ registered 6 days ago   case about a name that goes… !" {
		t.Errorf("with a long source: %q", got)
	}
	// Where more are left out the last line has the key already.
	lines = views.InsightLines(knowing(false, numbered(3)...), views.Size{Width: 50, Height: 20})
	if all := ansi.Strip(strings.Join(lines, "\n")); !strings.Contains(lines[0], "!") || strings.Count(all, "!") != 2 || !strings.Contains(all, "+1 !") {
		t.Errorf("got\n%s", all)
	}
}

// Where all is to be seen no sentence is cut as long as there is room for it.
func TestInsightsAreSeenWhole(t *testing.T) {
	body := func(width, height int, all bool) string {
		lines := views.InsightLines(knowing(all, numbered(3)...), views.Size{Width: width, Height: height})
		for n, l := range lines {
			if ansi.StringWidth(l) != width {
				t.Errorf("at %d cells: %d", width, ansi.StringWidth(l))
			}
			lines[n] = strings.TrimRight(ansi.Strip(l), " ")
		}
		return strings.Join(lines, "\n")
	}
	const whole = `   ▲ insight 0, which needs some cells to say
     what it says   passive DNS, 3 d old
   ▲ insight 1, which needs some cells to say
     what it says   passive DNS, 3 d old
   ▲ insight 2, which needs some cells to say
     what it says   passive DNS, 3 d old`
	if got := body(50, 20, true); got != whole {
		t.Errorf("got\n%s", got)
	}
	if got := body(50, 20, false); !strings.Contains(got, "…") {
		t.Errorf("not all:\n%s", got)
	}
	if got := body(50, 11, true); strings.Count(got, "\n") != 3 || strings.Count(got, "…") != 2 {
		t.Errorf("with one line to spare:\n%s", got)
	}
}

// A case in which something was met is called as in the list of cases.
func TestMeetingName(t *testing.T) {
	m := investigation.Meeting{Created: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)}
	if got := views.MeetingName(m); got != "an unnamed case" {
		t.Error(got)
	}
	m.First = indicator.MustParse("192.0.2.44")
	if got := views.MeetingName(m); got != "case 192.0.2.44, 2026-11-22" {
		t.Error(got)
	}
	if m.Name = "phish\x1b[31m of the week"; views.MeetingName(m) != "case phish^[[31m of the week" {
		t.Error(views.MeetingName(m))
	}
}
