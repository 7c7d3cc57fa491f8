package dossier

import (
	"fmt"
	"strings"
	"time"

	"quarry/api"
	"quarry/keymap"
	"quarry/views"
	"quarry/views/safe"
	"quarry/views/style"
	"quarry/views/widget"
)

// lowBody is the height below which the empty line under the head is given up.
const lowBody = 14

// above is how many lines stand above the pane.
func (d *dossier) above() int {
	if d.size.Height >= lowBody {
		return 2
	}
	return 1
}

// lay makes the rows anew for the present size and state.
func (d *dossier) lay() {
	if !d.stale {
		return
	}
	d.doc.Resize(d.size.Width, max(0, d.size.Height-d.above()))
	s := d.sheet()
	d.doc.SetRows(s.Rows(max(0, d.size.Width-widget.Margin)))
	for _, group := range s.Folded() {
		if !d.folded[group] {
			d.folded[group] = true
			d.doc.SetFolded(group, true)
		}
	}
}

func (d *dossier) draw() string {
	lines := []string{d.head().Render(d.env.Theme, d.size.Width)}
	if d.above() > 1 {
		lines = append(lines, "")
	}
	lines = append(lines, strings.Split(d.doc.Render(), "\n")...)
	return widget.Block(lines, d.size.Width, d.size.Height)
}

func (d *dossier) title() string { return "Dossier of " + safe.Show(d.subject) }

// head says how much is known and how old the oldest of it is.
func (d *dossier) head() views.Head {
	var known, loading, failed int
	var oldest time.Time
	h := views.Head{Title: d.title()}
	h.Age.Tone = style.Muted
	now := d.env.Now()
	for _, s := range d.sections {
		switch {
		case s.loading():
			loading++
		case s.err != nil:
			failed++
		}
		if s.got == nil {
			continue
		}
		known++
		if oldest.IsZero() || s.fetched().Before(oldest) {
			oldest = s.fetched()
		}
		if d.env.Settings.Lifetimes.Old(s.query, s.fetched(), now) {
			h.Age.Tone = style.Warn
		}
	}
	h.Facts = []string{fmt.Sprintf("%d of %d known", known, len(d.sections))}
	if loading > 0 {
		h.Facts = append(h.Facts, fmt.Sprintf("%d on the way", loading))
	}
	if failed > 0 {
		h.Facts = append(h.Facts, fmt.Sprintf("%d failed", failed))
	}
	if known > 0 {
		h.Age.Text = views.Age(now, oldest)
		h.Age.Short = h.Age.Text
		if known > 1 && now.Sub(oldest) >= time.Minute {
			h.Age.Text += " " + style.Dot + " oldest"
		}
	}
	return h
}

// sheet lays the dossier out: what it is about, what the rest costs, and a
// section for each endpoint, as much of it as leaves room for the others.
func (d *dossier) sheet() *views.Sheet {
	s := &views.Sheet{}
	if rest := d.rest(); len(rest) > 0 && !d.env.Offline {
		var names []string
		for _, r := range rest {
			names = append(names, r.route.Name)
		}
		s.Field("Ask the rest", widget.T(style.Text, views.Calls(len(rest)), style.Muted, "  "+strings.Join(names, ", ")+"  ",
			style.Accent, d.env.Keys.Key(keymap.LoadAll))).Pivot(d.subject).Name(restRow)
	}
	s.Lead(d.subject)
	d.insights(s)
	room := d.room()
	bare := false // the section above is a heading only
	for n, sec := range d.sections {
		notes, fields := d.body(sec, room)
		if n == 0 || !bare || notes != nil || fields != nil {
			s.Gap()
		}
		bare = notes == nil && fields == nil
		s.Section(d.heading(sec)).Pivot(sec.subject).Name(sec.headRow())
		if notes != nil {
			s.Include(sec.headRow()+"notes", notes, all)
		}
		if fields != nil {
			s.Include(sec.name(), fields, room)
		}
	}
	return s
}

// insights adds all that follows from what is known, each with what it follows from.
func (d *dossier) insights(s *views.Sheet) {
	list := views.InsightsOf(d.env)
	if len(list) == 0 {
		return
	}
	s.Gap()
	s.Section(widget.Toned(style.Strong, "Insights"), widget.Toned(style.Muted, "from what is known, no call")).Name("insights")
	for n, i := range list {
		s.Field("", i.Whole(d.env.Now())).Wide().Name(fmt.Sprintf("insight%d", n))
	}
}

// all is more than any sheet holds.
const all = 1 << 20

// leastRoom is how many lines of a record are shown on the smallest screen.
const leastRoom = 4

// room is how many lines each section has. It depends on nothing that comes
// later, so that a reply moves no line of another section's away.
func (d *dossier) room() int {
	const lead, around = 2, 3 // subject and rest; heading, fold and gap
	n := max(1, len(d.sections))
	return max(leastRoom, (d.size.Height-d.above()-lead)/n-around)
}

