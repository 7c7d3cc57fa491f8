package cf_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"quarry/api"
	"quarry/api/cf"
	"quarry/state/indicator"
)

// What the real answers are read as, in full: the JSON is the documented output.
func TestRecordedAnswers(t *testing.T) {
	want := map[api.Endpoint]string{
		cf.EndpointIP: `{"ip":"1.1.1.1","network":{"id":"autonomous-system--2fa28d71-3549-5a38-af05-770b79ad6ea8",` +
			`"asn":13335,"type":"isp","country":"US","description":"CLOUDFLARENET"},` +
			`"ptr_domains":["one.one.one.one."],"iana_reservations":[]}`,
		cf.EndpointPDNS: `{"records":[` +
			`{"hostname":"internet-ping.svc.starlink.com","first_seen":"2023-07-15","last_seen":"2023-07-18"},` +
			`{"hostname":"one.one.one.one","first_seen":"2023-07-15","last_seen":"2023-07-18"},` +
			`{"hostname":"ping.ui.com","first_seen":"2023-07-15","last_seen":"2023-07-18"},` +
			`{"hostname":"ping.ubnt.com","first_seen":"2023-07-15","last_seen":"2023-07-18"},` +
			`{"hostname":"bflow.tiki.video","first_seen":"2023-07-15","last_seen":"2023-07-18"}],` +
			`"count":778,"page":1,"per_page":5}`,
		cf.EndpointDomain: `{"domain":"cloudflare.com","content_categories":[` +
			`{"id":155,"name":"Technology","super_category_id":26},{"id":26,"name":"Technology"}],` +
			`"resolves_to_refs":[` +
			`{"id":"ipv4-addr--71f6bb54-e0c5-5e7d-b939-5698fc15a102","value":"104.16.133.229"},` +
			`{"id":"ipv4-addr--015b0df4-7fcd-5409-9b56-cfd300c662f6","value":"104.16.132.229"},` +
			`{"id":"ipv6-addr--4a7455cd-e8d0-5bfb-8bdb-f6ebb1759508","value":"2606:4700::6810:85e5"},` +
			`{"id":"ipv6-addr--68f89579-7204-5ebd-a851-e91b3a86fc6d","value":"2606:4700::6810:84e5"}],` +
			`"type":"Apex domain","notes":"Apex domain given."}`,
		cf.EndpointHistory: `{"domain":"cloudflare.com","categorizations":[` +
			`{"categories":[{"id":115,"name":"Login Screens"},{"id":155,"name":"Technology"}],` +
			`"start":"2023-05-31T08:12:53.547029Z","open":true},` +
			`{"categories":[{"id":155,"name":"Technology"}],` +
			`"start":"2020-12-16T19:49:30.533482Z","end":"2023-05-31T08:12:53.547029Z"}]}`,
		cf.EndpointWHOIS: `{"domain":"cloudflare.com","created_date":"2009-02-17","updated_date":"2017-05-24",` +
			`"nameservers":["ns3.cloudflare.com","ns4.cloudflare.com","ns5.cloudflare.com","ns6.cloudflare.com","ns7.cloudflare.com"],` +
			`"registrar":{"summary":"CloudFlare, Inc."},` +
			`"registrant":{"summary":"DATA REDACTED","org":"DATA REDACTED","country":"United States",` +
			`"email":"https://domaincontact.cloudflareregistrar.com/cloudflare.com"}}`,
		cf.EndpointASN: `{"asn":13335,"description":"CLOUDFLARENET","country":"US","type":"isp"}`,
		cf.EndpointPhishing: `{"url":"http://worcester-realistic-ellen-portland.trycloudflare.com/login.html",` +
			`"scan_status":{"last_processed":"2023-07-19T14:15:28Z","scan_complete":true,"status_code":200,"submission_id":23098147},` +
			`"model_results":[{"model_name":"MACHINE_LEARNING_v2","model_score":0.999}],` +
			`"rule_matches":[{"name":"phishkit.social","description":"Match frequently used phishing kit (Discord, Facebook, Instagram, Twitter)"}],` +
			`"categorizations":[]}`,
		cf.EndpointMiscategorization: `{"accepted":true}`,
	}
	for _, d := range decoders() {
		if d.example == "" {
			continue
		}
		t.Run(d.example, func(t *testing.T) {
			got := d.run(about(d.endpoint, d.of, recorded(t, d.example)))
			if got.err != nil {
				t.Fatal(got.err)
			}
			if s := toJSON(t, got.record); s != want[d.endpoint] {
				t.Errorf("\n got %s\nwant %s", s, want[d.endpoint])
			}
			if len(got.remarks.Extra) > 0 {
				t.Errorf("left over: %v", got.remarks.Extra)
			}
		})
	}
}

