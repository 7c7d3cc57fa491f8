package stix

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"quarry/state/export"
	"quarry/state/export/exporttest"
	"quarry/state/indicator"
	"quarry/state/investigation"
)

func TestID(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"example.com", "domain-name--bedb4899-d24b-5401-bc86-8f6b4cc18ec7"},
		// Computed with Python's uuid.uuid5 over the canonical JSON.
		{"198.51.100.3", "ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4"},
		{"2001:db8::1", "ipv6-addr--6469e3a9-b053-5e34-a025-9396ae051d26"},
		{"192.0.2.0/24", "ipv4-addr--363165a3-c284-5f12-98a3-2d774869b19b"},
		{`https://example.com/?q=%22x%22&b=\c`, "url--d04155dd-5c02-56b4-8dc9-ff0d74716db2"},
		{"AS15139", "autonomous-system--3aa27478-50b5-5ab8-9da9-cdc12b657fff"},
	} {
		if got := ID(indicator.MustParse(c.in)); got != c.want {
			t.Errorf("%s: %s, want %s", c.in, got, c.want)
		}
	}
	if got := ID(indicator.Indicator{}); got != "" {
		t.Errorf("no indicator has the identifier %q", got)
	}
}

// The literal of an indicator is what RFC 8785 makes of it: encoding/json agrees
// for printable ASCII, and an indicator is nothing else.
func FuzzCanonical(f *testing.F) {
	for _, s := range []string{"example.com", `http://example.com/"\'`, "http://example.com/<&>~", "AS1", "192.0.2.0/24"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		i, err := indicator.Parse(s)
		if err != nil || i.Kind() == indicator.ASN {
			return
		}
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(i.String()); err != nil {
			t.Fatal(err)
		}
		if got := observe(i).literal; got != strings.TrimSuffix(b.String(), "\n") {
			t.Errorf("%q is written %s", i, got)
		}
	})
}

func TestPattern(t *testing.T) {
	for in, want := range map[string]string{
		"192.0.2.44":                    "[ipv4-addr:value = '192.0.2.44']",
		"2001:db8::1":                   "[ipv6-addr:value = '2001:db8::1']",
		"192.0.2.0/24":                  "[ipv4-addr:value ISSUBSET '192.0.2.0/24']",
		"2001:db8::/32":                 "[ipv6-addr:value ISSUBSET '2001:db8::/32']",
		"evil.example.com":              "[domain-name:value = 'evil.example.com']",
		`https://example.com/it's?b=\x`: `[url:value = 'https://example.com/it\'s?b=\\x']`,
		"AS64500":                       "[autonomous-system:number = 64500]",
	} {
		if got := Pattern(indicator.MustParse(in)); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}

func written(t *testing.T, c export.Case) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

type parsed struct {
	ID      string           `json:"id"`
	Objects []map[string]any `json:"objects"`
}

func parse(t *testing.T, b []byte) parsed {
	t.Helper()
	var p parsed
	if err := json.Unmarshal(b, &p); err != nil {
		t.Fatal(err)
	}
	return p
}

// Two exports of one case are the same bytes, whatever the time.
func TestSameCaseSameBytes(t *testing.T) {
	later := exporttest.Case()
	later.At = later.At.Add(1000 * time.Hour)
	if !bytes.Equal(written(t, exporttest.Case()), written(t, later)) {
		t.Error("the time of export changes the bundle")
	}
	other := exporttest.Case()
	other.ID = investigation.ID{1}
	a, b := parse(t, written(t, exporttest.Case())), parse(t, written(t, other))
	for n := range a.Objects {
		shared := slices.Contains([]string{"marking-definition", "domain-name", "ipv4-addr", "ipv6-addr", "url", "autonomous-system"}, a.Objects[n]["type"].(string))
		if same := a.Objects[n]["id"] == b.Objects[n]["id"]; same != shared {
			t.Errorf("%s: the same identifier in another case: %v", a.Objects[n]["type"], same)
		}
	}
}

func TestBundle(t *testing.T) {
	p := parse(t, written(t, exporttest.Case()))
	count := map[string]int{}
	ids := map[string]bool{}
	var related []string
	for _, o := range p.Objects {
		kind, id := o["type"].(string), o["id"].(string)
		count[kind]++
		if ids[id] {
			t.Errorf("%s is there twice", id)
		}
		ids[id] = true
		if kind != "marking-definition" && fmt.Sprint(o["object_marking_refs"]) != "[marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421]" {
			t.Errorf("%s is not marked: %v", id, o["object_marking_refs"])
		}
		if kind == "relationship" {
			related = append(related, o["relationship_type"].(string))
		}
	}
	want := map[string]int{
		"marking-definition": 1, "grouping": 1, "ipv4-addr": 3, "ipv6-addr": 1, "domain-name": 4, "url": 1, "autonomous-system": 2,
		"indicator": 2, "note": 6, "relationship": 10,
	}
	if fmt.Sprint(count) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", count, want)
	}
	slices.Sort(related)
	if got := fmt.Sprint(slices.Compact(related)); got != "[belongs-to related-to resolves-to]" {
		t.Errorf("relationships %s", got)
	}
	for _, o := range p.Objects {
		for _, ref := range references(o) {
			if !ids[ref] {
				t.Errorf("%s refers to %s, which is not there", o["id"], ref)
			}
		}
	}
	text := string(written(t, exporttest.Case()))
	for _, gone := range []string{"gone.example.org", "0123456789abcdef0123456789abcdef", "ann"} {
		if strings.Contains(text, `"`+gone) {
			t.Errorf("%q is in the bundle: what is pruned, the account and the users' names stay here", gone)
		}
	}
	if !strings.Contains(text, "autonomous-system--2fa28d71-3549-5a38-af05-770b79ad6ea8") {
		t.Error("Cloudflare's own identifier is lost")
	}
}

