package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/ui/handover"
)

// With --iocs it is the list alone, in every format but the bundle.
func TestExportOfTheIOCs(t *testing.T) {
	b, note := worked(t)
	note.Do(note.SetVerdict(investigation.Suspicious, indicator.MustParse("other-portal.example")), time.Now())
	note.Do(note.SetVerdict(investigation.Benign, indicator.MustParse("192.0.2.44")), time.Now())
	b.keep(b.shared(), note.Snapshot())
	for _, f := range handover.Formats() {
		if f.WholeOnly {
			continue
		}
		r := b.run("export", "Login portal", "--iocs", "--format", f.Name)
		b.wants(r, 0, "TLP:AMBER: within the organisation")
		text := strings.ReplaceAll(r.out, "[.]", ".")
		for _, want := range []string{"login-portal.example", "other-portal.example", "suspicious"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s lacks %q:\n%.2000s", f.Name, want, text)
			}
		}
		// Where the names stood is in it, and nothing else of that answer; what was
		// said of the address is not.
		if !strings.Contains(strings.ToLower(text), "passive dns of `192.0.2.44`") && !strings.Contains(text, "pdns") {
			t.Errorf("%s does not say where the names were met:\n%.4000s", f.Name, text)
		}
		for _, gone := range []string{"AS64500", "benign", "intel/dns", "secure-login-portal"} {
			if strings.Contains(text, gone) {
				t.Errorf("%s holds %q:\n%.4000s", f.Name, gone, text)
			}
		}
	}
	r := b.run("export", "Login portal", "--iocs", "--format", "csv")
	if lines := strings.Count(r.out, "\n"); lines != 3 {
		t.Errorf("%d lines:\n%s", lines, r.out)
	}
	path := filepath.Join(b.home, "x")
	b.wants(b.run("export", "Login portal", "--iocs", "--format", "bundle", "-o", path), exitUsage, "a bundle is always the whole case; leave --iocs out")
	note.Do(note.SetVerdict(investigation.Benign, indicator.MustParse("login-portal.example"), indicator.MustParse("other-portal.example")), time.Now())
	b.keep(b.shared(), note.Snapshot())
	b.wants(b.run("export", "Login portal", "--iocs", "--format", "csv", "-o", path), exitFailure, "the list of IOCs is empty")
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it was written: %v", err)
	}
}
