package client_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"quarry/api"
	"quarry/api/cf"
	"quarry/api/cf/client"
	"quarry/api/cfsim"
	"quarry/state/indicator"
	"quarry/views/safe"
)

// expected is what becomes of a question that meets a fault.
type expected struct {
	// class is how asking a GET fails; unclassified where it succeeds. sent is
	// the class for a report, where being sent once makes a difference.
	class, sent api.Class
	// tries is how often a GET is sent, 1 when 0; pause is how long it waits in
	// between at the least.
	tries int
	pause time.Duration
	// limit is the time limit of a try; plenty when 0.
	limit time.Duration
	// says is what the message names as the cause.
	says string
	// reads is what the decoder has to say about an answer without an error.
	reads reading
}

// reading is how much a record says about a body that is not as it should be.
type reading uint8

const (
	whole   reading = iota // as good as any
	told                   // a problem is named, or it is refused
	extras                 // what is new is kept beside
	refused                // it is malformed
	nothing                // it is empty
	various                // it depends on the endpoint
)

// expectations holds a line for each fault of the simulator.
func expectations() map[string]expected {
	const short = 300 * time.Millisecond
	rate := func(e expected) expected { e.sent = api.RateLimited; return e }
	down := func(says string) expected { return expected{class: api.ServerFault, tries: 3, says: says} }
	cut := func(says string) expected { return expected{class: api.Unreachable, tries: 3, says: says} }
	no := func(says string) expected { return expected{class: api.Rejected, says: says} }
	odd := func(says string) expected { return expected{class: api.Malformed, says: says} }
	large := expected{class: api.TooLarge, says: "16 MiB"}
	slow := expected{class: api.TimedOut, limit: short, says: "300 ms"}
	elsewhere := func(to string) expected {
		return expected{class: api.Redirected, says: "follows no redirect, since it would carry the token elsewhere (" + to}
	}
	page := "a web page came instead of an answer"
	return map[string]expected{
		"quota":         {class: api.QuotaSpent, says: "a quota, not a permission"},
		"rate":          rate(expected{tries: 2, pause: 2 * time.Second}),
		"date":          rate(expected{tries: 2, pause: 2 * time.Second}),
		"rate-long":     {class: api.RateLimited, says: "wait 60 min"},
		"rate-bare":     {class: api.RateLimited, tries: 3, says: "five minutes"},
		"rate-page":     {class: api.RateLimited, tries: 3, says: "HTTP 429"},
		"auth":          {class: api.BadToken, says: "does not know this token"},
		"auth-bare":     {class: api.BadToken, says: "HTTP 401"},
		"forbidden":     {class: api.Forbidden, says: "Account › Intel › "},
		"blocked":       odd(page),
		"entitled":      {class: api.NotEntitled, says: "plan"},
		"notfound":      {class: api.NotFound, says: "no record"},
		"notfound-page": odd(page),
		"notfound-bare": odd("the body is empty"),
		"server":        down("HTTP 500"),
		"server-json":   down("internal server error"),
		"gateway":       down("HTTP 502"),
		"origin":        down("HTTP 522"),
		"unavailable":   {sent: api.ServerFault, tries: 2, pause: 2 * time.Second},
		"flaky":         {sent: api.ServerFault, tries: 3},
		"html":          odd(page),
		"login":         odd(page),
		"false":         no("request error"),
		"false-list":    no("request error"),
		"false-null":    no("gives no reason"),
		"false-text":    no("request error"),
		"false-bare":    no("gives no reason"),
		"hostile":       no("^["),

		"redirect":      elsewhere("to https://elsewhere.example)"),
		"redirect-port": elsewhere("to http://127.0.0.1:"),
		"redirect-host": elsewhere("to http://localhost:"),
		"redirect-path": elsewhere("to another path of the same server)"),
		"redirect-bare": elsewhere("it does not say where to)"),

		"latency":      slow,
		"never":        slow,
		"slow":         slow,
		"drip":         {},
		"drop":         cut("connection reset"),
		"reset":        cut("connection reset"),
		"truncated":    cut("within the body"),
		"length-short": odd("the JSON breaks off after"),
		"length-twice": cut("Content-Length"),
		"length-none":  odd("the JSON breaks off after 52 bytes"),
		"chunked":      cut("within the body"),
		"chunk-cut":    cut("within the body"),
		"headers":      cut("headers"),
		"nohttp":       cut("malformed HTTP"),

		"huge": large, "huge-said": large, "gzip": large,
		"large":        {reads: extras},
		"gzip-broken":  odd("it cannot be unpacked: gzip"),
		"deep":         odd("depth"),
		"deep-closed":  odd("depth"),
		"deep-objects": {reads: told},

		"empty":       odd("the body is empty"),
		"null":        {reads: refused},
		"null-result": {reads: nothing},
		"type":        {},
		"halved":      odd("the JSON breaks off after"),
		"trailing":    odd("no JSON"),
		"utf8":        {reads: told},
		"missing":     {reads: various},
		"mistyped":    {reads: told},
		"twice":       {reads: told},
		"unknown":     {reads: extras},
		"errors-too":  {reads: told},
		"other":       {reads: refused},
	}
}

