// Package exporttest holds the made-up case that the tests of the formats share.
package exporttest

import (
	"encoding/json"
	"strings"
	"time"

	"quarry/state/export"
	"quarry/state/indicator"
	"quarry/state/investigation"
)

// At is when the case is exported.
func At() time.Time { return time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC) }

// Begun is when the case began.
func Begun() time.Time { return time.Date(2026, 11, 23, 18, 3, 33, 0, time.UTC) }

func id(n byte) investigation.ID {
	return investigation.ID{0: 0xca, 1: 0x5e, 15: n}
}

func parse(s string) indicator.Indicator { return indicator.MustParse(s) }

// Case is an address, its names, one of them pruned, its network, and what was
// judged of them.
func Case() export.Case {
	c := export.Case{
		Investigation: investigation.Investigation{
			ID: id(0), Name: "Login portal", TLP: investigation.TLPAmber, Account: "0123456789abcdef0123456789abcdef",
			Created: Begun(), Changed: Begun(),
		},
		Evidence: map[investigation.ID]export.Evidence{},
		At:       At(),
	}
	node := func(n, parent byte, question, by string) *investigation.Node {
		endpoint, rest, _ := strings.Cut(question, " ")
		name, _, _ := strings.Cut(rest, " ")
		at := Begun().Add(time.Duration(n) * time.Minute)
		one := investigation.Node{
			ID: id(n), Question: question, Endpoint: endpoint, Indicator: parse(name), Asked: at, FetchedAt: at.Add(time.Second),
			Calls: 1, SHA256: strings.Repeat("ab", 32), Rows: -1, By: by, Changed: at.Add(time.Second),
		}
		if parent > 0 {
			one.Parent = id(parent)
		}
		c.Nodes = append(c.Nodes, one)
		c.Evidence[one.ID] = export.Evidence{
			Title: strings.ToUpper(endpoint), Source: "GET intel/" + endpoint, FetchedAt: one.FetchedAt,
			Record: json.RawMessage(`{"endpoint":"` + endpoint + `"}`),
		}
		return &c.Nodes[len(c.Nodes)-1]
	}
	say := func(n byte, set func(*export.Evidence)) {
		e := c.Evidence[id(n)]
		set(&e)
		c.Evidence[id(n)] = e
	}
	ip, login, shop, as := parse("192.0.2.44"), parse("login.example.com"), parse("shop.example.net"), parse("AS64500")

	node(1, 0, "ip 192.0.2.44", "ann")
	say(1, func(e *export.Evidence) {
		e.Fields = []export.Field{
			{Label: "IPv4", Value: "192.0.2.44", Indicator: ip}, {Head: true, Label: "Network"},
			{Label: "Network", Value: "AS64500 EXAMPLE-HOSTING", Indicator: as}, {Label: "Country", Value: "US United States"},
		}
		e.Links = []export.Link{{Type: export.BelongsTo, From: ip, To: as}}
		e.Names = []export.Named{{Indicator: as, ID: "autonomous-system--2fa28d71-3549-5a38-af05-770b79ad6ea8"}}
	})
	node(2, 1, "pdns 192.0.2.44 from=2026-10-24 to=2026-11-23 page=1 per_page=1000", "ann").Rows = 3
	say(2, func(e *export.Evidence) {
		e.Title, e.Facts, e.Total = "Passive DNS", []string{"2026-10-24 to 2026-11-23"}, 640
		e.Header = []string{"host_name", "first_seen", "last_seen"}
		e.Rows = [][]string{
			{"login.example.com", "2026-11-17", "2026-11-23"},
			{"shop.example.net", "2026-10-24", "2026-11-23"},
			{"bad.example.org", "2026-11-20", "2026-11-23"},
		}
		for _, row := range e.Rows {
			first, _ := time.Parse(time.DateOnly, row[1])
			last, _ := time.Parse(time.DateOnly, row[2])
			e.Links = append(e.Links, export.Link{Type: export.ResolvesTo, From: parse(row[0]), To: ip, First: first, Last: last})
		}
	})
	say(2, func(e *export.Evidence) {
		e.Answers, e.Imported = 3, []export.Import{{By: "bob", At: Begun().Add(time.Hour), Answers: 2}}
	})
	node(3, 2, "domain login.example.com", "ann")
	node(4, 3, "whois login.example.com", "ann")
	say(4, func(e *export.Evidence) {
		e.Registration = &export.Registration{Registrar: "Example Registrar, Inc.", Created: Begun().Add(-6 * 24 * time.Hour)}
	})
	node(5, 2, "domain shop.example.net", "bob")
	say(5, func(e *export.Evidence) {
		e.Answers, e.Imported = 1, []export.Import{{By: "bob", At: Begun().Add(time.Hour), Answers: 1}}
	})
	node(6, 2, "domain gone.example.org", "ann").Pruned = true
	node(7, 1, "asn AS64500", "ann")
	node(8, 7, "subnets AS64500", "ann").Rows = 1
	say(8, func(e *export.Evidence) {
		e.Header, e.Rows = []string{"subnet"}, [][]string{{"198.51.100.0/24"}}
		e.Links = []export.Link{{Type: export.BelongsTo, From: parse("198.51.100.0/24"), To: as}}
	})
	node(9, 8, "ip 198.51.100.7", "ann")
	node(10, 3, "phishing https://login.example.com/it's?a=1&b=\\x", "ann")
	node(11, 0, "asn AS64501", "ann")
	node(12, 11, "ip 2001:db8::44", "ann")
	node(13, 7, "domain pivot.example.org", "ann")

	judge := func(i indicator.Indicator, v investigation.Verdict, comment string) {
		c.Judgements = append(c.Judgements, investigation.Judgement{
			Indicator: i, Verdict: v, Comment: comment, By: "ann", Changed: Begun().Add(time.Hour),
		})
	}
	judge(login, investigation.Malicious, "Copies our portal.\nReported to the registrar.")
	judge(shop, investigation.Benign, "")
	judge(parse("bad.example.org"), investigation.Suspicious, "=cmd|' /C calc'!A0")
	judge(parse("gone.example.org"), investigation.Malicious, "pruned")
	judge(parse("192.0.2.0/24"), investigation.Malicious, "")
	c.Judgements[0].Starred = true
	// In the order in which an investigation has them.
	c.Investigation = investigation.Merge(c.Investigation, investigation.Investigation{})
	return c
}

