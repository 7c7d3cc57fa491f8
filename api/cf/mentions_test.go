package cf_test

import (
	"fmt"
	"slices"
	"testing"

	"quarry/api"
	"quarry/api/cf"
	"quarry/testdata"
)

func TestMentions(t *testing.T) {
	for file, want := range map[string][]string{
		"ip.json":             {"1.1.1.1", "AS13335", "one.one.one.one"},
		"dns.json":            {"internet-ping.svc.starlink.com", "one.one.one.one", "ping.ui.com", "ping.ubnt.com", "bflow.tiki.video"},
		"domain.json":         {"cloudflare.com", "104.16.133.229", "104.16.132.229", "2606:4700::6810:85e5", "2606:4700::6810:84e5"},
		"asn-overview.json":   {"AS13335"},
		"domain-history.json": {"cloudflare.com"},
		"url-info.json":       {"http://worcester-realistic-ellen-portland.trycloudflare.com/login.html"},
	} {
		body, err := testdata.Recorded.ReadFile("recorded/" + file)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, i := range cf.Mentions(api.Answer{Body: body}) {
			got = append(got, i.String())
		}
		for _, w := range want {
			if !slices.Contains(got, w) {
				t.Errorf("%s mentions %q, not %s", file, got, w)
			}
		}
	}
}

func TestMentionsOfBodiesThatAreNone(t *testing.T) {
	for _, body := range []string{"", "<html>example.com</html>", "{", `{"a":"x.example.com"`, `"a.example.com"`, `[[[[]]]]`, `{"k":{"asn":"13335","value":-1}}`, "\xff"} {
		for _, i := range cf.Mentions(api.Answer{Body: []byte(body)}) {
			if i.String() != "x.example.com" && i.String() != "a.example.com" {
				t.Errorf("%q mentions %s", body, i)
			}
		}
	}
}

func TestMentionsAreBounded(t *testing.T) {
	var body []byte
	body = append(body, '[')
	for n := range 20_000 {
		body = fmt.Appendf(body, `"h%d.example.com",`, n)
	}
	body = append(body, `"end"]`...)
	if n := len(cf.Mentions(api.Answer{Body: body})); n != 10_000 {
		t.Errorf("%d mentions", n)
	}
}
