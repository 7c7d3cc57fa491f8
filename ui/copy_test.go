package ui

import (
	"encoding/csv"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/state/search"
	"quarry/ui/clipboard"
	"quarry/views"
)

// copies presses keys and returns what is on the clipboard then.
func (r *rig) copies(keys ...string) string {
	r.t.Helper()
	n := len(r.copied)
	r.press(keys...)
	r.settle()
	if len(r.copied) != n+1 {
		r.t.Fatalf("%v put %d texts on the clipboard:\n%s", keys, len(r.copied)-n, r.drawing())
	}
	return r.copied[n]
}

const row = "host-%04d.example.com"

// What each form makes of the selection, of two marked rows, and of what a filter
// shows; a list that is not all here says so.
func TestCopiesOfATable(t *testing.T) {
	names := func(format, between string, hosts ...int) string {
		var all []string
		for _, n := range hosts {
			all = append(all, fmt.Sprintf(format, fmt.Sprintf(row, n)))
		}
		return strings.Join(all, between)
	}
	r := tableOf(t, 20)
	r.press("g", "j")
	for _, c := range []struct {
		name  string
		keys  string
		part  views.Part
		hosts []int
		of    string
	}{
		{"the selection", "", views.Selected, []int{1}, " (1 of 20 rows)"},
		{"the marked", "g space j j space", views.Marked, []int{0, 2}, " (2 of 20 rows)"},
		{"the selection, though others are marked", "G", views.Selected, []int{19}, " (1 of 20 rows)"},
		{"what is shown", "", views.Shown, []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19}, ""},
		{"what the filter shows, turned round", "/ 0 0 1 enter <", views.Shown, []int{19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 1}, " (11 of 20 rows)"},
		{"the marked, though the filter hides them", "", views.Marked, []int{2, 0}, " (2 of 20 rows)"},
	} {
		r.press(strings.Fields(c.keys)...)
		m, ok := r.m.material(c.part)
		if !ok {
			t.Fatal("nothing is open")
		}
		quoted, stix := names(`"%s"`, ", ", c.hosts...), names("domain-name:value = '%s'", " OR ", c.hosts...)
		for id, want := range map[string]string{
			"defanged": strings.ReplaceAll(names("%s", "\n", c.hosts...), ".", "[.]"),
			"plain":    names("%s", "\n", c.hosts...),
			"or":       names(`"%s"`, " OR ", c.hosts...),
			"spl":      "(query IN (" + quoted + ") OR url_domain IN (" + quoted + "))",
			"kql":      "RemoteUrl has_any (" + quoted + ")",
			"stix":     "[" + stix + "]",
			"csv":      "hostname,first_seen,last_seen,days\n" + names("%s,,,\n", "", c.hosts...),
			"markdown": "**`Passive DNS of 1.1.1.1" + c.of + "`**\n\n| hostname | first_seen | last_seen | days |\n| --- | --- | --- | --- |\n" +
				strings.ReplaceAll(names("| `%s` |  |  |  |\n", "", c.hosts...), ".", "[.]"),
			"json": "[\n" + names(`  {"hostname": "%s", "first_seen": "", "last_seen": "", "days": ""}`, ",\n", c.hosts...) + "\n]",
		} {
			if w := copyForms()[formIndex(id)].make(m); w.text != want || w.note != "" || w.why != "" {
				t.Errorf("%s as %s:\n%+v\nwant\n%s", c.name, id, w, want)
			}
		}
		if w := copyForms()[formIndex("record")].make(m); strings.Count(w.text, "host-") != 20 {
			t.Errorf("%s: the whole record is\n%s", c.name, w.text)
		}
	}
}

