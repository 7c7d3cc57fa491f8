package cfsim

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// all reads the pages of passive DNS until one is short, at most 1,000.
func all(t *testing.T, s *Server, path string, perPage int) (names []string, last dnsResult) {
	t.Helper()
	for page := 1; page <= 1000; page++ {
		last = result[dnsResult](t, direct(s, fmt.Sprintf("%s&page=%d&per_page=%d", path, page, perPage)))
		for _, r := range last.Records {
			names = append(names, r.Hostname)
		}
		if last.Page != page {
			t.Fatalf("page %d calls itself %d", page, last.Page)
		}
		if len(last.Records) < last.PerPage {
			return names, last
		}
	}
	t.Fatal("no end of pages")
	return nil, last
}

func duplicates(names []string) int {
	sorted := slices.Sorted(slices.Values(names))
	return len(sorted) - len(slices.Compact(sorted))
}

func TestPagesOfPassiveDNSAreExact(t *testing.T) {
	s := New(Options{Now: testNow, PageMax: 250})
	const recordedWindow = "intel/dns?ipv4=1.1.1.1&start=2023-07-15&end=2023-07-18"
	for _, c := range []struct {
		path             string
		perPage, granted int
		count            int
	}{
		{recordedWindow, 5, 5, 778},
		{recordedWindow, 100, 100, 778},
		{recordedWindow, 1000, 250, 778},
		{"intel/dns?ipv4=1.1.1.1", 250, 250, 778},
		{"intel/dns?ipv4=1.1.1.1&start=2026-11-23", 389, 250, 778},
		{"intel/dns?ipv4=192.0.2.44", 64, 64, 640},
		{"intel/dns?ipv4=192.0.2.45", 20, 20, 4},
		{"intel/dns?ipv4=203.0.113.9", 20, 20, 0},
	} {
		names, last := all(t, s, c.path, c.perPage)
		if len(names) != c.count || last.Count != c.count || last.PerPage != c.granted || duplicates(names) != 0 {
			t.Errorf("%s by %d: %d names, %d twice, count %d, per_page %d; want %d names by %d",
				c.path, c.perPage, len(names), duplicates(names), last.Count, last.PerPage, c.count, c.granted)
		}
	}
	whole, _ := all(t, s, recordedWindow, 250)
	byFive, _ := all(t, s, recordedWindow, 5)
	if !slices.Equal(whole, byFive) {
		t.Error("the names depend on the size of the page")
	}
	if want := []string{"internet-ping.svc.starlink.com", "one.one.one.one", "ping.ui.com", "ping.ubnt.com", "bflow.tiki.video"}; !slices.Equal(whole[:5], want) {
		t.Errorf("the first names are %v", whole[:5])
	}
	if far := result[dnsResult](t, direct(s, recordedWindow+"&page=4611686018427387904&per_page=100")); len(far.Records) != 0 || far.Count != 778 {
		t.Errorf("a page far past the end: %d records, count %d", len(far.Records), far.Count)
	}
	if r := result[dnsResult](t, direct(s, "intel/dns?ipv4=1.1.1.1")); r.PerPage != 20 || r.Page != 1 || len(r.Records) != 20 {
		t.Errorf("without page and per_page: page %d of %d, %d records", r.Page, r.PerPage, len(r.Records))
	}
}

func TestPassiveDNSStaysWithinItsWindow(t *testing.T) {
	s := New(Options{Now: testNow, PageMax: 1000})
	for _, c := range []struct{ query, start, end string }{
		{"ipv4=1.1.1.1&start=2023-07-15&end=2023-07-18", "2023-07-15", "2023-07-18"},
		{"ipv4=1.1.1.1&start=2023-07-15&end=2023-07-15", "2023-07-15", "2023-07-15"},
		{"ipv4=1.1.1.1", "2026-10-24", "2026-11-23"},
		{"ipv4=192.0.2.44", "2026-10-24", "2026-11-23"},
		{"ipv4=192.0.2.44&start=2026-11-01&end=2026-11-10", "2026-11-01", "2026-11-10"},
		{"ipv4=192.0.2.44&end=2026-11-10", "2026-10-11", "2026-11-10"},
		{"ipv4=192.0.2.44&start=2026-11-20&end=2027-11-20", "2026-11-20", "2026-11-23"},
	} {
		r := result[dnsResult](t, direct(s, "intel/dns?per_page=1000&"+c.query))
		alive := map[int]bool{}
		start, _ := time.Parse(time.DateOnly, c.start)
		end, _ := time.Parse(time.DateOnly, c.end)
		perDay := make([]int, int(end.Sub(start).Hours()/24)+1)
		for _, rec := range r.Records {
			first, err1 := time.Parse(time.RFC3339, rec.First)
			last, err2 := time.Parse(time.RFC3339, rec.Last)
			if err1 != nil || err2 != nil || first.Before(start) || last.After(end) || last.Before(first) {
				t.Fatalf("%s: %+v lies outside", c.query, rec)
			}
			for i := range perDay {
				if day := start.AddDate(0, 0, i); !day.Before(first) && !day.After(last) {
					perDay[i]++
				}
			}
		}
		for _, n := range perDay {
			if n == 0 {
				t.Errorf("%s: a day without a name: %v", c.query, perDay)
			}
			alive[n] = true
		}
		if len(perDay) > 1 && len(alive) < 2 {
			t.Errorf("%s: every day has as many names: %v", c.query, perDay)
		}
	}
}

