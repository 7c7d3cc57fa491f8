package client_test

import (
	"strings"
	"testing"

	"quarry/api"
	"quarry/api/cf/client"
)

func TestNewRefuses(t *testing.T) {
	tok, _ := client.NewToken(secret)
	for url, want := range map[string]string{
		"":                                     "",
		"https://api.cloudflare.com/client/v4": "",
		"https://api.example.com:8443/v4/":     "",
		"HTTPS://api.example.com":              "",
		"http://127.0.0.1:8080/client/v4":      "",
		"http://127.8.9.1":                     "",
		"http://[::1]:80":                      "",
		"http://LocalHost:1":                   "",
		"http://192.0.2.1":                     "plain http",
		"http://example.com":                   "plain http",
		"http://localhost.example.com":         "plain http",
		"http://127.0.0.1.example.com":         "plain http",
		"http://0.0.0.0":                       "plain http",
		"http://[::ffff:127.0.0.1]":            "plain http",
		"http://2130706433":                    "plain http",
		"ftp://example.com":                    "https://",
		"api.example.com":                      "https://",
		"//api.example.com":                    "https://",
		"https://user:hunter2@example.com":     "password",
		"https://user@example.com":             "password",
		"https://example.com/?q=1":             "?",
		"https://example.com/?":                "?",
		"https://example.com/#f":               "#",
		"https://example.com/#":                "#",
		"https://":                             "no host",
		"https:///v4":                          "no host",
		"https:example.com":                    "no host",
		"https://example.com/a/../b":           "path",
		"https://example.com//a":               "path",
		"https://exa mple.com":                 "no URL",
		"https://example.com/\x1b[2J":          "no URL",
		"https://example.com:port":             "no URL",
	} {
		_, err := client.New(client.Config{BaseURL: url, Token: tok})
		switch {
		case want == "" && err != nil:
			t.Errorf("base URL %q is refused: %v", url, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("base URL %q: error %v, want one about %q", url, err, want)
		case err != nil && (strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "\x1b")):
			t.Errorf("base URL %q: the error repeats it: %v", url, err)
		}
	}
	for id, ok := range map[string]bool{
		"": true, account: true, strings.ToUpper(account): true, " " + account + "\n": true,
		"me": false, account[1:]: false, account + "0": false, account[:31] + "g": false, "../" + account[3:]: false,
	} {
		if _, err := client.New(client.Config{Token: tok, Account: id}); (err == nil) != ok {
			t.Errorf("account %q: %v, want ok %v", id, err, ok)
		}
	}
	_, err := client.New(client.Config{})
	wantClass(t, err, api.NoToken)
	if _, err := client.New(client.Config{Token: tok, UserAgent: "a\r\nX: y"}); err == nil {
		t.Error("a user agent with a line break is taken")
	}
}
