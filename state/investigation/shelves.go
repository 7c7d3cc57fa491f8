package investigation

import "quarry/state/indicator"

// A case has two shelves: what was seen in it, and the list of IOCs, to which the
// analyst promotes by a verdict.

// Seen are the indicators of the nodes that are not pruned, each once, in the
// order in which they were first asked about.
func (i Investigation) Seen() []indicator.Indicator {
	met := make(map[indicator.Indicator]bool, len(i.Nodes))
	var seen []indicator.Indicator
	for _, n := range i.Nodes {
		if !n.Pruned && !met[n.Indicator] {
			met[n.Indicator] = true
			seen = append(seen, n.Indicator)
		}
	}
	return seen
}

// IOC reports whether the verdict puts an indicator on the list of IOCs.
func (j Judgement) IOC() bool { return j.Verdict == Malicious || j.Verdict == Suspicious }

// IOCs are the judgements of what was found to be malicious or suspicious, in
// the order of their indicators. What was pruned with all that was asked about it
// is none of them, as it is in no export.
func (i Investigation) IOCs() []Judgement {
	gone := i.Gone()
	var list []Judgement
	for _, j := range i.Judgements {
		if j.IOC() && !gone[j.Indicator] {
			list = append(list, j)
		}
	}
	return list
}

// Gone are the indicators that were asked about and of which every node is pruned:
// they are out of sight and out of exports, judged or not.
func (i Investigation) Gone() map[indicator.Indicator]bool {
	gone := map[indicator.Indicator]bool{}
	left := map[indicator.Indicator]bool{}
	for _, n := range i.Nodes {
		if n.Pruned {
			gone[n.Indicator] = true
		} else {
			left[n.Indicator] = true
		}
	}
	for there := range left {
		delete(gone, there)
	}
	return gone
}
