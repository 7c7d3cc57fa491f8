package miscategorization

import (
	"time"

	"quarry/api"
	"quarry/keymap"
	"quarry/views"
	"quarry/views/style"
)

// outcome shows what became of the report, and what was sent.
func (f *form) outcome(p *page) {
	say := func(tone style.Tone, mark, what string, more ...string) {
		p.words(tone, 0, mark+" "+what)
		for _, m := range more {
			if m != "" {
				p.gap()
				p.words(style.Muted, 0, m)
			}
		}
	}
	switch f.slot.Phase() {
	case api.Loading:
		more := f.env.Keys.Key(keymap.Back) + " leaves; a report that is on its way cannot be taken back."
		if f.leave {
			more = "Leaving now does not take the report back: it may have been sent. " + f.env.Keys.Key(keymap.Back) + " again leaves."
		}
		say(style.Accent, style.Dot, "Sending, "+views.Span(max(0, f.tick.Now.Sub(f.slot.Since()))), f.wait(), more)
	case api.Ready:
		a := f.slot.Meta()
		say(style.Good, style.Check, "Accepted "+views.Moment(a.FetchedAt)+ray(a), noReceipt)
		f.odd(p)
	case api.Failed:
		e := api.AsError(f.slot.Err(), f.slot.Query())
		n := views.Failure(f.env, e)
		say(n.Tone, n.Mark, n.What, n.Lines[0], "Next: "+f.next(e)+".", n.Details)
	case api.Left:
		what := "It was given up before it was sent; nothing was spent."
		if f.left {
			what = "The form was left while the report was being sent: it may have been sent."
		}
		say(style.Warn, style.Warning, what)
	}
	p.gap()
	request(p, f.report())
	if !f.Waiting() {
		p.gap()
		p.words(style.Muted, 0, "This form sends once. "+f.env.Keys.Key(keymap.PivotMiscategorization)+" opens a new one.")
	}
}

// next says what to do about a failure. A report is sent once: what can be done
// again is a new form.
func (f *form) next(e *api.Error) string {
	if uncertain(e) {
		return "it may have arrived all the same, and was not sent a second time. " +
			"Look at the domain's categories in a few days before you report it again"
	}
	w := views.Wording(f.env)
	w.Again = "open a new form"
	if key := f.env.Keys.Key(keymap.PivotMiscategorization); key != "" {
		w.Again = "press " + key + " for a new form"
	}
	return e.NextIn(w)
}

// wait tells of a pause before the report is sent, such as for the end of a
// rate limit.
func (f *form) wait() string {
	w, ok := f.tick.Traffic.Waits[f.slot.Query()]
	if !ok {
		return ""
	}
	return w.Cause.What() + "; it is sent in " + views.Span(max(0, w.Until.Sub(f.tick.Now).Round(time.Second))) + "."
}

// odd tells what was unexpected in a good answer.
func (f *form) odd(p *page) {
	s, _ := f.slot.Value()
	for _, problem := range s.Problems {
		p.words(style.Warn, 0, style.Warning+" the answer is odd: "+problem.Why+" ("+f.env.Keys.Key(keymap.Raw)+" shows it)")
	}
}
