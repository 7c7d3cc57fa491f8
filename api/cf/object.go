package cf

import (
	"encoding/json"
	"fmt"
	"slices"
)

// object reads the fields of one JSON object and remembers which were asked
// for, so that [object.rest] can tell what the record does not know.
type object struct {
	path   string
	r      *Remarks
	names  []string // in the body's order
	values map[string]json.RawMessage
	asked  map[string]bool
	twice  map[string]bool
}

// fields opens an object; a list of one object is taken for that object. Of
// any other value it gives an empty object, and reports it.
func (v value) fields() *object {
	o := &object{path: v.path, r: v.r, values: map[string]json.RawMessage{}, asked: map[string]bool{}, twice: map[string]bool{}}
	if v.missing() {
		return o
	}
	raw := v.raw
	if kindOf(raw) == '[' {
		all, _ := items(raw)
		if len(all) == 0 {
			return o
		}
		if len(all) == 1 {
			raw, o.path = all[0], index(v.path, 0)
		}
	}
	if kindOf(raw) != '{' {
		v.wrong("an object")
		return o
	}
	o.read(raw)
	return o
}

// read splits the object. The text is valid JSON.
func (o *object) read(raw json.RawMessage) {
	left := split(raw, func(name string, val json.RawMessage) bool {
		if _, have := o.values[name]; have {
			o.twice[name] = true
		} else if len(o.names) >= maxFields {
			return false
		} else {
			o.names = append(o.names, name)
		}
		o.values[name] = val
		return true
	})
	if left {
		o.r.problem(o.path, fmt.Sprintf("has more than %d fields; the rest is left out", maxFields))
	}
}

// has reports whether the field is there, be it null.
func (o *object) has(name string) bool { _, ok := o.values[name]; return ok }

// get returns a field; a missing one is a value too.
func (o *object) get(name string) value {
	o.asked[name] = true
	v := value{raw: o.values[name], path: join(o.path, name), r: o.r}
	if o.twice[name] {
		o.r.add(Problem{Field: v.path, Why: "given more than once; the last one is shown", Doubled: true})
		delete(o.twice, name)
	}
	return v
}

// need is get for a field without which the answer is incomplete.
func (o *object) need(name string) value {
	v := o.get(name)
	if v.raw == nil {
		o.r.problem(v.path, "missing")
	}
	return v
}

// rest puts the fields that nobody asked for among the extra ones.
func (o *object) rest() {
	for _, name := range o.names {
		if !o.asked[name] {
			o.get(name).other()
		}
	}
}

// recognised counts the fields that are there and were asked for, without the
// named ones; strange counts those that nobody asked for.
func (o *object) recognised(without ...string) (known, strange int) {
	for _, name := range o.names {
		switch {
		case !o.asked[name]:
			strange++
		case !slices.Contains(without, name):
			known++
		}
	}
	return known, strange
}
