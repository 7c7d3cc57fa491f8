package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"quarry/api"
	"quarry/state/indicator"
	"quarry/state/store"
	"quarry/views/safe"
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
	kept, ok, err := s.db.Latest(s.ctx, s.account, q.Key())
	if err != nil || !ok {
		return api.Answer{}, false
	}
	if body, ok := s.body(sum, kept.SHA256); ok {
		kept.Body = body
	}
	return api.Answer{
		Query: q, Request: api.Request{Method: kept.Method, URL: kept.URL, Body: kept.Sent},
		Status: kept.Status, Body: kept.Body, FetchedAt: kept.FetchedAt, Took: kept.Took,
		Calls: kept.Calls, RayID: safe.FromOutside(kept.Ray), Known: true,
	}, true
}

// body is the body that has a hash, where it is another one than the newest.
func (s shelfOf) body(sum string, newest [sha256.Size]byte) ([]byte, bool) {
	raw, err := hex.DecodeString(sum)
	if err != nil || len(raw) != sha256.Size || [sha256.Size]byte(raw) == newest {
		return nil, false
	}
	body, ok, err := s.db.Body(s.ctx, [sha256.Size]byte(raw))
	return body, err == nil && ok
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
