package phishing

import (
	"fmt"
	"strings"

	"quarry/api/cf"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/record"
	"quarry/views/style"
	"quarry/views/widget"
)

func sheet(env views.Env, i indicator.Indicator, r cf.Phishing) *views.Sheet {
	s := &views.Sheet{}
	verdict(s, r)
	s.Gap()
	scores(s, r)
	matches(s, r)
	categorizations(s, r)
	s.Gap()
	scan(s, env.Now(), r)
	place(s, i, r)
	internal(s, r)
	record.Others(s, r.Remarks)
	return s
}

func matches(s *views.Sheet, r cf.Phishing) {
	switch {
	case r.Rules == nil:
		s.Text("Rules", style.Muted, unknown(r, "rule_matches", "not given")).Copy("")
	case len(r.Rules) == 0:
		s.Text("Rules", style.Muted, "none matched").Copy("")
	}
	label := "Rules"
	if len(r.Rules) == 1 {
		label = "Rule"
	}
	for _, m := range r.Rules {
		text := widget.Toned(style.Strong, m.Name.String())
		if m.Name.Empty() {
			text = widget.Toned(style.Muted, "rule without a name")
		}
		if !m.Description.Empty() {
			text = widget.T(text, "  "+m.Description.String())
		}
		s.Field(label, text)
		label = ""
	}
}

func categorizations(s *views.Sheet, r cf.Phishing) {
	switch {
	case r.Categorizations == nil:
		s.Text("Category", style.Muted, unknown(r, "categorizations", "not given")).Copy("")
	case len(r.Categorizations) == 0:
		s.Text("Category", style.Muted, "none yet").Copy("")
	}
	label := "Category"
	for _, c := range r.Categorizations {
		s.Field(label, widget.T(style.Strong, categoryName(c), style.Muted, "  "+state(c)))
		label = ""
	}
}

// place is where one can go from here: the URL that was scanned, where it is
// not the one asked about, and its host.
func place(s *views.Sheet, i indicator.Indicator, r cf.Phishing) {
	asked := asked(i)
	if asked != i {
		record.Indicator(s, "Asked", asked)
	}
	at := asked
	switch u := r.URL; {
	case u.IsZero():
		s.Text("Scanned", style.Muted, unknown(r, "url", "the answer does not say which URL")).Copy("")
	case u.Indicator.IsZero():
		// No indicator, so nothing that [safe.Show] could defang, and still a link
		// to a terminal.
		s.Text("Scanned", style.Text, strings.ReplaceAll(u.Raw.String(), "://", "[://]"))
	case u.Indicator != asked:
		at = u.Indicator
		record.Indicator(s, "Scanned", at)
	}
	if host, ok := at.Host(); ok {
		record.Indicator(s, "Host", host)
	}
}

// internal is what Cloudflare keeps for its own use; it is no verdict.
func internal(s *views.Sheet, r cf.Phishing) {
	type field struct{ label, value string }
	var fields []field
	for _, m := range r.Rules {
		for _, f := range []struct {
			word string
			flag cf.Maybe[bool]
		}{{"banning", m.Banning}, {"blocking", m.Blocking}} {
			if v, ok := f.flag.Get(); ok {
				fields = append(fields, field{f.word, fmt.Sprintf("%t, rule %s", v, m.Name)})
			}
		}
	}
	if !r.ScreenshotPath.Empty() {
		fields = append(fields, field{"screenshot", r.ScreenshotPath.String()})
	}
	if !r.ScreenshotSignature.Empty() {
		fields = append(fields, field{"signature", r.ScreenshotSignature.String()})
	}
	if len(fields) == 0 {
		return
	}
	s.Gap()
	s.Fold(fmt.Sprintf("For Cloudflare's own use (%d)", len(fields)), true)
	for _, f := range fields {
		s.Text(f.label, style.Text, f.value)
	}
}

func unknown(r cf.Phishing, field, silent string) string {
	return record.Unknown(r.Remarks, field, silent)
}
