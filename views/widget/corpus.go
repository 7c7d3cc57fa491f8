package widget

import (
	"sort"
	"strings"
)

// corpus is what a table's filter searches: the text of its rows in blocks.
type corpus struct {
	rows    Rows
	columns []Column
	values  Values // nil where no column has any
	blocks  []TextBlock
	starts  []int // the number of each block's first row
	own     bool  // the rows have blocks themselves, which hold no days
	days    []int // the columns of days, where those are not in the blocks
}

// blockRows is how many rows a block has that is made here.
const blockRows = 4096

func newCorpus(rows Rows, columns []Column) *corpus {
	c := &corpus{rows: rows, columns: columns}
	c.values, _ = rows.(Values)
	if b, ok := rows.(Texts); ok {
		c.own, c.blocks = true, b.Texts()
		for col, column := range columns {
			if column.Kind == DayColumn && c.values != nil {
				c.days = append(c.days, col)
			}
		}
	} else {
		c.blocks = textBlocks(rows)
	}
	at := 0
	for _, b := range c.blocks {
		c.starts = append(c.starts, at)
		at += len(b.Ends)
	}
	return c
}

// textBlocks puts the texts of rows that have no blocks themselves into some.
func textBlocks(rows Rows) []TextBlock {
	var all []TextBlock
	for from := 0; from < rows.Len(); from += blockRows {
		var text strings.Builder
		var b TextBlock
		for row := from; row < min(from+blockRows, rows.Len()); row++ {
			text.WriteString(strings.ToLower(rows.FilterText(row)))
			b.Ends = append(b.Ends, uint32(text.Len()))
			text.WriteByte('\n')
		}
		b.Text = text.String()
		all = append(all, b)
	}
	return all
}

// start is where a row's text begins.
func (b *TextBlock) start(n int) int {
	if n == 0 {
		return 0
	}
	return int(b.Ends[n-1]) + 1
}

func (b *TextBlock) text(n int) string { return b.Text[b.start(n):b.Ends[n]] }

// odd are those of the odd rows that lie between two of the block.
func (b *TextBlock) odd(from, to int) []int {
	first := sort.SearchInts(b.Odd, from)
	return b.Odd[first : first+sort.SearchInts(b.Odd[first:], to)]
}

// rowAt is the row whose text holds a place of the block's; from is a row that
// is not after it.
func (b *TextBlock) rowAt(at, from int) int {
	for range 4 {
		if int(b.Ends[from]) > at {
			return from
		}
		from++
	}
	rest := b.Ends[from:]
	return from + sort.Search(len(rest), func(n int) bool { return int(rest[n]) > at })
}
