package phishing

import (
	"fmt"

	"quarry/api/cf"
	"quarry/views"
	"quarry/views/style"
	"quarry/views/widget"
)

// The scores from which a model's opinion is put into a word. They are quarry's
// own, those of [style.Risk]: Cloudflare publishes neither thresholds nor the
// range of its models; the scores seen run from 0 to 1.
const (
	suspectFrom  = 0.3
	phishingFrom = 0.7
)

// opinion is a model's score in a word.
type opinion struct {
	word string
	tone style.Tone
	mark string // "▲ " where the word is a reason to look
	rank int    // the higher the worse; negative where the score says nothing
}

func opinionOf(m cf.Model) opinion {
	score, ok := m.Score.Get()
	switch {
	case !ok:
		return opinion{"no score", style.Muted, "", -1}
	case score < 0 || score > 1:
		return opinion{"not on the scale from 0 to 1", style.Warn, "", -1}
	case score >= phishingFrom:
		return opinion{"phishing", style.Bad, style.Warning + " ", 2}
	case score >= suspectFrom:
		return opinion{"unsure", style.Warn, style.Warning + " ", 1}
	}
	return opinion{"not phishing", style.Good, "", 0}
}

// verdict sums up who says what. Each part names its source; nothing is said in
// quarry's own name, and nothing is weighed against anything.
func verdict(s *views.Sheet, r cf.Phishing) {
	parts := widget.T(models(r), gap(), rules(r), gap(), review(r))
	if done, ok := r.Scan.Complete.Get(); ok && !done {
		parts = widget.T(style.Warn, style.Warning+" scan not complete", gap(), parts)
	}
	s.Field("Verdict", parts)
}

func gap() widget.Span { return widget.Span{Tone: style.Muted, Text: "   "} }

// models is what the worst of the models says, and how many others say so.
func models(r cf.Phishing) widget.Text {
	worst, same, scored := opinion{rank: -1}, 0, 0
	for _, m := range r.Models {
		o := opinionOf(m)
		if o.rank < 0 {
			continue
		}
		scored++
		switch {
		case o.rank > worst.rank:
			worst, same = o, 1
		case o.rank == worst.rank:
			same++
		}
	}
	switch {
	case scored == 0 && r.Models == nil:
		return widget.Toned(style.Muted, "models "+unknown(r, "model_results", "not given"))
	case scored == 0:
		return widget.Toned(style.Muted, "no model's word")
	case scored == 1:
		return widget.Toned(worst.tone, worst.mark+"model: "+worst.word)
	}
	return widget.Toned(worst.tone, fmt.Sprintf("%s%d of %d models: %s", worst.mark, same, scored, worst.word))
}

func rules(r cf.Phishing) widget.Text {
	switch n := len(r.Rules); {
	case r.Rules == nil:
		return widget.Toned(style.Muted, "rules "+unknown(r, "rule_matches", "not given"))
	case n == 0:
		return widget.Toned(style.Muted, "no rule matched")
	case n == 1:
		return widget.Toned(style.Warn, style.Warning+" 1 rule matched")
	default:
		return widget.Toned(style.Warn, fmt.Sprintf("%s %d rules matched", style.Warning, n))
	}
}

// review is the categorizations with the state of their human review, in the
// answer's own words. A categorization that nobody reviewed is a claim.
func review(r cf.Phishing) widget.Text {
	switch n := len(r.Categorizations); {
	case r.Categorizations == nil:
		return widget.Toned(style.Muted, "reviews "+unknown(r, "categorizations", "not given"))
	case n == 0:
		return widget.Toned(style.Muted, "no human review yet")
	default:
		first := r.Categorizations[0]
		text := widget.T(style.Muted, "categorized ", style.Strong, categoryName(first), style.Muted, ", ", style.Text, state(first))
		if n > 1 {
			text = widget.T(text, style.Muted, fmt.Sprintf(", and %d more", n-1))
		}
		return text
	}
}

func categoryName(c cf.Categorization) string {
	if c.Category.Empty() {
		return "without a name"
	}
	return c.Category.String()
}

func state(c cf.Categorization) string {
	if c.VerificationStatus.Empty() {
		return "review state not given"
	}
	return "review: " + c.VerificationStatus.String()
}