// What the dialog copies is what is chosen in it.
func TestChoosingWhatIsCopied(t *testing.T) {
	r := tableOf(t, 20)
	r.press("g", "space", "j", "space", "G")
	for _, c := range []struct {
		keys  string
		hosts int
	}{
		{"Y p", 2}, {"Y tab p", 20}, {"Y tab tab p", 1}, {"Y tab tab tab p", 2}, {"Y tab down enter", 20}, {"y", 2},
		{"Y c", 2}, {"Y tab tab c", 1}, {"y", 2},
	} {
		if got := r.copies(strings.Fields(c.keys)...); strings.Count(got, "host-") != c.hosts {
			t.Errorf("%s copied %s", c.keys, got)
		}
	}
	r.send(tea.WindowSizeMsg{Width: 200, Height: 60})
	r.press(strings.Fields("/ 0 0 1 enter")...)
	r.copies("Y", "tab", "p")
	r.wants("11 of 20 rows; copied: host-0001.example.com (11 lines)")
}

// While nothing is marked, the forms of a list take the list, and it is said.
func TestAListIsCopiedAsAList(t *testing.T) {
	r := tableOf(t, 20)
	r.press("g", "Y")
	r.wants("▌ the selection", "Markdown, CSV and JSON: all 20 shown", "20 rows")
	r.press("esc")
	for keys, hosts := range map[string]int{"Y c": 20, "Y m": 20, "Y j": 20, "Y p": 1} {
		if got := r.copies(strings.Fields(keys)...); strings.Count(got, "host-") != hosts {
			t.Errorf("%s copied %s", keys, got)
		}
	}
	r.copies("Y", "c")
	if got := r.copies("j", "y"); strings.Count(got, "host-") != 20 {
		t.Errorf("copied %s", got)
	}
}

// A list of which a page is loaded is never taken for the list.
func TestACopyOfPartOfAListSaysSo(t *testing.T) {
	r := real(t, "1.1.1.1")
	r.press("p")
	r.settle()
	r.press("Y", "tab")
	r.wants("all 5 shown", "5 of 778 names loaded")
	if got := r.copies("m"); !strings.HasPrefix(got, "**`Passive DNS of 1.1.1.1 (5 of 778 names loaded)`**\n") {
		t.Errorf("copied %s", got)
	}
	r.wants("5 of 778 names loaded; copied: ")
	if got := r.copies("Y", "tab", "c"); strings.Count(got, "\n") != 6 {
		t.Errorf("copied %s", got)
	}
	r.wants("5 of 778 names loaded; copied: ")
}

// y copies the marked, else the selection, in the form last used, whatever was
// chosen to be copied with it.
func TestCopyingAgainIsInTheFormLastUsed(t *testing.T) {
	r := tableOf(t, 20)
	r.press("g")
	if got := r.copies("Y", "tab", "k"); strings.Count(got, "host-") != 20 {
		t.Errorf("copied %s", got)
	}
	if got, want := r.copies("j", "y"), `RemoteUrl has_any ("host-0001.example.com")`; got != want {
		t.Errorf("copied %s, want %s", got, want)
	}
	r.press("g", "space", "j", "space", "G")
	if got, want := r.copies("y"), `RemoteUrl has_any ("host-0000.example.com", "host-0001.example.com")`; got != want {
		t.Errorf("copied %s, want %s", got, want)
	}
	rows, err := csv.NewReader(strings.NewReader(r.copies("Y", "c"))).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Errorf("two rows are marked, the CSV has %q, %v", rows, err)
	}
}

// A record is copied as a whole.
func TestCopiesOfARecord(t *testing.T) {
	r := real(t, "cloudflare.com")
	r.press("w")
	r.settle()
	r.press("Y", "tab", "tab") // there is nothing else
	r.wants("▌ the selection", "record as Markdown", "this view has no table")
	r.lacks("whole record", "tab what")
	if got := r.copies("j"); !strings.HasPrefix(got, "{\n") || !strings.Contains(got, `"domain": "cloudflare.com"`) {
		t.Errorf("copied %s", got)
	}
	if got := r.copies("Y", "m"); !strings.HasPrefix(got, "**`WHOIS of cloudflare.com`**\n\n") {
		t.Errorf("copied %s", got)
	}
	r.press("Y", "c") // the cursor goes to what does not work, and says why
	r.wants("Copy as", "▌ c  CSV ")
	r.press("esc")
}

// mixed are the marked of a view whose rows cannot be taken apart.
func mixed(texts ...string) material {
	m := material{part: views.Marked, search: search.Default()}
	for _, text := range texts {
		m.marked = append(m.marked, indicator.MustParse(text))
	}
	return m
}

