package whois

import (
	"time"

	"quarry/api/cf"
	"quarry/views"
	"quarry/views/safe"
	"quarry/views/style"
	"quarry/views/widget"
)

const day = 24 * time.Hour

// young is the age below which a domain is marked, since names for an attack are
// often registered shortly before it. The step is quarry's own.
const young = 30 * day

func times(s *views.Sheet, now time.Time, r cf.WHOIS) {
	age(s, now, r)
	timeLine(s, now, r)
	moment(s, now, "Created", r, r.Created, r.CreatedRaw, "created_date")
	moment(s, now, "Updated", r, r.Updated, r.UpdatedRaw, "updated_date")
	moment(s, now, "Expires", r, r.Expires, r.ExpiresRaw, "expiration_date")
}

func age(s *views.Sheet, now time.Time, r cf.WHOIS) {
	created, ok := r.Created.Get()
	old := now.Sub(created)
	switch {
	case !ok:
		s.Text("Age", style.Muted, "unknown: no date of creation").Copy("")
	case old < 0:
		s.Text("Age", style.Warn, style.Warning+" created in the future, in "+views.Years(-old))
	case old < young:
		s.Field("Age", widget.T(style.Strong, lasting(old), style.Bad, "  "+style.Warning+" younger than 30 days"))
	default:
		s.Text("Age", style.Strong, lasting(old))
	}
}

// lasting is an age in words; in its first day a domain is hours old, which
// matters.
func lasting(d time.Duration) string {
	if d < 2*day {
		return views.Span(d)
	}
	return views.Years(d)
}

// timeLine draws the registration from its creation to its end, where there is
// one that is known, else to now.
func timeLine(s *views.Sheet, now time.Time, r cf.WHOIS) {
	from, ok := r.Created.Get()
	if !ok {
		return
	}
	to, ends := r.Expires.Get()
	events := []widget.Event{{At: from, Name: "created", Tone: style.Text}}
	if updated, ok := r.Updated.Get(); ok {
		events = append(events, widget.Event{At: updated, Name: "updated " + updated.Format(time.DateOnly), Tone: style.Text})
	}
	if ends {
		events = append(events, widget.Event{At: to, Name: "expires", Tone: style.Text})
	} else {
		to = now
	}
	if !to.After(from) {
		return
	}
	for n := range 2 {
		s.Draw("", "", func(width int) widget.Text {
			const longest = 90
			return widget.Line(events, from, to, now, min(width, longest))[n]
		})
	}
}

// moment is a date with how long ago it was; where the answer gave a text that
// is no date, the text.
func moment(s *views.Sheet, now time.Time, label string, r cf.WHOIS, t cf.Time, raw safe.Raw, field string) {
	at, ok := t.Get()
	if !ok {
		if text := firstText(t.Raw(), raw); !text.Empty() {
			s.Field(label, widget.T(text.String(), style.Warn, "  "+style.Warning+" could not be read as a date"))
			return
		}
		s.Text(label, style.Muted, unknown(r, field, "not given")).Copy("")
		return
	}
	text := views.Moment(at)
	if t.DateOnly() {
		text = at.Format(time.DateOnly)
	}
	note := widget.Toned(style.Muted, "   "+relative(now, at))
	if label == "Expires" && at.Before(now) {
		note = widget.Toned(style.Warn, "   "+style.Warning+" expired "+relative(now, at))
	}
	s.Field(label, widget.T(text, note)).Copy(t.String())
}

func firstText(a, b safe.Raw) safe.Raw {
	if a.Empty() {
		return b
	}
	return a
}

func relative(now, at time.Time) string {
	if d := at.Sub(now); d > 0 {
		return "in " + lasting(d)
	}
	return lasting(now.Sub(at)) + " ago"
}
