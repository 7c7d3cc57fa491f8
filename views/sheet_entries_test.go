package views

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"quarry/state/indicator"
	"quarry/views/safe"
	"quarry/views/style"
	"quarry/views/widget"
)

func TestEntriesSayWhatTheSheetSays(t *testing.T) {
	var s Sheet
	ip := indicator.MustParse("192.0.2.44")
	s.Lead(ip)
	s.Gap()
	s.Text("Rank", style.Muted, "not given").Copy("")
	s.Draw("Risk", "0.83 high", func(int) widget.Text { return widget.Plain("####") })
	s.Draw("", "", func(int) widget.Text { return widget.Plain("a picture") }).value = nil
	s.Text("Subnets", style.Text, "s lists them").Hint()
	s.Head("Resolves to")
	s.Indicator("", ip)
	s.Fold("Other fields", true)
	s.Text("x", style.Text, "folded away")
	want := []Entry{
		{Label: "IPv4", Value: "192.0.2.44  ✓ documentation address (RFC 5737)", Target: ip},
		{Label: "Rank", Value: "not given"}, {Label: "Risk", Value: "0.83 high"},
		{Head: true, Label: "Resolves to"}, {Value: "192.0.2.44", Target: ip},
	}
	same := cmp.Comparer(func(a, b indicator.Indicator) bool { return a == b })
	if d := cmp.Diff(want, s.Entries(), same); d != "" {
		t.Error(d)
	}
	// Hints are for the screen alone.
	for _, text := range []string{strings.Join(s.Lines(80), "\n"), s.Markdown(safe.AllDots)} {
		if strings.Contains(text, "lists them") {
			t.Errorf("a key is named where there is none to press:\n%s", text)
		}
	}
}
