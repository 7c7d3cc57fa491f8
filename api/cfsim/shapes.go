package cfsim

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// shapes are complete bodies with status 200 that are not quite, or not at all,
// what the endpoint sends.
func shapes() []Fault {
	return []Fault{
		{Name: "empty", IP: "198.51.100.220", Status: 200, What: "status 200 and no body", reply: fixed(body(""))},
		{Name: "null", IP: "198.51.100.221", Status: 200, What: "the body is null", reply: fixed(body("null"))},
		{Name: "null-result", IP: "203.0.113.251", Status: 200, What: "a good envelope whose result is null", reply: fixed(body(`{"success":true,"errors":null,"messages":null,"result":null}`))},
		{Name: "type", IP: "203.0.113.252", Status: 200, What: "a good answer that claims to be a picture", reply: func(q asked) answer { return typed(q.good(), "image/png") }},
		{Name: "halved", IP: "203.0.113.253", Status: 200, What: "the first half of a good answer", reply: func(q asked) answer { return body(half(q.good().body)) }},
		{Name: "trailing", IP: "203.0.113.254", Status: 200, What: "a good answer with text behind it", reply: func(q asked) answer { return body(string(q.good().body) + "<!-- cached -->") }},
		{Name: "utf8", IP: "198.51.100.245", Status: 200, What: "bytes that are no UTF-8 in every text", reply: func(q asked) answer { return altered(q.good(), spoil) }},
		{Name: "missing", IP: "198.51.100.246", Status: 200, What: "every second field is missing", reply: func(q asked) answer { return altered(q.good(), thin) }},
		{Name: "mistyped", IP: "198.51.100.247", Status: 200, What: "every field is of another type", reply: func(q asked) answer { return altered(q.good(), mistype) }},
		{Name: "twice", IP: "198.51.100.248", Status: 200, What: "every field stands there twice and differs", reply: func(q asked) answer { return altered(q.good(), double) }},
		{Name: "unknown", IP: "198.51.100.249", Status: 200, What: "fields that nobody has documented", reply: func(q asked) answer { return altered(q.good(), extend) }},
		{Name: "errors-too", IP: "198.51.100.250", Status: 200, What: "a good answer that tells an error as well", reply: func(q asked) answer { return body(withErrors(q.good().body)) }},
		{Name: "other", IP: "198.51.100.251", Status: 200, What: "a good answer about another indicator", reply: func(q asked) answer { return body(aboutAnother(q.good().body, q.subject)) }},
	}
}

func typed(a answer, contentType string) answer {
	a.contentType = contentType
	return a
}

func half(body []byte) string { return string(body[:len(body)/2]) }

// withErrors puts an error into a good envelope, or beside the fields of an
// answer that has none.
func withErrors(good []byte) string {
	return strings.Replace(string(good), "{", `{"errors":[{"code":10001,"message":"partial result"}],"success":true,`, 1)
}

// aboutAnother is the answer with another indicator of the same kind in every
// place of the one that was asked.
func aboutAnother(good []byte, subject string) string {
	was, is := subject, "another.example"
	switch {
	case strings.HasPrefix(subject, "AS"):
		was, is = strings.TrimPrefix(subject, "AS"), "64499"
	case strings.Contains(subject, ":"):
		is = "2001:db8::ffff"
	case strings.Trim(subject, "0123456789.") == "":
		is = "192.0.2.250"
	}
	return strings.ReplaceAll(string(good), was, is)
}

// altered is an answer whose result was changed; one without an envelope is
// changed as a whole.
func altered(good answer, change func(any) json.RawMessage) answer {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(good.body, &fields); err != nil {
		return good // no object, as that of a fault on a fault
	}
	result, wrapped := fields["result"]
	if !wrapped {
		result = good.body
	}
	var v any
	d := json.NewDecoder(bytes.NewReader(result))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return good
	}
	text := change(v)
	if wrapped {
		text = json.RawMessage(`{"success":true,"errors":[],"messages":[],"result":` + string(text) + `}`)
	}
	return body(string(text))
}

// spoil puts bytes that are no UTF-8 behind every text. The keys stay.
func spoil(v any) json.RawMessage {
	return rewrite(v, func(leaf any) string {
		if s, ok := leaf.(string); ok {
			return strings.TrimSuffix(quoted(s), `"`) + "\xff\xfe\""
		}
		return quoted(leaf)
	}, nil)
}

// thin leaves out every second field of every object, at some endpoints that
// which tells what it is about.
func thin(v any) json.RawMessage {
	return rewrite(v, quoted, func(fields []string) []string {
		var kept []string
		for i, f := range fields {
			if i%2 == 0 {
				kept = append(kept, f)
			}
		}
		return kept
	})
}

// mistype gives every field another type: a list for an object or a text, a
// text for a number, an object for a list.
func mistype(v any) json.RawMessage {
	switch v := v.(type) {
	case map[string]any:
		var fields []string
		for _, name := range slices.Sorted(maps.Keys(v)) {
			fields = append(fields, quoted(name)+":"+wrongly(v[name]))
		}
		return json.RawMessage("{" + strings.Join(fields, ",") + "}")
	case []any:
		var all []string
		for _, item := range v {
			all = append(all, string(mistype(item)))
		}
		return json.RawMessage("[" + strings.Join(all, ",") + "]")
	}
	return json.RawMessage(wrongly(v))
}

func wrongly(v any) string {
	switch v := v.(type) {
	case string:
		return `[{"text":` + quoted(v) + `}]`
	case []any:
		return `{"0":` + quoted(len(v)) + `}`
	case map[string]any:
		return `[[],"object"]`
	}
	return `"many"`
}

// double writes every field twice: first as something else, then as it is.
func double(v any) json.RawMessage {
	return rewrite(v, quoted, func(fields []string) []string {
		var all []string
		for _, f := range fields {
			name, _, _ := strings.Cut(f, ":")
			all = append(all, name+`:"overwritten"`)
		}
		return append(all, fields...)
	})
}

// extend adds fields to every object.
func extend(v any) json.RawMessage {
	return rewrite(v, quoted, func(fields []string) []string {
		return append(fields, `"x_confidence":0.5`, `"x_tags":["new",{"deep":null}]`, `"":""`)
	})
}

// rewrite writes a value with its leaves and the fields of its objects changed;
// nil leaves the fields as they are. Fields are in the order of their names.
func rewrite(v any, leaf func(any) string, change func(fields []string) []string) json.RawMessage {
	switch v := v.(type) {
	case map[string]any:
		var fields []string
		for _, name := range slices.Sorted(maps.Keys(v)) {
			fields = append(fields, quoted(name)+":"+string(rewrite(v[name], leaf, change)))
		}
		if change != nil {
			fields = change(fields)
		}
		return json.RawMessage("{" + strings.Join(fields, ",") + "}")
	case []any:
		var all []string
		for _, item := range v {
			all = append(all, string(rewrite(item, leaf, change)))
		}
		return json.RawMessage("[" + strings.Join(all, ",") + "]")
	}
	return json.RawMessage(leaf(v))
}

// quoted is a value as JSON text.
func quoted(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("cfsim: %v", err)) // what was decoded can be encoded
	}
	return string(b)
}
