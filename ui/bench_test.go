package ui

import (
	"context"
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/views/viewtest"
)

// listSource answers passive DNS with many names, and everything else with the
// recordings.
type listSource struct {
	recordedSource
	names int
}

func (s listSource) Ask(ctx context.Context, q api.Query, f api.Freshness) (api.Answer, error) {
	if q.Endpoint != "pdns" {
		return s.recordedSource.Ask(ctx, q, f)
	}
	var b strings.Builder
	fmt.Fprintf(&b, `{"success":true,"errors":[],"messages":[],"result":{"count":%d,"page":1,"per_page":%d,"reverse_records":[`, s.names, s.names)
	for i := range s.names {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"hostname":"host-%06d.shop.example.net","first_seen":"2026-11-%02d","last_seen":"2026-11-20"}`, i, 1+i%19)
	}
	b.WriteString(`]}}`)
	a, _ := viewtest.Body(b.String())(q)
	a.FetchedAt = now()
	s.r.m.opt.Shelf.Keep(a)
	return a, nil
}

// BenchmarkMoveDown is what a key costs before anything is sent to the
// terminal: Update and View, in a list of 1,000 names.
func BenchmarkMoveDown(b *testing.B) {
	for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}} {
		b.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(b *testing.B) {
			r := real(b, "")
			r.m.opt.Source = listSource{recordedSource{r}, 1000}
			r.press("esc", "o")
			for _, c := range "1.1.1.1" {
				r.press(string(c))
			}
			r.press("enter")
			r.settle()
			r.press("p")
			r.settle()
			r.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			r.wants("1,000 names")
			down, top := keyPress("j"), keyPress("g")
			n := 0
			b.ReportAllocs()
			for b.Loop() {
				if n++; n%900 == 0 {
					r.m.Update(top)
				}
				r.m.Update(down)
				r.m.View()
			}
		})
	}
}
