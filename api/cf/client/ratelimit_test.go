package client

import (
	"net/http"
	"testing"
)

func TestRateLeft(t *testing.T) {
	for header, want := range map[string]int{
		`"default";r=50;t=30`:                   50,
		`"default"; r=0; t=30`:                  0,
		`"burst";r=7;t=3, "daily";r=900;t=100`:  7,
		`"a;r=1,\"r=2";r=9;t=1`:                 9,
		`default;R=4`:                           4,
		`"default";t=30`:                        -1,
		`"default";r=-3`:                        -1,
		`"default";r=many`:                      -1,
		`"default";r=99999999999999999999;t=30`: -1,
		`"unclosed;r=5`:                         -1,
		`limit=100, remaining=50, reset=50`:     -1,
		``:                                      -1,
		`\`:                                     -1,
	} {
		left, known := rateLeft(http.Header{"Ratelimit": {header}})
		if known != (want >= 0) || known && left != want {
			t.Errorf("%s: %d, %v, want %d", header, left, known, want)
		}
	}
	if left, _ := rateLeft(http.Header{"Ratelimit": {`"a";r=9`, `"b";r=3`}}); left != 3 {
		t.Errorf("two header lines: %d", left)
	}
}

func TestCleanPath(t *testing.T) {
	for p, want := range map[string]bool{
		"intel/dns": true, "intel/asn/13335/subnets": true, "brand-protection/url-info": true, "a": true,
		"": false, "/intel": false, "intel/": false, "a//b": false, "../x": false, "a/../b": false, "a/.": false,
		"a?b": false, "a#b": false, "a%2fb": false, "a b": false, "a\nb": false, "a\\b": false, "ä": false, "a@b": false,
	} {
		if got := cleanPath(p); got != want {
			t.Errorf("cleanPath(%q) = %v", p, got)
		}
	}
}
