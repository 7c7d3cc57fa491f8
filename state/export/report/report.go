// Package report writes a case as Markdown for people: what was found, how, and
// on what evidence. It reads as text as well as rendered.
//
// Everything that came from outside stands in code, where no Markdown or HTML is
// alive, and indicators are defanged. Markings of the case stand at the top and
// at the bottom.
package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"quarry/state/export"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/views/safe"
)

// MostRows is how many rows of one table a report shows; it says where there are
// more. The other formats have all of them.
const MostRows = 50

// Options are the analyst's choices.
type Options struct {
	// Dots says which dots are defanged.
	Dots safe.Dots
}

// Write writes the report.
func Write(w io.Writer, c export.Case, o Options) error {
	r := &report{w: w, c: c, dots: o.Dots, verdicts: map[indicator.Indicator]investigation.Verdict{}}
	subjects := c.Subjects()
	for _, s := range subjects {
		if s.Judgement.Verdict != "" {
			r.verdicts[s.Indicator] = s.Judgement.Verdict
		}
	}
	r.head(subjects)
	r.findings(subjects)
	r.trail()
	r.evidence()
	r.say("---\n\n**%s**\n", c.TLP)
	return r.err
}

type report struct {
	w        io.Writer
	c        export.Case
	dots     safe.Dots
	verdicts map[indicator.Indicator]investigation.Verdict
	err      error
}

// say writes until the first error.
func (r *report) say(format string, args ...any) {
	if r.err == nil {
		_, r.err = fmt.Fprintf(r.w, format, args...)
	}
}

func (r *report) indicator(i indicator.Indicator) string { return code(safe.Defang(i, r.dots)) }

func (r *report) head(subjects []export.Subject) {
	name := r.said(r.c.Summary().Called(indicator.Indicator.String)) // defanged like all that is said
	if r.c.Part == export.IOCs {
		name += ", IOCs"
	}
	r.say("**%s**\n\n# %s\n\n", r.c.TLP, name)
	places := r.c.Trail()
	calls := 0
	for _, p := range places {
		calls += p.Node.Calls
	}
	r.say("- %s: %s\n", r.c.TLP, r.c.TLP.Allows())
	r.say("- Begun %s, last changed %s, exported %s\n", stamp(r.c.Created), stamp(r.c.Last()), stamp(r.c.At))
	r.say("- %s, %s, %s of Cloudflare's Threat Intelligence API\n", count(len(subjects), "indicator"), count(len(places), "question"), count(calls, "call"))
	if by := r.analysts(places); len(by) > 0 {
		r.say("- By %s\n", strings.Join(by, ", "))
	}
	if r.c.Part == export.IOCs {
		r.say("- A part of the case: what was judged malicious or suspicious, and what was asked about it\n")
	}
	r.say("- Indicators are defanged, in names and comments too. Ages are those at the time of export.\n\n")
}

// analysts are those who asked or judged, in that order.
func (r *report) analysts(places []investigation.Place) []string {
	var all []string
	add := func(name string) {
		if name = r.said(name); name != "" && !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	for _, p := range places {
		add(p.Node.By)
	}
	for _, j := range r.c.Judgements {
		add(j.By)
	}
	return all
}

func (r *report) findings(subjects []export.Subject) {
	r.say("## Verdicts\n\n")
	judged := export.Judged(subjects)
	if len(judged) == 0 {
		r.say("Nothing was judged.\n\n")
		return
	}
	r.say("%s\n\n", tally(judged, len(subjects)))
	r.say("| verdict | indicator | kind | met in | by | when |\n| --- | --- | --- | --- | --- | --- |\n")
	for _, s := range judged {
		j := s.Judgement
		verdict := verdictWord(j.Verdict)
		if j.Verdict == investigation.Malicious {
			verdict = "**" + verdict + "**"
		}
		if j.Starred {
			verdict += " (starred)"
		}
		r.say("| %s | %s | %s | %s | %s | %s |\n", verdict, r.indicator(s.Indicator), s.Indicator.Kind(), r.met(s), r.said(j.By), stamp(j.Changed))
	}
	r.say("\n")
	for _, s := range judged {
		if s.Judgement.Comment != "" {
			r.say("%s, comment by %s:\n\n%s\n", r.indicator(s.Indicator), either(r.said(s.Judgement.By), "nobody named"), r.block(s.Judgement.Comment))
		}
	}
}

// tally counts the verdicts, the worst first, and what has none.
func tally(judged []export.Subject, all int) string {
	var parts []string
	with := 0
	for _, v := range investigation.Verdicts() {
		n := 0
		for _, s := range judged {
			if s.Judgement.Verdict == v {
				n++
			}
		}
		if with += n; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, v))
		}
	}
	if rest := all - with; rest > 0 {
		parts = append(parts, fmt.Sprintf("%d without a verdict", rest))
	}
	return "Of " + count(all, "indicator") + ": " + strings.Join(parts, ", ") + "."
}

