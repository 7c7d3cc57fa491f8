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
//
// # Faults
//
// A fault is met by asking about its domain, err-NAME.example, also as the host
// of a URL, about its address or, where it has one, its network (see
// [Fault].ASN), at any endpoint that takes it; and by asking about anything at
// all, and by sending a report, under its account ([Fault.Account]):
//
//	quota           198.51.100.201  the month's calls are spent
//	rate            198.51.100.202  rate limit, 2 s to wait, then good
//	rate-long       198.51.100.203  rate limit, an hour to wait
//	date            198.51.100.223  rate limit with a date to wait for, then good
//	rate-bare       203.0.113.201   rate limit that does not say how long
//	rate-page       203.0.113.202   rate limit as a web page
//	auth            198.51.100.204  the token is not valid
//	auth-bare       203.0.113.203   status 401 and no body
//	forbidden       198.51.100.205  the token lacks the permission
//	blocked         203.0.113.204   a firewall's page in place of the answer
//	entitled        198.51.100.217  the plan lacks the feature
//	notfound        198.51.100.209  nothing is known
//	notfound-page   203.0.113.205   a web page that says 404
//	notfound-bare   203.0.113.215   status 404 and no body
//	server          198.51.100.206  the server fails
//	server-json     203.0.113.206   the server fails and says so in JSON
//	gateway         203.0.113.207   a bad gateway
//	origin          203.0.113.208   Cloudflare's own page: connection timed out
//	unavailable     203.0.113.209   unavailable for 2 s, then good
//	flaky           198.51.100.207  the server fails twice, then good
//	html            198.51.100.208  a proxy's page in place of the answer
//	login           203.0.113.210   such a page that claims to be JSON
//	false           198.51.100.210  success: false with status 200, and errors is an object
//	false-list      203.0.113.211   the same, and errors is a list
//	false-null      203.0.113.212   the same, and errors is null
//	false-text      203.0.113.213   the same, and errors is a text
//	false-bare      203.0.113.214   success: false and nothing else
//	hostile         198.51.100.222  an error text made to act on the terminal
//	redirect        198.51.100.211  sent elsewhere
//	redirect-port   203.0.113.221   sent to another port of the same host
//	redirect-host   203.0.113.222   sent to the same server by another name
//	redirect-path   203.0.113.223   sent to the same path with a slash
//	redirect-bare   203.0.113.224   sent, without saying where
//	latency         203.0.113.231   a good answer after 1.5 s
//	never           203.0.113.232   no answer at all, for a minute
//	slow            198.51.100.216  a byte now and then, for a minute
//	drip            203.0.113.233   a good answer in small pieces, over 1.5 s
//	drop            198.51.100.215  the connection is reset before an answer
//	reset           198.51.100.214  the connection is reset within the body
//	truncated       198.51.100.213  the body ends too early
//	length-short    203.0.113.234   Content-Length is half of the body
//	length-twice    203.0.113.235   two Content-Length that differ
//	length-none     203.0.113.236   no Content-Length, and the connection ends within the body
//	chunked         203.0.113.237   chunks whose sizes are no numbers
//	chunk-cut       203.0.113.238   the last chunk is missing
//	headers         203.0.113.239   a header of a megabyte
//	nohttp          203.0.113.240   an answer that is not HTTP
//	huge            198.51.100.212  a body of 50 MiB
//	huge-said       203.0.113.241   a body of 50 MiB, announced
//	large           203.0.113.242   a good answer with 15 MiB of further fields
//	gzip            198.51.100.218  a small body that unpacks to 256 MiB
//	gzip-broken     203.0.113.243   a body that was never packed as it says
//	deep            198.51.100.219  JSON nested 100,000 deep, never closed
//	deep-closed     203.0.113.244   JSON nested 100,000 deep
//	deep-objects    203.0.113.245   objects nested 9,000 deep
//	empty           198.51.100.220  status 200 and no body
//	null            198.51.100.221  the body is null
//	null-result     203.0.113.251   a good envelope whose result is null
//	type            203.0.113.252   a good answer that claims to be a picture
//	halved          203.0.113.253   the first half of a good answer
//	trailing        203.0.113.254   a good answer with text behind it
//	utf8            198.51.100.245  bytes that are no UTF-8 in every text
//	missing         198.51.100.246  every second field is missing
//	mistyped        198.51.100.247  every field is of another type
//	twice           198.51.100.248  every field stands there twice and differs
//	unknown         198.51.100.249  fields that nobody has documented
//	errors-too      198.51.100.250  a good answer that tells an error as well
//	other           198.51.100.251  a good answer about another indicator
//	pages-many      198.51.100.231  60 rows, counted as 100,000
//	pages-few       198.51.100.232  60 rows, counted as 3
//	pages-negative  198.51.100.236  60 rows, counted as -1
//	pages-words     198.51.100.237  60 rows, counted as "lots"
//	pages-text      198.51.100.238  60 rows, and all counters are texts
//	pages-uncounted 198.51.100.239  60 rows, and no counters
//	pages-repeat    198.51.100.233  every page is the first, counted as 1,000
//	pages-shift     198.51.100.234  every page begins with the last row of the one before
//	pages-endless   198.51.100.235  there is always one more page
//	pages-size      198.51.100.240  every page is half as large as the one before
//	pages-empty     198.51.100.241  the second page is empty, the third is not
//	pages-hollow    198.51.100.242  no rows at all, counted as 1,000
//	pages-number    198.51.100.243  every page calls itself the seventh
//	pages-whole     198.51.100.244  100,000 rows on a page of 20
//
// The lists of pages-… are passive DNS and subnets.
package cfsim
