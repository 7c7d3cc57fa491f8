package client

import (
	"context"
	"errors"
	"net/http"

	"quarry/api"
	"quarry/api/cf"
)

// The limits of listing accounts. 50 is the most that Cloudflare gives a page.
const (
	accountsPerPage = 50
	maxAccountPages = 100
)

// VerifyToken asks whether the token works. It is no intelligence call and not
// counted as one. The error is an [*api.Error] also where Cloudflare knows the
// token but says that it is expired or disabled; the record is filled then.
//
// A token that belongs to an account and not to a user is unknown to the call
// that everybody uses; with an account at hand the account is asked too
// (GET /accounts/{account_id}/tokens/verify, Cloudflare's API reference).
func (c *Client) VerifyToken(ctx context.Context) (cf.Token, error) {
	q := api.Query{Endpoint: cf.EndpointToken}
	token, err := verdict(c.Ask(ctx, q, api.Fresh))
	if api.ClassOf(err) != api.BadToken || c.config.Account == "" {
		return token, err
	}
	owned := cf.Wire{Method: http.MethodGet, Path: "tokens/verify"}
	spec, _ := cf.Lookup(cf.EndpointToken)
	second, secondErr := verdict(c.send(ctx, q, spec, owned))
	if second.Status.Empty() {
		return token, err
	}
	return second, secondErr
}

// verdict reads the answer about a token.
func verdict(a api.Answer, err error) (cf.Token, error) {
	if err != nil {
		return cf.Token{}, err
	}
	token, err := cf.DecodeToken(a)
	if err == nil {
		err = token.Err()
	}
	return token, err
}

// Accounts lists the accounts that the token can see, all pages. It is no
// intelligence call and not counted as one. The list is complete unless there
// is an error; then it holds what came until then. A token that belongs to an
// account cannot list any, which is an [*api.Error] too.
func (c *Client) Accounts(ctx context.Context) ([]cf.Account, error) {
	var all []cf.Account
	seen := map[string]bool{}
	q := api.Query{Endpoint: cf.EndpointAccounts, PerPage: accountsPerPage}
	for q.Page = 1; q.Page <= maxAccountPages; q.Page++ {
		a, err := c.Ask(ctx, q, api.Fresh)
		if err != nil {
			return all, err
		}
		page, err := cf.DecodeAccounts(a)
		if err != nil {
			return all, err
		}
		before := len(all)
		for _, acc := range page.Accounts {
			if id := acc.ID.Exact(); !seen[id] {
				seen[id] = true
				all = append(all, acc)
			}
		}
		// A page with nothing new ends it too, whatever the counters claim.
		pages, known := page.Pages.Get()
		if len(all) == before || known && q.Page >= pages || !known && len(page.Accounts) < accountsPerPage {
			return all, nil
		}
	}
	return all, &api.Error{Class: api.Malformed, Query: q, Err: errors.New("the list of accounts does not end")}
}
