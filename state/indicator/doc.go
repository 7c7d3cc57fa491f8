// Package indicator turns what an analyst types or pastes into indicators in
// canonical form: IPv4 and IPv6 addresses, domains, URLs, autonomous system
// numbers and CIDR prefixes.
//
// [Parse] takes one indicator and is exact: where reading on would lose
// something in silence (a path without a scheme, an IPv6 zone), it refuses and
// says what to write. [Extract] takes any text and is strict about what counts
// as a domain, so that file names and version numbers are left alone.
//
// A canonical value is printable ASCII without spaces, at most [MaxLen] bytes,
// and Parse of it gives the same indicator again. Nothing here touches the
// network.
package indicator
