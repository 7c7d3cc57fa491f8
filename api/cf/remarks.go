package cf

import (
	"encoding/json"
	"fmt"
	"unicode/utf8"

	"quarry/views/safe"
)

// Bounds of what a record keeps beside its own fields. The raw body has all.
const (
	maxProblems   = 100
	maxExtra      = 200
	maxExtraBytes = 4096
	maxPath       = 120
)

// Problem is a field of the answer that could not be read as what it should
// be, or an oddity of the answer as a whole.
type Problem struct {
	// Field is the path in the body, "result[0].ip"; empty for the whole. It
	// is printable.
	Field string `json:"field"`
	// Why says what is wrong, in printable words.
	Why string `json:"why"`
	// Doubled is true where the field was given more than once; the record has the
	// last value.
	Doubled bool `json:"-"`
}

// Extra is a field that the record does not know or could not read.
type Extra struct {
	// Field is the path in the body, "result[0].asn_flags".
	Field safe.Raw
	// JSON is the value as JSON text.
	JSON safe.Raw
	// Cut is true when JSON is only the beginning of the value, which was
	// longer than 4,096 bytes.
	Cut bool
}

// Remarks is what a record says about the answer it was read from. Every
// record embeds it.
type Remarks struct {
	// Empty is true when a good answer holds no record at all: null, an empty
	// list, an empty object, an empty text.
	Empty bool `json:"empty,omitzero"`
	// Problems are the fields with which something is wrong, 100 at most.
	Problems []Problem `json:"problems,omitempty"`
	// Extra are the fields that are not in the record, 200 at most, so that
	// nothing that came is hidden.
	Extra []Extra `json:"-"`
	// More counts the problems and extra fields above these bounds.
	More int `json:"more_problems,omitzero"`
}

func (r *Remarks) problem(field, why string) { r.add(Problem{Field: field, Why: why}) }

func (r *Remarks) add(p Problem) {
	if len(r.Problems) >= maxProblems {
		r.More++
		return
	}
	p.Field, p.Why = safe.PrintMax(p.Field, maxPath), safe.PrintMax(p.Why, 300)
	r.Problems = append(r.Problems, p)
}

func (r *Remarks) extra(field string, raw json.RawMessage) {
	if len(r.Extra) >= maxExtra {
		r.More++
		return
	}
	e := Extra{Field: safe.FromOutside(field)}
	if len(raw) > maxExtraBytes {
		n := maxExtraBytes
		for n > 0 && !utf8.RuneStart(raw[n]) {
			n--
		}
		raw, e.Cut = raw[:n], true
	}
	e.JSON = safe.FromOutside(string(raw))
	r.Extra = append(r.Extra, e)
}

// remarks is the embedded part, for code that handles any record.
func (r *Remarks) remarks() *Remarks { return r }

// recordOf is a pointer to any record.
type recordOf[T any] interface {
	*T
	remarks() *Remarks
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func index(path string, i int) string { return fmt.Sprintf("%s[%d]", path, i) }