func TestRecordedIndicators(t *testing.T) {
	ip := read(t, cf.DecodeIP, about(cf.EndpointIP, "1.1.1.1", recorded(t, "ip")))
	whois := read(t, cf.DecodeWHOIS, about(cf.EndpointWHOIS, "cloudflare.com", recorded(t, "whois")))
	domain := read(t, cf.DecodeDomain, about(cf.EndpointDomain, "cloudflare.com", recorded(t, "domain")))
	pdns := read(t, cf.DecodePDNS, about(cf.EndpointPDNS, "1.1.1.1", recorded(t, "dns")))
	for what, c := range map[string]struct {
		got  indicator.Indicator
		want string
	}{
		"the network":         {ip.Network.Indicator, "AS13335"},
		"PTR without the dot": {ip.PTR[0].Indicator, "one.one.one.one"},
		"a name server":       {whois.NameServers[0].Indicator, "ns3.cloudflare.com"},
		"a contact form":      {whois.Registrant.Email.Indicator, "https://domaincontact.cloudflareregistrar.com/cloudflare.com"},
		"an IPv6 reference":   {domain.ResolvesTo[2].Value.Indicator, "2606:4700::6810:85e5"},
		"a host name":         {pdns.Rows.At(2).Name.Indicator, "ping.ui.com"},
	} {
		if c.got.String() != c.want {
			t.Errorf("%s: %q, want %q", what, c.got, c.want)
		}
	}
	if !whois.Registrant.Redacted() || whois.Registrar.Redacted() {
		t.Error("the registrant is redacted, the registrar is not")
	}
	if n, known := domain.RiskScore.Get(); known {
		t.Errorf("no risk score was given, yet it is %v", n)
	}
	if domain.RiskTypes != nil || ip.Lists != nil {
		t.Error("lists that were not given are known")
	}
}

// Every field of every real answer is in the record or among the extra fields:
// a field that is renamed must turn up, a value that is changed must show.
func TestNoFieldIsLost(t *testing.T) {
	for _, d := range decoders() {
		if d.example == "" || d.example == "miscategorization" {
			continue
		}
		body := recorded(t, d.example)
		before := visible(t, d.run(about(d.endpoint, d.of, body)))
		var doc any
		if err := json.Unmarshal(body, &doc); err != nil {
			t.Fatal(err)
		}
		n := 0
		result := doc.(map[string]any)["result"]
		walk(result, func(path string, o map[string]any, name string) {
			n++
			old := o[name]
			delete(o, name)
			o["zz_renamed"] = "needle-in-the-answer"
			got := d.run(about(d.endpoint, d.of, []byte(toJSON(t, doc))))
			if !strings.Contains(visible(t, got), "needle-in-the-answer") {
				t.Errorf("%s: renamed %s.%s is lost", d.example, path, name)
			}
			delete(o, "zz_renamed")
			o[name] = other(old)
			got = d.run(about(d.endpoint, d.of, []byte(toJSON(t, doc))))
			if visible(t, got) == before {
				t.Errorf("%s: %s.%s = %v does not show", d.example, path, name, o[name])
			}
			o[name] = old
		})
		if n < 4 {
			t.Errorf("%s: only %d fields were tried", d.example, n)
		}
	}
}

// visible is all that an analyst can see of an outcome.
func visible(t *testing.T, o outcome) string {
	return toJSON(t, o.record) + fmt.Sprint(o.remarks.Extra, o.err)
}

func walk(v any, visit func(path string, o map[string]any, name string)) {
	var down func(path string, v any)
	down = func(path string, v any) {
		switch v := v.(type) {
		case []any:
			for i, item := range v {
				down(fmt.Sprintf("%s[%d]", path, i), item)
			}
		case map[string]any:
			names := make([]string, 0, len(v))
			for name := range v {
				names = append(names, name)
			}
			for _, name := range names {
				visit(path, v, name)
				down(path+"."+name, v[name])
			}
		}
	}
	down("result", v)
}

// other is a value of the same shape that says something else.
func other(v any) any {
	switch v := v.(type) {
	case string:
		if strings.HasPrefix(v, "20") {
			return "1999-12-31"
		}
		return v + "x"
	case float64:
		return v / 2
	case bool:
		return !v
	case []any:
		return append([]any{"more.example.com"}, v...)
	case map[string]any:
		return map[string]any{"strange": "needle"}
	}
	return []any{"something"}
}
