package cf

import (
	"errors"
	"fmt"
	"math"

	"quarry/api"
	"quarry/state/indicator"
	"quarry/views/safe"
)

// open reads the envelope of an answer and turns a failure in it into an
// error. The result is what the endpoint's decoder reads.
func open(a api.Answer, permission string, r *Remarks) (envelope, error) {
	env, notJSON := openEnvelope(a.Body, r)
	e := &api.Error{Query: a.Query, Status: a.Status, Permission: permission}
	if e.Status == 0 {
		e.Status = 200
	}
	if e = classify(e, env, notJSON, "", a.Body); e != nil {
		return envelope{}, e
	}
	// A bare null or {} is what a broken proxy sends, and no word that nothing
	// is known.
	if !env.wrapped && env.result.blank() {
		return envelope{}, malformed(a, errNoEnvelope())
	}
	if len(env.errors) > 0 {
		e := env.errors[0]
		r.problem("errors", fmt.Sprintf("the answer is good, yet tells an error: %d %s", e.code, e.message))
	}
	return env, nil
}

// close puts what nobody read of the envelope among the extra fields.
func (e *envelope) close() {
	if !e.wrapped {
		return
	}
	if e.pages != nil {
		e.pages.rest()
	} else if info := e.fields.get("result_info"); !info.blank() {
		info.other()
	}
	e.fields.rest()
}

// counter reads a counter of a page, which stands in the result (passive DNS),
// beside it (subnets) or in result_info (accounts).
func (e *envelope) counter(o *object, name string) Maybe[int] {
	v := o.get(name)
	if !v.missing() || !e.wrapped {
		return v.integer(0, math.MaxInt)
	}
	if e.fields.has(name) {
		return e.fields.get(name).integer(0, math.MaxInt)
	}
	return e.info().get(name).integer(0, math.MaxInt)
}

func malformed(a api.Answer, err error) error {
	return &api.Error{Class: api.Malformed, Query: a.Query, Status: a.Status, Err: err}
}

// reader reads a record of type T from an object.
type reader[T any] func(env *envelope, o *object, rec *T)

// decodeOne decodes an endpoint whose result is about one indicator, named in
// the field subject ("" where it is not named): an object, or a list in which
// the one about the indicator asked for is looked up. kin reports whether the
// subject is what was asked.
func decodeOne[T any, P recordOf[T]](a api.Answer, permission, subject string,
	kin func(api.Query, safe.Raw) bool, read reader[T],
) (T, error) {
	var rec T
	r := P(&rec).remarks()
	env, err := open(a, permission, r)
	if err != nil {
		return rec, err
	}
	if env.result.blank() {
		r.Empty = true
		env.close()
		return rec, nil
	}
	o, err := choose(a, env.result, subject, kin)
	if err != nil {
		return rec, err
	}
	read(&env, o, &rec)
	env.close()
	return rec, o.judge(a, subject)
}

// choose finds the object that is about the query. An answer that is about
// something else only is an error: it must not be shown under a name that it
// is not about.
func choose(a api.Answer, result value, subject string, kin func(api.Query, safe.Raw) bool) (*object, error) {
	all, err := chooseAll(a, result, subject, kin)
	if err != nil {
		return nil, err
	}
	for _, o := range all[1:] {
		o.r.problem(o.path, "is a second answer about the same; the first is shown")
		o.rest()
	}
	return all[0], nil
}

// chooseAll finds the objects that are about the query, at least one.
func chooseAll(a api.Answer, result value, subject string, kin func(api.Query, safe.Raw) bool) ([]*object, error) {
	var found []*object
	var about safe.Raw
	items, _ := result.list()
	for _, item := range items {
		if kindOf(item.raw) != '{' {
			item.wrong("an object")
			continue
		}
		o := item.fields()
		text, ok := scalar(o.values[subject])
		if ok && text != "" && subject != "" && !kin(a.Query, safe.FromOutside(text)) {
			about = safe.FromOutside(text)
			item.r.problem(item.path, "is about "+safe.PrintMax(text, 100)+", which was not asked")
			item.other()
			continue
		}
		found = append(found, o)
	}
	switch {
	case len(found) > 0:
		return found, nil
	case !about.Empty():
		return nil, malformed(a, &api.OtherSubject{About: about})
	}
	return nil, malformed(a, errors.New("there is no object in the result"))
}

// judge closes an object after it was read: what nobody asked for goes to the
// extra fields; an object without any field of the endpoint is none of its
// answers, one with its subject only, or without its subject, is told as odd.
func (o *object) judge(a api.Answer, subject string) error {
	known, strange := o.recognised(subject)
	o.rest()
	hasSubject := subject != "" && o.has(subject)
	switch {
	case known == 0 && !hasSubject && strange > 0:
		return malformed(a, fmt.Errorf("none of its fields is one of the endpoint %s", a.Query.Endpoint))
	case known == 0 && strange > 0:
		o.r.problem(o.path, "holds no field of this endpoint beside "+subject)
	}
	if !hasSubject && subject != "" {
		o.r.problem(join(o.path, subject), "missing: the answer does not say what it is about")
	}
	return nil
}

// sameHost reports whether a text from the wire names the host that was asked.
func sameHost(q api.Query, said safe.Raw) bool {
	asked, ok := q.Indicator.Host()
	if !ok {
		return q.Indicator.IsZero()
	}
	return nameOf(said, indicator.Domain, indicator.IPv4, indicator.IPv6).Indicator == asked
}
