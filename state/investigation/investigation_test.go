package investigation

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"quarry/state/indicator"
)

func noon() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }

func node(question string) Node {
	endpoint, name, _ := strings.Cut(question, " ")
	return Node{Question: question, Endpoint: endpoint, Indicator: indicator.MustParse(name)}
}

// drawn is a trail as a drawing.
func drawn(places []Place) string {
	var b strings.Builder
	for n, p := range places {
		b.WriteString(strings.Repeat("  ", p.Depth) + p.Node.Question)
		if p.Last {
			b.WriteString(" .")
		}
		if Kids(places, n) {
			b.WriteString(" +")
		}
		b.WriteString("\n")
	}
	return b.String()
}

// grown is an address, its names, and what was asked about two of them.
func grown(t *testing.T) (*Notebook, map[string]ID) {
	t.Helper()
	b := Begin("acc", "ann", noon())
	ids := map[string]ID{}
	ask := func(parent, question string) {
		ids[question], _ = b.Ask(ids[parent], node(question), noon())
	}
	ask("", "ip 192.0.2.44")
	ask("ip 192.0.2.44", "pdns 192.0.2.44")
	ask("pdns 192.0.2.44", "domain a.example.com")
	ask("", "domain b.example.net")
	ask("domain a.example.com", "whois a.example.com")
	ask("pdns 192.0.2.44", "domain c.example.org")
	return b, ids
}

func TestTrailIsATreeInTheOrderAsked(t *testing.T) {
	b, ids := grown(t)
	want := `ip 192.0.2.44 +
  pdns 192.0.2.44 . +
    domain a.example.com +
      whois a.example.com .
    domain c.example.org .
domain b.example.net .
`
	if got := drawn(b.Trail()); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	for n, p := range b.Trail() {
		for k, q := range b.Trail() {
			inside := k > n && k < p.End
			above := q.Parent
			for above > n {
				above = b.Trail()[above].Parent
			}
			if inside != (above == n && k > n) {
				t.Errorf("place %d: is %d in its branch? %t", n, k, inside)
			}
		}
	}
	if again, part := b.Ask(ids["pdns 192.0.2.44"], node("domain c.example.org"), noon()); again != ids["domain c.example.org"] || len(part.Nodes) > 0 {
		t.Error("asked again from the same place, it is another node")
	}
	if other, _ := b.Ask(ids["ip 192.0.2.44"], node("domain c.example.org"), noon()); other == ids["domain c.example.org"] {
		t.Error("asked from another place, it is the same node")
	}
	n := node("domain c.example.org")
	n.Endpoint = "asn" // which begins with the same question
	if other, _ := b.Ask(ids["pdns 192.0.2.44"], n, noon()); other == ids["domain c.example.org"] {
		t.Error("another endpoint's question is the same node")
	}
}

func TestPruneAndUndo(t *testing.T) {
	b, ids := grown(t)
	before := drawn(b.Trail())
	b.Do(b.Prune(ids["whois a.example.com"]), noon())
	part := b.Do(b.Prune(ids["domain a.example.com"]), noon())
	if len(part.Nodes) != 1 {
		t.Errorf("what was pruned before is pruned again: %+v", part.Nodes)
	}
	if got := drawn(b.Trail()); strings.Contains(got, "a.example.com") {
		t.Error(got)
	}
	if n, ok := b.Node(ids["domain a.example.com"]); !ok || !n.Pruned {
		t.Error("a pruned node is gone from the file")
	}
	// What is asked from a pruned place is not hidden.
	if _, part := b.Ask(ids["domain a.example.com"], node("history a.example.com"), noon()); len(part.Nodes) != 1 {
		t.Error("not asked")
	}
	if got := drawn(b.Trail()); !strings.Contains(got, "\n    history a.example.com .\n") {
		t.Error(got)
	}
	b.Do(b.Prune(ids["pdns 192.0.2.44"]), noon())
	for range 2 {
		if e, _, ok := b.Undo(noon()); !ok || e.Field != FieldPrune {
			t.Fatalf("undone: %+v %t", e, ok)
		}
	}
	if got := drawn(b.Trail()); !strings.Contains(got, "domain a.example.com") || strings.Contains(got, "whois") {
		t.Errorf("undo brought back more or less than was pruned:\n%s", got)
	}
	b.Undo(noon())
	if _, _, ok := b.Undo(noon()); ok {
		t.Error("undone without an edit")
	}
	b.Do(b.Prune(ids["whois a.example.com"]), noon())
	if id, part := b.Ask(ids["domain a.example.com"], node("whois a.example.com"), noon()); id != ids["whois a.example.com"] || len(part.Nodes) != 1 || part.Nodes[0].Pruned {
		t.Error("a pruned question that is asked again does not come back")
	}
	if !strings.HasPrefix(drawn(b.Trail()), before[:60]) {
		t.Error(drawn(b.Trail()))
	}
}

