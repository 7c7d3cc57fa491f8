package miscategorization

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/api/cf"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/safe"
	"quarry/views/viewtest"
)

const login = `{"result":{"domain":"login-example.com","content_categories":[{"id":115,"super_category_id":15,"name":"Login Screens"},{"id":15,"name":"Miscellaneous"},
	{"id":155,"super_category_id":26,"name":"Technology"}],"risk_types":[{"id":117,"super_category_id":21,"name":"Malware"}]},"success":true,"errors":[]}`

// opened is the form of a subject; known is the answer about its name that is at
// hand, empty for none.
func opened(t *testing.T, subject, known string, reply func(api.Query) (api.Answer, error)) *viewtest.Bench {
	t.Helper()
	b := viewtest.New(t, Route(), subject, reply)
	i := indicator.MustParse(subject)
	if known != "" {
		host, _ := i.Host()
		a, _ := viewtest.Aged(known, 2*time.Hour)(api.Query{Endpoint: cf.EndpointDomain, Indicator: host})
		b.Env.Shelf.Keep(a)
		b.View = Route().New(b.Env, i)
	}
	b.Start()
	return b
}

// press sends keys as the root does: raw while the form captures, else as the
// workbench's actions.
func press(b *viewtest.Bench, keys ...string) {
	codes := map[string]rune{"tab": tea.KeyTab, "enter": tea.KeyEnter, "esc": tea.KeyEscape, "up": tea.KeyUp, "down": tea.KeyDown, "space": ' '}
	for _, k := range keys {
		if b.View.(views.Capturer).Capturing() {
			if code, ok := codes[k]; ok {
				msg := tea.KeyPressMsg{Code: code}
				if k == "space" {
					msg.Text = " "
				}
				b.Send(msg)
				continue
			}
			b.Type(k)
			continue
		}
		if a, ok := b.Env.Keys.Lookup(keymap.Workbench, k); ok {
			b.Send(a)
		}
	}
}

// until presses a key until a text stands on the selected line.
func until(t *testing.T, b *viewtest.Bench, key, want string) {
	t.Helper()
	for range 30 {
		for _, l := range strings.Split(b.Drawing(120, 40), "\n") {
			if strings.HasPrefix(l, " ▌") && strings.Contains(l, want) {
				return
			}
		}
		press(b, key)
	}
	t.Fatalf("no line with %q is reached:\n%s", want, b.Drawing(120, 40))
}

// phishing chooses to replace Login Screens by Phishing and types the
// confirmation, without sending.
func phishing(t *testing.T, b *viewtest.Bench) {
	t.Helper()
	until(t, b, "down", "[ ] Login Screens 115")
	press(b, "space")
	until(t, b, "down", "search 121")
	press(b, "phish", "enter")
	until(t, b, "down", "type login-example.com")
	press(b, "login-example.com")
}

func TestOpeningAsksForNothing(t *testing.T) {
	for golden, c := range map[string]struct{ subject, known string }{
		"unknown":  {"login-example.com", ""},
		"known":    {"login-example.com", login},
		"recorded": {"cloudflare.com", viewtest.Recorded(t, "domain.json")},
		"url":      {"https://login-example.com/session?id=7", login},
		"ipv4":     {"192.0.2.44", ""},
		"ipv6":     {"2001:db8::44", ""},
	} {
		b := opened(t, c.subject, c.known, nil)
		if len(b.Source.Asked) != 0 || b.View.(views.Capturer).Capturing() {
			t.Errorf("%s: asked %v, takes keys %v", golden, b.Source.Asked, b.View.(views.Capturer).Capturing())
		}
		b.Golden(golden)
	}
}

func TestTakes(t *testing.T) {
	viewtest.Takes(t, Route(), map[string]string{
		"example.com": "example.com", "https://example.com/x": "https://example.com/x", "192.0.2.1": "192.0.2.1",
		"2001:db8::1": "2001:db8::1", "AS64500": "", "192.0.2.0/24": "",
	})
	if c := Route().Cost(views.Env{}, indicator.MustParse("example.com")); c.Calls != 1 {
		t.Errorf("costs %+v", c)
	}
}

func TestWhatComesWhileItIsCoveredIsTaken(t *testing.T) {
	b := opened(t, "login-example.com", "", nil)
	a, _ := viewtest.Body(login)(api.Query{Endpoint: cf.EndpointDomain, Indicator: indicator.MustParse("login-example.com")})
	b.Env.Shelf.Keep(a)
	b.Run(b.View.(views.Resumer).Resume())
	if got := b.Drawing(80, 24); !strings.Contains(got, "[ ] Login Screens 115") {
		t.Errorf("the current categories are not shown:\n%s", got)
	}
}

