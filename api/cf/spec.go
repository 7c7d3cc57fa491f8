package cf

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"quarry/api"
	"quarry/state/indicator"
)

// The permissions that the calls need, as Cloudflare's dashboard names them
// (Fundamentals › API › Permissions).
const (
	PermissionRead = "Account › Intel › Read"
	PermissionEdit = "Account › Intel › Edit"
)

// Spec is what is known about an endpoint before it is asked.
type Spec struct {
	Endpoint api.Endpoint
	// Permission is what the token needs, empty where any valid token will do.
	Permission string
	// Kinds are the kinds of indicator that the endpoint takes, none where it
	// takes no indicator.
	Kinds []indicator.Kind
	// Free is true for calls that are no intelligence call, which cost nothing
	// of the monthly quota.
	Free bool
	// Wire puts a question into its wire form. The error is an [*api.Error] of
	// class [api.Rejected] when the endpoint does not take the indicator or
	// lacks a parameter; such a question must not be sent.
	Wire func(api.Query) (Wire, error)
}

// Takes reports whether the endpoint takes a kind of indicator.
func (s Spec) Takes(k indicator.Kind) bool {
	for _, have := range s.Kinds {
		if have == k {
			return true
		}
	}
	return false
}

// Specs returns the intelligence endpoints: those that take one indicator in the
// order of the keys, then the one that takes several.
func Specs() []Spec {
	return []Spec{
		specIP(), specPDNS(), specDomain(), specHistory(), specWHOIS(),
		specASN(), specSubnets(), specPhishing(), specMiscategorization(), specBulk(),
	}
}

// Lookup returns the spec of an endpoint: one of [Specs], [EndpointToken] or
// [EndpointAccounts].
func Lookup(e api.Endpoint) (Spec, bool) {
	for _, s := range append(Specs(), specToken(), specAccounts()) {
		if s.Endpoint == e {
			return s, true
		}
	}
	return Spec{}, false
}

// Param is one parameter of a request's query string.
type Param struct{ Name, Value string }

// Wire is a request as it goes on the wire, without host, account and token.
type Wire struct {
	Method string
	// Path is relative to /accounts/{account_id}/, such as "intel/dns"; with
	// Root, to the base URL, such as "user/tokens/verify".
	Path string
	Root bool
	// Params are the parameters in the order they are sent.
	Params []Param
	// Body is the JSON to send, empty for a GET.
	Body string
}

// RequestURI is path and query string below the base URL, percent-encoded,
// starting with a slash. The account is put into the path unless Root is set.
func (w Wire) RequestURI(account string) string {
	var b strings.Builder
	if !w.Root {
		b.WriteString("/accounts/" + url.PathEscape(account))
	}
	b.WriteString("/" + w.Path)
	for i, p := range w.Params {
		if i == 0 {
			b.WriteByte('?')
		} else {
			b.WriteByte('&')
		}
		b.WriteString(url.QueryEscape(p.Name) + "=" + url.QueryEscape(p.Value))
	}
	return b.String()
}

// get is a GET with the parameters that have a value.
func get(path string, params ...Param) Wire {
	w := Wire{Method: "GET", Path: path}
	for _, p := range params {
		if p.Value != "" {
			w.Params = append(w.Params, p)
		}
	}
	return w
}

// count writes a page or page size; the zero value leaves it to the server.
func count(n int) string {
	if n <= 0 {
		return ""
	}
	return fmt.Sprint(n)
}

// refuse is the error for a question that must not be sent.
func refuse(q api.Query, permission, why string) error {
	return &api.Error{Class: api.Rejected, Query: q, Permission: permission, Err: errors.New(why)}
}

// refuseKind is the error for a kind of indicator that an endpoint does not
// take.
func refuseKind(q api.Query, s Spec) error {
	return refuse(q, s.Permission, fmt.Sprintf("the endpoint %s does not take %s", q.Endpoint, q.Indicator))
}