// WithLookup is the case with a question about several names at once, and one that was
// opened from its answer.
func WithLookup() export.Case {
	c := Case()
	many, below := c.Nodes[2], c.Nodes[2]
	many.ID, many.Parent, many.Asked = id(20), c.Nodes[1].ID, Begun().Add(time.Hour)
	many.Indicator, many.Endpoint, many.Question = indicator.Indicator{}, "bulk", `bulk  names="bad.example.org new.example.org"`
	below.ID, below.Parent, below.Asked = id(21), many.ID, many.Asked.Add(time.Minute)
	below.Indicator, below.Question = parse("below.example.org"), "domain below.example.org"
	c.Nodes = append(c.Nodes, many, below)
	c.Evidence[many.ID] = export.Evidence{
		Title: "Look-up", Source: "GET intel/domain/bulk?domain=bad.example.org&domain=new.example.org", FetchedAt: many.Asked,
		About: []indicator.Indicator{parse("bad.example.org"), parse("new.example.org")}, Record: json.RawMessage("{}"),
		Header: []string{"domain"}, Rows: [][]string{{"bad.example.org"}, {"192.0.2.0/24"}},
	}
	return c
}

// Hostile are texts that somebody put somewhere to do harm to whoever reads a
// file with them in it.
func Hostile() []string {
	return []string{
		"\x1b[2J\x1b]52;c;eA==\x07", "\u009b31m\u202emoc.live", "a\r\nb\x00\x7f", "\xff\xfe",
		"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "![](http://evil.example/p.gif)",
		"http://evil.example/live", "www.evil.example", "mail@evil.example", "<http://evil.example/>",
		"```\n# fence\n<b>x</b>", "~~~~\n<i>y</i>", "`` ` ``", "a | b | <u>c</u>", `\| <img src=x> \|`, "</td></tr></table><script>",
		"# head", "- item", "> quote", "***", "[a]: http://evil.example/ref", "[a]", "&lt;b&gt; &#60;script&#62;",
		"=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "'; DROP TABLE node; --", "$(id) `id`", "{{7*7}}",
		strings.Repeat("x", 100_000), strings.Repeat("`", 5000), strings.Repeat("\u0301", 50),
	}
}

// With is the case with a hostile text in every place where one can be.
func With(text string) export.Case {
	c := Case()
	c.Name = text
	for n := range c.Nodes {
		c.Nodes[n].By = text
	}
	for n := range c.Judgements {
		c.Judgements[n].Comment, c.Judgements[n].By = text, text
	}
	record, _ := json.Marshal(map[string]string{"text": text}) // a string always marshals
	for id, e := range c.Evidence {
		e.Title, e.Source = text, text
		if id[15] == 13 { // of the others all is there
			e.Missing = text
		}
		e.Facts, e.Header, e.Rows = []string{text}, []string{text, "b"}, [][]string{{text, "b"}, {"c", text}}
		e.Fields = []export.Field{{Head: true, Label: text}, {Label: text, Value: text}, {Value: text, Indicator: parse("192.0.2.44")}}
		e.Record, e.Answers, e.Imported = record, 2, []export.Import{{By: text, At: Begun(), Answers: 1}}
		e.Names = []export.Named{{Indicator: parse("192.0.2.44"), ID: text}}
		e.Registration = &export.Registration{Registrar: text, Email: text}
		c.Evidence[id] = e
	}
	return c
}