func TestWhatIsNotInASearchIsSaid(t *testing.T) {
	for name, c := range map[string]struct {
		form func(material) written
		of   material
		note string
		why  string
	}{
		"all fields":     {asSPL, mixed("192.0.2.1", "a.example", "http://a.example/"), "", ""},
		"no ASN":         {asSPL, mixed("192.0.2.1", "AS64500"), "without 1 ASN: search.splunk.asn names no field", ""},
		"two ASNs":       {asKQL, mixed("192.0.2.1", "AS64500", "AS64501"), "without 2 ASNs: search.kql.asn names no field", ""},
		"ASN alone":      {asKQL, mixed("AS64500"), "", "search.kql.asn names no field"},
		"a wildcard":     {asSPL, mixed("http://a.example/*", "AS64500"), "without 1 ASN: search.splunk.asn names no field; SPL takes the * in 1 URL for anything", ""},
		"none in KQL":    {asKQL, mixed("http://a.example/*"), "", ""},
		"STIX has ASNs":  {asSTIX, mixed("AS64500"), "", ""},
		"OR-list, too":   {orList, mixed("AS64500"), "", ""},
		"nothing marked": {orList, mixed(), "", "no marked row names an indicator"},
		"no rows":        {asCSV, mixed("a.example"), "", "this view has no table"},
	} {
		if w := c.form(c.of); w.note != c.note || w.why != c.why || (w.text == "") != (c.why != "") {
			t.Errorf("%s: %+v", name, w)
		}
	}
	m := mixed("AS64500", "a.example")
	m.search.Splunk = search.Fields{}
	if w := asSPL(m); w.why != "search.splunk.domain, search.splunk.asn name no field" {
		t.Errorf("%+v", w)
	}
}

// tabled are rows that name these, or nothing.
func tabled(part views.Part, texts ...string) material {
	return material{part: part, search: search.Default(), rows: views.Rows{
		Header: []string{"name"}, Len: len(texts),
		Cells: func(n int) []string { return []string{texts[n]} },
		Target: func(n int) indicator.Indicator {
			i, _ := indicator.Parse(texts[n])
			return i
		},
	}}
}

func TestRowsWithoutAnIndicatorAreCounted(t *testing.T) {
	m := tabled(views.Marked, "a.example", "no name", "a.example", "another none", "b.example")
	for _, f := range copyForms()[:6] {
		w := f.make(m)
		if w.note != "without 2 rows that name no indicator" || strings.Count(w.text, "a.example")+strings.Count(w.text, "a[.]example") != 1+strings.Count(w.text, "url_domain") {
			t.Errorf("%s: %+v", f.name, w)
		}
	}
	if w := asCSV(m); strings.Count(w.text, "\n") != 6 || w.note != "" {
		t.Errorf("%+v", w)
	}
	if w := orList(tabled(views.Shown, "no name")); w.why != "no row that is shown names an indicator" {
		t.Errorf("%+v", w)
	}
	if w := asCSV(tabled(views.Selected)); w.why != "the cursor is on no row of the table" {
		t.Errorf("%+v", w)
	}
}

// hugeView has so many rows, and counts those that are made.
type hugeView struct {
	stubView
	rows, made int
}

func (v *hugeView) Rows(part views.Part) views.Rows {
	return views.Rows{
		Header: []string{"name"}, Len: map[views.Part]int{views.Selected: 1, views.Shown: v.rows}[part],
		Cells: func(int) []string { v.made++; return []string{"a.example"} },
		Target: func(n int) indicator.Indicator {
			v.made++
			return indicator.MustParse(fmt.Sprintf("a%d.example", n))
		},
	}
}

func (v *hugeView) Content() views.Content { return views.Content{Title: "huge", Record: []int{1}} }

