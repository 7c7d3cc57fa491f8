package phishing

import (
	"slices"
	"strings"
	"testing"

	"quarry/api"
	"quarry/api/cf"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/safe"
	"quarry/views/style"
	"quarry/views/viewtest"
)

const login = "http://worcester-realistic-ellen-portland.trycloudflare.com/login.html"

func answer(result string) string {
	return `{"result":[` + result + `],"success":true,"errors":[],"messages":[]}`
}

func TestStates(t *testing.T) {
	const payload = `\u001b]52;c;YQ==\u0007\u202e\u009b2J\r\n\tx`
	viewtest.States(t, viewtest.Cases{
		Route:   Route(),
		Subject: login,
		OK:      viewtest.Recorded(t, "url-info.json"),
		Empty:   `{"result":[],"success":true,"errors":[],"messages":[]}`,
		Partial: `{"result":{"url":"` + login + `","model_results":[{"model_name":"MACHINE_LEARNING_v2","model_score":"0.5"},{"model_score":null},{"model_name":"v3","model_score":17}],
			"rule_matches":"none","categorizations":[{"category":"PHISHING"}],
			"scan_status":{"last_processed":"lately","scan_complete":"true","status_code":"200","submission_id":"18446744073709551616"}},"success":true,"errors":[]}`,
		Hostile: answer(`{"url":"` + login + `","model_results":[{"model_name":"` + payload + `","model_score":0.71},{"model_name":"` + strings.Repeat("long字", 30) + `","model_score":0.1}],
			"rule_matches":[{"name":"` + payload + `","description":"` + strings.Repeat("long ", 40) + payload + `","banning":true,"blocking":false}],
			"categorizations":[{"category":"` + payload + `","verification_status":"` + payload + `"}],
			"scan_status":{"last_processed":"` + payload + `","scan_complete":false},
			"screenshot_path":"` + payload + `","screenshot_download_signature":"` + strings.Repeat("s", 300) + `"}`),
	})
}

const reviewed = `{"url":"https://login.example.com/signin","categorizations":[{"category":"PHISHING","verification_status":"confirmed"},{"category":"BRAND_EMBEDDING","verification_status":"pending"}],
	"model_results":[{"model_name":"MACHINE_LEARNING_v2","model_score":0.983},{"model_name":"VISUAL_v1","model_score":0.41},{"model_name":"TEXT","model_score":0.024}],
	"rule_matches":[{"name":"phishkit.social","description":"Match frequently used phishing kit (Discord, Facebook, Instagram, Twitter)","banning":true,"blocking":false},{"name":"brand.logo","description":"A well-known logo on a host that is not its owner's"}],
	"scan_status":{"last_processed":"Sun, 22 Nov 2026 10:00:00 GMT","scan_complete":true,"status_code":200,"submission_id":23098200},"screenshot_path":"a/b.png"}`

func start(t *testing.T, subject, result string) *viewtest.Bench {
	return viewtest.New(t, Route(), subject, viewtest.Body(answer(result))).Start()
}

func TestAReviewedPage(t *testing.T) {
	start(t, "https://login.example.com/signin", reviewed).Golden("reviewed")
}

func TestOfADomain(t *testing.T) {
	b := start(t, "login.example.com", reviewed)
	b.Golden("domain")
	seen := walk(b)
	for _, want := range []string{"https://login.example.com/", "https://login.example.com/signin", "login.example.com"} {
		if !slices.Contains(seen, want) && !slices.Contains(seen, strings.TrimSuffix(want, "/")) {
			t.Errorf("the cursor never reached %s, only %q", want, seen)
		}
	}
	if q := b.Source.Asked[0]; q.Indicator.String() != "login.example.com" {
		t.Errorf("asked about %s", q.Indicator)
	}
}

// What the view says it asks about a domain is what goes on the wire.
func TestAskedIsWhatIsSent(t *testing.T) {
	spec, _ := cf.Lookup(cf.EndpointPhishing)
	for _, s := range []string{"login.example.com", "https://login.example.com/signin", "http://192.0.2.1:8080/x"} {
		i := indicator.MustParse(s)
		w, err := spec.Wire(api.Query{Endpoint: cf.EndpointPhishing, Indicator: i})
		if err != nil {
			t.Fatal(err)
		}
		if sent := w.Params[0].Value; strings.TrimSuffix(asked(i).String(), "/") != strings.TrimSuffix(sent, "/") {
			t.Errorf("says %s, sends %s", asked(i), sent)
		}
	}
}

// walk moves the cursor through the record and returns what it was on.
func walk(b *viewtest.Bench) []string {
	b.Drawing(80, 24)
	var seen []string
	for range 40 {
		seen = append(seen, b.View.(views.Selector).Selection().Indicator.String())
		b.Send(keymap.MoveDown)
	}
	return seen
}

