package cf

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"quarry/api"
	"quarry/views/safe"
)

// Classify says what kind of failure an HTTP answer is; nil when it is none.
// The status is that of the answer, the content type its header; retryAfter is
// what the server asked to wait, 0 when it did not; permission is what the call
// needs (see [Spec]). Only errors are read as errors, never messages. Whether a
// good answer is one to the question asked is for the decoder to say.
func Classify(q api.Query, permission string, status int, contentType string,
	retryAfter time.Duration, body []byte,
) *api.Error {
	env, notJSON := openEnvelope(body, &Remarks{})
	e := &api.Error{Query: q, Status: status, RetryAfter: retryAfter, Permission: permission}
	return classify(e, env, notJSON, contentType, body)
}

// classify completes an error with its class and the server's words; nil when
// the answer is good.
func classify(e *api.Error, env envelope, notJSON error, contentType string, body []byte) *api.Error {
	status := e.Status
	switch {
	case status >= 300 && status < 400:
		e.Class = api.Redirected
		return e
	case status >= 200 && status < 300 && notJSON != nil:
		e.Class = api.Malformed
		e.Err = noJSON(contentType, body, notJSON)
		return e
	case status >= 200 && status < 300 && !env.failed():
		return nil
	}
	e.Class = classOfStatus(status)
	if len(env.errors) > 0 {
		e.Code, e.Message = env.errors[0].code, env.errors[0].message
	}
	if class, by, ok := classOfCodes(e.Query, status, env.errors); ok {
		// A server that failed may say anything; only a spent quota is never
		// to be taken for a fault that goes away.
		if status < 500 || class == api.QuotaSpent {
			e.Class, e.Code, e.Message = class, by.code, by.message
		}
	}
	if notJSON != nil {
		e.Err = noJSON(contentType, body, notJSON)
		if status == 404 || fromProxy(status, contentType, body) {
			e.Class = api.Malformed
		}
	}
	return e
}

// classOfStatus is the class where no error code tells more.
func classOfStatus(status int) api.Class {
	switch {
	case status == 401:
		return api.BadToken
	case status == 403:
		return api.Forbidden
	case status == 404:
		return api.NotFound
	case status == 407: // a proxy wants a login of its own
		return api.Unreachable
	case status == 408:
		return api.TimedOut
	case status == 429:
		return api.RateLimited
	case status >= 500:
		return api.ServerFault
	}
	return api.Rejected
}

// classOfCodes returns the class that Cloudflare's error codes tell, and the
// error that decided. Where several codes are known the one that comes first
// here wins, whatever their order in the answer.
func classOfCodes(q api.Query, status int, errs []wireError) (api.Class, wireError, bool) {
	rules := []func(api.Query, int, wireError) api.Class{
		quotaRule, planRule, rateRule, accountRule, tokenRule,
	}
	for _, rule := range rules {
		for _, err := range errs {
			if class := rule(q, status, err); class != api.Unclassified {
				return class, err, true
			}
		}
	}
	return api.Unclassified, wireError{}, false
}

// fromProxy reports whether a refusal was written by something between here
// and Cloudflare's API, which answers in JSON: then the status says nothing
// about the token or the indicator. That a request is too long is true whoever
// says it.
func fromProxy(status int, contentType string, body []byte) bool {
	switch {
	case status >= 500, status == 407, status == 408, status == 429, status == 413, status == 414, status == 431:
		return false
	}
	return isHTML(contentType, body)
}

func isHTML(contentType string, body []byte) bool {
	return strings.Contains(strings.ToLower(contentType), "html") ||
		bytes.HasPrefix(bytes.TrimSpace(body), []byte("<"))
}

// noJSON says what came where JSON was due.
func noJSON(contentType string, body []byte, err error) error {
	switch {
	case len(bytes.TrimSpace(body)) == 0:
		return errors.New("the body is empty")
	case isHTML(contentType, body):
		return api.ErrWebPage
	case errors.Is(json.NewDecoder(bytes.NewReader(body)).Decode(new(skipped)), io.ErrUnexpectedEOF):
		return fmt.Errorf("the JSON breaks off after %d bytes", len(body))
	case contentType != "" && !strings.Contains(strings.ToLower(contentType), "json"):
		return fmt.Errorf("%s came instead of JSON", safe.PrintMax(contentType, 60))
	}
	return fmt.Errorf("the body is no JSON: %s", safe.PrintMax(err.Error(), 120))
}

// Judge says what a kept answer means that is no success, such as "nothing
// known": the error that the client gave when it came. nil for a good answer.
func Judge(a api.Answer) error {
	permission := ""
	if spec, ok := Lookup(a.Query.Endpoint); ok {
		permission = spec.Permission
	}
	if e := Classify(a.Query, permission, a.Status, "application/json", 0, a.Body); e != nil {
		return e
	}
	return nil
}
