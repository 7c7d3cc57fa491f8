package cfsim

import (
	"fmt"
	"net/http"
)

type account struct {
	ID        string         `json:"id"`
	Name      string         `json:"name"`
	Type      string         `json:"type"`
	Settings  map[string]any `json:"settings"`
	CreatedOn string         `json:"created_on"`
}

type resultInfo struct {
	Page       int `json:"page"`
	PerPage    int `json:"per_page"`
	TotalPages int `json:"total_pages"`
	Count      int `json:"count"`
	TotalCount int `json:"total_count"`
}

func (s *Server) theAccount() account {
	return account{
		ID: s.opt.Account, Name: "Example SOC", Type: "standard",
		Settings: map[string]any{"enforce_twofactor": false}, CreatedOn: "2021-04-01T09:30:00.000000Z",
	}
}

// listAccounts serves GET /accounts, which a token owned by an account may not.
func (s *Server) listAccounts(c *call) answer {
	if c.who.ofAccount {
		return fail(http.StatusBadRequest, 1001, "List accounts endpoint does not support account owned tokens.")
	}
	at, err := spanParameter(c.query, 20, 50)
	if err != nil {
		return badRequest("%v", err)
	}
	all := []account{s.theAccount()}
	if c.who.hostile {
		all = s.moreAccounts()
	}
	if name := c.query.Get("name"); name != "" && name != all[0].Name {
		all = []account{}
	}
	page := slice(all, at)
	kept := []string{"standard"}
	for _, a := range page {
		kept = append(kept, a.ID)
	}
	return c.who.poisoned(bare(envelope{
		Result: page, Success: true, Errors: []message{}, Messages: []message{},
		ResultInfo: resultInfo{
			Page: at.page, PerPage: at.perPage, TotalPages: (len(all) + at.perPage - 1) / at.perPage, Count: len(page), TotalCount: len(all),
		},
	}), kept...)
}

// oneAccount serves GET /accounts/{account}.
func (s *Server) oneAccount(*call) answer { return ok(s.theAccount()) }

// verifyToken serves GET /user/tokens/verify, and the like for a token that an
// account owns. A good token gets a message with code 10000, the very code
// that elsewhere says that the token is bad.
func (s *Server) verifyToken(c *call) answer {
	type state struct {
		ID        string `json:"id"`
		Status    string `json:"status"`
		ExpiresOn string `json:"expires_on,omitempty"`
	}
	result := state{ID: "ed17574386854bf78a67040be0a770b0", Status: c.who.status}
	text := "This API Token is valid and active"
	switch c.who.status {
	case "expired":
		result.ExpiresOn = "2024-01-01T00:00:00Z"
		text = "This API Token has expired"
	case "disabled":
		text = "This API Token is disabled"
	}
	return c.who.poisoned(bare(envelope{
		Result: result, Success: true, Errors: []message{},
		Messages: []message{{Code: 10000, Message: text}},
	}), "active")
}

// moreAccounts are as many as there are payloads, which take the place of their
// names. The first is the one that exists.
func (s *Server) moreAccounts() []account {
	return richList(func(n int) account {
		a := s.theAccount()
		if n > 0 {
			a.ID = fmt.Sprintf("%032x", n)
		}
		return a
	})
}
