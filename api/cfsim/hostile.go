package cfsim

import (
	"fmt"
	"hash/fnv"
	"net/http"
	"net/netip"
	"strconv"
	"strings"

	"quarry/testdata/hostile"
)

// The indicators whose answers are hostile, and those whose errors are: a name,
// an address or a network with a number n behind it. The first text of the
// answer is then the nth payload of [hostile.Payloads], the next the one after
// it, and so on around. In answers of an even n dates stay dates. The errors
// take turns in what is wrong, ten kinds of them. AnswersTo(n) and ErrorsTo(n)
// name them.
const (
	hostileZone     = "hostile.example"
	hostileAnswer4  = "198.18.0.0" // a range for benchmarks of networks, nobody's address
	hostileError4   = "198.19.0.0"
	hostileAnswer6  = "2001:db8:bad::"
	hostileError6   = "2001:db8:bad:1::"
	hostileAnswerAS = 4200000000 // networks for private use
	hostileErrorAS  = 4200100000
	hostileNumbers  = 1 << 16
)

// Subjects are indicators of each kind that an endpoint takes.
type Subjects struct {
	Domain, URL, IPv4, IPv6 string
	ASN                     string
}

// AnswersTo names the indicators with the nth hostile answers, of which there
// are as many as payloads.
func AnswersTo(n int) Subjects {
	return Subjects{
		Domain: fmt.Sprintf("h%d.%s", n, hostileZone), URL: fmt.Sprintf("https://h%d.%s/", n, hostileZone),
		IPv4: plus(hostileAnswer4, n), IPv6: plus(hostileAnswer6, n), ASN: fmt.Sprintf("AS%d", hostileAnswerAS+n),
	}
}

// ErrorsTo names the indicators with the nth hostile errors.
func ErrorsTo(n int) Subjects {
	return Subjects{
		Domain: fmt.Sprintf("e%d.%s", n, hostileZone), URL: fmt.Sprintf("https://e%d.%s/", n, hostileZone),
		IPv4: plus(hostileError4, n), IPv6: plus(hostileError6, n), ASN: fmt.Sprintf("AS%d", hostileErrorAS+n),
	}
}

// plus is the nth address after one.
func plus(address string, n int) string {
	b := netip.MustParseAddr(address).AsSlice()
	b[len(b)-2], b[len(b)-1] = byte(n>>8), byte(n)
	addr, _ := netip.AddrFromSlice(b)
	return addr.String()
}

// hostileSubject tells whether a subject is one of those above, and which.
func hostileSubject(subject string) (n int, isError, ok bool) {
	if label, is := strings.CutSuffix(subject, "."+hostileZone); is && len(label) > 1 {
		n, err := strconv.Atoi(label[1:])
		return n, label[0] == 'e', err == nil && n >= 0 && (label[0] == 'e' || label[0] == 'h')
	}
	switch subject {
	case hostileZone, "203.0.113.66": // what people find by themselves
		return 0, false, true
	}
	if number, is := strings.CutPrefix(subject, "AS"); is {
		asn, err := strconv.Atoi(number)
		switch {
		case err != nil:
		case asn >= hostileErrorAS && asn < hostileErrorAS+hostileNumbers:
			return asn - hostileErrorAS, true, true
		case asn >= hostileAnswerAS && asn < hostileAnswerAS+hostileNumbers:
			return asn - hostileAnswerAS, false, true
		}
		return 0, false, false
	}
	addr, err := netip.ParseAddr(subject)
	if err != nil {
		return 0, false, false
	}
	for _, base := range []string{hostileAnswer4, hostileAnswer6, hostileError4, hostileError6} {
		b := addr.AsSlice()
		n := int(b[len(b)-2])<<8 | int(b[len(b)-1])
		if plus(base, n) == addr.String() {
			return n, base == hostileError4 || base == hostileError6, true
		}
	}
	return 0, false, false
}

