package cfsim

import (
	"fmt"
	"net/netip"
	"net/url"
	"time"

	"quarry/api/cfsim/scenario"
)

// dnsResult is the answer of intel/dns, with the counters in the result.
type dnsResult struct {
	Records []reverseRecord `json:"reverse_records"`
	Count   int             `json:"count"`
	Page    int             `json:"page"`
	PerPage int             `json:"per_page"`
}

type reverseRecord struct {
	First    string `json:"first_seen"`
	Last     string `json:"last_seen"`
	Hostname string `json:"hostname"`
}

// defaultPerPage is the page size of the description's examples.
const defaultPerPage = 20

// passiveDNS serves GET intel/dns.
func (s *Server) passiveDNS(c *call) answer {
	addr, err := addrParameter(c.query, "ipv4", netip.Addr.Is4)
	if err != nil {
		return badRequest("%v", err)
	}
	start, end, err := s.days(c.query)
	if err != nil {
		return badRequest("%v", err)
	}
	at, err := spanParameter(c.query, defaultPerPage, s.opt.PageMax)
	if err != nil {
		return badRequest("%v", err)
	}
	if addr == netip.MustParseAddr("1.1.1.1") && at == (span{1, 5}) &&
		c.query.Get("start") == "2023-07-15" && c.query.Get("end") == "2023-07-18" {
		return recorded("dns.json")
	}
	if body, ok := oddAnswer("dns", addr.String()); ok {
		return body
	}
	if c.lie != nil {
		return ok(c.lie(at).names(start, end))
	}
	names := s.world.Names(addr, start, end)
	return ok(dnsPage(slice(names, at), len(names), at))
}

// days reads the window: end is today unless given, start 30 days before it.
func (s *Server) days(q url.Values) (start, end time.Time, err error) {
	end = s.opt.Now().UTC().Truncate(24 * time.Hour)
	if err = dayParameter(q, "end", &end); err != nil {
		return start, end, err
	}
	start = end.AddDate(0, 0, -30)
	if err = dayParameter(q, "start", &start); err != nil {
		return start, end, err
	}
	if start.After(end) {
		return start, end, fmt.Errorf("start is after end")
	}
	return start, end, nil
}

func dayParameter(q url.Values, name string, into *time.Time) error {
	if !q.Has(name) {
		return nil
	}
	t, err := time.Parse(time.DateOnly, q.Get(name))
	if err != nil {
		return fmt.Errorf("%s is no date of the form YYYY-MM-DD", name)
	}
	*into = t
	return nil
}

func dnsPage(names []scenario.Sighting, count int, at span) dnsResult {
	records := make([]reverseRecord, len(names))
	for i, n := range names {
		records[i] = reverseRecord{n.First.Format(time.RFC3339), n.Last.Format(time.RFC3339), n.Name}
	}
	return dnsResult{Records: records, Count: count, Page: at.page, PerPage: at.perPage}
}
