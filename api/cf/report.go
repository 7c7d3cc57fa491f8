package cf

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"quarry/api"
	"quarry/state/indicator"
)

// MaxContentCategories is how many content categories a domain can have
// (Cloudflare's documentation of the miscategorization endpoint).
const MaxContentCategories = 2

// Report asks Cloudflare's analysts to change the categories of an indicator.
// The fields are category ids.
type Report struct {
	Indicator                     indicator.Indicator
	ContentAdds, ContentRemoves   []int
	SecurityAdds, SecurityRemoves []int
}

// Current is what an indicator is categorized as now. A nil list is unknown.
type Current struct{ Content, Security []int }

// CurrentOf is what a domain is categorized as by its own record: the
// categories without the groups that the answer lists beside them, and without
// the inherited ones, which are not the domain's to change.
func CurrentOf(d Domain) Current {
	return Current{Content: ownIDs(d.ContentCategories), Security: ownIDs(d.RiskTypes)}
}

func ownIDs(refs []CategoryRef) []int {
	if refs == nil {
		return nil
	}
	ids := []int{}
	for _, c := range refs {
		if id, ok := c.ID.Get(); ok && !c.Group() {
			ids = append(ids, id)
		}
	}
	return ids
}

// Breach names a rule that a report breaks.
type Breach string

// The rules of a report, in the order they are checked.
const (
	BreachKind      Breach = "kind"       // the endpoint does not take the indicator
	BreachNothing   Breach = "nothing"    // nothing would change
	BreachUnknown   Breach = "unknown"    // an id that is no category
	BreachMixed     Breach = "mixed"      // a security id among the content ids, or the reverse
	BreachTimeBased Breach = "time-based" // 169 or 177
	BreachBoth      Breach = "both"       // added and removed at once
	BreachPresent   Breach = "present"    // to add what is there, or remove what is not
	BreachTooMany   Breach = "too-many"   // more than two content categories
)

// Violation is a reason why a report must not be sent.
type Violation struct {
	Breach Breach
	// IDs are the categories at fault, if it is about any.
	IDs []int
	// Why says it in words.
	Why string
}

// TimeBased reports whether a category is given by Cloudflare itself from the
// age of a domain: 169 New Domains and 177 Newly Seen Domains. A report must
// not name them: a rule of quarry's, since no report can change an age; that
// the endpoint refuses them is assumed, the published description is silent.
func TimeBased(id int) bool { return id == 169 || id == 177 }

// Check returns the reasons why the report must not be sent, none when it may.
// What is unknown of the current state is not held against it.
func (r Report) Check(current Current) []Violation {
	var all []Violation
	breach := func(b Breach, ids []int, why string, args ...any) {
		all = append(all, Violation{Breach: b, IDs: ids, Why: fmt.Sprintf(why, args...)})
	}
	if !specMiscategorization().Takes(r.Indicator.Kind()) {
		breach(BreachKind, nil, "only a domain, a URL or an IP address can be reported")
	}
	content, security := slices.Concat(r.ContentAdds, r.ContentRemoves), slices.Concat(r.SecurityAdds, r.SecurityRemoves)
	every := slices.Concat(content, security)
	if len(every) == 0 {
		breach(BreachNothing, nil, "nothing to add or remove")
	}
	if ids := which(every, func(id int) bool { c, ok := CategoryByID(id); return !ok || c.ParentID == 0 }); ids != nil {
		breach(BreachUnknown, ids, "%s: no category that a domain can have", list(ids))
	}
	mixed := append(which(content, isIn(true)), which(security, isIn(false))...)
	if mixed != nil {
		breach(BreachMixed, mixed, "%s: security categories go with security, content categories with content", list(mixed))
	}
	if ids := which(every, TimeBased); ids != nil {
		breach(BreachTimeBased, ids, "%s: given by the age of the domain, not by a report", list(ids))
	}
	both := append(shared(r.ContentAdds, r.ContentRemoves), shared(r.SecurityAdds, r.SecurityRemoves)...)
	if len(both) > 0 {
		breach(BreachBoth, both, "%s: added and removed at once", list(both))
	}
	for _, part := range []struct{ now, adds, removes []int }{
		{current.Content, r.ContentAdds, r.ContentRemoves}, {current.Security, r.SecurityAdds, r.SecurityRemoves},
	} {
		if part.now == nil {
			continue
		}
		if ids := shared(part.adds, part.now); len(ids) > 0 {
			breach(BreachPresent, ids, "%s: there already", list(ids))
		}
		if ids := which(part.removes, func(id int) bool { return !slices.Contains(part.now, id) }); ids != nil {
			breach(BreachPresent, ids, "%s: not there to be removed", list(ids))
		}
	}
	if after := r.contentAfter(current); len(r.ContentAdds) > 0 && len(after) > MaxContentCategories {
		breach(BreachTooMany, after, "%d content categories after the change; at most %d, so remove one",
			len(after), MaxContentCategories)
	}
	return all
}

// contentAfter is what the content categories would be after the change.
func (r Report) contentAfter(current Current) []int {
	kept := slices.DeleteFunc(slices.Clone(current.Content), func(id int) bool {
		return slices.Contains(r.ContentRemoves, id)
	})
	return tidy(slices.Concat(kept, r.ContentAdds))
}

// payload is the body of the request. The real example sends a null for the
// one of url and ip that does not apply; the description says to leave it out.
type payload struct {
	IndicatorType   string `json:"indicator_type"`
	URL             string `json:"url,omitempty"`
	IP              string `json:"ip,omitempty"`
	ContentAdds     []int  `json:"content_adds,omitempty"`
	ContentRemoves  []int  `json:"content_removes,omitempty"`
	SecurityAdds    []int  `json:"security_adds,omitempty"`
	SecurityRemoves []int  `json:"security_removes,omitempty"`
}

// payloadFor is a payload that changes nothing yet.
func payloadFor(i indicator.Indicator) payload {
	switch i.Kind() {
	case indicator.URL:
		return payload{IndicatorType: "url", URL: i.String()}
	case indicator.Domain:
		return payload{IndicatorType: "domain", URL: i.String()}
	case indicator.IPv4:
		return payload{IndicatorType: "ipv4", IP: i.String()}
	case indicator.IPv6:
		return payload{IndicatorType: "ipv6", IP: i.String()}
	}
	return payload{}
}

// Payload is the canonical JSON of the request: keys in a fixed order, ids
// sorted and without duplicates, empty lists left out. Equal reports have equal
// payloads.
func (r Report) Payload() string {
	p := payloadFor(r.Indicator)
	p.ContentAdds, p.ContentRemoves = tidy(r.ContentAdds), tidy(r.ContentRemoves)
	p.SecurityAdds, p.SecurityRemoves = tidy(r.SecurityAdds), tidy(r.SecurityRemoves)
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // a URL is to be read before it is sent
	_ = e.Encode(p)        // strings and numbers cannot fail
	return strings.TrimSuffix(b.String(), "\n")
}

// Query is the question that sends the report.
func (r Report) Query() api.Query {
	return api.Query{Endpoint: EndpointMiscategorization, Indicator: r.Indicator, Payload: r.Payload()}
}

func isIn(security bool) func(int) bool {
	return func(id int) bool {
		c, ok := CategoryByID(id)
		return ok && c.Security == security
	}
}

// which returns the ids for which bad is true, sorted, nil when there are none.
func which(ids []int, bad func(int) bool) []int {
	var out []int
	for _, id := range tidy(ids) {
		if bad(id) {
			out = append(out, id)
		}
	}
	return out
}

func shared(a, b []int) []int {
	return which(a, func(id int) bool { return slices.Contains(b, id) })
}

func tidy(ids []int) []int {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	return slices.Compact(ids)
}

// list writes ids with their names.
func list(ids []int) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = fmt.Sprint(id)
		if c, ok := CategoryByID(id); ok {
			words[i] = fmt.Sprintf("%s %d", c.Name, id)
		}
	}
	return strings.Join(words, ", ")
}
