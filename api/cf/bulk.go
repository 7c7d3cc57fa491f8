package cf

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"

	"quarry/api"
	"quarry/state/indicator"
	"quarry/views/safe"
)

// EndpointBulk is what Cloudflare thinks of several host names at once:
// GET intel/domain/bulk.
const EndpointBulk api.Endpoint = "bulk"

// The bounds of one bulk question. How many names the server takes in one call
// is not documented. A URL of more than 8 KB is refused by many servers and
// proxies; half of that leaves room for the rest of it, and for a hundred names
// of usual length. What is refused all the same has to be asked in smaller sets.
const (
	maxBulkNames = 100
	maxBulkBytes = 4096
	// maxBulkRecords is how many records of one answer are looked at.
	maxBulkRecords = 100 * maxBulkNames
)

// Bulk is what Cloudflare thinks of several host names.
type Bulk struct {
	Remarks
	// Domains are the records of names that were asked about, each once, in the
	// order of the question. They tell everything that [EndpointDomain] does,
	// except what the name resolves to. Each has its own remarks.
	Domains []Domain `json:"domains,omitempty"`
	// Missing are the names that were asked about and have no record.
	Missing []indicator.Indicator `json:"missing,omitempty"`
	// Others are names that have a record although nobody asked, 100 at most;
	// the records are among the extra fields.
	Others []Name `json:"others,omitempty"`
}

// BulkQuestions are the questions that ask about names, as few as the bounds of
// one allow. The same names are always cut in the same way, so that a question
// that is asked again is the same one.
func BulkQuestions(names indicator.Set) []api.Query {
	var all []api.Query
	var part []indicator.Indicator
	size := 0
	cut := func() {
		if len(part) > 0 {
			all = append(all, api.Query{Endpoint: EndpointBulk, Names: indicator.SetOf(part...)})
		}
		part, size = nil, 0
	}
	for _, name := range names.All() {
		if more := bulkBytes(name); len(part) == maxBulkNames || size+more > maxBulkBytes {
			cut()
		}
		part, size = append(part, name), size+bulkBytes(name)
	}
	cut()
	return all
}

// bulkBytes is what a name adds to the URL.
func bulkBytes(name indicator.Indicator) int {
	return len("&domain=") + len(url.QueryEscape(name.String()))
}

func specBulk() Spec {
	s := Spec{
		Endpoint: EndpointBulk, Permission: PermissionRead,
		Kinds: []indicator.Kind{indicator.Domain},
	}
	s.Wire = func(q api.Query) (Wire, error) {
		names, size := q.Names.All(), 0
		w := get("intel/domain/bulk")
		for _, name := range names {
			if !s.Takes(name.Kind()) {
				return Wire{}, refuse(q, s.Permission, fmt.Sprintf("%s does not take %s", q.Endpoint, name))
			}
			w.Params = append(w.Params, Param{"domain", name.String()})
			size += bulkBytes(name)
		}
		switch {
		case len(names) == 0:
			return Wire{}, refuse(q, s.Permission, fmt.Sprintf("%s takes a set of names", q.Endpoint))
		case len(names) > maxBulkNames || size > maxBulkBytes:
			return Wire{}, refuse(q, s.Permission, fmt.Sprintf("%d names are more than quarry asks about in one call", len(names)))
		}
		// The rank is becoming opt-in, the reverse of the single look-up.
		w.Params = append(w.Params, Param{"include_ranking", "true"})
		return w, nil
	}
	return s
}

// DecodeBulk reads the answer of [EndpointBulk]. A record is taken for the name
// that it says it is about, and for no other: names without one are missing, and
// records of other names are none of the answer. An answer that has no record of
// any name that was asked about, but others, is an error.
func DecodeBulk(a api.Answer) (Bulk, error) {
	var rec Bulk
	env, err := open(a, PermissionRead, &rec.Remarks)
	if err != nil {
		return rec, err
	}
	found := map[indicator.Indicator]Domain{}
	if rec.Empty = env.result.blank(); !rec.Empty {
		if kindOf(env.result.raw) == '{' {
			rec.problem(env.result.path, "is one record, where a list is due")
		}
		items, _ := env.result.list()
		if len(items) > maxBulkRecords {
			rec.problem(env.result.path, fmt.Sprintf("has more than %d records; the rest is left out", maxBulkRecords))
			items = items[:maxBulkRecords]
		}
		for _, item := range items {
			rec.take(a, item, found)
		}
		if len(found) == 0 {
			return rec, malformed(a, rec.aboutNone())
		}
	}
	env.close()
	for _, name := range a.Query.Names.All() {
		if d, ok := found[name]; ok {
			rec.Domains = append(rec.Domains, d)
		} else {
			rec.Missing = append(rec.Missing, name)
		}
	}
	return rec, nil
}

// take takes one element of the list for the name that it is about.
func (b *Bulk) take(a api.Answer, item value, found map[indicator.Indicator]Domain) {
	if kindOf(item.raw) != '{' {
		item.wrong("a record")
		return
	}
	text := subjectOf(item.raw)
	name := nameOf(safe.FromOutside(text), indicator.Domain)
	_, twice := found[name.Indicator]
	switch {
	case text == "":
		b.problem(item.path, "does not say which name it is about")
		item.other()
	case !a.Query.Names.Has(name.Indicator):
		if item.other(); len(b.Others) < maxProblems {
			b.Others = append(b.Others, name)
		} else {
			b.More++
		}
	case twice:
		b.problem(item.path, "is a second record of "+name.Indicator.String()+"; the first is shown")
		item.other()
	default:
		var d Domain
		o := value{raw: item.raw, path: item.path, r: &d.Remarks}.fields()
		readDomain(nil, o, &d)
		_ = o.judge(a, "domain") // it has its subject, so that nothing is an error
		found[name.Indicator] = d
	}
}

// subjectOf is the name that a record says it is about, without reading the
// rest: an answer may hold any number of records that nobody asked for.
func subjectOf(record json.RawMessage) (text string) {
	split(record, func(name string, val json.RawMessage) bool {
		if name == "domain" {
			text, _ = scalar(val)
		}
		return true
	})
	return text
}

// aboutNone says what an answer is about that has no record of a name that was
// asked about.
func (b *Bulk) aboutNone() error {
	if len(b.Others) == 0 {
		return errors.New("there is no record of a name in the result")
	}
	return &api.OtherSubject{About: b.Others[0].Raw}
}
