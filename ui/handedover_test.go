package ui

import (
	"bytes"
	"testing"
	"time"

	"quarry/api/cf"
	"quarry/api/source"
	"quarry/keymap"
	"quarry/state/export"
	"quarry/state/export/bundle"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/views"
	"quarry/views/style"
)

// Whatever a view asks first, and a look-up of many asks, can stand in a bundle: a case
// with one question that cannot would be handed over by nobody.
func TestEveryQuestionCanBeHandedOver(t *testing.T) {
	at := time.Date(2026, 11, 23, 18, 0, 0, 0, time.UTC)
	env := views.Env{
		Context: t.Context(), Shelf: source.NewMemory(), Theme: style.New(true), Keys: keymap.Default(),
		Now: func() time.Time { return at }, Seen: func() []indicator.Indicator { return nil },
	}
	c := export.Case{At: at, Investigation: investigation.Investigation{
		ID: investigation.ID{1}, TLP: investigation.TLPAmber, Created: at, Changed: at,
	}}
	ask := func(question, endpoint string, about indicator.Indicator) {
		c.Nodes = append(c.Nodes, investigation.Node{
			ID: investigation.ID{2, byte(len(c.Nodes))}, Question: question, Endpoint: endpoint, Indicator: about, Asked: at, Changed: at, Rows: -1,
		})
	}
	for _, r := range Routes() {
		for _, text := range []string{"192.0.2.44", "2001:db8::44", "www.example.com", "bücher.example", "https://www.example.com/it's?a=1&b=%20", "AS64500"} {
			subject, why := r.Subject(indicator.MustParse(text))
			if why == "" && r.Query != nil {
				ask(r.Query(env, subject).Key(), string(r.Endpoint), subject)
			}
		}
	}
	for _, q := range cf.BulkQuestions(indicator.SetOf(indicator.MustParse("a.example.com"), indicator.MustParse("b.example.com"))) {
		ask(q.Key(), string(q.Endpoint), q.Indicator)
	}
	var b bytes.Buffer
	if err := bundle.Write(&b, c, "ann", nil); err != nil {
		for _, n := range c.Nodes {
			one := c
			one.Nodes = []investigation.Node{n}
			if err := bundle.Write(&bytes.Buffer{}, one, "ann", nil); err != nil {
				t.Errorf("%s, %q: %v", n.Endpoint, n.Question, err)
			}
		}
		t.FailNow()
	}
	if got, err := bundle.Read(&b, at); err != nil || len(got.Case.Nodes) != len(c.Nodes) || len(c.Nodes) < 20 {
		t.Errorf("%d of %d questions came back, %v", len(got.Case.Nodes), len(c.Nodes), err)
	}
}
