package cfsim

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"quarry/api/cfsim/scenario"
)

// Fault is a way to fail that is had by asking about one of its indicators, at
// any endpoint that takes it.
type Fault struct {
	// Name is one word, "quota".
	Name string
	// Domain is the name to ask about, also as a URL's host; IP the address;
	// ASN the network. Empty and 0 where the fault has none.
	Domain, IP string
	ASN        uint32
	// What happens, in a few words.
	What string
	// Status is the HTTP status that comes with it, 0 where none comes.
	Status int
	// First is how many times one question fails before it is answered well;
	// 0 when it always fails.
	First int

	reply func(now time.Time) answer
	// pages makes a passive DNS answer whose paging lies.
	pages func(start, end time.Time, at span) dnsResult
}

// Faults is the one table of what can go wrong on demand. A new fault is a new
// line here.
func Faults() []Fault {
	faults := []Fault{
		{
			Name: "quota", Domain: "err-quota.example", IP: "198.51.100.201", ASN: 64496,
			What: "the month's calls are spent", reply: always(quotaSpent),
		},
		{
			Name: "rate", Domain: "err-rate.example", IP: "198.51.100.202", ASN: 64497, First: 1,
			What: "rate limit, 2 s to wait, then good", reply: func(time.Time) answer { return throttled("2") },
		},
		{
			Name: "rate-long", Domain: "err-rate-long.example", IP: "198.51.100.203", ASN: 64498,
			What: "rate limit, an hour to wait", reply: func(time.Time) answer { return throttled("3600") },
		},
		{
			Name: "auth", Domain: "err-auth.example", IP: "198.51.100.204", ASN: 64499,
			What: "the token is not valid", reply: always(authenticationError),
		},
		{
			Name: "forbidden", Domain: "err-forbidden.example", IP: "198.51.100.205", ASN: 64502,
			What: "the token lacks the permission", reply: always(forbidden),
		},
		{
			Name: "server", Domain: "err-server.example", IP: "198.51.100.206", ASN: 64503,
			What: "the server fails", reply: func(time.Time) answer { return page(500, "Internal Server Error") },
		},
		{
			Name: "flaky", Domain: "err-flaky.example", IP: "198.51.100.207", ASN: 64504, First: 2,
			What: "the server fails twice, then good", reply: func(time.Time) answer { return page(503, "Service Unavailable") },
		},
		{
			Name: "html", Domain: "err-html.example", IP: "198.51.100.208", ASN: 64505,
			What: "a proxy's page in place of the answer", reply: func(time.Time) answer { return page(200, "Please sign in to the network") },
		},
		{
			Name: "notfound", Domain: "err-notfound.example", IP: "198.51.100.209", ASN: 64506,
			What: "nothing is known", reply: always(unknown),
		},
		{
			Name: "false", Domain: "err-false.example", IP: "198.51.100.210", ASN: 64507,
			What: "success: false with status 200, and errors is an object", reply: always(successFalse),
		},
		{
			Name: "redirect", Domain: "err-redirect.example", IP: "198.51.100.211", ASN: 64508,
			What: "sent elsewhere", reply: always(redirect),
		},
		{
			Name: "huge", Domain: "err-huge.example", IP: "198.51.100.212",
			What: "a body of 24 MiB", reply: func(time.Time) answer { return misbehaving(huge) },
		},
		{
			Name: "truncated", Domain: "err-truncated.example", IP: "198.51.100.213",
			What: "the body ends too early", reply: func(time.Time) answer { return misbehaving(truncated) },
		},
		{
			Name: "reset", Domain: "err-reset.example", IP: "198.51.100.214", ASN: 64509,
			What: "the connection is reset within the body", reply: func(time.Time) answer { return misbehaving(reset) },
		},
		{
			Name: "drop", Domain: "err-drop.example", IP: "198.51.100.215",
			What: "the connection is reset before an answer", reply: func(time.Time) answer { return answer{misbehave: drop} },
		},
		{
			Name: "slow", Domain: "err-slow.example", IP: "198.51.100.216",
			What: "a byte now and then, for a minute", reply: func(time.Time) answer { return misbehaving(slow) },
		},
		{
			Name: "entitled", Domain: "err-entitled.example", IP: "198.51.100.217",
			What:  "the plan lacks the feature",
			reply: func(time.Time) answer { return fail(403, 10010, "intel.not_entitled") },
		},
		{
			Name: "gzip", Domain: "err-gzip.example", IP: "198.51.100.218",
			What: "a small body that unpacks to 64 MiB", reply: always(gzipBomb),
		},
		{
			Name: "deep", Domain: "err-deep.example", IP: "198.51.100.219",
			What: "JSON nested 20,000 deep", reply: func(time.Time) answer { return body(strings.Repeat("[", 20000)) },
		},
		{
			Name: "empty", Domain: "err-empty.example", IP: "198.51.100.220",
			What: "status 200 and no body", reply: func(time.Time) answer { return body("") },
		},
		{
			Name: "null", Domain: "err-null.example", IP: "198.51.100.221",
			What: "the body is null", reply: func(time.Time) answer { return body("null") },
		},
		{
			Name: "hostile", Domain: "err-hostile.example", IP: "198.51.100.222",
			What:  "an error text made to act on the terminal",
			reply: func(time.Time) answer { return fail(400, codeRequest, strings.Join(scenario.HostileText(), " ")) },
		},
		{
			Name: "date", Domain: "err-date.example", IP: "198.51.100.223", First: 1,
			What: "rate limit with a date to wait for, then good", reply: func(now time.Time) answer { return throttled(httpDate(now.Add(2 * time.Second))) },
		},
	}
	faults = append(faults, pagingFaults()...)
	for i, f := range faults {
		faults[i].Status = http.StatusOK
		if f.reply != nil {
			faults[i].Status = f.reply(time.Time{}).status
		}
	}
	return faults
}

// always is a reply that does not depend on the time.
func always(reply func() answer) func(time.Time) answer {
	return func(time.Time) answer { return reply() }
}

// faultsBySubject finds a fault by each of its indicators.
func faultsBySubject() map[string]Fault {
	by := map[string]Fault{}
	for _, f := range Faults() {
		for _, subject := range f.subjects() {
			by[subject] = f
		}
	}
	return by
}

func (f Fault) subjects() []string {
	var list []string
	if f.Domain != "" {
		list = append(list, f.Domain)
	}
	if f.IP != "" {
		list = append(list, f.IP)
	}
	if f.ASN != 0 {
		list = append(list, "AS"+strconv.FormatUint(uint64(f.ASN), 10))
	}
	return list
}
