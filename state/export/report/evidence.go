package report

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"quarry/state/export"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/views/safe"
)

func (r *report) evidence() {
	r.say("## Evidence\n\n")
	places := r.c.Trail()
	if len(places) == 0 {
		r.say("There is none.\n\n")
	}
	for n, p := range places {
		e := r.c.Of(p.Node)
		r.say("### %s: %s %s\n\n", number(n), r.title(p.Node), r.subject(p.Node))
		r.source(p.Node, e)
		if e.Missing != "" {
			r.say("Not shown: %s.\n\n", r.said(e.Missing))
			continue
		}
		r.fields(e.Fields)
		r.table(e)
	}
}

func (r *report) source(n investigation.Node, e export.Evidence) {
	if e.Source != "" {
		r.say("- Source: Cloudflare, %s\n", r.said(r.harmless(e.Source, n.Indicator)))
	}
	at := e.FetchedAt
	if at.IsZero() {
		at = n.FetchedAt
	}
	if at.IsZero() {
		r.say("- Fetched: no answer came\n")
	} else {
		r.say("- Fetched: %s, %s\n", stamp(at), age(r.c.At, at))
	}
	for _, i := range e.Imported {
		r.say("- %s\n", r.origin(i, e.Answers))
	}
	if n.SHA256 != "" {
		of := "the answer"
		if e.Answers > 1 {
			of = "one of its answers"
		}
		r.say("- SHA-256 of %s: %s\n", of, code(n.SHA256))
	}
	for _, f := range e.Facts {
		r.say("- %s\n", r.words(f))
	}
	r.say("\n")
}

// origin says who has fetched an answer that is not one's own, or how many of the
// answers.
func (r *report) origin(i export.Import, all int) string {
	what, by := "fetched", "somebody unnamed"
	if i.Answers < all {
		what = fmt.Sprintf("%d of its %d answers fetched", i.Answers, all)
	}
	if i.By != "" {
		by = r.said(i.By)
	}
	return "Origin: " + what + " by " + by + ", imported " + stamp(i.At)
}

// harmless is a request with the indicator in it defanged, however it is written
// there.
func (r *report) harmless(source string, i indicator.Indicator) string {
	for _, about := range []indicator.Indicator{i, host(i)} {
		if about.IsZero() {
			continue
		}
		for _, written := range []string{url.QueryEscape(about.String()), about.String()} {
			source = strings.ReplaceAll(source, written, r.defang(about))
		}
	}
	return source
}

// host is the host of a URL, which is what some endpoints are asked about.
func host(i indicator.Indicator) indicator.Indicator {
	if i.Kind() != indicator.URL {
		return indicator.Indicator{}
	}
	h, _ := i.Host()
	return h
}

func (r *report) fields(fields []export.Field) {
	if len(fields) == 0 {
		return
	}
	r.say("| field | value |\n| --- | --- |\n")
	for _, f := range fields {
		if f.Head {
			r.say("| **%s** | |\n", r.words(f.Label))
			continue
		}
		r.say("| %s | %s |\n", r.words(f.Label), code(r.value(f)))
	}
	r.say("\n")
}

// value is the text of a field, defanged.
func (r *report) value(f export.Field) string {
	if f.Indicator.IsZero() {
		return safe.DefangText(f.Value, r.dots)
	}
	for _, written := range []string{f.Indicator.String(), show(f.Indicator)} {
		if rest, ok := strings.CutPrefix(f.Value, written); ok {
			return r.defang(f.Indicator) + safe.DefangText(rest, r.dots)
		}
	}
	return safe.DefangText(f.Value, r.dots)
}

// table writes a table. What was judged comes first and is marked.
func (r *report) table(e export.Evidence) {
	if len(e.Header) == 0 {
		return
	}
	rows, marks := r.sorted(e.Rows)
	shown := rows[:min(len(rows), MostRows)]
	r.say("%s", r.extent(len(shown), len(rows), max(e.Total, len(rows)), marks != nil))
	head, rule := "|", "|"
	for _, h := range e.Header {
		if h == strings.ToUpper(h) { // as a screen has it
			h = strings.ToLower(h)
		}
		head += " " + r.words(strings.ReplaceAll(h, "_", " ")) + " |"
		rule += " --- |"
	}
	if marks != nil {
		head, rule = head+" verdict |", rule+" --- |"
	}
	r.say("%s\n%s\n", head, rule)
	for n, row := range shown {
		line := "|"
		for c := range e.Header {
			cell := ""
			if c < len(row) {
				cell = r.cell(row[c])
			}
			line += " " + code(cell) + " |"
		}
		if marks != nil {
			line += " " + mark(marks[n]) + " |"
		}
		r.say("%s\n", line)
	}
	r.say("\n")
}

// mark is what was judged of a row; nothing of most.
func mark(v investigation.Verdict) string {
	if v == "" {
		return ""
	}
	return verdictWord(v)
}

// cell is the text of a cell, defanged.
func (r *report) cell(text string) string {
	if i, ok := indicator.Canonical(text); ok {
		return r.defang(i)
	}
	return safe.DefangText(text, r.dots)
}

// extent says how much of the whole is shown.
func (r *report) extent(shown, have, all int, judged bool) string {
	if shown == all {
		return ""
	}
	text := fmt.Sprintf("%d of %d rows", shown, all)
	if shown < have {
		if judged {
			text += ", those judged first"
		}
		text += "; the JSON export has all that were fetched"
		if have < all {
			text += fmt.Sprintf(" (%d)", have)
		}
	} else {
		text += ": the rest was not fetched"
	}
	return text + ".\n\n"
}

// sorted puts the rows that name something judged first, with its verdict; the
// verdicts are nil where no row does.
func (r *report) sorted(rows [][]string) ([][]string, []investigation.Verdict) {
	type marked struct {
		row     []string
		verdict investigation.Verdict
	}
	all := make([]marked, len(rows))
	any := false
	for n, row := range rows {
		all[n].row = row
		for _, cell := range row {
			if i, ok := indicator.Canonical(cell); ok && r.verdicts[i] != "" {
				all[n].verdict, any = r.verdicts[i], true
				break
			}
		}
	}
	if !any {
		return rows, nil
	}
	slices.SortStableFunc(all, func(a, b marked) int { return a.verdict.Rank() - b.verdict.Rank() })
	sorted, verdicts := make([][]string, len(all)), make([]investigation.Verdict, len(all))
	for n, m := range all {
		sorted[n], verdicts[n] = m.row, m.verdict
	}
	return sorted, verdicts
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return "at an unknown time"
	}
	return t.UTC().Format("2006-01-02 15:04:05Z")
}

// age is how old something was at the time of export.
func age(now, t time.Time) string {
	const day = 24 * time.Hour
	switch d := now.Sub(t); {
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return fmt.Sprintf("%d min old", d/time.Minute)
	case d < day:
		return fmt.Sprintf("%d h old", d/time.Hour)
	default:
		return fmt.Sprintf("%d d old", d/day)
	}
}
