package widget

import (
	"bytes"
	"fmt"
	"testing"

	tea "charm.land/bubbletea/v2"

	"quarry/keymap"
	"quarry/views/style"
)

// tenMegabytes is like an answer of passive DNS.
func tenMegabytes() []byte {
	var b bytes.Buffer
	b.WriteString(`{"success":true,"errors":[],"result":{"reverse_records":[`)
	for i := 0; b.Len() < 10<<20; i++ {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"hostname":"host-%d.example.net","first_seen":"2023-07-15","last_seen":"2023-07-18"}`, i)
	}
	b.WriteString(`]}}`)
	return b.Bytes()
}

// BenchmarkTreeParse opens a body of 10 MB: 123,000 records, 490,000 nodes.
func BenchmarkTreeParse(b *testing.B) {
	body := tenMegabytes()
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		NewTree(style.New(true), body)
	}
}

func BenchmarkTreeKeyDown(b *testing.B) {
	x := NewTree(style.New(true), tenMegabytes())
	x.Resize(120, 40)
	for b.Loop() {
		x.Act(keymap.MoveDown)
		x.Render()
	}
}

func BenchmarkTreeFold(b *testing.B) {
	x := NewTree(style.New(true), tenMegabytes())
	x.Resize(120, 40)
	x.Act(keymap.MoveBottom)
	x.Act(keymap.MoveUp)
	x.Act(keymap.MoveUp)
	x.Act(keymap.MoveUp)
	for b.Loop() {
		x.Act(keymap.Open)
		x.Render()
	}
}

// BenchmarkTreeFilter is what a key of the filter costs while it is typed: the
// search is not in it.
func BenchmarkTreeFilter(b *testing.B) {
	x := NewTree(style.New(true), tenMegabytes())
	x.Resize(120, 40)
	x.Act(keymap.Filter)
	typed(x, "host-10")
	for b.Loop() {
		typed(x, "9")
		x.Key(press(tea.KeyBackspace, ""))
		x.Render()
	}
}

// BenchmarkTreeSearch is from a key of the filter to the picture of what is found,
// where the search is done beside the program.
func BenchmarkTreeSearch(b *testing.B) {
	for name, query := range map[string]string{"substring": "host-109", "narrowed": "host-1099", "pattern": "/host-.*99/"} {
		b.Run(name, func(b *testing.B) {
			x := NewTree(style.New(true), tenMegabytes())
			x.Resize(120, 40)
			find := func(text string) {
				x.Act(keymap.Filter)
				x.Paste(text)
				if work := x.Work(); work != nil {
					x.Take(work(b.Context()))
				}
				x.Render()
			}
			for b.Loop() {
				if name == "narrowed" {
					b.StopTimer()
					find("host-109")
					x.Key(press(tea.KeyEnter, ""))
					b.StartTimer()
					find("9")
				} else {
					find(query)
				}
				x.Escape()
				x.Escape()
			}
		})
	}
}
