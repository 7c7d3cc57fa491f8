package stix

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"quarry/state/indicator"
)

// observableNamespace is the namespace that STIX 2.1 gives for the identifiers
// of observables (section 2.9), so that everybody's are the same.
const observableNamespace = "00abedb4-aa42-466c-9c01-fed23315a9b7"

// ID is the identifier of an indicator's observable: a UUIDv5 over the canonical
// JSON (RFC 8785) of the property that it is made of. It is the same whoever
// makes it. The zero indicator has none.
func ID(i indicator.Indicator) string {
	o := observe(i)
	if o.kind == "" {
		return ""
	}
	canonical := `{"` + o.property + `":` + o.literal + `}`
	return o.kind + "--" + uuid.NewSHA1(uuid.MustParse(observableNamespace), []byte(canonical)).String()
}

// observable is how STIX writes an indicator: a type and one property, which is
// what its identifier is made of. The literal is canonical JSON.
type observable struct{ kind, property, literal string }

func observe(i indicator.Indicator) observable {
	value := func(kind string) observable { return observable{kind, "value", quote(i.String())} }
	switch i.Kind() {
	case indicator.IPv4:
		return value("ipv4-addr")
	case indicator.IPv6:
		return value("ipv6-addr")
	case indicator.CIDR: // STIX writes a prefix as an address with a length
		if strings.Contains(i.String(), ":") {
			return value("ipv6-addr")
		}
		return value("ipv4-addr")
	case indicator.Domain:
		return value("domain-name")
	case indicator.URL:
		return value("url")
	case indicator.ASN:
		n, _ := i.ASNumber()
		return observable{"autonomous-system", "number", strconv.FormatUint(uint64(n), 10)}
	}
	return observable{}
}

// quote is a JSON string in canonical form. An indicator is printable ASCII, of
// which RFC 8785 escapes the quotation mark and the backslash alone.
func quote(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// property is the literal as it stands in an object.
func (o observable) raw() json.RawMessage { return json.RawMessage(o.literal) }
