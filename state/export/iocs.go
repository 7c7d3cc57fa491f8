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

// Narrow is the list of IOCs of a whole case: see [Narrow]. Of the questions that are
// not in it nothing is left but that an indicator was met in their answers, and when
// it was seen there.
func (c Case) Narrow() Case {
	met := map[indicator.Indicator][]Met{}
	for _, s := range c.Subjects() {
		met[s.Indicator] = s.From
	}
	c.Investigation, c.Part = Narrow(c.Investigation), IOCs
	evidence := make(map[investigation.ID]Evidence, len(c.Nodes))
	for _, n := range c.Nodes {
		if e, ok := c.Evidence[n.ID]; ok {
			evidence[n.ID] = e
		}
	}
	c.Evidence, c.met = evidence, met
	return c
}

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
