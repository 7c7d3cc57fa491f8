package cf

import (
	"math"

	"quarry/api"
	"quarry/views/safe"
)

// EndpointAccounts lists the accounts that the token can see, in pages:
// GET /accounts. It costs no intelligence call. An account-owned token cannot
// list accounts.
const EndpointAccounts api.Endpoint = "accounts"

// Accounts is one page of the accounts that the token can see.
type Accounts struct {
	Remarks
	Accounts []Account `json:"accounts,omitzero"`
	// Total is how many accounts there are in all pages, as the server says.
	Total   Maybe[int] `json:"total_count,omitzero"`
	Count   Maybe[int] `json:"count,omitzero"`
	Page    Maybe[int] `json:"page,omitzero"`
	PerPage Maybe[int] `json:"per_page,omitzero"`
	Pages   Maybe[int] `json:"total_pages,omitzero"`
}

// Account is one account.
type Account struct {
	// ID is 32 hex digits.
	ID        safe.Raw `json:"id,omitzero"`
	Name      safe.Raw `json:"name,omitzero"`
	Type      safe.Raw `json:"type,omitzero"`
	CreatedOn Time     `json:"created_on,omitzero"`
}

func specAccounts() Spec {
	return Spec{
		Endpoint: EndpointAccounts, Free: true,
		Wire: func(q api.Query) (Wire, error) {
			w := get("accounts", Param{"page", count(q.Page)}, Param{"per_page", count(q.PerPage)})
			w.Root = true
			return w, nil
		},
	}
}

// DecodeAccounts reads the answer of [EndpointAccounts].
func DecodeAccounts(a api.Answer) (Accounts, error) {
	var rec Accounts
	env, err := open(a, "", &rec.Remarks)
	if err != nil {
		return rec, err
	}
	rec.Empty = env.result.blank()
	rec.Accounts = each(env.result, readAccount)
	if len(rec.Accounts) == 0 && !rec.Empty {
		return rec, malformed(a, errNoAccounts())
	}
	if env.wrapped {
		info := env.info()
		counter := func(name string) Maybe[int] { return info.get(name).integer(0, math.MaxInt) }
		rec.Total, rec.Count = counter("total_count"), counter("count")
		rec.Page, rec.PerPage, rec.Pages = counter("page"), counter("per_page"), counter("total_pages")
	}
	env.close()
	return rec, nil
}

func readAccount(v value) (Account, bool) {
	if k := kindOf(v.raw); k != '{' {
		if !v.missing() {
			v.wrong("an account")
		}
		return Account{}, false
	}
	o := v.fields()
	acc := Account{
		ID: o.need("id").text(), Name: o.get("name").text(), Type: o.get("type").text(),
		CreatedOn: o.get("created_on").time(),
	}
	o.rest()
	return acc, !acc.ID.Empty()
}
