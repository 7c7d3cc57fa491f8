package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"quarry/testdata"
)

// The test binary is also the child processes of some tests.
func TestMain(m *testing.M) {
	if what := os.Getenv("QUARRY_STORE_CHILD"); what != "" {
		if err := child(what); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// noon is the clock of tests that do not care.
func noon() time.Time { return time.Date(2026, 3, 14, 12, 0, 0, 123456789, time.UTC) }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// place is a path for a store in a directory of its own.
func place(t testing.TB) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "quarry", "quarry.db")
}

func opened(t testing.TB, path string) (*Store, Report) {
	t.Helper()
	s, r, err := Open(t.Context(), path, Options{Now: noon})
	must(t, err)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s, r
}

// class is the class of an error; it must be an *Error that says what to do.
func class(t testing.TB, err error) Class {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("no *Error: %v", err)
	}
	if e.Reason == "" || e.Next == "" {
		t.Errorf("an error without reason or next step: %#v", e)
	}
	if text := e.Error(); strings.ContainsAny(text, "\n\x1b") {
		t.Errorf("control characters: %q", text)
	}
	return e.Class
}

func answer(question, body string) Answer {
	return Answer{
		Account: "acc", Question: question, Endpoint: "ip", Indicator: "192.0.2.1", Kind: "ipv4",
		Method: "GET", URL: "https://api.example.com/accounts/acc/intel/ip?ipv4=192.0.2.1",
		Status: 200, Body: []byte(body), FetchedAt: noon(), Took: 321 * time.Millisecond, Calls: 1, Ray: "8f-FRA",
	}
}

