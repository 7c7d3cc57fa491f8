package cf

import (
	"encoding/json"

	"quarry/api"
	"quarry/state/indicator"
)

// EndpointMiscategorization reports a wrong category:
// POST intel/miscategorization. It is the only call that changes something.
const EndpointMiscategorization api.Endpoint = "miscategorization"

// Submission is Cloudflare's answer to a [Report]. There is no receipt: a good
// answer is an empty text, and analysts decide later.
type Submission struct {
	Remarks
	// Accepted is true when the report was taken.
	Accepted bool `json:"accepted"`
}

func specMiscategorization() Spec {
	s := Spec{
		Endpoint: EndpointMiscategorization, Permission: PermissionEdit,
		Kinds: []indicator.Kind{indicator.Domain, indicator.URL, indicator.IPv4, indicator.IPv6},
	}
	s.Wire = func(q api.Query) (Wire, error) {
		if !s.Takes(q.Indicator.Kind()) {
			return Wire{}, refuseKind(q, s)
		}
		var body payload
		if json.Unmarshal([]byte(q.Payload), &body) != nil {
			return Wire{}, refuse(q, s.Permission, "there is no report to send")
		}
		about := payloadFor(q.Indicator)
		if body.IndicatorType != about.IndicatorType || body.URL != about.URL || body.IP != about.IP {
			return Wire{}, refuse(q, s.Permission, "the report is about something else than "+q.Indicator.String())
		}
		if len(body.ContentAdds)+len(body.ContentRemoves)+len(body.SecurityAdds)+len(body.SecurityRemoves) == 0 {
			return Wire{}, refuse(q, s.Permission, "the report changes nothing")
		}
		return Wire{Method: "POST", Path: "intel/miscategorization", Body: q.Payload}, nil
	}
	return s
}

// DecodeMiscategorization reads the answer of [EndpointMiscategorization].
// Anything beside the empty text is told as a problem, since it is good by its
// envelope only.
func DecodeMiscategorization(a api.Answer) (Submission, error) {
	var rec Submission
	env, err := open(a, PermissionEdit, &rec.Remarks)
	if err != nil {
		return rec, err
	}
	if !env.wrapped {
		return rec, malformed(a, errNoEnvelope())
	}
	if !env.result.blank() {
		env.result.wrong("an empty text")
	}
	env.close()
	rec.Accepted = true
	return rec, nil
}
