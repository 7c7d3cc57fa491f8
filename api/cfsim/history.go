package cfsim

// historyResult is one entry of the answer of intel/domain-history.
type historyResult struct {
	Domain          string           `json:"domain"`
	Categorizations []categorization `json:"categorizations"`
}

// categorization is a period; one that still runs has no end.
type categorization struct {
	Categories []category `json:"categories"`
	Start      string     `json:"start"`
	End        string     `json:"end,omitempty"`
}

// microseconds is how the history writes its times.
const microseconds = "2006-01-02T15:04:05.000000Z"

// domainHistory serves GET intel/domain-history. What has no history gets an
// empty array, which is assumed.
func (s *Server) domainHistory(c *call) answer {
	name, err := domainParameter(c.query)
	if err != nil {
		return badRequest("%v", err)
	}
	if name == "cloudflare.com" {
		return recorded("domain-history.json")
	}
	if body, ok := oddAnswer("history", name); ok {
		return body
	}
	site, _ := s.world.Site(name)
	if len(site.History) == 0 {
		return ok([]historyResult{})
	}
	result := historyResult{Domain: name}
	for _, p := range site.History {
		entry := categorization{Start: p.From.Format(microseconds)}
		for _, cat := range p.Categories {
			entry.Categories = append(entry.Categories, category{ID: cat.ID, Name: cat.Name})
		}
		if !p.To.IsZero() {
			entry.End = p.To.Format(microseconds)
		}
		result.Categorizations = append(result.Categorizations, entry)
	}
	return ok([]historyResult{result})
}