func TestAnswersComeBackByteForByte(t *testing.T) {
	s, r := opened(t, place(t))
	if !r.Created || r.Journal != "wal" || r.MovedAside != "" || r.Copy != "" {
		t.Errorf("report of a new store: %+v", r)
	}
	hostile := "\x00a\x1b]52;c;x\x07\u202e\xff\xfe\u2028'; DROP TABLE answer; --"
	for name, body := range map[string]string{
		"empty": "", "hostile": hostile, "one byte": "x",
		"long":           strings.Repeat(`{"hostname":"example.com"},`, 100_000),
		"incompressible": string(noise(50_000)),
	} {
		t.Run(name, func(t *testing.T) {
			want := answer("q "+name+hostile, body)
			want.Ray, want.Sent, want.Indicator, want.Account = hostile, hostile, hostile, hostile
			want.ImportedAt, want.ImportedFrom = noon().Add(time.Hour), hostile
			must(t, s.Keep(t.Context(), want))
			got, ok, err := s.Latest(t.Context(), want.Account, want.Question)
			must(t, err)
			want.SHA256 = sha256.Sum256(want.Body)
			if !bytes.Equal(got.Body, want.Body) {
				t.Fatalf("body differs: %d bytes, want %d", len(got.Body), len(want.Body))
			}
			got.Body, want.Body = nil, nil
			if !ok || !reflect.DeepEqual(got, want) {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
		})
	}
}

func TestRecordedAnswersSurviveClosing(t *testing.T) {
	path := place(t)
	s, _ := opened(t, path)
	bodies := recorded(t)
	for name, body := range bodies {
		must(t, s.Keep(t.Context(), answer(name, string(body))))
	}
	must(t, s.Close())
	must(t, s.Close())
	if err := s.Keep(t.Context(), answer("late", "x")); class(t, err) != Closed {
		t.Error(err)
	}
	if _, err := os.Stat(path + "-wal"); !errors.Is(err, fs.ErrNotExist) {
		t.Error("Close left its journal:", err)
	}
	s, r := opened(t, path)
	if r.Created {
		t.Error("made anew")
	}
	for name, body := range bodies {
		got, ok, err := s.Latest(t.Context(), "acc", name)
		must(t, err)
		if !ok || !bytes.Equal(got.Body, body) {
			t.Errorf("%s: %q", name, got.Body)
		}
	}
}

func TestNewestAnswerCountsAndOlderOnesStay(t *testing.T) {
	s, _ := opened(t, place(t))
	older, newer := answer("q", "older"), answer("q", "newer")
	newer.FetchedAt = noon().Add(time.Hour)
	newer.Status = 404
	must(t, s.Keep(t.Context(), newer))
	must(t, s.Keep(t.Context(), older)) // arrives late
	got, _, err := s.Latest(t.Context(), "acc", "q")
	must(t, err)
	if string(got.Body) != "newer" {
		t.Errorf("latest: %q", got.Body)
	}
	was, ok, err := s.Shown(t.Context(), "acc", "q", sha256.Sum256([]byte("older")))
	must(t, err)
	if !ok || string(was.Body) != "older" {
		t.Errorf("older body: %q %v", was.Body, ok)
	}
	ages, err := s.Age(t.Context(), "acc", []string{"q", "unknown"})
	must(t, err)
	if want := map[string]Stamp{"q": {newer.FetchedAt, 404}}; !reflect.DeepEqual(ages, want) {
		t.Errorf("ages: %v, want %v", ages, want)
	}
	must(t, s.Keep(t.Context(), answer("other", "newer")))
	h, err := s.Health(t.Context())
	must(t, err)
	if h.Answers != 3 || h.Questions != 2 || h.Bodies != 2 || h.Integrity != "ok" || h.Journal != "wal" || h.Bytes == 0 || h.Schema != len(schema()) {
		t.Errorf("health: %+v", h)
	}
}

// The answer that was shown is found by its body, with all that was said of it,
// whatever came later.
func TestShownAnswerIsFoundByItsBody(t *testing.T) {
	s, _ := opened(t, place(t))
	was, is, other := answer("q", "was"), answer("q", "is"), answer("other", "of another question")
	was.ImportedAt, was.ImportedFrom = noon(), "alice"
	is.FetchedAt = noon().Add(time.Hour)
	for _, a := range []Answer{was, is, other} {
		must(t, s.Keep(t.Context(), a))
	}
	was.SHA256 = sha256.Sum256(was.Body)
	got, ok, err := s.Shown(t.Context(), "acc", "q", was.SHA256)
	if err != nil || !ok || !reflect.DeepEqual(got, was) {
		t.Errorf("got %+v %v %v, want %+v", got, ok, err, was)
	}
	if got, ok, err := s.Shown(t.Context(), "acc", "q", sha256.Sum256(other.Body)); ok || err != nil {
		t.Error("a body of another question is found:", got, err)
	}
	again := was
	again.FetchedAt, again.ImportedAt, again.ImportedFrom = noon().Add(2*time.Hour), time.Time{}, ""
	must(t, s.Keep(t.Context(), again))
	if got, _, err := s.Latest(t.Context(), "acc", "q"); err != nil || !got.ImportedAt.IsZero() || got.ImportedFrom != "" {
		t.Errorf("what was fetched anew is not one's own: %+v %v", got, err)
	}
}

func TestAccountsAreApart(t *testing.T) {
	s, _ := opened(t, place(t))
	a := answer("q", "x")
	a.Mentions = []string{"example.com"}
	must(t, s.Keep(t.Context(), a))
	_, err := s.Spend(t.Context(), Call{Account: "acc", Endpoint: "ip", Who: "ann"})
	must(t, err)
	must(t, s.SpendOut(t.Context(), "acc"))
	if _, ok, err := s.Latest(t.Context(), "other", "q"); ok || err != nil {
		t.Error("the answer shows", err)
	}
	for _, name := range []string{"example.com", "192.0.2.1"} {
		if got, ok, err := s.Seen(t.Context(), "other", name); ok || err != nil {
			t.Error("the sighting shows", got, err)
		}
	}
	if got, err := s.Age(t.Context(), "other", []string{"q"}); len(got) != 0 || err != nil {
		t.Error("the age shows", got, err)
	}
	m, err := s.Month(t.Context(), "other", noon())
	must(t, err)
	if m.Calls != 0 || m.SpentOut {
		t.Errorf("the ledger shows: %+v", m)
	}
}

func TestZeroTimeIsNow(t *testing.T) {
	s, _ := opened(t, place(t))
	a := answer("q", "x")
	a.FetchedAt = time.Time{}
	must(t, s.Keep(t.Context(), a))
	if got, _, err := s.Latest(t.Context(), "acc", "q"); err != nil || !got.FetchedAt.Equal(noon()) {
		t.Error(got.FetchedAt, err)
	}
}

func TestTooLongBodyIsRefused(t *testing.T) {
	s, _ := opened(t, place(t))
	a := answer("q", "")
	a.Body = make([]byte, MaxBody+1)
	if err := s.Keep(t.Context(), a); class(t, err) != Refused {
		t.Error(err)
	}
}

// An ended context keeps nothing, and does not harm the connection.
func TestEndedContext(t *testing.T) {
	s, _ := opened(t, place(t))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Keep(ctx, answer("q", "x")); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, _, err := s.Latest(ctx, "acc", "q"); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, ok, err := s.Latest(t.Context(), "acc", "q"); ok || err != nil {
		t.Error("kept all the same", err)
	}
	must(t, s.Keep(t.Context(), answer("q", "x")))
}

func recorded(t testing.TB) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	for _, name := range []string{"asn-overview", "dns", "domain-history", "domain", "ip", "url-info", "whois"} {
		body, err := testdata.Recorded.ReadFile("recorded/" + name + ".json")
		must(t, err)
		all[name] = body
	}
	return all
}

// noise does not compress, and is the same every time.
func noise(n int) []byte {
	var out []byte
	for i := 0; len(out) < n; i++ {
		sum := sha256.Sum256([]byte{byte(i), byte(i >> 8)})
		out = append(out, sum[:]...)
	}
	return out[:n]
}
