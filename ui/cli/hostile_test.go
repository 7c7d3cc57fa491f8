package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"quarry/api/cfsim"
	"quarry/testdata/hostile"
	"quarry/views/frametest"
)

// What a run writes is looked at in bench.run: nothing in it may be alive.

func payloads(t *testing.T) []hostile.Payload {
	t.Helper()
	all, err := hostile.Payloads()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// questionsTo are arguments that ask every endpoint about subjects.
func questionsTo(s cfsim.Subjects) [][]string {
	ask := func(indicator string, endpoints ...string) []string {
		args := []string{"get", indicator}
		for _, e := range endpoints {
			args = append(args, "--endpoint", e)
		}
		return args
	}
	return [][]string{
		ask(s.IPv4, "ip", "pdns"), ask(s.IPv6, "ip"), ask(s.Domain, "domain", "history", "whois", "phishing"),
		ask(s.URL, "phishing"), ask(s.ASN, "asn", "subnets"),
	}
}

// Every endpoint's answers with payloads in every field: as text, and as JSON in
// which they stand exactly.
func TestHostileAnswers(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	exact := map[string]bool{}
	for _, p := range payloads(t) {
		var asJSON strings.Builder // bytes that are no UTF-8 become U+FFFD in JSON
		for _, c := range p.Text {
			asJSON.WriteRune(c)
		}
		exact[asJSON.String()] = true
	}
	met, lines := map[string]bool{}, 0
	for _, n := range []int{0, 67} {
		subjects := cfsim.AnswersTo(n)
		for _, args := range questionsTo(subjects) {
			b.wants(b.run(args...), 0)
			r := b.run(append(args, "--json")...)
			b.wants(r, 0)
			for _, o := range b.objects(r.out) {
				lines++
				for _, text := range textsIn(t, o.Record) {
					met[text] = met[text] || exact[text]
					if _, err := time.Parse(time.RFC3339, text); !exact[text] && err != nil && !isDay(text) && !strings.HasSuffix(text, ".hostile.example") && !strings.HasSuffix(o.Indicator, strings.TrimPrefix(text, "https://")) {
						t.Errorf("%s of %s: %.80q is not what was sent", o.Endpoint, o.Indicator, text)
					}
				}
			}
		}
	}
	for text := range exact {
		if !met[text] {
			t.Errorf("%.40q was in no record", text)
		}
	}
	t.Logf("%d payloads in %d records, looked at as text and as JSON", len(exact), lines)
}

func isDay(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}

// textsIn are the texts of a record without its problems, which are in words of
// quarry's own.
func textsIn(t *testing.T, record json.RawMessage) []string {
	t.Helper()
	var doc map[string]any
	if err := json.Unmarshal(record, &doc); err != nil {
		t.Fatal(err)
	}
	delete(doc, "problems")
	var texts []string
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for _, in := range v {
				walk(in)
			}
		case []any:
			for _, in := range v {
				walk(in)
			}
		case string:
			texts = append(texts, v)
		}
	}
	walk(doc)
	return texts
}

// Every kind of error in hostile words; what the server said stands exactly in
// the JSON.
func TestHostileErrors(t *testing.T) {
	t.Parallel()
	for n := range 10 {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			questions := questionsTo(cfsim.ErrorsTo(n + 60))
			if n == 3 || n == 8 { // these are tried again, which takes its time
				questions = questions[1:2]
			}
			said := 0
			for _, args := range questions {
				if r := b.run(args...); r.code == 0 || r.code == 2 {
					t.Errorf("%q: exit code %d: %s", args, r.code, r.err)
				}
				for _, o := range b.objects(b.run(append(args, "--json")...).out) {
					if o.Error.Said.Empty() {
						continue
					}
					said++
					if !slices.ContainsFunc(payloads(t), func(p hostile.Payload) bool { return p.Text == o.Error.Said.Exact() }) {
						t.Errorf("the server did not say %q", o.Error.Said.Exact())
					}
				}
			}
			if hasText := n < 5 || n == 7; hasText != (said > 0) {
				t.Errorf("the words of the server are there: %v", said > 0)
			}
		})
	}
}

// What is typed: an argument, a line of standard input, a flag's value, a name
// of a command, a variable of the environment. Nothing that is refused is sent.
func TestHostileArguments(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	var all []string
	for _, p := range payloads(t) {
		if !strings.Contains(p.Text, "\x00") { // no argument can hold one
			all = append(all, p.Text)
		}
	}
	refused := 0
	for n, text := range all {
		for place, args := range [][]string{
			{"get", "--", text}, {"--", text}, {text}, {"help", text}, {"auth", text}, {"quota", "set", text}, {"completion", text},
			{"get", "1.1.1.1", "--endpoint", text}, {"get", "1.1.1.1", "--window", text}, {"get", "1.1.1.1", "--page-size", text},
			{"get", "1.1.1.1", "--account", text}, {"get", "1.1.1.1", "--base-url", text}, {"get", "1.1.1.1", "--theme", text},
			{"get", "1.1.1.1", "--config", text}, {"get", "1.1.1.1", "--log", b.home + "/none/" + text}, {"get", "1.1.1.1", "--" + text},
			{"export", "--format", "json", "--", text}, {"export", "x", "--format", text}, {"import", "--", b.home + "/none/" + text},
			{"cases", "rename", "--", text, text}, {"cases", "delete", "--", text}, {"cases", text}, {"--resume=" + text},
		} {
			if mayBeAsked(args) || (n+place)%3 != 0 { // a third of the pairs, with each payload and each place
				continue
			}
			if r := b.run(args...); r.code == 2 {
				refused++
			}
		}
	}
	b.sent(0)
	t.Logf("%d payloads typed in 23 places, a third of the pairs: %d runs refused, %d requests", len(all), refused, len(b.sim.Requests()))
}

