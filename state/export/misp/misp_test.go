package misp

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"quarry/state/export"
	"quarry/state/export/exporttest"
	"quarry/state/investigation"
)

func written(t *testing.T, c export.Case) event {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, c); err != nil {
		t.Fatal(err)
	}
	if n := bytes.IndexFunc(b.Bytes(), func(r rune) bool { return r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 || r == '\u202e' }); n >= 0 {
		t.Errorf("live characters in the output: %q", b.Bytes()[n:min(n+20, b.Len())])
	}
	var d document
	if err := json.Unmarshal(b.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	return d.Event
}

func TestEvent(t *testing.T) {
	e := written(t, exporttest.Case())
	if e.Info != "Login portal" || e.Date != "2026-11-23" || e.Published || e.Distribution != "0" || fmt.Sprint(e.Tag) != "[{tlp:amber}]" {
		t.Errorf("%+v", e)
	}
	var got []string
	for _, a := range e.Attribute {
		got = append(got, fmt.Sprintf("%s %s to_ids=%v", a.Type, a.Value, a.ToIDS))
		if _, err := uuid.Parse(a.UUID); err != nil {
			t.Errorf("%s: %v", a.Value, err)
		}
	}
	want := []string{
		"ip-dst 192.0.2.44 to_ids=false",
		"hostname login.example.com to_ids=true",
		"hostname shop.example.net to_ids=false",
		"AS AS64500 to_ids=false",
		"ip-dst 198.51.100.7 to_ids=false",
		`url https://login.example.com/it's?a=1&b=\x to_ids=false`,
		"AS AS64501 to_ids=false",
		"ip-dst 2001:db8::44 to_ids=false",
		"hostname pivot.example.org to_ids=false",
		"hostname bad.example.org to_ids=false",
		"ip-dst 192.0.2.0/24 to_ids=true",
		"domain|ip login.example.com|192.0.2.44 to_ids=false",
		"domain|ip shop.example.net|192.0.2.44 to_ids=false",
		"domain|ip bad.example.org|192.0.2.44 to_ids=false",
		"whois-registrar Example Registrar, Inc. to_ids=false",
		"whois-creation-date 2026-11-17T18:03:33Z to_ids=false",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// MISP refuses an attribute whose category does not have its type
// (describeTypes.json, category_type_mappings).
func TestCategories(t *testing.T) {
	has := map[string]string{
		"ip-dst": "Network activity", "hostname": "Network activity", "domain": "Network activity", "url": "Network activity",
		"AS": "Network activity", "domain|ip": "Network activity",
		"whois-registrar": "Attribution", "whois-creation-date": "Attribution", "whois-registrant-email": "Attribution",
	}
	c := exporttest.With("x")
	for _, a := range append(written(t, exporttest.Case()).Attribute, written(t, c).Attribute...) {
		if has[a.Type] != a.Category {
			t.Errorf("%s is in the category %q", a.Type, a.Category)
		}
	}
}

// Exported again, everything has the same identifier.
func TestSameCaseSameEvent(t *testing.T) {
	later := exporttest.Case()
	later.At = later.At.Add(1000 * time.Hour)
	if fmt.Sprint(written(t, exporttest.Case())) != fmt.Sprint(written(t, later)) {
		t.Error("the time of export changes the event")
	}
	seen := map[string]bool{}
	for _, a := range written(t, exporttest.Case()).Attribute {
		if seen[a.UUID] {
			t.Errorf("%s has an identifier that is another's", a.Value)
		}
		seen[a.UUID] = true
	}
}

// The list of IOCs is an event of its own, which updates the same attributes.
func TestAPartBesideTheWhole(t *testing.T) {
	c := exporttest.Case()
	whole := written(t, c)
	part := written(t, c.Narrow())
	if part.UUID == whole.UUID || part.Info != "Login portal (IOCs)" {
		t.Errorf("%s, %q", part.UUID, part.Info)
	}
	all := map[string]bool{}
	for _, a := range whole.Attribute {
		all[a.UUID] = true
	}
	for _, a := range part.Attribute {
		if !all[a.UUID] {
			t.Errorf("%s %s is not in the whole", a.Type, a.Value)
		}
	}
	if a := part.Attribute[1]; a.Value != "bad.example.org" || !strings.HasSuffix(a.Comment, "\nfrom pdns of 192.0.2.44") ||
		a.FirstSeen != "2026-11-20T00:00:00Z" || a.LastSeen != "2026-11-23T00:00:00Z" {
		t.Errorf("it is not said where it was met: %+v", a)
	}
	if n := len(part.Attribute); n == 0 || n >= len(whole.Attribute) {
		t.Errorf("%d attributes of %d", n, len(whole.Attribute))
	}
}

// MISP updates an attribute whose timestamp is newer, and no other: where it was met
// changes with the answer.
func TestANewAnswerIsAnUpdate(t *testing.T) {
	c := exporttest.Case()
	before := written(t, c).Attribute
	e := c.Evidence[c.Nodes[1].ID]
	e.FetchedAt = e.FetchedAt.Add(48 * time.Hour)
	c.Evidence[c.Nodes[1].ID] = e
	for n, a := range written(t, c).Attribute {
		if a.Value == "bad.example.org" && (a.UUID != before[n].UUID || a.Timestamp <= before[n].Timestamp) {
			t.Errorf("%+v, was %+v", a, before[n])
		}
	}
}

func TestLookupOfMany(t *testing.T) {
	for _, a := range written(t, exporttest.WithLookup()).Attribute {
		if a.Value == "" {
			t.Errorf("%s has no value", a.Type)
		}
	}
}

func TestTags(t *testing.T) {
	for tlp, want := range map[investigation.TLP]string{
		"CLEAR": "tlp:clear", "GREEN": "tlp:green", "AMBER": "tlp:amber", "AMBER+STRICT": "tlp:amber+strict", "RED": "tlp:red", "": "tlp:red",
	} {
		c := exporttest.Case()
		c.TLP = tlp
		if got := written(t, c).Tag[0].Name; got != want {
			t.Errorf("%q: %s", tlp, got)
		}
	}
}

func TestHostileText(t *testing.T) {
	for _, text := range exporttest.Hostile() {
		e := written(t, exporttest.With(text))
		if want := strings.ToValidUTF8(text, "\ufffd"); len([]rune(e.Info)) < len([]rune(want)) {
			t.Errorf("%.40q came back as %.40q", text, e.Info)
		}
	}
}

// The members that misp-core-format says MUST be present, in the types that it wants,
// but for the numbers that an instance of MISP gives.
func TestCoreFormat(t *testing.T) {
	var b bytes.Buffer
	if err := Write(&b, exporttest.Case()); err != nil {
		t.Fatal(err)
	}
	var d struct {
		Event map[string]any `json:"Event"`
	}
	if err := json.Unmarshal(b.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	has := func(of map[string]any, flag string, texts ...string) {
		t.Helper()
		for _, name := range texts {
			if text, ok := of[name].(string); !ok || text == "" {
				t.Errorf("%v: %s is %v", of["uuid"], name, of[name])
			}
		}
		if _, ok := of[flag].(bool); !ok {
			t.Errorf("%v: %s is %v", of["uuid"], flag, of[flag])
		}
	}
	has(d.Event, "published", "uuid", "info", "threat_level_id", "analysis", "date", "timestamp", "publish_timestamp", "distribution")
	if d.Event["publish_timestamp"] != "0" {
		t.Errorf("it says that it was published: %v", d.Event["publish_timestamp"])
	}
	list, _ := d.Event["Attribute"].([]any)
	for _, one := range list {
		has(one.(map[string]any), "to_ids", "uuid", "type", "category", "value", "timestamp", "distribution")
	}
	if len(list) == 0 {
		t.Error("there is no attribute")
	}
}