// references are the identifiers that an object refers to.
func references(o map[string]any) []string {
	var all []string
	for name, value := range o {
		switch {
		case strings.HasSuffix(name, "_refs"):
			for _, ref := range value.([]any) {
				all = append(all, ref.(string))
			}
		case strings.HasSuffix(name, "_ref"):
			all = append(all, value.(string))
		}
	}
	return all
}

// An indicator should have a name and a description (OASIS's validator, 303): what the
// analyst wrote, and else that it was judged and where it was met.
func TestIndicatorsAreDescribed(t *testing.T) {
	c := exporttest.Case()
	for n := range c.Judgements {
		if c.Judgements[n].Verdict == investigation.Suspicious {
			c.Judgements[n].Verdict, c.Judgements[n].Comment = investigation.Malicious, ""
		}
	}
	got := map[string]string{}
	for _, o := range parse(t, written(t, c)).Objects {
		if o["type"] == "indicator" {
			got[o["name"].(string)], _ = o["description"].(string)
		}
	}
	want := map[string]string{
		"login.example.com": "Copies our portal.\nReported to the registrar.",
		"bad.example.org":   "judged malicious, met in pdns of 192.0.2.44, seen 2026-11-20 to 2026-11-23",
		"192.0.2.0/24":      "judged malicious",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestEmptyCase(t *testing.T) {
	c := export.Case{Investigation: investigation.Investigation{ID: investigation.ID{1}, TLP: investigation.TLPClear}}
	p := parse(t, written(t, c))
	if len(p.Objects) != 1 || p.Objects[0]["name"] != "TLP:CLEAR" {
		t.Errorf("%v", p.Objects)
	}
}

// What a program reads is exact; what a terminal shows of it is harmless.
func TestHostileText(t *testing.T) {
	for _, text := range exporttest.Hostile() {
		out := written(t, exporttest.With(text))
		if n := bytes.IndexFunc(out, func(r rune) bool { return r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 || r == '\u202e' }); n >= 0 {
			t.Errorf("%.40q: live characters in the output", text)
		}
		var contents []string
		for _, o := range parse(t, out).Objects {
			if o["type"] == "note" {
				contents = append(contents, o["content"].(string))
			}
		}
		if want := strings.ToValidUTF8(text, "\ufffd"); len(contents) == 0 || strings.ToValidUTF8(contents[0], "\ufffd") != want && len(text) != 2 {
			t.Errorf("%.40q came back as %.40q", text, contents)
		}
	}
}

// The schemas of OASIS lie beside the project where they are, not in it.
func schemas(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("there is no go.mod above the test")
		}
		dir = filepath.Dir(dir)
	}
	dir = filepath.Join(dir, "..", "shared", "stix", "schemas")
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		t.Skip("the OASIS schemas for STIX 2.1 are not in ../shared/stix beside the project: the bundle is not validated")
	}
	return dir
}

// validator compiles schemas of a directory by their path in it. They refer to
// each other by their published addresses, which are read from the directory.
func validator(t *testing.T, dir string) func(path string) *jsonschema.Schema {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	address := map[string]string{}
	id := regexp.MustCompile(`^https?://raw\.githubusercontent\.com/.*/schemas/`)
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }()
		doc, err := jsonschema.UnmarshalJSON(f)
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(dir, path)
		url, _ := doc.(map[string]any)["$id"].(string)
		if !id.MatchString(url) {
			return fmt.Errorf("%s has the address %q", name, url)
		}
		address[filepath.ToSlash(name)] = url
		return compiler.AddResource(url, doc)
	})
	if err != nil {
		t.Fatal(err)
	}
	return func(path string) *jsonschema.Schema {
		s, err := compiler.Compile(address[path])
		if err != nil {
			t.Fatal(path, err)
		}
		return s
	}
}

// schemaOf is where the schema of a type is.
func schemaOf(kind string) string {
	switch kind {
	case "marking-definition":
		return "common/" + kind + ".json"
	case "relationship":
		return "sros/" + kind + ".json"
	case "indicator", "note", "grouping":
		return "sdos/" + kind + ".json"
	}
	return "observables/" + kind + ".json"
}

// The bundle validates, and each object against the schema of its own type. The
// published schema of the bundle has forgotten notes and groupings among STIX's
// types, and takes them for no custom ones either (they are both of the two kinds
// of which it wants one), so that they are validated by themselves alone.
func TestOASISSchemas(t *testing.T) {
	schema := validator(t, schemas(t))
	for _, tlp := range []investigation.TLP{"CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"} {
		for _, c := range []export.Case{exporttest.Case(), exporttest.WithLookup(), exporttest.With("a\x1b'\\\" <x>"), iocs()} {
			c.TLP = tlp
			doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(written(t, c)))
			if err != nil {
				t.Fatal(err)
			}
			bundle := doc.(map[string]any)
			var listed []any
			for _, o := range bundle["objects"].([]any) {
				kind := o.(map[string]any)["type"].(string)
				if err := schema(schemaOf(kind)).Validate(o); err != nil {
					t.Errorf("%s %s: %v", tlp, kind, err)
				}
				if kind != "note" && kind != "grouping" {
					listed = append(listed, o)
				}
			}
			bundle["objects"] = listed
			if err := schema("common/bundle.json").Validate(bundle); err != nil {
				t.Errorf("%s: %v", tlp, err)
			}
		}
	}
	// A test that cannot fail proves nothing.
	if schema("sdos/indicator.json").Validate(map[string]any{"type": "indicator"}) == nil {
		t.Error("the schemas take anything")
	}
}
