package table

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"quarry/state/export"
	"quarry/state/export/exporttest"
)

func written(t *testing.T, c export.Case) [][]string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, c); err != nil {
		t.Fatal(err)
	}
	if n := bytes.IndexFunc(b.Bytes(), func(r rune) bool { return r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 || r == '\u202e' }); n >= 0 {
		t.Errorf("live characters in the output: %q", b.Bytes()[n:min(n+20, b.Len())])
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestTable(t *testing.T) {
	rows := written(t, exporttest.Case())
	if len(rows) != 12 {
		t.Fatalf("%d rows", len(rows))
	}
	for _, want := range []string{
		"indicator|kind|verdict|starred|comment|first_seen|last_seen|source|judged_by|judged_at|tlp",
		"192.0.2.44|ipv4||||2026-11-23T18:04:33Z|2026-11-23T18:05:34Z|entered; asked ip, pdns|||TLP:AMBER",
		"login.example.com|domain|malicious|yes|Copies our portal.^JReported to the registrar.|2026-11-23T18:06:33Z|2026-11-23T18:07:34Z|" +
			"from pdns 192.0.2.44 (seen 2026-11-17 to 2026-11-23); asked domain, whois|ann|2026-11-23T19:03:33Z|TLP:AMBER",
		"192.0.2.0/24|cidr|malicious|||2026-11-23T19:03:33Z|2026-11-23T19:03:33Z|judged|ann|2026-11-23T19:03:33Z|TLP:AMBER",
		"bad.example.org|domain|suspicious||'=cmd|' /C calc'!A0|2026-11-23T19:03:33Z|2026-11-23T19:03:33Z|from pdns 192.0.2.44 (seen 2026-11-20 to 2026-11-23)|ann|2026-11-23T19:03:33Z|TLP:AMBER",
	} {
		found := false
		for _, row := range rows {
			found = found || strings.Join(row, "|") == want
		}
		if !found {
			t.Errorf("there is no row\n%s\nin\n%v", want, rows)
		}
	}
	for _, row := range rows {
		if row[0] == "gone.example.org" {
			t.Error("what is pruned is in the table")
		}
	}
}

// The list of IOCs says of each where it stood, opened or not, as the whole does.
func TestAPartSaysWhere(t *testing.T) {
	var sources []string
	for _, row := range written(t, exporttest.Case().Narrow())[1:] {
		sources = append(sources, row[0]+" "+row[7])
	}
	if want := []string{
		"login.example.com from pdns 192.0.2.44 (seen 2026-11-17 to 2026-11-23); asked domain, whois",
		"bad.example.org from pdns 192.0.2.44 (seen 2026-11-20 to 2026-11-23)", "192.0.2.0/24 judged",
	}; !slices.Equal(sources, want) {
		t.Errorf("%q", sources)
	}
}

func TestLookupOfMany(t *testing.T) {
	rows := written(t, exporttest.WithLookup())
	if len(rows) != 14 {
		t.Errorf("%d rows", len(rows))
	}
	for _, row := range rows {
		if row[0] == "" {
			t.Errorf("a row about nothing: %q", row)
		}
	}
}

// No cell is a formula, whatever the text.
func TestHostileText(t *testing.T) {
	for _, text := range exporttest.Hostile() {
		for _, row := range written(t, exporttest.With(text)) {
			for _, cell := range row {
				if c := strings.TrimLeft(cell, " \t"); c != "" && strings.ContainsRune("=+-@", rune(c[0])) {
					t.Errorf("a formula: %.40q", cell)
				}
			}
		}
	}
}
