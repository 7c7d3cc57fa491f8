package investigation

import (
	"slices"

	"quarry/state/indicator"
)

// Field says what an [Edit] changes.
type Field string

// What can be changed, and taken back.
const (
	FieldVerdict Field = "verdict"
	FieldComment Field = "comment"
	FieldStar    Field = "star"
	FieldPrune   Field = "prune"
	FieldName    Field = "name"
	FieldTLP     Field = "tlp"
)

// Edit is one change of one field, of as many indicators or nodes as were
// marked. It is a value: it can be compared, kept, and turned round.
type Edit struct {
	Field Field
	Steps []Step
}

// Step is the change of one thing: of a node, of an indicator, or, where both
// are zero, of what stands around them.
type Step struct {
	Node      ID
	Indicator indicator.Indicator
	// From and To are the values before and after; a star or a pruned node is
	// "yes" or nothing.
	From, To string
}

const yes = "yes"

func flag(b bool) string {
	if b {
		return yes
	}
	return ""
}

// Inverse takes the edit back.
func (e Edit) Inverse() Edit {
	back := Edit{Field: e.Field, Steps: slices.Clone(e.Steps)}
	for n, s := range back.Steps {
		back.Steps[n].From, back.Steps[n].To = s.To, s.From
	}
	slices.Reverse(back.Steps)
	return back
}

// Empty reports whether the edit changes nothing.
func (e Edit) Empty() bool { return len(e.Steps) == 0 }

// add notes a step that changes something.
func (e *Edit) add(s Step) {
	if s.From != s.To {
		e.Steps = append(e.Steps, s)
	}
}

// SetVerdict is the edit that gives indicators a verdict; none takes it back.
func (b *Notebook) SetVerdict(v Verdict, on ...indicator.Indicator) Edit {
	return b.judge(FieldVerdict, on, func(Judgement) string { return string(v) })
}

// SetComment is the edit that gives indicators a comment; the empty one removes
// it.
func (b *Notebook) SetComment(text string, on ...indicator.Indicator) Edit {
	return b.judge(FieldComment, on, func(Judgement) string { return text })
}

// SetStar is the edit that stars indicators, or takes the stars away.
func (b *Notebook) SetStar(starred bool, on ...indicator.Indicator) Edit {
	return b.judge(FieldStar, on, func(Judgement) string { return flag(starred) })
}

func (b *Notebook) judge(field Field, on []indicator.Indicator, to func(Judgement) string) Edit {
	e := Edit{Field: field}
	for _, i := range on {
		if j := b.Judgement(i); !i.IsZero() {
			e.add(Step{Indicator: i, From: j.get(field), To: to(j)})
		}
	}
	return e
}

func (j Judgement) get(field Field) string {
	switch field {
	case FieldVerdict:
		return string(j.Verdict)
	case FieldComment:
		return j.Comment
	case FieldStar:
		return flag(j.Starred)
	}
	return ""
}

func (j *Judgement) set(field Field, to string) {
	switch field {
	case FieldVerdict:
		j.Verdict = Verdict(to)
	case FieldComment:
		j.Comment = to
	case FieldStar:
		j.Starred = to == yes
	}
}

// Prune is the edit that prunes branches: the nodes and all that was reached
// from them. What is pruned already is no part of it, and so is not brought back
// with it.
func (b *Notebook) Prune(roots ...ID) Edit {
	e := Edit{Field: FieldPrune}
	within := make(map[ID]bool, len(roots))
	for _, id := range roots {
		within[id] = true
	}
	for _, n := range b.inv.Nodes { // parents come before what was reached from them
		if within[n.ID] || within[n.Parent] && !n.Parent.IsZero() {
			within[n.ID] = true
			e.add(Step{Node: n.ID, From: flag(n.Pruned), To: yes})
		}
	}
	return e
}

// SetName is the edit that names the investigation.
func (b *Notebook) SetName(name string) Edit {
	e := Edit{Field: FieldName}
	e.add(Step{From: b.inv.Name, To: name})
	return e
}

// SetTLP is the edit that says how far the investigation may be passed on.
func (b *Notebook) SetTLP(t TLP) Edit {
	e := Edit{Field: FieldTLP}
	e.add(Step{From: string(b.inv.TLP), To: string(t)})
	return e
}