// mostMet is how many answers the verdicts name that an indicator was met in.
const mostMet = 3

// met says in which answers an indicator was met, and when it was seen there.
func (r *report) met(s export.Subject) string {
	from := s.From
	switch {
	case len(from) > 0:
	case len(s.Nodes) > 0:
		return "entered"
	default:
		return "no answer of this case"
	}
	var all []string
	for _, m := range from[:min(len(from), mostMet)] {
		text := r.words(either(m.Title, m.Endpoint)) + " of " + r.indicator(m.Indicator)
		if !m.First.IsZero() && !m.Last.IsZero() {
			text += fmt.Sprintf(", seen %s to %s", m.First.UTC().Format(time.DateOnly), m.Last.UTC().Format(time.DateOnly))
		}
		all = append(all, text)
	}
	if more := len(from) - mostMet; more > 0 {
		all = append(all, fmt.Sprintf("%d more", more))
	}
	return strings.Join(all, "; ")
}

func verdictWord(v investigation.Verdict) string {
	if v.Valid() && v != "" {
		return string(v)
	}
	return "no verdict"
}

// deepest is the depth beyond which a branch is not indented further.
const deepest = 12

func (r *report) trail() {
	r.say("## Trail\n\n")
	places := r.c.Trail()
	if len(places) == 0 {
		none := "Nothing was asked."
		if r.c.Part == export.IOCs {
			none = "No question was about one of them."
		}
		r.say("%s\n\n", none)
		return
	}
	for n, p := range places {
		node := p.Node
		facts := []string{"asked " + stamp(node.Asked)}
		if by := r.said(node.By); by != "" {
			facts[0] += " by " + by
		}
		facts = append(facts, count(node.Calls, "call"))
		if node.Rows >= 0 {
			facts = append(facts, count(node.Rows, "row"))
		}
		if v := r.verdicts[node.Indicator]; v != "" {
			facts = append(facts, "**"+verdictWord(v)+"**")
		}
		if p.Depth > deepest {
			facts = append(facts, fmt.Sprintf("step %d of its branch", p.Depth+1))
		}
		r.say("%s- %s %s, %s [%s]\n", strings.Repeat("  ", min(p.Depth, deepest)),
			r.title(node), r.subject(node), strings.Join(facts, ", "), number(n))
	}
	r.say("\n")
}

// subject is what a question was about.
func (r *report) subject(n investigation.Node) string {
	if n.Indicator.IsZero() {
		return "of " + count(len(r.c.Of(n).About), "name")
	}
	return r.indicator(n.Indicator)
}

// number is the number of a place, by which its evidence is found.
func number(place int) string { return fmt.Sprintf("E%d", place+1) }

// title is what an answer is called; the endpoint's word where there is none.
func (r *report) title(n investigation.Node) string {
	return r.words(either(r.c.Of(n).Title, n.Endpoint))
}

// words is a text as it is, where it is words and nothing to Markdown, as code
// else.
func (r *report) words(s string) string {
	if plainWords(s) {
		return s
	}
	return r.said(s)
}

// plainWords reports whether a text is letters, digits, spaces and hyphens, and
// begins with a letter.
func plainWords(s string) bool {
	for n, c := range s {
		letter := 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
		if !letter && (n == 0 || c != ' ' && c != '-' && (c < '0' || c > '9')) {
			return false
		}
	}
	return s != "" && len(s) <= 60 && strings.TrimSpace(s) == s
}

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func count(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}
