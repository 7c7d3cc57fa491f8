package cf_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"quarry/api"
	"quarry/api/cf"
	"quarry/state/indicator"
)

func TestBulkWire(t *testing.T) {
	spec, _ := cf.Lookup(cf.EndpointBulk)
	w, err := spec.Wire(api.Query{Endpoint: cf.EndpointBulk, Names: names("www.example.org", "bücher.example.com", "example.com")})
	want := "/accounts/acc/intel/domain/bulk?domain=example.com&domain=www.example.org&domain=xn--bcher-kva.example.com&include_ranking=true"
	if got := w.RequestURI("acc"); err != nil || got != want || w.Method != "GET" || w.Body != "" {
		t.Errorf("%s %s %q: %v, want %s", w.Method, got, w.Body, err, want)
	}
	many := func(n int, name string) indicator.Set {
		var all []string
		for i := range n {
			all = append(all, fmt.Sprintf(name, i))
		}
		return names(all...)
	}
	long := strings.Repeat("a.", 100) + "host-%d.example.com"
	for why, q := range map[string]api.Query{
		"takes a set of names":           {Indicator: indicator.MustParse("example.com")},
		"does not take 192.0.2.1":        {Names: names("example.com", "192.0.2.1")},
		"does not take https://":         {Names: names("https://example.com/")},
		"101 names are more than quarry": {Names: many(101, "host-%d.example.com")},
		"19 names are more than quarry":  {Names: many(19, long)},
	} {
		q.Endpoint = cf.EndpointBulk
		if _, err := spec.Wire(q); api.ClassOf(err) != api.Rejected || !strings.Contains(err.Error(), why) {
			t.Errorf("want %q, got %v", why, err)
		}
	}
}

// Every name is in one question, none is in two, each can be sent, and the cut
// does not depend on the order in which names were marked.
func TestBulkQuestions(t *testing.T) {
	spec, _ := cf.Lookup(cf.EndpointBulk)
	for _, c := range []struct {
		names, label, questions int
	}{
		{0, 0, 0}, {1, 0, 1}, {100, 0, 1}, {101, 0, 2}, {1000, 0, 10}, {100, 60, 2}, {18, 240, 2}, {1, 240, 1},
	} {
		var all []indicator.Indicator
		for i := range c.names {
			name := fmt.Sprintf("host-%d.example.com", i)
			for len(name) < c.label {
				name = "a." + name
			}
			all = append(all, indicator.MustParse(name))
		}
		questions := cf.BulkQuestions(indicator.SetOf(all...))
		if len(questions) != c.questions {
			t.Errorf("%d names of %d characters are %d questions, want %d", c.names, c.label, len(questions), c.questions)
		}
		var got []indicator.Indicator
		for _, q := range questions {
			got = append(got, q.Names.All()...)
			if w, err := spec.Wire(q); err != nil || len(w.RequestURI(strings.Repeat("f", 32))) > 5000 {
				t.Errorf("%d names: %v, a URL of %d bytes", q.Names.Len(), err, len(w.RequestURI("")))
			}
		}
		if len(got) != c.names || indicator.SetOf(got...) != indicator.SetOf(all...) {
			t.Errorf("%d names went in, %d came out", c.names, len(got))
		}
		slices.Reverse(all)
		if again := cf.BulkQuestions(indicator.SetOf(all...)); !slices.Equal(again, questions) {
			t.Errorf("%d names in another order are other questions", c.names)
		}
	}
}

