package report

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
	nethtml "golang.org/x/net/html"

	"quarry/state/export"
	"quarry/state/export/exporttest"
	"quarry/state/investigation"
	"quarry/views/safe"
)

func written(t *testing.T, c export.Case) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, c, Options{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// The report as it reads: go test with QUARRY_UPDATE=1 writes it anew.
func TestGolden(t *testing.T) {
	path := filepath.Join("testdata", "case.md")
	got := written(t, exporttest.Case())
	if os.Getenv("QUARRY_UPDATE") != "" {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Error(d)
	}
}

// tags renders a report as those render it who let HTML through and make links
// of everything, and counts what comes out.
func tags(t *testing.T, markdown string) (count map[string]int, text string) {
	t.Helper()
	var b bytes.Buffer
	md := goldmark.New(goldmark.WithExtensions(extension.GFM), goldmark.WithRendererOptions(html.WithUnsafe()))
	if err := md.Convert([]byte(markdown), &b); err != nil {
		t.Fatal(err)
	}
	count = map[string]int{}
	var words strings.Builder
	for z := nethtml.NewTokenizer(&b); ; {
		switch z.Next() {
		case nethtml.ErrorToken:
			return count, words.String()
		case nethtml.StartTagToken, nethtml.SelfClosingTagToken:
			name, attributes := z.TagName()
			if attributes && string(name) != "code" { // the language of a block
				key, value, _ := z.TagAttr()
				t.Errorf("<%s %s=%q>", name, key, value)
			}
			count[string(name)]++
		case nethtml.CommentToken, nethtml.DoctypeToken:
			count["comment"]++
		case nethtml.TextToken:
			words.Write(z.Text())
		}
	}
}

// Whatever stands in the data, the report has the structure that it has anyway.
func TestNothingInDataIsAlive(t *testing.T) {
	plain, _ := tags(t, written(t, exporttest.With("x")))
	for _, text := range exporttest.Hostile() {
		out := written(t, exporttest.With(text))
		if n := strings.IndexFunc(out, func(r rune) bool { return r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 || r == '\u202e' }); n >= 0 {
			t.Errorf("%.40q: live characters: %.20q", text, out[n:])
		}
		got, _ := tags(t, out)
		// A comment of several lines is one block, and a title in letters is text.
		delete(got, "code")
		want := map[string]int{}
		for name, n := range plain {
			if name != "code" {
				want[name] = n
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%.60q changes the report: %s", text, d)
		}
		if strings.Contains(out, "](") && !strings.Contains(text, "](") {
			t.Errorf("%.40q: a link", text)
		}
	}
}

// A verdict is a word of quarry's own; what stands in its place in a file of others is
// said nowhere.
func TestWhatIsNoVerdict(t *testing.T) {
	plain, said := tags(t, written(t, exporttest.Case()))
	for _, text := range exporttest.Hostile() {
		c := exporttest.Case()
		for n := range c.Judgements {
			c.Judgements[n].Verdict = investigation.Verdict(text)
		}
		out := written(t, c)
		got, words := tags(t, out)
		delete(got, "strong") // the word for malicious
		for name := range got {
			if got[name] > plain[name] {
				t.Errorf("%.60q adds %d <%s>", text, got[name]-plain[name], name)
			}
		}
		if strings.Contains(words, text) && !strings.Contains(said, text) {
			t.Errorf("%.60q is said", text)
		}
	}
}

// In tables too, each cell holds its own text and no other.
func TestCellsHold(t *testing.T) {
	const hostile = `\| <img src=x> \| a`
	count, text := tags(t, written(t, exporttest.With(hostile)))
	if count["img"] > 0 || !strings.Contains(text, `\<U+007C> <img src=x> \<U+007C> a`) {
		t.Errorf("%v", count)
	}
}

func TestMarkingsAtTopAndBottom(t *testing.T) {
	for _, tlp := range []investigation.TLP{"CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"} {
		c := exporttest.Case()
		c.TLP = tlp
		out := written(t, c)
		mark := "**TLP:" + string(tlp) + "**"
		if !strings.HasPrefix(out, mark+"\n") || !strings.HasSuffix(out, mark+"\n") {
			t.Errorf("%s does not stand at top and bottom", tlp)
		}
	}
}

// Nothing in it is what mail clients and chats make links of, however eager they are.
func TestNoLinkForAMailClient(t *testing.T) {
	link := regexp.MustCompile(`(?i)\b(https?|ftp)://|\bmailto:|[\pL\d]\.\pL{2}|\d+\.\d+\.\d+\.\d+`)
	texts := append(exporttest.Hostile(), "inherited from evil.example: Technology", "see HTTPS://Evil.Example/x, ann@evil.example or 192.0.2.9",
		"GET intel/domain/bulk?domain=a.example&domain=b.example")
	for _, text := range texts {
		if found := link.FindString(written(t, exporttest.With(text))); found != "" {
			t.Errorf("%.60q: %q is left", text, found)
		}
	}
	if found := link.FindString(written(t, exporttest.Case())); found != "" {
		t.Errorf("%q is left", found)
	}
}

// Columns are called alike, whether a screen or a record has named them.
func TestHeadersAreAlike(t *testing.T) {
	c := exporttest.Case()
	e := c.Evidence[c.Nodes[1].ID]
	e.Header = []string{"FROM", "last_seen", "KB (old)"}
	c.Evidence[c.Nodes[1].ID] = e
	if got := written(t, c); !strings.Contains(got, "| from | last seen | `KB (old)` | verdict |") {
		t.Error(got)
	}
}

// A look-up of many names says of how many, and nothing is called by an empty name.
func TestLookup(t *testing.T) {
	got := written(t, exporttest.WithLookup())
	for _, want := range []string{"- Look-up of 2 names, asked ", ": Look-up of 2 names\n", "domain=bad[.]example[.]org&domain=new[.]example[.]org"} {
		if !strings.Contains(got, want) {
			t.Errorf("it lacks %q:\n%s", want, got)
		}
	}
	if strings.Contains(got, "``") && !strings.Contains(got, "```") {
		t.Error("there is an empty name")
	}
}

// No indicator stands in it as it is, and what is pruned stands nowhere.
func TestDefanged(t *testing.T) {
	c := exporttest.Case()
	out := written(t, c)
	for _, s := range c.Subjects() {
		if i := s.Indicator.String(); strings.ContainsAny(i, ".:") && strings.Contains(out, i) {
			t.Errorf("%s is not defanged", i)
		}
	}
	for _, gone := range []string{"gone", "0123456789abcdef0123456789abcdef"} {
		if strings.Contains(out, gone) {
			t.Errorf("%q is in the report", gone)
		}
	}
}

// A long table is cut, says so, and shows what was judged.
func TestLongTable(t *testing.T) {
	c := exporttest.Case()
	id := c.Nodes[1].ID
	e := c.Evidence[id]
	var rows [][]string
	for n := range 1000 {
		rows = append(rows, []string{fmt.Sprintf("n%d.example.com", n), "2026-11-20", "2026-11-23"})
	}
	e.Rows = append(rows, e.Rows...)
	e.Total = 5000
	c.Evidence[id] = e
	out := written(t, c)
	if !strings.Contains(out, "50 of 5000 rows, those judged first; the JSON export has all that were fetched (1003).") {
		t.Error("it does not say how much is shown")
	}
	lines := strings.Split(out, "\n")
	at := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "| host name") })
	if !strings.Contains(lines[at+2], "login[.]example[.]com") || !strings.HasSuffix(lines[at+2], "| malicious |") {
		t.Errorf("what was judged is not first: %s", lines[at+2])
	}
	if n := strings.Count(out, "[.]example[.]com` | `2026-11-20`"); n != MostRows-3 {
		t.Errorf("%d rows are shown beside those judged", n)
	}
}