// inquiry is a question for an endpoint, with the decoder of its answer.
type inquiry struct {
	query api.Query
	read  func(api.Answer) (cf.Remarks, error)
}

func inquiries() []inquiry {
	ask := func(e api.Endpoint, of string, read func(api.Answer) (cf.Remarks, error)) inquiry {
		return inquiry{api.Query{Endpoint: e, Indicator: indicator.MustParse(of)}, read}
	}
	report := cf.Report{Indicator: indicator.MustParse("login-portal.example"), SecurityAdds: []int{131}}
	return []inquiry{
		ask(cf.EndpointIP, "192.0.2.44", remarks(cf.DecodeIP, func(r cf.IP) cf.Remarks { return r.Remarks })),
		ask(cf.EndpointPDNS, "192.0.2.44", remarks(cf.DecodePDNS, func(r cf.PDNS) cf.Remarks { return r.Remarks })),
		ask(cf.EndpointDomain, "login-portal.example", remarks(cf.DecodeDomain, func(r cf.Domain) cf.Remarks { return r.Remarks })),
		ask(cf.EndpointHistory, "login-portal.example", remarks(cf.DecodeHistory, func(r cf.History) cf.Remarks { return r.Remarks })),
		ask(cf.EndpointWHOIS, "login-portal.example", remarks(cf.DecodeWHOIS, func(r cf.WHOIS) cf.Remarks { return r.Remarks })),
		ask(cf.EndpointASN, "AS64500", remarks(cf.DecodeASN, func(r cf.ASN) cf.Remarks { return r.Remarks })),
		ask(cf.EndpointSubnets, "AS64500", remarks(cf.DecodeSubnets, func(r cf.Subnets) cf.Remarks { return r.Remarks })),
		ask(cf.EndpointPhishing, "https://login-portal.example/session/verify?id=7", remarks(cf.DecodePhishing, func(r cf.Phishing) cf.Remarks { return r.Remarks })),
		{
			api.Query{Endpoint: cf.EndpointBulk, Names: indicator.SetOf(indicator.MustParse("login-portal.example"))},
			remarks(cf.DecodeBulk, func(r cf.Bulk) cf.Remarks { return toldOf(r) }),
		},
		{report.Query(), remarks(cf.DecodeMiscategorization, func(r cf.Submission) cf.Remarks { return r.Remarks })},
	}
}

// toldOf gathers what a look-up of many names says of itself and of each of them.
func toldOf(b cf.Bulk) cf.Remarks {
	all := b.Remarks
	for _, d := range b.Domains {
		all.Problems = append(all.Problems, d.Problems...)
		all.Extra = append(all.Extra, d.Extra...)
	}
	return all
}

func remarks[T any](decode func(api.Answer) (T, error), of func(T) cf.Remarks) func(api.Answer) (cf.Remarks, error) {
	return func(a api.Answer) (cf.Remarks, error) {
		rec, err := decode(a)
		return of(rec), err
	}
}

// Every endpoint meets every fault. None panics or hangs, each failure is of
// the right class and names its cause and what to do, and the server got what
// the client says that it sent.
func TestEveryEndpointMeetsEveryFault(t *testing.T) {
	expect := expectations()
	var tried atomic.Int64
	t.Run("faults", func(t *testing.T) {
		for _, f := range cfsim.Faults() {
			if f.Pages {
				continue // no failure; see the views
			}
			want, ok := expect[f.Name]
			if !ok {
				t.Errorf("nothing is expected of the fault %q", f.Name)
			}
			t.Run(f.Name, func(t *testing.T) {
				t.Parallel()
				sim := cfsim.New(cfsim.Options{Now: newClock().Now})
				url, stop, err := sim.Start()
				if err != nil {
					t.Fatal(err)
				}
				defer stop()
				var asking sync.WaitGroup
				for _, q := range inquiries() {
					m := meeting{t: t, sim: sim, url: url, fault: f, inquiry: q, want: want}
					asking.Go(func() {
						m.run()
						tried.Add(1)
					})
				}
				asking.Wait()
			})
		}
	})
	t.Logf("%d combinations of fault and endpoint", tried.Load())
}

// meeting is one endpoint that meets one fault.
type meeting struct {
	t     *testing.T
	sim   *cfsim.Server
	url   string
	fault cfsim.Fault
	inquiry
	want expected
}

func (m meeting) errorf(format string, args ...any) {
	m.t.Helper()
	m.t.Errorf("%s: %s", m.query, fmt.Sprintf(format, args...))
}

