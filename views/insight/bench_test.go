package insight_test

import (
	"fmt"
	"testing"

	"quarry/api/cf"
	"quarry/views/insight"
)

// BenchmarkCrowd infers about an address with 100,000 names in one answer: when the
// answer is new, and when it was read before, as after each verdict. A name of the
// list was judged.
func BenchmarkCrowd(b *testing.B) {
	const names, address = 100_000, "192.0.2.44"
	w := newWorld(b)
	var all []string
	for n := range names {
		all = append(all, fmt.Sprintf("host%d.owner%d.example", n%7, n/7))
	}
	w.hosts(address, names, all...)
	w.judges("malicious", all[names/2])
	p := w.premises(cf.EndpointPDNS, address)
	for name, forget := range map[string]bool{"new": true, "known": false} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if forget {
					w.rules = insight.New(words())
				}
				if got := w.rules.Of(p); len(got) != 2 {
					b.Fatal(got)
				}
			}
		})
	}
}