func TestPagingFaultsLieAsTheySay(t *testing.T) {
	s := New(Options{Now: testNow})
	read := func(ip string, page int) dnsResult {
		return result[dnsResult](t, direct(s, fmt.Sprintf("intel/dns?ipv4=%s&page=%d&per_page=1000", ip, page)))
	}
	byName := map[string]string{}
	for _, f := range pagingFaults() {
		byName[f.Name] = f.IP
	}
	if r := read(byName["pages-many"], 1); r.Count != 100000 || len(r.Records) != 20 {
		t.Errorf("pages-many: %d of %d", len(r.Records), r.Count)
	}
	if r := read(byName["pages-many"], 4); len(r.Records) != 0 {
		t.Errorf("pages-many goes on: %d", len(r.Records))
	}
	if r := read(byName["pages-few"], 3); r.Count != 3 || len(r.Records) != 20 {
		t.Errorf("pages-few: %d of %d", len(r.Records), r.Count)
	}
	if a, b := read(byName["pages-repeat"], 1), read(byName["pages-repeat"], 7); !slices.Equal(a.Records, b.Records) || len(a.Records) != 20 {
		t.Error("pages-repeat does not repeat")
	}
	if a, b := read(byName["pages-shift"], 1), read(byName["pages-shift"], 2); a.Records[19] != b.Records[0] || a.Records[18] == b.Records[0] {
		t.Error("pages-shift does not overlap by one")
	}
	if a, b := read(byName["pages-endless"], 500), read(byName["pages-endless"], 501); len(b.Records) != 20 || b.Count <= a.Count || slices.Equal(a.Records, b.Records) {
		t.Errorf("pages-endless ends: %d of %d", len(b.Records), b.Count)
	}
	if a, b := read(byName["pages-empty"], 2), read(byName["pages-empty"], 3); len(a.Records) != 0 || len(b.Records) != 20 {
		t.Errorf("pages-empty: %d, then %d", len(a.Records), len(b.Records))
	}
	if r := read(byName["pages-hollow"], 1); len(r.Records) != 0 || r.Count != 1000 {
		t.Errorf("pages-hollow: %d of %d", len(r.Records), r.Count)
	}
	if r := read(byName["pages-number"], 2); r.Page != 7 || r.Records[0].Hostname != "name-00020.example.org" {
		t.Errorf("pages-number: %+v", r)
	}
	if r := read(byName["pages-whole"], 1); len(r.Records) != 100000 || r.PerPage != 20 {
		t.Errorf("pages-whole: %d on a page of %d", len(r.Records), r.PerPage)
	}
	var sizes []int
	total := 0
	for page := 1; page <= 40; page++ {
		r := read(byName["pages-size"], page)
		if len(r.Records) > 0 && r.Records[0].Hostname != fmt.Sprintf("name-%05d.example.org", total) {
			t.Errorf("pages-size: page %d begins with %s", page, r.Records[0].Hostname)
		}
		sizes, total = append(sizes, len(r.Records)), total+len(r.Records)
	}
	if !slices.Equal(sizes[:7], []int{20, 10, 5, 2, 1, 1, 1}) || total != liarRows {
		t.Errorf("pages-size: %v, %d in all", sizes, total)
	}
	if r := read(byName["pages-shift"], 1<<62); len(r.Records) != 0 {
		t.Errorf("pages-shift far past the end: %d", len(r.Records))
	}
}

// Networks lie about their subnets as addresses do about their names.
func TestSubnetsLieToo(t *testing.T) {
	s := New(Options{Now: testNow})
	for _, f := range pagingFaults() {
		names := direct(s, "intel/dns?per_page=1000&page=2&ipv4="+f.IP).body
		prefixes := direct(s, fmt.Sprintf("intel/asn/%d/subnets?per_page=1000&page=2", f.ASN)).body
		if a, b := strings.Count(names, "hostname"), strings.Count(prefixes, "/64"); a != b {
			t.Errorf("%s: %d names and %d prefixes on the second page", f.Name, a, b)
		}
		for _, counter := range []string{"count", "page", "per_page"} {
			if a, b := member(t, names, counter), member(t, prefixes, counter); a != b {
				t.Errorf("%s: %s is %s of names and %s of subnets", f.Name, counter, a, b)
			}
		}
	}
}

// member is a field of the result, or of a body without an envelope, as text.
func member(t *testing.T, body, name string) string {
	t.Helper()
	var e map[string]json.RawMessage
	if err := json.Unmarshal([]byte(body), &e); err != nil {
		t.Fatal(err)
	}
	if result, wrapped := e["result"]; wrapped {
		return member(t, string(result), name)
	}
	return string(e[name])
}
