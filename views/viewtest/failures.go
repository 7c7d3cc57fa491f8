package viewtest

import (
	"context"
	"errors"
	"time"

	"quarry/api"
	"quarry/views/safe"
)

// EveryFailure is errors as they come from the layers below, at least one of
// each class.
func EveryFailure() map[string]api.Error {
	const read = "Account › Intel › Read"
	said := safe.FromOutside
	return map[string]api.Error{
		"unclassified":      {Class: api.Unclassified, Err: errors.New("unexpected state of the shelf")},
		"cancelled":         {Class: api.Cancelled, Err: context.Canceled},
		"unknown":           {Class: api.Unknown},
		"no-token":          {Class: api.NoToken},
		"no-account":        {Class: api.NoAccount},
		"unreachable":       {Class: api.Unreachable, Tries: 3, Err: errors.New("dial tcp: lookup api.cloudflare.com: no such host")},
		"connection-broke":  {Class: api.Unreachable, Tries: 3, Sent: true, Calls: 3, Err: errors.New("within the body: unexpected EOF")},
		"proxy-login":       {Class: api.Unreachable, Status: 407, Tries: 1, Sent: true, Calls: 1, Err: api.ErrWebPage},
		"timed-out":         {Class: api.TimedOut, Limit: "30 s", Tries: 1, Sent: true, Calls: 1, Err: errors.New("the server had begun to answer")},
		"insecure":          {Class: api.Insecure, Tries: 1, Err: errors.New("tls: failed to verify certificate: x509: certificate signed by unknown authority")},
		"redirected":        {Class: api.Redirected, Status: 302, Tries: 1, Sent: true, Calls: 1, Err: errors.New("to https://login.example.net")},
		"too-large":         {Class: api.TooLarge, Status: 200, Limit: "16 MiB", Tries: 1, Sent: true, Calls: 1, Err: errors.New("the body is larger than the limit")},
		"malformed":         {Class: api.Malformed, Status: 200, Tries: 1, Sent: true, Calls: 1, Err: errors.New("the JSON breaks off after 5120 bytes")},
		"another-indicator": {Class: api.Malformed, Status: 200, Tries: 1, Sent: true, Err: &api.OtherSubject{About: said("192.0.2.250")}},
		"web-page":          {Class: api.Malformed, Status: 200, Tries: 1, Sent: true, Calls: 1, Err: api.ErrWebPage},
		"server-fault":      {Class: api.ServerFault, Status: 502, Tries: 3, Sent: true, Calls: 3, Err: api.ErrWebPage},
		"rate-limited": {
			Class: api.RateLimited, Status: 429, Code: 971, Message: said("Please wait and consider throttling your request speed"),
			RetryAfter: time.Hour, Tries: 1, Sent: true, Calls: 1,
		},
		"quota-spent":  {Class: api.QuotaSpent, Status: 403, Code: 10403, Message: said("Monthly quota of intelligence API calls exceeded"), Permission: read, Tries: 1, Sent: true, Calls: 1},
		"budget-spent": {Class: api.BudgetSpent, Limit: "5 calls"},
		"held-back":    {Class: api.HeldBack, Limit: "10 calls are left this month, and 10 are kept back"},
		"bad-token":    {Class: api.BadToken, Status: 401, Code: 10000, Message: said("Authentication error"), Permission: read, Tries: 1, Sent: true, Calls: 1},
		"expired-token": {
			Class: api.ExpiredToken, Status: 401, Permission: read, Tries: 1, Sent: true, Calls: 1, Err: errors.New("its status is expired"),
		},
		"disabled-token": {Class: api.DisabledToken, Status: 401, Permission: read, Tries: 1, Sent: true, Calls: 1, Err: errors.New("its status is disabled")},
		"forbidden":      {Class: api.Forbidden, Status: 403, Code: 9109, Message: said("Unauthorized to access requested resource"), Permission: read, Tries: 1, Sent: true, Calls: 1},
		"wrong-account": {
			Class: api.WrongAccount, Status: 404, Code: 7003, Permission: read, Tries: 1, Sent: true, Calls: 1,
			Message: said("Could not route to /client/v4/accounts/0123456789abcdef0123456789abcdef/intel/ip, perhaps your object identifier is invalid?"),
		},
		"not-entitled": {Class: api.NotEntitled, Status: 403, Code: 10010, Message: said("intel.not_entitled"), Permission: read, Tries: 1, Sent: true, Calls: 1},
		"not-found":    {Class: api.NotFound, Status: 404, Code: 10433, Message: said("request error: not found"), Permission: read, Tries: 1, Sent: true, Calls: 1},
		"rejected":     {Class: api.Rejected, Status: 200, Permission: read, Tries: 1, Sent: true, Calls: 1},
		"not-asked":    {Class: api.Rejected, Err: errors.New("the endpoint ip does not take AS64500")},
	}
}
