package cfsim

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// poison puts payloads in the place of texts, one after the other.
type poison struct {
	texts []string
	next  int
	// dates tells that texts which are dates stay.
	dates bool
	// subjects are texts of which the next one stays.
	subjects map[string]bool
	// keep are texts that stay wherever they stand.
	keep []string
	out  bytes.Buffer
}

// newPoison begins with the nth payload.
func newPoison(n int) *poison {
	return &poison{texts: payloads(), next: n, dates: n%2 == 0}
}

// text is the next payload.
func (p *poison) text() string {
	p.next++
	return p.texts[(p.next-1)%len(p.texts)]
}

// header is the next payload that a header can bear, behind a beginning that it
// should have: no control characters, which end the answer before it has begun.
func (p *poison) header(beginning string) string {
	const longest = 2000
	for range p.texts {
		text := strings.Map(func(c rune) rune {
			if c < ' ' || c == 0x7F {
				return -1
			}
			return c
		}, p.text())
		if text != "" && len(text) < longest {
			return beginning + text
		}
	}
	return beginning
}

// headers are those that every answer has.
func (p *poison) headers() map[string]string {
	return map[string]string{
		"Cf-Ray":           p.header(""),
		"Server":           p.header(""),
		"Ratelimit":        p.header(`"default";r=900;t=30,`),
		"Ratelimit-Policy": p.header(`"default";`),
		"X-Unheard-Of":     p.header(""),
	}
}

// rewrite puts a payload in the place of each text of a JSON document, but for
// the first that is a subject, and names that lead to further ones; and into each object a field with a payload
// for its name, into that of the result one for each payload there is.
func (p *poison) rewrite(doc []byte, subjects ...string) []byte {
	p.out.Reset()
	p.subjects = map[string]bool{}
	for _, s := range subjects {
		p.subjects[strings.ToLower(s)] = true
	}
	d := json.NewDecoder(bytes.NewReader(doc))
	d.UseNumber()
	p.value(d, "result")
	return bytes.Clone(p.out.Bytes())
}

// value rewrites the next value; key is the name that it stands under, that of
// the list around it in a list.
func (p *poison) value(d *json.Decoder, key string) {
	switch t := token(d).(type) {
	case json.Delim:
		p.container(d, t, key)
	case string:
		p.string(p.instead(t))
	case nil:
		p.out.WriteString("null")
	default: // a number, true, false
		fmt.Fprint(&p.out, t)
	}
}

func (p *poison) container(d *json.Decoder, open json.Delim, key string) {
	p.out.WriteString(open.String())
	comma := func() {
		if last := p.out.Bytes()[p.out.Len()-1]; last != '{' && last != '[' {
			p.out.WriteByte(',')
		}
	}
	field := func(name string) {
		comma()
		p.string(name)
		p.out.WriteByte(':')
	}
	wrapped := false
	for d.More() {
		if open == '[' {
			comma()
			p.value(d, key)
			continue
		}
		name, _ := token(d).(string)
		wrapped = wrapped || name == "success"
		field(name)
		p.value(d, name)
	}
	if open == '{' {
		strange := 1
		if key == "result" && !wrapped {
			strange = len(p.texts)
		}
		p.strange(strange, field)
	}
	p.out.WriteString(token(d).(json.Delim).String())
}

// strange writes fields that are named like the payloads to come, and hold them
// too; none of these is used up by that. Of the very long ones the first of many
// is a name and none a text, so that the answer does not grow to megabytes.
func (p *poison) strange(count int, field func(string)) {
	const long = 10_000
	longs := 0
	for n := range count {
		text := p.texts[(p.next+n)%len(p.texts)]
		if len(text) <= long {
			field(text)
			p.string(text)
		} else if longs++; longs == 1 && count > 1 {
			field(text)
			p.string("")
		}
	}
}

// instead is what stands in the place of a text.
func (p *poison) instead(text string) string {
	switch {
	case p.subjects[strings.ToLower(text)]:
		delete(p.subjects, strings.ToLower(text))
		return text
	case slices.Contains(p.keep, text), strings.HasSuffix(text, "."+hostileZone), p.dates && isDate(text):
		return text
	}
	return p.text()
}

func isDate(text string) bool {
	for _, form := range []string{time.RFC3339Nano, time.DateOnly, time.RFC1123} {
		if _, err := time.Parse(form, text); err == nil {
			return true
		}
	}
	return false
}

// string writes a text as a server may that escapes no more than it must, and
// looks at no byte of the rest.
func (p *poison) string(text string) {
	p.out.WriteByte('"')
	for i := range len(text) {
		switch c := text[i]; {
		case c == '"' || c == '\\':
			p.out.WriteString(`\` + string(rune(c)))
		case c < 0x20:
			fmt.Fprintf(&p.out, `\u%04x`, c)
		default:
			p.out.WriteByte(c)
		}
	}
	p.out.WriteByte('"')
}

// token is the next one of a document that this package has made.
func token(d *json.Decoder) json.Token {
	t, err := d.Token()
	if err != nil {
		panic(fmt.Sprintf("cfsim: %v", err))
	}
	return t
}
