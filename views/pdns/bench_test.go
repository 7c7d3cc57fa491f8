package pdns

import (
	"context"
	"fmt"
	"runtime"
	"testing"

	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/api/cf"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/safe"
	"quarry/views/style"
	"quarry/views/widget"
)

// million is how many names a shared host may have.
const million = 1_000_000

// manyNames are pages of names as passive DNS has them, 1,000 each, joined.
func manyNames(rows int) cf.Hosts {
	words := []string{"shop", "mail", "blog", "cdn", "login", "static", "api", "www"}
	all := cf.Hosts{}
	for n := 0; n < rows; {
		page := make([]cf.PDNSRow, 1000)
		for k := range page {
			site := n * 7919 % 300_007
			name := fmt.Sprintf("%s%d.%s-%d.example", words[n%8], n, words[site%7], site)
			i, _ := indicator.CanonicalDomain(name)
			page[k] = cf.PDNSRow{
				Name: cf.Name{Raw: safe.FromOutside(name), Indicator: i}, First: api.Day(20_700 + n%31), Last: api.Day(20_731 - n%7),
			}
			n++
		}
		all = all.Join(cf.HostsOf(page))
	}
	return all.Whole()
}

func window() api.Query {
	return api.Query{Endpoint: cf.EndpointPDNS, Indicator: indicator.MustParse("192.0.2.44"), From: 20_700, To: 20_731}
}

// hugeTable shows rows as the view does, sorted by name.
func hugeTable(list cf.Hosts) *widget.Table {
	t := widget.NewTable(style.New(true), table(window()).Columns, colName)
	t.Resize(86, 30)
	t.SetRows(newRows(list, window()))
	t.Finish()
	return t
}

// finish does a table's work as the program does, beside the update loop.
func finish(t *widget.Table) {
	if work := t.Work(); work != nil {
		t.Take(work(context.Background()))
	}
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkMillionHeap measures what a name takes on the heap, with all that the
// sorted table adds.
func BenchmarkMillionHeap(b *testing.B) {
	for b.Loop() {
		before := heap()
		list := manyNames(million)
		t := hugeTable(list)
		after := heap()
		chars := 0
		for _, block := range list.Blocks() {
			chars += len(block.Text) - len(block.Ends)
		}
		b.ReportMetric(float64(after-before)/million, "B/record")
		b.ReportMetric(float64(chars)/million, "characters/name")
		runtime.KeepAlive(t)
		runtime.KeepAlive(list)
	}
}

// BenchmarkMillionFilter measures the last key of a filter over a million names,
// until the table knows which it shows.
func BenchmarkMillionFilter(b *testing.B) {
	t := hugeTable(manyNames(million))
	for _, query := range []string{"e", "login", "login77", "nothere", "!shop", "~lg9x", "/^mail.*9\\./", "2026-09", "days<3", "shop !7 last>2026-10-01"} {
		b.Run(query, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				t.Act(keymap.Filter)
				for _, c := range query[:len(query)-1] {
					t.Key(tea.KeyPressMsg{Code: c, Text: string(c)})
					finish(t)
				}
				b.StartTimer()
				last := rune(query[len(query)-1])
				t.Key(tea.KeyPressMsg{Code: last, Text: string(last)})
				finish(t)
				t.Render()
				b.StopTimer()
				t.Escape()
				finish(t)
				b.StartTimer()
			}
		})
	}
}

// BenchmarkMillionParts measures what the dialog for copies asks of a million
// names: how many are shown and marked, and the first of them.
func BenchmarkMillionParts(b *testing.B) {
	list := manyNames(million)
	t := hugeTable(list)
	cells := func(row int) []string { return []string{list.At(row).Name.Raw.Exact()} }
	t.Act(keymap.MarkAll)
	for b.Loop() {
		for _, part := range []views.Part{views.Selected, views.Marked, views.Shown} {
			rows := views.PartOf(t, part, []string{"hostname"}, cells)
			for n := range rows.First(20).Len {
				if rows.Target(n).IsZero() || rows.Cells(n)[0] == "" {
					b.Fatal("a row is empty")
				}
			}
		}
	}
}

// BenchmarkMillionSort measures sorting a million names by each column, and
// grouping them.
func BenchmarkMillionSort(b *testing.B) {
	t := hugeTable(manyNames(million))
	for _, a := range []keymap.Action{keymap.SortReverse, keymap.SortNext, keymap.GroupRows} {
		b.Run(string(a), func(b *testing.B) {
			for b.Loop() {
				t.Act(a)
				finish(t)
			}
		})
	}
}

// BenchmarkMillionKeyDown measures one key in the list of a million.
func BenchmarkMillionKeyDown(b *testing.B) {
	t := hugeTable(manyNames(million))
	for b.Loop() {
		t.Act(keymap.MoveDown)
		t.Render()
		t.Selection()
		t.Status()
	}
}
