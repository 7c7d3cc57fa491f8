package config

import (
	"math"
	"reflect"
	"testing"
	"time"
)

func TestParseDuration(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"7d": 168 * time.Hour, "24h": day, "90m": 90 * time.Minute, "1d12h": 36 * time.Hour,
		"0d": 0, "0": 0, "1d0.5h1s": day + 30*time.Minute + time.Second, "-1h": -time.Hour,
	} {
		if got, err := parseDuration(text); err != nil || got != want {
			t.Errorf("%q: %s, %v; want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"", "d", "-1d", "+1d", "1.5d", "7", "7 d", "d7", "12h1d", "1d1d", "1d-1h", "1d+1h", "1d7", "7D", "1w"} {
		if got, err := parseDuration(text); err == nil {
			t.Errorf("%q is taken for %s", text, got)
		}
	}
	// However much is written, it is too long and does not wrap into what is allowed.
	for _, text := range []string{"106752d", "213504d", "4294967297d", "99999999999999999999d", "106751d2562047h", "1d2562047h"} {
		if got, err := parseDuration(text); err != nil || got <= MaxFresh {
			t.Errorf("%q: %s, %v", text, got, err)
		}
	}
}

func TestShortReadsBack(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0s", time.Minute: "1m", 10 * time.Minute: "10m", 90 * time.Second: "1m30s", time.Hour: "1h",
		day: "24h", 36 * time.Hour: "36h", 2 * day: "2d", MaxFresh: "3650d", -2 * day: "-48h", 49*time.Hour + 30*time.Minute: "49h30m",
		math.MaxInt64: "2562047h47m16.854775807s",
	} {
		got := short(d)
		if back, err := parseDuration(got); got != want || err != nil || back != d {
			t.Errorf("%s: %q, read back as %s, %v; want %q", d, got, back, err, want)
		}
	}
}

func TestFreshDefaults(t *testing.T) {
	want := map[string]time.Duration{
		"whois": 7 * day, "subnets": 7 * day, "asn": 7 * day, "domain": day, "ip": day, "history": day,
		"phishing": time.Hour, "pdns": day,
	}
	if got := Default().Fresh; !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	// Nobody's file changes the defaults of the next.
	c, err := parse("x", []byte("fresh.whois = \"forever\"\nfresh.asn = \"1h\"\n"))
	if _, ends := c.Fresh["whois"]; err != nil || ends || c.Fresh["asn"] != time.Hour {
		t.Errorf("%v, %v", c.Fresh, err)
	}
	if got := Default().Fresh; !reflect.DeepEqual(got, want) {
		t.Errorf("after a load: %v, want %v", got, want)
	}
}
