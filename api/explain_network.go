package api

import (
	"errors"
)

// statusProxyLogin is the HTTP status with which a proxy asks for a login.
const statusProxyLogin = 407

// explainNetwork is for answers that did not come, or not from Cloudflare, or
// not as they should.
func (e *Error) explainNetwork(w Wording) explanation {
	switch e.Class {
	case Unreachable:
		return e.explainUnreachable(w)
	case TimedOut:
		why := "no complete answer came within " + orElse(e.Limit, "the time limit")
		if e.Status != 0 {
			why = "the server says that the request took too long"
		}
		return explanation{"no answer in time", why, w.Again + ", or raise timeout in the config"}
	case Insecure:
		return explanation{"the connection is not trustworthy", "the server could not prove over TLS who it is, so nothing was sent", "check this machine's clock and CLOUDFLARE_BASE_URL; behind a proxy that opens TLS, have its certificate authority installed here. quarry never goes on without verification"}
	case Redirected:
		return explanation{"the server redirects", "quarry follows no redirect, since it would carry the token elsewhere" + e.beneath(), "sign in if the network or a proxy asks for it, then " + w.Again + "; if CLOUDFLARE_BASE_URL is set, check it"}
	case TooLarge:
		return explanation{"the answer is too large", "it passed the limit of " + orElse(e.Limit, "one answer") + "; nothing of it is kept or shown", "ask for less where the endpoint allows it (a shorter window), or ask another endpoint"}
	case Malformed:
		if errors.Is(e.Err, ErrWebPage) {
			return explanation{"a web page came instead of an answer", "something on the way to Cloudflare has answered: a proxy, a firewall, or a network that wants a login", "sign in if the network asks for it, or check the proxy, then " + w.Again + "; " + w.Raw}
		}
		var other *OtherSubject
		if errors.As(e.Err, &other) {
			return explanation{"the answer is about something else", "it is about " + other.About.Cut(100) + ", which was not asked, so it is not shown", w.Again + "; " + w.Raw}
		}
		return explanation{"the answer cannot be read", "it is not what this endpoint sends" + e.beneath(), w.Again + "; " + w.Raw + ". A proxy on the way is the usual cause"}
	}
	return explanation{"Cloudflare has a fault", "the server, or a proxy before it, failed to answer", "in a minute, " + w.Again + "; www.cloudflarestatus.com tells about outages"}
}

func (e *Error) explainUnreachable(w Wording) explanation {
	switch {
	case e.Status == statusProxyLogin:
		return explanation{"the proxy wants a login", "a proxy on the way let nothing through to Cloudflare", "put user and password into HTTPS_PROXY, or ask whoever runs the proxy"}
	case e.Sent:
		return explanation{"the connection broke", "it ended before a whole answer was here, so nothing is shown", w.Again + "; if it breaks again, check the network and the proxy"}
	}
	return explanation{"Cloudflare cannot be reached", "no connection could be made, so nothing was sent", "check the network, proxy and CLOUDFLARE_BASE_URL, then " + w.Again}
}
