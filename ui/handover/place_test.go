package handover

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"quarry/state/export"
	"quarry/state/export/exporttest"
	"quarry/state/indicator"
	"quarry/state/investigation"
)

func named(name string) investigation.Investigation {
	return investigation.Investigation{
		ID: investigation.ID{1}, Name: name, Created: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC),
		Nodes: []investigation.Node{{ID: investigation.ID{2}, Indicator: indicator.MustParse("192.0.2.44")}},
	}
}

func TestSuggest(t *testing.T) {
	markdown, _ := Find("markdown")
	for name, want := range map[string]string{
		"Login portal":           "login-portal.md",
		"":                       "192-0-2-44-2026-11-23.md",
		"../../etc/passwd":       "etc-passwd.md",
		"/etc/passwd":            "etc-passwd.md",
		`..\..\boot.ini`:         "boot-ini.md",
		".hidden":                "hidden.md",
		"-rf *; $(id) `id` ~":    "rf-id-id.md",
		"a\x00b\nc\x1b]0;t\x07":  "a-b-c-0-t.md",
		"…///…":                  "case.md",
		"\u202emoc.live":         "moc-live.md",
		"Überweisung für Müller": "überweisung-für-müller.md",
		"Mu\u0308ller":           "müller.md",
		"שלום":                   "case.md", // which no screen shows in order
		"INC-4711 (2)":           "inc-4711-2.md",
	} {
		if got := Suggest(named(name), export.Whole, markdown); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	endings := map[string]bool{}
	for _, f := range Formats() {
		whole, part := Suggest(named("x"), export.Whole, f), Suggest(named("x"), export.IOCs, f)
		if endings[whole] || whole != "x"+f.Ending || part != "x-iocs"+f.Ending {
			t.Errorf("%s: %s, %s", f.Name, whole, part)
		}
		endings[whole] = true
	}
}

// Whatever a case is called, what is suggested is a new name in the present
// directory that a file can have.
func TestSuggestIsAName(t *testing.T) {
	for _, text := range append(exporttest.Hostile(), strings.Repeat("𐌰", 100), strings.Repeat("é ", 100)) {
		for _, f := range Formats() {
			got := Suggest(named(text), export.IOCs, f)
			if filepath.Base(got) != got || strings.ContainsAny(got, "\\/~$`'\"*?;&|<> ") || len(got) > 255 || strings.Trim(got[:1], ".-") == "" || !filepath.IsLocal(got) {
				t.Errorf("%.60q suggests %q", text, got)
			}
		}
	}
}

func TestPlace(t *testing.T) {
	for typed, want := range map[string]string{
		"case.md": "case.md", " case.md ": "case.md", "./~": "./~", "a/~/b": "a/~/b", "/tmp/x": "/tmp/x", "a  b.md": "a  b.md",
		"~/case.md": "/home/ann/case.md", "~/cases/": "/home/ann/cases/", "~": "/home/ann", "~//x": "/home/ann/x", "$HOME/x": "$HOME/x",
	} {
		if got, err := Place(typed, "/home/ann"); err != nil || got != want {
			t.Errorf("%q: %q, %v", typed, got, err)
		}
	}
	for typed, says := range map[string]string{"": "no file is named", "  ": "no file is named", "-": "write ./- for", "~bob/x": "somebody's home", "~bob": "or ./~ for"} {
		if got, err := Place(typed, "/home/ann"); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %q, %v", typed, got, err)
		}
	}
	if got, err := Place("~/x", ""); err == nil || !strings.Contains(err.Error(), "HOME is not set") {
		t.Errorf("%q, %v", got, err)
	}
}
