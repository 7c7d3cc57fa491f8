package api_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"quarry/api"
	"quarry/views/safe"
)

func TestEveryClassIsExplained(t *testing.T) {
	other := &api.Error{Class: api.Unclassified}
	seen := map[string]api.Class{}
	for c := api.Unclassified; c <= api.Rejected; c++ {
		e := &api.Error{Class: c}
		for _, text := range []string{e.What(), e.Why(), e.Next()} {
			if text == "" || strings.TrimSpace(text) != text || strings.HasSuffix(text, ".") {
				t.Errorf("class %d has a text of %q", c, text)
			}
		}
		if c != api.Unclassified && e.What() == other.What() {
			t.Errorf("class %d is not explained", c)
		}
		// Different causes, different instructions.
		key := e.What() + e.Next()
		if before, ok := seen[key]; ok {
			t.Errorf("classes %d and %d read the same: %s", before, c, key)
		}
		seen[key] = c
		if got, want := e.Error(), e.What()+": "+e.Why()+"; "+e.Next(); got != want {
			t.Errorf("Error() = %q, want %q", got, want)
		}
	}
}

func TestErrorSaysWhatIsKnown(t *testing.T) {
	for name, c := range map[string]struct {
		e    api.Error
		want []string
		not  []string
	}{
		"server's words": {
			e:    api.Error{Class: api.Rejected, Status: 400, Code: 7003, Message: safe.FromOutside("Could not route")},
			want: []string{`HTTP 400 code 7003 "Could not route"`}, not: []string{"tried"},
		},
		"tries":                     {e: api.Error{Class: api.ServerFault, Status: 503, Tries: 3}, want: []string{"HTTP 503", "tried 3 times"}},
		"one try":                   {e: api.Error{Class: api.ServerFault, Status: 503, Tries: 1}, not: []string{"tried"}},
		"beneath":                   {e: api.Error{Class: api.Unreachable, Err: errors.New("connection refused")}, want: []string{"connection refused"}},
		"an answer that is not one": {e: api.Error{Class: api.Malformed, Status: 200, Err: errors.New("inner")}, want: []string{"HTTP 200", "inner"}},
		"limit":                     {e: api.Error{Class: api.TimedOut, Limit: "30 s"}, want: []string{"30 s"}},
		"size":                      {e: api.Error{Class: api.TooLarge, Limit: "16 MiB"}, want: []string{"16 MiB"}},
		"permission":                {e: api.Error{Class: api.Forbidden, Permission: "Account › Intel › Edit"}, want: []string{"Account › Intel › Edit"}, not: []string{"Intel › Read"}},
		"wait":                      {e: api.Error{Class: api.RateLimited, RetryAfter: 90 * time.Second}, want: []string{"wait 90 s"}},
		"no wait told":              {e: api.Error{Class: api.RateLimited}, want: []string{"five minutes"}},
		"quota":                     {e: api.Error{Class: api.QuotaSpent, Status: 403, Code: 10403}, want: []string{"quota", "code 10403"}, not: []string{"add the permission"}},
		"no token":                  {e: api.Error{Class: api.NoToken}, want: []string{"CLOUDFLARE_API_TOKEN"}},
		"wrong account":             {e: api.Error{Class: api.WrongAccount}, want: []string{"CLOUDFLARE_ACCOUNT_ID"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := c.e.Error()
			for _, want := range c.want {
				if !strings.Contains(got, want) {
					t.Errorf("%q lacks %q", got, want)
				}
			}
			for _, not := range c.not {
				if strings.Contains(got, not) {
					t.Errorf("%q says %q", got, not)
				}
			}
		})
	}
}

func TestErrorTextsAreSafe(t *testing.T) {
	hostile := "\x1b]52;c;ZXZpbA==\x07\u009b31m\u202e\u200b\r\nfake row\x7f\xff" + strings.Repeat("x", 100_000)
	for _, e := range []*api.Error{
		{Class: api.Rejected, Status: 400, Message: safe.FromOutside(hostile)},
		{Class: api.Unreachable, Err: errors.New(hostile)},
		{Class: api.Unclassified, Err: errors.New(hostile)},
	} {
		got := e.Error()
		if got != safe.Print(got) {
			t.Errorf("class %d prints live text: %q", e.Class, got)
		}
		if len(got) > 2000 {
			t.Errorf("class %d prints %d bytes", e.Class, len(got))
		}
		if !strings.Contains(got, "^[") {
			t.Errorf("class %d hides what was neutralised: %q", e.Class, got)
		}
	}
}

func TestClassOf(t *testing.T) {
	inner := &api.Error{Class: api.Forbidden}
	for _, c := range []struct {
		err  error
		want api.Class
	}{
		{nil, api.Unclassified},
		{errors.New("x"), api.Unclassified},
		{inner, api.Forbidden},
		{fmt.Errorf("outer: %w", inner), api.Forbidden},
		{context.Canceled, api.Cancelled},
		{fmt.Errorf("outer: %w", context.Canceled), api.Cancelled},
		{context.DeadlineExceeded, api.TimedOut},
		// The class that was given wins over what is beneath.
		{&api.Error{Class: api.ServerFault, Err: context.Canceled}, api.ServerFault},
	} {
		if got := api.ClassOf(c.err); got != c.want {
			t.Errorf("ClassOf(%v) = %d, want %d", c.err, got, c.want)
		}
	}
}

func TestAsError(t *testing.T) {
	q := query("192.0.2.1")
	inner := &api.Error{Class: api.Forbidden}
	if got := api.AsError(fmt.Errorf("outer: %w", inner), q); got != inner {
		t.Errorf("an *api.Error is wrapped again: %v", got)
	}
	plain := errors.New("plain")
	got := api.AsError(plain, q)
	if got.Class != api.Unclassified || got.Query != q || !errors.Is(got, plain) {
		t.Errorf("%+v", got)
	}
	if got := api.AsError(context.Canceled, q); got.Class != api.Cancelled {
		t.Errorf("%+v", got)
	}
}
