package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"quarry/api"
	"quarry/api/cfsim"
	"quarry/views"
)

// asked is the account and query string of the only request.
func (b *bench) asked() (path, query string) {
	b.t.Helper()
	got := b.sim.Requests()
	if len(got) != 1 {
		b.t.Fatalf("%d requests: %+v", len(got), got)
	}
	return got[0].Path, got[0].Query
}

// Flags win over the environment, that over the config file, that over the
// defaults.
func TestPrecedence(t *testing.T) {
	one, two, three := strings.Repeat("1", 32), strings.Repeat("2", 32), strings.Repeat("3", 32)
	for name, c := range map[string]struct {
		file, env, flag string
		want            string
	}{
		"file":                 {file: one, want: one},
		"environment":          {file: one, env: two, want: two},
		"flag":                 {file: one, env: two, flag: three, want: three},
		"flag over file":       {file: one, flag: three, want: three},
		"upper case":           {env: strings.Repeat("A", 32), want: strings.Repeat("a", 32)},
		"space around a paste": {env: " " + two + "\n", want: two},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.env[envAccount] = c.env
			if c.file != "" {
				b.write(".config/quarry/config.toml", fmt.Sprintf("account = %q\n", c.file))
			}
			args := []string{"get", "1.1.1.1"}
			if c.flag != "" {
				args = append(args, "--account", c.flag)
			}
			b.wants(b.run(args...), exitAuth) // the simulator has another account
			if path, _ := b.asked(); !strings.Contains(path, "/accounts/"+c.want+"/") {
				t.Errorf("asked %s, want account %s", path, c.want)
			}
		})
	}
}

func TestPrecedenceOfBaseURL(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	url := b.env[envBaseURL]
	b.write(".config/quarry/config.toml", "base-url = \"http://127.0.0.1:1/v4\"\n")
	b.wants(b.run("get", "1.1.1.1"), 0)
	b.env[envBaseURL] = "http://127.0.0.1:1/v4"
	b.wants(b.run("get", "192.0.2.44", "--base-url", url), 0)
	b.env[envBaseURL] = ""
	b.wants(b.run("get", "192.0.2.45"), exitNetwork)
	b.sent(2)
}

func TestWindowAndPages(t *testing.T) {
	for name, c := range map[string]struct {
		file string
		args []string
		want string
	}{
		"default":        {want: "per_page=1000"},
		"file":           {file: "[pdns]\npage-size = 7\n", want: "per_page=7"},
		"flag":           {file: "[pdns]\npage-size = 7\n", args: []string{"--page-size", "9"}, want: "per_page=9"},
		"window":         {args: []string{"--window", "2023-07-15..2023-07-18"}, want: "start=2023-07-15&end=2023-07-18"},
		"window of days": {args: []string{"--window", "7d"}, want: "end="},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.write("c.toml", c.file)
			args := append([]string{"get", "1.1.1.1", "--endpoint", "pdns", "--config", filepath.Join(b.home, "c.toml")}, c.args...)
			b.wants(b.run(args...), 0)
			if _, query := b.asked(); !strings.Contains(query, c.want) {
				t.Errorf("asked %s, want %s", query, c.want)
			}
		})
	}
	b := newBench(t)
	for _, bad := range []string{"7", "0d", "99999d", "x", "2023-07-18..2023-07-15", "2023-07-15..2999-01-01", "2023-02-30..2023-03-01", "", "..", "7d\x1b[31m"} {
		b.wants(b.run("get", "1.1.1.1", "--window", bad), 2, "--window")
	}
	b.wants(b.run("get", "1.1.1.1", "--page-size", "1001"), 2, "--page-size", "1000")
	b.sent(0)
}

func TestParseWindow(t *testing.T) {
	day := func(s string) api.Day { d, _ := api.ParseDay(s); return d }
	for s, want := range map[string]window{
		"1d":                     {days: 1},
		"366d":                   {days: 366},
		"2023-07-15..2023-07-15": {fixed: views.Window{From: day("2023-07-15"), To: day("2023-07-15")}},
		"2023-07":                {fixed: views.Window{From: day("2023-07-01"), To: day("2023-07-31")}},
		"2026-11-20..":           {fixed: views.Window{From: day("2026-11-20"), To: day("2026-11-23")}},
	} {
		if got, err := parseWindow(s, api.DayOf(time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC))); err != nil || got != want {
			t.Errorf("%s: %+v, %v", s, got, err)
		}
	}
}

