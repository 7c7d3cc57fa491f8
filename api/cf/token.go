package cf

import (
	"errors"

	"quarry/api"
	"quarry/views/safe"
)

// EndpointToken tells whether the token works: GET /user/tokens/verify. It
// costs no intelligence call and needs no permission.
const EndpointToken api.Endpoint = "token"

// Token is what Cloudflare says of the token that asked.
type Token struct {
	Remarks
	ID safe.Raw `json:"id,omitzero"`
	// Status is active, disabled or expired.
	Status safe.Raw `json:"status,omitzero"`
	// ExpiresOn and NotBefore bound the token's time, if it is bound.
	ExpiresOn Time `json:"expires_on,omitzero"`
	NotBefore Time `json:"not_before,omitzero"`
}

func specToken() Spec {
	return Spec{
		Endpoint: EndpointToken, Free: true,
		Wire: func(api.Query) (Wire, error) {
			w := get("user/tokens/verify")
			w.Root = true
			return w, nil
		},
	}
}

// DecodeToken reads the answer of [EndpointToken].
func DecodeToken(a api.Answer) (Token, error) {
	return decodeOne(a, "", "status", anything, readToken)
}

func readToken(_ *envelope, o *object, rec *Token) {
	rec.ID = o.get("id").text()
	rec.Status = o.get("status").text()
	rec.ExpiresOn = o.get("expires_on").time()
	rec.NotBefore = o.get("not_before").time()
}

// anything is for records that are about no indicator.
func anything(api.Query, safe.Raw) bool { return true }

// Err says why the token cannot be used, nil when it is active.
func (t Token) Err() error {
	e := &api.Error{Query: api.Query{Endpoint: EndpointToken}, Err: errors.New("its status is " + orUnknown(t.Status))}
	switch t.Status.Exact() {
	case "active":
		return nil
	case "disabled":
		e.Class = api.DisabledToken
	case "expired":
		e.Class = api.ExpiredToken
	default:
		e.Class = api.BadToken
	}
	return e
}

func orUnknown(r safe.Raw) string {
	if r.Empty() {
		return "unknown"
	}
	return r.Cut(40)
}

func errNoEnvelope() error { return errors.New("it does not say whether the call succeeded") }

func errNoAccounts() error { return errors.New("there is no account in the result") }