func TestJudgements(t *testing.T) {
	b, _ := grown(t)
	evil, good := indicator.MustParse("a.example.com"), indicator.MustParse("192.0.2.44")
	b.Do(b.SetVerdict(Malicious, evil, good), noon())
	b.Do(b.SetComment("sends\x1b[31m mail\n", evil), noon())
	b.Do(b.SetVerdict(Benign, good), noon())
	b.Do(b.SetStar(true, good), noon())
	if e := b.SetStar(true, good); !e.Empty() {
		t.Error("an edit that changes nothing is one:", e)
	}
	i := b.Snapshot()
	if len(i.Judgements) != 2 || i.Judgements[0].Indicator != good || !i.Judgements[0].Starred || i.Judgements[0].Verdict != Benign {
		t.Errorf("%+v", i.Judgements)
	}
	if list := i.IOCs(); len(list) != 1 || list[0].Indicator != evil || list[0].Comment != "sends\x1b[31m mail\n" || list[0].By != "ann" {
		t.Errorf("%+v", list)
	}
	if seen := i.Seen(); len(seen) != 4 || seen[0] != good {
		t.Errorf("%v", seen)
	}
	for _, want := range []Field{FieldStar, FieldVerdict, FieldComment, FieldVerdict} {
		if e, _, ok := b.Undo(noon()); !ok || e.Field != want {
			t.Fatalf("undone %v, want %v", e.Field, want)
		}
	}
	for _, j := range b.Snapshot().Judgements {
		if !j.Blank() {
			t.Errorf("left after undo: %+v", j)
		}
	}
	if i.Judgements[0].Verdict != Benign {
		t.Error("the snapshot has changed under its holder")
	}
}

func TestHead(t *testing.T) {
	b := Begin("acc", "ann", noon())
	b.Do(b.SetName("login portal"), noon())
	part := b.Do(b.SetTLP(TLPRed), noon().Add(-time.Hour)) // a clock that was set back
	if part.Name != "login portal" || part.TLP != TLPRed || !part.Changed.After(noon()) {
		t.Errorf("%+v", part)
	}
	b.Undo(noon())
	b.Undo(noon())
	if h := b.Head(); h.Name != "" || h.TLP != TLPAmber {
		t.Errorf("%+v", h)
	}
	if e := (Edit{FieldName, []Step{{From: "a", To: "b"}, {From: "b", To: "c"}}}); !reflect.DeepEqual(e.Inverse().Inverse(), e) || e.Inverse().Steps[0].From != "c" {
		t.Error(e.Inverse())
	}
}

func TestAnswered(t *testing.T) {
	b, ids := grown(t)
	id := ids["pdns 192.0.2.44"]
	r := Result{FetchedAt: noon(), Calls: 1, SHA256: "aa", Rows: 778}
	if part, changed := b.Answered(id, r, noon()); !changed || len(part.Nodes) != 1 || part.Nodes[0].Calls != 1 || part.Nodes[0].Rows != 778 {
		t.Errorf("%+v", part)
	}
	r.Calls = 0
	if _, changed := b.Answered(id, r, noon()); changed {
		t.Error("the same answer is news")
	}
	r.FetchedAt, r.SHA256, r.Calls = noon().Add(time.Minute), "bb", 1
	if part, _ := b.Answered(id, r, noon()); part.Nodes[0].Calls != 2 {
		t.Errorf("fetched again: %+v", part.Nodes)
	}
	if _, changed := b.Answered(NewID(), r, noon()); changed {
		t.Error("a node that does not exist was answered")
	}
}

func TestFork(t *testing.T) {
	b, ids := grown(t)
	b.Do(b.SetVerdict(Malicious, indicator.MustParse("a.example.com"), indicator.MustParse("b.example.net")), noon())
	deep, _ := b.Ask(ids["whois a.example.com"], node("domain ns.example.com"), noon())
	b.Do(Edit{FieldPrune, []Step{{Node: ids["whois a.example.com"], To: yes}}}, noon())
	fork := b.Fork(noon(), ids["domain a.example.com"], ids["domain c.example.org"])
	want := `domain a.example.com +
  domain ns.example.com .
domain c.example.org .
`
	if got := drawn(fork.Trail()); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if fork.ID == b.Head().ID || fork.Nodes[len(fork.Nodes)-1].ID != deep {
		t.Errorf("%+v", fork)
	}
	if len(fork.Judgements) != 1 || fork.Judgements[0].Indicator != indicator.MustParse("a.example.com") {
		t.Errorf("%+v", fork.Judgements)
	}
	if n, _ := b.Node(ids["domain a.example.com"]); n.Parent.IsZero() {
		t.Error("the fork has changed what it came from")
	}
}

