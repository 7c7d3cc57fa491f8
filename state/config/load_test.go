package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode"

	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/state/search"
)

const account = "0123456789abcdef0123456789abcdef"

// write makes a config file and gives its path.
func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLoadReadsEverySetting(t *testing.T) {
	got, err := Load(write(t, "\ufeff"+`
account = "0123456789ABCDEF0123456789abcdef"
base-url = "http://127.0.0.1:8080/client/v4/"
theme = "dark"
ascii = true
mouse = false
no-resolve = true
timeout = "1m30s"
plan = "business"
monthly-calls = 3000
keep = 2999
ask-above = 0

[copy]
form = "plain"
dots = "last"

[pdns]
days = 7
page-size = 100

[fresh]
whois = "forever"
subnets = "3650d"
asn = "1d12h"
domain = "90m"
ip = "1m"
history = "0d1m"
phishing = "1.5h"
pdns = "2d"

[search.splunk]
ipv4 = ["src", "All_Traffic.dest"]
ipv6 = "src"
cidr = []
domain = ["answers{}.name"]
url = ["http.url"]
asn = ["asn"]

[search.kql]
ipv4 = ["SrcIpAddr", "DstIpAddr"]
ipv6 = ["SrcIpAddr", "DstIpAddr"]
cidr = "DstIpAddr"
domain = "DnsQuery"
url = ["['Request URL']"]
asn = ["Extra.asn"]
names = "in~"

[accounts.0123456789ABCDEF0123456789abcdef]
plan = "pro"
monthly-calls = 50
keep = 49

[keys]
view.raw = ["R", "pgdn"]
"path.new" = "O"
program.suspend = []
move.page-down = ["ctrl+f"]
`), true)
	want := Config{
		Account: account, BaseURL: "http://127.0.0.1:8080/client/v4", Theme: ThemeDark,
		ASCII: true, Mouse: false, NoResolve: true, Timeout: 90 * time.Second,
		Calls: Calls{Plan: "business", Monthly: 3000, Keep: 2999}, AskAbove: 0,
		Accounts: map[string]Calls{account: {Plan: "pro", Monthly: 50, Keep: 49}},
		Fresh: map[string]time.Duration{
			"subnets": 3650 * day, "asn": 36 * time.Hour, "domain": 90 * time.Minute, "ip": time.Minute,
			"history": time.Minute, "phishing": 90 * time.Minute, "pdns": 48 * time.Hour,
		},
		Search: search.Settings{
			Splunk: search.Fields{
				indicator.IPv4: {"src", "All_Traffic.dest"}, indicator.IPv6: {"src"},
				indicator.Domain: {"answers{}.name"}, indicator.URL: {"http.url"}, indicator.ASN: {"asn"},
			},
			KQL: search.Fields{
				indicator.IPv4: {"SrcIpAddr", "DstIpAddr"}, indicator.IPv6: {"SrcIpAddr", "DstIpAddr"}, indicator.CIDR: {"DstIpAddr"},
				indicator.Domain: {"DnsQuery"}, indicator.URL: {"['Request URL']"}, indicator.ASN: {"Extra.asn"},
			},
			Names: search.Equal,
		},
		Copy: Copy{Form: FormPlain, Dots: DotsLast}, PDNS: PDNS{Days: 7, PageSize: 100},
		Keys: map[keymap.Action][]string{
			keymap.Raw: {"R", "pgdn"}, keymap.NewIndicator: {"O"}, keymap.Suspend: {}, keymap.PageDown: {"ctrl+f"},
		},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v\nwant %+v", got, err, want)
	}
}

func TestLoadTakesEveryFormOfTable(t *testing.T) {
	for _, text := range []string{
		"[pdns]\ndays = 7\n[keys.view]\nraw = \"R\"\n",
		"pdns.days = 7\r\nkeys.view.raw = [\"R\"]\r\n",
		"pdns = { days = 7 }\nkeys = { view = { raw = [\"R\"] } }\n",
		"keys = { \"view.raw\" = \"R\" }\n[pdns]\n\"days\" = 7",
	} {
		c, err := Load(write(t, text), true)
		if err != nil || c.PDNS.Days != 7 || !reflect.DeepEqual(c.Keys, map[keymap.Action][]string{keymap.Raw: {"R"}}) {
			t.Errorf("%q: %+v, %v", text, c, err)
		}
	}
}

