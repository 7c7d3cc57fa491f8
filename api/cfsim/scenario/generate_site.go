package scenario

import (
	"fmt"
	"strings"
	"time"
)

// generateSite makes up a documentation name of which the case says nothing.
// A name that the case put at an address resolves to it.
func (w *World) generateSite(name string) Site {
	d := diceFor(name)
	s := Site{Name: name, Content: pick(d, everyday()), Score: new(float64(d.IntN(20)) / 100)}
	if home, ok := w.homes[name]; ok {
		s.Resolves = []string{home.String()}
	} else {
		s.Resolves = []string{fmt.Sprintf("%s.%d", pick(d, []string{"192.0.2", "198.51.100", "203.0.113"}), 1+d.IntN(199))}
	}
	if d.one(3) {
		s.Resolves = append(s.Resolves, fmt.Sprintf("2001:db8:%x::%x", d.IntN(300), 1+d.IntN(250)))
	}
	if d.one(8) {
		s.Rank = 20000 + d.IntN(80000)
	}
	began := w.epoch.ago(time.Duration(60+d.IntN(900))*day + time.Duration(d.IntN(86400e6))*time.Microsecond)
	running := Period{Categories: s.Content[:1], From: began}
	if suspicious(name) || d.one(15) {
		threat := pick(d, threats())
		s.Risks = []Category{threat}
		s.Score = new(float64(60+d.IntN(39)) / 100)
		turned := w.epoch.ago(time.Duration(1+d.IntN(12)) * day)
		s.History = []Period{{running.Categories, began, turned}}
		running = Period{Categories: []Category{s.Content[0], threat}, From: turned}
	}
	s.History = append(s.History, running)
	if apex := Apex(name); apex != name && d.one(3) {
		s.InheritedFrom = apex
		s.InheritedContent = w.apexContent(apex)
	}
	return s
}

// apexContent is what a parent hands down.
func (w *World) apexContent(apex string) []Category {
	if s, ok := w.sites[apex]; ok {
		return s.Content
	}
	return pick(diceFor(apex), everyday())
}

// suspicious names are those that look like what phishers register.
func suspicious(name string) bool {
	for _, word := range []string{"login", "verify", "session-", "parcel-", "xn--lgin"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

// generateWhois makes up the registration of a documentation name.
func generateWhois(c clock, apex string) Whois {
	d := diceFor("whois " + apex)
	age := time.Duration(40+d.IntN(4000)) * day
	if suspicious(apex) {
		age = time.Duration(2+d.IntN(20)) * day
	}
	created := c.ago(age)
	updated := created.Add(time.Duration(d.Int64N(int64(age))))
	r := redacted(created.Truncate(time.Second), updated.Truncate(time.Second), c.ago(-time.Duration(30+d.IntN(330))*day),
		pick(d, []string{"Example Registrar, Inc.", "Sample Names B.V.", "Documentation Domains AB"}),
		"ns1.hosting.example", "ns2.hosting.example")
	r.ID = fmt.Sprintf("77%08d_DOMAIN", d.IntN(1e8))
	return *r
}

// generatePage makes up the scan of a page at a documentation name; every
// third was never scanned.
func (w *World) generatePage(url string) (Page, bool) {
	d := diceFor("page " + pageKey(url))
	if d.one(3) {
		return Page{}, false
	}
	s, _ := w.Site(URLHost(url))
	p := Page{
		URL: url, Complete: true, StatusCode: 200,
		Processed:  w.epoch.ago(time.Duration(1+d.IntN(400)) * time.Hour),
		Submission: 10000000 + d.IntN(80000000),
	}
	score := float64(d.IntN(120)) / 1000
	if len(s.Risks) > 0 {
		score = 0.85 + float64(d.IntN(140))/1000
		p.Verdicts = []Verdict{{"PHISHING", "unverified"}}
		p.Rules = []Rule{{"phishkit.generic", "Match frequently used phishing kit"}}
	}
	p.Scores = []Score{{"MACHINE_LEARNING_v2", score}}
	return p, true
}
