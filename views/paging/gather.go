package paging

import (
	"runtime"
	"runtime/debug"

	"quarry/api"
	"quarry/state/crash"
)

// gathered is how many known pages are read before the list shows them: so few
// that it is seen to grow.
const gathered = 64

// manyRows is how many rows a list has whose reading leaves much memory behind.
const manyRows = 100_000

// gather joins the pages that follow and are known, [gathered] of them at the
// most. A page that cannot be read ends it: asked for by itself, it says why.
func (f Form[T]) gather(shelf api.Shelf, at int, g grown[T]) grown[T] {
	part := g.listing.parts[at]
	if part.done() {
		return g
	}
	pages := make([]*page[T], gathered)
	if left, known := part.left(); known {
		pages = pages[:min(left, gathered)]
	}
	var known []api.Query
	for n := range pages {
		q := f.Parts[at](len(part.pages)+1+n, part.size)
		if _, ok := shelf.Fetched(q); !ok {
			break
		}
		known = append(known, q)
	}
	crash.Each(len(known), runtime.GOMAXPROCS(0), func(n int) {
		if a, ok := shelf.Known(known[n]); ok {
			if record, err := f.Read(a); err == nil {
				p := pageOf(record, a)
				pages[n] = &p
			}
		}
	})
	for _, p := range pages {
		if p == nil || g.listing.parts[at].done() {
			break
		}
		g.listing = f.add(g.listing, at, *p)
		g.pages++
	}
	if g.pages > 1 && g.listing.Done() && g.listing.rows > manyRows {
		// What reading took is many times the list, and the list may stay for
		// hours.
		debug.FreeOSMemory()
	}
	return g
}