// heading is a section's name with its key, and how it stands.
func (d *dossier) heading(s *section) (left, right widget.Text) {
	name, tone := style.Strong, style.Muted
	if s.open() && s.err == nil {
		name = style.Muted
	}
	left = widget.T(style.Accent, d.env.Keys.Key(s.route.Action), name, " "+s.route.Name, style.Muted, d.of(s))
	var text string
	switch {
	case s.loading():
		text, tone = d.way(s), style.Accent
	case s.got != nil:
		stamp := views.Provenance(d.env, s.got.answer)
		const around = widget.Margin + 2
		text, tone = stamp.Fit(d.size.Width-left.Width()-around), stamp.Tone
	case s.err != nil:
		n := views.Failure(d.env, s.err)
		text, tone = n.Mark+" "+s.err.What(), n.Tone
	case d.env.Offline:
		text = "not known"
	default:
		text = "not asked yet   " + views.Calls(1)
	}
	return left, widget.Toned(tone, text)
}

// way says how long a section has been asked, and what a wait is for.
func (d *dossier) way(s *section) string {
	if w, ok := d.tick.Traffic.Waits[s.query]; ok {
		left := max(0, w.Until.Sub(d.tick.Now).Round(time.Second))
		return fmt.Sprintf("%s, try %d in %s", w.Cause.What(), w.Try, views.Span(left))
	}
	ago := "asked " + views.Span(max(0, d.tick.Now.Sub(s.slot.Since()))) + " ago"
	if s.got != nil {
		return "again, " + ago
	}
	return ago
}

// body is what a section shows below its heading: lines that are shown whole,
// and the fields of a record, which may be cut. Either may be nil.
func (d *dossier) body(s *section, room int) (notes, fields *views.Sheet) {
	switch {
	case s.got != nil:
		return d.record(s, room)
	case s.err == nil || s.loading():
		return nil, nil
	}
	notes = &views.Sheet{}
	n := views.Failure(d.env, s.err)
	for _, l := range append(n.Lines, n.Details) {
		if l != "" {
			note(notes, style.Muted, l)
		}
	}
	return notes, nil
}

func note(s *views.Sheet, tone style.Tone, text string) { s.Text("", tone, text).Copy("").Wide() }

// record is what an answer says: its fields, the first rows of its table, or
// its words.
func (d *dossier) record(s *section, rows int) (notes, fields *views.Sheet) {
	c := s.got.content
	notes = &views.Sheet{}
	if s.err != nil && !s.loading() {
		note(notes, style.Warn, style.Warning+" old data: "+s.err.What()+"; "+views.Next(d.env, s.err))
	}
	if n := s.got.nothing; n != nil {
		note(notes, style.Strong, style.Dot+" "+views.Sentence(n.What())+": "+n.Why())
		return notes, nil
	}
	if !c.Problems.None() {
		what, fields := c.Problems.Headline()
		note(notes, style.Warn, fmt.Sprintf("%s %s: %s", style.Warning, what, fields))
	}
	if len(c.Facts) > 0 {
		note(notes, style.Muted, strings.Join(c.Facts, " "+style.Dot+" "))
	}
	switch {
	case c.Sheet != nil:
		return notes, c.Sheet
	case c.Header != nil:
		d.table(notes, s, max(1, rows-2)) // without what is said and the header
	case len(s.got.lines) > 1:
		for _, l := range s.got.lines[1:] {
			note(notes, style.Muted, strings.TrimSpace(l))
		}
	}
	return notes, nil
}

// table adds the first rows of a table, and says how many there are.
func (d *dossier) table(notes *views.Sheet, s *section, most int) {
	rows := s.got.content.Rows
	if len(rows) <= most+1 {
		most = len(rows)
	}
	notes.Table(s.got.content.Header, rows[:most])
	if left := len(rows) - most; left > 0 {
		note(notes, style.Muted, fmt.Sprintf("%s %s more rows; %s opens the table",
			style.Ellipsis, views.Number(left), d.env.Keys.Key(s.route.Action)))
	}
}

// Content implements [views.Exporter]: what is known, endpoint by endpoint, as
// one page.
func (d *dossier) Content() views.Content {
	page := &views.Sheet{}
	if list := views.InsightsOf(d.env); len(list) > 0 {
		page.Head("Insights")
		for _, i := range list {
			page.Field("", i.Whole(d.env.Now()))
		}
	}
	records := map[api.Endpoint]any{}
	for _, s := range d.sections {
		if s.got == nil {
			page.Head(s.route.Name + d.of(s))
			why := "not asked"
			if s.err != nil {
				why = s.err.What()
			}
			page.Text("", style.Muted, why)
			continue
		}
		head := s.route.Name + d.of(s) + ", fetched " + views.Moment(s.fetched())
		if o := s.got.answer.Origin; !o.Own() {
			head += ", " + views.From(o)
		}
		page.Head(head)
		for _, part := range both(d.record(s, pageRows)) {
			page.Append(part)
		}
		if s.got.nothing == nil {
			records[s.route.Endpoint] = s.got.content.Record
		}
	}
	c := views.Content{Title: d.title(), Sheet: page}
	if len(records) > 0 {
		c.Record = records
	}
	return c
}

// both are the parts of a body that there are.
func both(notes, fields *views.Sheet) []*views.Sheet {
	if fields == nil {
		return []*views.Sheet{notes}
	}
	return []*views.Sheet{notes, fields}
}

// pageRows is how many rows of a table stand on the page that is copied.
const pageRows = 13
