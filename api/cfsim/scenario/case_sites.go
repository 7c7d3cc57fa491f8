package scenario

import "time"

// caseSites are the names that the case is about, and those that the walk from
// 1.1.1.1 passes.
func caseSites(c clock) []Site {
	// Cloudflare's times of categorizations carry microseconds.
	at := func(d time.Duration) time.Time { return c.ago(d).Add(533482 * time.Microsecond) }
	return []Site{
		{
			Name:     "login-portal.example",
			Resolves: []string{"192.0.2.44", "192.0.2.45", "2001:db8::44"},
			Content:  []Category{loginScreens(), miscellaneousTop()},
			Risks:    []Category{phishing(), brandEmbedding()},
			Score:    new(0.83),
			History: []Period{
				{[]Category{technology()}, at(6 * day), at(4*day + 3*time.Hour)},
				{[]Category{loginScreens()}, at(4*day + 3*time.Hour), at(2*day + 7*time.Hour)},
				{[]Category{loginScreens(), phishing()}, at(2*day + 7*time.Hour), time.Time{}},
			},
			Whois: redacted(c.ago(6*day), c.ago(5*day), c.ago(-359*day), "Example Registrar, Inc.", "ns1.example.net", "ns2.example.net"),
		},
		{
			Name:     "secure-login-portal.example",
			Resolves: []string{"192.0.2.44"},
			Content:  []Category{loginScreens(), miscellaneousTop()},
			Risks:    []Category{phishing(), newDomains()},
			Score:    new(0.91),
			History: []Period{
				{[]Category{newDomains()}, at(3 * day), at(30 * time.Hour)},
				{[]Category{loginScreens(), phishing()}, at(30 * time.Hour), time.Time{}},
			},
			Whois: redacted(c.ago(3*day), c.ago(3*day), c.ago(-362*day), "Example Registrar, Inc.", "ns1.example.net", "ns2.example.net"),
		},
		{
			Name:     "qx7k2vw9.example",
			Resolves: []string{"198.51.100.80"},
			Content:  []Category{noContent(), miscellaneousTop()},
			Risks:    []Category{commandControl(), generatedName()},
			Score:    new(0.97),
			Malware:  "ExampleBot",
			History: []Period{
				{[]Category{parked()}, at(90 * day), at(11 * day)},
				{[]Category{commandControl(), generatedName()}, at(11 * day), time.Time{}},
			},
			Whois: redacted(c.ago(90*day), c.ago(12*day), c.ago(-275*day), "Example Registrar, Inc.", "ns1.qx7k2vw9.example"),
		},
		{
			Name:        "example.com",
			Resolves:    []string{"192.0.2.10", "2001:db8::10"},
			Content:     []Category{technology(), technologyTop()},
			Rank:        812,
			Application: &Application{ID: 4711, Name: "EXAMPLE SUITE"},
			Score:       new(0.02),
			History: []Period{
				{[]Category{education()}, at(2100 * day), at(800 * day)},
				{[]Category{technology()}, at(800 * day), time.Time{}},
			},
			Whois: fullWhois(c, "example.com"),
		},
		{
			Name:             "mail.example.com",
			Resolves:         []string{"192.0.2.25", "mx.example.net"},
			Content:          []Category{webmail(), communicationTop()},
			Application:      &Application{ID: 4712, Name: "EXAMPLE MAIL"},
			Rank:             4903,
			Score:            new(0.11),
			Malware:          "ExampleWorm",
			InheritedFrom:    "example.com",
			InheritedContent: []Category{technology(), technologyTop()},
			InheritedRisks:   []Category{spam()},
			History: []Period{
				{[]Category{webmail()}, at(700 * day), at(40 * day)},
				{[]Category{webmail(), spam()}, at(40 * day), at(33 * day)},
				{[]Category{webmail()}, at(33 * day), time.Time{}},
			},
		},
		{
			Name:     "shop.example.org",
			Resolves: []string{"203.0.113.17"},
			Content:  []Category{ecommerce(), shoppingTop()},
			Score:    new(0.05),
			Rank:     31077,
			History: []Period{
				{[]Category{ecommerce()}, at(400 * day), time.Time{}},
			},
			Whois: fullWhois(c, "example.org"),
		},
		{
			// A name that is known and has nothing to tell.
			Name:  "quiet.example",
			Whois: redacted(c.ago(1200*day), c.ago(200*day), c.ago(-100*day), "Example Registrar, Inc."),
		},
		oneOneOneOne(),
	}
}

// oneOneOneOne is the name of Cloudflare's public resolver, where the walk from
// 1.1.1.1 leads. Its dates are illustrative.
func oneOneOneOne() Site {
	start := time.Date(2018, 4, 1, 13, 0, 12, 120450000, time.UTC)
	second := time.Date(2020, 12, 16, 19, 49, 30, 533482000, time.UTC)
	third := time.Date(2023, 5, 31, 8, 12, 53, 547029000, time.UTC)
	return Site{
		Name:     "one.one.one.one",
		Resolves: []string{"1.1.1.1"},
		Content:  []Category{technology(), technologyTop()},
		History: []Period{
			{[]Category{technology()}, start, second},
			{[]Category{informationTech()}, second, third},
			{[]Category{technology(), informationTech()}, third, time.Time{}},
		},
		Whois: &Whois{
			PlainDates: true,
			Created:    time.Date(2015, 5, 20, 0, 0, 0, 0, time.UTC),
			Updated:    time.Date(2023, 4, 20, 0, 0, 0, 0, time.UTC),
			Registrant: "DATA REDACTED",
			Owner:      Contact{Org: "DATA REDACTED", Country: "United States"},
			Registrar:  "CloudFlare, Inc.",
			Nameservers: []string{
				"ns3.cloudflare.com", "ns4.cloudflare.com", "ns5.cloudflare.com",
				"ns6.cloudflare.com", "ns7.cloudflare.com",
			},
		},
	}
}
