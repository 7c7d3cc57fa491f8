package cfsim

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
)

func bulkPath(names ...string) string {
	return "intel/domain/bulk?" + url.Values{"domain": names, "include_ranking": {"true"}}.Encode()
}

func bulkNames(t *testing.T, g got) []string {
	t.Helper()
	var names []string
	for _, r := range result[[]struct{ Domain string }](t, g) {
		names = append(names, r.Domain)
	}
	return names
}

// What a bulk answer says of a name is what the single one says, except what it
// resolves to.
func TestBulkSaysWhatTheSingleAnswerSays(t *testing.T) {
	s := New(Options{Now: testNow})
	names := []string{"cloudflare.com", "login-portal.example", "mail.example.com", "one.one.one.one", "shop.example.org", partialDomain}
	records := result[[]map[string]json.RawMessage](t, direct(s, bulkPath(names...)))
	if len(records) != len(names) {
		t.Fatalf("%d records for %d names", len(records), len(names))
	}
	for i, name := range names {
		single := result[map[string]json.RawMessage](t, direct(s, pathFor("domain", name)))
		delete(single, "resolves_to_refs")
		want, _ := json.Marshal(single)
		if got, _ := json.Marshal(records[i]); string(got) != string(want) {
			t.Errorf("%s:\n got %s\nwant %s", name, got, want)
		}
	}
	if s.Calls() != 1+len(names) {
		t.Errorf("%d calls were charged", s.Calls())
	}
	ranked := result[[]domainResult](t, direct(s, bulkPath("mail.example.com")))[0].Rank
	unranked := result[[]domainResult](t, direct(s, "intel/domain/bulk?domain=mail.example.com"))[0].Rank
	if ranked == 0 || unranked != 0 {
		t.Errorf("the rank is %d when asked for and %d when not", ranked, unranked)
	}
}

func TestBulkAnswersThatAreWrong(t *testing.T) {
	s := New(Options{Now: testNow})
	const good = "shop.example.org"
	for _, c := range []struct {
		asked, want []string
	}{
		{[]string{good, BulkMissing}, []string{good}},
		{[]string{BulkMissing}, nil},
		{[]string{good, "nobody.knows.test"}, []string{good}},
		{[]string{BulkOther, good}, []string{BulkOther, BulkUnasked, good}},
		{[]string{BulkTwice}, []string{BulkTwice, BulkTwice}},
		{[]string{good, "SHOP.example.org."}, []string{good}},
	} {
		if got := bulkNames(t, direct(s, bulkPath(c.asked...))); !slices.Equal(got, c.want) {
			t.Errorf("asked %q, got %q", c.asked, got)
		}
	}
}

// The names can be come to by passive DNS, as an analyst comes to names.
func TestBulkNamesAreAtAnAddress(t *testing.T) {
	var names []string
	for _, r := range result[dnsResult](t, direct(New(Options{Now: testNow}), pathFor("pdns", "198.51.100.90"))).Records {
		names = append(names, r.Hostname)
	}
	for _, want := range []string{BulkMissing, BulkOther, BulkTwice, BulkRefused, partialDomain} {
		if !slices.Contains(names, want) {
			t.Errorf("%s is not among %v", want, names)
		}
	}
}

func TestBulkRefusals(t *testing.T) {
	s := New(Options{Now: testNow, BulkMax: 2})
	for _, path := range []string{
		"intel/domain/bulk", bulkPath("a.example.com", "b.example.com", "c.example.com"), bulkPath("a.example.com", "no domain"),
		bulkPath("a.example.com", BulkRefused),
	} {
		if g := direct(s, path); g.status != http.StatusBadRequest || codes(t, g)[0] != codeRequest {
			t.Errorf("%s: %d %s", path, g.status, g.body)
		}
	}
	if g := direct(s, bulkPath("a.example.com", "b.example.com")); g.status != http.StatusOK {
		t.Errorf("two names: %d", g.status)
	}
	for fault, status := range map[string]int{"err-quota.example": 403, "err-rate.example": 429, "err-notfound.example": 404} {
		if g := direct(s, bulkPath("a.example.com", fault)); g.status != status {
			t.Errorf("%s: %d %.100s", fault, g.status, g.body)
		}
	}
	if g := direct(New(Options{}), bulkPath(strings.Fields(strings.Repeat("a.example.com ", bulkMax))...)); g.status != http.StatusOK {
		t.Errorf("%d names: %d", bulkMax, g.status)
	}
}
