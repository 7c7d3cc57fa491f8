package cli

import (
	"io/fs"
	"os"
	"strings"
	"syscall"
	"testing"

	"quarry/api"
	"quarry/api/cfsim"
)

func TestExitCodes(t *testing.T) {
	for name, c := range map[string]struct {
		args []string
		env  map[string]string
		code int
		says []string
	}{
		"ok":             {args: []string{"get", "1.1.1.1"}, code: 0},
		"quota":          {args: []string{"get", "198.51.100.201"}, code: 5, says: []string{"the month's calls are spent", "a quota, not a permission", "next month"}},
		"rate limit":     {args: []string{"get", "198.51.100.203"}, code: 5, says: []string{"wait 60 min, then run it again"}},
		"token":          {args: []string{"get", "198.51.100.204"}, code: 4, says: []string{"the token is not accepted", "quarry auth check"}},
		"server":         {args: []string{"get", "198.51.100.211"}, code: 6, says: []string{"the server redirects"}},
		"page":           {args: []string{"get", "198.51.100.208"}, code: 6, says: []string{"a web page came instead of an answer"}},
		"not found":      {args: []string{"get", "198.51.100.209"}, code: 3, says: []string{"nothing known"}},
		"refused":        {args: []string{"get", "198.51.100.210"}, code: 1, says: []string{"the question was refused"}},
		"plan":           {args: []string{"get", "198.51.100.217"}, code: 4, says: []string{"not in this plan"}},
		"hostile":        {args: []string{"get", "198.51.100.222"}, code: 1, says: []string{"^[", "<U+202E>"}},
		"no indicator":   {args: []string{"get"}, code: 2, says: []string{"no indicator is given"}},
		"no such flag":   {args: []string{"get", "--jsn", "1.1.1.1"}, code: 2, says: []string{"--jsn", "quarry get --help"}},
		"hostile flag":   {args: []string{"get", "--a\x1b[31m\u202e"}, code: 2, says: []string{"^[[31m<U+202E>"}},
		"no such word":   {args: []string{"gett", "1.1.1.1"}, code: 2, says: []string{`did you mean quarry get?`}},
		"auth alone":     {args: []string{"auth", "chek"}, code: 2, says: []string{"chek", "did you mean quarry auth check?"}},
		"cases alone":    {args: []string{"cases", "delet", "x"}, code: 2, says: []string{"did you mean quarry cases delete?"}},
		"quota alone":    {args: []string{"quota", "37"}, code: 2, says: []string{"37", "quarry quota set N"}},
		"no terminal":    {args: nil, code: 2, says: []string{"needs a terminal", "quarry get"}},
		"no number":      {args: []string{"get", "1.1.1.1", "--budget", "x"}, code: 2, says: []string{"--budget"}},
		"expired":        {args: []string{"get", "1.1.1.1"}, env: map[string]string{envToken: cfsim.ExpiredToken}, code: 4},
		"no permission":  {args: []string{"get", "1.1.1.1"}, env: map[string]string{envToken: cfsim.NoIntelToken}, code: 4},
		"no token":       {args: []string{"get", "1.1.1.1"}, env: map[string]string{envToken: ""}, code: 4, says: []string{envToken, "Account › Intel › Read", "quarry --demo"}},
		"token in bits":  {args: []string{"get", "1.1.1.1"}, env: map[string]string{envToken: "a b"}, code: 2, says: []string{"space"}},
		"not a network":  {args: []string{"get", "1.1.1.1"}, env: map[string]string{envBaseURL: "http://127.0.0.1:1/v4"}, code: 6, says: []string{"cannot be reached", "run it again"}},
		"plain http":     {args: []string{"get", "1.1.1.1"}, env: map[string]string{envBaseURL: "http://example.com"}, code: 2, says: []string{envBaseURL, "https"}},
		"account":        {args: []string{"get", "1.1.1.1"}, env: map[string]string{envAccount: "12"}, code: 2, says: []string{envAccount, "32 hex digits"}},
		"other account":  {args: []string{"get", "1.1.1.1", "--account", strings.Repeat("f", 32)}, code: 4},
		"does not take":  {args: []string{"get", "AS64500", "--endpoint", "ip"}, code: 2, says: []string{"takes an IP address", "the ASN AS64500"}},
		"no endpoint":    {args: []string{"get", "192.0.2.0/24"}, code: 2, says: []string{"no endpoint takes the CIDR 192.0.2.0/24"}},
		"near endpoint":  {args: []string{"get", "1.1.1.1", "--endpoint", "whoi"}, code: 2, says: []string{`did you mean "whois"?`}},
		"other endpoint": {args: []string{"get", "1.1.1.1", "--endpoint", "coffee"}, code: 2, says: []string{`"coffee"`, "ip, "}},
		"demo's account": {args: []string{"get", "1.1.1.1", "--demo", "--account", cfsim.DemoAccount}, code: 2, says: []string{"--demo"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			for k, v := range c.env {
				b.env[k] = v
			}
			r := b.run(c.args...)
			b.wants(r, c.code, c.says...)
			if c.code == 2 {
				b.sent(0)
			}
			if (c.code == 0) != (r.err == "") || (c.code == 0) != (r.out != "") {
				t.Errorf("out %q\nerr %q", r.out, r.err)
			}
		})
	}
}