func TestSendsExactlyWhatIsShownOnce(t *testing.T) {
	b := opened(t, "login-example.com", login, func(q api.Query) (api.Answer, error) {
		a, err := viewtest.Body(viewtest.Recorded(t, "miscategorization.json"))(q)
		a.RayID = safe.FromOutside("8f2b3c4d5e6f7a8b-FRA")
		return a, err
	})
	until(t, b, "down", "search 121")
	press(b, "phish")
	b.Golden("found")
	press(b, "enter")
	b.View = Route().New(b.Env, indicator.MustParse("login-example.com"))
	phishing(t, b)
	b.Golden("ready")
	const body = `{"indicator_type":"domain","url":"login-example.com","content_removes":[115],"security_adds":[131]}`
	for _, l := range []string{"POST accounts/…/intel/miscategorization", body} {
		if got := b.Drawing(120, 40); !strings.Contains(got, l) {
			t.Errorf("%s is not shown:\n%s", l, got)
		}
	}
	press(b, "enter")
	if len(b.Source.Asked) != 1 || b.Source.Asked[0].Payload != body {
		t.Fatalf("sent %+v", b.Source.Asked)
	}
	b.Golden("accepted")
	press(b, "enter", "space", "tab", "enter")
	b.Send(keymap.FormAccept)
	b.Send(keymap.Refresh)
	b.Run(b.View.(views.Resumer).Resume())
	if len(b.Source.Asked) != 1 {
		t.Errorf("sent %d times", len(b.Source.Asked))
	}
	if n := len(b.View.(views.Answerer).Answers()); n != 1 {
		t.Errorf("%d answers to show", n)
	}
}

func TestDoesNotSend(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(*viewtest.Bench)
		says string
	}{
		"nothing chosen": {func(b *viewtest.Bench) {
			until(t, b, "down", "type login")
			press(b, "login-example.com", "enter")
		}, "nothing to add or remove"},
		"not confirmed": {func(b *viewtest.Bench) {
			phishing(t, b)
			press(b, "x", "enter")
		}, "type login-example.com to confirm"},
		"pasted": {func(b *viewtest.Bench) {
			until(t, b, "down", "search 121")
			press(b, "phish", "enter")
			until(t, b, "down", "type login")
			b.Send(tea.PasteMsg{Content: "login-example.com"})
			if got := b.Drawing(120, 40); !strings.Contains(got, "typed, not pasted") {
				t.Errorf("a paste is not refused:\n%s", got)
			}
			press(b, "enter")
		}, "type login-example.com to confirm"},
		"too many": {func(b *viewtest.Bench) {
			until(t, b, "down", "search 121")
			press(b, "gambling", "enter")
			until(t, b, "down", "type login")
			press(b, "login-example.com", "enter")
		}, "3 content categories after the change"},
		"given by age": {func(b *viewtest.Bench) {
			until(t, b, "down", "search 121")
			press(b, "newly seen", "enter")
			until(t, b, "down", "type login")
			press(b, "login-example.com", "enter")
		}, "177"},
		"there already": {func(b *viewtest.Bench) {
			until(t, b, "down", "search 121")
			press(b, "malware", "enter")
			until(t, b, "down", "type login")
			press(b, "login-example.com", "enter")
		}, "there already"},
	} {
		t.Run(name, func(t *testing.T) {
			b := opened(t, "login-example.com", login, viewtest.Body(viewtest.Recorded(t, "miscategorization.json")))
			c.do(b)
			if len(b.Source.Asked) != 0 {
				t.Errorf("sent %+v", b.Source.Asked)
			}
			if got := b.Drawing(120, 40); !strings.Contains(got, c.says) {
				t.Errorf("does not say %q:\n%s", c.says, got)
			}
			b.Golden("refused-" + strings.ReplaceAll(name, " ", "-"))
		})
	}
}

func TestFailures(t *testing.T) {
	all := viewtest.Failures()
	all["denied"] = api.Error{Class: api.Forbidden, Status: 403, Code: 10000, Permission: cf.PermissionEdit}
	all["fault"] = api.Error{Class: api.ServerFault, Status: 502, Tries: 1, Sent: true, Calls: 1, Err: errors.New("bad gateway")}
	all["broke"] = api.Error{Class: api.Unreachable, Tries: 1, Sent: true, Calls: 1, Err: errors.New("within the body: unexpected EOF")}
	all["redirected"] = api.Error{Class: api.Redirected, Status: 302, Tries: 1, Sent: true, Calls: 1, Err: errors.New("to https://login.example.net")}
	all["hostile"] = api.Error{Class: api.Rejected, Status: 400, Code: 7003, Message: safe.FromOutside("\x1b]52;c;YQ==\x07no\u202e route\r\n" + strings.Repeat("long ", 60))}
	for name, e := range all {
		b := opened(t, "login-example.com", login, viewtest.Fail(e))
		phishing(t, b)
		press(b, "enter")
		press(b, "enter")
		if len(b.Source.Asked) != 1 {
			t.Errorf("%s: sent %d times", name, len(b.Source.Asked))
		}
		b.Golden("failed-" + name)
		uncertain := strings.Contains(b.Drawing(120, 40), "may have arrived")
		if want := name == "broke" || name == "fault"; uncertain != want {
			t.Errorf("%s: says that it may have arrived: %v", name, uncertain)
		}
		if strings.Contains(b.Drawing(120, 40), "press r") {
			t.Errorf("%s: r sends nothing again", name)
		}
	}
}