// A million rows are not made into text to be offered; what is chosen is made
// beside the program, and what the terminal does not take is refused.
func TestCopyingOfAMillionRows(t *testing.T) {
	r := newRig(t, "192.0.2.1")
	r.settle()
	v := &hugeView{stubView: *r.m.here().view.(*stubView), rows: 1_000_000}
	r.m.here().view = v
	r.press("Y", "tab")
	r.wants("all 1,000,000 shown", "1,000,000 rows")
	if v.made > 1_000 {
		t.Errorf("%d rows were made for the dialog", v.made)
	}
	r.press("esc")
	v.rows, v.made = 20_000, 0
	r.cmds = nil
	r.press("Y", "tab", "p")
	if v.made > 1_000 || len(r.copied) != 0 {
		t.Errorf("%d rows were made in the update loop", v.made)
	}
	r.wants("making a text of 20,000 rows")
	made := await[madeCopy](t, r.cmds)
	r.cmds = nil
	r.send(made)
	r.send(await[clipboard.Result](t, r.cmds))
	if len(r.copied) != 1 || strings.Count(r.copied[0], "\n") != 19_999 {
		t.Fatalf("%d texts were copied", len(r.copied))
	}
	r.wants("copied: a0.example (20,000 lines)")
}

// await runs commands until one of them, or of those in a batch, ends in a message
// of a type.
func await[T any](t *testing.T, cmds []tea.Cmd) T {
	t.Helper()
	messages := make(chan tea.Msg)
	var run func(tea.Cmd)
	run = func(c tea.Cmd) {
		go func() {
			msg := c()
			if batch, ok := msg.(tea.BatchMsg); ok {
				for _, c := range batch {
					if c != nil {
						run(c)
					}
				}
				return
			}
			select {
			case messages <- msg:
			case <-t.Context().Done():
			}
		}()
	}
	for _, c := range cmds {
		run(c)
	}
	deadline := time.After(30 * time.Second)
	for {
		select {
		case msg := <-messages:
			if found, ok := msg.(T); ok {
				return found
			}
		case <-deadline:
			t.Fatal("no such message came")
		}
	}
}

// A form is not refused because the first rows name nothing.
func TestRowsThatNameNothingAtFirst(t *testing.T) {
	texts := make([]string, sampleReach+10)
	for n := range texts {
		texts[n] = "no name"
	}
	texts[25], texts[len(texts)-1] = "a.example", "b.example"
	m := tabled(views.Shown, texts...)
	if sample, sure := m.named(); sample.rows.Len != 1 || sample.rows.Cells(0)[0] != "a.example" || sure {
		t.Errorf("%d rows, sure: %v", sample.rows.Len, sure)
	}
	m = tabled(views.Shown, texts[:25]...)
	if sample, sure := m.named(); sample.rows.Len != 0 || !sure || orList(sample).why == "" {
		t.Errorf("%d rows, sure: %v", sample.rows.Len, sure)
	}
}

// The key for what is copied is data like the others.
func TestTheScopesKeyCanBeBound(t *testing.T) {
	r := tableOf(t, 20)
	keys, err := keymap.Default().Override(map[keymap.Action][]string{keymap.OverlayScope: {"ctrl+w"}})
	if err != nil {
		t.Fatal(err)
	}
	r.m.opt.Keys = keys
	r.press("Y", "tab")
	r.wants("▌ the selection   all 20 shown", "ctrl+w what")
	r.press("ctrl+w")
	r.wants("the selection ▌ all 20 shown")
}

// On the heading of a group that names nothing itself, a copy is of the group.
func TestCopyOfAGroup(t *testing.T) {
	r := walked(t)
	for _, i := range []string{"a.example.com", "b.example.com", "192.0.2.9"} {
		m := r.m.notebook()
		v := investigation.Malicious
		if i == "192.0.2.9" {
			v = investigation.Suspicious
		}
		r.m.write(m.Do(m.SetVerdict(v, indicator.MustParse(i)), now()))
	}
	r.press("I", "z", "g")
	r.wants("✗ malicious  2 indicators", "▲ suspicious  1 indicator")
	if got := r.copies("y"); got != "a[.]example[.]com\nb[.]example[.]com" {
		t.Errorf("copied %q", got)
	}
	r.press("Y")
	r.wants("the group of 2")
	r.press("esc")
	if got := r.copies("G", "y"); got != "192[.]0[.]2[.]9" {
		t.Errorf("of a group of one %q", got)
	}
}
