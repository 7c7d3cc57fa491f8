//go:build soak && unix

package main

import "testing"

// The long forms of what the other tests do for a moment:
//
//	go test -tags soak -run Soak ./...

func TestSoakResizeStorm(t *testing.T) { stormy(t, 1000) }
