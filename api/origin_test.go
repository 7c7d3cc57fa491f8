package api

import (
	"testing"
	"time"

	"quarry/views/safe"
)

func TestOriginOfSeveral(t *testing.T) {
	at := func(h int) time.Time { return time.Date(2026, 11, 25, h, 0, 0, 0, time.UTC) }
	from := func(by string, h int) Origin { return Origin{By: safe.FromOutside(by), ImportedAt: at(h)} }
	partly := func(o Origin) Origin { o.Partly = true; return o }
	alice, later, bob, unnamed := from("alice", 9), from("alice", 10), from("bob", 9), from("", 9)
	for _, c := range []struct{ a, b, want Origin }{
		{Origin{}, Origin{}, Origin{}},
		{alice, alice, alice},
		{alice, later, later},
		{later, alice, later},
		{alice, Origin{}, partly(alice)},
		{Origin{}, alice, partly(alice)},
		{alice, bob, partly(alice)},
		{unnamed, Origin{}, partly(unnamed)},
		{partly(alice), alice, partly(alice)},
		{alice, partly(alice), partly(alice)},
	} {
		if got := c.a.And(c.b); got != c.want {
			t.Errorf("%+v and %+v: %+v, want %+v", c.a, c.b, got, c.want)
		}
	}
	if !(Origin{}).Own() || alice.Own() || unnamed.Own() {
		t.Error("own answers and others' are mixed up")
	}
}
