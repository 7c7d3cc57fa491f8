// Package iocs is the view of a case's two shelves: the list of IOCs, to which a
// verdict of malicious or suspicious promotes, and all that was seen. It asks
// nothing itself and knows no endpoint.
package iocs

import (
	"maps"

	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/views"
	"quarry/views/casetable"
	"quarry/views/style"
)

// Source is where the view finds what it shows.
type Source struct {
	// Now is the investigation as it is.
	Now func() investigation.Investigation
	// Words are those for the endpoints.
	Words views.Words
	// Met says in which answers indicators stood first, as printable words, where
	// that is known. It may take its time, and is called beside the update loop.
	Met func([]indicator.Indicator) map[indicator.Indicator]string
}

// New returns the view on the list of IOCs.
func New(env views.Env, src Source) views.View {
	v := &view{env: env, src: src, met: map[indicator.Indicator]string{}}
	v.Table = casetable.New(env, columns(), colVerdict, casetable.Form{Head: v.head, Empty: v.empty})
	v.learn()
	return v
}

type view struct {
	*casetable.Table
	env   views.Env
	src   Source
	shelf *shelf
	// seen shows all that was seen, not the list alone.
	seen bool
	// met is in which answers what was never opened stood first; empty where that is
	// not known, or not yet.
	met map[indicator.Indicator]string
}

// learn takes the investigation as it is now.
func (v *view) learn() {
	v.shelf = newShelf(v.env, v.src, v.seen, v.met)
	v.SetRows(v.shelf)
}

// ListsIOCs implements [views.Lister].
func (v *view) ListsIOCs() bool { return !v.seen }

// looked brings where indicators were met.
type looked struct {
	frame api.FrameID
	met   map[indicator.Indicator]string
}

// Destination implements [api.Routed].
func (l looked) Destination() api.FrameID { return l.frame }

// Work implements [views.Worker]: that of the table, and finding out where what was
// never opened was met.
func (v *view) Work() tea.Cmd { return tea.Batch(v.Table.Work(), v.look()) }

func (v *view) look() tea.Cmd {
	var open []indicator.Indicator
	for _, r := range v.shelf.rows {
		if !r.way.node.IsZero() {
			continue
		}
		if _, asked := v.met[r.indicator]; !asked {
			v.met[r.indicator] = ""
			open = append(open, r.indicator)
		}
	}
	if len(open) == 0 {
		return nil
	}
	met, frame := v.src.Met, v.env.Frame
	return func() tea.Msg { return looked{frame, met(open)} }
}

// Title implements [views.View].
func (v *view) Title() string {
	if v.seen {
		return "seen"
	}
	return "IOCs"
}

// Update implements [views.View].
func (v *view) Update(msg tea.Msg) (views.Intent, tea.Cmd) {
	switch msg := msg.(type) {
	case views.Noted:
		v.learn()
	case looked:
		maps.Copy(v.met, msg.met)
		v.learn()
	case keymap.Action:
		if msg == keymap.Fold && !v.folds() {
			v.seen = !v.seen
			v.learn()
			return nil, nil
		}
		v.Take(msg)
	default:
		v.Take(msg)
	}
	return nil, nil
}

// folds reports whether the key that shows the other shelf folds groups instead.
func (v *view) folds() bool { return v.Widget().Grouped() && v.shelf.Len() > 0 }

func (v *view) head() views.Head {
	name := views.CaseName(v.shelf.summary)
	h := views.Head{Title: "IOCs of " + name}
	other := views.Number(v.shelf.others) + " more seen"
	if v.seen {
		h.Title = "Seen in " + name
		other = views.Number(v.shelf.listed) + " of " + views.Count(v.shelf.Len(), "indicator") + " on the list of IOCs"
	}
	if v.seen || v.shelf.others > 0 {
		if !v.folds() {
			other += ": " + v.env.Keys.Key(keymap.Fold)
		}
		h.Facts = []string{other}
	}
	h.Facts = append(h.Facts, v.shelf.verdicts()...)
	return h
}

func (v *view) empty() (views.Notice, bool) {
	keys := v.env.Keys
	n := views.Notice{Tone: style.Strong, Mark: style.Dot, What: "No IOCs yet", Lines: []string{
		keys.Key(keymap.Verdict) + " on an indicator in any view says malicious or suspicious; that puts it here.",
	}}
	switch {
	case v.seen:
		n.What = "Nothing seen yet"
		n.Lines = []string{keys.Key(keymap.NewIndicator) + " opens an indicator."}
	case v.shelf.others > 0:
		n.Lines = append(n.Lines, keys.Key(keymap.Fold)+" shows "+views.Count(v.shelf.others, "indicator")+" that "+were(v.shelf.others)+" seen in this case.")
	}
	return n, v.shelf.Len() == 0
}

func were(n int) string {
	if n == 1 {
		return "was"
	}
	return "were"
}

// Opened implements [views.Gatherer].
func (v *view) Opened() investigation.ID { return v.shelf.node(v.Selection().Indicator) }

// Disabled implements [views.Limiter].
func (v *view) Disabled(a keymap.Action) string {
	switch a {
	case keymap.LoadMore, keymap.LoadAll:
		return "the list has no further pages"
	case keymap.Fold:
		if !v.seen && v.shelf.others == 0 && !v.folds() {
			return "nothing else was seen in this case"
		}
	case keymap.Mark, keymap.MarkAll, keymap.MarkInvert, keymap.SortNext, keymap.SortPrevious, keymap.SortReverse,
		keymap.GroupRows, keymap.Filter, keymap.FilterNext, keymap.FilterPrevious:
		if v.shelf.Len() == 0 {
			return "the list is empty"
		}
	}
	return ""
}

// Resume implements [views.Resumer]: it shows what was done meanwhile.
func (v *view) Resume() tea.Cmd {
	v.learn()
	return nil
}

// Content implements [views.Exporter].
func (v *view) Content() views.Content {
	v.Widget().Finish()
	records := []record{}
	for _, row := range v.Widget().Visible() {
		records = append(records, v.shelf.record(row))
	}
	return views.Content{Title: v.head().Title, Record: records}
}

// Rows implements [views.Tabler].
func (v *view) Rows(p views.Part) views.Rows {
	return views.PartOf(v.Widget(), p, header(), v.shelf.exact)
}
