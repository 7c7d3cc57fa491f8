package iocs

import (
	"quarry/views"
	"quarry/views/style"
	"quarry/views/widget"
)

// The ways to group.
const (
	byVerdict = iota
	byKind
	byFrom
)

// GroupBy implements [widget.Grouping].
func (s *shelf) GroupBy() []widget.GroupWay {
	return []widget.GroupWay{
		byVerdict: {Name: "verdict", Column: colVerdict},
		byKind:    {Name: "kind", Column: colKind},
		byFrom:    {Name: "where from", Column: colFrom},
	}
}

// GroupOf implements [widget.Grouping].
func (s *shelf) GroupOf(by, n int) string {
	switch r := s.rows[n]; by {
	case byKind:
		return r.indicator.Kind().String()
	case byFrom:
		return r.from
	default:
		return string(r.judgement.Verdict)
	}
}

// Heading implements [widget.Grouping].
func (s *shelf) Heading(by int, group []uint32) widget.Heading {
	label := widget.Toned(style.Strong, s.GroupOf(by, int(group[0])))
	if by == byVerdict {
		if label = views.VerdictText(s.rows[group[0]].judgement.Verdict); len(label) == 0 {
			label = widget.Toned(style.Muted, "no verdict")
		}
	}
	return widget.Heading{
		Copy: label.String(),
		Cell: func(col, _ int) widget.Text {
			if col == colIndicator {
				return widget.T(label, style.Muted, "  "+views.Count(len(group), "indicator"))
			}
			return nil
		},
	}
}
