// Package api is the language in which the views ask and the sources answer:
// [Query], [Answer], [Slot] and [Reply], the classes of [Error], and the
// [Source] interface with its layers. It knows no HTTP, no terminal, and no
// endpoint: what Cloudflare's calls look like stands in api/cf.
package api
