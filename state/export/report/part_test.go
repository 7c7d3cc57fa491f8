package report

import (
	"strings"
	"testing"

	"quarry/state/export/exporttest"
)

// The report of the list of IOCs says that it is a part, and holds nothing else.
func TestReportOfAPart(t *testing.T) {
	c := exporttest.Case().Narrow()
	got := written(t, c)
	for _, want := range []string{"# `Login portal`, IOCs\n", "- A part of the case: ", "`login[.]example[.]com`", "`bad[.]example[.]org`",
		"Passive DNS of `192[.]0[.]2[.]44`, seen 2026-11-20 to 2026-11-23"} {
		if !strings.Contains(got, want) {
			t.Errorf("it lacks %q:\n%s", want, got)
		}
	}
	for _, gone := range []string{"shop", "AS64500", "pivot", "gone[.]"} {
		if strings.Contains(got, gone) {
			t.Errorf("it holds %q:\n%s", gone, got)
		}
	}
	c.Nodes = nil
	if got := written(t, c); !strings.Contains(got, "No question was about one of them.") || strings.Contains(got, "Nothing was asked") {
		t.Error(got)
	}
}