func (m meeting) run() {
	limit := 20 * time.Second
	if m.want.limit > 0 {
		limit = m.want.limit
	}
	var ck *clock
	var sent []time.Time
	cl, ck := newClient(m.t, m.url, func(c *client.Config) {
		c.Token = mustToken(m.t, cfsim.DemoToken)
		c.Account, c.Timeout = m.fault.Account(), limit
		c.Record = func(api.Query) func(int) {
			sent = append(sent, ck.Now())
			return nil
		}
	})
	began := time.Now()
	a, err := cl.Ask(m.t.Context(), m.query, api.Known)
	took := time.Since(began)
	if m.want.limit > 0 && a.Calls == 0 && m.want.limit < 20*time.Second {
		// The machine is so busy that nothing could be sent in so little time.
		m.want.limit, m.want.says = 4*m.want.limit, ""
		m.run()
		return
	}
	tries, class := max(1, m.want.tries), m.want.class
	if m.query.Changes() {
		tries = 1
		if m.want.sent != api.Unclassified {
			class = m.want.sent
		}
	}
	// What takes longer where the time is plenty is work, and a busy machine.
	if most := time.Duration(tries)*limit + 5*time.Second; m.want.limit > 0 && took > most {
		m.errorf("it took %v, and %d tries have %v each", took, tries, limit)
	}
	m.requests(a, tries)
	for i := 1; i < len(sent); i++ {
		if pause := sent[i].Sub(sent[i-1]); pause < max(m.want.pause, 200*time.Millisecond) {
			m.errorf("try %d came %v after the one before", i+1, pause)
		}
	}
	if tr := cl.Traffic(); len(sent) != tries || tr.Calls != tries || tr.InFlight != 0 || tr.Queued != 0 || len(tr.Waits) != 0 {
		m.errorf("%d tries were recorded; afterwards %+v is left", len(sent), tr)
	}
	if api.ClassOf(err) != class || (err == nil) != (class == api.Unclassified) {
		m.errorf("class %d (%v), want %d", api.ClassOf(err), err, class)
		return
	}
	if err != nil {
		m.told(a, api.AsError(err, m.query))
		return
	}
	m.decode(a)
}

// requests holds what the client says that it sent against what arrived.
func (m meeting) requests(a api.Answer, want int) {
	method := http.MethodGet
	if m.query.Changes() {
		method = http.MethodPost
	}
	spec, _ := cf.Lookup(m.query.Endpoint)
	wire, err := spec.Wire(m.query)
	if err != nil {
		m.errorf("%v", err)
		return
	}
	path, _, _ := strings.Cut(cfsim.BasePath+wire.RequestURI(m.fault.Account()), "?")
	arrived := 0
	for _, r := range m.sim.Requests() {
		if strings.TrimSuffix(r.Path, "/") != path {
			continue
		}
		arrived++
		if r.Method != method || r.Body != m.query.Payload {
			m.errorf("%s with the body %q", r.Method, r.Body)
		}
	}
	// Where the time is short, a busy machine may not have come to look at what
	// was sent: in doubt it counts.
	late := m.want.limit > 0 && arrived < want
	if arrived != want && !late || a.Calls != want {
		m.errorf("%d requests arrived, the answer says %d, want %d", arrived, a.Calls, want)
	}
}

// told checks what is said about a failure, and that nothing incomplete is
// handed on.
func (m meeting) told(a api.Answer, e *api.Error) {
	text := e.Error()
	if text != safe.Print(text) || len(text) > 1000 {
		m.errorf("%d bytes are said, or live text: %q", len(text), text)
	}
	if !strings.Contains(text, m.want.says) || strings.Contains(text, "something failed") {
		m.errorf("the message does not name %q: %s", m.want.says, text)
	}
	if strings.Contains(text, cfsim.DemoToken) {
		m.errorf("the message has the token: %s", text)
	}
	if slices.Contains([]api.Class{api.Unreachable, api.TimedOut, api.TooLarge}, e.Class) && len(a.Body) > 0 {
		m.errorf("%d bytes of a body that did not come whole", len(a.Body))
	}
}

// decode checks what is said about a body that came whole.
func (m meeting) decode(a api.Answer) {
	r, err := m.read(a)
	if err != nil && api.ClassOf(err) != api.Malformed {
		m.errorf("read as %v", err)
	}
	switch m.want.reads {
	case whole:
		if err != nil || len(r.Problems) > 0 {
			m.errorf("%v, problems %v", err, r.Problems)
		}
	case told:
		if err == nil && len(r.Problems) == 0 && !m.speechless() {
			m.errorf("nothing is said about %.300s", a.Body)
		}
	case extras:
		if err == nil && len(r.Extra) == 0 && !m.speechless() {
			m.errorf("what is new is not kept: %.300s", a.Body)
		}
	case refused:
		if err == nil && !m.speechless() {
			m.errorf("taken: %.300s", a.Body)
		}
	case nothing:
		if err != nil || !r.Empty && !m.query.Changes() {
			m.errorf("not empty: %v", err)
		}
	}
}

// speechless are answers that a fault leaves as they are: those of passive DNS
// do not tell what they are about, those to a report are an empty text.
func (m meeting) speechless() bool {
	return m.query.Endpoint == cf.EndpointPDNS && m.fault.Name == "other" || m.query.Changes() && m.fault.Name != "null"
}

func mustToken(t *testing.T, text string) client.Token {
	t.Helper()
	token, err := client.NewToken(text)
	if err != nil {
		t.Fatal(err)
	}
	return token
}
