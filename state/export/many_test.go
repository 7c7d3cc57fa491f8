package export_test

import (
	"fmt"
	"slices"
	"testing"

	"quarry/state/export/exporttest"
)

// A question about several names is about each of them: they are subjects, with what
// the question was reached from as their origin, and nothing without a name is.
func TestQuestionAboutMany(t *testing.T) {
	c := exporttest.WithLookup()
	many, opened := c.Nodes[len(c.Nodes)-2], c.Nodes[len(c.Nodes)-1]
	var got []string
	for _, s := range c.Subjects() {
		if s.Indicator.IsZero() {
			t.Error("there is a subject without a name")
		}
		for _, n := range s.Nodes {
			if n.ID == many.ID || n.ID == opened.ID {
				got = append(got, s.Indicator.String()+met(s))
			}
		}
	}
	want := []string{
		"bad.example.org pdns 192.0.2.44 2026-11-20 2026-11-23", "new.example.org pdns 192.0.2.44 0001-01-01 0001-01-01",
		"below.example.org pdns 192.0.2.44 0001-01-01 0001-01-01",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	for _, r := range c.Relations(c.Subjects()) {
		if r.From.IsZero() || r.To.IsZero() || r.By.Indicator.IsZero() {
			t.Errorf("it relates nothing: %s", fmt.Sprint(r))
		}
	}
}
