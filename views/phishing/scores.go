package phishing

import (
	"fmt"

	"quarry/api/cf"
	"quarry/views"
	"quarry/views/record"
	"quarry/views/safe"
	"quarry/views/style"
	"quarry/views/widget"
)

// scores draws each model's score.
func scores(s *views.Sheet, r cf.Phishing) {
	switch {
	case r.Models == nil:
		s.Text("Models", style.Muted, unknown(r, "model_results", "not given")).Copy("")
	case len(r.Models) == 0:
		s.Text("Models", style.Muted, "none has scored it").Copy("")
	}
	var w widths
	scored := false
	for _, m := range r.Models {
		if opinionOf(m).rank < 0 {
			continue
		}
		scored = true
		if name := safe.Width(modelName(m)); name <= longestName {
			w.name, w.words = max(w.name, name), max(w.words, wordsOf(m).Width())
		}
	}
	label := "Models"
	if len(r.Models) == 1 {
		label = "Model"
	}
	for _, m := range r.Models {
		model(s, label, m, w)
		label = ""
	}
	if scored {
		s.Text("", style.Muted, fmt.Sprintf("the words are quarry's: phishing from %g, unsure from %g", phishingFrom, suspectFrom)).Copy("")
	}
}

// widths are those of the widest name and words among the models, so that the
// gauges can be compared.
type widths struct{ name, words int }

// longestName is how wide a model's name may be beside a gauge.
const longestName = 40

// model is a line of name, gauge, score and word. Where it is short the gauge
// goes, then the word, which the verdict has too.
func model(s *views.Sheet, label string, m cf.Model, w widths) {
	o, name, words := opinionOf(m), modelName(m), wordsOf(m)
	score, _ := m.Score.Get()
	if o.rank < 0 || safe.Width(name) > w.name {
		s.Field(label, widget.T(name, style.Muted, "  ", words))
		return
	}
	s.Draw(label, name+"  "+words.String(), func(room int) widget.Text {
		const shortest, longest = 6, 24
		if gauge := min(longest, room-w.name-w.words-4); gauge >= shortest {
			return widget.T(widget.Fit(name, w.name), "  ", widget.Gauge(score, gauge, o.tone), "  ", words)
		}
		short := words
		if room < w.name+2+w.words {
			short = widget.T(o.tone, record.Score(score))
		}
		return widget.T(widget.Fit(name, min(w.name, max(0, room-short.Width()-2))), "  ", short)
	})
}

// wordsOf is a model's score in number and word.
func wordsOf(m cf.Model) widget.Text {
	o := opinionOf(m)
	score, ok := m.Score.Get()
	switch {
	case !ok:
		return widget.Toned(o.tone, o.word)
	case o.rank < 0:
		return widget.T(style.Strong, fmt.Sprintf("%g", score), "  ", o.tone, o.word)
	}
	return widget.T(style.Strong, record.Score(score), "  ", o.tone, o.word)
}

func modelName(m cf.Model) string {
	if m.Name.Empty() {
		return "model without a name"
	}
	return m.Name.String()
}
