package cfsim

import "net/http"

// detours send elsewhere. Whoever follows to this machine arrives at the same
// server, which notes the request as it does any other ([Server.Requests]).
func detours() []Fault {
	return []Fault{
		{Name: "redirect", IP: "198.51.100.211", ASN: 64508, Status: 302, What: "sent elsewhere", reply: fixed(moved(302, "https://elsewhere.example/login"))},
		{
			Name: "redirect-port", IP: "203.0.113.221", Status: 307, What: "sent to another port of the same host",
			reply: func(q asked) answer { return moved(http.StatusTemporaryRedirect, "http://"+q.stray+q.uri) },
		},
		{
			Name: "redirect-host", IP: "203.0.113.222", Status: 308, What: "sent to the same server by another name",
			reply: func(q asked) answer {
				return moved(http.StatusPermanentRedirect, "http://localhost:"+portOf(q.host)+q.uri)
			},
		},
		{
			Name: "redirect-path", IP: "203.0.113.223", Status: 301, What: "sent to the same path with a slash",
			reply: func(q asked) answer { return moved(http.StatusMovedPermanently, q.uri+"/") },
		},
		{Name: "redirect-bare", IP: "203.0.113.224", Status: 302, What: "sent, without saying where", reply: fixed(moved(302, ""))},
	}
}

func moved(status int, location string) answer {
	a := page(status, http.StatusText(status))
	if location != "" {
		a.header = map[string]string{"Location": location}
	}
	return a
}
