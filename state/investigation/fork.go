package investigation

import (
	"time"

	"quarry/state/indicator"
)

// Fork begins an investigation of its own with branches of this one, and with
// what was judged of the indicators in them. Nodes keep their IDs, so that a fork
// that is merged back brings nothing twice. Pruned nodes stay behind.
func (b *Notebook) Fork(at time.Time, roots ...ID) Investigation {
	chosen := make(map[ID]bool, len(roots))
	for _, id := range roots {
		chosen[id] = true
	}
	return b.fork(at, nil, func(n Node) bool { return chosen[n.ID] }, nil)
}

// ForkOf is Fork for indicators that were met in the answer of a node: it holds
// the way to that node, what was asked from there about the indicators, and what
// was judged of all of them. Where no node is given, it is all that was asked about
// them from anywhere, with the ways to that.
func (b *Notebook) ForkOf(at time.Time, met ID, on ...indicator.Indicator) Investigation {
	of := make(map[indicator.Indicator]bool, len(on))
	for _, i := range on {
		of[i] = true
	}
	way := map[ID]bool{}
	lead := func(id ID) {
		for n, ok := b.Node(id); ok && !way[n.ID]; n, ok = b.Node(n.Parent) {
			way[n.ID] = true
		}
	}
	lead(met)
	chosen := func(n Node) bool { return of[n.Indicator] && (met.IsZero() || n.Parent == met) }
	for _, n := range b.inv.Nodes {
		if chosen(n) && !n.Pruned {
			lead(n.Parent)
		}
	}
	return b.fork(at, way, chosen, on)
}

// fork takes over the nodes of a way, the branches whose roots are chosen, and
// what was judged of the indicators in them and of others.
func (b *Notebook) fork(at time.Time, way map[ID]bool, chosen func(Node) bool, others []indicator.Indicator) Investigation {
	fork := Begin(b.inv.Account, b.by, at).Snapshot()
	fork.TLP = b.inv.TLP
	// kept says of each node of the fork, and of those that were pruned within it,
	// which one it is there, or hangs from; within, which have all that was asked
	// from them come along.
	kept := make(map[ID]ID)
	within := make(map[ID]bool)
	met := make(map[indicator.Indicator]bool)
	for _, i := range others {
		met[i] = true
	}
	for _, n := range b.inv.Nodes {
		parent, hangs := kept[n.Parent]
		branch := within[n.Parent] || chosen(n)
		switch {
		case n.Pruned && hangs:
			kept[n.ID], within[n.ID] = parent, within[n.Parent]
		case !n.Pruned && (branch || way[n.ID]):
			n.Parent = parent
			kept[n.ID], within[n.ID], met[n.Indicator] = n.ID, branch, true
			fork.Nodes = append(fork.Nodes, n)
		}
	}
	for _, j := range b.inv.Judgements {
		if met[j.Indicator] {
			fork.Judgements = append(fork.Judgements, j)
		}
	}
	return fork
}
