package widget

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"quarry/keymap"
	"quarry/views/frametest"
)

// rebuilt writes a node's document out of the tree.
func rebuilt(x *Tree, i uint32, b *bytes.Buffer) {
	n := &x.nodes[i]
	if !n.container() {
		b.WriteString(x.text(n))
		return
	}
	b.WriteByte(x.body[n.at])
	count := uint32(0)
	for kid := i + 1; kid < n.next; kid = x.nodes[kid].next {
		if count++; count > 1 {
			b.WriteByte(',')
		}
		if n.kind == objectNode {
			b.WriteString(x.key(&x.nodes[kid]) + ":")
		} else if x.nodes[kid].name != count-1 {
			b.WriteString("wrong index")
		}
		if x.nodes[kid].parent != i || x.nodes[kid].depth != n.depth+1 {
			b.WriteString("wrong parent")
		}
		rebuilt(x, kid, b)
	}
	if count != n.kids {
		b.WriteString("wrong count")
	}
	b.WriteByte(x.body[n.end-1])
}

// checkParse holds the tree against encoding/json.
func checkParse(t *testing.T, body string) {
	t.Helper()
	x := tree(body, 40, 6)
	if x.JSON() != json.Valid([]byte(body)) {
		t.Fatalf("%q: tree %v, encoding/json %v", body, x.JSON(), json.Valid([]byte(body)))
	}
	if !x.JSON() {
		return
	}
	var got, want bytes.Buffer
	rebuilt(x, 0, &got)
	if err := json.Compact(&want, []byte(body)); err != nil {
		t.Fatal(err)
	}
	if got.String() != want.String() {
		t.Fatalf("%q came back as %q", body, got.String())
	}
}

func randomJSON(r *rand.Rand, depth int) string {
	space := func() string { return []string{"", "", " ", "\n\t", "\r\n"}[r.IntN(5)] }
	text := func() string {
		return []string{`""`, `"a"`, `"a,b:[c]{d}"`, `"\\"`, `"\""`, `"\u202e\ud83d\ude00"`, `"\ud800"`, "\"\u202e東\"", "\"\xff\"", `"\/\b\f"`}[r.IntN(10)]
	}
	kind := r.IntN(9)
	if depth == 0 {
		kind %= 5
	}
	var parts []string
	switch kind {
	case 0:
		return text()
	case 1:
		return []string{"0", "-0", "1.50", "1e400", "-1E-2", "123456789012345678901234567890"}[r.IntN(6)]
	case 2:
		return []string{"true", "false"}[r.IntN(2)]
	case 3, 4:
		return "null"
	case 5, 6:
		for range r.IntN(6) {
			parts = append(parts, space()+randomJSON(r, depth-1)+space())
		}
		return "[" + space() + strings.Join(parts, ",") + space() + "]"
	}
	for range r.IntN(6) {
		parts = append(parts, space()+text()+space()+":"+space()+randomJSON(r, depth-1)+space())
	}
	return "{" + space() + strings.Join(parts, ",") + space() + "}"
}

func TestTreeIsTheDocument(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		body := randomJSON(r, 5)
		checkParse(t, body)
		if r.IntN(3) == 0 && len(body) > 1 { // broken somewhere
			at := r.IntN(len(body))
			checkParse(t, body[:at]+string(`,:[]{}"1 `[r.IntN(9)])+body[at+r.IntN(2):])
		}
	}
}

func FuzzTree(f *testing.F) {
	for _, s := range []string{treeBody, "", "[1,]", `{"a":{"a":[]}}`, "a\r\nb", "\"\\ud800\x9b\"", `[1]x`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		if strings.Count(body, "[")+strings.Count(body, "{") < maxTreeDepth {
			checkParse(t, body)
		}
		x := tree(body, 33, 7)
		for range 4 {
			frametest.Check(t, x.Render(), 33, 7)
			acts(x, keymap.MoveDown, keymap.ScrollRight)
		}
		if s := x.Selection().Text; !utf8.ValidString(s) || strings.ContainsAny(s, "\n\x1b\u009b\u202e\x7f") {
			t.Errorf("not safe to show: %q", s)
		}
	})
}
