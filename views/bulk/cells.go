package bulk

import (
	"cmp"
	"fmt"
	"math"
	"strings"
	"time"

	"quarry/api"
	"quarry/api/cf"
	"quarry/views"
	"quarry/views/record"
	"quarry/views/style"
	"quarry/views/widget"
)

// without says in a word, and in a few, why a row has no record.
func (r row) without() (tone style.Tone, word, words string) {
	switch {
	case r.from == nil && r.asking:
		return style.Accent, "asking", "on its way"
	case r.state == missing:
		return style.Warn, style.Warning + " missing", "not in the answer"
	case r.state == nothing:
		return style.Muted, "nothing", "nothing known"
	case r.state == unread:
		return style.Warn, style.Warning + " unread", "could not be read"
	case r.why != nil:
		return style.Bad, style.Warning + " failed", r.why.What()
	}
	return style.Muted, "not asked", "not asked"
}

// risk is the score with its word.
func risk(r row) widget.Text {
	if r.record == nil {
		tone, word, _ := r.without()
		return widget.Toned(tone, word)
	}
	score, ok := r.record.RiskScore.Get()
	switch {
	case ok:
		tone, word := style.Risk(score)
		return widget.T(style.Strong, record.Score(score), " ", tone, word)
	case record.Unread(r.record.Remarks, "risk_score"):
		return widget.Toned(style.Warn, "unread")
	}
	return widget.Toned(style.Muted, "no score")
}

// compareRisk orders rows by risk. A name that has risk types and no score stands
// below the high scores and above all others.
func compareRisk(a, b row) int {
	return cmp.Or(cmp.Compare(tier(a), tier(b)), cmp.Compare(score(a), score(b)))
}

func score(r row) float64 {
	if r.record == nil {
		return 0
	}
	return r.record.RiskScore.Or(0)
}

// tier is where a row stands among the others whatever its score is.
func tier(r row) int {
	if r.record == nil {
		return int(r.state) - int(told)
	}
	s, ok := r.record.RiskScore.Get()
	tone, _ := style.Risk(s)
	switch {
	case ok && tone == style.Bad:
		return 5
	case !ok && (len(riskTypes(r)) > 0 || !r.record.MalwareFamily.Empty()):
		return 4
	case ok && tone == style.Warn:
		return 3
	case ok:
		return 2
	}
	return 1
}

// riskTypes are the risk types of a name, its own before those of a parent.
func riskTypes(r row) []cf.CategoryRef {
	if r.record == nil {
		return nil
	}
	own := record.Ungrouped(r.record.RiskTypes)
	return append(own[:len(own):len(own)], record.Ungrouped(r.record.InheritedRiskTypes)...)
}

func types(r row) widget.Text {
	switch list := riskTypes(r); {
	case r.record == nil:
		tone, _, words := r.without()
		return widget.Toned(tone, words)
	case len(list) > 0:
		return widget.T(style.Bad, style.Warning+" "+named(list, shown))
	case record.Unread(r.record.Remarks, "risk_types"):
		return widget.Toned(style.Warn, "could not be read")
	case r.record.RiskTypes != nil:
		return widget.Toned(style.Muted, "none")
	}
	return widget.Toned(style.Muted, "none named")
}

func categories(r row) widget.Text {
	if r.record == nil {
		return nil
	}
	own, inherited := record.Ungrouped(r.record.ContentCategories), record.Ungrouped(r.record.InheritedContentCategories)
	switch {
	case len(own) > 0:
		return widget.Plain(named(own, shown))
	case len(inherited) > 0:
		return widget.T(named(inherited, shown), style.Muted, ", inherited")
	case record.Unread(r.record.Remarks, "content_categories"):
		return widget.Toned(style.Warn, "could not be read")
	case r.record.ContentCategories != nil:
		return widget.Toned(style.Muted, "none")
	}
	return widget.Toned(style.Muted, "none named")
}

// named writes categories one after the other.
func named(list []cf.CategoryRef, write func(cf.CategoryRef) string) string {
	var all []string
	for _, c := range list {
		all = append(all, write(c))
	}
	return strings.Join(all, ", ")
}

