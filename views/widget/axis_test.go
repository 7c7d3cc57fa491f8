package widget

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"quarry/views/style"
)

// picture joins rows, each ended by a wall so that its width shows.
func picture(rows []Text) string {
	var b strings.Builder
	for _, r := range rows {
		b.WriteString("\n" + r.String() + "|")
	}
	return b.String()
}

func historyAxis() Axis {
	return NewAxis(on("2026-08-01"), on("2026-11-23T12:00:00Z"), []Lane{
		{"Technology", style.Text, []Interval{{on("2026-08-01"), on("2026-09-18T11:02:00Z")}}},
		{"Login Screens", style.Text, []Interval{{on("2026-09-18T11:02:00Z"), on("")}}},
		{"Phishing     ▲", style.Bad, []Interval{{on("2026-10-12T08:12:53Z"), on("")}}},
	})
}

func TestAxisIsDrawn(t *testing.T) {
	for _, c := range []struct {
		width int
		want  string
	}{
		{63, `
               Aug         Sep          Oct          Nov       |
Technology     ████████████████████▌                           |
Login Screens                      ▐██████████████████████████▶|
Phishing     ▲                               ▐████████████████▶|`},
		{40, `
               Aug   Sep    Oct    Nov  |
Technology     ██████████▌              |
Login Screens            ▐█████████████▶|
Phishing     ▲                 ████████▶|`},
		{20, `
                 Oct|
Technology     ██   |
Login Screens    ██▶|
Phishing     ▲    █▶|`},
		{10, `
          |
Technology|
Login Scr…|
Phishing …|`},
	} {
		if got := picture(historyAxis().Rows(c.width, 15)); got != c.want {
			t.Errorf("in %d cells:%s\nwant%s", c.width, got, c.want)
		}
	}
}

func TestLanes(t *testing.T) {
	for name, c := range map[string]struct {
		intervals []Interval
		want      string
	}{
		"none":                     {nil, "          "},
		"all of it":                {[]Interval{{on("2026-01-01"), on("2026-01-11")}}, "██████████"},
		"to the half":              {[]Interval{{on("2026-01-01"), on("2026-01-02T12:00:00Z")}}, "█▌        "},
		"from the half":            {[]Interval{{on("2026-01-02T12:00:00Z"), on("2026-01-04")}}, " ▐█       "},
		"two":                      {[]Interval{{on("2026-01-01"), on("2026-01-02")}, {on("2026-01-05"), on("2026-01-06")}}, "█   █     "},
		"overlapping":              {[]Interval{{on("2026-01-01"), on("2026-01-04")}, {on("2026-01-02"), on("2026-01-06")}}, "█████     "},
		"short":                    {[]Interval{{on("2026-01-04"), on("2026-01-04T00:00:01Z")}}, "   ▌      "},
		"no length":                {[]Interval{{on("2026-01-04"), on("2026-01-04")}}, "   ▌      "},
		"no length at the start":   {[]Interval{{on("2026-01-01"), on("2026-01-01")}}, "▌         "},
		"no length at the end":     {[]Interval{{on("2026-01-11"), on("2026-01-11")}}, "         ▐"},
		"ended in the last cell":   {[]Interval{{on("2026-01-09"), on("2026-01-10T12:00:00Z")}}, "        ██"},
		"still running":            {[]Interval{{on("2026-01-09"), on("")}}, "        █▶"},
		"beyond the end":           {[]Interval{{on("2026-01-09"), on("2027-01-01")}}, "        █▶"},
		"from before":              {[]Interval{{on("2025-01-09"), on("2026-01-03")}}, "◀█        "},
		"unknown start":            {[]Interval{{on(""), on("2026-01-03")}}, "◀█        "},
		"unknown start, running":   {[]Interval{{on(""), on("")}}, "◀████████▶"},
		"starts now":               {[]Interval{{on("2026-01-11"), on("")}}, "         ▶"},
		"before the window":        {[]Interval{{on("2025-01-01"), on("2025-02-01")}}, "          "},
		"after the window":         {[]Interval{{on("2027-01-01"), on("")}}, "          "},
		"ends before it starts":    {[]Interval{{on("2026-01-04"), on("2026-01-02")}}, " ██       "},
		"closed beside a running":  {[]Interval{{on("2026-01-01"), on("2026-01-03")}, {on("2026-01-10"), on("")}}, "██       ▶"},
		"centuries outside of all": {[]Interval{{on("0001-01-02"), on("9999-01-01")}}, "◀████████▶"},
	} {
		axis := NewAxis(on("2026-01-01"), on("2026-01-11"), []Lane{{"", style.Text, c.intervals}})
		if got := axis.Rows(10, 0)[1].String(); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestTicks(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"2026-08-01", "2026-08-01T05:00:00Z", "1 Aug       01:00       02:00       03:00       04:00       "},
		{"2026-08-01", "2026-08-03T05:00:00Z", "1 Aug        12:00         2 Aug        12:00         3 Aug "},
		{"2026-08-01", "2026-08-12T05:00:00Z", "1 Aug     3 Aug      5 Aug      7 Aug     9 Aug      11 Aug "},
		{"2026-02-25", "2026-03-08", "25 Feb    27 Feb     1 Mar      3 Mar      5 Mar      7 Mar "},
		{"2026-08-01", "2026-10-12", "1 Aug       16 Aug       1 Sep        16 Sep      1 Oct     "},
		{"2026-08-01", "2027-03-12", "Aug     Sep     Oct     Nov     Dec      2027    Feb     Mar"},
		{"2026-08-01", "2028-03-12", "      Oct      2027     Apr       Jul      Oct      2028    "},
		{"2026-08-01", "2036-03-12", "        2028         2030        2032         2034          "},
		{"2026-08-01", "2126-03-12", "        2040        2060        2080        2100        2120"},
		{"2026-08-01", "9126-03-12", "        3000    4000     5000    6000     7000    8000      "},
		{"2026-08-01", "2026-08-01", "1 Aug                                                       "},
		{"2026-08-01T10:15:00Z", "2026-08-01T10:45:00Z", "                                                            "},
	} {
		got := NewAxis(on(c.from), on(c.to), nil).Rows(len(c.want), 0)[0].String()
		if got != c.want {
			t.Errorf("%s to %s:\n%q, want\n%q", c.from, c.to, got, c.want)
		}
	}
}

