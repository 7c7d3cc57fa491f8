package yardstick

import (
	"bytes"
	"os"
	"strings"
)

// List is a file of rows in memory: its text, of up to 4 GB, and where each
// line ends.
type List struct {
	text []byte
	ends []uint32
}

// Open reads a file that [Write] wrote.
func Open(path string) (List, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return List{}, err
	}
	l := List{text: text, ends: make([]uint32, 0, bytes.Count(text, []byte{'\n'}))}
	for at := 0; ; {
		n := bytes.IndexByte(text[at:], '\n')
		if n < 0 {
			return l, nil
		}
		at += n + 1
		l.ends = append(l.ends, uint32(at))
	}
}

// Len is how many rows there are.
func (l List) Len() int { return len(l.ends) }

// Row returns the nth row, counted from 0.
func (l List) Row(n int) Row {
	begin := uint32(0)
	if n > 0 {
		begin = l.ends[n-1]
	}
	name, days, _ := strings.Cut(string(l.text[begin:l.ends[n]-1]), "\t")
	first, last, _ := strings.Cut(days, "\t")
	return Row{name, first, last}
}
