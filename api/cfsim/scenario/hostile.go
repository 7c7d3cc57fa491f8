package scenario

import (
	"net/netip"
	"strings"
	"time"
)

// RawBytes stands, in any text of the world, for bytes that are no UTF-8. JSON
// cannot be made with such bytes, so the simulator puts them in afterwards.
// It is a private-use character.
const RawBytes = "\uf8f0"

// HostileText are texts made to act on a terminal, a clipboard, a spreadsheet
// or a report, each small enough for a table's cell.
func HostileText() []string {
	return []string{
		"clear\x1b[2J\x1b[H",
		"colour\x1b[41;97;5m",
		"title\x1b]0;owned\x07",
		"clip\x1b]52;c;b3duZWQ=\x07",
		"link\x1b]8;;https://elsewhere.example/\x1b\\here\x1b]8;;\x1b\\",
		"dcs\x1bP$q\"p\x1b\\",
		"apc\x1b_Gi=1;AAAA\x1b\\",
		"c1\u009b31m\u009d0;owned\u009c",
		"bidi\u202egnp.exe\u2066x\u2069",
		"zero\u200bwidth\u2060\ufeff",
		"tags\U000e0041\U000e0042\U000e007f",
		"stack" + strings.Repeat("\u0301\u0489", 20),
		"wide\U0001f469\u200d\U0001f469\u200d\U0001f467\U0001f1f3\U0001f1f1",
		"line\nSECOND\r\nTHIRD\rBACK",
		"tab\tbell\x07back\b\b\bdel\x7f",
		"=cmd|' /C calc'!A0",
		"@SUM(1+1)*cmd|' /C calc'!A0",
		"<script>alert(1)</script>",
		"](https://elsewhere.example/) ![x](https://elsewhere.example/p.png)",
		"```\n# heading\n```",
		"| cell | cell |",
		"utf8" + RawBytes + "end",
	}
}

// hostileSites holds hostile.example, whose every text is hostile.
func hostileSites(c clock) []Site {
	t := HostileText()
	bad := func(id int, text string) Category { return Category{id, 21, text} }
	return []Site{{
		Name:             "hostile.example",
		Resolves:         []string{"203.0.113.66", t[3], t[7], t[13], "bidi\u202e.example"},
		Content:          []Category{bad(900, t[0]), bad(901, t[7]), bad(902, t[8])},
		Risks:            []Category{bad(903, t[3]), bad(904, t[13]), bad(905, t[21])},
		Score:            new(0.99),
		Application:      &Application{ID: 666, Name: t[2]},
		Malware:          t[5] + strings.Repeat("A", 5000),
		InheritedFrom:    t[4],
		InheritedContent: []Category{bad(906, t[9]), bad(907, t[11])},
		Kind:             t[6],
		Notes:            t[12] + t[14],
		History: []Period{
			{[]Category{bad(908, t[15]), bad(909, t[17])}, c.ago(20 * day), c.ago(9 * day)},
			{[]Category{bad(910, t[18]), bad(911, t[19])}, c.ago(9 * day), time.Time{}},
		},
		Whois: hostileWhois(c, t),
	}}
}

func hostileWhois(c clock, t []string) *Whois {
	w := redacted(c.ago(9*day), c.ago(9*day), c.ago(-356*day), t[3])
	w.Registrant, w.Server = t[8], t[2]
	w.Owner = Contact{
		Name: t[0], Org: t[7], Street: t[13], City: t[9], Province: t[10], Country: t[11],
		Phone: t[15], Email: "a@evil\u202e.example", Referral: "javascript:alert(1)",
	}
	w.Technical = Contact{Name: t[16], Org: t[17], Email: t[18], Street: strings.Repeat("long ", 20000)}
	w.Nameservers = []string{"ns1" + t[3] + ".example", "ns2\u202e.example", t[13]}
	w.Status = []string{t[1], t[14], t[20]}
	return w
}

// hostileHosts holds 203.0.113.66, whose network and names are hostile.
func hostileHosts() []Host {
	t := HostileText()
	return []Host{{
		Addr:     netip.MustParseAddr("203.0.113.66"),
		PTR:      []string{t[3] + ".example.", "ptr\u202e.example.", t[13]},
		PTRError: t[14],
		Risks:    []Category{{131, 21, t[7]}, {117, 21, t[0]}},
		Lists:    []List{{13, t[4], t[5]}},
		Reserved: []string{t[9], t[21]},
		Network:  &Network{ASN: 64500, Description: t[2], Country: "\x1b[", Type: t[8]},
	}}
}

// hostileStays are the names at 203.0.113.66: each payload as a host name, and
// one of 100,000 characters.
func hostileStays() []stay {
	stays := []stay{{"hostile.example", -9, 0}}
	for i, text := range HostileText() {
		stays = append(stays, stay{text + ".hostile.example", -20 + i%15, 0})
	}
	return append(stays, stay{strings.Repeat("a", 100000) + ".hostile.example", -3, 0})
}

// hostilePages holds the scan of https://hostile.example/.
func hostilePages(c clock) []Page {
	t := HostileText()
	return []Page{{
		URL:      "https://hostile.example/",
		Scores:   []Score{{t[0], 0.5}, {t[8], 7e300}, {t[13], -1}},
		Rules:    []Rule{{t[3], t[7]}, {t[17], t[18]}},
		Verdicts: []Verdict{{t[2], t[14]}, {t[21], t[12]}},
		Complete: true, Processed: c.ago(2 * day), StatusCode: 200, Submission: 90000066,
	}}
}
