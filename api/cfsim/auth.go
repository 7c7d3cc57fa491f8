package cfsim

import (
	"net/http"
	"strings"
)

// Tokens that every [Server] knows beside the good one, for the ways in which a
// token can be wrong.
const (
	ExpiredToken  = "demo-token-that-has-expired-000000000000"
	DisabledToken = "demo-token-that-is-disabled-000000000000"
	// NoIntelToken is active and lacks Account › Intel › Read.
	NoIntelToken = "demo-token-without-intel-read-0000000000"
	// ReadOnlyToken is active, has Account › Intel › Read, and lacks Edit.
	ReadOnlyToken = "demo-token-with-intel-read-only-00000000"
	// AccountToken belongs to the account, may do everything, and cannot list
	// accounts.
	AccountToken = "demo-token-owned-by-the-account-00000000"
	// HostileToken may do everything, and every text that it is told is hostile,
	// the names of its accounts among them; HostileStatusToken is in a state
	// that is.
	HostileToken       = "demo-token-that-gets-hostile-texts-00000"
	HostileStatusToken = "demo-token-in-a-hostile-state-0000000000"
)

// identity is whose token came.
type identity struct {
	status     string // as tokens/verify says it
	read, edit bool   // Account › Intel › Read, Edit
	ofAccount  bool   // owned by the account, not by a person
	hostile    bool   // gets hostile texts only
}

// identify tells who asks; a refusal when nobody does.
func (s *Server) identify(r *http.Request) (identity, *answer) {
	token, isBearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	switch {
	case isBearer && token == s.opt.Token:
		return identity{status: "active", read: true, edit: true}, nil
	case !isBearer || !wellFormed(token):
		a := failures(http.StatusBadRequest, message{
			Code: 6003, Message: "Invalid request headers",
			Chain: []message{{Code: 6111, Message: "Invalid format for Authorization header"}},
		})
		return identity{}, &a
	}
	switch token {
	case NoIntelToken:
		return identity{status: "active"}, nil
	case ReadOnlyToken:
		return identity{status: "active", read: true}, nil
	case AccountToken:
		return identity{status: "active", read: true, edit: true, ofAccount: true}, nil
	case HostileToken:
		return identity{status: "active", read: true, edit: true, hostile: true}, nil
	case HostileStatusToken:
		return identity{status: "state", read: true, edit: true, hostile: true}, nil
	case ExpiredToken:
		return s.verifyOnly(r, "expired")
	case DisabledToken:
		return s.verifyOnly(r, "disabled")
	}
	a := authenticationError()
	if isVerify(r) {
		a = fail(http.StatusUnauthorized, 1000, "Invalid API Token")
	}
	return identity{}, &a
}

// verifyOnly lets a token that is no longer good ask for nothing but its state.
func (s *Server) verifyOnly(r *http.Request, status string) (identity, *answer) {
	if isVerify(r) {
		return identity{status: status}, nil
	}
	a := authenticationError()
	return identity{}, &a
}

func isVerify(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/tokens/verify") }

func authenticationError() answer {
	return fail(http.StatusUnauthorized, 10000, "Authentication error")
}

// forbidden is the answer to a token that lacks a permission.
func forbidden() answer {
	return fail(http.StatusForbidden, 9109, "Unauthorized to access requested resource")
}

// wellFormed reports whether a token has only characters that one can have.
func wellFormed(token string) bool {
	return token != "" && strings.Trim(token,
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") == ""
}
