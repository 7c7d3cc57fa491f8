// Package record holds what the views of Cloudflare's records have in common:
// how a category, a country, a name or an unknown field is put on a sheet.
package record

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"quarry/api/cf"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/safe"
	"quarry/views/style"
	"quarry/views/widget"
)

// Country is an ISO 3166 code with the country's English name from CLDR: "US
// United States". What is no code stays as it came.
func Country(code safe.Raw) string {
	region, err := language.ParseRegion(code.Exact())
	if err != nil || !region.IsCountry() {
		return code.String()
	}
	return region.String() + " " + display.English.Regions().Name(region)
}

// Category is a category with its id: "Phishing 131". Security categories are
// marked, since they are why one looks.
func Category(c cf.CategoryRef) widget.Text {
	name := c.Name.String()
	if known, ok := c.Category(); ok && name == "" {
		name = known.Name
	}
	id := ""
	if n, ok := c.ID.Get(); ok {
		id = fmt.Sprintf(" %d", n)
	}
	if c.Security() {
		return widget.T(widget.Toned(style.Bad, style.Warning+" "+name), widget.Toned(style.Muted, id))
	}
	return widget.T(name, widget.Toned(style.Muted, id))
}

// Parent is the id of the group that a category is in, by the answer or, where
// that does not say, by the documented table.
func Parent(c cf.CategoryRef) (int, bool) {
	if id, ok := c.ParentID.Get(); ok && id != 0 {
		return id, true
	}
	known, ok := c.Category()
	return known.ParentID, ok && known.ParentID != 0
}

// Ungrouped is a list of categories without the groups that it names beside a
// category in them. A group that stands alone stays.
func Ungrouped(list []cf.CategoryRef) []cf.CategoryRef {
	behind := map[int]bool{}
	for _, c := range list {
		if id, ok := Parent(c); ok {
			behind[id] = true
		}
	}
	var out []cf.CategoryRef
	for _, c := range list {
		if id, ok := c.ID.Get(); !ok || !behind[id] || !c.Group() {
			out = append(out, c)
		}
	}
	return out
}

// Categories is a list of categories in one line; none says what an empty list
// means, unknown what a missing one means.
func Categories(list []cf.CategoryRef, none, unknown string) widget.Text {
	switch {
	case list == nil:
		return widget.Toned(style.Muted, unknown)
	case len(list) == 0:
		return widget.Toned(style.Muted, none)
	}
	var t widget.Text
	for n, c := range list {
		if n > 0 {
			t = widget.T(t, widget.Toned(style.Muted, "  "+style.Dot+"  "))
		}
		t = widget.T(t, Category(c))
	}
	return t
}

// Names adds names one a line; those that are indicators can be pivoted on.
// none says what an empty list means, unknown what a missing one means.
func Names(s *views.Sheet, label string, names []cf.Name, none, unknown string) {
	switch {
	case names == nil:
		s.Text(label, style.Muted, unknown).Copy("")
	case len(names) == 0:
		s.Text(label, style.Muted, none).Copy("")
	}
	for _, n := range names {
		Name(s, label, n)
		label = ""
	}
}

// Name adds a name that can be pivoted on where it is an indicator.
func Name(s *views.Sheet, label string, n cf.Name) *views.Item {
	if n.Indicator.IsZero() {
		return s.Outside(label, n.Raw)
	}
	return Indicator(s, label, n.Indicator)
}

// Indicator adds an indicator, with its Unicode form beside a name in Punycode.
func Indicator(s *views.Sheet, label string, i indicator.Indicator) *views.Item {
	return s.Field(label, views.Named(i)).Pivot(i)
}

// Others adds, folded, the fields of an answer that quarry has no place for, so
// that nothing that came is hidden.
func Others(s *views.Sheet, r cf.Remarks) {
	if len(r.Extra) == 0 {
		return
	}
	s.Gap()
	s.Fold(fmt.Sprintf("Other fields of the answer (%d)", len(r.Extra)), true)
	for _, e := range r.Extra {
		value := e.JSON.String()
		if e.Cut {
			value += style.Ellipsis
		}
		s.Text(e.Field.String(), style.Muted, value)
	}
}

// Problems names the fields with which something is wrong. One that was given more
// than once and cannot be read at last could not be read.
func Problems(r cf.Remarks) views.Problems {
	var all views.Problems
	unread := map[string]bool{}
	for _, p := range r.Problems {
		if !p.Doubled {
			unread[p.Field] = true
			all.Unread = append(all.Unread, fieldOf(p))
		}
	}
	for _, p := range r.Problems {
		if p.Doubled && !unread[p.Field] {
			all.Doubled = append(all.Doubled, fieldOf(p))
		}
	}
	if r.More > 0 {
		all.Unread = append(all.Unread, fmt.Sprintf("%d more", r.More))
	}
	return all
}

// fieldOf names the field that a problem is about.
func fieldOf(p cf.Problem) string {
	field := strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(p.Field, "result"), "[0]"), ".")
	switch {
	case field != "":
		return field
	case p.Doubled:
		return "the record"
	}
	return p.Why
}

// Unread reports whether a field, or an element of it, came and could not be
// read, so that its being unknown says nothing.
func Unread(r cf.Remarks, field string) bool {
	for _, p := range r.Problems {
		name := p.Field
		if p.Doubled {
			continue
		}
		if at := strings.LastIndexByte(name, '['); at > 0 && strings.HasSuffix(name, "]") {
			name = name[:at] // an element of it
		}
		if name == field || strings.HasSuffix(name, "."+field) {
			return true
		}
	}
	return false
}

// Unknown says why a field is unknown: because the answer is silent, which has a
// meaning of its own, or because it could not be read, which has none.
func Unknown(r cf.Remarks, field, silent string) string {
	if Unread(r, field) {
		return "could not be read"
	}
	return silent
}

// Score is a score with two to four decimals. One that is not 0 or 1 is never
// rounded to it.
func Score(f float64) string {
	s := strconv.FormatFloat(f, 'f', 4, 64)
	switch {
	case s == "0.0000" && f > 0:
		return "<0.0001"
	case s == "1.0000" && f < 1:
		return ">0.9999"
	}
	return s[:len(s)-2] + strings.TrimRight(s[len(s)-2:], "0")
}

// Words turns a word of the wire into one for people: hosting_provider becomes
// "hosting provider", isp "ISP".
func Words(r safe.Raw) string {
	if r.Exact() == "isp" {
		return "ISP"
	}
	return strings.ReplaceAll(r.String(), "_", " ")
}

// Network adds the kind and the country of a network, as the answers about an
// address and about the network itself give them; silent says why one is unknown.
func Network(s *views.Sheet, country, kind safe.Raw, silent func(field string) string) {
	known := func(label, text, field string) {
		if text == "" {
			s.Text(label, style.Muted, silent(field)).Copy("")
			return
		}
		s.Text(label, style.Text, text)
	}
	known("Kind", Words(kind), "type")
	known("Country", Country(country), "country")
}
