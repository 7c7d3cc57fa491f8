package investigation

import (
	"slices"
	"time"

	"quarry/state/indicator"
)

// Notebook is an investigation that is being worked on. Each method that changes
// it returns what has changed as an investigation that holds nothing else: merged
// into any other state of the case it makes the same change there. A Notebook is
// not safe for concurrent use.
type Notebook struct {
	inv    Investigation
	by     string
	nodes  map[ID]int // places in inv.Nodes
	places map[place]ID
	judged map[indicator.Indicator]int // places in inv.Judgements
	done   []Edit                      // what can be taken back, newest last
}

// place is a question as it is reached from somewhere: asked again from there it
// is the same node. Two endpoints may begin with the same question.
type place struct {
	parent             ID
	endpoint, question string
}

func (n Node) place() place { return place{n.Parent, n.Endpoint, n.Question} }

// Begin starts an investigation of questions to an account, written by a user.
func Begin(account, by string, at time.Time) *Notebook {
	at = at.UTC().Round(0)
	return Open(Investigation{ID: NewID(), TLP: TLPAmber, Account: account, Created: at, Changed: at}, by)
}

// Open goes on with an investigation. What the user changes carries their name.
func Open(i Investigation, by string) *Notebook {
	b := &Notebook{by: by}
	b.read(Merge(i, Investigation{ID: i.ID})) // in order, and nothing twice
	return b
}

func (b *Notebook) read(i Investigation) {
	b.inv = i
	b.nodes = make(map[ID]int, len(i.Nodes))
	b.places = make(map[place]ID, len(i.Nodes))
	b.judged = make(map[indicator.Indicator]int, len(i.Judgements))
	for n, node := range i.Nodes {
		b.nodes[node.ID] = n
		b.notePlace(node)
	}
	for n, j := range i.Judgements {
		b.judged[j.Indicator] = n
	}
}

// notePlace makes a node the one that is found by its question; of several it is
// the first.
func (b *Notebook) notePlace(n Node) {
	if _, taken := b.places[n.place()]; !taken {
		b.places[n.place()] = n.ID
	}
}

// Snapshot is the investigation as it is now.
func (b *Notebook) Snapshot() Investigation {
	i := b.inv
	i.Nodes, i.Judgements = slices.Clone(i.Nodes), slices.Clone(i.Judgements)
	return i
}

// Head is the investigation without its nodes and judgements.
func (b *Notebook) Head() Investigation {
	head := b.inv
	head.Nodes, head.Judgements = nil, nil
	return head
}

// Len counts the nodes, those that are pruned included.
func (b *Notebook) Len() int { return len(b.inv.Nodes) }

// Node finds a node.
func (b *Notebook) Node(id ID) (Node, bool) {
	n, ok := b.nodes[id]
	if !ok {
		return Node{}, false
	}
	return b.inv.Nodes[n], true
}

// Judgement is what was said of an indicator; a blank one where nothing was.
func (b *Notebook) Judgement(i indicator.Indicator) Judgement {
	if n, ok := b.judged[i]; ok {
		return b.inv.Judgements[n]
	}
	return Judgement{Indicator: i}
}

// Trail is the tree of what is not pruned.
func (b *Notebook) Trail() []Place { return b.inv.Trail() }

// Ask notes that a question was opened from a node (zero: it was entered). n
// has the question; the notebook gives it ID, parent, time and user. A question
// that was opened from there before is the same node, which is brought back if it
// was pruned: whoever asks again wants it.
func (b *Notebook) Ask(parent ID, n Node, at time.Time) (ID, Investigation) {
	n.Parent = parent
	if id, ok := b.places[n.place()]; ok {
		if old := b.inv.Nodes[b.nodes[id]]; old.Pruned {
			old.Pruned = false
			return id, b.put(old, at)
		}
		return id, b.Head()
	}
	at = at.UTC().Round(0)
	if last := len(b.inv.Nodes) - 1; last >= 0 {
		at = after(at, b.inv.Nodes[last].Asked) // a child comes after its parent
	}
	n.ID, n.Asked, n.Changed = NewID(), at, at
	n.Rows, n.By = -1, b.by
	b.nodes[n.ID] = len(b.inv.Nodes)
	b.inv.Nodes = append(b.inv.Nodes, n)
	b.notePlace(n)
	part := b.Head()
	part.Nodes = []Node{n}
	return n.ID, part
}

