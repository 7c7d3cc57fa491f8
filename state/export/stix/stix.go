// Package stix writes a case as a STIX 2.1 bundle: what was met as observables,
// what was judged malicious as indicators with a pattern, verdicts and comments
// as notes, what the answers state as relationships, all of it in one grouping
// and under the case's TLP 2.0 marking.
//
// Every identifier is made of what it names, so that a case exported again is
// the same case to whoever imports it. The bundle holds no time of export: two
// exports of one case are the same bytes.
package stix

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"time"

	"quarry/state/export"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/views/safe"
)

const version = "2.1"

// object is a STIX object. encoding/json writes its members in the order of
// their names.
type object map[string]any

// Write writes the bundle.
func Write(w io.Writer, c export.Case) error {
	b := bundle{c: c, subjects: c.Subjects()}
	b.observables()
	b.indicators()
	b.relationships()
	b.notes()
	b.origins()
	objects := []object{marking(c.TLP)}
	if len(b.objects) > 0 { // a grouping of nothing is not allowed
		objects = append(append(objects, b.grouping()), b.objects...)
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false) // an & in a URL stays one
	enc.SetIndent("", "  ")
	if err := enc.Encode(object{"type": "bundle", "id": b.own("bundle"), "objects": objects}); err != nil {
		return err
	}
	_, err := w.Write(safe.EscapeJSON(out.Bytes()))
	return err
}

type bundle struct {
	c        export.Case
	subjects []export.Subject
	objects  []object
}

// id is an identifier in quarry's own namespace, which STIX wants apart from
// that of observables.
func (b *bundle) id(kind string, words ...string) string {
	return kind + "--" + b.c.UUID(append([]string{"stix", kind}, words...)...).String()
}

// own is the identifier of what holds the export together.
func (b *bundle) own(kind string) string { return kind + "--" + b.c.Own("stix", kind).String() }

func (b *bundle) add(o object) {
	o["spec_version"] = version
	o["object_marking_refs"] = []string{markingID(b.c.TLP)}
	b.objects = append(b.objects, o)
}

// domainObject adds what STIX wants of everything but observables. It was
// created with the case, and modified when what it says was said.
func (b *bundle) domainObject(o object, modified time.Time) {
	if modified.Before(b.c.Created) {
		modified = b.c.Created
	}
	o["created"], o["modified"] = stamp(b.c.Created), stamp(modified)
	b.add(o)
}

func (b *bundle) observables() {
	for _, s := range b.subjects {
		o := observe(s.Indicator)
		b.add(object{"type": o.kind, "id": ID(s.Indicator), o.property: o.raw()})
	}
}

func (b *bundle) indicators() {
	for _, s := range b.subjects {
		j := s.Judgement
		if j.Verdict != investigation.Malicious {
			continue
		}
		o := object{
			"type": "indicator", "id": b.id("indicator", s.Indicator.String()),
			"name": s.Indicator.String(), "indicator_types": []string{"malicious-activity"},
			"pattern": Pattern(s.Indicator), "pattern_type": "stix", "pattern_version": version,
			"valid_from": stamp(later(j.Changed, b.c.Created)), "description": description(s),
		}
		b.domainObject(o, j.Changed)
		b.relationship(o["id"].(string), string(export.RelatedTo), ID(s.Indicator), j.Changed, nil)
	}
}

// description is what the analyst wrote, and else that it was judged and where it was
// met: an indicator should have one.
func description(s export.Subject) string {
	if s.Judgement.Comment != "" {
		return s.Judgement.Comment
	}
	text := "judged " + string(s.Judgement.Verdict)
	if len(s.From) > 0 {
		text += ", met " + strings.ReplaceAll(met(s.From), "\n", "; ")
	}
	return text
}

