package client_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"log/slog"
	"net/url"
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

// A token is found in a text however JSON, a URL or HTML writes it, also mixed.
func TestTokenIsFoundEncoded(t *testing.T) {
	odd := `v1.0-S/e+c&r<e>t"'\=%` + secret
	tok, err := client.NewToken(odd)
	if err != nil {
		t.Fatal(err)
	}
	marshalled, err := json.Marshal(odd)
	if err != nil {
		t.Fatal(err)
	}
	every := func(format string) string {
		var b strings.Builder
		for _, c := range []byte(odd) {
			fmt.Fprintf(&b, format, c)
		}
		return b.String()
	}
	for name, text := range map[string]string{
		"as it is":      odd,
		"JSON":          string(marshalled),
		"JSON's \\/":    strings.ReplaceAll(strings.Trim(string(marshalled), `"`), "/", `\/`),
		"JSON, escaped": every(`\u%04x`),
		"JSON, capital": every(`\u%04X`),
		"a query":       url.QueryEscape(odd),
		"a path":        url.PathEscape(odd),
		"percent":       every("%%%02x"),
		"HTML":          html.EscapeString(odd),
		"HTML, decimal": every("&#%d;"),
		"HTML, hex":     every("&#x%X;"),
		"HTML, padded":  every("&#x000%x;"),
		"mixed":         `\u0076` + "1%2e0&#45;" + strings.TrimPrefix(odd, "v1.0-"),
	} {
		if !tok.In("before " + text + " after") {
			t.Errorf("%s: not found in %s", name, text)
		}
	}
	for _, text := range []string{"", odd[1:], odd[:len(odd)-1], strings.ToUpper(odd), `\%&`} {
		if tok.In(text) {
			t.Errorf("found in %q", text)
		}
	}
	if (client.Token{}).In("anything") {
		t.Error("no token was found in a text")
	}
}

func BenchmarkTokenIn(b *testing.B) {
	tok, err := client.NewToken(secret)
	if err != nil {
		b.Fatal(err)
	}
	text := strings.Repeat(`{"hostname":"check-006.sailing.example.org","note":"a\u0026b %41 &amp;"},`, 1<<20/72)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if tok.In(text) {
			b.Fatal("found")
		}
	}
}
