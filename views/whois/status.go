package whois

import (
	"strings"

	"quarry/api/cf"
	"quarry/views"
	"quarry/views/safe"
	"quarry/views/style"
	"quarry/views/widget"
)

func status(s *views.Sheet, r cf.WHOIS) {
	switch {
	case r.Status == nil:
		s.Text("Status", style.Muted, unknown(r, "status", "not given")).Copy("")
	case len(r.Status) == 0:
		s.Text("Status", style.Muted, "none").Copy("")
	}
	label := "Status"
	for _, code := range r.Status {
		if note := meaning(code); note != "" {
			s.Field(label, widget.T(style.Warn, style.Warning+" "+code.String(), style.Muted, "  "+note)).Copy(code.Visible())
		} else {
			s.Outside(label, code)
		}
		label = ""
	}
	switch signed, ok := r.DNSSEC.Get(); {
	case !ok:
		s.Text("DNSSEC", style.Muted, unknown(r, "dnssec", "not given")).Copy("")
	case signed:
		s.Text("DNSSEC", style.Text, "signed")
	default:
		s.Text("DNSSEC", style.Text, "not signed")
	}
}

// meaning explains the status codes after which a name does not work as a name
// does, or soon will not (ICANN, "EPP Status Codes"). The locks against transfer
// and change that nearly every name has explain nothing.
func meaning(code safe.Raw) string {
	// Registries write clientHold, "client hold" and the code with a link.
	word, _, _ := strings.Cut(strings.ToLower(code.Exact()), "http")
	switch strings.NewReplacer(" ", "", "_", "", "-", "").Replace(word) {
	case "clienthold", "serverhold":
		return "taken out of the DNS"
	case "inactive":
		return "no name servers, does not resolve"
	case "pendingdelete":
		return "about to be deleted"
	case "redemptionperiod":
		return "deleted, can still be restored"
	}
	return ""
}
