package cfsim

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"quarry/testdata/hostile"
)

// hostilePaths are the questions about subjects, by endpoint.
func hostilePaths(s Subjects) map[string]string {
	paths := map[string]string{"ip of IPv6": pathFor("ip", s.IPv6)}
	for _, endpoint := range []string{"domain", "history", "whois"} {
		paths[endpoint] = pathFor(endpoint, s.Domain)
	}
	for _, endpoint := range []string{"ip", "pdns"} {
		paths[endpoint] = pathFor(endpoint, s.IPv4)
	}
	for _, endpoint := range []string{"asn", "subnets"} {
		paths[endpoint] = pathFor(endpoint, s.ASN)
	}
	paths["phishing"] = pathFor("phishing", s.URL)
	paths["bulk"] = bulkPath(s.Domain)
	return paths
}

// textsOf are all keys and texts of a JSON document.
func textsOf(t *testing.T, body string) (keys, values map[string]bool) {
	t.Helper()
	keys, values = map[string]bool{}, map[string]bool{}
	var doc any
	if err := json.Unmarshal([]byte(body), &doc); err != nil {
		t.Fatalf("%v in %.200q", err, body)
	}
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for k, in := range v {
				keys[k] = true
				walk(in)
			}
		case []any:
			for _, in := range v {
				walk(in)
			}
		case string:
			values[v] = true
		}
	}
	walk(doc)
	return keys, values
}

// asParsed is a text as encoding/json gives it.
func asParsed(s string) string {
	var b strings.Builder
	for _, c := range s {
		b.WriteRune(c)
	}
	return b.String()
}

// In the first answers of each endpoint every payload stands as a value and as
// a name, and no text but the subject and dates is left that is none.
func TestHostileAnswersHoldEveryPayload(t *testing.T) {
	s := New(Options{Now: testNow})
	all, err := hostile.Payloads()
	if err != nil {
		t.Fatal(err)
	}
	isPayload := map[string]bool{}
	for _, p := range all {
		isPayload[asParsed(p.Text)] = true
	}
	for _, n := range []int{0, 1, len(all) - 1} {
		subjects := AnswersTo(n)
		for endpoint, path := range hostilePaths(subjects) {
			g := direct(s, path)
			if g.status != http.StatusOK {
				t.Fatalf("%s: %d %.200s", endpoint, g.status, g.body)
			}
			keys, values := textsOf(t, g.body)
			long := 0
			for text := range isPayload {
				switch {
				case len(text) > 10_000 && keys[text]:
					long++
				case len(text) <= 10_000 && !(keys[text] && values[text]):
					t.Errorf("%s %d: %.40q is no key or no value", endpoint, n, text)
				}
			}
			if long == 0 {
				t.Errorf("%s %d: no name is very long", endpoint, n)
			}
			left := 0
			for v := range values {
				if v != "" && !isPayload[v] && !strings.HasSuffix(v, "."+hostileZone) && !(n%2 == 0 && isDate(v)) {
					left++
				}
			}
			if left > 1 { // the subject
				t.Errorf("%s %d: %d texts are harmless", endpoint, n, left)
			}
			if g.header.Get("Cf-Ray") == "" || strings.HasSuffix(g.header.Get("Cf-Ray"), "-SIM") {
				t.Errorf("%s %d: the ray is %q", endpoint, n, g.header.Get("Cf-Ray"))
			}
		}
	}
}

// A field meets each payload in one of the answers.
func TestEveryFieldMeetsEveryPayload(t *testing.T) {
	met := map[string]bool{}
	for n := range payloads() {
		var fields map[string]string
		if err := json.Unmarshal(newPoison(n).rewrite([]byte(`{"ip":"192.0.2.1","name":"x","success":"y"}`), "192.0.2.1"), &fields); err != nil {
			t.Fatal(err)
		}
		if fields["ip"] != "192.0.2.1" || fields["name"] == fields["success"] {
			t.Fatalf("%d: %.100q", n, fields)
		}
		met[fields["name"]] = true
	}
	for _, text := range payloads() {
		if !met[asParsed(text)] {
			t.Errorf("%.40q is never met", text)
		}
	}
}

func TestHostileErrorsAreOfTenKinds(t *testing.T) {
	s := New(Options{Now: testNow})
	statuses := map[int]int{}
	for n := range 10 {
		for endpoint, path := range hostilePaths(ErrorsTo(n)) {
			g := direct(s, path)
			statuses[g.status]++
			texts := strings.Contains(g.body, `\u001b`) || strings.Contains(g.body, "\x1b")
			if !texts && n != 6 && n != 8 {
				t.Errorf("%s %d: %d %.200q", endpoint, n, g.status, g.body)
			}
		}
	}
	for _, status := range []int{200, 302, 400, 401, 403, 404, 429} {
		if statuses[status] == 0 {
			t.Errorf("none has the status %d", status)
		}
	}
}

func TestHostileSubjectsAreTheirOwn(t *testing.T) {
	for _, n := range []int{0, 7, 255, 256, 1000} {
		for _, isError := range []bool{false, true} {
			of := AnswersTo(n)
			if isError {
				of = ErrorsTo(n)
			}
			for _, subject := range []string{of.Domain, of.IPv4, of.IPv6, of.ASN} {
				if got, e, ok := hostileSubject(subject); got != n || e != isError || !ok {
					t.Errorf("%s is %d %v %v", subject, got, e, ok)
				}
			}
		}
	}
	for _, other := range []string{
		"example.com", "x1.hostile.example", "h.hostile.example", "hx.hostile.example", "h-1.hostile.example", "198.20.0.1",
		"2001:db8::1", "AS64500", "AS", "ASx", "", "nothostile.example",
	} {
		if _, _, ok := hostileSubject(other); ok {
			t.Errorf("%s is hostile", other)
		}
	}
}

// The token makes every answer hostile, the list of accounts too.
func TestHostileToken(t *testing.T) {
	s := start(t, Options{})
	for _, path := range []string{"/user/tokens/verify", "/accounts?per_page=50", "/accounts?per_page=50&page=2", pathFor("ip", "1.1.1.1"), pathFor("domain", "example.com")} {
		g, err := s.try("GET", path, "", "Bearer "+HostileToken)
		if err != nil || g.status != http.StatusOK {
			t.Fatalf("%s: %d %v", path, g.status, err)
		}
		if _, values := textsOf(t, g.body); !values["\x1b[2J\x1b[Hgone"] {
			t.Errorf("%s has no hostile text: %.200s", path, g.body)
		}
	}
	if g, err := s.try("GET", "/user/tokens/verify", "", "Bearer "+HostileStatusToken); err != nil || strings.Contains(g.body, `"active"`) {
		t.Errorf("the state is %.200s, %v", g.body, err)
	}
	report := `{"indicator_type":"domain","url":"` + AnswersTo(3).Domain + `","security_adds":[131]}`
	if g, err := s.try("POST", "intel/miscategorization", report, "Bearer "+DemoToken); err != nil || g.status != 200 || strings.Contains(g.body, "receipt") {
		t.Errorf("a report gets %d %.200s, %v", g.status, g.body, err)
	}
}