func TestDeepTrail(t *testing.T) {
	c := exporttest.Case()
	one := c.Nodes[0]
	c.Nodes = nil
	for n := range 5000 {
		one.ID = investigation.ID{1, byte(n >> 8), byte(n), 1}
		c.Nodes = append(c.Nodes, one)
		one.Parent = one.ID
	}
	if out := written(t, c); len(out) > 5000*400 || !strings.Contains(out, "step 5000 of its branch") {
		t.Errorf("%d bytes", len(out))
	}
}

// A case without a name is called as the workbench and the lists call it.
func TestUnnamedCase(t *testing.T) {
	c := exporttest.Case()
	c.Name = ""
	want := "\n# `" + safe.DefangText(c.Summary().Called(safe.Show), safe.AllDots) + "`\n"
	if out := written(t, c); !strings.Contains(out, want) || want != "\n# `192[.]0[.]2[.]44, 2026-11-23`\n" {
		t.Errorf("it lacks %q:\n%s", want, out)
	}
}

func TestEmptyCase(t *testing.T) {
	out := written(t, export.Case{Investigation: investigation.Investigation{TLP: investigation.TLPGreen, Created: exporttest.Begun()}})
	for _, want := range []string{"# `unnamed, 2026-11-23`", "Nothing was judged.", "Nothing was asked.", "There is none."} {
		if !strings.Contains(out, want) {
			t.Errorf("it lacks %q:\n%s", want, out)
		}
	}
}

func TestStreamFails(t *testing.T) {
	broken := errors.New("broken")
	if err := Write(failing{broken}, exporttest.Case(), Options{}); !errors.Is(err, broken) {
		t.Error(err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