// A fork of what was met in a list has the way to the list, and of all that was
// asked from there what is about the indicators chosen.
func TestForkOfIndicators(t *testing.T) {
	b, ids := grown(t)
	a, c, never := indicator.MustParse("a.example.com"), indicator.MustParse("c.example.org"), indicator.MustParse("never.example.com")
	b.Do(b.SetVerdict(Malicious, a, c, never, indicator.MustParse("b.example.net")), noon())
	for _, x := range []struct {
		on    []indicator.Indicator
		met   string
		prune string
		want  string
	}{
		{[]indicator.Indicator{c, never}, "", "", `ip 192.0.2.44 . +
  pdns 192.0.2.44 . +
    domain c.example.org .
`},
		{[]indicator.Indicator{a, never}, "pdns 192.0.2.44", "", `ip 192.0.2.44 . +
  pdns 192.0.2.44 . +
    domain a.example.com . +
      whois a.example.com .
`},
		{[]indicator.Indicator{never}, "pdns 192.0.2.44", "", `ip 192.0.2.44 . +
  pdns 192.0.2.44 .
`},
		{[]indicator.Indicator{c, never}, "pdns 192.0.2.44", "ip 192.0.2.44", `pdns 192.0.2.44 . +
  domain c.example.org .
`},
	} {
		if x.prune != "" {
			b.Do(Edit{FieldPrune, []Step{{Node: ids[x.prune], To: yes}}}, noon())
		}
		fork := b.ForkOf(noon(), ids[x.met], x.on...)
		if got := drawn(fork.Trail()); got != x.want {
			t.Errorf("of %v got\n%swant\n%s", x.on, got, x.want)
		}
		var judged []indicator.Indicator
		for _, j := range fork.Judgements {
			judged = append(judged, j.Indicator)
		}
		if !slices.Equal(judged, x.on) {
			t.Errorf("of %v the judgements of %v came along", x.on, judged)
		}
	}
}

// A file from outside may say anything of who came from where.
func TestForgedTrailHidesNothing(t *testing.T) {
	a, b, c := NewID(), NewID(), NewID()
	at := func(id, parent ID, n int) Node {
		return Node{ID: id, Parent: parent, Question: "ip 192.0.2.1", Asked: noon().Add(time.Duration(n) * time.Second)}
	}
	for name, nodes := range map[string][]Node{
		"a circle":         {at(a, b, 0), at(b, a, 1)},
		"its own parent":   {at(a, a, 0), at(b, a, 1)},
		"a missing parent": {at(a, c, 0), at(b, a, 1)},
		"twice":            {at(a, ID{}, 0), at(a, b, 0), at(b, a, 1)},
		"a child first":    {at(a, b, 0), at(b, ID{}, 1)},
	} {
		t.Run(name, func(t *testing.T) {
			trail := Open(Investigation{Nodes: nodes}, "ann").Trail()
			if len(trail) != 2 {
				t.Errorf("%d places: %+v", len(trail), trail)
			}
		})
	}
}

func TestLongChain(t *testing.T) {
	b := Begin("acc", "ann", noon())
	var parent ID
	for range 10_000 {
		n := node("ip 192.0.2.1")
		parent, _ = b.Ask(parent, n, noon())
	}
	trail := b.Trail()
	if last := trail[len(trail)-1]; len(trail) != 10_000 || last.Depth != 9_999 || trail[0].End != len(trail) {
		t.Errorf("%d places, the last %d deep", len(trail), last.Depth)
	}
}

func TestIDs(t *testing.T) {
	id := NewID()
	text, err := id.MarshalText()
	var back ID
	if err != nil || back.UnmarshalText(text) != nil || back != id || len(text) != 32 {
		t.Errorf("%s became %s", id, back)
	}
	for _, wrong := range []string{"", "x", strings.Repeat("0", 31), strings.Repeat("g", 32), strings.Repeat("0", 34)} {
		if _, err := ParseID(wrong); err == nil {
			t.Errorf("%q is taken for an ID", wrong)
		}
	}
	if err := back.UnmarshalText(nil); err != nil || !back.IsZero() || back.String() != "" {
		t.Error(back, err)
	}
}

func TestWords(t *testing.T) {
	for _, v := range append(Verdicts(), "") {
		if !v.Valid() {
			t.Errorf("%q is not valid", v)
		}
	}
	if Verdict("evil").Valid() || TLP("amber").Valid() || !TLPAmberStrict.Valid() || TLPAmberStrict.String() != "TLP:AMBER+STRICT" {
		t.Error("markings and verdicts are taken loosely")
	}
	if !slices.IsSortedFunc([]Judgement{{Indicator: indicator.MustParse("192.0.2.1")}, {Indicator: indicator.MustParse("a.example.com")}}, byIndicator) {
		t.Error("the order of judgements has changed: exports would differ")
	}
}
