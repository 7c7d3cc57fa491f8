package cf

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"quarry/api"
	"quarry/state/indicator"
	"quarry/views/safe"
)

// rowOf is a row as the decoder reads it.
func rowOf(name string, first, last api.Day) PDNSRow {
	return PDNSRow{nameOf(safe.FromOutside(name), indicator.Domain, indicator.IPv4, indicator.IPv6), first, last}
}

func rowsOf(h Hosts) []PDNSRow {
	rows := make([]PDNSRow, h.Len())
	for n := range rows {
		rows[n] = h.At(n)
	}
	return rows
}

func sameRow(a, b PDNSRow) bool {
	return a.Name.Raw.Exact() == b.Name.Raw.Exact() && a.Name.Indicator == b.Name.Indicator && a.First == b.First && a.Last == b.Last
}

func TestHostsKeepEveryRow(t *testing.T) {
	rows := []PDNSRow{
		rowOf("example.com", 1, 2), rowOf("Www.Example.com.", 3, 0), rowOf("", 4, 5), rowOf("", 4, 5), rowOf("no name \x1b[1m", 0, 0),
		rowOf("192.0.2.1", 7, 7), rowOf("xn--bcher-kva.example", 1, 9),
	}
	h := HostsOf(rows)
	if got := rowsOf(h); !slices.EqualFunc(got, rows, sameRow) {
		t.Errorf("%v", got)
	}
	var ids []string
	for n := range rows {
		ids = append(ids, h.ID(n))
	}
	want := []string{
		"example.com", "www.example.com", "? 1970-01-04 1970-01-05 1", "? 1970-01-04 1970-01-05 2", "?no name \x1b[1m  ", "192.0.2.1", "xn--bcher-kva.example",
	}
	if !slices.Equal(ids, want) {
		t.Errorf("%q", ids)
	}
	if odd := h.Blocks()[0].Odd; !slices.Equal(odd, []int{1, 2, 3, 4, 5, 6}) {
		t.Errorf("odd rows %v", odd)
	}
	if domain, before := HostsOf([]PDNSRow{rowOf("a.b.example.co.uk", 0, 0)}).Domain(0); domain != "example.co.uk" || before != "a.b." {
		t.Errorf("%q %q", before, domain)
	}
}

// A list of pages joined is the list that the plainest code makes of them.
func TestJoinIsItsModel(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	for run := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, run))
		joined := Hosts{}.Join(HostsOf(nil))
		var model []PDNSRow
		at := map[string]int{}
		lists := []Hosts{joined}
		for range r.IntN(6) {
			page := randomPage(r)
			ids := HostsOf(page)
			for n, row := range page {
				id := ids.ID(n)
				have, ok := at[id]
				if !ok {
					at[id] = len(model)
					model = append(model, row)
					continue
				}
				model[have].First, model[have].Last = earlier(model[have].First, row.First), max(model[have].Last, row.Last)
			}
			before, rows := joined, rowsOf(joined)
			joined = joined.Join(HostsOf(page))
			if r.IntN(3) == 0 {
				joined = joined.Whole()
			}
			lists = append(lists, joined)
			as := rowsOf(joined)[:len(rows)]
			if joined.Extends(before) != slices.EqualFunc(as, rows, sameRow) {
				t.Fatalf("run %d: Extends is %v\n%v\n%v", run, joined.Extends(before), as, rows)
			}
			if got := rowsOf(before); !slices.EqualFunc(got, rows, sameRow) {
				t.Fatalf("run %d: a list was changed by what it was joined to", run)
			}
			// A page that came too late was joined to an older list.
			lists[r.IntN(len(lists))].Join(HostsOf(randomPage(r)))
			if got := rowsOf(joined); !slices.EqualFunc(got, model, sameRow) {
				t.Fatalf("run %d:\n got %v\nwant %v", run, got, model)
			}
		}
	}
}

func randomPage(r *rand.Rand) []PDNSRow {
	page := make([]PDNSRow, r.IntN(40))
	for n := range page {
		name := fmt.Sprintf("h%d.example.com", r.IntN(60))
		switch r.IntN(12) {
		case 0:
			name = strings.ToUpper(name)
		case 1:
			name = ""
		case 2:
			name = "odd name"
		}
		page[n] = rowOf(name, randomDay(r), randomDay(r))
	}
	return page
}

// randomDay is one of a few, now and then one that no sound answer has.
func randomDay(r *rand.Rand) api.Day {
	if r.IntN(20) == 0 {
		return []api.Day{-1, -719_161, apart - 1, apart, 2_932_897}[r.IntN(5)]
	}
	return api.Day(r.IntN(4))
}

