package document

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"quarry/state/export"
	"quarry/state/export/exporttest"
	"quarry/state/investigation"
)

func written(t *testing.T, c export.Case) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// schema is the one in the documentation.
func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "..", "docs", "export.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	doc, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("export.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := compiler.Compile("export.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSchema(t *testing.T) {
	s := schema(t)
	empty := export.Case{Investigation: investigation.Investigation{ID: investigation.ID{1}, TLP: investigation.TLPGreen}}
	bare := exporttest.Case()
	bare.Evidence = nil
	part := exporttest.Case().Narrow()
	cases := []export.Case{exporttest.Case(), bare, empty, part, exporttest.WithLookup()}
	for _, text := range exporttest.Hostile() {
		cases = append(cases, exporttest.With(text))
	}
	for n, c := range cases {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(written(t, c)))
		if err != nil {
			t.Fatal(n, err)
		}
		if err := s.Validate(doc); err != nil {
			t.Errorf("%d: %v", n, err)
		}
		// Whatever is left out or added is noticed.
		all := doc.(map[string]any)
		delete(all, "trail")
		if s.Validate(all) == nil {
			t.Error("the schema takes a case without a trail")
		}
	}
}

func TestDocument(t *testing.T) {
	var d document
	if err := json.Unmarshal(written(t, exporttest.Case()), &d); err != nil {
		t.Fatal(err)
	}
	if len(d.Indicators) != 11 || len(d.Trail) != 12 || len(d.Evidence) != 12 || len(d.Relations) != 8 {
		t.Errorf("%d indicators, %d nodes, %d answers, %d relations", len(d.Indicators), len(d.Trail), len(d.Evidence), len(d.Relations))
	}
	if d.ExportedAt != "2026-11-25T09:00:00Z" || d.TLP != "TLP:AMBER" || d.Case.Name != "Login portal" {
		t.Errorf("%+v", d)
	}
	if got := d.Trail[1]; got.Depth != 1 || *got.Parent != d.Trail[0].ID || *got.Rows != 3 || got.AskedBy != "ann" {
		t.Errorf("%+v", got)
	}
	if own, part := d.Evidence[0], d.Evidence[1]; len(own.Imported) != 0 || part.Answers != 3 ||
		!slices.Equal(part.Imported, []imported{{"bob", "2026-11-23T19:03:33Z", 2}}) {
		t.Errorf("%+v, %+v", own.Imported, part.Imported)
	}
	text := string(written(t, exporttest.Case()))
	for _, gone := range []string{"gone.example.org", "0123456789abcdef0123456789abcdef"} {
		if strings.Contains(text, gone) {
			t.Errorf("%q is in the document: what is pruned and the account stay here", gone)
		}
	}
}

// The text is exact for a program and harmless on a terminal.
func TestHostileText(t *testing.T) {
	for _, text := range exporttest.Hostile() {
		out := written(t, exporttest.With(text))
		if n := bytes.IndexFunc(out, func(r rune) bool { return r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 || r == '\u202e' }); n >= 0 {
			t.Errorf("%.40q: live characters in the output", text)
		}
		var d document
		if err := json.Unmarshal(out, &d); err != nil {
			t.Fatal(err)
		}
		var want string
		b, _ := json.Marshal(text) // bytes that are no UTF-8 have no other way
		_ = json.Unmarshal(b, &want)
		if d.Case.Name != want || d.Evidence[0].Rows[1][1] != want || d.Evidence[0].Imported[0].By != want {
			t.Errorf("%.40q came back as %.40q", text, d.Case.Name)
		}
	}
}
