package cfsim

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"strings"

	"quarry/api/cfsim/scenario"
)

// report is the body of POST intel/miscategorization.
type report struct {
	ContentAdds     []int   `json:"content_adds"`
	ContentRemoves  []int   `json:"content_removes"`
	SecurityAdds    []int   `json:"security_adds"`
	SecurityRemoves []int   `json:"security_removes"`
	Kind            string  `json:"indicator_type"`
	URL             string  `json:"url"`
	IP              *string `json:"ip"`
}

// reported is what a report is about.
func (c *call) reported() string {
	var r report
	if json.Unmarshal(c.body, &r) != nil {
		return ""
	}
	if r.IP != nil && *r.IP != "" {
		return *r.IP
	}
	return scenario.URLHost(r.URL)
}

// miscategorization serves POST intel/miscategorization: nothing is kept, and
// the answer to any report that is in order is the recorded one.
func (s *Server) miscategorization(c *call) answer {
	var r report
	if err := json.Unmarshal(c.body, &r); err != nil {
		return badRequest("the body is no report: %v", err)
	}
	if err := r.check(); err != nil {
		return badRequest("%v", err)
	}
	return recorded("miscategorization.json")
}

func (r report) check() error {
	switch r.Kind {
	case "domain", "url":
		if strings.TrimSpace(r.URL) == "" {
			return fmt.Errorf("url is missing")
		}
	case "ipv4", "ipv6":
		if r.IP == nil {
			return fmt.Errorf("ip is missing")
		}
		addr, err := netip.ParseAddr(*r.IP)
		if err != nil || addr.Is4() != (r.Kind == "ipv4") {
			return fmt.Errorf("ip is no %s address", r.Kind)
		}
	default:
		return fmt.Errorf("indicator_type is none of domain, ipv4, ipv6, url")
	}
	if len(r.ContentAdds)+len(r.ContentRemoves)+len(r.SecurityAdds)+len(r.SecurityRemoves) == 0 {
		return fmt.Errorf("nothing is to be changed")
	}
	return nil
}