// FuzzPDNSRow holds the short cut for plain rows to the reader of all shapes.
func FuzzPDNSRow(f *testing.F) {
	for _, s := range []string{
		`{"hostname":"one.one.one.one","first_seen":"2023-07-15T00:00:00Z","last_seen":"2023-07-18"}`,
		`{"first_seen":"2023-07-15","hostname":"a.example.","last_seen":null}`, `{"hostname":"a.example","hostname":"b.example"}`,
		`{"hostname":"a.ex\u0061mple","first_seen":"2023-07-15","last_seen":"2023-07-15"}`, `"a.example"`, `[]`, `{}`,
		`{"hostname":"a.example","first_seen":"2023-07-15T10:00:00Z","last_seen":"2023-07-15","x":1}`,
		`{"hostname":"a.example","first_seen":"0001-01-01","last_seen":"1969-12-31"}`, ` { "hostname" : "a.example" , "first_seen":"2023-07-15", "last_seen":"2023-07-15" } `,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !json.Valid([]byte(s)) {
			return
		}
		short, ok := plainPDNSRow([]byte(s))
		if !ok {
			return
		}
		var r Remarks
		long, ok := readPDNSRow(value{raw: []byte(s), r: &r})
		if !ok || !sameRow(short, long) || len(r.Problems)+len(r.Extra) > 0 {
			t.Errorf("%s\nplain: %v\n  all: %v %v %+v", s, short, long, ok, r)
		}
	})
}

// FuzzSplit holds the reader of fields to encoding/json.
func FuzzSplit(f *testing.F) {
	for _, s := range []string{`{"a":1,"b":[{"c":"d\"}"}],"a":null}`, `[1,"]",{},[[]],-1.5e3,true]`, "{\"\xff\":0,\"\\ud800\":1}", ` [ ] `, `{"a" : "b" , "c":{"d":2}}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		raw := json.RawMessage(strings.TrimSpace(s))
		if !json.Valid(raw) || kindOf(raw) != '{' && kindOf(raw) != '[' {
			return
		}
		var names []string
		var vals []string
		split(raw, func(name string, val json.RawMessage) bool {
			names, vals = append(names, name), append(vals, string(val))
			return true
		})
		wantNames, wantVals := slowSplit(raw)
		if diff := cmp.Diff(wantNames, names) + cmp.Diff(wantVals, vals); diff != "" {
			t.Error(diff)
		}
	})
}

func slowSplit(raw json.RawMessage) (names, vals []string) {
	d := json.NewDecoder(strings.NewReader(string(raw)))
	open, _ := d.Token()
	for d.More() {
		name := ""
		if open == json.Delim('{') {
			k, _ := d.Token()
			name = k.(string)
		}
		var v json.RawMessage
		if d.Decode(&v) != nil {
			break
		}
		names, vals = append(names, name), append(vals, string(v))
	}
	return names, vals
}

// manyHosts are pages of made-up names as passive DNS has them.
func manyHosts(pages int) []Hosts {
	all := make([]Hosts, pages)
	n := 0
	for p := range all {
		rows := make([]PDNSRow, 1000)
		for i := range rows {
			rows[i] = rowOf(fmt.Sprintf("h%06d.shop-%03d.example", n, n%977), api.Day(20000+n%30), api.Day(20030+n%7))
			n++
		}
		all[p] = HostsOf(rows)
	}
	return all
}

// BenchmarkHosts measures the heap that a row takes, and joining pages.
func BenchmarkHosts(b *testing.B) {
	const pages = 100
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap()
	h := Hosts{}
	for _, p := range manyHosts(pages) {
		h = h.Join(p)
	}
	h = h.Whole()
	grown := heap() - before
	list := manyHosts(pages)
	for b.Loop() {
		joined := Hosts{}
		for _, p := range list {
			joined = joined.Join(p)
		}
	}
	b.ReportMetric(float64(grown)/float64(h.Len()), "B/row")
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(h.Len()), "ns/row")
	runtime.KeepAlive(h)
}

// BenchmarkDecodePDNS measures reading a page of 1,000 rows.
func BenchmarkDecodePDNS(b *testing.B) {
	rows, err := json.Marshal(manyHosts(1)[0])
	if err != nil {
		b.Fatal(err)
	}
	body := []byte(`{"success":true,"errors":[],"messages":[],"result":{"reverse_records":` + string(rows) + `,"count":1000,"page":1,"per_page":1000}}`)
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		rec, err := DecodePDNS(api.Answer{Status: 200, Body: body, Query: api.Query{Endpoint: EndpointPDNS, Indicator: indicator.MustParse("192.0.2.1")}})
		if err != nil || rec.Rows.Len() != 1000 {
			b.Fatal(err, rec.Rows.Len())
		}
	}
}
