package client

import (
	"net/http"
	"testing"
	"time"
)

func TestRateWindow(t *testing.T) {
	at := func(left, seconds int) *window {
		return &window{left: left, in: time.Duration(seconds) * time.Second, resets: true}
	}
	for header, want := range map[string]*window{
		`"default";r=50;t=30`:                   at(50, 30),
		`"default"; r=0; t=30`:                  at(0, 30),
		`"default";t=30;r=5`:                    at(5, 30),
		`"burst";r=7;t=3, "daily";r=900;t=100`:  at(7, 3),
		`"daily";r=900;t=100, "burst";r=7;t=3`:  at(7, 3),
		`"burst";r=0;t=3, "daily";r=0;t=100`:    at(0, 100),
		`"daily";r=0;t=100, "burst";r=0;t=3`:    at(0, 100),
		`"a;r=1,\"r=2";r=9;t=1`:                 at(9, 1),
		`default;R=4;T=2`:                       at(4, 2),
		`default;r=4`:                           {left: 4},
		`default;r=4;t=soon`:                    {left: 4},
		`default;r=4;t=-1`:                      {left: 4},
		`default;r=4;t=99999999999999999999`:    {left: 4},
		`"default";t=30`:                        nil,
		`"default";r=-3`:                        nil,
		`"default";r=many`:                      nil,
		`"default";r=99999999999999999999;t=30`: nil,
		`"unclosed;r=5`:                         nil,
		`limit=100, remaining=50, reset=50`:     nil,
		``:                                      nil,
		`\`:                                     nil,
	} {
		got, known := rateWindow(http.Header{"Ratelimit": {header}})
		if known != (want != nil) || known && got != *want {
			t.Errorf("%s: %+v, %v, want %+v", header, got, known, want)
		}
	}
	if got, _ := rateWindow(http.Header{"Ratelimit": {`"a";r=9`, `"b";r=3`}}); got.left != 3 {
		t.Errorf("two header lines: %+v", got)
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