func TestWorstCode(t *testing.T) {
	for _, c := range []struct {
		codes []int
		want  int
	}{
		{nil, 0}, {[]int{3}, 3}, {[]int{3, 1}, 1}, {[]int{3, 6, 1}, 6}, {[]int{6, 5}, 5}, {[]int{5, 4, 3}, 4}, {[]int{4, 130}, 130},
	} {
		if got := worst(c.codes); got != c.want {
			t.Errorf("worst(%v) = %d, want %d", c.codes, got, c.want)
		}
	}
}

func TestEveryClassHasAWordAndACode(t *testing.T) {
	words := map[string]api.Class{}
	for c := api.Unclassified; c <= api.Rejected; c++ {
		e := &api.Error{Class: c}
		word := className(c)
		if before, twice := words[word]; twice {
			t.Errorf("classes %d and %d are both %q", before, c, word)
		}
		words[word] = c
		if (codeOf(e) == exitFailure) != (c == api.Unclassified || c == api.Rejected) {
			t.Errorf("%s has the code %d", word, codeOf(e))
		}
		for _, status := range []int{0, 400} {
			e.Status = status
			if text := message(e); strings.Contains(text, "press ") {
				t.Errorf("%s names a key: %s", word, text)
			}
		}
	}
	doc, err := os.ReadFile("../../docs/json.md")
	if err != nil {
		t.Fatal(err)
	}
	for word, c := range words {
		if c != api.NoToken && !strings.Contains(string(doc), "`"+word+"`") {
			t.Errorf("docs/json.md does not tell of %s", word)
		}
	}
}

// What cannot be written is no success, whatever it is.
func TestStandardOutputThatFails(t *testing.T) {
	b := newBench(t)
	for _, args := range []string{"help", "get --help", "cases", "version", "completion bash", "completion", "auth", "__complete get", "get 1.1.1.1", "get 1.1.1.1 --json", "quota"} {
		full := &fs.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.ENOSPC}
		host := Host{Args: strings.Fields(args), Stdin: strings.NewReader(""), Stdout: writerFunc(func([]byte) (int, error) { return 0, full })}
		for name, value := range b.env {
			host.Environ = append(host.Environ, name+"="+value)
		}
		var errs lockedBuffer
		host.Stderr = &errs
		if code := Run(t.Context(), host); code != exitFailure || !strings.Contains(errs.String(), "no space left on device") {
			t.Errorf("%s: code %d, %s", args, code, errs.String())
		}
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }
