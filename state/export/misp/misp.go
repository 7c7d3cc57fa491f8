// Package misp writes a case as a MISP event: each indicator as an attribute,
// names with the addresses that they resolve to, and registrations, under the
// case's TLP tag.
//
// Identifiers are made of what they name, so that importing a case again updates
// it. Only what was judged malicious is marked for detection.
package misp

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/publicsuffix"

	"quarry/state/export"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/views/safe"
)

// The categories that the types used here may have; MISP refuses others.
const (
	network     = "Network activity"
	attribution = "Attribution"
)

type document struct {
	Event event `json:"Event"`
}

// event has all that the core format demands but for what an instance of MISP gives:
// its numbers of events and of organisations.
type event struct {
	UUID             string      `json:"uuid"`
	Info             string      `json:"info"`
	Date             string      `json:"date"`
	Timestamp        string      `json:"timestamp"`
	ThreatLevelID    string      `json:"threat_level_id"`
	Analysis         string      `json:"analysis"`
	Distribution     string      `json:"distribution"`
	Published        bool        `json:"published"`
	PublishTimestamp string      `json:"publish_timestamp"`
	Tag              []tag       `json:"Tag"`
	Attribute        []attribute `json:"Attribute"`
}

type tag struct {
	Name string `json:"name"`
}

type attribute struct {
	UUID         string `json:"uuid"`
	Type         string `json:"type"`
	Category     string `json:"category"`
	Value        string `json:"value"`
	Comment      string `json:"comment"`
	ToIDS        bool   `json:"to_ids"`
	Timestamp    string `json:"timestamp"`
	Distribution string `json:"distribution"`
	FirstSeen    string `json:"first_seen,omitempty"`
	LastSeen     string `json:"last_seen,omitempty"`
}

// The event is not yet judged as a whole, under way, and for the importer's own
// organisation: who gets it is decided in MISP, by the tag.
const (
	undefined    = "4"
	ongoing      = "1"
	organisation = "0"
	inherit      = "5"
	neverYet     = "0" // when it was published
)

// Write writes the event.
func Write(w io.Writer, c export.Case) error {
	e := event{
		UUID: c.Own("misp", "event").String(), Info: c.Title(), Date: c.Created.UTC().Format(time.DateOnly),
		Timestamp: seconds(c.Last()), ThreatLevelID: undefined, Analysis: ongoing, Distribution: organisation,
		PublishTimestamp: neverYet, Tag: []tag{{tlpTag(c.TLP)}}, Attribute: []attribute{},
	}
	subjects := c.Subjects()
	for _, s := range subjects {
		e.Attribute = append(e.Attribute, subject(c, s))
	}
	for _, r := range c.Relations(subjects) {
		if a, ok := resolution(c, r); ok {
			e.Attribute = append(e.Attribute, a)
		}
	}
	for _, p := range c.Trail() {
		if r := c.Of(p.Node).Registration; r != nil {
			e.Attribute = append(e.Attribute, registration(c, p.Node, *r)...)
		}
	}
	e.Attribute = once(e.Attribute)
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // an & in a URL stays one
	enc.SetIndent("", "  ")
	if err := enc.Encode(document{e}); err != nil {
		return err
	}
	_, err := w.Write(safe.EscapeJSON(b.Bytes()))
	return err
}

// once leaves out attributes that are there already: a record may have been
// opened twice.
func once(all []attribute) []attribute {
	seen := map[string]bool{}
	kept := all[:0]
	for _, a := range all {
		if !seen[a.UUID] {
			seen[a.UUID] = true
			kept = append(kept, a)
		}
	}
	return kept
}

func tlpTag(t investigation.TLP) string {
	if !t.Valid() {
		t = investigation.TLPRed
	}
	return "tlp:" + strings.ToLower(string(t)) // the taxonomy's own spelling
}

func newAttribute(c export.Case, kind, category, value string, at time.Time) attribute {
	return attribute{
		UUID: c.UUID("misp", "attribute", kind, value).String(), Type: kind, Category: category, Value: value,
		Timestamp: seconds(at), Distribution: inherit,
	}
}

func subject(c export.Case, s export.Subject) attribute {
	at := later(s.Last, s.Judgement.Changed)
	for _, m := range s.From { // MISP takes no change that is not newer
		at = later(at, m.FetchedAt)
	}
	a := newAttribute(c, kindOf(s.Indicator), network, s.Indicator.String(), at)
	var comment []string
	if s.Judgement.Verdict != "" {
		comment = append(comment, "verdict: "+string(s.Judgement.Verdict))
	}
	if s.Judgement.Comment != "" {
		comment = append(comment, s.Judgement.Comment)
	}
	for _, m := range s.From {
		comment = append(comment, "from "+m.Endpoint+" of "+m.Indicator.String())
		if m.First.IsZero() || m.Last.IsZero() {
			continue
		}
		if first, last := stamp(m.First), stamp(m.Last); a.FirstSeen == "" {
			a.FirstSeen, a.LastSeen = first, last
		} else {
			a.FirstSeen, a.LastSeen = min(a.FirstSeen, first), max(a.LastSeen, last)
		}
	}
	a.Comment = strings.Join(comment, "\n")
	a.ToIDS = s.Judgement.Verdict == investigation.Malicious
	return a
}

// kindOf is MISP's type of an indicator. A domain is one that was registered,
// what lies below it is a host name.
func kindOf(i indicator.Indicator) string {
	switch i.Kind() {
	case indicator.IPv4, indicator.IPv6, indicator.CIDR:
		return "ip-dst"
	case indicator.URL:
		return "url"
	case indicator.ASN:
		return "AS"
	}
	if registered, err := publicsuffix.EffectiveTLDPlusOne(i.String()); err == nil && registered != i.String() {
		return "hostname"
	}
	return "domain"
}

// resolution is a name with an address that an answer says it resolves to.
func resolution(c export.Case, r export.Relation) (attribute, bool) {
	_, addr := r.To.Addr()
	if r.Type != export.ResolvesTo || !addr || r.From.Kind() != indicator.Domain {
		return attribute{}, false
	}
	a := newAttribute(c, "domain|ip", network, r.From.String()+"|"+r.To.String(), r.At)
	a.Comment = "from " + r.By.Endpoint + " of " + r.By.Indicator.String()
	if !r.First.IsZero() && !r.Last.IsZero() {
		a.FirstSeen, a.LastSeen = stamp(r.First), stamp(r.Last)
	}
	return a, true
}

func registration(c export.Case, n investigation.Node, r export.Registration) []attribute {
	var list []attribute
	add := func(kind, value string) {
		if value != "" {
			a := newAttribute(c, kind, attribution, value, n.FetchedAt)
			a.UUID = c.UUID("misp", "attribute", kind, n.Indicator.String(), value).String()
			a.Comment = "registration of " + n.Indicator.String()
			list = append(list, a)
		}
	}
	add("whois-registrar", r.Registrar)
	add("whois-registrant-email", r.Email)
	if !r.Created.IsZero() {
		add("whois-creation-date", r.Created.UTC().Format(time.RFC3339))
	}
	return list
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func seconds(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) }