func TestConfigFile(t *testing.T) {
	b := newBench(t)
	b.wants(b.run("get", "1.1.1.1", "--config", filepath.Join(b.home, "none.toml")), 2, "none.toml", "cannot be read")
	b.wants(b.run("get", "1.1.1.1", "--config", ""), 2, "--config")
	path := b.write("bad.toml", "theme = \"drak\"\npage = 1\n")
	b.wants(b.run("get", "1.1.1.1", "--config", path), 2, "bad.toml:1:1", `did you mean "dark"?`, "bad.toml:2:1")
	b.sent(0)
	b.env["HOME"] = ""
	b.wants(b.run("get", "1.1.1.1"), 0)
}

func TestOldNamesAreTakenWithAHint(t *testing.T) {
	b := newBench(t)
	b.env[envOldToken], b.env[envOldAccount] = b.env[envToken], b.env[envAccount]
	b.wants(b.run("get", "1.1.1.1"), 0)
	delete(b.env, envToken)
	delete(b.env, envAccount)
	r := b.run("get", "1.1.1.1")
	b.wants(r, 0, "CF_API_TOKEN is the old name; set CLOUDFLARE_API_TOKEN instead", "CF_ACCOUNT_ID is the old name")
	if n := strings.Count(r.err, "old name"); n != 2 {
		t.Errorf("%d hints: %s", n, r.err)
	}
	b.env[envOldToken] = "not good"
	if r := b.run("get", "1.1.1.1", "--demo"); r.code != 0 || r.err != "" {
		t.Errorf("the demo looks at the token: %+v", r)
	}
}

func TestATokenIsNeverAFlag(t *testing.T) {
	for _, args := range [][]string{
		{"--token", "secret-value"}, {"get", "--token=secret-value", "1.1.1.1"}, {"auth", "check", "--api-token=secret-value"}, {"--TOKEN", "secret-value"},
	} {
		b := newBench(t)
		r := b.run(args...)
		b.wants(r, 2, "never a flag", envToken)
		if strings.Contains(r.err, "secret-value") {
			t.Errorf("%q repeats it: %s", args, r.err)
		}
	}
}

// The token as an argument by mistake is not repeated, and nothing is sent.
func TestTheTokenIsNoArgument(t *testing.T) {
	for _, args := range [][]string{{cfsim.DemoToken}, {"get", "1.1.1.1", cfsim.DemoToken}, {"get", "--account=" + cfsim.DemoToken, "1.1.1.1"}, {"--", cfsim.DemoToken}} {
		b := newBench(t)
		b.wants(b.run(args...), exitUsage, "an argument holds the API token", "roll the token")
		b.sent(0)
	}
}

func TestAccountIsFound(t *testing.T) {
	b := newBench(t)
	delete(b.env, envAccount)
	b.terminal = true
	b.wants(b.run("get", "1.1.1.1"), 0, "no account is set", cfsim.DemoAccount, "Example SOC")
	b.terminal = false
	if r := b.run("get", "1.1.1.1"); r.code != 0 || r.err != "" {
		t.Errorf("%+v", r)
	}
	b.env[envToken] = cfsim.AccountToken
	b.wants(b.run("get", "1.1.1.1"), exitAuth, "no account", "--account")
}

func TestASCII(t *testing.T) {
	b := newBench(t)
	utf := b.run("get", "login-portal.example")
	b.wants(utf, 0)
	if isASCII(utf.out) {
		t.Fatalf("the answer shows nothing beyond ASCII, so this test tests nothing:\n%s", utf.out)
	}
	b.env["LANG"] = "C"
	if r := b.run("get", "login-portal.example", "--fresh"); r.out != utf.out {
		t.Errorf("a pipe is altered by the locale:\n%s", r.out)
	}
	if r := b.run("get", "login-portal.example", "--ascii"); r.code != 0 || !isASCII(r.out) {
		t.Errorf("--ascii:\n%s", r.out)
	}
	if r := b.run("get", "--json", "login-portal.example", "--ascii"); len(b.objects(r.out)) != 1 {
		t.Errorf("%s", r.out)
	}
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(c rune) bool { return c >= 0x80 }) < 0
}

