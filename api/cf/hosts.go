package cf

import (
	"bytes"
	"encoding/json"
	"sort"
	"strconv"
	"strings"
	"sync"

	"quarry/api"
	"quarry/state/indicator"
	"quarry/views/safe"
)

// PDNSRow is a name with the first and last day on which it was seen to
// resolve to the address, within the window asked for. No day is unknown.
type PDNSRow struct {
	Name        Name
	First, Last api.Day
}

// MarshalJSON writes {"hostname", "first_seen", "last_seen"}, without what is
// unknown.
func (r PDNSRow) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Name  Name   `json:"hostname,omitzero"`
		First string `json:"first_seen,omitempty"`
		Last  string `json:"last_seen,omitempty"`
	}{r.Name, r.First.String(), r.Last.String()})
}

// Hosts is a list of passive DNS rows. It is immutable, and compact: a row whose
// name is a domain in canonical form, as nearly all are, takes 9 bytes beside
// its characters, so that a million of them fit where an analyst works. The zero
// Hosts is unknown, which is something else than a list of none.
type Hosts struct {
	blocks []*hostBlock
	starts []int // the number of each block's first row
	rows   int
	known  bool
	index  *hostIndex // of the names, while further rows are expected
}

// hostBlock is the rows of a page, or those of them that were new.
type hostBlock struct {
	// text is the names, each followed by a line break. A row of odd has none.
	text string
	ends []uint32 // where each name ends in text
	days hostDays
	odd  map[int]oddName

	domains func() []uint8 // where each name's registrable domain begins
}

// oddName is a name that is not a canonical domain as it came.
type oddName struct {
	Name
	id string
}

// Known reports whether there is a list, be it an empty one.
func (h Hosts) Known() bool { return h.known }

// IsZero reports whether the list is unknown, so that omitzero leaves it out.
func (h Hosts) IsZero() bool { return !h.known }

// Len is how many rows there are.
func (h Hosts) Len() int { return h.rows }

// find gives the block of a row and its place there.
func (h Hosts) find(row int) (*hostBlock, int) {
	n := h.blockOf(row)
	return h.blocks[n], row - h.starts[n]
}

// blockOf is the number of a row's block.
func (h Hosts) blockOf(row int) int {
	// Blocks are of about equal size, being pages.
	n := min(row*len(h.blocks)/h.rows, len(h.blocks)-1)
	for range 4 {
		switch {
		case h.starts[n] > row:
			n--
		case n+1 < len(h.starts) && h.starts[n+1] <= row:
			n++
		default:
			return n
		}
	}
	return sort.Search(len(h.starts), func(n int) bool { return h.starts[n] > row }) - 1
}

// name is the name as it came where it is a canonical domain; empty else.
func (b *hostBlock) name(n int) string {
	from := uint32(0)
	if n > 0 {
		from = b.ends[n-1] + 1
	}
	return b.text[from:b.ends[n]]
}

// id tells the rows of a list apart.
func (b *hostBlock) id(n int) string {
	if name := b.name(n); name != "" {
		return name
	}
	return b.odd[n].id
}

// At returns a row, counted from 0.
func (h Hosts) At(row int) PDNSRow {
	b, n := h.find(row)
	var r PDNSRow
	r.First, r.Last = b.days.at(n)
	name := b.name(n)
	if name == "" {
		r.Name = b.odd[n].Name
		return r
	}
	r.Name.Raw = safe.FromOutside(name)
	r.Name.Indicator, _ = indicator.CanonicalDomain(name)
	return r
}

// ID tells a row apart from all others of the list, and is the same wherever
// the row stands: the name in canonical form, for a row that names nothing its
// text and its days, after a question mark.
func (h Hosts) ID(row int) string {
	b, n := h.find(row)
	return b.id(n)
}

// Days returns the first and the last day of a row.
func (h Hosts) Days(row int) (first, last api.Day) {
	b, n := h.find(row)
	return b.days.at(n)
}

// Domain returns the name's registrable domain and what stands before it, a dot
// at its end. A name that has none, and a row that names no domain, is all
// domain: its ID.
func (h Hosts) Domain(row int) (domain, before string) {
	b, n := h.find(row)
	name := b.name(n)
	if name == "" {
		name = b.odd[n].id
		at := 0
		if b.odd[n].Indicator.Kind() == indicator.Domain {
			at, _ = indicator.RegistrableAt(name)
		}
		return name[at:], name[:at]
	}
	at := b.domains()[n]
	return name[at:], name[:at]
}

