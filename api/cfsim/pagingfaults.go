package cfsim

import (
	"fmt"
	"net/netip"
	"time"

	"quarry/api/cfsim/scenario"
)

const (
	// liarRows is how many rows there are in a list whose paging lies.
	liarRows = 60
	// liarPage is the largest page there, so that there are several however
	// large a page is asked for.
	liarPage = 20
	// crowd is how many rows come on one page that was never asked for.
	crowd = 100_000
)

// lie is a page of a list as it is sent: its rows, numbered, and what it says
// of itself.
type lie struct {
	from, to             int
	count, page, perPage any
}

// pagingFaults are lists that lie about their pages: the names at an address
// and the subnets of a network.
func pagingFaults() []Fault {
	liar := func(name string, ip string, asn uint32, what string, tell func(span, *lie)) Fault {
		return Fault{Name: name, IP: ip, ASN: asn, What: what, Status: 200, Pages: true, lie: lying(tell)}
	}
	return []Fault{
		liar("pages-many", "198.51.100.231", 65536, "60 rows, counted as 100,000", func(_ span, l *lie) { l.count = 100000 }),
		liar("pages-few", "198.51.100.232", 65537, "60 rows, counted as 3", func(_ span, l *lie) { l.count = 3 }),
		liar("pages-negative", "198.51.100.236", 65538, "60 rows, counted as -1", func(_ span, l *lie) { l.count = -1 }),
		liar("pages-words", "198.51.100.237", 65539, "60 rows, counted as \"lots\"", func(_ span, l *lie) { l.count = "lots" }),
		liar("pages-text", "198.51.100.238", 65540, "60 rows, and all counters are texts", func(_ span, l *lie) {
			l.count, l.page, l.perPage = fmt.Sprint(l.count), fmt.Sprint(l.page), fmt.Sprint(l.perPage)
		}),
		liar("pages-uncounted", "198.51.100.239", 65541, "60 rows, and no counters", func(_ span, l *lie) { l.count, l.page, l.perPage = nil, nil, nil }),
		liar("pages-repeat", "198.51.100.233", 65542, "every page is the first, counted as 1,000", func(at span, l *lie) { l.from, l.to, l.count = 0, at.perPage, 1000 }),
		liar("pages-shift", "198.51.100.234", 65543, "every page begins with the last row of the one before", func(at span, l *lie) {
			l.from = span{at.page, at.perPage - 1}.offset()
			l.to = min(l.from+at.perPage, liarRows)
		}),
		liar("pages-endless", "198.51.100.235", 65544, "there is always one more page", func(at span, l *lie) {
			l.from = at.offset()
			l.to = l.from + at.perPage
			l.count = l.to + 1
		}),
		liar("pages-size", "198.51.100.240", 65545, "every page is half as large as the one before", func(at span, l *lie) {
			size := func(page int) int { return max(1, at.perPage>>min(page-1, 5)) }
			l.from = 0
			for p := 1; p < min(at.page, 2*liarRows); p++ {
				l.from += size(p)
			}
			l.perPage = size(at.page)
			l.to = min(l.from+size(at.page), liarRows)
		}),
		liar("pages-empty", "198.51.100.241", 65546, "the second page is empty, the third is not", func(at span, l *lie) {
			if at.page == 2 {
				l.to = l.from
			}
		}),
		liar("pages-hollow", "198.51.100.242", 65547, "no rows at all, counted as 1,000", func(_ span, l *lie) { l.to, l.count = l.from, 1000 }),
		liar("pages-number", "198.51.100.243", 65548, "every page calls itself the seventh", func(_ span, l *lie) { l.page = 7 }),
		liar("pages-whole", "198.51.100.244", 65549, "100,000 rows on a page of 20", func(_ span, l *lie) { l.from, l.to, l.count = 0, crowd, crowd }),
	}
}

// lying makes the pages of an honest list and lets tell change them. A page
// past the end is empty.
func lying(tell func(span, *lie)) func(span) lie {
	return func(at span) lie {
		at.perPage = min(at.perPage, liarPage)
		from := min(at.offset(), liarRows)
		l := lie{from: from, to: min(from+at.perPage, liarRows), count: liarRows, page: at.page, perPage: at.perPage}
		tell(at, &l)
		l.to = max(l.from, l.to)
		return l
	}
}

// dnsLie is the answer of intel/dns with counters that may be anything.
type dnsLie struct {
	Records []reverseRecord `json:"reverse_records"`
	Count   any             `json:"count"`
	Page    any             `json:"page"`
	PerPage any             `json:"per_page"`
}

// names are the rows as names that were alive through the window.
func (l lie) names(start, end time.Time) dnsLie {
	var list []scenario.Sighting
	for i := l.from; i < l.to; i++ {
		list = append(list, scenario.Sighting{Name: fmt.Sprintf("name-%05d.example.org", i), First: start, Last: end})
	}
	return dnsLie{dnsPage(list, 0, span{}).Records, l.count, l.page, l.perPage}
}

// subnetsLie is the answer of intel/asn/{asn}/subnets, likewise.
type subnetsLie struct {
	ASN     uint32   `json:"asn"`
	Count   any      `json:"count"`
	Page    any      `json:"page"`
	PerPage any      `json:"per_page"`
	Subnets []string `json:"subnets"`
}

// prefixes are the rows as subnets of a network.
func (l lie) prefixes(asn uint32) subnetsLie {
	s := subnetsLie{asn, l.count, l.page, l.perPage, []string{}}
	for i := l.from; i < l.to; i++ {
		s.Subnets = append(s.Subnets, netip.PrefixFrom(netip.AddrFrom16([16]byte{
			0x20, 0x01, 0x0d, 0xb8, byte(i >> 24), byte(i >> 16), byte(i >> 8), byte(i),
		}), 64).String())
	}
	return s
}
