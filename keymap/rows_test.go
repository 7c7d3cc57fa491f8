package keymap

import (
	"slices"
	"strings"
	"testing"
)

func rowOf(t *testing.T, m Map, a Action) Row {
	t.Helper()
	for _, row := range m.Rows() {
		if slices.Contains(row.Actions, a) {
			return row
		}
	}
	t.Fatalf("no row shows %s", a)
	return Row{}
}

func TestRowsShowEveryBoundActionOnce(t *testing.T) {
	m := Default()
	count := map[Action]int{}
	for _, row := range m.Rows() {
		for _, a := range row.Actions {
			count[a]++
		}
	}
	for _, b := range m.Bindings() {
		if count[b.Action] != 1 {
			t.Errorf("%s is in %d rows", b.Action, count[b.Action])
		}
	}
}

func TestJumpsAreOneRow(t *testing.T) {
	rebind := func(keys map[Action][]string) Map {
		m, err := Default().Override(keys)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	all := map[Action][]string{}
	for n := 1; n <= Places; n++ {
		all[Jump(n)] = []string{}
	}
	for name, c := range map[string]struct {
		m    Map
		want string
	}{
		"default":         {Default(), "1…9"},
		"ASCII":           {Default().WithASCII(true), "1..9"},
		"one key differs": {rebind(map[Action][]string{Jump9: {"0"}}), "1 2 3 4 5 6 7 8 0"},
		"one is freed":    {rebind(map[Action][]string{Jump9: {}}), "1…8"},
	} {
		row := rowOf(t, c.m, Jump1)
		if got := strings.Join(row.Keys, " "); got != c.want || row.Help != "to that place on the path" {
			t.Errorf("%s: %q %q, want %q", name, got, row.Help, c.want)
		}
	}
	for _, row := range rebind(all).Rows() {
		if slices.Contains(row.Actions, Jump1) || len(row.Keys) == 0 {
			t.Errorf("a row without a key: %+v", row)
		}
	}
}

func TestMarkdown(t *testing.T) {
	m, err := Default().Override(map[Action][]string{Raw: {"|"}, Fold: {"`"}, PivotIP: {}})
	if err != nil {
		t.Fatal(err)
	}
	got := m.Markdown()
	for _, want := range []string{
		"| keys | does |\n| --- | --- |\n| **Move** | |\n| `j` `↓` | one row down |\n",
		"| `1…9` | to that place on the path |\n",
		"| `\\|` | the raw answer, with when, how and what it cost |\n",
		"| `` ` `` | fold or unfold a group of fields |\n",
		"| `q` `ctrl+c` | leave |\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("lacks %q in\n%s", want, got)
		}
	}
	if strings.Contains(got, "selected IP address |\n| `p`") || strings.Contains(got, "what is known of") {
		t.Error("it shows an action that has no key")
	}
	for i, line := range strings.Split(strings.TrimSuffix(got, "\n"), "\n") {
		if n := strings.Count(strings.ReplaceAll(line, `\|`, ""), "|"); n != 3 {
			t.Errorf("line %d has %d bars: %s", i+1, n, line)
		}
	}
	if got != m.Markdown() || got != m.WithASCII(true).Markdown() {
		t.Error("it differs from one time to the next")
	}
}
