package indicator

import (
	"encoding/json"
	"net/netip"
	"testing"
)

func TestAccessors(t *testing.T) {
	for _, c := range []struct{ in, host, registrable, parent, unicode string }{
		{"192.0.2.1", "192.0.2.1", "", "", "192.0.2.1"},
		{"2001:db8::1", "2001:db8::1", "", "", "2001:db8::1"},
		{"AS64500", "", "", "", "AS64500"},
		{"192.0.2.0/24", "", "", "", "192.0.2.0/24"},
		{"example.com", "example.com", "example.com", "", "example.com"},
		{"a.b.example.com", "a.b.example.com", "example.com", "b.example.com", "a.b.example.com"},
		{"www.example.co.uk", "www.example.co.uk", "example.co.uk", "example.co.uk", "www.example.co.uk"},
		{"co.uk", "co.uk", "", "", "co.uk"},
		{"a.www.ck", "a.www.ck", "www.ck", "www.ck", "a.www.ck"},
		{"b.a.example.ck", "b.a.example.ck", "a.example.ck", "a.example.ck", "b.a.example.ck"},
		{"name.github.io", "name.github.io", "github.io", "github.io", "name.github.io"},
		{"github.io", "github.io", "github.io", "", "github.io"},
		{"a.b.corp", "a.b.corp", "b.corp", "b.corp", "a.b.corp"},
		{"xn--bcher-kva.example", "xn--bcher-kva.example", "xn--bcher-kva.example", "", "bücher.example"},
		{"xn--a.example", "xn--a.example", "xn--a.example", "", "xn--a.example"},
		{"http://www.xn--bcher-kva.example:81/x", "www.xn--bcher-kva.example", "xn--bcher-kva.example", "", "http://www.bücher.example:81/x"},
		{"http://[2001:db8::1]:81/x", "2001:db8::1", "", "", "http://[2001:db8::1]:81/x"},
		{"http://192.0.2.1:81/@x", "192.0.2.1", "", "", "http://192.0.2.1:81/@x"},
	} {
		i := MustParse(c.in)
		host, ok := i.Host()
		if host.String() != c.host || ok != (c.host != "") {
			t.Errorf("%s: Host = %q, %v, want %q", c.in, host, ok, c.host)
		}
		if ok && MustParse(host.String()) != host {
			t.Errorf("%s: its host %v %q is not canonical", c.in, host.Kind(), host)
		}
		if top, ok := i.Registrable(); top.String() != c.registrable || ok != (c.registrable != "") {
			t.Errorf("%s: Registrable = %q, %v, want %q", c.in, top, ok, c.registrable)
		}
		if up, ok := i.Parent(); up.String() != c.parent || ok != (c.parent != "") {
			t.Errorf("%s: Parent = %q, %v, want %q", c.in, up, ok, c.parent)
		}
		if got := i.Unicode(); got != c.unicode {
			t.Errorf("%s: Unicode = %q, want %q", c.in, got, c.unicode)
		}
	}
}

func TestNetworkValues(t *testing.T) {
	mapped := netip.MustParseAddr("::ffff:192.0.2.1")
	if got := FromAddr(mapped); got != MustParse("192.0.2.1") {
		t.Errorf("FromAddr(%s) = %v %q", mapped, got.Kind(), got)
	}
	if got := FromAddr(netip.MustParseAddr("fe80::1%eth0")); got != MustParse("fe80::1") {
		t.Errorf("FromAddr keeps the zone: %q", got)
	}
	if got := FromAddr(netip.Addr{}); !got.IsZero() {
		t.Errorf("FromAddr of the invalid address = %q", got)
	}
	if a, ok := MustParse("2001:db8::1").Addr(); !ok || a != netip.MustParseAddr("2001:db8::1") {
		t.Errorf("Addr = %v, %v", a, ok)
	}
	if _, ok := MustParse("example.com").Addr(); ok {
		t.Error("a domain has an address")
	}
	if p, ok := MustParse("192.0.2.9/24").Prefix(); !ok || p != netip.MustParsePrefix("192.0.2.0/24") {
		t.Errorf("Prefix = %v, %v", p, ok)
	}
	if p, ok := MustParse("2001:db8::1").Prefix(); !ok || p != netip.MustParsePrefix("2001:db8::1/128") {
		t.Errorf("Prefix of an address = %v, %v", p, ok)
	}
	if _, ok := MustParse("AS64500").Prefix(); ok {
		t.Error("an ASN has a prefix")
	}
	if n, ok := FromASN(4294967295).ASNumber(); !ok || n != 4294967295 {
		t.Errorf("ASNumber = %d, %v", n, ok)
	}
	if FromASN(64500) != MustParse("asn 64500") {
		t.Error("FromASN and Parse differ")
	}
	if _, ok := MustParse("192.0.2.1").ASNumber(); ok {
		t.Error("an address has an AS number")
	}
}

func TestZeroIndicator(t *testing.T) {
	var i Indicator
	_, host := i.Host()
	_, top := i.Registrable()
	_, up := i.Parent()
	_, benign := i.Benign()
	if !i.IsZero() || i.Kind() != None || i.String() != "" || i.Unicode() != "" || host || top || up || benign {
		t.Errorf("the zero Indicator is something: %+v", i)
	}
}

func TestText(t *testing.T) {
	type list struct{ Of map[Indicator]Indicator }
	in := list{map[Indicator]Indicator{MustParse("AS64500"): MustParse("http://example.com/x"), MustParse("192.0.2.1"): {}}}
	b, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"Of":{"192.0.2.1":"","AS64500":"http://example.com/x"}}`; string(b) != want {
		t.Errorf("JSON = %s, want %s", b, want)
	}
	var out list
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	for k, v := range in.Of {
		if out.Of[k] != v {
			t.Errorf("%s came back as %q, want %q", k, out.Of[k], v)
		}
	}
	i := MustParse("192.0.2.1")
	if err := i.UnmarshalText([]byte("no indicator")); err == nil || i != MustParse("192.0.2.1") {
		t.Errorf("a refused text gives %v and leaves %q", err, i)
	}
}

func TestKindNames(t *testing.T) {
	for k, want := range map[Kind]string{
		None: "none", IPv4: "IPv4", IPv6: "IPv6", Domain: "domain", URL: "URL", ASN: "ASN", CIDR: "CIDR", 99: "none",
	} {
		if got := k.String(); got != want {
			t.Errorf("Kind(%d) = %q, want %q", k, got, want)
		}
	}
}
