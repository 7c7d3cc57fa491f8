package whois

import (
	"strings"

	"quarry/api/cf"
	"quarry/views"
	"quarry/views/safe"
	"quarry/views/style"
	"quarry/views/widget"
)

// contacts shows each party's fields as a group, folded where everything in it
// was redacted, and the parties that the record is silent about as one.
func contacts(s *views.Sheet, r cf.WHOIS) {
	var silent []string
	for _, p := range []struct {
		title string
		of    cf.Contact
		named bool // its best name stands above
	}{
		{"Registrant", r.Registrant, true},
		{"Administrative", r.Administrative, false},
		{"Technical", r.Technical, false},
		{"Billing", r.Billing, false},
		{"Registrar", r.Registrar, true},
	} {
		fields := p.of.Fields()
		if p.named {
			fields = without(fields, bestName(p.of))
		}
		switch {
		case p.of.IsZero():
			silent = append(silent, strings.ToLower(p.title))
		case len(fields) > 0:
			contact(s, p.title, fields)
		}
	}
	if len(silent) > 0 {
		s.Gap()
		s.Fold(groups(len(silent))+": "+strings.Join(silent, ", "), true)
		for _, title := range silent {
			s.Text(title, style.Muted, nothing(r, title)).Copy("")
		}
	}
}

// nothing says why nothing is shown of a party: of each of its fields the answer
// may be silent, or hold what could not be read.
func nothing(r cf.WHOIS, party string) string {
	for _, p := range r.Problems {
		_, field, _ := strings.Cut(p.Field, ".")
		if strings.HasPrefix(field, party) && !p.Doubled {
			return "could not be read"
		}
	}
	return "the answer gives nothing"
}

func contact(s *views.Sheet, title string, fields []cf.Field) {
	kept := false
	for _, f := range fields {
		kept = kept || !cf.Redacted(f.Value)
	}
	title += " contact"
	if !kept {
		title += ": redacted"
	}
	s.Gap()
	s.Fold(title, !kept)
	for _, f := range fields {
		value(s, strings.Replace(f.Label, "extension", "ext.", 1), f)
	}
}

// value shows a field of a party: redacted ones as such; what names a domain or
// a URL can be followed. An address is shown whole, and leads to its domain.
func value(s *views.Sheet, label string, f cf.Field) {
	switch {
	case cf.Redacted(f.Value):
		s.Field(label, redacted(f.Value)).Copy(f.Value.Visible())
	case f.Indicator.IsZero():
		s.Outside(label, f.Value)
	case strings.Contains(f.Value.Exact(), "@"):
		text := widget.Plain(f.Value.String())
		if u := f.Indicator.Unicode(); u != f.Indicator.String() {
			text = widget.T(text, style.Warn, "  shows as "+safe.Print(u))
		}
		s.Field(label, text).Pivot(f.Indicator)
	default:
		s.Indicator(label, f.Indicator)
	}
}

func without(fields []cf.Field, one cf.Field) []cf.Field {
	var rest []cf.Field
	for _, f := range fields {
		if f.Label != one.Label {
			rest = append(rest, f)
		}
	}
	return rest
}