func TestLoadWithoutAFile(t *testing.T) {
	dir := t.TempDir()
	missing := filepath.Join(dir, "no", "config.toml")
	if c, err := Load(missing, false); err != nil || !reflect.DeepEqual(c, Default()) {
		t.Errorf("%+v, %v", c, err)
	}
	if _, err := Load(missing, true); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), missing) {
		t.Errorf("missing: %v", err)
	}
	if c, err := Load(write(t, ""), true); err != nil || !reflect.DeepEqual(c, Default()) {
		t.Errorf("empty: %+v, %v", c, err)
	}
	var e *Error
	if _, err := Load(dir, false); !errors.As(err, &e) || !strings.Contains(err.Error(), "directory") || e.Next == "" {
		t.Errorf("directory: %v", err)
	}
	exact := "#" + strings.Repeat("x", MaxSize-1)
	if _, err := Load(write(t, exact), true); err != nil {
		t.Errorf("exactly the limit: %v", err)
	}
	if _, err := Load(write(t, exact+"x"), true); err == nil || !strings.Contains(err.Error(), "larger than 1 MB") {
		t.Errorf("one byte more: %v", err)
	}
}

func TestLoadRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		text         string
		line, column int
		says         []string
	}{
		"syntax":              {"ascii = true\ntheme = dark\n", 2, 9, []string{"not valid TOML"}},
		"set twice":           {"ascii = true\nascii = false\n", 2, 1, []string{"not valid TOML", "ascii", "already defined"}},
		"set twice in quotes": {"\"pdns.days\" = 3\n[pdns]\ndays = 4\n", 3, 1, []string{"pdns.days: it is set twice"}},
		"invalid UTF-8":       {"theme = \"\xff\"\n", 1, 10, []string{"invalid UTF-8"}},
		"unknown":             {"\n thme = \"dark\"\n", 2, 2, []string{`no setting "thme"`, `did you mean "theme"?`}},
		"unknown, its flag":   {"no_resolve = true\n", 1, 1, []string{`did you mean "no-resolve"?`}},
		"unknown in a table":  {"[pdns]\ndayz = 3\n", 2, 1, []string{`"pdns.dayz"`, `did you mean "pdns.days"?`}},
		"unknown at the top":  {"days = 3\n", 1, 1, []string{`did you mean "pdns.days"?`}},
		"unknown table":       {"[pnds]\ndays = 3\npage-size = 3\n", 1, 2, []string{`"pnds"`, `did you mean "pdns"?`}},
		"unknown, no match":   {"coffee = 1\n", 1, 1, []string{"docs/config.md lists all settings"}},
		"below a setting":     {"theme.a = 1\n", 1, 1, []string{`no setting "theme.a"`}},
		"a token":             {"api_token = \"not-to-be-shown\"\n", 1, 1, []string{"CLOUDFLARE_API_TOKEN only"}},
		"table for a value":   {"[theme]\nx = 1\n", 1, 2, []string{"theme: it must be text, not a table"}},
		"value for a table":   {"pdns = 3\n", 1, 1, []string{"pdns: it must be a table, not a whole number", "[pdns]"}},
		"list of tables":      {"[[pdns]]\ndays = 3\n", 1, 3, []string{"pdns: it must be a table, not a list"}},
		"theme":               {"theme = \"drak\"\n", 1, 1, []string{`theme: "drak" is not one of auto, dark, light`, `did you mean "dark"?`}},
		"theme's type":        {"theme = 3\n", 1, 1, []string{"theme: it must be text, not a whole number"}},
		"ascii's type":        {"ascii = \"yes\"\n", 1, 1, []string{"ascii: it must be true or false, not text"}},
		"a date":              {"mouse = 2026-01-01\n", 1, 1, []string{"not a date or time"}},
		"account's length":    {"account = \"not-to-be-shown\"\n", 1, 1, []string{"32 hex digits, this has 15 characters"}},
		"account's digits":    {"account = \"" + account[1:] + "g\"\n", 1, 1, []string{"has other characters"}},
		"no scheme":           {"base-url = \"api.example.com/v4\"\n", 1, 1, []string{"does not begin with https://"}},
		"opaque":              {"base-url = \"https:example.com\"\n", 1, 1, []string{"does not begin with https://"}},
		"no host":             {"base-url = \"https://\"\n", 1, 1, []string{"names no host"}},
		"ftp":                 {"base-url = \"ftp://example.com\"\n", 1, 1, []string{"does not begin with https://"}},
		"plain http":          {"base-url = \"http://example.com/v4\"\n", 1, 1, []string{`plain http to "example.com"`, "use https"}},
		"looks like loopback": {"base-url = \"http://127.0.0.1.example.com\"\n", 1, 1, []string{"plain http"}},
		"password":            {"base-url = \"https://me:not-to-be-shown@example.com\"\n", 1, 1, []string{"user name or password"}},
		"not a URL":           {"base-url = \"https://me:not-to-be-shown@exa mple.com\"\n", 1, 1, []string{"not a URL"}},
		"query":               {"base-url = \"https://example.com/?a=not-to-be-shown\"\n", 1, 1, []string{"query or a fragment"}},
		"empty fragment":      {"base-url = \"https://example.com/#\"\n", 1, 1, []string{"query or a fragment"}},
		"timeout's unit":      {"timeout = \"30\"\n", 1, 1, []string{`timeout: "30" is not a time`, `such as "30s"`}},
		"timeout's type":      {"timeout = 30\n", 1, 1, []string{"text with a unit, not a whole number"}},
		"timeout too short":   {"timeout = \"999ms\"\n", 1, 1, []string{"999ms is not within 1s and 10m"}},
		"timeout too long":    {"timeout = \"10m1s\"\n", 1, 1, []string{"not within 1s and 10m"}},
		"no days":             {"pdns.days = 0\n", 1, 1, []string{"pdns.days: it is not within 1 and 365"}},
		"days too many":       {"pdns.days = 366\n", 1, 1, []string{"1 and 365"}},
		"days that wrap":      {"pdns.days = 4294967297\n", 1, 1, []string{"1 and 365"}},
		"half a day":          {"pdns.days = 1.5\n", 1, 1, []string{"a whole number, not a decimal number"}},
		"page too large":      {"[pdns]\n  page-size = 1001\n", 2, 3, []string{"pdns.page-size: it is not within 1 and 1000"}},
		"copy form":           {"copy.form = \"Plain\"\n", 1, 1, []string{"defanged, plain", `did you mean "plain"?`}},
		"copy dots":           {"copy.dots = \"\"\n", 1, 1, []string{"copy.dots"}},
		"plan":                {"plan = \"entreprise\"\n", 1, 1, []string{`plan: "entreprise" is not one of free, pro, business, enterprise, `, `did you mean "enterprise"?`}},
		"plan as printed":     {"plan = \"Cloudforce One Core\"\n", 1, 1, []string{`did you mean "cloudforce-one-core"?`}},
		"plan's type":         {"plan = 100\n", 1, 1, []string{"plan: it must be text, not a whole number"}},
		"calls as before":     {"monthly_calls = 3\n", 1, 1, []string{`did you mean "monthly-calls"?`}},
		"calls below zero":    {"monthly-calls = -1\n", 1, 1, []string{"monthly-calls: it is not within 0 and 1000000"}},
		"calls too many":      {"keep = 5\nmonthly-calls = 1000001\n", 2, 1, []string{"0 and 1000000"}},
		"calls' type":         {"monthly-calls = \"1\"\n", 1, 1, []string{"a whole number, not text"}},
		"keep below zero":     {"keep = -1\n", 1, 1, []string{"keep: it is not within 0 and 1000000"}},
		"keep too much":       {"plan = \"free\"\nkeep = 1000001\n", 2, 1, []string{"0 and 1000000"}},
		"keep all of a plan":  {"keep = 100\nplan = \"free\"\n", 1, 1, []string{"keep: 100 kept back is not below the 100 calls a month", "from 0 to 99"}},
		"keep all calls":      {"plan = \"enterprise\"\nmonthly-calls = 50\nkeep = 50\n", 3, 1, []string{"the 50 calls", "from 0 to 49"}},
		"keep, wrong plan":    {"plan = \"fre\"\nkeep = 100\n", 1, 1, []string{"plan:", `did you mean "free"?`}},
		"ask-above too large": {"ask-above = 101\n", 1, 1, []string{"ask-above: it is not within 0 and 100"}},
		"ask-above negative":  {"ask-above = -1\n", 1, 1, []string{"not within 0 and 100"}},
		"fresh too short":     {"fresh.whois = \"59s\"\n", 1, 1, []string{"fresh.whois: 59s is not within 1m and 3650d", `or "forever"`}},
		"fresh is zero":       {"fresh.whois = \"0\"\n", 1, 1, []string{"0s is not within 1m and 3650d"}},
		"fresh too long":      {"fresh.ip = \"3650d1s\"\n", 1, 1, []string{"is not within 1m and 3650d"}},
		"fresh in months":     {"fresh.ip = \"2M\"\n", 1, 1, []string{`"2M" is not a time`}},
		"fresh, no unit":      {"[fresh]\nip = \"7\"\n", 2, 1, []string{`"7" is not a time`}},
		"fresh's type":        {"[fresh]\nip = 7\n", 2, 1, []string{"fresh.ip: it must be text with a unit, not a whole number"}},
		"fresh, misspelt":     {"[fresh]\nwhios = \"7d\"\n", 2, 1, []string{`did you mean "fresh.whois"?`}},
		"fresh is a value":    {"fresh = \"7d\"\n", 1, 1, []string{"fresh: it must be a table, not text"}},
		"a field's name":      {"[search.splunk]\nipv4 = [\"dest_ip\", \"dest ip\"]\n", 2, 1, []string{`search.splunk.ipv4: "dest ip" is no name of a field`, "letters, digits and _", `write a list like ["dest_ip"]`}},
		"a field that is SPL": {"search.splunk.url = \"url) | delete (x\"\n", 1, 1, []string{"search.splunk.url:", "is no name of a field"}},
		"a column's name":     {"search.kql.domain = [\"a-b\"]\n", 1, 1, []string{`search.kql.domain: "a-b" is no name of a field: a column of KQL is`, "RemoteIP"}},
		"a field is empty":    {"search.kql.domain = \"\"\n", 1, 1, []string{"it is empty"}},
		"a field twice":       {"search.kql.domain = [\"a\", \"a\"]\n", 1, 1, []string{`"a" stands there twice`}},
		"too many fields":     {"search.kql.domain = [\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\",\"i\",\"j\",\"k\"]\n", 1, 1, []string{"it names 11 fields"}},
		"fields' type":        {"[search]\nsplunk.ipv4 = 3\n", 2, 1, []string{"search.splunk.ipv4: it must be a list of text, not a whole number"}},
		"a field's type":      {"search.kql.url = [\"a\", 1]\n", 1, 1, []string{"a list of text, not a list"}},
		"names in KQL":        {"search.kql.names = \"has\"\n", 1, 1, []string{`"has" is not one of has_any, in~`}},
		"search is a value":   {"search = 1\n", 1, 1, []string{"search: it must be a table"}},
		"a search's table":    {"search.kql = 1\n", 1, 1, []string{"search.kql: it must be a table", "[search.kql]"}},
		"a search, misspelt":  {"[search.kusto]\nurl = 1\nip = 2\n", 1, 2, []string{`no setting "search.kusto"`}},
		"a kind, misspelt":    {"[search.splunk]\nipv5 = \"a\"\n", 2, 1, []string{`did you mean "search.splunk.ipv4"?`}},
		"no kind":             {"[search.splunk]\nhash = \"a\"\n", 2, 1, []string{`no setting "search.splunk.hash"`}},
		"account's plan":      {"[accounts." + account + "]\nplan = \"fee\"\n", 2, 1, []string{"accounts." + account + ".plan:", `did you mean "free"?`}},
		"account's setting":   {"[accounts." + account + "]\npaln = \"free\"\n", 2, 1, []string{`accounts: an account has no setting "paln"`, `did you mean "plan"?`}},
		"account's other":     {"[accounts." + account + "]\nmouse = true\n", 2, 1, []string{`"mouse"`, "plan, monthly-calls, keep"}},
		"account's table":     {"[accounts." + account + ".plan]\nx = 1\ny = 1\n", 1, 2, []string{"it must be text, not a table"}},
		"account's depth":     {"[accounts." + account + "]\nplan.x.y = 1\n", 2, 1, []string{`"plan.x"`}},
		"account's calls":     {"[accounts." + account + "]\nmonthly-calls = -1\n", 2, 1, []string{account + ".monthly-calls: it is not within"}},
		"account's keep":      {"plan = \"free\"\n[accounts." + account + "]\nkeep = 100\n", 3, 1, []string{account + ".keep: 100 kept back", "100 calls"}},
		"keep for all":        {"keep = 100\n[accounts." + account + "]\nplan = \"pro\"\n", 3, 1, []string{account + ".keep: 100 kept back"}},
		"wrong for all":       {"plan = \"fre\"\n[accounts." + account + "]\nkeep = 100\n", 1, 1, []string{"plan:"}},
		"account's case":      {"[accounts." + account + "]\nkeep = 1\n[accounts." + strings.ToUpper(account) + "]\nkeep = 2\n", 4, 1, []string{account + ".keep: it is set twice"}},
		"account is a value":  {"[accounts]\n" + account + " = 3\n", 2, 1, []string{"it must be a table, not a whole number", "[accounts." + account + "]"}},
		"accounts in a list":  {"[[accounts." + account + "]]\nkeep = 1\n", 1, 3, []string{"it must be a table, not a list"}},
		"accounts, no ID":     {"[accounts]\nplan = \"free\"\n", 2, 1, []string{"this has 4 characters", "[accounts.ID]"}},
		"a token's account":   {"[accounts.not-to-be-shown]\nplan = \"free\"\nkeep = 1\n", 1, 2, []string{"accounts: an account is 32 hex digits, this has 15"}},
		"an empty account":    {"[accounts.\"\"]\nplan = \"free\"\n", 1, 2, []string{"this is empty"}},
		"accounts, misspelt":  {"[account.not-to-be-shown]\nplan = \"free\"\n", 1, 2, []string{`no table "account"`, `did you mean "accounts"?`}},
		"accounts is a value": {"accounts = 1\n", 1, 1, []string{"accounts: it must be a table"}},
		"key clash":           {"[keys]\nview.raw = [\"p\"]\n", 2, 1, []string{`"p"`, "view.raw", "pivot.pdns"}},
		"unknown action":      {"[keys]\n\nmove.donw = [\"x\"]\n", 3, 1, []string{`"move.donw"`, `did you mean "move.down"?`}},
		"too deep an action":  {"keys.a.b.c.d.e = \"x\"\n", 1, 1, []string{"a.b.c", "not a table"}},
		"deep and inline":     {"keys = {a = {b = {c = {d = 1}}}}\n", 1, 24, []string{"a.b.c", "not a table"}},
		"key name":            {"[keys]\npath.open = [\"entr\"]\n", 2, 1, []string{"path.open", `"entr"`}},
		"reserved key":        {"[keys]\npath.open = [\"ctrl+c\"]\n", 2, 1, []string{"ctrl+c always leaves"}},
		"key of a number":     {"[keys]\npath.open = 1\n", 2, 1, []string{`"path.open"`, "not a whole number"}},
		"list of numbers":     {"[keys]\npath.open = [\"x\", 1]\n", 2, 1, []string{`"path.open"`, "hold a whole number"}},
		"keys is a value":     {"keys = 1\n", 1, 1, []string{"keys: it must be a table"}},
		"keys in a list":      {"[[keys.path]]\nopen = \"x\"\n", 1, 3, []string{"hold a table"}},
	} {
		path := write(t, c.text)
		got, err := Load(path, false)
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%s: %+v, %v", name, got, err)
			continue
		}
		if strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: more than one error:\n%v", name, err)
		}
		if e.Line != c.line || e.Column != c.column || !strings.HasPrefix(err.Error(), fmt.Sprintf("%s:%d:%d: ", path, c.line, c.column)) {
			t.Errorf("%s: at %d:%d, want %d:%d: %v", name, e.Line, e.Column, c.line, c.column, err)
		}
		for _, say := range c.says {
			if !strings.Contains(err.Error(), say) {
				t.Errorf("%s: %q lacks %q", name, err, say)
			}
		}
		if e.Reason == "" || e.Next == "" || e.File != path || strings.Contains(err.Error(), "not-to-be-shown") {
			t.Errorf("%s: %+v", name, e)
		}
		if !reflect.DeepEqual(got, Default()) {
			t.Errorf("%s: with the error came %+v", name, got)
		}
	}
}