// HostBlock is the names of consecutive rows in one piece: each that is a domain
// in canonical form as it came, and for any other nothing, followed by a line
// break.
type HostBlock struct {
	Text string
	Ends []uint32 // where each row's name ends in Text
	// Odd are the rows, counted from the block's first, that are not the
	// canonical domain they name, or name none, and those with Punycode.
	Odd []int
}

// Blocks returns the names of all rows, in order. They must not be changed.
func (h Hosts) Blocks() []HostBlock {
	all := make([]HostBlock, len(h.blocks))
	for n, b := range h.blocks {
		all[n] = HostBlock{Text: b.text, Ends: b.ends, Odd: b.apart()}
	}
	return all
}

// apart are the rows of HostBlock.Odd.
func (b *hostBlock) apart() []int {
	var all []int
	for n := range b.odd {
		all = append(all, n)
	}
	for from := 0; ; {
		at := strings.Index(b.text[from:], "xn--")
		if at < 0 {
			break
		}
		n := sort.Search(len(b.ends), func(n int) bool { return int(b.ends[n]) > from+at })
		all = append(all, n)
		from = int(b.ends[n])
	}
	sort.Ints(all)
	return all
}

// MarshalJSON writes the rows as a list.
func (h Hosts) MarshalJSON() ([]byte, error) {
	if !h.known {
		return []byte("null"), nil
	}
	var b bytes.Buffer
	b.WriteByte('[')
	for row := range h.rows {
		if row > 0 {
			b.WriteByte(',')
		}
		text, err := json.Marshal(h.At(row))
		if err != nil {
			return nil, err
		}
		b.Write(text)
	}
	b.WriteByte(']')
	return b.Bytes(), nil
}

// HostsOf makes a list of rows.
func HostsOf(rows []PDNSRow) Hosts {
	b := newHostBuilder(len(rows))
	for _, r := range rows {
		b.add(r)
	}
	return Hosts{known: true}.with(b.block())
}

// with is the list with a block at its end, whatever it holds.
func (h Hosts) with(b *hostBlock) Hosts {
	if len(b.ends) == 0 {
		return h
	}
	h.blocks = append(h.blocks[:len(h.blocks):len(h.blocks)], b)
	h.starts = append(h.starts[:len(h.starts):len(h.starts)], h.rows)
	h.rows += len(b.ends)
	return h
}

// hostBuilder gathers the rows of a block.
type hostBuilder struct {
	text     strings.Builder
	b        *hostBlock
	nameless map[string]int // rows without a name that have the same days
}

func newHostBuilder(rows int) *hostBuilder {
	return &hostBuilder{b: &hostBlock{ends: make([]uint32, 0, rows), days: newHostDays(rows)}}
}

func (w *hostBuilder) add(r PDNSRow) {
	raw := r.Name.Raw.Exact()
	if r.Name.Indicator.Kind() == indicator.Domain && r.Name.Indicator.String() == raw {
		w.text.WriteString(raw)
	} else {
		w.addOdd(r)
	}
	w.b.ends = append(w.b.ends, uint32(w.text.Len()))
	w.text.WriteByte('\n')
	w.b.days.add(r.First, r.Last)
}

// addOdd keeps a name by itself. Rows without a name are told apart by their
// days and their order, so that a page that comes twice is the same page.
func (w *hostBuilder) addOdd(r PDNSRow) {
	id := r.Name.Indicator.String()
	if id == "" {
		id = "?" + r.Name.Raw.Exact() + " " + r.First.String() + " " + r.Last.String()
		if r.Name.IsZero() {
			if w.nameless == nil {
				w.nameless = map[string]int{}
			}
			w.nameless[id]++
			id += " " + strconv.Itoa(w.nameless[id])
		}
	}
	if w.b.odd == nil {
		w.b.odd = map[int]oddName{}
	}
	w.b.odd[len(w.b.ends)] = oddName{r.Name, id}
}

func (w *hostBuilder) block() *hostBlock {
	b := w.b
	b.text = strings.Clone(w.text.String())
	b.domains = sync.OnceValue(b.findDomains)
	return b
}

// findDomains looks for where the registrable domains begin. A name has at most
// 253 characters.
func (b *hostBlock) findDomains() []uint8 {
	at := make([]uint8, len(b.ends))
	for n := range at {
		if start, ok := indicator.RegistrableAt(b.name(n)); ok {
			at[n] = uint8(start)
		}
	}
	return at
}