func TestBulkShapes(t *testing.T) {
	const a, b, other = `{"domain":"a.example.com","risk_score":0.5}`, `{"domain":"B.example.com.","popularity_rank":7}`, `{"domain":"c.example.com","risk_score":1}`
	const readA, readB = `{"domain":"a.example.com","risk_score":0.5}`, `{"domain":"B.example.com.","popularity_rank":7}`
	for _, c := range []struct {
		name, result string
		want         string // the record; "" for an error that holds problem
		problem      string
	}{
		{name: "both, in another order", result: `[` + b + `,` + a + `]`, want: `{"domains":[` + readA + `,` + readB + `]}`},
		{name: "one is missing", result: `[` + a + `]`, want: `{"domains":[` + readA + `],"missing":["b.example.com"]}`},
		{name: "one that was not asked", result: `[` + other + `,` + a + `,` + b + `]`, want: `{"domains":[` + readA + `,` + readB + `],"others":["c.example.com"]}`},
		{name: "one for another", result: `[` + a + `,` + other + `]`, want: `{"domains":[` + readA + `],"missing":["b.example.com"],"others":["c.example.com"]}`},
		{name: "only others", result: `[` + other + `]`, problem: "about c.example.com, which was not asked"},
		{name: "none", result: `[]`, want: `{"empty":true,"missing":["a.example.com","b.example.com"]}`},
		{name: "null", result: `null`, want: `{"empty":true,"missing":["a.example.com","b.example.com"]}`},
		{name: "twice, first wins", result: `[` + a + `,` + b + `,{"domain":"a.example.com","risk_score":0.9}]`,
			want:    `{"problems":[{"field":"result[2]","why":"is a second record of a.example.com; the first is shown"}],"domains":[` + readA + `,` + readB + `]}`,
			problem: "second record"},
		{name: "a record for the list", result: a,
			want:    `{"problems":[{"field":"result","why":"is one record, where a list is due"}],"domains":[` + readA + `],"missing":["b.example.com"]}`,
			problem: "where a list is due"},
		{name: "a map for the list", result: `{"a.example.com":` + a + `,"b.example.com":` + b + `}`, problem: "no record of a name"},
		{name: "without its name", result: `[{"risk_score":0.9},` + b + `]`,
			want:    `{"problems":[{"field":"result[0]","why":"does not say which name it is about"}],"domains":[` + readB + `],"missing":["a.example.com"]}`,
			problem: "which name"},
		{name: "a name that is null", result: `[{"domain":null,"risk_score":0.9},` + b + `]`, problem: "which name",
			want: `{"problems":[{"field":"result[0]","why":"does not say which name it is about"}],"domains":[` + readB + `],"missing":["a.example.com"]}`},
		{name: "a name that is an object", result: `[{"domain":{"name":"a.example.com"}},` + b + `]`, problem: "which name",
			want: `{"problems":[{"field":"result[0]","why":"does not say which name it is about"}],"domains":[` + readB + `],"missing":["a.example.com"]}`},
		{name: "a name that only looks like it", result: `[{"domain":"a[.]example.com"},{"domain":"https://a.example.com"},` + b + `]`,
			want: `{"domains":[` + readB + `],"missing":["a.example.com"],"others":["a[.]example.com","https://a.example.com"]}`},
		{name: "nulls and texts", result: `[null,"a.example.com",7,[],` + b + `]`, problem: "not a record",
			want: `{"problems":[{"field":"result[0]","why":"not a record: null"},{"field":"result[1]","why":"not a record: a.example.com"},` +
				`{"field":"result[2]","why":"not a record: 7"},{"field":"result[3]","why":"not a record: []"}],"domains":[` + readB + `],"missing":["a.example.com"]}`},
		{name: "only texts", result: `["a.example.com","b.example.com"]`, problem: "no record of a name"},
		{name: "a field of the wrong shape", result: `[` + a + `,{"domain":"b.example.com","risk_score":"high","risk_types":{"id":"131","name":"Phishing"}}]`,
			want: `{"domains":[` + readA + `,{"problems":[{"field":"result[1].risk_score","why":"not a number: high"}],` +
				`"domain":"b.example.com","risk_types":[{"id":131,"name":"Phishing"}]}]}`, problem: "not a number"},
		{name: "a record that is its name only", result: `[{"domain":"a.example.com"},` + b + `]`,
			want: `{"domains":[{"domain":"a.example.com"},` + readB + `]}`},
		{name: "a record of something else", result: `[{"domain":"a.example.com","registrar":"R"},` + b + `]`, problem: "no field of this endpoint",
			want: `{"domains":[{"problems":[{"field":"result[0]","why":"holds no field of this endpoint beside domain"}],"domain":"a.example.com"},` + readB + `]}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			rec, err := cf.DecodeBulk(about(cf.EndpointBulk, "a.example.com b.example.com", wrap(c.result)))
			if c.want == "" {
				if api.ClassOf(err) != api.Malformed || !strings.Contains(err.Error(), c.problem) {
					t.Errorf("took it as %s, %v", toJSON(t, rec), err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := toJSON(t, rec); got != c.want {
				t.Errorf("\n got %s\nwant %s", got, c.want)
			}
			if said := fmt.Sprint(bulkRemarks(rec).Problems); (c.problem == "") != (said == "[]") || !strings.Contains(said, c.problem) {
				t.Errorf("told %s, want %q", said, c.problem)
			}
		})
	}
}

// Nothing that came is hidden: what is no record of a name that was asked about
// is among the extra fields, and what others there are is bounded.
func TestBulkKeepsTheRest(t *testing.T) {
	rec := read(t, cf.DecodeBulk, about(cf.EndpointBulk, "a.example.com", wrap(
		`[{"domain":"a.example.com","new":[1],"risk_score":0},{"domain":"c.example.com","risk_score":1},{"domain":"a.example.com"},"x"]`)))
	var fields []string
	for _, e := range bulkRemarks(rec).Extra {
		fields = append(fields, e.Field.Exact()+"="+e.JSON.Exact())
	}
	want := []string{`result[1]={"domain":"c.example.com","risk_score":1}`, `result[2]={"domain":"a.example.com"}`, `result[3]="x"`, `result[0].new=[1]`}
	if !slices.Equal(fields, want) {
		t.Errorf("got %q, want %q", fields, want)
	}
	var b strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&b, `{"domain":"c%d.example.com"},`, i)
	}
	rec = read(t, cf.DecodeBulk, about(cf.EndpointBulk, "a.example.com", wrap(`[`+b.String()+`{"domain":"a.example.com","risk_score":0}]`)))
	if len(rec.Others) != 100 || len(rec.Extra) != 200 || rec.More != 4900+4800 {
		t.Errorf("%d others, %d extra fields, %d more", len(rec.Others), len(rec.Extra), rec.More)
	}
}

func TestBulkRefusalSaysWhatToDo(t *testing.T) {
	q := api.Query{Endpoint: cf.EndpointBulk, Names: names("a.example.com", "b.example.com")}
	for _, status := range []int{400, 413, 414, 431} {
		e := cf.Classify(q, cf.PermissionRead, status, "text/html", 0, nil)
		if status == 400 {
			e = cf.Classify(q, cf.PermissionRead, status, "application/json", 0, []byte(`{"success":false,"errors":[{"code":10433,"message":"request error"}]}`))
		}
		if e.Class != api.Rejected || !strings.Contains(e.Next(), "fewer names") {
			t.Errorf("%d: %v", status, e)
		}
	}
	q.Names = names("a.example.com")
	if e := cf.Classify(q, cf.PermissionRead, 400, "application/json", 0, []byte(`{"success":false,"errors":[{"code":1,"message":"m"}]}`)); strings.Contains(e.Next(), "fewer") {
		t.Errorf("fewer than one name: %v", e)
	}
}