func TestLoadReportsAllAtOnceInOrder(t *testing.T) {
	_, err := Load(write(t, "theme = \"x\"\nbrew = 1\n[pdns]\ndays = 0\npage-size = \"x\"\n[keys]\nview.raw = \"p\"\n"), true)
	want := []string{":1:1: theme", ":2:1: there", ":4:1: pdns.days", ":5:1: pdns.page-size", ":7:1: keys"}
	lines := strings.Split(fmt.Sprint(err), "\n")
	if len(lines) != len(want) {
		t.Fatalf("%d errors:\n%v", len(lines), err)
	}
	for i, line := range lines {
		if !strings.Contains(line, want[i]) {
			t.Errorf("line %d: %q, want %q", i+1, line, want[i])
		}
	}
}

func TestLoadBoundsWhatItReports(t *testing.T) {
	var text strings.Builder
	for i := range maxEntries {
		fmt.Fprintf(&text, "k%d = 1\n", i)
	}
	inline := strings.ReplaceAll(text.String(), "\n", ",") + "k = 1"
	for _, tooMany := range []string{text.String() + "k = 1\n", "x = {" + inline + "}", "x = [[{" + inline + "}]]", "x = {y = [{" + inline + "}]}"} {
		_, err := Load(write(t, tooMany), true)
		if err == nil || !strings.Contains(err.Error(), "more than 2000 settings") {
			t.Errorf("%.20s: %v", tooMany, err)
		}
	}
	_, err := Load(write(t, text.String()), true)
	lines := strings.Split(fmt.Sprint(err), "\n")
	if len(lines) != maxErrors+1 || !strings.Contains(lines[maxErrors], "1980 more errors") {
		t.Errorf("%d lines, the last %q", len(lines), lines[len(lines)-1])
	}
}

