package insight

import (
	"slices"

	"quarry/state/indicator"
)

// everybodys is how many answers at hand a name server stands in from which on it is
// taken for that of a provider whom everybody uses.
const everybodys = 20

// telling reports whether a name server that two domains share tells something of
// them. One that lies under either of the two does: nobody else uses it by chance.
// Those of the large providers do not, nor one that stands in many answers.
func (k *known) telling(server, about indicator.Indicator) bool {
	apex, ok := server.Registrable()
	if !ok {
		return false
	}
	if own, ok := about.Registrable(); ok && own == apex {
		return true
	}
	if slices.Contains(providers(), apex.String()) {
		return false
	}
	if k.Memory != nil {
		if s, ok := k.Memory.Seen(server); ok && s.Answers > everybodys {
			return false
		}
	}
	return true
}

// providers are the domains of name servers that registrars, hosts and parking
// services give to all of their customers.
func providers() []string {
	return []string{
		"above.com", "afternic.com", "alidns.com", "azure-dns.com", "bluehost.com", "bodis.com", "cloudflare.com", "cloudns.net",
		"digitalocean.com", "dns-parking.com", "dnsmadeeasy.com", "dnsowl.com", "dnspod.net", "dnsv2.com", "domaincontrol.com",
		"dreamhost.com", "dyna-ns.net", "dynect.net", "dan.com", "epik.com", "first-ns.de", "gandi.net", "google.com",
		"googledomains.com", "hichina.com", "hostgator.com", "hostinger.com", "hover.com", "ionos.com", "linode.com",
		"name-services.com", "name.com", "namebrightdns.com", "namecheaphosting.com", "nsone.net", "one.com", "orderbox-dns.com",
		"ovh.net", "parkingcrew.net", "parklogic.com", "porkbun.com", "registrar-servers.com", "sedoparking.com", "share-dns.com",
		"share-dns.net", "shopify.com", "siteground.net", "squarespacedns.com", "systemdns.com", "timeweb.ru", "transip.net",
		"ui-dns.com", "ui-dns.de", "ultradns.net", "undeveloped.com", "vercel-dns.com", "wixdns.net", "wordpress.com",
		"worldnic.com", "xincache.com", "yandex.net",
	}
}
