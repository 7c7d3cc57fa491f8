package cf

import (
	"strings"

	"quarry/api"
	"quarry/state/indicator"
	"quarry/views/safe"
)

// EndpointPhishing is the result of the last phishing scan of a URL:
// GET brand-protection/url-info.
const EndpointPhishing api.Endpoint = "phishing"

// Phishing is the result of the last phishing scan of a URL.
type Phishing struct {
	Remarks
	URL  Name `json:"url,omitzero"`
	Scan Scan `json:"scan_status,omitzero"`
	// Models are the scores of machine models, Rules the signatures that
	// matched, Categorizations what people or machines decided.
	Models          []Model          `json:"model_results,omitzero"`
	Rules           []Rule           `json:"rule_matches,omitzero"`
	Categorizations []Categorization `json:"categorizations,omitzero"`
	// ScreenshotPath and ScreenshotSignature are for Cloudflare's own use.
	ScreenshotPath      safe.Raw `json:"screenshot_path,omitzero"`
	ScreenshotSignature safe.Raw `json:"screenshot_download_signature,omitzero"`
}

// Scan tells how the last scan went.
type Scan struct {
	// LastProcessed is an HTTP date on the wire.
	LastProcessed Time        `json:"last_processed,omitzero"`
	Complete      Maybe[bool] `json:"scan_complete,omitzero"`
	// StatusCode is the HTTP status that the crawler got from the URL.
	StatusCode   Maybe[int] `json:"status_code,omitzero"`
	SubmissionID Maybe[int] `json:"submission_id,omitzero"`
}

// IsZero reports whether nothing is known of a scan.
func (s Scan) IsZero() bool {
	return s.LastProcessed.IsZero() && !s.Complete.Known() && !s.StatusCode.Known() && !s.SubmissionID.Known()
}

// Model is what one model says. The score's range is not published; those seen
// run from 0, harmless, to 1.
type Model struct {
	Name  safe.Raw       `json:"model_name,omitzero"`
	Score Maybe[float64] `json:"model_score,omitzero"`
}

// Rule is a signature that matched the site's content.
type Rule struct {
	Name        safe.Raw `json:"name,omitzero"`
	Description safe.Raw `json:"description,omitzero"`
	// Banning and Blocking are for Cloudflare's own use.
	Banning  Maybe[bool] `json:"banning,omitzero"`
	Blocking Maybe[bool] `json:"blocking,omitzero"`
}

// Categorization is a category with the state of its human review, such as
// PHISHING, confirmed.
type Categorization struct {
	Category           safe.Raw `json:"category,omitzero"`
	VerificationStatus safe.Raw `json:"verification_status,omitzero"`
}

func specPhishing() Spec {
	s := Spec{
		Endpoint: EndpointPhishing, Permission: PermissionRead,
		Kinds: []indicator.Kind{indicator.URL, indicator.Domain},
	}
	s.Wire = func(q api.Query) (Wire, error) {
		switch q.Indicator.Kind() {
		case indicator.URL:
			return get("brand-protection/url-info", Param{"url", q.Indicator.String()}), nil
		case indicator.Domain:
			// The parameter is a URI; the published examples of sites have
			// https and no path.
			return get("brand-protection/url-info", Param{"url", "https://" + q.Indicator.String()}), nil
		}
		return Wire{}, refuseKind(q, s)
	}
	return s
}

// DecodePhishing reads the answer of [EndpointPhishing]. Of several scans the
// first that is about the URL asked for is taken.
func DecodePhishing(a api.Answer) (Phishing, error) {
	return decodeOne(a, PermissionRead, "url", sameURL, readPhishing)
}

func readPhishing(_ *envelope, o *object, rec *Phishing) {
	rec.URL = nameOf(o.get("url").text(), indicator.URL, indicator.Domain)
	if v := o.get("scan_status"); !v.missing() {
		scan := v.fields()
		rec.Scan = Scan{
			LastProcessed: scan.get("last_processed").time(),
			Complete:      scan.get("scan_complete").truth(),
			StatusCode:    scan.get("status_code").integer(0, 999),
			SubmissionID:  scan.get("submission_id").integer(0, 1<<53),
		}
		scan.rest()
	}
	rec.Models = each(o.get("model_results"), readModel)
	rec.Rules = each(o.get("rule_matches"), readRule)
	rec.Categorizations = each(o.get("categorizations"), readCategorization)
	rec.ScreenshotPath = o.get("screenshot_path").text()
	rec.ScreenshotSignature = o.get("screenshot_download_signature").text()
}

func readModel(v value) (Model, bool) {
	if v.missing() {
		return Model{}, false
	}
	o := v.fields()
	m := Model{Name: o.get("model_name").text(), Score: o.get("model_score").number()}
	o.rest()
	return m, m != Model{}
}

func readRule(v value) (Rule, bool) {
	if kindOf(v.raw) == '"' {
		return Rule{Name: v.text()}, true
	}
	if v.missing() {
		return Rule{}, false
	}
	o := v.fields()
	r := Rule{
		Name: o.get("name").text(), Description: o.get("description").prose(),
		Banning: o.get("banning").truth(), Blocking: o.get("blocking").truth(),
	}
	o.rest()
	return r, r != Rule{}
}

func readCategorization(v value) (Categorization, bool) {
	if kindOf(v.raw) == '"' {
		return Categorization{Category: v.text()}, true
	}
	if v.missing() {
		return Categorization{}, false
	}
	o := v.fields()
	c := Categorization{Category: o.get("category").text(), VerificationStatus: o.get("verification_status").text()}
	o.rest()
	return c, c != Categorization{}
}

// sameURL reports whether a URL from the wire is the one that was asked; for a
// domain, whether it is on that host. A slash at the end makes no difference,
// since servers add and drop it.
func sameURL(q api.Query, said safe.Raw) bool {
	n := nameOf(said, indicator.URL, indicator.Domain)
	if n.Indicator.IsZero() {
		return q.Indicator.IsZero()
	}
	switch q.Indicator.Kind() {
	case indicator.URL:
		cut := func(i indicator.Indicator) string { return strings.TrimRight(i.String(), "/") }
		return cut(n.Indicator) == cut(q.Indicator)
	case indicator.Domain:
		host, ok := n.Indicator.Host()
		return ok && host == q.Indicator
	}
	return q.Indicator.IsZero()
}
