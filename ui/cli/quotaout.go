package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"quarry/state/store"
	"quarry/views"
	"quarry/views/safe"
	"quarry/views/style"
	"quarry/views/widget"
)

// gaugeWidth is the width of the bar of what is used, in cells.
const gaugeWidth = 24

// monthLines is a month for people.
func (a *app) monthLines(m accountMonth) []string {
	now := a.host.Now()
	lines := []string{fmt.Sprintf("Calls of account %s in %s (UTC)", safe.PrintMax(m.account, 40), m.month.From.Format(monthForm)), ""}
	lines = append(lines, aligned(m.facts(now))...)
	if m.month.Calls == 0 {
		return append(lines, "", "quarry has sent none in this month.")
	}
	chart := func(title string, bars []store.Count) {
		lines = append(lines, "", title)
		lines = append(lines, barLines(bars, a.width())...)
	}
	chart("By day", days(m.month.ByDay, now))
	chart("By endpoint", m.month.ByEndpoint)
	chart("By user", m.month.ByUser)
	return lines
}

// facts are what is used, left and kept back, as labels and texts.
func (m accountMonth) facts(now time.Time) (rows [][2]string) {
	add := func(label, text string) { rows = append(rows, [2]string{label, text}) }
	q := m.quota
	if q.Limit > 0 {
		share := float64(q.Used) / float64(q.Limit)
		add("Used", fmt.Sprintf("%s of %s  %s", views.Number(q.Used), views.Calls(q.Limit), widget.Gauge(share, gaugeWidth, style.Text)))
	} else {
		add("Used", views.Calls(q.Used)+"; the plan is not known: set plan or monthly-calls in the config file")
	}
	if q.SpentOut {
		add("Spent", "Cloudflare has said that this month's calls are spent (error 10403)")
	}
	if left, known := q.Left(); known {
		text := views.Calls(left)
		if q.Keep > 0 {
			text += fmt.Sprintf("; the last %s are kept back", views.Number(q.Keep))
		}
		add("Left", text)
	}
	if c := m.month.Corrected; c != nil {
		add("Corrected", fmt.Sprintf("to %s by %s, %s; %s since", views.Number(c.Total), safe.PrintMax(c.Who, 40), stamp(c.At), views.Calls(c.Since)))
		add("Counted", views.Calls(m.month.Calls)+" by quarry itself, below")
	}
	add("Ends", stamp(q.Ends)+", "+inDays(q.Ends.Sub(now)))
	return rows
}

// stamp is a time for people, to the second, in UTC.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// days are those from the first with a call until today: what lies between
// belongs to the picture, also where it is empty.
func days(all []store.Day, now time.Time) (bars []store.Count) {
	for _, d := range all {
		if d.Date.After(now) && d.Calls == 0 || len(bars) == 0 && d.Calls == 0 {
			continue
		}
		bars = append(bars, store.Count{Name: d.Date.Format(time.DateOnly), Calls: d.Calls})
	}
	return bars
}

// barWidth is the longest bar, in cells.
const barWidth = 40

// barLines draws counts as bars under each other, scaled to the largest; what
// is not zero has a cell at least.
func barLines(bars []store.Count, width int) []string {
	most, names, numbers, notes := 1, 0, 0, 0
	for _, b := range bars {
		most = max(most, b.Calls)
		names = max(names, safe.Width(safe.PrintMax(b.Name, 40)))
		numbers = max(numbers, len(views.Number(b.Calls)))
		notes = max(notes, len(namesOf(b.Names)))
	}
	room := min(barWidth, max(1, width-names-numbers-notes-6))
	var lines []string
	for _, b := range bars {
		name := safe.PrintMax(b.Name, 40)
		cells := (b.Calls*room + most - 1) / most
		lines = append(lines, strings.TrimRight(fmt.Sprintf("  %s%s  %*s  %s%s",
			name, strings.Repeat(" ", names-safe.Width(name)), numbers, views.Number(b.Calls), strings.Repeat(style.Full, cells), namesOf(b.Names)), " "))
	}
	return lines
}

// namesOf is how many names were looked up together, behind a bar.
func namesOf(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return "  1 name"
	}
	return "  " + views.Number(n) + " names"
}

// aligned writes labels and texts as two columns. A label that repeats is
// written once.
func aligned(rows [][2]string) []string {
	width := 0
	for _, r := range rows {
		width = max(width, safe.Width(r[0]))
	}
	var lines []string
	before := ""
	for _, r := range rows {
		label := r[0]
		if label == before {
			label = ""
		}
		before = r[0]
		lines = append(lines, label+strings.Repeat(" ", width-safe.Width(label)+2)+r[1])
	}
	return lines
}

// printLines writes lines for people to standard output.
func (a *app) printLines(lines []string) error {
	return a.print(strings.Join(a.readable(lines), "\n") + "\n")
}

// monthObject is the JSON output of quarry quota. It is documented in
// docs/json.md and stable.
type monthObject struct {
	Account    string            `json:"account"`
	From       string            `json:"from"`
	To         string            `json:"to"`
	Used       int               `json:"used"`
	Limit      *int              `json:"limit"`
	Keep       int               `json:"keep"`
	Left       *int              `json:"left"`
	SpentOut   bool              `json:"spent_out"`
	Calls      int               `json:"calls"`
	Corrected  *correctionObject `json:"corrected"`
	ByDay      []dayObject       `json:"by_day"`
	ByEndpoint []endpointObject  `json:"by_endpoint"`
	ByUser     []userObject      `json:"by_user"`
}

type correctionObject struct {
	At    string `json:"at"`
	User  string `json:"user"`
	Total int    `json:"total"`
	Since int    `json:"since"`
}

type dayObject struct {
	Day   string `json:"day"`
	Calls int    `json:"calls"`
}

type endpointObject struct {
	Endpoint string `json:"endpoint"`
	Calls    int    `json:"calls"`
	Names    int    `json:"names,omitempty"`
}

type userObject struct {
	User  string `json:"user"`
	Calls int    `json:"calls"`
}

func (a *app) printMonthJSON(m accountMonth) error {
	o := monthObject{
		Account: m.account, From: stamp(m.month.From), To: stamp(m.month.To),
		Used: m.quota.Used, Keep: m.quota.Keep, SpentOut: m.quota.SpentOut, Calls: m.month.Calls,
		ByDay: []dayObject{}, ByEndpoint: []endpointObject{}, ByUser: []userObject{},
	}
	if m.quota.Limit > 0 {
		o.Limit = &m.quota.Limit
	}
	if left, known := m.quota.Left(); known {
		o.Left = &left
	}
	if c := m.month.Corrected; c != nil {
		o.Corrected = &correctionObject{At: stamp(c.At), User: c.Who, Total: c.Total, Since: c.Since}
	}
	for _, d := range m.month.ByDay {
		o.ByDay = append(o.ByDay, dayObject{d.Date.Format(time.DateOnly), d.Calls})
	}
	for _, e := range m.month.ByEndpoint {
		o.ByEndpoint = append(o.ByEndpoint, endpointObject{e.Name, e.Calls, e.Names})
	}
	for _, u := range m.month.ByUser {
		o.ByUser = append(o.ByUser, userObject{u.Name, u.Calls})
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(o); err != nil {
		return err
	}
	return a.print(string(safe.EscapeJSON(b.Bytes())))
}
