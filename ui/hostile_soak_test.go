//go:build soak

package ui

import "testing"

// Every payload in every field of every view; it takes four minutes.
func TestSoakViewsOfHostileAnswers(t *testing.T) { viewsOfHostileAnswers(t, 1) }
