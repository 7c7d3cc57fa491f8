package cfsim

import (
	"encoding/json"
	"strings"
)

// What a bulk answer can have wrong, by the name that brings it about when it is
// among those asked. The names are at 198.51.100.90. A name that nothing is known of is left out, too, which is
// assumed.
const (
	// BulkMissing is left out of the answer.
	BulkMissing = "bulk-missing.example"
	// BulkOther adds a record of [BulkUnasked].
	BulkOther   = "bulk-other.example"
	BulkUnasked = "unasked.example"
	// BulkTwice has two records, of which the second contradicts the first.
	BulkTwice = "bulk-twice.example"
	// BulkRefused has the whole call refused.
	BulkRefused = "bulk-refused.example"
)

// bulkMax is how many names a call takes unless [Options] say otherwise.
// Cloudflare does not publish its own limit.
const bulkMax = 100

// several is what a bulk call asks about for [Faults]: the first of its names
// that has a fault's form, else the first.
func (c *call) several() string {
	for _, name := range c.query["domain"] {
		if strings.HasPrefix(name, "err-") {
			return name
		}
	}
	return c.domain()
}

// bulk serves GET intel/domain/bulk: what intel/domain says of each name, in the
// order of the question, without what it resolves to, and with the rank only for
// those who ask for it. A name is answered once, however often it is asked.
func (s *Server) bulk(c *call) answer {
	most := s.opt.BulkMax
	if most <= 0 {
		most = bulkMax
	}
	asked := c.query["domain"]
	if len(asked) == 0 || len(asked) > most {
		return badRequest("domain must be given 1 to %d times", most)
	}
	records, answered := []any{}, map[string]bool{}
	for _, text := range asked {
		name, err := domainName(text)
		switch {
		case err != nil:
			return badRequest("%v", err)
		case name == BulkRefused:
			return badRequest("too many domains")
		case name == BulkMissing, answered[name]:
			continue
		}
		answered[name] = true
		record, known := s.bulkRecord(name, c.query.Get("include_ranking") == "true")
		if known {
			records = append(records, record)
		}
		switch name {
		case BulkOther:
			other, _ := s.bulkRecord(BulkUnasked, false)
			records = append(records, other)
		case BulkTwice:
			records = append(records, map[string]any{"domain": name, "risk_score": 0.99})
		}
	}
	return ok(records)
}

// bulkRecord is what is said of one name; false where nothing is known.
func (s *Server) bulkRecord(name string, ranking bool) (record any, known bool) {
	const notInBulk = "resolves_to_refs"
	if name == "cloudflare.com" {
		return recordedResult("domain.json", notInBulk), true
	}
	if odd, ok := oddAnswer("domain", name); ok {
		var e struct{ Result map[string]json.RawMessage }
		_ = json.Unmarshal(odd.body, &e) // odd, but JSON
		delete(e.Result, notInBulk)
		return e.Result, true
	}
	site, known := s.world.Site(name)
	if !known {
		return nil, false
	}
	result := domainOf(name, site)
	result.Resolves = nil
	if !ranking {
		result.Rank = 0
	}
	return result, true
}
