package cfsim

import (
	"html"
	"net/http"
	"time"
)

// refusals are complete answers that say no, from Cloudflare or from something
// on the way.
func refusals() []Fault {
	return []Fault{
		{Name: "quota", IP: "198.51.100.201", ASN: 64496, Status: 403, What: "the month's calls are spent", reply: always(quotaSpent)},
		{Name: "rate", IP: "198.51.100.202", ASN: 64497, Status: 429, First: 1, What: "rate limit, 2 s to wait, then good", reply: fixed(throttled("2"))},
		{Name: "rate-long", IP: "198.51.100.203", ASN: 64498, Status: 429, What: "rate limit, an hour to wait", reply: fixed(throttled("3600"))},
		{
			Name: "date", IP: "198.51.100.223", Status: 429, First: 1, What: "rate limit with a date to wait for, then good",
			reply: func(q asked) answer { return throttled(httpDate(q.now.Add(2 * time.Second))) },
		},
		{Name: "rate-bare", IP: "203.0.113.201", Status: 429, What: "rate limit that does not say how long", reply: fixed(throttled(""))},
		{Name: "rate-page", IP: "203.0.113.202", Status: 429, What: "rate limit as a web page", reply: fixed(page(429, "Error 1015: You are being rate limited"))},
		{Name: "auth", IP: "198.51.100.204", ASN: 64499, Status: 401, What: "the token is not valid", reply: always(authenticationError)},
		{Name: "auth-bare", IP: "203.0.113.203", Status: 401, What: "status 401 and no body", reply: fixed(answer{status: 401})},
		{Name: "forbidden", IP: "198.51.100.205", ASN: 64502, Status: 403, What: "the token lacks the permission", reply: always(forbidden)},
		{Name: "blocked", IP: "203.0.113.204", Status: 403, What: "a firewall's page in place of the answer", reply: fixed(page(403, "Access denied by policy"))},
		{Name: "entitled", IP: "198.51.100.217", Status: 403, What: "the plan lacks the feature", reply: fixed(fail(403, 10010, "intel.not_entitled"))},
		{Name: "notfound", IP: "198.51.100.209", ASN: 64506, Status: 404, What: "nothing is known", reply: always(unknown)},
		{Name: "notfound-page", IP: "203.0.113.205", Status: 404, What: "a web page that says 404", reply: fixed(page(404, "Not Found"))},
		{Name: "notfound-bare", IP: "203.0.113.215", Status: 404, What: "status 404 and no body", reply: fixed(answer{status: 404})},
		{Name: "server", IP: "198.51.100.206", ASN: 64503, Status: 500, What: "the server fails", reply: fixed(page(500, "Internal Server Error"))},
		{Name: "server-json", IP: "203.0.113.206", Status: 500, What: "the server fails and says so in JSON", reply: fixed(fail(500, 10001, "internal server error"))},
		{Name: "gateway", IP: "203.0.113.207", Status: 502, What: "a bad gateway", reply: fixed(page(502, "Bad Gateway"))},
		{Name: "origin", IP: "203.0.113.208", Status: 522, What: "Cloudflare's own page: connection timed out", reply: fixed(page(522, "Error 522: Connection timed out"))},
		{Name: "unavailable", IP: "203.0.113.209", Status: 503, First: 1, What: "unavailable for 2 s, then good", reply: always(unavailable)},
		{Name: "flaky", IP: "198.51.100.207", ASN: 64504, Status: 503, First: 2, What: "the server fails twice, then good", reply: fixed(page(503, "Service Unavailable"))},
		{Name: "html", IP: "198.51.100.208", ASN: 64505, Status: 200, What: "a proxy's page in place of the answer", reply: fixed(page(200, "Please sign in to the network"))},
		{Name: "login", IP: "203.0.113.210", Status: 200, What: "such a page that claims to be JSON", reply: always(disguised)},
		{Name: "false", IP: "198.51.100.210", ASN: 64507, Status: 200, What: "success: false with status 200, and errors is an object", reply: fixed(unsuccessful(`{"code":10433,"message":"request error"}`))},
		{Name: "false-list", IP: "203.0.113.211", Status: 200, What: "the same, and errors is a list", reply: fixed(unsuccessful(`[{"code":10433,"message":"request error"}]`))},
		{Name: "false-null", IP: "203.0.113.212", Status: 200, What: "the same, and errors is null", reply: fixed(unsuccessful("null"))},
		{Name: "false-text", IP: "203.0.113.213", Status: 200, What: "the same, and errors is a text", reply: fixed(unsuccessful(`"request error"`))},
		{Name: "false-bare", IP: "203.0.113.214", Status: 200, What: "success: false and nothing else", reply: fixed(body(`{"success":false}`))},
		{Name: "hostile", IP: "198.51.100.222", Status: 400, What: "an error text made to act on the terminal", reply: fixed(fail(400, codeRequest, hostileSentence()))},
	}
}

// page is a web page in place of an answer.
func page(status int, text string) answer {
	text = html.EscapeString(text)
	return answer{
		status: status, contentType: "text/html; charset=utf-8",
		body: []byte("<!DOCTYPE html><html><head><title>" + text + "</title></head><body><h1>" + text + "</h1></body></html>\n"),
	}
}

// disguised is a page that the header calls JSON.
func disguised() answer {
	a := page(http.StatusOK, "Please sign in to the network")
	a.contentType = ""
	return a
}

func throttled(retryAfter string) answer {
	a := fail(http.StatusTooManyRequests, 971, "Please wait and consider throttling your request speed")
	if retryAfter != "" {
		a.header = map[string]string{"Retry-After": retryAfter}
	}
	return a
}

func unavailable() answer {
	a := page(http.StatusServiceUnavailable, "Service Unavailable")
	a.header = map[string]string{"Retry-After": "2"}
	return a
}

// unsuccessful is status 200 with an envelope that says that the call failed.
// An object for errors is the form of the description's example.
func unsuccessful(errors string) answer {
	return body(`{"success":false,"errors":` + errors + `,"messages":[],"result":null}`)
}

// body is status 200 with any text that claims to be JSON.
func body(text string) answer { return answer{status: http.StatusOK, body: []byte(text)} }