// Ticks keep apart, whatever the window and the width.
func TestTicksNeverTouch(t *testing.T) {
	label := regexp.MustCompile(`^(\d\d:00|\d{1,2} [A-Z][a-z]{2}|[A-Z][a-z]{2}|\d{4})$`)
	from := on("2024-02-27T07:00:00Z")
	for hours := 1; hours < 3_000_000; hours = hours*5/4 + 1 {
		axis := NewAxis(from, from.AddDate(0, 0, hours/24).Add(time.Duration(hours%24)*time.Hour), nil)
		for width := 1; width < 150; width += 7 {
			line := axis.Rows(width, 0)[0].String()
			if strings.TrimSpace(line) == "" {
				if width > 40 {
					t.Errorf("%d hours in %d cells: no ticks", hours, width)
				}
				continue
			}
			for _, word := range regexp.MustCompile(` {3,}`).Split(strings.TrimSpace(line), -1) {
				if !label.MatchString(word) {
					t.Errorf("%d hours in %d cells: the label %q in %q", hours, width, word, line)
				}
			}
		}
	}
}

func TestLine(t *testing.T) {
	registered := []Event{
		{on("2027-11-17"), "expires", style.Text},
		{on("2026-11-18"), "updated 2026-11-18", style.Text},
		{on("2026-11-17"), "created", style.Text},
	}
	for name, c := range map[string]struct {
		events []Event
		now    string
		width  int
		want   string
	}{
		"all of it": {registered, "2027-08-17", 70, `
2026-11-17 ●─●────────────────────────────────│───────────● 2027-11-17|
created      updated 2026-11-18               now           expires   |`},
		"no room for now": {registered, "2027-01-17", 63, `
2026-11-17 ●─●───│─────────────────────────────────● 2027-11-17|
created      updated 2026-11-18                      expires   |`},
		"a name around its point": {[]Event{{on("2027-10-20"), "transferred away", style.Text}}, "", 40, `
2026-11-17 ────────────────●─ 2027-11-17|
                   transferred away     |`},
		"a name that ends at its point": {[]Event{{on("2027-10-20"), "transferred by the registry", style.Text}}, "", 40, `
2026-11-17 ────────────────●─ 2027-11-17|
 transferred by the registry            |`},
		"too many to be apart": {[]Event{{on("2026-11-17"), "", style.Text}, {on("2026-11-18"), "", style.Text}, {on("2027-11-16"), "", style.Text}}, "", 5, `
●───●|
     |`},
		"at the end": {[]Event{{on("2027-11-15"), "", style.Text}, {on("2027-11-16"), "", style.Text}, {on("2027-11-17"), "", style.Text}}, "", 12, `
───────●─●─●|
            |`},
		"no room for the dates": {registered, "", 20, `
●─●────────────────●|
created      expires|`},
		"hardly any room": {registered, "", 3, `
●─●|
   |`},
		"outside and unknown": {[]Event{{on("2026-11-16"), "early", style.Text}, {on("2027-11-18"), "late", style.Text}, {on(""), "unknown", style.Text}}, "2030-01-01", 40, `
2026-11-17 ────────────────── 2027-11-17|
                                        |`},
		"wide names": {[]Event{{on("2026-11-17"), "登録", style.Text}, {on("2027-11-17"), "満了", style.Text}}, "", 40, `
2026-11-17 ●────────────────● 2027-11-17|
登録                          満了      |`},
	} {
		got := picture(Line(c.events, on("2026-11-17"), on("2027-11-17"), on(c.now), c.width))
		if got != c.want {
			t.Errorf("%s:%s\nwant%s", name, got, c.want)
		}
	}
}

func TestLineWithoutLength(t *testing.T) {
	at := on("2026-11-17")
	got := picture(Line([]Event{{at, "created", style.Text}}, at, at, at, 40))
	want := `
2026-11-17 ●───────────────── 2026-11-17|
created    now                          |`
	if got != want {
		t.Errorf("got%s\nwant%s", got, want)
	}
}

func BenchmarkAxis(b *testing.B) {
	var lanes []Lane
	for range 40 {
		lane := Lane{Label: "Login Screens", Tone: style.Text}
		for day := range 50 {
			start := on("2024-01-01").AddDate(0, 0, 20*day)
			lane.Intervals = append(lane.Intervals, Interval{start, start.AddDate(0, 0, 10)})
		}
		lanes = append(lanes, lane)
	}
	axis := NewAxis(on("2024-01-01"), on("2026-11-23"), lanes)
	for b.Loop() {
		axis.Rows(200, 20)
	}
}
