package investigation

import (
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"quarry/state/indicator"
)

// world makes states of one investigation that share nodes and indicators and
// often have changed at the same moment.
type world struct {
	r     *rand.Rand
	id    ID
	nodes []Node
}

func newWorld(seed uint64) *world {
	w := &world{r: rand.New(rand.NewPCG(seed, 7)), id: NewID()}
	for n := range 6 {
		parent := ID{}
		if n > 0 && w.r.IntN(3) > 0 {
			parent = w.nodes[w.r.IntN(n)].ID
		}
		w.nodes = append(w.nodes, Node{ID: NewID(), Parent: parent, Question: "q", Asked: w.moment()})
	}
	return w
}

func (w *world) moment() time.Time { return noon().Add(time.Duration(w.r.IntN(3)) * time.Second) }

func (w *world) text() string { return []string{"", "a", "b"}[w.r.IntN(3)] }

func (w *world) state() Investigation {
	i := Investigation{ID: w.id, Name: w.text(), TLP: TLP(w.text()), Created: noon(), Changed: w.moment()}
	for _, n := range w.nodes {
		if w.r.IntN(4) == 0 {
			continue
		}
		n.Pruned, n.By, n.Rows, n.SHA256 = w.r.IntN(2) == 0, w.text(), w.r.IntN(2), w.text()
		n.Changed, n.FetchedAt = w.moment(), w.moment()
		i.Nodes = append(i.Nodes, n)
	}
	for _, name := range []string{"192.0.2.1", "a.example.com", "AS64496"} {
		if w.r.IntN(4) > 0 {
			i.Judgements = append(i.Judgements, Judgement{
				Indicator: indicator.MustParse(name), Verdict: Verdict(w.text()), Comment: w.text(),
				Starred: w.r.IntN(2) == 0, By: w.text(), Changed: w.moment(),
			})
		}
	}
	w.r.Shuffle(len(i.Nodes), func(a, b int) { i.Nodes[a], i.Nodes[b] = i.Nodes[b], i.Nodes[a] })
	return i
}

func TestMergeLaws(t *testing.T) {
	for seed := range uint64(500) {
		w := newWorld(seed)
		a, b, c := w.state(), w.state(), w.state()
		same := func(law string, x, y Investigation) {
			t.Helper()
			if !reflect.DeepEqual(x, y) {
				t.Fatalf("seed %d: %s:\n%+v\n%+v", seed, law, x, y)
			}
		}
		ab := Merge(a, b)
		same("not commutative", ab, Merge(b, a))
		same("not associative", Merge(ab, c), Merge(a, Merge(b, c)))
		same("not idempotent", Merge(ab, ab), ab)
		same("what is there already changes something", Merge(ab, a), ab)
		for _, one := range []Investigation{a, b} {
			for _, n := range one.Nodes {
				var found *Node
				for k := range ab.Nodes {
					if ab.Nodes[k].ID == n.ID {
						found = &ab.Nodes[k]
					}
				}
				if found == nil || found.Changed.Before(n.Changed) {
					t.Fatalf("seed %d: node %s is lost, or an earlier write has won", seed, n.ID)
				}
			}
		}
	}
}

// What a change returns makes the same change wherever it is merged.
func TestPartsMakeTheWhole(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 1))
		b := Begin("acc", "ann", noon())
		copied := b.Snapshot()
		at := noon()
		var ids []ID
		for range 60 {
			at = at.Add(time.Duration(r.IntN(5)-2) * time.Second) // clocks are set back
			var part Investigation
			on := []indicator.Indicator{indicator.MustParse("192.0.2.1"), indicator.MustParse("a.example.com")}[r.IntN(2):]
			switch r.IntN(8) {
			case 0, 1:
				var parent ID
				if len(ids) > 0 {
					parent = ids[r.IntN(len(ids))]
				}
				var id ID
				id, part = b.Ask(parent, node([]string{"ip 192.0.2.1", "ip 192.0.2.2", "ip 192.0.2.3"}[r.IntN(3)]), at)
				ids = append(ids, id)
			case 2:
				if len(ids) == 0 {
					continue
				}
				part, _ = b.Answered(ids[r.IntN(len(ids))], Result{FetchedAt: at, Calls: 1, Rows: -1}, at)
			case 3:
				if len(ids) == 0 {
					continue
				}
				part = b.Do(b.Prune(ids[r.IntN(len(ids))]), at)
			case 4:
				part = b.Do(b.SetVerdict(Verdicts()[r.IntN(4)], on...), at)
			case 5:
				part = b.Do(b.SetComment([]string{"", "x"}[r.IntN(2)], on...), at)
			case 6:
				part = b.Do(b.SetName([]string{"", "x", "y"}[r.IntN(3)]), at)
			default:
				_, part, _ = b.Undo(at)
			}
			copied = Merge(part, copied)
			if got := b.Snapshot(); !equal(got, copied) {
				t.Fatalf("seed %d: the notebook has\n%+v\nits parts make\n%+v", seed, got, copied)
			}
		}
		for b.done != nil {
			if _, _, ok := b.Undo(at); !ok {
				break
			}
		}
		i := b.Snapshot()
		for _, n := range i.Nodes {
			if n.Pruned {
				t.Fatalf("seed %d: pruned after all was taken back", seed)
			}
		}
		for _, j := range i.Judgements {
			if !j.Blank() {
				t.Fatalf("seed %d: left after all was taken back: %+v", seed, j)
			}
		}
		if i.Name != "" {
			t.Fatalf("seed %d: named %q after all was taken back", seed, i.Name)
		}
	}
}

// Two windows work on one case and hear of each other now and then.
func TestTwoWindows(t *testing.T) {
	one := Begin("acc", "ann", noon())
	root, _ := one.Ask(ID{}, node("ip 192.0.2.1"), noon())
	two := Open(one.Snapshot(), "bob")
	one.Ask(root, node("pdns 192.0.2.1"), noon().Add(time.Second))
	two.Ask(root, node("ip 192.0.2.2"), noon().Add(2*time.Second))
	evil := indicator.MustParse("192.0.2.1")
	one.Do(one.SetVerdict(Malicious, evil), noon().Add(3*time.Second))
	two.Do(two.SetVerdict(Benign, evil), noon().Add(4*time.Second))
	if !one.Merge(two.Snapshot()) || !two.Merge(one.Snapshot()) || two.Merge(one.Snapshot()) {
		t.Error("merging says that there is news when there is none, or the reverse")
	}
	if !reflect.DeepEqual(one.Snapshot(), two.Snapshot()) || one.Len() != 3 {
		t.Errorf("%+v\n%+v", one.Snapshot(), two.Snapshot())
	}
	if j := one.Judgement(evil); j.Verdict != Benign || j.By != "bob" {
		t.Errorf("the earlier write won: %+v", j)
	}
	// Undo takes back one's own edit, over what others wrote meanwhile.
	one.Undo(noon())
	if j := one.Judgement(evil); j.Verdict != "" || !j.Changed.After(noon().Add(4*time.Second)) {
		t.Errorf("%+v", j)
	}
}
