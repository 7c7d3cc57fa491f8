// Package cfsim is Cloudflare's Threat Intelligence API over loopback HTTP, for
// the demo and for tests. It answers from recorded bodies, byte for byte, where
// there are any, and otherwise from the facts of [quarry/api/cfsim/scenario] in
// the same wire format.
//
// It is the other side of the wire and shares no code with the client: what one
// of them has wrong, the other does not repeat. What Cloudflare does not publish
// (the size of the largest page, how a spent quota is answered, what is said
// about something unknown) is an assumption here, and marked as one.
//
// An endpoint is one file; the routes stand in one table ([Server] and
// route.go), and so do the faults that can be had on demand ([Faults]).
package cfsim
