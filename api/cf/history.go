package cf

import (
	"fmt"
	"slices"
	"time"

	"quarry/api"
	"quarry/state/indicator"
)

// EndpointHistory is how a domain was categorized over time:
// GET intel/domain-history.
const EndpointHistory api.Endpoint = "history"

// History is how a domain was categorized over time.
type History struct {
	Remarks
	Domain Name `json:"domain,omitzero"`
	// Periods are sorted newest first; those without a known start come last.
	Periods []Period `json:"categorizations,omitzero"`
}

// Period is a time during which a domain had the same categories.
type Period struct {
	Categories []CategoryRef `json:"categories,omitzero"`
	Start      Time          `json:"start,omitzero"`
	End        Time          `json:"end,omitzero"`
	// Open is true when the period has no end: it is the current one.
	Open bool `json:"open,omitzero"`
}

func specHistory() Spec {
	s := Spec{
		Endpoint: EndpointHistory, Permission: PermissionRead,
		Kinds: []indicator.Kind{indicator.Domain},
	}
	s.Wire = func(q api.Query) (Wire, error) {
		if !s.Takes(q.Indicator.Kind()) {
			return Wire{}, refuseKind(q, s)
		}
		return get("intel/domain-history", Param{"domain", q.Indicator.String()}), nil
	}
	return s
}

// DecodeHistory reads the answer of [EndpointHistory]. The periods of several
// objects about the domain are put together.
func DecodeHistory(a api.Answer) (History, error) {
	var rec History
	env, err := open(a, PermissionRead, &rec.Remarks)
	if err != nil {
		return rec, err
	}
	if env.result.blank() {
		rec.Empty = true
		env.close()
		return rec, nil
	}
	objects, err := chooseAll(a, env.result, "domain", sameHost)
	if err != nil {
		return rec, err
	}
	for i, o := range objects {
		name := o.get("domain").hostName()
		if i == 0 {
			rec.Domain = name
		}
		if periods := each(o.need("categorizations"), readPeriod); rec.Periods == nil {
			rec.Periods = periods
		} else {
			rec.Periods = append(rec.Periods, periods...)
		}
		if err := o.judge(a, "domain"); err != nil {
			return rec, err
		}
	}
	env.close()
	slices.SortStableFunc(rec.Periods, newestFirst)
	return rec, nil
}

func readPeriod(v value) (Period, bool) {
	if v.missing() {
		return Period{}, false
	}
	if k := kindOf(v.raw); k != '{' && k != '[' {
		v.wrong("a period")
		return Period{}, false
	}
	o := v.fields()
	end := o.get("end")
	p := Period{
		Categories: o.get("categories").categories(),
		Start:      o.get("start").time(),
		End:        end.time(),
	}
	p.Open = p.End.IsZero() && end.blank()
	from, okFrom := p.Start.Get()
	to, okTo := p.End.Get()
	if okFrom && okTo && to.Before(from) {
		o.r.problem(o.path, fmt.Sprintf("ends (%s) before it starts (%s)", p.End, p.Start))
	}
	known, _ := o.recognised("end")
	o.rest()
	return p, known > 0
}

func newestFirst(a, b Period) int {
	x, okX := a.Start.Get()
	y, okY := b.Start.Get()
	switch {
	case okX != okY && okX:
		return -1
	case okX != okY:
		return 1
	case x.Equal(y) && a.Open != b.Open && a.Open:
		return -1
	case x.Equal(y) && a.Open != b.Open:
		return 1
	}
	return time.Time.Compare(y, x)
}
