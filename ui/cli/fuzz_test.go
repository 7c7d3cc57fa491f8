package cli

import (
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"quarry/api/cfsim"
	"quarry/state/indicator"
	"quarry/testdata/hostile"
	"quarry/views/frametest"
)

// inputs are what people and attackers write in the place of an indicator.
func inputs(f *testing.F) []string {
	list := []string{
		"", "-", "192.0.2.1", "bücher.example", "xn--bcher-kva.example.", "evil[.]example..", "fe80::1%eth0", "[2001:db8::1%25en0]:443",
		"https://user:pass@example.com:443/a?b#c", "hxxps://a:b@192.0.2[.]1/", "::ffff:192.0.2.1", "AS64500", "as 64500", "192.0.2.0/24",
		"example.com\x00.example.net", "\xff\xfe.example", "a\u202eb.example", strings.Repeat("a", 5000) + ".example", strings.Repeat("x.", 200) + "example",
		"http://[::1", "%%%", "//example.com", "javascript:alert(1)", "@example.com", "a@b@example.com", "нет.example", "עברית.example", "例え.テスト",
	}
	all, err := hostile.Payloads()
	if err != nil {
		f.Fatal(err)
	}
	for _, p := range all {
		list = append(list, p.Text[:min(len(p.Text), 6000)])
	}
	return list
}

// fuzzed runs quarry against a simulator whose clock runs ahead, so that no rate
// limit is reached.
type fuzzed struct {
	sim *cfsim.Server
	env []string
}

func newFuzzed(f *testing.F) fuzzed {
	var ticks atomic.Int64
	began := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	sim := cfsim.New(cfsim.Options{Now: func() time.Time { return began.Add(time.Duration(ticks.Add(1)) * time.Hour) }})
	base, stop, err := sim.Start()
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(stop)
	// Without a home nothing is kept, which is faster.
	return fuzzed{sim, []string{"LANG=C.UTF-8", envToken + "=" + cfsim.DemoToken, envAccount + "=" + cfsim.DemoAccount, envBaseURL + "=" + base}}
}

// run returns the exit code and what was sent; what is written must be harmless
// and of a reasonable length.
func (z fuzzed) run(t *testing.T, stdin string, args ...string) (int, []cfsim.Received) {
	t.Helper()
	before := len(z.sim.Requests())
	var out, errs lockedBuffer
	code := Run(t.Context(), Host{
		Args: args, Environ: z.env, Stdin: strings.NewReader(stdin), Stdout: &out, Stderr: &errs,
		IsTerminal: func(any) bool { return false }, User: func() string { return "fuzz" },
	})
	for _, text := range []string{out.String(), errs.String()} {
		for line := range strings.Lines(text) {
			for _, what := range frametest.Alive(strings.TrimSuffix(line, "\n")) {
				t.Errorf("%.200q: alive in the output: %s", args, what)
			}
		}
	}
	if n := len(errs.String()); n > 50_000 {
		t.Errorf("%d bytes of errors", n)
	}
	return code, z.sim.Requests()[before:]
}

// What is no indicator is refused and never sent; what is one is sent in its
// canonical form, once, and without what stood around it.
func FuzzArgument(f *testing.F) {
	z := newFuzzed(f)
	for _, s := range inputs(f) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, arg string) {
		if arg == "-" {
			return // standard input, see below
		}
		code, sent := z.run(t, "", "get", "--json", "--", arg)
		i, err := indicator.Parse(arg)
		switch {
		case err != nil || i.Kind() == indicator.CIDR:
			if code != exitUsage || len(sent) != 0 {
				t.Errorf("%q is refused with code %d, and %d requests were sent", arg, code, len(sent))
			}
			return
		case len(sent) == 0:
			t.Fatalf("nothing was sent for %q, code %d", arg, code)
		}
		for _, r := range sent { // one, but for what is tried again
			if r.Path != sent[0].Path || r.Query != sent[0].Query {
				t.Errorf("%q was asked as %s?%s and as %s?%s", arg, sent[0].Path, sent[0].Query, r.Path, r.Query)
			}
		}
		values, err := url.ParseQuery(sent[0].Query)
		if err != nil || len(values) > 1 {
			t.Fatalf("%q was asked with %q, %v", arg, sent[0].Query, err)
		}
		asked := strings.TrimPrefix(sent[0].Path[strings.LastIndexByte(sent[0].Path, '/')+1:], "AS")
		for _, v := range values {
			asked = v[0]
		}
		if want := strings.TrimPrefix(i.String(), "AS"); asked != want {
			t.Errorf("%q was asked as %q, want %q", arg, asked, want)
		}
		if strings.Contains(asked, "@") && !strings.Contains(strings.SplitN(asked, "/", 4)[len(strings.SplitN(asked, "/", 4))-1], "@") {
			t.Errorf("%q: a user name was sent in %q", arg, asked)
		}
	})
}

// A list is refused as a whole when one line of it is no indicator.
func FuzzStandardInput(f *testing.F) {
	z := newFuzzed(f)
	for _, s := range inputs(f) {
		f.Add(s + "\n# comment\n\n192.0.2.1\r\n")
	}
	f.Fuzz(func(t *testing.T, list string) {
		if len(list) > 8000 {
			return
		}
		code, sent := z.run(t, list, "get", "-", "--json")
		entries, err := parseList(strings.NewReader(list))
		good := err == nil && len(entries) > 0
		for _, e := range entries {
			if _, err := indicator.Parse(e.text); err != nil {
				good = false
			}
		}
		if !good && (code != exitUsage || len(sent) != 0) {
			t.Errorf("%q is refused with code %d, and %d requests were sent", list, code, len(sent))
		}
	})
}
