package cf_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"quarry/api"
	"quarry/testdata"
)

// fuzz runs one endpoint's decoder: it must not panic, its error is an
// *api.Error, its record can be written, and reading twice gives the same.
func fuzz(f *testing.F, d decoder) {
	files, err := testdata.Recorded.ReadDir("recorded")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		b, err := testdata.Recorded.ReadFile("recorded/" + file.Name())
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	for _, s := range []string{
		`{"asn":64496,"ip_count_total":1e60,"subnets":["192.0.2.0/24"]}`, `64496`, `"AS1"`, `[[]]`, `{"success":false,"errors":{"code":"1"}}`,
		`{"result":[{"domain":"cloudflare.com","risk_score":1},{"domain":"www.example.com."},{"domain":"x"},{"domain":"cloudflare.com"},{}],"success":true}`,
		`{"result":[{"id":1},null,"x"],"success":true,"errors":[],"result_info":{"page":"1"}}`, `{"a":1,"a":2}`, `{"result":[{"":"0"}],"errors":[]}`, "{\"\xff\":\"\x1b\"}",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		got := d.run(about(d.endpoint, d.of, body))
		var e *api.Error
		if got.err != nil {
			if !errors.As(got.err, &e) {
				t.Fatalf("%T is no *api.Error", got.err)
			}
			return
		}
		out := toJSON(t, got.record)
		if !json.Valid([]byte(out)) {
			t.Fatalf("no JSON: %q", out)
		}
		for _, c := range out + fmt.Sprint(got.remarks.Problems, got.remarks.Extra) {
			if c < 0x20 || c >= 0x7F && c <= 0x9F || c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069 {
				t.Fatalf("alive: %q", out)
			}
		}
		if again := toJSON(t, d.run(about(d.endpoint, d.of, body)).record); again != out {
			t.Fatalf("not the same twice:\n%s\n%s", out, again)
		}
	})
}

func FuzzIP(f *testing.F)                { fuzz(f, decoders()[0]) }
func FuzzPDNS(f *testing.F)              { fuzz(f, decoders()[1]) }
func FuzzDomain(f *testing.F)            { fuzz(f, decoders()[2]) }
func FuzzHistory(f *testing.F)           { fuzz(f, decoders()[3]) }
func FuzzWHOIS(f *testing.F)             { fuzz(f, decoders()[4]) }
func FuzzASN(f *testing.F)               { fuzz(f, decoders()[5]) }
func FuzzSubnets(f *testing.F)           { fuzz(f, decoders()[6]) }
func FuzzPhishing(f *testing.F)          { fuzz(f, decoders()[7]) }
func FuzzMiscategorization(f *testing.F) { fuzz(f, decoders()[8]) }
func FuzzBulk(f *testing.F)              { fuzz(f, decoders()[9]) }
func FuzzToken(f *testing.F)             { fuzz(f, decoders()[10]) }
func FuzzAccounts(f *testing.F)          { fuzz(f, decoders()[11]) }
