package cf

import (
	"maps"
	"math"
	"slices"

	"quarry/api"
)

// hostDays are the first and the last days of a block's rows, in two bytes each:
// days of 1970 to 2149 are all that a sound answer has. Others are kept apart.
type hostDays struct {
	first, last []uint16 // 0 is no day, apart stands for what others has
	others      map[int][2]api.Day
}

const apart = math.MaxUint16

func newHostDays(rows int) hostDays {
	return hostDays{first: make([]uint16, 0, rows), last: make([]uint16, 0, rows)}
}

// at returns the first and the last day of a row.
func (d *hostDays) at(n int) (first, last api.Day) {
	if d.first[n] == apart {
		days := d.others[n]
		return days[0], days[1]
	}
	return api.Day(d.first[n]), api.Day(d.last[n])
}

// add appends the days of a row.
func (d *hostDays) add(first, last api.Day) {
	d.first, d.last = append(d.first, 0), append(d.last, 0)
	d.set(len(d.first)-1, first, last)
}

// set changes the days of a row.
func (d *hostDays) set(n int, first, last api.Day) {
	if min(first, last) >= 0 && max(first, last) < apart {
		d.first[n], d.last[n] = uint16(first), uint16(last)
		return
	}
	if d.others == nil {
		d.others = map[int][2]api.Day{}
	}
	d.first[n], d.last[n] = apart, apart
	d.others[n] = [2]api.Day{first, last}
}

// clone is the same days, to be changed.
func (d *hostDays) clone() hostDays {
	return hostDays{slices.Clone(d.first), slices.Clone(d.last), maps.Clone(d.others)}
}
