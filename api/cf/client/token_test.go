package client_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"quarry/api/cf/client"
)

func TestNewToken(t *testing.T) {
	for in, ok := range map[string]bool{
		"abc":                true,
		"  abc\n":            true,
		"Bearer abc":         true,
		"bearer   abc ":      true,
		"":                   false,
		" \t\n":              false,
		"Bearer":             false,
		"Bearer ":            false,
		"a b":                false,
		"a\nb":               false,
		"a\x00b":             false,
		"abc\x7f":            false,
		"ab\u202ec":          false,
		"Bearer abc\r\nX: y": false,
	} {
		tok, err := client.NewToken(in)
		if (err == nil) != ok {
			t.Errorf("NewToken(%q): error %v, want ok %v", in, err, ok)
		}
		if ok == tok.IsZero() {
			t.Errorf("NewToken(%q).IsZero() = %v", in, tok.IsZero())
		}
	}
	if _, err := client.NewToken("tell me\x1bnothing"); err == nil || strings.Contains(err.Error(), "nothing") {
		t.Errorf("the error repeats what was refused: %v", err)
	}
}

// A token in a field that fmt may not call methods on is the usual leak.
type holder struct {
	token client.Token
	Open  client.Token
}

func TestTokenNeverPrints(t *testing.T) {
	tok, err := client.NewToken(secret)
	if err != nil {
		t.Fatal(err)
	}
	c, _ := newClient(t, "https://api.example.com")
	values := map[string]any{
		"token": tok, "pointer": &tok, "holder": holder{tok, tok}, "in a map": map[string]any{"t": holder{tok, tok}},
		"slice": []client.Token{tok}, "config": client.Config{Token: tok}, "client": c,
	}
	verbs := []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%T", "%p", "%U", "%c", "%e", "%08.3f"}
	hex := fmt.Sprintf("%x", secret)
	for name, v := range values {
		for _, verb := range verbs {
			got := fmt.Sprintf(verb, v)
			if strings.Contains(got, secret) || strings.Contains(strings.ToLower(got), hex) {
				t.Errorf("%s with %s prints the token: %s", name, verb, got)
			}
		}
		var b bytes.Buffer
		slog.New(slog.NewTextHandler(&b, nil)).Info("m", "v", v)
		slog.New(slog.NewJSONHandler(&b, nil)).Info("m", "v", v)
		if strings.Contains(b.String(), secret) {
			t.Errorf("%s is logged with the token: %s", name, b.String())
		}
	}
	got, err := json.Marshal(map[string]any{"a": tok, "b": holder{tok, tok}, "c": map[string]client.Token{"x": tok}})
	if want := `{"a":"[token]","b":{"Open":"[token]"},"c":{"x":"[token]"}}`; string(got) != want || err != nil {
		t.Errorf("json = %s, %v, want %s", got, err, want)
	}
	if got := fmt.Sprint(tok, &tok); got != "[token] [token]" {
		t.Errorf("printed %q", got)
	}
}
