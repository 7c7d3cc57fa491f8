package ui

import (
	"slices"
	"strings"
	"testing"

	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
)

// counted is a rig whose dossiers have a number of questions that another endpoint does
// not change.
func counted(t *testing.T, start string) *rig {
	t.Helper()
	r := real(t, "")
	r.m.opt.Routes = slices.DeleteFunc(Routes(), func(r views.Route) bool {
		return !slices.Contains(strings.Fields("ip pdns domain history whois asn subnets phishing miscategorization"), string(r.Endpoint))
	})
	r.opens(start)
	return r
}

func TestTheDossierOpensForNothing(t *testing.T) {
	r := counted(t, "cloudflare.com") // its domain record is known
	before := len(r.client.asked)
	r.press("D")
	r.settle()
	r.wants("Dossier of cloudflare.com", "1 of 4 known", "not asked yet   1 call", "› dossier", "D dossier")
	if n := len(r.client.asked) - before; n != 0 {
		t.Errorf("opening it sent %d calls", n)
	}
	r.press("D")
	r.wants("you are there")
	if n := len(r.m.stack.Path()); n != 2 {
		t.Errorf("the path has %d places", n)
	}
	r.screens("dossier")

	r.press("ctrl+a")
	r.wants("Spend 3 calls?", "history: 1 call", "WHOIS: 1 call", "phishing: 1 call")
	r.press("n")
	r.settle()
	r.press("ctrl+a", "y")
	r.settle()
	// The recordings have nothing about the page, which the client is not asked for.
	if n := len(r.client.asked) - before; n != 2 {
		t.Errorf("asking the rest sent %d calls, want 2", n)
	}
	r.wants("CloudFlare, Inc.", "3 of 4 known", "1 failed")
	r.press("[", "]")
	r.settle()
	r.wants("3 of 4 known")
	if n := len(r.client.asked) - before; n != 2 {
		t.Errorf("walking the path sent calls: %d", n)
	}
}

// What a view would spend goes by the same rule as what a key does.
func TestAskAboveHoldsForTheDossierToo(t *testing.T) {
	for _, c := range []struct {
		above int
		known []string // keys that make one endpoint after the other known
		asks  string   // empty for nothing
	}{
		{above: 100}, {above: 3}, {above: 2, asks: "Spend 3 calls?"}, {above: 0, asks: "Spend 3 calls?"},
		{above: 2, known: []string{"h", "["}}, {above: 1, known: []string{"h", "["}, asks: "Spend 2 calls?"}, {above: 0, known: []string{"h", "y", "[", "w", "y", "["}, asks: "Spend 1 call?"},
	} {
		r := counted(t, "cloudflare.com") // its domain record is known
		r.m.opt.AskAbove = c.above
		for _, key := range c.known {
			r.press(key)
			r.settle()
		}
		before := len(r.client.asked)
		r.press("D")
		r.settle()
		r.press("ctrl+a")
		r.settle()
		if sent := len(r.client.asked) > before; sent != (c.asks == "") {
			t.Errorf("with ask-above = %d and %v known it sends: %t", c.above, c.known, sent)
		}
		if c.asks == "" {
			r.lacks("Spend")
		} else {
			r.wants(c.asks)
		}
	}
}

func TestTheDossierOfASelection(t *testing.T) {
	r := counted(t, "1.1.1.1")
	r.press("j") // its network
	r.press("D")
	r.wants("Dossier of AS13335", "0 of 2 known")
	r.press("[", "G")
	for range 8 { // up to the name that points back
		if r.m.selection().Indicator == indicator.MustParse("one.one.one.one") {
			break
		}
		r.press("k")
	}
	r.press("D")
	r.wants("Dossier of one.one.one.one", "0 of 4 known")
}

func TestTheDossierByName(t *testing.T) {
	r := counted(t, "cloudflare.com")
	r.press(":")
	for _, c := range "dossier" {
		r.press(string(c))
	}
	r.wants("dossier: all endpoints", "1 of 4 known: 3 calls")
	r.press("enter")
	r.settle()
	r.wants("Dossier of cloudflare.com")
}

func TestThePriceOfTheDossierIsInHelp(t *testing.T) {
	r := counted(t, "1.1.1.1")
	r.send(views.Tick{})
	if got := r.price(keymap.Dossier); got != "1 of 2 known: 1 call" {
		t.Errorf("the price is %q", got)
	}
	r = counted(t, "http://a.example.com/login")
	r.press("?")
	for range 20 {
		if d := r.drawing(); strings.Contains(d, "(4 calls)") {
			break
		}
		r.press("j")
	}
	r.wants("stated price (4 calls)")
}

func TestEnterOnAHeadingOpensThatView(t *testing.T) {
	r := counted(t, "cloudflare.com")
	r.press("D")
	r.settle()
	for !strings.Contains(r.drawing(), "▌ w WHOIS") {
		r.press("j")
	}
	r.press("enter")
	r.settle()
	r.wants("WHOIS of cloudflare.com", "dossier › WHOIS")
	r.press("[")
	r.wants("Dossier of cloudflare.com", "2 of 4 known", "▌ w WHOIS")
}

func TestWhatNoEndpointTakesHasNoDossier(t *testing.T) {
	r := newRig(t, "")
	r.press("esc", "D")
	r.wants("nothing is open")
	if l := r.m.dossierLine(indicator.MustParse("192.0.2.0/24")); l.why == "" || l.price != "" {
		t.Errorf("a network's dossier is offered: %+v", l)
	}
}
