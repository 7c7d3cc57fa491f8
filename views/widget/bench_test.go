package widget

import (
	"fmt"
	"testing"

	"quarry/keymap"
	"quarry/views/style"
)

// hugeTable has 100,000 rows and the size of a usual terminal.
func hugeTable() (*Table, records) {
	r := records{list: make([]record, 100_000)}
	for i := range r.list {
		r.list[i] = record{fmt.Sprintf("host-%06d", i), fmt.Sprintf("host-%06d.example.net", i*7919%100_000), i % 97}
	}
	t := NewTable(style.New(true), testColumns(), 0)
	t.Resize(120, 40)
	t.SetRows(r)
	t.Finish()
	return t, r
}

func BenchmarkTableSetRows(b *testing.B) {
	t, r := hugeTable()
	for b.Loop() {
		t.SetRows(r)
		t.Finish()
	}
}

// BenchmarkTableRender draws anew each time.
func BenchmarkTableRender(b *testing.B) {
	t, _ := hugeTable()
	for b.Loop() {
		t.SetTheme(t.theme)
		t.Render()
	}
}

// BenchmarkTableRenderUnchanged is what a message costs that changes nothing.
func BenchmarkTableRenderUnchanged(b *testing.B) {
	t, _ := hugeTable()
	for b.Loop() {
		t.Render()
	}
}

func BenchmarkTableKeyDown(b *testing.B) {
	t, _ := hugeTable()
	for b.Loop() {
		t.Act(keymap.MoveDown)
		t.Render()
	}
}

func BenchmarkTableFilter(b *testing.B) {
	t, _ := hugeTable()
	t.Act(keymap.Filter)
	for b.Loop() {
		for _, c := range "9.ex" {
			t.Key(press(c, string(c)))
			t.Finish()
		}
		t.Escape()
		t.Act(keymap.Filter)
	}
}
