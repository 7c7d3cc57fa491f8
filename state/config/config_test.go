package config

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"quarry/keymap"
	"quarry/state/search"
)

func TestPath(t *testing.T) {
	for name, c := range map[string]struct {
		env  map[string]string
		want string
	}{
		"XDG":           {map[string]string{"XDG_CONFIG_HOME": "/xdg", "HOME": "/home/a"}, "/xdg/quarry/config.toml"},
		"HOME":          {map[string]string{"HOME": "/home/a"}, "/home/a/.config/quarry/config.toml"},
		"relative XDG":  {map[string]string{"XDG_CONFIG_HOME": "conf", "HOME": "/home/a"}, "/home/a/.config/quarry/config.toml"},
		"dots":          {map[string]string{"XDG_CONFIG_HOME": "/xdg/../conf/"}, "/conf/quarry/config.toml"},
		"XDG, no HOME":  {map[string]string{"XDG_CONFIG_HOME": "/xdg"}, "/xdg/quarry/config.toml"},
		"nothing":       {nil, ""},
		"relative HOME": {map[string]string{"HOME": "a"}, ""},
		"both relative": {map[string]string{"XDG_CONFIG_HOME": "~/x", "HOME": "."}, ""},
	} {
		got, err := Path(func(key string) string { return c.env[key] })
		var e *Error
		if got != c.want || (c.want == "") != errors.As(err, &e) {
			t.Errorf("%s: %q, %v; want %q", name, got, err, c.want)
		}
		if e != nil && e.Next == "" {
			t.Errorf("%s: no next step in %v", name, err)
		}
	}
}

func TestDefaultIsValidAndCanonical(t *testing.T) {
	got, err := Default().Check()
	if err != nil || !reflect.DeepEqual(got, Default()) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestCheck(t *testing.T) {
	c := Default()
	c.Account, c.BaseURL = strings.ToUpper(account), "https://[2001:db8::1]:8443/v4//"
	if got, err := c.Check(); err != nil || got.Account != account || got.BaseURL != "https://[2001:db8::1]:8443/v4" {
		t.Errorf("%+v, %v", got, err)
	}
	for _, local := range []string{"http://localhost:1", "http://LOCALHOST", "http://127.9.9.9/x", "http://[::1]:80", "http://[::ffff:127.0.0.1]"} {
		c.BaseURL = local
		if _, err := c.Check(); err != nil {
			t.Errorf("%s: %v", local, err)
		}
	}
	shared := map[string]Calls{strings.ToUpper(account): {Plan: "pro"}}
	c.Accounts = shared
	if got, err := c.Check(); err != nil || got.Accounts[account].Plan != "pro" || len(got.Accounts) != 1 || shared[account].Plan != "" {
		t.Errorf("%+v, %v; the map that was checked: %v", got.Accounts, err, shared)
	}
	bad := Config{
		Account: "x", Timeout: time.Hour, AskAbove: -1, Calls: Calls{Plan: "x", Monthly: -1, Keep: -1},
		Accounts: map[string]Calls{strings.ToUpper(account): {Plan: "pro", Keep: 100}, "x": {}},
		Fresh:    map[string]time.Duration{"whois": 1, "asn": time.Hour},
		Keys:     map[keymap.Action][]string{keymap.Raw: {"p"}},
	}
	_, err := bad.Check()
	for _, key := range []string{"account:", "base-url:", "theme:", "timeout:", "copy.form:", "copy.dots:", "pdns.days:", "pdns.page-size:", "keys:",
		"plan:", "monthly-calls:", "keep:", "ask-above:", "fresh.whois:", "accounts:", "accounts." + account + ".keep:"} {
		if !strings.Contains(err.Error(), key) {
			t.Errorf("%q is not reported in\n%v", key, err)
		}
	}
	if strings.Contains(err.Error(), "fresh.asn") {
		t.Errorf("an hour is reported in\n%v", err)
	}
	var e *Error
	if !errors.As(err, &e) || e.File != "" || e.Line != 0 || e.Key != "account" {
		t.Errorf("first: %+v", e)
	}
}

// uncommented is the example with every setting in force.
func uncommented() string {
	lines := strings.Split(Example(), "\n")
	for i, line := range lines {
		if rest, ok := strings.CutPrefix(line, "#"); ok && !strings.HasPrefix(rest, " ") {
			lines[i] = rest
		}
	}
	return strings.Join(lines, "\n")
}

func TestExampleIsTheDefault(t *testing.T) {
	if got, err := parse("example", []byte(Example())); err != nil || !reflect.DeepEqual(got, Default()) {
		t.Errorf("as it is: %+v, %v", got, err)
	}
	got, err := parse("example", []byte(uncommented()))
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range keymap.Default().Bindings() {
		if !reflect.DeepEqual(got.Keys[b.Action], b.Keys) {
			t.Errorf("%s: keys %q, want %q", b.Action, got.Keys[b.Action], b.Keys)
		}
	}
	if len(got.Keys) != len(keymap.Default().Bindings()) {
		t.Errorf("%d actions", len(got.Keys))
	}
	got.Keys = nil
	if want := map[string]Calls{exampleAccount: Default().Calls}; !reflect.DeepEqual(got.Accounts, want) {
		t.Errorf("accounts: %+v, want %+v", got.Accounts, want)
	}
	got.Accounts = nil
	if !reflect.DeepEqual(got, Default()) {
		t.Errorf("uncommented: %+v, want %+v", got, Default())
	}
	account, _, _ := strings.Cut(Example()[strings.Index(Example(), "\n#[accounts."):], "\n[")
	for _, s := range callSettings() {
		if !strings.Contains(account, "\n#"+s.key+" = ") {
			t.Errorf("the example lacks %s of an account", s.key)
		}
	}
	for _, s := range settings() {
		name := s.key[strings.LastIndexByte(s.key, '.')+1:]
		if !strings.Contains(Example(), "\n#"+name+" = ") {
			t.Errorf("the example lacks %s", s.key)
		}
	}
}

// A setting that is in the type but not in the table could never be set.
func TestEveryFieldHasASetting(t *testing.T) {
	fields := len(Default().Fresh) + 2*len(search.Kinds())
	var count func(reflect.Type)
	count = func(typ reflect.Type) {
		for i := range typ.NumField() {
			if f := typ.Field(i); f.Type.Kind() == reflect.Struct {
				count(f.Type)
			} else if f.Type.Kind() != reflect.Map {
				fields++
			}
		}
	}
	count(reflect.TypeOf(Config{}))
	if n := len(settings()); n != fields {
		t.Errorf("%d settings for %d fields", n, fields)
	}
}
