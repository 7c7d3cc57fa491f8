package whois

import (
	"fmt"
	"strings"

	"quarry/api/cf"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/record"
	"quarry/views/safe"
	"quarry/views/style"
	"quarry/views/widget"
)

func sheet(env views.Env, i indicator.Indicator, r cf.WHOIS) *views.Sheet {
	s := &views.Sheet{}
	notes(s, env, i, r)
	if bare(r) {
		record.Others(s, r.Remarks)
		return s
	}
	times(s, env.Now(), r)
	s.Gap()
	parties(s, r)
	s.Gap()
	servers(s, r)
	s.Gap()
	status(s, r)
	contacts(s, r)
	registry(s, r)
	record.Others(s, r.Remarks)
	return s
}

// notes says what the record cannot be taken for.
func notes(s *views.Sheet, env views.Env, i indicator.Indicator, r cf.WHOIS) {
	found, said := r.Found.Get()
	switch {
	case bare(r):
		s.Text("Record", style.Strong, "none of this name")
	case said && !found:
		s.Text("Record", style.Warn, style.Warning+" the answer says that none was found, yet holds this:")
	}
	if top, below := registrable(i); below {
		what := "WHOIS is kept for this domain, not for names below it"
		if c := views.CostOf(env.Shelf, query(env, top)); c.Calls == 0 {
			what += " (" + c.String(env.Now()) + ")"
		}
		record.Indicator(s, "Registrable", top)
		s.Text("", style.Muted, what).Copy("")
	}
}

// parties names registrar and registrant by the best name that the record has.
func parties(s *views.Sheet, r cf.WHOIS) {
	party(s, "Registrar", r, r.Registrar)
	party(s, "Registrant", r, r.Registrant)
}

func party(s *views.Sheet, label string, r cf.WHOIS, c cf.Contact) {
	if best := bestName(c); best.Value.Empty() {
		s.Text(label, style.Muted, unknown(r, strings.ToLower(label), "not given")).Copy("")
	} else {
		value(s, label, best)
	}
}

// bestName is the field that says most about who a party is: the first of its
// names that was not redacted, else the first.
func bestName(c cf.Contact) cf.Field {
	var best cf.Field
	for _, f := range []cf.Field{{Label: "summary", Value: c.Summary}, {Label: "organization", Value: c.Organization}, {Label: "name", Value: c.Name}} {
		switch {
		case f.Value.Empty():
		case !cf.Redacted(f.Value):
			return f
		case best.Value.Empty():
			best = f
		}
	}
	return best
}

func servers(s *views.Sheet, r cf.WHOIS) {
	s.Head("Name servers")
	switch {
	case r.NameServers == nil:
		s.Text("", style.Muted, unknown(r, "nameservers", "not given")).Wide().Copy("")
	case len(r.NameServers) == 0:
		s.Text("", style.Muted, "none").Wide().Copy("")
	}
	for _, n := range r.NameServers {
		record.Name(s, "", n).Wide()
	}
}

// registry shows what is left: of use to the registry, or to check what stands
// above against the text that it was read from.
func registry(s *views.Sheet, r cf.WHOIS) {
	from := len(r.Extension.Exact()) + len(r.ID.Exact()) + len(r.WHOISServer.Raw.Exact()) + len(r.Punycode.Raw.Exact()) +
		len(r.CreatedRaw.Exact()) + len(r.UpdatedRaw.Exact()) + len(r.ExpiresRaw.Exact())
	if from == 0 && !r.Found.Known() {
		return
	}
	s.Gap()
	s.Fold("Registry data", true)
	if found, ok := r.Found.Get(); ok {
		s.Text("found", style.Text, yesNo(found))
	}
	for _, f := range []struct {
		label string
		value safe.Raw
	}{
		{"id", r.ID}, {"extension", r.Extension},
		{"created", r.CreatedRaw}, {"updated", r.UpdatedRaw}, {"expires", r.ExpiresRaw},
	} {
		if !f.value.Empty() {
			s.Outside(f.label, f.value)
		}
	}
	if !r.Punycode.IsZero() {
		record.Name(s, "Punycode", r.Punycode)
	}
	if !r.WHOISServer.IsZero() {
		record.Name(s, "WHOIS server", r.WHOISServer)
	}
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func unknown(r cf.WHOIS, field, silent string) string {
	return record.Unknown(r.Remarks, field, silent)
}

// groups counts in words.
func groups(n int) string {
	if n == 1 {
		return "1 empty group"
	}
	return fmt.Sprintf("%d empty groups", n)
}

// redacted is how a value is shown that says only that it was withheld.
func redacted(v safe.Raw) widget.Text {
	return widget.T("redacted", style.Muted, "  ("+v.String()+")")
}
