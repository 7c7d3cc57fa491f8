package widget

import (
	"fmt"
	"strings"
	"testing"

	"quarry/keymap"
	"quarry/views/frametest"
	"quarry/views/style"
)

const treeBody = `{
  "success": true,
  "errors": [],
  "result": {
    "risk_score": 0.80,
    "name": "a \"b\" \u6771 \u001b[2J",
    "name": null,
    "ips": ["192.0.2.1", {"v6": "2001:db8::1"}]
  }
}`

func tree(body string, width, height int) *Tree {
	t := NewTree(style.New(true), []byte(body))
	t.Resize(width, height)
	return t
}

// wantTree compares what is drawn, and checks that it is of the right size.
func wantTree(t *testing.T, tree *Tree, want string) {
	t.Helper()
	frametest.Check(t, tree.Render(), tree.width, tree.height)
	got := strings.TrimRight(frametest.Draw(tree.Render(), tree.width, tree.height), "\n")
	if want = strings.Trim(want, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func acts(t *Tree, actions ...keymap.Action) {
	for _, a := range actions {
		t.Act(a)
	}
}

func TestTreeIsDrawn(t *testing.T) {
	wantTree(t, tree(treeBody, 50, 12), `
 ▌ ▾ { 3 fields }
       "success": true
       "errors": []
     ▾ "result": { 4 fields }
         "risk_score": 0.80
         "name": "a \"b\" 東 \u001b[2J"
         "name": null
       ▾ "ips": [ 2 items ]
           0: "192.0.2.1"
         ▾ 1: { 1 field }
             "v6": "2001:db8::1"`)
}

func TestTreeFolds(t *testing.T) {
	x := tree(treeBody, 40, 12)
	acts(x, keymap.MoveDown, keymap.MoveDown, keymap.MoveDown, keymap.Fold)
	wantTree(t, x, `
   ▾ { 3 fields }
       "success": true
       "errors": []
 ▌   ▸ "result": { 4 fields }`)
	if !x.Act(keymap.Open) {
		t.Error("enter is not taken on a folded node")
	}
	acts(x, keymap.MoveBottom)
	if x.Act(keymap.Open) {
		t.Error("enter is taken on a value that cannot be opened")
	}
	// On a value, what it is in is folded.
	acts(x, keymap.Fold)
	wantTree(t, x, `
   ▾ { 3 fields }
       "success": true
       "errors": []
     ▾ "result": { 4 fields }
         "risk_score": 0.80
         "name": "a \"b\" 東 \u001b[2J"
         "name": null
       ▾ "ips": [ 2 items ]
           0: "192.0.2.1"
 ▌       ▸ 1: { 1 field }`)
	acts(x, keymap.MoveTop, keymap.Fold, keymap.Fold)
	if got := x.Status(); got.Shown != 10 || got.Total != 11 || got.Position != 1 {
		t.Errorf("what is folded inside does not stay folded: %+v", got)
	}
	acts(x, keymap.MoveDown, keymap.MoveDown)
	if x.Act(keymap.Open) {
		t.Error("an empty list can be opened")
	}
}

func TestTreeFilters(t *testing.T) {
	x := tree(treeBody, 40, 8)
	acts(x, keymap.MoveDown, keymap.Filter)
	typed(x, "V6")
	wantTree(t, x, `
   ▾ { 3 fields }
     ▾ "result": { 4 fields }
       ▾ "ips": [ 2 items ]
         ▾ 1: { 1 field }
 ▌           "v6": "2001:db8::1"`)
	if s := x.Status(); s.Filter != "V6" || !s.Typing || s.Shown != 5 || s.Total != 11 {
		t.Errorf("status %+v", s)
	}
	x.Escape()
	if s := x.Status(); s.Shown != 11 || s.Position != 2 || x.Capturing() {
		t.Errorf("escape does not bring back what was: %+v", s)
	}
	for query, want := range map[string][]string{
		"東":            {`"a \"b\" \u6771 \u001b[2J"`},
		`a\s"b"`:       nil,
		`/a\s"b"/`:     {`"a \"b\" \u6771 \u001b[2J"`},
		"192.0.2[.]1":  {`"192.0.2.1"`},
		"name":         {`"a \"b\" \u6771 \u001b[2J"`, "null"},
		"0.80":         {"0.80"},
		"no such text": nil,
		"ips":          {`["192.0.2.1", {"v6": "2001:db8::1"}]`},
	} {
		x := tree(treeBody, 40, 8)
		x.Act(keymap.Filter)
		typed(x, query)
		x.Key(press('\r', "")) // enter
		var got []string
		for range want {
			got = append(got, x.Value())
			x.Act(keymap.FilterNext)
		}
		if fmt.Sprint(got) != fmt.Sprint(want) || len(want) == 0 && x.Status().Shown != 0 {
			t.Errorf("%s finds %q, want %q", query, got, want)
		}
		if len(want) > 0 && x.Value() != want[0] {
			t.Errorf("%s: after the last match comes %q", query, x.Value())
		}
	}
}

func TestAFilterHasItsOwnFolds(t *testing.T) {
	x := tree(treeBody, 40, 8)
	acts(x, keymap.Fold, keymap.Filter) // all is folded
	typed(x, "192")
	x.Key(press('\r', ""))
	if x.Value() != `"192.0.2.1"` {
		t.Fatalf("what is folded is not found: %q", x.Value())
	}
	acts(x, keymap.Fold)
	wantTree(t, x, `
   ▾ { 3 fields }
     ▾ "result": { 4 fields }
 ▌     ▸ "ips": [ 2 items ]`)
	x.Escape()
	wantTree(t, x, ` ▌ ▸ { 3 fields }`)
}

func TestTreeSelection(t *testing.T) {
	for _, c := range []struct{ body, text, value string }{
		{`"plain"`, "plain", `"plain"`},
		{` "a\u0000b\u202e\n" `, "a^@b<U+202E>^J", `"a\u0000b\u202e\n"`},
		{"\"\xff\u202e\"", "<FF><U+202E>", "\"\ufffd\\u202e\""},
		{`1.50e+01`, "1.50e+01", "1.50e+01"},
		{`null`, "null", "null"},
		{`{"b":1, "a":[ ]}`, `{"b":1, "a":[ ]}`, `{"b":1, "a":[ ]}`},
		{"{\n\t\"b\": \"\u202e\",\n\"b\": 1.0}", `{"b":"\u202e","b":1.0}`, "{\n\t\"b\": \"\\u202e\",\n\"b\": 1.0}"},
		{"<html>\x1b[2J", "<html>^[[2J", "<html>^[[2J"},
		{`"` + strings.Repeat("x", 10_000) + `"`, strings.Repeat("x", 10_000), `"` + strings.Repeat("x", 10_000) + `"`},
		{"", "", ""},
	} {
		x := tree(c.body, 20, 3)
		if got := x.Selection(); got.Text != c.text || !got.Target.IsZero() {
			t.Errorf("%.40q is copied as %.60q, want %.60q", c.body, got.Text, c.text)
		}
		if got := x.Value(); got != c.value {
			t.Errorf("%.40q has the value %.60q", c.body, got)
		}
	}
	x := tree(treeBody, 40, 5)
	x.Selection()
	x.Act(keymap.MoveDown)
	if got := x.Selection(); got.Text != "true" || got.ID == tree(treeBody, 40, 5).Selection().ID {
		t.Errorf("after a step: %+v", got)
	}
}

func TestWhatIsNoJSONIsLines(t *testing.T) {
	x := tree("<html>\r\n\r\n<b>502\x1b]0;x\x07</b>\rlast {", 30, 5)
	wantTree(t, x, `
 ▌ <html>

   <b>502^[]0;x^G</b>
   last {`)
	if x.JSON() || !tree("[]", 1, 1).JSON() || tree("", 1, 1).JSON() {
		t.Error("JSON reports the wrong thing")
	}
	for _, body := range []string{
		`{"a":1`, `{"a":1}}`, `[1,]`, `{"a" 1}`, `{1:2}`, `[1 2]`, `nul`, `"a`, "1 2", `{"a":1,}`, `[}`, "\ufeff{}",
		strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000),
	} {
		if tree(body, 10, 3).JSON() {
			t.Errorf("%.20q is taken for JSON", body)
		}
	}
	wantTree(t, tree(" ", 30, 2), " ▌")
	wantTree(t, tree("", 30, 2), "   the body is empty")
}

func TestDeepBodies(t *testing.T) {
	const deep = 3000
	x := tree(strings.Repeat("[", deep)+"1"+strings.Repeat("]", deep), 60, 3)
	if got := x.Status().Total; got != maxTreeDepth+1 {
		t.Errorf("%d nodes", got)
	}
	acts(x, keymap.MoveBottom)
	if got := x.Value(); got != strings.Repeat("[", deep-maxTreeDepth)+"1"+strings.Repeat("]", deep-maxTreeDepth) {
		t.Errorf("the last is %.40q of %d bytes", got, len(got))
	}
	for range 3 {
		acts(x, keymap.ScrollRight)
	}
	frametest.Check(t, x.Render(), 60, 3)
	if got := frametest.Draw(x.Render(), 60, 3); !strings.Contains(got, "[[[[[") {
		t.Errorf("it cannot be scrolled to:\n%s", got)
	}
}

// What is too much becomes one row that counts it, in each container that it
// was in, and the values around it keep their text.
func TestTooManyNodesAreCounted(t *testing.T) {
	body := `{"a":[1,2,3,[4,5],{"x":6}],"b":7,"c":8}`
	x := tree(body, 50, 8)
	x.nodes = parseValid(body, 4)
	x.reflow(false)
	wantTree(t, x, `
 ▌ ▾ { 3 fields }
     ▾ "a": [ 5 items ]
         0: 1
         1: 2
         … 3 more, too many to show
       … 2 more, too many to show`)
	acts(x, keymap.MoveBottom)
	if got := x.Value(); got != `"b":7,"c":8` {
		t.Errorf("the rest is %q", got)
	}
	acts(x, keymap.MoveTop)
	if x.Value() != body {
		t.Errorf("the whole is %q", x.Value())
	}
}

func TestTreeScrollsAndTakesTheMouse(t *testing.T) {
	x := tree(treeBody, 26, 4)
	if !x.Click(5, 3) || x.Value()[0] != '{' || x.Status().Shown != 4 {
		t.Errorf("a click on a sign does not fold: %+v", x.Status())
	}
	x.Click(5, 3)
	if x.Status().Shown != 11 || x.Click(5, 4) || x.Click(-1, 0) {
		t.Errorf("a click on a sign does not open: %+v", x.Status())
	}
	x.Wheel(2)
	wantTree(t, x, `
       "errors": []
 ▌   ▾ "result": { 4 fiel…
         "risk_score": 0.…
         "name": "a \"b\"…`)
	if !x.Act(keymap.ScrollRight) {
		t.Error("it does not scroll to the right")
	}
	wantTree(t, x, `
   ": []
 ▌ ": { 4 fields }
   _score": 0.80
   ": "a \"b\" 東 \u001b[…`)
	// Where the rows in sight are shorter, they come back as far as need be.
	acts(x, keymap.MoveDown, keymap.MoveDown, keymap.ScrollRight, keymap.MoveBottom)
	wantTree(t, x, `
   "ips": [ 2 items ]
     0: "192.0.2.1"
   ▾ 1: { 1 field }
 ▌     "v6": "2001:db8::1"`)
	for range 4 {
		x.Act(keymap.ScrollLeft)
	}
	acts(x, keymap.MoveTop)
	wantTree(t, x, `
 ▌ ▾ { 3 fields }
       "success": true
       "errors": []
     ▾ "result": { 4 fiel…`)
	if tree("[1]", 26, 4).Act(keymap.ScrollRight) {
		t.Error("what fits is scrolled sideways")
	}
}

func TestTreeRendersOnce(t *testing.T) {
	x := tree(treeBody, 40, 6)
	x.Render()
	if n := testing.AllocsPerRun(10, func() { x.Render() }); n != 0 {
		t.Errorf("an unchanged tree costs %v allocations", n)
	}
}