// Result is what an answer says of a node.
type Result struct {
	FetchedAt time.Time
	// Calls is what was paid since the last result; it adds up.
	Calls  int
	SHA256 string
	Rows   int
}

// Answered notes the answer that is shown in a node; changed is false where
// nothing is new.
func (b *Notebook) Answered(id ID, r Result, at time.Time) (part Investigation, changed bool) {
	n, ok := b.Node(id)
	if !ok || r.Calls == 0 && n.FetchedAt.Equal(r.FetchedAt) && n.SHA256 == r.SHA256 && n.Rows == r.Rows {
		return b.Head(), false
	}
	n.Calls += r.Calls
	n.FetchedAt, n.SHA256, n.Rows = r.FetchedAt.UTC().Round(0), r.SHA256, r.Rows
	return b.put(n, at), true
}

// put changes a node.
func (b *Notebook) put(n Node, at time.Time) Investigation {
	n.Changed = after(at, n.Changed)
	b.inv.Nodes[b.nodes[n.ID]] = n
	part := b.Head()
	part.Nodes = []Node{n}
	return part
}

// Do carries an edit out and keeps it, so that Undo takes it back.
func (b *Notebook) Do(e Edit, at time.Time) Investigation {
	if !e.Empty() {
		b.done = append(b.done, e)
	}
	return b.apply(e, at)
}

// Undo takes the last edit back that was not; ok is false where there is none.
func (b *Notebook) Undo(at time.Time) (e Edit, part Investigation, ok bool) {
	last := len(b.done) - 1
	if last < 0 {
		return Edit{}, b.Head(), false
	}
	e, b.done = b.done[last], b.done[:last]
	return e, b.apply(e.Inverse(), at), true
}

// Last is the edit that Undo would take back.
func (b *Notebook) Last() (Edit, bool) {
	if len(b.done) == 0 {
		return Edit{}, false
	}
	return b.done[len(b.done)-1], true
}

func (b *Notebook) apply(e Edit, at time.Time) Investigation {
	var nodes []Node
	var judgements []Judgement
	for _, s := range e.Steps {
		switch {
		case !s.Node.IsZero():
			if n, ok := b.Node(s.Node); ok && e.Field == FieldPrune {
				n.Pruned = s.To == yes
				nodes = append(nodes, b.put(n, at).Nodes...)
			}
		case !s.Indicator.IsZero():
			judgements = append(judgements, b.rule(e.Field, s, at))
		default:
			b.setHead(e.Field, s.To, at)
		}
	}
	part := b.Head()
	part.Nodes, part.Judgements = nodes, judgements
	return part
}

// rule changes what is said of an indicator.
func (b *Notebook) rule(field Field, s Step, at time.Time) Judgement {
	j := b.Judgement(s.Indicator)
	j.set(field, s.To)
	j.By, j.Changed = b.by, after(at, j.Changed)
	if n, ok := b.judged[s.Indicator]; ok {
		b.inv.Judgements[n] = j
		return j
	}
	n, _ := slices.BinarySearchFunc(b.inv.Judgements, j, byIndicator)
	b.inv.Judgements = slices.Insert(b.inv.Judgements, n, j)
	for k := n; k < len(b.inv.Judgements); k++ {
		b.judged[b.inv.Judgements[k].Indicator] = k
	}
	return j
}

func (b *Notebook) setHead(field Field, to string, at time.Time) {
	switch field {
	case FieldName:
		b.inv.Name = to
	case FieldTLP:
		b.inv.TLP = TLP(to)
	default:
		return
	}
	b.inv.Changed = after(at, b.inv.Changed)
}

// Merge takes in what others have made of the same investigation; changed is
// false where there is nothing new. What can be taken back stays.
func (b *Notebook) Merge(i Investigation) (changed bool) {
	merged := Merge(b.inv, i)
	if equal(merged, b.inv) {
		return false
	}
	b.read(merged)
	return true
}

func equal(a, b Investigation) bool {
	return compareHead(a, b) == 0 &&
		slices.EqualFunc(a.Nodes, b.Nodes, func(a, b Node) bool { return a.ID == b.ID && compareNode(a, b) == 0 }) &&
		slices.EqualFunc(a.Judgements, b.Judgements, func(a, b Judgement) bool {
			return a.Indicator == b.Indicator && compareJudgement(a, b) == 0
		})
}
