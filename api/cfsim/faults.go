package cfsim

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"time"
)

// Fault is a way to fail. It is had by asking about one of its indicators, at
// any endpoint that takes it, or by asking about anything under its
// [Fault.Account].
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
	// Pages tells that it is no failure but a list that lies about its pages:
	// that of passive DNS and that of subnets.
	Pages bool

	reply func(asked) answer
	lie   func(span) lie
}

// asked is a question that a fault answers.
type asked struct {
	now time.Time
	// subject is the indicator that it is about, as the table names it.
	subject string
	// host is where the server was reached, stray another port of the same.
	host, stray string
	// uri is the request's path and parameters.
	uri string
	// good makes the answer that it would get without the fault.
	good func() answer
}

// Account is the account under which every call to an intelligence endpoint
// meets the fault, 32 hex digits. The good token opens it.
func (f Fault) Account() string {
	h := fnv.New128a()
	// Writing to a hash never fails.
	_, _ = h.Write([]byte("account of the fault " + f.Name))
	return fmt.Sprintf("%032x", h.Sum(nil))
}

// Faults is the one table of what can go wrong on demand. A new fault is a new
// line in one of its parts, and in the documentation of this package.
func Faults() []Fault {
	faults := slices.Concat(refusals(), detours(), breaks(), bulks(), shapes())
	for i, f := range faults {
		faults[i].Domain = "err-" + f.Name + ".example"
	}
	return append(faults, pagingFaults()...)
}

// always is a reply that does not depend on the question.
func always(reply func() answer) func(asked) answer {
	return func(asked) answer { return reply() }
}

// fixed is a reply that is always the same.
func fixed(a answer) func(asked) answer { return func(asked) answer { return a } }

// faultTable finds a fault by each of its indicators, and by its account.
type faultTable struct{ bySubject, byAccount map[string]Fault }

func newFaultTable() faultTable {
	t := faultTable{map[string]Fault{}, map[string]Fault{}}
	for _, f := range Faults() {
		t.byAccount[f.Account()] = f
		for _, subject := range f.subjects() {
			t.bySubject[subject] = f
		}
	}
	return t
}

// find returns the fault that a call meets. Those that are about no indicator
// meet none.
func (t faultTable) find(rt route, c *call) (Fault, bool) {
	if rt.subject == nil {
		return Fault{}, false
	}
	if f, ok := t.byAccount[c.account]; ok {
		return f, true
	}
	f, ok := t.bySubject[rt.subject(c)]
	return f, ok
}

// owns reports whether an account is one of a fault.
func (t faultTable) owns(account string) bool {
	_, ok := t.byAccount[account]
	return ok
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