func TestNothingRawReachesAMessage(t *testing.T) {
	const payload = `\u001b]52;c;eA==\u0007\u009b31m\u202e\u200b\u000a\u007f`
	for _, text := range []string{
		"theme = \"" + payload + "\"\n",
		"\"" + payload + "\" = 1\n",
		"[\"" + payload + "\"]\nx = 1\n",
		"\"" + payload + "\" = 1\n\"" + payload + "\" = 2\n",
		"timeout = \"" + payload + "\"\n",
		"base-url = \"http://" + payload + "/\"\n",
		"base-url = \"http://evil\\u202e.example/\"\n",
		"copy.\"" + payload + "\" = 1\n",
		"keys.\"" + payload + "\" = \"x\"\n",
		"plan = \"" + payload + "\"\n",
		"search.splunk.url = \"" + payload + "\"\n",
		"search.kql.\"" + payload + "\" = \"a\"\n",
		"search.\"" + payload + "\".x = \"a\"\n",
		"fresh.ip = \"" + payload + "\"\n",
		"accounts.\"" + payload + "\".plan = 1\n",
		"accounts." + account + ".\"" + payload + "\" = 1\n",
		"[\"" + payload + "\".x]\n",
		"keys.\"" + payload + "\" = 1\n",
		"keys.\"" + payload + "\" = [1]\n",
		"keys.view.raw = \"" + payload + "\"\n",
		"theme = \x1b[31m\n", "\x9b = 1\n", "\u202e = 1\n", "# \x1b\n",
		"theme = \"" + strings.Repeat("x", 100_000) + "\"\n",
		strings.Repeat("a.", 100_000) + "b = 1\n",
		"keys.\"" + strings.Repeat("a", 100_000) + "\" = 1\n",
	} {
		_, err := parse("/home/\x1b[31m\u202e/config.toml", []byte(text))
		if err == nil {
			t.Errorf("%.60q is accepted", text)
			continue
		}
		for _, line := range strings.Split(err.Error(), "\n") {
			if i := strings.IndexFunc(line, func(r rune) bool { return !unicode.IsPrint(r) }); i >= 0 || len(line) > 1000 {
				t.Errorf("%.60q: raw text in %.1000q", text, line)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(Example()))
	f.Add([]byte(uncommented()))
	f.Add([]byte("keep = 5\nfresh.ip = \"1d2h\"\n[accounts." + account + "]\nplan = \"pro\"\n"))
	f.Add([]byte("[[keys.a]]\nb = {c = [{d = 1}]}\n"))
	f.Fuzz(func(t *testing.T, doc []byte) {
		c, err := parse("config.toml", doc)
		if err != nil {
			if strings.IndexFunc(err.Error(), func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }) >= 0 {
				t.Errorf("raw text in %q", err)
			}
			return
		}
		if again, err := c.Check(); err != nil || !reflect.DeepEqual(again, c) {
			t.Errorf("what was loaded does not pass its own check: %v", err)
		}
	})
}
