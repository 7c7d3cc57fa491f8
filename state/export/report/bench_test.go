package report

import (
	"fmt"
	"io"
	"testing"

	"quarry/state/export"
	"quarry/state/export/exporttest"
	"quarry/state/indicator"
	"quarry/state/investigation"
)

// BenchmarkWrite is a report of 10,000 questions, one of them with 100,000 names.
func BenchmarkWrite(b *testing.B) {
	c := exporttest.Case()
	list := c.Evidence[c.Nodes[1].ID]
	for n := range 100_000 {
		name := fmt.Sprintf("n%d.example.com", n)
		list.Rows = append(list.Rows, []string{name, "2026-11-20", "2026-11-23"})
		list.Links = append(list.Links, export.Link{Type: export.ResolvesTo, From: indicator.MustParse(name), To: c.Nodes[0].Indicator})
	}
	c.Evidence[c.Nodes[1].ID] = list
	for n := range 10_000 {
		one := c.Nodes[2]
		one.ID = investigation.ID{9, byte(n >> 8), byte(n)}
		one.Indicator = indicator.MustParse(fmt.Sprintf("n%d.example.com", n))
		c.Nodes = append(c.Nodes, one)
	}
	for b.Loop() {
		if err := Write(io.Discard, c, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
