// Package testdata holds real answers of Cloudflare's Threat Intelligence API,
// as published in its documentation of 2023-07-20. The simulator serves them
// and tests decode them.
package testdata

import "embed"

// Recorded holds the answers under recorded/, one file for each call. Only the
// line breaks differ from what was published.
//
//go:embed recorded
var Recorded embed.FS
