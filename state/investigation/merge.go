package investigation

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"time"

	"quarry/state/indicator"
)

// Merge joins two states of one investigation: what two windows, or two
// analysts, have made of it. Of each node, each judgement, and of what stands
// around them (the name, the marking), the one that was changed later wins whole;
// where both changed at the same moment the greater value does, so that nobody
// has to agree on who asks first. Merge is commutative, associative and
// idempotent. Neither argument is changed.
func Merge(a, b Investigation) Investigation {
	m := a
	if compareHead(a, b) < 0 {
		m = b
	}
	m.Nodes = join(a.Nodes, b.Nodes, func(n Node) ID { return n.ID }, compareNode)
	slices.SortFunc(m.Nodes, byAsked)
	m.Judgements = join(a.Judgements, b.Judgements, func(j Judgement) indicator.Indicator { return j.Indicator }, compareJudgement)
	slices.SortFunc(m.Judgements, byIndicator)
	return m
}

// join keeps of each key the greatest value. The result is nil where there is
// nothing.
func join[T any, K comparable](a, b []T, key func(T) K, compare func(T, T) int) []T {
	at := make(map[K]int, len(a)+len(b))
	var all []T
	for _, list := range [][]T{a, b} {
		for _, v := range list {
			n, ok := at[key(v)]
			switch {
			case !ok:
				at[key(v)] = len(all)
				all = append(all, v)
			case compare(all[n], v) < 0:
				all[n] = v
			}
		}
	}
	return all
}

// byAsked is the order of the trail.
func byAsked(a, b Node) int {
	return cmp.Or(a.Asked.Compare(b.Asked), compareID(a.ID, b.ID))
}

func byIndicator(a, b Judgement) int { return compareIndicator(a.Indicator, b.Indicator) }

func compareIndicator(a, b indicator.Indicator) int {
	return cmp.Or(cmp.Compare(a.Kind(), b.Kind()), strings.Compare(a.String(), b.String()))
}

func compareID(a, b ID) int { return bytes.Compare(a[:], b[:]) }

func compareHead(a, b Investigation) int {
	return cmp.Or(
		a.Changed.Compare(b.Changed), strings.Compare(a.Name, b.Name), cmp.Compare(a.TLP, b.TLP),
		a.Created.Compare(b.Created), strings.Compare(a.Account, b.Account), compareID(a.ID, b.ID),
	)
}

func compareNode(a, b Node) int {
	return cmp.Or(
		a.Changed.Compare(b.Changed), a.FetchedAt.Compare(b.FetchedAt), cmp.Compare(a.Calls, b.Calls),
		cmp.Compare(a.Rows, b.Rows), strings.Compare(a.SHA256, b.SHA256), compareBool(a.Pruned, b.Pruned),
		strings.Compare(a.By, b.By), compareID(a.Parent, b.Parent), strings.Compare(a.Question, b.Question),
		strings.Compare(a.Endpoint, b.Endpoint), compareIndicator(a.Indicator, b.Indicator), a.Asked.Compare(b.Asked),
	)
}

func compareJudgement(a, b Judgement) int {
	return cmp.Or(
		a.Changed.Compare(b.Changed), cmp.Compare(a.Verdict, b.Verdict), strings.Compare(a.Comment, b.Comment),
		compareBool(a.Starred, b.Starred), strings.Compare(a.By, b.By),
	)
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// after is a moment for a change: now, or just after the change that it takes
// the place of where a clock was set back, so that the later write is the later
// one.
func after(now, last time.Time) time.Time {
	now = now.UTC().Round(0)
	if now.After(last) {
		return now
	}
	return last.Add(1)
}
