package cf

import (
	"testing"

	"quarry/api"
)

func TestHostDays(t *testing.T) {
	all := [][2]api.Day{
		{0, 0}, {1, 2}, {0, 20_000}, {20_000, 0}, {apart - 1, apart - 1}, {apart, apart}, {1, apart}, {-1, 5}, {-700_000, 3_000_000}, {19_554, 19_557},
	}
	d := newHostDays(len(all))
	for _, days := range all {
		d.add(days[0], days[1])
	}
	was := d.clone()
	for n, days := range all {
		if first, last := d.at(n); first != days[0] || last != days[1] {
			t.Errorf("row %d has %d and %d, want %v", n, first, last, days)
		}
		other := all[(n+1)%len(all)]
		d.set(n, other[0], other[1])
	}
	for n, days := range all {
		other := all[(n+1)%len(all)]
		if first, last := d.at(n); first != other[0] || last != other[1] {
			t.Errorf("changed, row %d has %d and %d, want %v", n, first, last, other)
		}
		if first, last := was.at(n); first != days[0] || last != days[1] {
			t.Errorf("row %d of the copy has %d and %d, want %v", n, first, last, days)
		}
	}
}
