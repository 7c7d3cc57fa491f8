package cf

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"quarry/api"
	"quarry/state/indicator"
	"quarry/views/safe"
)

// In a record there is no text but of the types that print themselves safely:
// a plain string from the wire could be drawn as it is.
func TestRecordsHoldNoPlainText(t *testing.T) {
	seen := map[reflect.Type]bool{}
	texts := 0
	var walk func(path string, typ reflect.Type)
	walk = func(path string, typ reflect.Type) {
		switch typ {
		case reflect.TypeFor[safe.Raw]():
			texts++
			return
		case reflect.TypeFor[indicator.Indicator](), reflect.TypeFor[time.Time](), reflect.TypeFor[api.Day](): // printable by what they are
			return
		case reflect.TypeFor[Problem](): // printed when it is made
			return
		case reflect.TypeFor[Hosts](): // names in canonical form, which are printable; any other is a Raw
			return
		}
		if seen[typ] {
			return
		}
		seen[typ] = true
		switch typ.Kind() {
		case reflect.String, reflect.Interface:
			t.Errorf("%s is a plain %s", path, typ)
		case reflect.Pointer, reflect.Slice, reflect.Array:
			if !strings.HasPrefix(typ.String(), "*big.") {
				walk(path+"[]", typ.Elem())
			}
		case reflect.Map:
			walk(path+" keys", typ.Key())
			walk(path+" values", typ.Elem())
		case reflect.Struct:
			if pkg := typ.PkgPath(); pkg == "net/netip" || pkg == "math/big" {
				return
			}
			for i := range typ.NumField() {
				f := typ.Field(i)
				walk(path+"."+f.Name, f.Type)
			}
		}
	}
	for _, decode := range []any{
		DecodeIP, DecodePDNS, DecodeDomain, DecodeHistory, DecodeWHOIS, DecodeASN, DecodeSubnets, DecodePhishing,
		DecodeMiscategorization, DecodeToken, DecodeAccounts, DecodeBulk,
	} {
		typ := reflect.TypeOf(decode).Out(0)
		walk(typ.String(), typ)
	}
	if texts < 50 {
		t.Errorf("only %d texts were found: the walk does not reach them", texts)
	}
	t.Logf("%d texts from outside in the records, all of the type safe.Raw", texts)
}
