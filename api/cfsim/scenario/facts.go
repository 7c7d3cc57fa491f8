package scenario

import (
	"net/netip"
	"time"
)

// Category is one of Cloudflare's domain categories. Super is the id of the
// category above it, 0 for one that is itself at the top.
type Category struct {
	ID, Super int
	Name      string
}

// Network is an autonomous system. Type is isp, hosting_provider or
// organization.
type Network struct {
	ASN                        uint32
	Description, Country, Type string
	Subnets                    []netip.Prefix
}

// List is a list of addresses that Cloudflare keeps.
type List struct {
	ID                int
	Name, Description string
}

// Host is what is known of an address beside its network.
type Host struct {
	Addr netip.Addr
	// Blank hosts are known to exist and nothing else, not even their network.
	Blank bool
	// PTR holds the names of the reverse lookup, with the trailing dot.
	PTR []string
	// PTRError is why the reverse lookup failed.
	PTRError string
	Risks    []Category
	Lists    []List
	// Reserved names the IANA special-purpose registrations of the address.
	Reserved []string
	// Network stands in for the network that announces the address, where
	// that is not what the case wants to show.
	Network *Network
}

// Application is a product that a host name belongs to.
type Application struct {
	ID   int
	Name string
}

// Period is a time in which a site had its categories; a zero To is still
// running.
type Period struct {
	Categories []Category
	From, To   time.Time
}

// Site is a host name.
type Site struct {
	Name     string
	Resolves []string
	Content  []Category
	Risks    []Category
	// Score is the risk score from 0 to 1; nil where there is none.
	Score *float64
	// Rank is the place among the 100,000 most popular names; 0 where it has
	// none.
	Rank        int
	Application *Application
	Malware     string
	// InheritedFrom is the name that the inherited categories come from.
	InheritedFrom                    string
	InheritedContent, InheritedRisks []Category
	// Kind and Notes stand in for what follows from the name.
	Kind, Notes string
	History     []Period
	Whois       *Whois
}

// Contact is one party of a WHOIS record.
type Contact struct {
	ID, Name, Org                                 string
	Street, City, Province, PostalCode, Country   string
	Phone, PhoneExt, Fax, FaxExt, Email, Referral string
}

// Whois is a registration.
type Whois struct {
	// PlainDates asks for the form of 2023, with dates without a time and
	// without the fields that came later.
	PlainDates                                            bool
	ID                                                    string
	Created, Updated, Expires                             time.Time
	Registrant, Registrar, Server                         string
	Owner, Administrative, Technical, Billing, RegistrarC Contact
	Nameservers, Status                                   []string
	DNSSEC                                                bool
}

// Score is what one model made of a page, from 0 to 1.
type Score struct {
	Model string
	Score float64
}

// Rule is a signature that matched a page.
type Rule struct{ Name, Description string }

// Verdict is a category given to a page, and how its review stands.
type Verdict struct{ Category, Review string }

// Page is a URL that was scanned.
type Page struct {
	URL        string
	Scores     []Score
	Rules      []Rule
	Verdicts   []Verdict
	Complete   bool
	Processed  time.Time
	StatusCode int
	Submission int
}

// Sighting is a name that was seen to resolve to an address, with the first
// and last day of it, as midnight in UTC.
type Sighting struct {
	Name        string
	First, Last time.Time
}
