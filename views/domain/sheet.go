package domain

import (
	"fmt"

	"quarry/api"
	"quarry/api/cf"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/record"
	"quarry/views/safe"
	"quarry/views/style"
	"quarry/views/widget"
)

func sheet(env views.Env, q api.Query, r cf.Domain) *views.Sheet {
	s := &views.Sheet{}
	risk(s, r)
	s.Gap()
	content(s, r)
	s.Gap()
	standing(s, r)
	family(s, q.Indicator)
	s.Gap()
	resolves(s, env, q, r)
	ids(s, r.ResolvesTo)
	record.Others(s, r.Remarks)
	return s
}

func risk(s *views.Sheet, r cf.Domain) {
	if score, ok := r.RiskScore.Get(); ok {
		tone, word := style.Risk(score)
		number := record.Score(score)
		words := widget.T("  ", style.Strong, number, "  ", tone, word)
		s.Draw("Risk", number+"  "+word, func(width int) widget.Text {
			const longest = 24
			return widget.T(widget.Gauge(score, min(longest, width-words.Width()), tone), words)
		})
	} else {
		s.Text("Risk", style.Muted, unknown(r, "risk_score", "no score given")).Copy("")
	}
	s.Field("Risk types", record.Categories(r.RiskTypes, "none", unknown(r, "risk_types", "the answer names none")))
	if len(r.InheritedRiskTypes) > 0 {
		inherited(s, r, record.Categories(r.InheritedRiskTypes, "", ""))
	}
}

// content shows each category once: the group that answers list beside a
// category stands behind it.
func content(s *views.Sheet, r cf.Domain) {
	label := "Content"
	switch {
	case r.ContentCategories == nil:
		s.Text(label, style.Muted, unknown(r, "content_categories", "the answer names no category")).Copy("")
	case len(r.ContentCategories) == 0:
		s.Text(label, style.Muted, "in no category").Copy("")
	}
	for _, c := range grouped(r.ContentCategories) {
		s.Field(label, c)
		label = ""
	}
	if len(r.InheritedContentCategories) > 0 {
		inherited(s, r, joined(grouped(r.InheritedContentCategories)))
	}
	if !r.InheritedFrom.IsZero() && len(r.InheritedRiskTypes)+len(r.InheritedContentCategories) == 0 {
		inherited(s, r, widget.Toned(style.Muted, "no category"))
	}
}

// inherited names the parent that something comes from, which one can go to.
func inherited(s *views.Sheet, r cf.Domain, what widget.Text) {
	from := r.InheritedFrom
	switch {
	case from.IsZero():
		s.Field("", widget.T(style.Muted, "inherited, the answer does not say from where: ", what))
	case from.Indicator.IsZero():
		s.Field("", widget.T(style.Muted, "inherited from "+from.Raw.String()+": ", what))
	default:
		s.Field("", widget.T(style.Muted, "inherited from ", style.Text, safe.Show(from.Indicator),
			style.Muted, ": ", what)).Pivot(from.Indicator)
	}
}

// ranked is how many names Cloudflare's popularity rank covers (description of
// intel_popularity_rank: "Global Cloudflare 100k ranking for the last 30 days").
const ranked = 100_000

func standing(s *views.Sheet, r cf.Domain) {
	if rank, ok := r.PopularityRank.Get(); ok {
		s.Text("Rank", style.Text, fmt.Sprintf("%s of the %s most popular names", views.Number(rank), views.Number(ranked)))
	} else {
		s.Text("Rank", style.Muted, unknown(r, "popularity_rank", "not given")).Copy("")
	}
	application(s, r)
	switch {
	case !r.MalwareFamily.Empty():
		s.Field("Malware", widget.T(style.Bad, style.Warning+" "+r.MalwareFamily.String(), style.Muted, "  suspected family"))
	case record.Unread(r.Remarks, "additional_information"):
		s.Text("Malware", style.Warn, unknown(r, "additional_information", "")).Copy("")
	default:
		s.Text("Malware", style.Muted, unknown(r, "suspected_malware_family", "the answer names none")).Copy("")
	}
	kind(s, r)
}

func application(s *views.Sheet, r cf.Domain) {
	a := r.Application
	id, hasID := a.ID.Get()
	if a.Name.Empty() && !hasID {
		s.Text("Application", style.Muted, unknown(r, "application", "none named")).Copy("")
		return
	}
	text := widget.Plain(a.Name.String())
	if a.Name.Empty() {
		text = widget.Toned(style.Muted, "without a name,")
	}
	if hasID {
		text = widget.T(text, style.Muted, fmt.Sprintf(" %d", id))
	}
	s.Field("Application", text)
}

// kind shows type and notes, which are in the real answers and in no
// description; the notes are quoted as what they are, Cloudflare's words.
func kind(s *views.Sheet, r cf.Domain) {
	var text widget.Text
	if !r.Type.Empty() {
		text = widget.Plain(r.Type.String())
	}
	if !r.Notes.Empty() {
		quote := `"` + r.Notes.String() + `"`
		if text != nil {
			quote = ". " + quote
		}
		text = widget.T(text, style.Muted, quote)
	}
	if text == nil {
		s.Text("Kind", style.Muted, unknown(r, "type", "not given")).Copy("")
		return
	}
	s.Field("Kind", text)
}

// family is what is above the name.
func family(s *views.Sheet, i indicator.Indicator) {
	parent, ok := i.Parent()
	top, registered := i.Registrable()
	switch {
	case ok:
		record.Indicator(s, "Parent", parent)
		if top != parent {
			record.Indicator(s, "Registrable", top)
		}
	case registered:
		s.Text("Parent", style.Muted, "none: it is a registrable domain").Copy("")
	default:
		s.Text("Parent", style.Muted, "none: it is a public suffix").Copy("")
	}
}

func unknown(r cf.Domain, field, silent string) string {
	return record.Unknown(r.Remarks, field, silent)
}
