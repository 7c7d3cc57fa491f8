package cli

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"

	"quarry/api"
	"quarry/views/safe"
)

// line is one line of the JSON output. It is documented in docs/json.md and
// stable: fields are added, never renamed or dropped.
type line struct {
	Indicator string     `json:"indicator"`
	Kind      string     `json:"kind"`
	Endpoint  string     `json:"endpoint"`
	FetchedAt *string    `json:"fetched_at"`
	Cached    bool       `json:"cached"`
	Calls     int        `json:"calls"`
	Imported  *imported  `json:"imported,omitempty"`
	Record    any        `json:"record"`
	Error     *lineError `json:"error"`
}

// imported is who has fetched an answer elsewhere and when it was taken over.
type imported struct {
	By safe.Raw `json:"by"`
	At string   `json:"at"`
}

// lineError is why there is no record.
type lineError struct {
	Class   string `json:"class"`
	Message string `json:"message"`
	Next    string `json:"next"`
	Status  int    `json:"status"`
	Code    int    `json:"code"`
	// Said is what the server said, exactly; of it the message has a readable
	// beginning.
	Said safe.Raw `json:"server_message,omitzero"`
}

func (a *app) printJSON(q question, got outcome) error {
	l := line{
		Indicator: q.subject.String(),
		Kind:      strings.ToLower(q.subject.Kind().String()),
		Endpoint:  string(q.route.Endpoint),
		Cached:    got.answer.Known,
	}
	if !l.Cached {
		l.Calls = got.answer.Calls
	}
	if got.err != nil {
		e := api.AsError(got.err, q.query)
		l.Error = &lineError{
			Class: className(e.Class), Message: e.What() + ": " + e.Why(), Next: next(e, got.answer.Known),
			Status: e.Status, Code: e.Code, Said: e.Message,
		}
	} else {
		l.Record = got.content.Record
	}
	if at := got.answer.FetchedAt; !at.IsZero() {
		text := at.UTC().Format(time.RFC3339)
		l.FetchedAt = &text
	}
	if o := got.answer.Origin; !o.Own() {
		l.Imported = &imported{o.By, o.ImportedAt.UTC().Format(time.RFC3339)}
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false) // an & in a URL stays one
	if err := encoder.Encode(l); err != nil {
		return err
	}
	_, err := a.host.Stdout.Write(safe.EscapeJSON(b.Bytes()))
	return err
}

// className is the word for a class of failure in the JSON output.
func className(c api.Class) string {
	switch c {
	case api.Cancelled:
		return "cancelled"
	case api.Unknown:
		return "unknown"
	case api.NoToken:
		return "no_token"
	case api.NoAccount:
		return "no_account"
	case api.Unreachable:
		return "unreachable"
	case api.TimedOut:
		return "timed_out"
	case api.Insecure:
		return "insecure"
	case api.Redirected:
		return "redirected"
	case api.TooLarge:
		return "too_large"
	case api.Malformed:
		return "malformed"
	case api.ServerFault:
		return "server_fault"
	case api.RateLimited:
		return "rate_limited"
	case api.QuotaSpent:
		return "quota_spent"
	case api.BudgetSpent:
		return "budget_spent"
	case api.HeldBack:
		return "held_back"
	case api.BadToken:
		return "bad_token"
	case api.ExpiredToken:
		return "expired_token"
	case api.DisabledToken:
		return "disabled_token"
	case api.Forbidden:
		return "forbidden"
	case api.WrongAccount:
		return "wrong_account"
	case api.NotEntitled:
		return "not_entitled"
	case api.NotFound:
		return "not_found"
	case api.Rejected:
		return "rejected"
	}
	return "failed"
}
