package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"quarry/api"
	"quarry/api/source"
	"quarry/state/indicator"
	"quarry/state/store"
)

// shelfOf is the answers of an account in the store, for a command that reads a
// case. It implements [evidence.Shelf].
type shelfOf struct {
	ctx     context.Context
	db      *store.Store
	account string
}

// Answer implements [evidence.Shelf]. A damaged answer is none.
func (s shelfOf) Answer(q api.Query, sum string) (api.Answer, bool) {
	kept, ok := s.shown(q, sum)
	if !ok {
		var err error
		if kept, ok, err = s.db.Latest(s.ctx, s.account, q.Key()); err != nil || !ok {
			return api.Answer{}, false
		}
	}
	return source.Stored(q, kept), true
}

// shown is the answer whose body has a hash, in hex, where it is still there.
func (s shelfOf) shown(q api.Query, sum string) (store.Answer, bool) {
	raw, err := hex.DecodeString(sum)
	if err != nil || len(raw) != sha256.Size {
		return store.Answer{}, false
	}
	kept, ok, err := s.db.Shown(s.ctx, s.account, q.Key(), [sha256.Size]byte(raw))
	return kept, err == nil && ok
}

// Held implements [evidence.Shelf].
func (s shelfOf) Held(e api.Endpoint, i indicator.Indicator) []api.Query {
	about, err := s.db.About(s.ctx, s.account, string(e), i.String())
	if err != nil {
		return nil
	}
	var all []api.Query
	for _, one := range about {
		if q, ok := api.ParseKey(one.Question); ok {
			all = append(all, q)
		}
	}
	return all
}

// runShelf is the answers that a run finds: those in the store, by the hash of what
// was shown, and where that has none those that the run holds itself. It implements
// [evidence.Shelf].
type runShelf struct {
	disk shelfOf // its db is nil where nothing is kept
	run  api.Shelf
}

// Answer implements [evidence.Shelf].
func (s runShelf) Answer(q api.Query, sum string) (kept api.Answer, ok bool) {
	if s.disk.db != nil {
		kept, ok = s.disk.Answer(q, sum)
	}
	if ok && (sum == "" || sumOf(kept) == sum) || s.disk.ctx.Err() != nil {
		return kept, ok
	}
	// What could not be kept was shown all the same.
	if own, here := s.run.Known(q); here && (!ok || sumOf(own) == sum) {
		return own, true
	}
	return kept, ok
}

func sumOf(a api.Answer) string {
	sum := sha256.Sum256(a.Body)
	return hex.EncodeToString(sum[:])
}

// Held implements [evidence.Shelf].
func (s runShelf) Held(e api.Endpoint, i indicator.Indicator) []api.Query {
	var all []api.Query
	if s.disk.db != nil {
		all = s.disk.Held(e, i)
	}
	if s.disk.ctx.Err() != nil {
		return all
	}
	for _, q := range s.run.Held(e, i) {
		if !slices.Contains(all, q) {
			all = append(all, q)
		}
	}
	return all
}
