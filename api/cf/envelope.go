package cf

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"

	"quarry/views/safe"
)

// envelope is the outermost shape of a body: Cloudflare's
// {success, errors, messages, result, result_info}, or no envelope at all.
type envelope struct {
	// wrapped is true when the body has the envelope.
	wrapped bool
	success Maybe[bool]
	errors  []wireError
	// fields are the body's own fields when it is an object.
	fields *object
	// pages is the opened result_info, shared by everybody who reads it.
	pages *object
	// result is what the decoder reads: the envelope's result, or the body.
	result value
}

// wireError is one entry of an envelope's errors.
type wireError struct {
	code    int
	message safe.Raw
}

// openEnvelope reads a body's outermost shape. It fails only when the body is
// no JSON: encoding/json refuses nesting deeper than 10,000, so that what is
// read later is bounded too.
func openEnvelope(body []byte, r *Remarks) (envelope, error) {
	raw := json.RawMessage(bytes.TrimSpace(body))
	if !json.Valid(raw) {
		return envelope{}, json.Unmarshal(raw, new(skipped)) // for its words
	}
	if !utf8.Valid(body) {
		r.problem("", "the body holds bytes that are no UTF-8; they are shown as U+FFFD")
	}
	whole := value{raw: raw, r: r}
	if kindOf(raw) != '{' {
		return envelope{result: whole}, nil
	}
	o := whole.fields()
	env := envelope{fields: o}
	if !o.has("success") && !(o.has("errors") && o.has("messages")) && !(o.has("errors") && o.has("result")) {
		if o.has("errors") && len(o.names) == 1 {
			env.wrapped = true
			env.errors = readErrors(o.get("errors"))
			return env, nil
		}
		env.result = whole
		return env, nil
	}
	env.wrapped = true
	if b, ok := truth(o.get("success").raw); ok {
		env.success = Known(b)
	}
	env.errors = readErrors(o.get("errors"))
	// Messages are no errors: tokens/verify tells of a good token in a message
	// of code 10000. They are shown among the other fields when there are any.
	if m := o.get("messages"); !m.blank() {
		m.other()
	}
	env.result = o.get("result")
	return env, nil
}

// failed reports whether the envelope says that the call failed. Where success
// is missing, errors without a result mean failure.
func (e envelope) failed() bool {
	if !e.wrapped {
		return false
	}
	if ok, known := e.success.Get(); known {
		return !ok
	}
	return len(e.errors) > 0 && e.result.missing()
}

// info opens result_info.
func (e *envelope) info() *object {
	if e.pages == nil {
		e.pages = e.fields.get("result_info").fields()
	}
	return e.pages
}

// readErrors reads errors in every form seen or feared: a list of objects, one
// object, a list of strings, a string, null; with codes that are strings; with
// the chain of causes below each.
func readErrors(v value) []wireError {
	var all []wireError
	var walk func(raw json.RawMessage, depth int)
	walk = func(raw json.RawMessage, depth int) {
		if depth > 4 || len(all) > 50 {
			return
		}
		switch kindOf(raw) {
		case '[':
			entries, _ := items(raw)
			for _, item := range entries {
				walk(item, depth+1)
			}
		case '{':
			var m map[string]json.RawMessage
			if json.Unmarshal(raw, &m) != nil {
				return
			}
			e := wireError{message: message(m)}
			if text, ok := scalar(m["code"]); ok {
				e.code, _ = strconv.Atoi(strings.TrimSpace(text))
			}
			if e.code != 0 || !e.message.Empty() {
				all = append(all, e)
			}
			if chain, ok := m["error_chain"]; ok {
				walk(chain, depth+1)
			}
		case '"', '0':
			if text, _ := scalar(raw); text != "" {
				all = append(all, wireError{message: safe.FromOutside(text)})
			}
		}
	}
	if v.raw != nil {
		walk(v.raw, 0)
	}
	return all
}

func message(m map[string]json.RawMessage) safe.Raw {
	for _, name := range []string{"message", "error", "detail"} {
		if text, ok := scalar(m[name]); ok && text != "" {
			return safe.FromOutside(text)
		}
	}
	return safe.Raw{}
}
