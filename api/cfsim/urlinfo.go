package cfsim

import (
	"strings"
	"time"

	"quarry/api/cfsim/scenario"
)

// urlInfoResult is one entry of the answer of brand-protection/url-info: an
// array, although the description says an object.
type urlInfoResult struct {
	Categorizations []verdict  `json:"categorizations"`
	Models          []model    `json:"model_results"`
	Rules           []rule     `json:"rule_matches"`
	Scan            scanStatus `json:"scan_status"`
	URL             string     `json:"url"`
}

type verdict struct {
	Category string `json:"category"`
	Review   string `json:"verification_status"`
}

type model struct {
	Name  string  `json:"model_name"`
	Score float64 `json:"model_score"`
}

type rule struct {
	Description string `json:"description"`
	Name        string `json:"name"`
}

type scanStatus struct {
	Processed  string `json:"last_processed,omitempty"`
	Complete   bool   `json:"scan_complete"`
	StatusCode int    `json:"status_code,omitempty"`
	Submission int    `json:"submission_id"`
}

// scannedURL is the one of the recorded answer.
const scannedURL = "http://worcester-realistic-ellen-portland.trycloudflare.com/login.html"

// urlInfo serves GET brand-protection/url-info?url=. What was never scanned
// gets an empty array, which is assumed.
func (s *Server) urlInfo(c *call) answer {
	url := c.query.Get("url")
	if strings.TrimSpace(url) == "" {
		return badRequest("url is missing")
	}
	if url == scannedURL {
		return recorded("url-info.json")
	}
	if body, ok := oddAnswer("url-info", scenario.URLHost(url)); ok {
		return body
	}
	page, scanned := s.world.Page(url)
	if !scanned {
		return ok([]urlInfoResult{})
	}
	return ok([]urlInfoResult{urlInfoOf(url, page)})
}

func urlInfoOf(url string, page scenario.Page) urlInfoResult {
	result := urlInfoResult{
		Categorizations: []verdict{}, Models: []model{}, Rules: []rule{}, URL: url,
		Scan: scanStatus{Complete: page.Complete, StatusCode: page.StatusCode, Submission: page.Submission},
	}
	if !page.Processed.IsZero() {
		result.Scan.Processed = httpDate(page.Processed)
	}
	for _, v := range page.Verdicts {
		result.Categorizations = append(result.Categorizations, verdict(v))
	}
	for _, m := range page.Scores {
		result.Models = append(result.Models, model{Name: m.Model, Score: m.Score})
	}
	for _, r := range page.Rules {
		result.Rules = append(result.Rules, rule{Description: r.Description, Name: r.Name})
	}
	return result
}

// httpDate is how the scanner writes its times.
func httpDate(t time.Time) string { return t.UTC().Format("Mon, 02 Jan 2006 15:04:05 GMT") }
