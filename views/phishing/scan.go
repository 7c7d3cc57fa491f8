package phishing

import (
	"fmt"
	"time"

	"quarry/api/cf"
	"quarry/views"
	"quarry/views/style"
	"quarry/views/widget"
)

// scan is one line of facts about the scan that all this comes from.
func scan(s *views.Sheet, now time.Time, r cf.Phishing) {
	sc := r.Scan
	if sc.IsZero() {
		s.Text("Scan", style.Muted, unknown(r, "scan_status", "not given")).Copy("")
		return
	}
	var facts []widget.Text
	switch done, ok := sc.Complete.Get(); {
	case !ok:
		facts = append(facts, widget.Toned(style.Muted, "not said whether complete"))
	case done:
		facts = append(facts, widget.Plain("complete"))
	default:
		facts = append(facts, widget.Toned(style.Warn, style.Warning+" not complete"))
	}
	if code, ok := sc.StatusCode.Get(); ok {
		facts = append(facts, widget.Plain(fmt.Sprintf("HTTP %d", code)))
	} else {
		facts = append(facts, widget.Toned(style.Muted, "HTTP status "+unknown(r, "status_code", "not given")))
	}
	facts = append(facts, when(now, sc.LastProcessed))
	if id, ok := sc.SubmissionID.Get(); ok {
		facts = append(facts, widget.Plain(fmt.Sprintf("submission %d", id)))
	}
	var line widget.Text
	for n, f := range facts {
		if n > 0 {
			line = widget.T(line, style.Muted, " "+style.Dot+" ")
		}
		line = widget.T(line, f)
	}
	s.Field("Scan", line)
}

// when is the time of the scan with its age, which matters more than that of
// the answer: sites change within hours.
func when(now time.Time, t cf.Time) widget.Text {
	at, ok := t.Get()
	switch {
	case !ok && t.Raw().Empty():
		return widget.Toned(style.Muted, "time not given")
	case !ok:
		return widget.T(t.String(), style.Warn, " (no date)")
	}
	text := views.Moment(at)
	if t.DateOnly() {
		text = at.Format(time.DateOnly)
	}
	const old = 30 * 24 * time.Hour
	tone := style.Muted
	if now.Sub(at) >= old {
		tone = style.Warn
	}
	return widget.T(text, tone, " ("+age(now, at)+")")
}

func age(now, at time.Time) string {
	const day = 24 * time.Hour
	if d := now.Sub(at); d >= 60*day {
		return views.Years(d) + " ago"
	}
	return views.Age(now, at)
}
