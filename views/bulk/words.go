package bulk

import (
	"fmt"
	"strings"
	"time"

	"quarry/api"
	"quarry/views"
	"quarry/views/record"
	"quarry/views/safe"
	"quarry/views/style"
	"quarry/views/widget"
)

func form(v *view) views.Form[comparison] {
	return views.Form[comparison]{
		Name:     Route().Many(v.names.Len()),
		Title:    v.title(),
		List:     table(),
		Facts:    facts,
		Problems: problems,
		Age:      v.age,
		Notices:  v.notices,
	}
}

func (v *view) title() string { return "Look-up of " + Route().Many(v.names.Len()) }

// facts are how many names were asked about now, how many were known, and how
// many the answer has not.
func facts(_ views.Env, c comparison) []string {
	var said []string
	say := func(what string, is func(row) bool) {
		if n := c.count(is); n > 0 {
			said = append(said, views.Number(n)+" "+what)
		}
	}
	say("asked", func(r row) bool { return r.from != nil && !r.from.answer.Known })
	say("known", func(r row) bool { return r.from != nil && r.from.answer.Known })
	say("not in the answer", func(r row) bool { return r.missed })
	say("on the way", func(r row) bool { return r.asking })
	return said
}

// problems name the fields with which something is wrong, each with the name that
// it is about.
func problems(c comparison) views.Problems {
	var all views.Problems
	for _, s := range c.sources() {
		for _, p := range s.bulk.Problems {
			if p.Field == "" {
				all.Unread = append(all.Unread, p.Why)
			}
		}
	}
	for _, r := range c.rows {
		if r.record == nil {
			continue
		}
		of := func(fields []string) (named []string) {
			for _, field := range fields {
				named = append(named, field[strings.LastIndexByte(field, '.')+1:]+" of "+safe.Show(r.name))
			}
			return named
		}
		p := record.Problems(r.record.Remarks)
		all.Unread, all.Doubled = append(all.Unread, of(p.Unread)...), append(all.Doubled, of(p.Doubled)...)
	}
	return all
}

// leftOut are the parts of answers that are no record of a name.
func leftOut(c comparison) []string {
	var all []string
	for _, s := range c.sources() {
		for _, p := range s.bulk.Problems {
			if p.Field != "" { // else it is about the whole
				all = append(all, strings.TrimSpace(strings.TrimPrefix(p.Field, "result")+" "+p.Why))
			}
		}
	}
	return all
}

// age is the right end of the head: what is being asked, else where the records
// come from and how old the oldest is.
func (v *view) age(env views.Env, c comparison, _ api.Answer, _ views.Tick) views.Stamp {
	if !v.Waiting() {
		return views.Provenance(env, c.origin())
	}
	what := "asking"
	if v.calls > 1 {
		what = fmt.Sprintf("call %s of %s", views.Number(v.calls-len(v.queue)+1), views.Number(v.calls))
	}
	if w, ok := v.tick.Traffic.Waits[v.slot.Query()]; ok {
		left := views.Span(max(0, w.Until.Sub(v.tick.Now).Round(time.Second)))
		return views.Stamp{Text: fmt.Sprintf("%s: %s, try %d in %s", what, w.Cause.What(), w.Try, left), Tone: style.Warn}
	}
	return views.Stamp{Text: what + ", " + views.Span(max(0, v.tick.Now.Sub(v.slot.Since()))), Tone: style.Accent}
}

// ledger says what the ledger saw of the calls for many names, since nothing is
// documented about their price.
func ledger(c comparison) string {
	calls, names := 0, 0
	for _, s := range c.sources() {
		if n := s.answer.Query.Names.Len(); n > 0 {
			calls, names = calls+s.answer.Calls, names+n
		}
	}
	if names == 0 {
		return ""
	}
	return fmt.Sprintf("the price of bulk is not documented: the ledger counted %s for %s", views.Calls(calls), Route().Many(names))
}

// above is the line between head and table.
func above(_ views.Env, c comparison, _ int) []widget.Text {
	if said := ledger(c); said != "" {
		return []widget.Text{widget.Toned(style.Muted, said)}
	}
	return nil
}

// notices say which names have nothing to show, and why.
func (v *view) notices(env views.Env, c comparison) []views.Notice {
	var all []views.Notice
	warn := func(tone style.Tone, what string, lines ...string) {
		all = append(all, views.Notice{Tone: tone, Mark: style.Warning, What: what, Lines: lines})
	}
	nothing := c.count(func(r row) bool { return r.from == nil && !r.asking })
	switch {
	case v.failed != nil && nothing > 0:
		warn(style.Bad, Route().Many(nothing)+" not fetched: "+v.failed.What(), views.Next(env, v.failed))
	case v.failed != nil:
		warn(style.Warn, "old data: "+v.failed.What(), views.Next(env, v.failed))
	case nothing > 0:
		warn(style.Warn, Route().Many(nothing)+" not asked about", views.Asks(env, "asks, ", len(v.Refresh())))
	}
	var missed []string
	for _, r := range c.rows {
		if r.missed {
			missed = append(missed, safe.Show(r.name))
		}
	}
	if len(missed) > 0 {
		warn(style.Warn, "not in the answer", strings.Join(missed, ", "))
	}
	if others := c.others(); len(others) > 0 {
		var said []string
		for _, n := range others {
			said = append(said, n.Raw.Cut(60))
		}
		warn(style.Warn, "in the answer, not asked about and not shown", strings.Join(said, ", "))
	}
	if parts := leftOut(c); len(parts) > 0 {
		warn(style.Warn, "left out", strings.Join(parts, ", "))
	}
	return all
}

// instead is the notice that stands in place of the table while nothing is known
// of any name; nil when there is something to show.
func (v *view) instead() *views.Notice {
	for _, r := range v.rows {
		if r.from != nil {
			return nil
		}
	}
	var n views.Notice
	switch {
	case v.Waiting():
		n = views.Loading(v.env, "Asking about "+Route().Many(v.names.Len()), v.slot.Query(), v.slot.Since(), v.tick)
		n.Lines = append(n.Lines, Route().Caution)
	case v.failed != nil:
		n = views.Failure(v.env, v.failed)
	default:
		n = views.Abandoned(v.env)
		n.Lines[1] = views.Asks(v.env, "asks: ", len(v.Refresh())) + "."
	}
	return &n
}