// shown is the name of a category as it stands in a table, where there is no
// room for its id.
func shown(c cf.CategoryRef) string {
	if !c.Name.Empty() {
		return c.Name.String()
	}
	if known, ok := c.Category(); ok {
		return known.Name
	}
	return fmt.Sprint(c.ID.Or(0))
}

// rankOf is the popularity rank; what has none comes last.
func rankOf(r row) int {
	if r.record == nil {
		return math.MaxInt
	}
	return r.record.PopularityRank.Or(math.MaxInt - 1)
}

func rank(r row) widget.Text {
	if r.record == nil {
		return nil
	}
	n, ok := r.record.PopularityRank.Get()
	switch {
	case ok:
		return widget.Plain(views.Number(n))
	case record.Unread(r.record.Remarks, "popularity_rank"):
		return widget.Toned(style.Warn, "unread")
	}
	return widget.Toned(style.Muted, "–")
}

func malware(r row) widget.Text {
	switch {
	case r.record == nil:
		return nil
	case !r.record.MalwareFamily.Empty():
		return widget.Toned(style.Bad, style.Warning+" "+r.record.MalwareFamily.String())
	case record.Unread(r.record.Remarks, "additional_information"):
		return widget.Toned(style.Warn, "unread")
	}
	return nil
}

// fetched is when the answer that a row was read from came.
func fetched(r row) time.Time {
	if r.from == nil {
		return time.Time{}
	}
	return r.from.answer.FetchedAt
}

// age says how old a record is and, where there is room, which endpoint it is
// from.
func age(env views.Env, r row, width int) widget.Text {
	const wide = 14
	switch {
	case r.asking:
		return widget.Toned(style.Accent, "asking")
	case r.from == nil:
		return widget.Toned(style.Muted, "–")
	}
	tone := style.Muted
	if env.Settings.Lifetimes.Old(api.Query{Endpoint: cf.EndpointDomain}, fetched(r), env.Now()) {
		tone = style.Warn
	}
	text := short(env.Now().Sub(fetched(r)))
	if width >= wide {
		text += ", " + string(r.from.answer.Query.Endpoint)
	}
	return widget.Toned(tone, text)
}

// short is an age in six cells: "now", "59 min", "23 h", "365 d".
func short(d time.Duration) string {
	if d < time.Minute {
		return "now"
	}
	if d >= 24*time.Hour {
		return fmt.Sprintf("%d d", d/(24*time.Hour))
	}
	return views.Span(d)
}

// header names the columns of [exact].
func header() []string {
	return []string{
		"domain", "status", "risk_score", "risk_types", "content_categories", "popularity_rank", "malware_family", "fetched_at", "endpoint",
	}
}

// exact is a row in exact values. An empty cell is unknown.
func exact(r row) []string {
	cells := make([]string, len(header()))
	cells[0], cells[1] = r.name.String(), "ok"
	if r.record == nil {
		_, _, cells[1] = r.without()
	}
	if r.from != nil {
		cells[7], cells[8] = fetched(r).UTC().Format(time.RFC3339), string(r.from.answer.Query.Endpoint)
	}
	d := r.record
	if d == nil {
		return cells
	}
	if s, ok := d.RiskScore.Get(); ok {
		cells[2] = fmt.Sprint(s)
	}
	cells[3] = named(riskTypes(r), whole)
	cells[4] = named(append(d.ContentCategories[:len(d.ContentCategories):len(d.ContentCategories)], d.InheritedContentCategories...), whole)
	if n, ok := d.PopularityRank.Get(); ok {
		cells[5] = fmt.Sprint(n)
	}
	cells[6] = d.MalwareFamily.Exact()
	return cells
}

// whole is a category with its id, in exact values.
func whole(c cf.CategoryRef) string {
	name := c.Name.Exact()
	if known, ok := c.Category(); ok && name == "" {
		name = known.Name
	}
	if id, ok := c.ID.Get(); ok {
		name += fmt.Sprintf(" %d", id)
	}
	return strings.TrimSpace(name)
}
