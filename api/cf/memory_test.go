package cf_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"quarry/api"
	"quarry/api/cf"
)

// Bodies that are made to fill the memory: what a record holds of them is
// bounded, and that it is only a part is told.
func TestBodiesThatFillTheMemory(t *testing.T) {
	const size = 16 << 20
	list := func(item string) string { return "[" + strings.Repeat(item+",", size/(len(item)+1)) + item + "]" }
	names := func() string {
		var b strings.Builder
		for i := 0; b.Len() < size; i++ {
			fmt.Fprintf(&b, `"a%d":0,"a%d":1,`, i, i)
		}
		return `{"asn":13335,` + b.String() + `"last":1}`
	}
	for _, c := range []struct {
		name     string
		endpoint api.Endpoint
		of       string
		result   func() string
		told     string
	}{
		{"numbers for rows", cf.EndpointPDNS, "192.0.2.1", func() string { return `{"reverse_records":` + list("0") + `}` }, "more than 200000 elements"},
		{"subnets", cf.EndpointSubnets, "AS13335", func() string { return `{"asn":13335,"subnets":` + list(`"::/0"`) + `}` }, "more than 200000 elements"},
		{"records of one name", cf.EndpointBulk, "a.example.com", func() string { return list(`{"domain":"a.example.com"}`) }, "more than 200000 elements"},
		{"names, twice each", cf.EndpointASN, "AS13335", names, "more than 20000 fields"},
	} {
		body := wrap(c.result())
		runtime.GC()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		got := run(c.endpoint, about(c.endpoint, c.of, body))
		runtime.ReadMemStats(&after)
		if got.err != nil {
			t.Errorf("%s: %v", c.name, got.err)
		}
		if said := fmt.Sprint(got.remarks.Problems); !strings.Contains(said, c.told) {
			t.Errorf("%s: not told that something is left out: %.300s", c.name, said)
		}
		// All that was ever allocated for it, collected since or not.
		if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 300 {
			t.Errorf("%s: %d MiB were allocated for a body of 16 MiB", c.name, mb)
		} else {
			t.Logf("%s: %d MiB", c.name, mb)
		}
	}
}