func TestAnOddAnswerIsTold(t *testing.T) {
	b := opened(t, "login-example.com", login, viewtest.Body(`{"result":{"ticket":"\u001b[2J17"},"success":true,"errors":[]}`))
	phishing(t, b)
	press(b, "enter")
	b.Golden("odd")
}

func TestLeavingWhileItIsSent(t *testing.T) {
	b := opened(t, "login-example.com", login, viewtest.Body(viewtest.Recorded(t, "miscategorization.json")))
	phishing(t, b)
	_, cmd := b.View.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
	if cmd == nil || !b.View.(views.Waiter).Waiting() {
		t.Fatal("nothing is under way")
	}
	b.Send(views.Tick{Now: viewtest.Now().Add(3 * time.Second)})
	b.Golden("sending")
	e := b.View.(views.Escaper)
	if !e.Escape() {
		t.Error("left without a word")
	}
	b.Golden("sending-leave")
	if e.Escape() {
		t.Error("cannot be left")
	}
	b.View.(views.Resumer).Leave()
	b.Run(cmd)
	b.Run(b.View.(views.Resumer).Resume())
	b.Golden("left")
	press(b, "enter")
	if len(b.Source.Asked) > 1 {
		t.Errorf("sent %d times", len(b.Source.Asked))
	}
}

func TestEscapeClearsThenLeaves(t *testing.T) {
	b := opened(t, "login-example.com", login, nil)
	until(t, b, "down", "search 121")
	press(b, "phish", "esc")
	if got := b.Drawing(120, 40); !strings.Contains(got, "search 121") || len(b.Intents) != 0 {
		t.Errorf("the search is not cleared, intents %v:\n%s", b.Intents, got)
	}
	press(b, "esc")
	if len(b.Intents) != 1 || b.Intents[0] != views.Intent(views.Back{}) {
		t.Errorf("intents %#v", b.Intents)
	}
}

// Enter must be taken everywhere: what the view does not take opens the subject
// and costs a call.
func TestEnterIsAlwaysTaken(t *testing.T) {
	b := opened(t, "login-example.com", login, nil)
	for range 12 {
		if !b.View.(views.Capturer).Capturing() {
			if intent, cmd := b.View.Update(keymap.Open); intent == nil && cmd == nil {
				t.Fatalf("enter is left to the root:\n%s", b.Drawing(120, 40))
			}
		}
		press(b, "down")
	}
}

func TestWithoutKnownCategoriesAnyCanBeRemoved(t *testing.T) {
	b := opened(t, "192.0.2.44", "", viewtest.Body(viewtest.Recorded(t, "miscategorization.json")))
	until(t, b, "down", "search 121")
	press(b, "phish", "enter", "up", "space")
	b.Golden("removed")
	until(t, b, "down", "type 192.0.2.44")
	press(b, "192.0.2.44", "enter")
	if want := `{"indicator_type":"ipv4","ip":"192.0.2.44","security_removes":[131]}`; len(b.Source.Asked) != 1 || b.Source.Asked[0].Payload != want {
		t.Errorf("sent %+v", b.Source.Asked)
	}
}

func TestAChangeTakesTheConfirmationBack(t *testing.T) {
	b := opened(t, "login-example.com", login, viewtest.Body(viewtest.Recorded(t, "miscategorization.json")))
	phishing(t, b)
	until(t, b, "up", "[ ] Technology 155")
	press(b, "space")
	until(t, b, "down", "Send")
	press(b, "enter")
	if len(b.Source.Asked) != 0 {
		t.Errorf("sent what was not confirmed: %+v", b.Source.Asked)
	}
}

func TestAPickCanBeTakenBack(t *testing.T) {
	b := opened(t, "login-example.com", login, nil)
	until(t, b, "down", "search 121")
	press(b, "phish", "enter", "up", "space")
	if got := b.Drawing(120, 40); strings.Contains(got, "Phishing") {
		t.Errorf("still chosen:\n%s", got)
	}
}

func TestHostileTextIsHarmless(t *testing.T) {
	b := opened(t, "login-example.com", login, nil)
	until(t, b, "down", "search 121")
	b.Send(tea.PasteMsg{Content: "\x1b[2Jphi\u202esh\r\n" + strings.Repeat("x", 100_000)})
	b.Send(tea.KeyPressMsg{Code: 'x', Text: "\u009b"})
	b.Golden("hostile")
}

func TestRecordIsTheRequest(t *testing.T) {
	b := opened(t, "login-example.com", login, nil)
	phishing(t, b)
	j, err := json.Marshal(b.View.(views.Exporter).Content().Record)
	if err != nil || !strings.Contains(string(j), `"security_adds":[131]`) {
		t.Errorf("record %s, %v", j, err)
	}
}

func TestText(t *testing.T) {
	q := cf.Report{Indicator: indicator.MustParse("example.com"), SecurityAdds: []int{131}}.Query()
	a, _ := viewtest.Body(viewtest.Recorded(t, "miscategorization.json"))(q)
	_, lines, err := Route().Text(views.Env{}, a, 80)
	if err != nil || !strings.Contains(strings.Join(lines, "\n"), "accepted 2026-11-23 12:00:00Z") {
		t.Errorf("%v, %v", lines, err)
	}
}
