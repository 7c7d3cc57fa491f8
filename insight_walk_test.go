//go:build unix

package main

import (
	"strings"
	"testing"

	"quarry/views/frametest"
)

// The walk of the demo: each step makes more follow about the next, from what was
// paid for on the way and for nothing.
func TestInsightsOnTheWay(t *testing.T) {
	sizes(t, func(t *testing.T, cols, rows int) {
		a := sits(t, cols, rows, "192.0.2.44")
		a.sees("IP 192.0.2.44", "1/100 calls")
		a.Send("p")
		a.sees("Passive DNS of 192.0.2.44", "▲ rated Phishing, Malware", "· shared hosting, 640 names on it in 30 d", "2/100 calls")
		a.Send("/")
		a.Type("login-portal")
		a.Send("enter", "enter")
		a.sees("Domain login-portal.example", "· shared hosting, one of 640 names on 192.0.2.44", "3/100 calls")
		a.Send("w")
		a.sees("WHOIS of login-portal.example", "▲ risk 0.83 high, Phishing", "shared hosting, one of 640")
		a.Send("h")
		a.sees("History of login-portal.example", "registered 6 days ago   WHOIS, ", "5/100 calls")
		a.Send("v", "m")
		a.sees("malicious: login-portal.example")
		a.Send("!")
		a.sees("category changed twice in 30 days, last 2 days ago", "Phishing since ", "· shared hosting, one of 640")
		a.Send("1")
		a.sees("IP 192.0.2.44", "✗ login-portal.example on it is malicious in this")
		a.Send("D")
		a.sees("Dossier of 192.0.2.44", "Insights", "passive DNS, ", "5/100 calls")
		a.Send("[", "t")
		a.Wait("the trail, without insights", func(s frametest.Screen) bool {
			return s.Contains("Trail of 192.0.2.44") && !strings.Contains(s.Text(), "malicious in this case")
		})
		a.leaves()
	})
}