func TestTheHostCanBeSelected(t *testing.T) {
	b := viewtest.New(t, Route(), login, viewtest.Body(viewtest.Recorded(t, "url-info.json"))).Start()
	if seen := walk(b); !slices.Contains(seen, "worcester-realistic-ellen-portland.trycloudflare.com") {
		t.Errorf("the cursor reached %q", seen)
	}
}

func TestNoLiveURL(t *testing.T) {
	for name, body := range map[string]string{
		"recorded":      viewtest.Recorded(t, "url-info.json"),
		"nothing known": answer(``),
	} {
		b := viewtest.New(t, Route(), login, viewtest.Body(body)).Start()
		if d := b.Drawing(120, 40); strings.Contains(d, "http://") || strings.Contains(d, "https://") {
			t.Errorf("%s: a terminal would make a link of this:\n%s", name, d)
		}
	}
}

func TestNoLiveURLFromATextThatIsNone(t *testing.T) {
	s := &views.Sheet{}
	place(s, indicator.MustParse(login), cf.Phishing{URL: cf.Name{Raw: safe.FromOutside("http://user:secret@")}})
	if text := strings.Join(s.Lines(80), "\n"); strings.Contains(text, "http://") || !strings.Contains(text, "http[://]user:secret@") {
		t.Errorf("a terminal would make a link of this:\n%s", text)
	}
}

func TestVerdict(t *testing.T) {
	model := func(score string) string { return `{"model_name":"M","model_score":` + score + `}` }
	for _, c := range []struct{ result, want string }{
		{`"model_results":[` + model("0.7") + `],"rule_matches":[],"categorizations":[]`, "▲ model: phishing   no rule matched   no human review yet"},
		{`"model_results":[` + model("0.69") + `],"rule_matches":[],"categorizations":[]`, "▲ model: unsure   no rule matched   no human review yet"},
		{`"model_results":[` + model("0.29") + `],"rule_matches":[],"categorizations":[]`, "  model: not phishing   no rule matched"},
		{`"model_results":[` + model("0.9") + `,` + model("0.1") + `,` + model("1") + `]`, "▲ 2 of 3 models: phishing   rules not given   reviews not given"},
		{`"model_results":[` + model("1.5") + `]`, "no model's word"},
		{`"model_results":[` + model("null") + `]`, "no model's word"},
		{`"model_results":[]`, "no model's word"},
		{`"rule_matches":[{"name":"r"}]`, "▲ 1 rule matched"},
		{`"categorizations":[{"category":"PHISHING","verification_status":"unverified"}]`, "categorized PHISHING, review: unverified"},
		{`"categorizations":[{"category":"PHISHING","verification_status":"confirmed"},{"category":"X"}]`, "categorized PHISHING, review: confirmed, and 1 more"},
		{`"categorizations":[{"category":"PHISHING"}]`, "categorized PHISHING, review state not given"},
		{`"scan_status":{"scan_complete":false}`, "▲ scan not complete"},
	} {
		d := start(t, login, `{"url":"`+login+`",`+c.result+`}`).Drawing(120, 40)
		if !strings.Contains(d, c.want) {
			t.Errorf("%s: want %q in\n%s", c.result, c.want, d)
		}
	}
}

// The words for scores are those of every other score on the screen.
func TestThresholdsAreThoseOfRisk(t *testing.T) {
	for _, score := range []float64{0, 0.29, suspectFrom, 0.69, phishingFrom, 1} {
		tone, _ := style.Risk(score)
		if o := opinionOf(cf.Model{Score: cf.Known(score)}); o.tone != tone {
			t.Errorf("%g is %s here and another risk elsewhere", score, o.word)
		}
	}
}

func TestText(t *testing.T) {
	b := start(t, "https://login.example.com/signin", reviewed)
	_, lines, err := Route().Text(b.Env, b.View.(views.Answerer).Answers()[0], 100)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(lines, "\n")
	for _, want := range []string{"hxxps://login[.]example[.]com/signin", "1 of 3 models: phishing", "0.983", "phishkit.social", "review: confirmed", "submission 23098200", "a/b.png"} {
		if !strings.Contains(text, want) {
			t.Errorf("the command line lacks %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "█") {
		t.Errorf("the command line draws:\n%s", text)
	}
}

func TestTakes(t *testing.T) {
	viewtest.Takes(t, Route(), map[string]string{
		"example.com": "example.com", "http://a.example.com/x": "http://a.example.com/x", "http://192.0.2.1/": "http://192.0.2.1/",
		"192.0.2.1": "", "AS64500": "", "192.0.2.0/24": "",
	})
}

func TestCost(t *testing.T) {
	b := start(t, "https://login.example.com/signin", reviewed)
	if c := Route().Cost(b.Env, indicator.MustParse("https://login.example.com/signin")); c.Calls != 0 {
		t.Errorf("a known scan costs %+v", c)
	}
	if c := Route().Cost(b.Env, indicator.MustParse("login.example.com")); c.Calls != 1 {
		t.Errorf("another question costs %+v", c)
	}
}
