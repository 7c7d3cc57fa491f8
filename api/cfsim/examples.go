package cfsim

// Example is an indicator that is worth asking about.
type Example struct {
	// Indicator is what to type.
	Indicator string
	// What it shows, in a few words.
	What string
	// Endpoints are those that answer with status 200: asn, subnets, domain,
	// history, ip, pdns, phishing, whois.
	Endpoints []string
}

// Indicators is what the demo has to offer, the best first.
func Indicators() []Example {
	site := []string{"domain", "history", "whois", "phishing"}
	host := []string{"ip", "pdns"}
	network := []string{"asn", "subnets"}
	return []Example{
		{"1.1.1.1", "the walk IP, passive DNS, one.one.one.one, WHOIS, ASN (recorded answers)", host},
		{"192.0.2.44", "a shared host with 640 names, some of them bad", host},
		{"login-portal.example", "a phishing name, six days old, in several networks", site},
		{"https://login-portal.example/session/verify?id=7", "its phishing page, with models and rules", []string{"phishing"}},
		{"cloudflare.com", "recorded answers", site},
		{"one.one.one.one", "a public resolver's name", []string{"domain", "history", "whois"}},
		{scannedURL, "a recorded scan", []string{"phishing"}},
		{"AS64500", "a hosting network with hundreds of subnets", network},
		{"AS13335", "Cloudflare's own network (recorded answer)", network},
		{"AS64501", "a small access network", network},
		{"AS64511", "a network without subnets", network},
		{"192.0.2.45", "the same phishing name in another network", host},
		{"2001:db8::44", "an IPv6 address of the phishing name", []string{"ip"}},
		{"mail.example.com", "inherited categories, malware family, application, rank", site},
		{"qx7k2vw9.example", "a generated name of a botnet", site},
		{"198.51.100.80", "the botnet's host, on two IP lists", host},
		{"example.com", "a WHOIS record with nothing left out", site},
		{"shop.example.org", "an ordinary shop", site},
		{"https://secure-login-portal.example/", "a scan that is still under way", []string{"phishing"}},
		{"quiet.example", "a name with no history and nothing to tell", site},
		{"203.0.113.5", "a reserved address", host},
		{"203.0.113.9", "an address that nothing is known of", host},
		{"10.0.0.1", "a private address", host},
		{partialDomain, "answers with fields missing or mistyped", site},
		{partialIP, "the same for an address", host},
		{"AS" + partialASN, "the same for a network", network},
		{"hostile.example", "every text is hostile", site},
		{"203.0.113.66", "hostile host names", host},
	}
}
