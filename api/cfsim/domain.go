package cfsim

import (
	"quarry/api/cfsim/scenario"
)

// domainResult is the answer of intel/domain. Where there is nothing to say,
// score, rank, risk types and what is inherited are left out, and application
// is an empty object.
type domainResult struct {
	Domain           string         `json:"domain"`
	Resolves         *[]ref         `json:"resolves_to_refs,omitempty"`
	Application      map[string]any `json:"application"`
	Content          []category     `json:"content_categories"`
	Risks            []category     `json:"risk_types,omitempty"`
	Score            *float64       `json:"risk_score,omitempty"`
	Rank             int            `json:"popularity_rank,omitempty"`
	Additional       map[string]any `json:"additional_information"`
	InheritedContent []category     `json:"inherited_content_categories,omitempty"`
	InheritedRisks   []category     `json:"inherited_risk_types,omitempty"`
	InheritedFrom    string         `json:"inherited_from,omitempty"`
	Kind             string         `json:"type"`
	Notes            string         `json:"notes"`
}

// domain serves GET intel/domain.
func (s *Server) domain(c *call) answer {
	name, err := domainParameter(c.query)
	if err != nil {
		return badRequest("%v", err)
	}
	skipDNS := c.query.Get("skip_dns") == "true"
	if name == "cloudflare.com" {
		if skipDNS {
			return ok(recordedResult("domain.json", "resolves_to_refs"))
		}
		return recorded("domain.json")
	}
	if body, ok := oddAnswer("domain", name); ok {
		return body
	}
	site, known := s.world.Site(name)
	if !known {
		return unknown()
	}
	result := domainOf(name, site)
	if skipDNS {
		result.Resolves = nil
	}
	if c.query.Get("skip_ranking") == "true" {
		result.Rank = 0
	}
	return ok(result)
}

func domainOf(name string, site scenario.Site) domainResult {
	result := domainResult{
		Domain:           name,
		Application:      map[string]any{},
		Content:          append([]category{}, categories(site.Content)...),
		Risks:            categories(site.Risks),
		Score:            site.Score,
		Rank:             site.Rank,
		Additional:       map[string]any{},
		InheritedFrom:    site.InheritedFrom,
		InheritedContent: categories(site.InheritedContent),
		InheritedRisks:   categories(site.InheritedRisks),
		Kind:             site.Kind,
		Notes:            site.Notes,
	}
	refs := []ref{}
	for _, value := range site.Resolves {
		refs = append(refs, refTo(value))
	}
	result.Resolves = &refs
	if site.Application != nil {
		result.Application = map[string]any{"id": site.Application.ID, "name": site.Application.Name}
	}
	if site.Malware != "" {
		result.Additional["suspected_malware_family"] = site.Malware
	}
	if result.Kind == "" {
		result.Kind, result.Notes = kindOf(name)
	}
	return result
}

// kindOf puts a name in Cloudflare's words; those for an apex domain are known,
// those for another are assumed.
func kindOf(name string) (kind, notes string) {
	if scenario.Apex(name) == name {
		return "Apex domain", "Apex domain given."
	}
	return "Subdomain", "Subdomain given."
}