func TestLocale(t *testing.T) {
	for _, c := range []struct {
		goos, all, ctype, lang string
		want                   bool
	}{
		{"linux", "", "", "en_US.UTF-8", true},
		{"linux", "", "", "C.utf8", true},
		{"linux", "", "", "C", false},
		{"linux", "", "", "", false},
		{"linux", "C", "", "en_US.UTF-8", false},
		{"linux", "", "de_DE@euro", "en_US.UTF-8", false},
		{"linux", "en_US.UTF-8", "C", "C", true},
		{"windows", "", "", "", true},
	} {
		env := map[string]string{"LC_ALL": c.all, "LC_CTYPE": c.ctype, "LANG": c.lang}
		if got := utf8Locale(c.goos, func(name string) string { return env[name] }); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

func TestLog(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	path := b.write("log", "")
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	b.wants(b.run("get", "hostile.example", "198.51.100.206", "--log", path), exitNetwork)
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	text, err := os.ReadFile(path)
	if err != nil || strings.Contains(string(text), b.env[envToken]) {
		t.Errorf("%v: %s", err, text)
	}
	seen := map[string]int{}
	for line := range strings.Lines(string(text)) {
		var entry struct{ Msg string }
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		seen[entry.Msg]++
	}
	if seen["begin"] != 1 || seen["end"] != 1 || seen["request"] != 4 {
		t.Errorf("%v", seen)
	}
	link := filepath.Join(b.home, "link")
	if err := os.Symlink(path, link); err != nil {
		t.Skip(err)
	}
	b.wants(b.run("get", "1.1.1.1", "--log", link), 2, "--log")
	b.wants(b.run("get", "1.1.1.1", "--log", b.home), 2, "--log")
	if after, _ := os.ReadFile(path); len(after) != len(text) {
		t.Error("a link was followed")
	}
}

func TestVersion(t *testing.T) {
	for _, c := range []struct {
		info *debug.BuildInfo
		want build
	}{
		{nil, build{version: "unknown", commit: "unknown"}},
		{&debug.BuildInfo{Main: debug.Module{Version: "(devel)"}}, build{version: "devel", commit: "unknown"}},
		{&debug.BuildInfo{Main: debug.Module{Version: "v1.2.3"}, Settings: []debug.BuildSetting{{Key: "vcs.revision", Value: "abc"}}}, build{version: "1.2.3", commit: "abc"}},
		{&debug.BuildInfo{Settings: []debug.BuildSetting{{Key: "vcs.revision", Value: "abc"}, {Key: "vcs.modified", Value: "true"}}}, build{version: "unknown", commit: "abc and changes"}},
	} {
		got := buildOf(c.info)
		got.goVersion = ""
		if got != c.want {
			t.Errorf("%+v, want %+v", got, c.want)
		}
	}
	b := newBench(t)
	if r := b.run("version"); r.code != 0 || !strings.HasPrefix(r.out, "quarry unknown\ncommit unknown\ngo") {
		t.Errorf("%+v", r)
	}
}

func TestHelpAndCompletion(t *testing.T) {
	b := newBench(t)
	for _, args := range [][]string{{"help"}, {"--help"}, {"help", "get"}, {"auth"}, {"auth", "check", "--help"}, {"quota", "--help"}, {"quota", "set", "--help"}, {"completion", "bash"}, {"completion", "zsh"}, {"completion", "fish"}} {
		if r := b.run(args...); r.code != 0 || r.err != "" || len(r.out) < 100 {
			t.Errorf("%q: code %d, %q, %d bytes", args, r.code, r.err, len(r.out))
		}
	}
	for _, c := range []struct{ args, want string }{
		{"get --endpoint ", "whois"}, {"get --endpoint ", "ip"}, {"--theme ", "light"}, {"get 1.1.1.1", ":4"}, {"cases tlp x ", "amber+strict"}, {"cases tlp ", ":4"}, {"", "get"},
	} {
		r := b.run(append([]string{"__complete"}, strings.Split(c.args, " ")...)...)
		if r.code != 0 || !strings.Contains("\n"+r.out, "\n"+c.want) {
			t.Errorf("completing %q: %q", c.args, r.out)
		}
	}
	if r := b.run("help"); strings.Contains(r.out, "--token") || strings.Contains(r.out, "--force") {
		t.Errorf("help names what is not there:\n%s", r.out)
	}
}

// Every help text can be read on a terminal of 80 columns.
func TestHelpFitsTheTerminal(t *testing.T) {
	b := newBench(t)
	for _, command := range []string{
		"", "get", "auth", "auth check", "quota", "quota set", "cases", "cases rename", "cases tlp", "cases delete", "cases list", "cases restore", "completion", "export", "import", "version",
	} {
		r := b.run(append(strings.Fields(command), "--help")...)
		b.wants(r, 0)
		for line := range strings.Lines(r.out) {
			if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 80 {
				t.Errorf("%s: %d columns: %s", command, n, line)
			}
		}
	}
}

func TestEnvironmentForOthersHasNoToken(t *testing.T) {
	h := Host{Environ: []string{"A=1", envToken + "=secret", "B=2", envOldToken + "=secret", envToken + "=secret"}}
	if got := strings.Join(h.harmless(), " "); got != "A=1 B=2" {
		t.Errorf("%s", got)
	}
}