// hostile answers a call with hostile texts, where its subject asks for that or
// whoever asks has the token for it.
func (s *Server) hostile(rt route, c *call) (answer, bool) {
	if rt.rich == nil {
		return answer{}, false
	}
	subjects := c.query["domain"] // a look-up has many
	if len(subjects) < 2 {
		subjects = []string{rt.subject(c)}
	}
	n, isError, ok := 0, false, false
	for _, subject := range subjects {
		if n, isError, ok = hostileSubject(subject); ok {
			break
		}
	}
	if !ok && c.who.hostile {
		n, ok = numberOf(subjects[0]), true
	}
	switch {
	case !ok:
		return answer{}, false
	case isError:
		return hostileError(n), true
	}
	p := newPoison(n)
	reply := rt.rich(c)
	reply.header = p.headers()
	if url := c.query.Get("url"); url != "" {
		subjects = []string{url} // the answer names the whole of it
	}
	reply.body = p.rewrite(reply.body, subjects...)
	return reply, true
}

// poisoned puts hostile texts into an answer for whoever gets nothing else, but
// for some that stay.
func (i identity) poisoned(a answer, keep ...string) answer {
	if !i.hostile {
		return a
	}
	p := newPoison(0)
	p.keep = keep
	a.header, a.body = p.headers(), p.rewrite(a.body)
	return a
}

// numberOf gives any subject a number of its own.
func numberOf(subject string) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(subject)) // never fails
	return int(h.Sum32() % hostileNumbers)
}

// hostileError is the nth way to fail in hostile words.
func hostileError(n int) answer {
	p := newPoison(n)
	errors := func() []byte {
		return p.rewrite([]byte(`{"result":null,"success":false,"errors":[{"code":10433,"message":"m","documentation_url":"d",
			"error_chain":[{"code":10434,"message":"c"},{"code":"c","message":"c"}]},{"code":"10435","message":"m"}],"messages":["m",{"code":1,"message":"m"}]}`))
	}
	fail := func(status int) answer { return answer{status: status, body: errors(), header: p.headers()} }
	switch n % 10 {
	case 1:
		return fail(http.StatusForbidden)
	case 2:
		return fail(http.StatusNotFound)
	case 3:
		a := fail(http.StatusTooManyRequests)
		a.header["Retry-After"] = p.header("7200")
		return a
	case 4:
		return answer{status: http.StatusOK, header: p.headers(), body: p.rewrite([]byte(`{"success":false,"errors":["e",{"error":"e"}],"result":"r"}`))}
	case 5: // a page in place of an answer
		text := p.text() + p.text()
		return answer{status: http.StatusOK, header: p.headers(), contentType: p.header("text/html;"), body: []byte("<html><title>" + text + "</title>" + text)}
	case 6:
		a := fail(http.StatusFound)
		a.header["Location"] = p.header("https://elsewhere.example/")
		return a
	case 7:
		return fail(http.StatusUnauthorized)
	case 8: // a header that no HTTP client takes
		a := fail(http.StatusOK)
		a.header["Cf-Ray"] = "ray\x1b]0;owned\x07" + p.header("")
		return a
	case 9: // no JSON, no page
		return answer{status: http.StatusOK, header: p.headers(), contentType: p.header("text/plain;"), body: []byte(p.text() + "\r\n" + p.text())}
	}
	return fail(http.StatusBadRequest)
}

// payloads are the texts of the corpus.
func payloads() []string {
	all, err := hostile.Payloads()
	if err != nil {
		panic(fmt.Sprintf("cfsim: %v", err)) // the file is part of the program
	}
	texts := make([]string, len(all))
	for n, p := range all {
		texts[n] = p.Text
	}
	return texts
}

// hostileSentence is a text made to act, short enough to be shown whole.
func hostileSentence() string {
	return "moc.\u202egnp \x1b[2J\x1b]52;c;b3duZWQK\x07 \u009b31m\r\nerror: none"
}
