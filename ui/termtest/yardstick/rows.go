// Package yardstick has the rows that quarry and the programs it is measured
// against show: a list that is always the same, and a file of it. The programs
// are below it, each the best that can be said for its way of working: plain
// without any framework, smallest and list on Bubble Tea.
package yardstick

import (
	"bufio"
	"fmt"
	"os"
	"time"
)

// Row is a host name with the first and the last day on which it was seen, as
// YYYY-MM-DD.
type Row struct{ Name, First, Last string }

// Most is how many rows there are with names of their own.
const Most = 20 * 40 * 40 * 40

// step is about the golden section of Most, so that neighbours lie far apart.
const step = 791_083

// Days is how many days the rows lie within, and FirstDay and LastDay are the
// first and the last of them.
const (
	Days     = 30
	FirstDay = "2023-06-16"
	LastDay  = "2023-07-15"
)

// Rows makes the rows of the list, which is the same wherever and whenever it
// is made.
type Rows struct {
	hosts, first, second []string
	days                 []string
}

// NewRows returns the list.
func NewRows() Rows {
	r := Rows{hosts: hosts(), first: adjectives(), second: trades()}
	day, err := time.Parse(time.DateOnly, FirstDay)
	if err != nil {
		panic(err) // a constant
	}
	for n := range Days {
		r.days = append(r.days, day.AddDate(0, 0, n).Format(time.DateOnly))
	}
	return r
}

// Row returns the nth row, counted from 0. Of the first [Most] no two have the
// same name. Neighbours have nothing in common, as in what a server sends.
func (r Rows) Row(n int) Row {
	// Steps that have no factor in common with the whole visit every combination
	// once before the first comes again.
	x := n * step % Most
	owner := x / len(r.hosts)
	name := r.hosts[x%len(r.hosts)] + r.first[owner/40%40] + "-" + r.second[owner%40]
	if number := owner / (40 * 40); number > 0 {
		name += fmt.Sprint(number)
	}
	// Most owners have a domain of their own.
	zones := [...]string{".example", ".example", ".example", ".example.com", ".example.net", ".example.org"}
	name += zones[scatter(owner)%uint64(len(zones))]
	first := 0
	if s := scatter(n); s%5 < 3 { // the others were there before the window
		first = int(s / 5 % Days)
	}
	last := Days - 1
	if s := scatter(n + Most); s%5 < 3 { // the others stay
		last = first + int(s/5%uint64(Days-first))
	}
	return Row{name, r.days[first], r.days[last]}
}

// scatter is SplitMix64: numbers that look like chance.
func scatter(n int) uint64 {
	x := uint64(n) * 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// Write writes the first n rows to a file, for [Open].
func Write(path string, n int) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w, rows := bufio.NewWriterSize(f, 1<<16), NewRows()
	for i := range n {
		row := rows.Row(i)
		fmt.Fprintf(w, "%s\t%s\t%s\n", row.Name, row.First, row.Last)
	}
	if err := w.Flush(); err != nil {
		_ = f.Close() // the first error says it
		return err
	}
	return f.Close()
}

func hosts() []string {
	return []string{
		"", "www.", "www2.", "mail.", "shop.", "blog.", "api.", "cdn.", "img.", "app.",
		"dev.", "ftp.", "vpn.", "ns1.", "ns2.", "mx.", "git.", "docs.", "news.", "m.",
	}
}

func adjectives() []string {
	return []string{
		"amber", "big", "blue", "bold", "brave", "calm", "clear", "cold", "cool", "dark",
		"deep", "dry", "east", "fair", "fast", "fine", "free", "fresh", "glad", "gold",
		"good", "gray", "green", "happy", "high", "kind", "light", "lucky", "mild", "new",
		"north", "old", "pink", "quick", "quiet", "red", "royal", "sunny", "west", "wild",
	}
}

func trades() []string {
	return []string{
		"arts", "auto", "bakery", "bank", "bikes", "boats", "books", "cafe", "care", "cars",
		"clinic", "dance", "dental", "farm", "films", "food", "games", "gym", "hotel", "ink",
		"inn", "labs", "law", "media", "music", "optics", "paint", "parts", "pets", "photo",
		"pizza", "salon", "school", "shoes", "tea", "tools", "toys", "travel", "wine", "yoga",
	}
}