func (b *bundle) relationships() {
	for _, r := range b.c.Relations(b.subjects) {
		more := object{"description": "from " + r.By.Endpoint + " of " + r.By.Indicator.String()}
		if !r.First.IsZero() {
			more["start_time"] = stamp(r.First)
			if r.Last.After(r.First) { // the one has to be later than the other
				more["stop_time"] = stamp(r.Last)
			}
		}
		b.relationship(ID(r.From), string(r.Type), ID(r.To), r.At, more)
	}
}

func (b *bundle) relationship(from, kind, to string, at time.Time, more object) {
	o := object{
		"type": "relationship", "id": b.id("relationship", from, kind, to),
		"relationship_type": kind, "source_ref": from, "target_ref": to,
	}
	for name, value := range more {
		o[name] = value
	}
	b.domainObject(o, at)
}

// notes are the comments, and the verdicts for which STIX has no indicator.
func (b *bundle) notes() {
	for _, s := range b.subjects {
		j := s.Judgement
		if j.Comment == "" && (j.Verdict == "" || j.Verdict == investigation.Malicious) {
			continue
		}
		o := object{
			"type": "note", "id": b.id("note", s.Indicator.String()),
			"content": j.Comment, "object_refs": []string{ID(s.Indicator)},
		}
		if j.Verdict != "" {
			o["abstract"] = "verdict: " + string(j.Verdict)
			o["labels"] = []string{string(j.Verdict)}
			if j.Comment == "" {
				o["content"] = o["abstract"]
			}
		}
		b.domainObject(o, j.Changed)
	}
}

// origins are notes of where what was judged was met: apart from the comments, which
// stay what the analyst wrote.
func (b *bundle) origins() {
	for _, s := range b.subjects {
		if s.Judgement.Blank() || len(s.From) == 0 {
			continue
		}
		b.domainObject(object{
			"type": "note", "id": b.id("note", "met", s.Indicator.String()),
			"abstract": "where it was met", "content": met(s.From), "object_refs": []string{ID(s.Indicator)},
		}, newest(s.From))
	}
}

// met says in which answers an indicator was met, and when it was seen there.
func met(from []export.Met) string {
	var all []string
	for _, m := range from {
		text := "in " + m.Endpoint + " of " + m.Indicator.String()
		if !m.First.IsZero() && !m.Last.IsZero() {
			text += ", seen " + m.First.UTC().Format(time.DateOnly) + " to " + m.Last.UTC().Format(time.DateOnly)
		}
		all = append(all, text)
	}
	return strings.Join(all, "\n")
}

// newest is when the last of the answers came.
func newest(from []export.Met) (at time.Time) {
	for _, m := range from {
		at = later(at, m.FetchedAt)
	}
	return at
}

// grouping holds the case together. It is no report: that would be finished and
// published.
func (b *bundle) grouping() object {
	var refs []string
	for _, o := range b.objects {
		refs = append(refs, o["id"].(string))
	}
	g := object{
		"type": "grouping", "spec_version": version, "id": b.own("grouping"),
		"created": stamp(b.c.Created), "modified": stamp(later(b.c.Last(), b.c.Created)),
		"name": b.c.Title(), "context": "suspicious-activity", "object_refs": refs,
		"object_marking_refs": []string{markingID(b.c.TLP)},
	}
	if named := b.named(); len(named) > 0 {
		g["external_references"] = named
	}
	return g
}

// named are Cloudflare's own identifiers of observables. They hash the bare
// value and merge with nobody's, and an observable has no place for references,
// so that they stand at the grouping.
func (b *bundle) named() []object {
	known := map[indicator.Indicator]string{}
	for _, p := range b.c.Trail() {
		for _, n := range b.c.Of(p.Node).Names {
			if _, ok := known[n.Indicator]; !ok && n.ID != "" {
				known[n.Indicator] = n.ID
			}
		}
	}
	var list []object
	for _, s := range b.subjects {
		if id := known[s.Indicator]; id != "" {
			list = append(list, object{"source_name": "Cloudflare", "external_id": id, "description": s.Indicator.String()})
		}
	}
	return list
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// stamp is a time with milliseconds, as STIX wants it.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
