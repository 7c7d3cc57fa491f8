package cfsim

import (
	"net/http"
	"net/url"
	"strings"
)

// call is a request on its way to an endpoint.
type call struct {
	query url.Values
	body  []byte
	who   identity
	// account and asn are what the path names, where it does.
	account, asn string
	// lie changes the pages of a list; nil where it is honest.
	lie func(span) lie
}

// route is one line of the API.
type route struct {
	method, path string
	// charged calls are taken from the monthly quota; edit ones need more than
	// the permission to read.
	charged, edit bool
	// subject is the indicator that the call asks about, for [Faults].
	subject func(*call) string
	serve   func(*Server, *call) answer
	// rich is an answer with nothing left out, to put hostile texts into.
	rich func(*call) answer
}

// routes is the whole API, below [BasePath].
func routes() []route {
	const account = "/accounts/{account}"
	return []route{
		{method: "GET", path: "/user/tokens/verify", serve: (*Server).verifyToken},
		{method: "GET", path: "/accounts", serve: (*Server).listAccounts},
		{method: "GET", path: account, serve: (*Server).oneAccount},
		{method: "GET", path: account + "/tokens/verify", serve: (*Server).verifyToken},

		{method: "GET", path: account + "/intel/asn/{asn}", charged: true, subject: (*call).network, serve: (*Server).asn, rich: richASN},
		{method: "GET", path: account + "/intel/asn/{asn}/subnets", charged: true, subject: (*call).network, serve: (*Server).subnets, rich: richSubnets},
		{method: "GET", path: account + "/intel/dns", charged: true, subject: (*call).address, serve: (*Server).passiveDNS, rich: richDNS},
		{method: "GET", path: account + "/intel/domain", charged: true, subject: (*call).domain, serve: (*Server).domain, rich: richDomain},
		{method: "GET", path: account + "/intel/domain/bulk", charged: true, subject: (*call).several, serve: (*Server).bulk, rich: richBulk},
		{method: "GET", path: account + "/intel/domain-history", charged: true, subject: (*call).domain, serve: (*Server).domainHistory, rich: richHistory},
		{method: "GET", path: account + "/intel/ip", charged: true, subject: (*call).address, serve: (*Server).ip, rich: richIP},
		{method: "GET", path: account + "/intel/whois", charged: true, subject: (*call).domain, serve: (*Server).whois, rich: richWhois},
		{method: "GET", path: account + "/brand-protection/url-info", charged: true, subject: (*call).page, serve: (*Server).urlInfo, rich: richURL},
		{method: "POST", path: account + "/intel/miscategorization", charged: true, edit: true, subject: (*call).reported, serve: (*Server).miscategorization, rich: richReport},
	}
}

// dispatch finds the route of a request and lets it answer, unless account,
// permission, quota or a fault stand before it.
func (s *Server) dispatch(r *http.Request, who identity, body []byte) (reply answer, charged bool) {
	c := &call{query: r.URL.Query(), body: body, who: who}
	rt, refusal := findRoute(r, c)
	if refusal != nil {
		return *refusal, false
	}
	fault, faulty := s.faults.find(rt, c)
	switch {
	case c.account != "" && c.account != s.opt.Account && !s.faults.owns(c.account):
		return noRoute(r), false
	case rt.charged && !who.read, rt.edit && !who.edit:
		return forbidden(), false
	case rt.charged && !s.charge():
		return quotaSpent(), false
	}
	good := func() answer {
		if reply, ok := s.hostile(rt, c); ok {
			return reply
		}
		return rt.serve(s, c)
	}
	c.lie = fault.lie
	if !faulty || fault.reply == nil || fault.First > 0 && s.hit(r.Method+r.URL.Path+"?"+c.query.Encode()) > fault.First {
		return good(), rt.charged
	}
	return fault.reply(asked{
		now: s.opt.Now(), subject: rt.subject(c), host: r.Host, stray: s.strayHost(), uri: r.URL.RequestURI(), good: good,
	}), rt.charged
}

// findRoute matches method and path, and notes in c what the path names.
func findRoute(r *http.Request, c *call) (route, *answer) {
	path, below := strings.CutPrefix(r.URL.Path, BasePath)
	if !below {
		a := noRoute(r)
		return route{}, &a
	}
	otherMethod := false
	for _, rt := range routes() {
		if !matchPath(rt.path, path, c) {
			continue
		}
		if rt.method == r.Method {
			return rt, nil
		}
		otherMethod = true
	}
	a := noRoute(r)
	if otherMethod {
		a = fail(http.StatusMethodNotAllowed, 7001, "Method "+r.Method+" not available for that URI.")
	}
	return route{}, &a
}

func matchPath(pattern, path string, c *call) bool {
	want, have := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(have) {
		return false
	}
	c.account, c.asn = "", ""
	for i, segment := range want {
		switch segment {
		case "{account}":
			c.account = have[i]
		case "{asn}":
			c.asn = have[i]
		case have[i]:
		default:
			return false
		}
	}
	return true
}

// noRoute is the answer to a wrong path, and to a wrong account in it.
func noRoute(r *http.Request) answer {
	return failures(http.StatusNotFound,
		message{Code: 7003, Message: "Could not route to " + r.URL.Path + ", perhaps your object identifier is invalid?"},
		message{Code: 7000, Message: "No route for that URI"})
}

// quotaSpent is the answer once the month's calls are used up. The code is
// known; status and text are assumed.
func quotaSpent() answer {
	return fail(http.StatusForbidden, 10403, "Monthly quota of intelligence API calls exceeded")
}
