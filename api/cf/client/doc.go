// Package client asks Cloudflare's API over HTTP. It is the lowest [api.Source]
// and the only place of quarry that opens a connection.
//
// What it holds to:
//
//   - At most four requests are under way at once, and they keep below
//     Cloudflare's rate limits by themselves (see [DefaultPace]). Where the
//     Ratelimit header says that nothing is left, all wait for the reset.
//   - A call is put on record before its first byte is written (see
//     [Config].Record).
//   - Until a request is handed to a connection the caller's context ends it at
//     no cost. From then on it is paid for, and runs to its end under its own
//     time limit even if the context ends.
//   - A GET is tried at most three times, with growing, jittered pauses that
//     are never shorter than the server's Retry-After. net/http's own silent
//     repetition is prevented, so that tries are counted in one place. Any other
//     method is sent once, on a connection of its own.
//   - No redirect is followed, TLS is 1.2 or newer and verified, plain http goes
//     to this machine only.
//   - The token stands in the Authorization header and nowhere else.
//
// The environment's HTTPS_PROXY and NO_PROXY are obeyed; through a proxy TLS
// still runs end to end, so the proxy does not see the token.
package client
