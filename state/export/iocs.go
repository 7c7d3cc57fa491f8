package export

import (
	"quarry/state/indicator"
	"quarry/state/investigation"
)

// Part is how much of a case is exported.
type Part uint8

const (
	// Whole is all of it that is not pruned.
	Whole Part = iota
	// IOCs is the list of IOCs alone: see [Narrow].
	IOCs
)

// Narrow is what a case holds of its list of IOCs: the indicators judged
// malicious or suspicious, what was said of them, and the questions about them,
// each below the nearest that is left. Nothing says what else was looked at. An
// indicator all of whose questions were pruned is none of them, as in [Whole].
func Narrow(i investigation.Investigation) investigation.Investigation {
	list := i.IOCs()
	listed := make(map[indicator.Indicator]bool, len(list))
	for _, j := range list {
		listed[j.Indicator] = true
	}
	kept := make(map[investigation.ID]investigation.ID, len(i.Nodes)) // a node, or the nearest above it that is left
	var nodes []investigation.Node
	for _, n := range i.Nodes { // parents come before what was reached from them
		n.Parent = kept[n.Parent]
		if listed[n.Indicator] {
			kept[n.ID] = n.ID
			nodes = append(nodes, n)
		} else {
			kept[n.ID] = n.Parent
		}
	}
	i.Nodes, i.Judgements = nodes, list
	return i
}
