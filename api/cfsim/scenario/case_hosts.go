package scenario

import "net/netip"

// caseHosts are the addresses that the case, and the walk from 1.1.1.1, pass.
func caseHosts() []Host {
	return []Host{
		{Addr: netip.MustParseAddr("1.1.1.1"), PTR: []string{"one.one.one.one."}},
		{Addr: netip.MustParseAddr("104.16.132.229")},
		{Addr: netip.MustParseAddr("104.16.133.229")},
		{Addr: netip.MustParseAddr("2606:4700::6810:84e5")},
		{Addr: netip.MustParseAddr("2606:4700::6810:85e5")},
		{
			Addr:  netip.MustParseAddr("192.0.2.44"),
			PTR:   []string{"shared-44.hosting.example.", "web44.example.net."},
			Risks: []Category{phishing(), malware()},
			Lists: []List{{ID: 7, Name: "Malware", Description: "Addresses seen to serve malware in the last 30 days"}},
		},
		{
			Addr:  netip.MustParseAddr("192.0.2.45"),
			PTR:   []string{"dyn-45.access.example."},
			Risks: []Category{phishing()},
		},
		{
			Addr:     netip.MustParseAddr("2001:db8::44"),
			PTRError: "NXDOMAIN",
			Risks:    []Category{brandEmbedding()},
		},
		{
			Addr:  netip.MustParseAddr("198.51.100.80"),
			PTR:   []string{"sink.example.org."},
			Risks: []Category{commandControl()},
			Lists: []List{
				{ID: 3, Name: "Open Proxies", Description: "Addresses that relay for anyone"},
				{ID: 12, Name: "Command and Control", Description: "Addresses that steer botnets"},
			},
		},
		{
			Addr:     netip.MustParseAddr("203.0.113.5"),
			Reserved: []string{"Documentation (TEST-NET-3)"},
		},
		{Addr: netip.MustParseAddr("203.0.113.9"), Blank: true},
	}
}
