package investigation

// Place is a node where it stands in the trail.
type Place struct {
	Node Node
	// Parent is the index of the place that it hangs from, -1 at the root.
	Parent int
	// Depth counts the places above it.
	Depth int
	// End is the index after the last place that was reached from here, however
	// far: the branch is the places up to it.
	End int
	// Last reports that nothing after it hangs from the same place.
	Last bool
}

// Kids reports whether anything was reached from the place at an index.
func Kids(places []Place, at int) bool { return places[at].End > at+1 }

// Trail is the tree of the nodes that are not pruned, as a list: each place
// before what was reached from it, in the order asked. What was asked from a
// pruned node hangs from the nearest one that is left. A node whose parent is
// missing, or was asked later than itself as only a forged file can have it,
// stands at the root: nothing is hidden, and there are no circles.
func (i Investigation) Trail() []Place {
	nodes := i.Nodes
	at := make(map[ID]int, len(nodes))
	above := make([]int, len(nodes)) // the nearest node above that is left, -1 for none
	kids := make([]int, len(nodes))  // first child plus one
	next := make([]int, len(nodes))  // next sibling plus one
	latest := make([]int, len(nodes))
	first, last := 0, -1
	for n := range nodes {
		above[n] = -1
		if p, ok := at[nodes[n].Parent]; ok && !nodes[n].Parent.IsZero() {
			if above[n] = p; nodes[p].Pruned {
				above[n] = above[p]
			}
		}
		at[nodes[n].ID] = n
		if nodes[n].Pruned {
			continue
		}
		switch p := above[n]; {
		case p < 0 && last < 0:
			first, last = n+1, n
		case p < 0:
			next[last], last = n+1, n
		case kids[p] == 0:
			kids[p], latest[p] = n+1, n
		default:
			next[latest[p]], latest[p] = n+1, n
		}
	}
	return walk(nodes, first, kids, next)
}

// walk lists the tree. It is written without recursion: a trail may be one long
// chain.
func walk(nodes []Node, first int, kids, next []int) []Place {
	places := make([]Place, 0, len(nodes))
	// Each entry of the stack is a node to list (plus one) and its parent's place.
	type due struct{ node, parent int }
	stack := []due{{first, -1}}
	for len(stack) > 0 {
		d := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if d.node == 0 {
			if d.parent >= 0 {
				places[d.parent].End = len(places)
			}
			continue
		}
		n, depth := d.node-1, 0
		if d.parent >= 0 {
			depth = places[d.parent].Depth + 1
		}
		here := len(places)
		places = append(places, Place{Node: nodes[n], Parent: d.parent, Depth: depth, End: here + 1, Last: next[n] == 0})
		stack = append(stack, due{next[n], d.parent}, due{kids[n], here})
	}
	return places
}