// mayBeAsked reports whether arguments hold an indicator, if a strange one, or
// are something that is no mistake.
func mayBeAsked(args []string) bool {
	text := args[len(args)-1]
	for _, part := range []string{"elsewhere.example", "a@", "evil.example", "safe.example", "example", "moc.elpmaxe"} {
		if strings.Contains(text, part) {
			return true
		}
	}
	return text == ""
}

func TestHostileStandardInput(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for _, p := range payloads(t) {
		if mayBeAsked([]string{p.Text}) {
			continue
		}
		b.stdin = p.Text + "\n"
		if r := b.run("get", "-", "--json"); r.code != exitUsage && strings.TrimSpace(p.Text) != "" && r.code != 0 {
			t.Errorf("%s: exit code %d: %s", p.ID(), r.code, r.err)
		}
	}
	b.sent(0)
}

func TestHostileEnvironmentAndConfig(t *testing.T) {
	t.Parallel()
	for place, name := range []string{envToken, envOldToken, envAccount, envOldAccount, envBaseURL, "XDG_CONFIG_HOME", "XDG_STATE_HOME", "HOME", "TMPDIR", "LANG", "TERM", "NO_COLOR", "USER"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			for n, p := range payloads(t) {
				if (n+place)%3 != 0 || strings.Contains(p.Text, "\x00") || len(p.Text) > 4000 {
					continue
				}
				text := p.Text
				switch name {
				case "XDG_CONFIG_HOME", "XDG_STATE_HOME", "HOME", "TMPDIR":
					text = b.home + "/file/" + text // where nothing can be made
				}
				b.write("file", "no directory")
				env := map[string]string{}
				for k, v := range b.env {
					env[k] = v
				}
				env[name] = text
				if name == envOldToken || name == envOldAccount {
					delete(env, strings.Replace(name, "CF_", "CLOUDFLARE_", 1))
				}
				one := *b
				one.env = env
				one.run("quota")
				one.run("get", "192.0.2.0/24")
			}
			b.sent(0)
		})
	}
	b := newBench(t)
	for _, p := range payloads(t) {
		valid := strings.ToValidUTF8(p.Text[:min(len(p.Text), 500)], "?")
		text, err := json.Marshal(valid)
		if err != nil {
			t.Fatal(err)
		}
		quoted := strings.ReplaceAll(string(text), `\u2028`, "\u2028")
		for _, doc := range []string{
			quoted + " = 1\n", "theme = " + quoted + "\n", "[keys]\n" + quoted + ` = ["x"]` + "\n", "[keys]\nopen = [" + quoted + "]\n",
			"[accounts." + quoted + "]\nkeep = 1\n", "# " + valid + "\n= broken", "account = " + quoted + "\n", "base-url = " + quoted + "\n",
		} {
			path := b.write("config.toml", doc)
			b.run("get", "192.0.2.0/24", "--config", path)
		}
	}
	b.sent(0)
}

// A token whose every answer is hostile, the names of its accounts too.
func TestHostileAccounts(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for _, token := range []string{cfsim.HostileToken, cfsim.HostileStatusToken} {
		b.env[envToken] = token
		r := b.run("auth", "check", "--spend")
		if want := map[string]int{cfsim.HostileToken: 0, cfsim.HostileStatusToken: exitAuth}[token]; r.code != want {
			t.Errorf("exit code %d: %s%s", r.code, r.out, r.err)
		}
		delete(b.env, envAccount)
		b.terminal = true // where it is told which account is taken
		b.run("auth", "check")
		b.run("get", "1.1.1.1")
		b.terminal, b.env[envAccount] = false, cfsim.DemoAccount
		b.run("get", "1.1.1.1", "--json")
	}
}

// The log is in quarry's own words, and harmless where a path is not.
func TestHostileLog(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	log := b.write("log", "")
	b.env["XDG_STATE_HOME"] = b.home + "/\x1b]0;owned\x07\u009b31m\u202e"
	args := []string{"get", "--log", log}
	for n := range 10 {
		if n != 3 {
			args = append(args, cfsim.ErrorsTo(n).Domain)
		}
	}
	b.run(append(args, cfsim.AnswersTo(0).Domain)...)
	text, err := os.ReadFile(log)
	if err != nil || strings.Count(string(text), "\n") < 5 {
		t.Fatalf("%v: %s", err, text)
	}
	for line := range strings.Lines(string(text)) {
		for _, what := range frametest.Alive(strings.TrimSuffix(line, "\n")) {
			t.Errorf("alive in the log: %s", what)
		}
		if strings.Contains(line, "owned") && !strings.Contains(line, `\u001b`) {
			t.Errorf("the log holds what a server said: %s", line)
		}
	}
}
