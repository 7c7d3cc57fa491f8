package bulk

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"quarry/api"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/viewtest"
)

// An answer about other names only is no answer. It is asked anew, not read
// again.
func TestAnswerAboutOthersOnly(t *testing.T) {
	b := bench(t, "a.example.com", viewtest.Body(list(scored("c.example.com", 0.9))), nil).Start()
	b.Golden("unasked")
	if got := cost(b.Env, setOf("a.example.com")); got.Calls != 1 {
		t.Errorf("costs %+v", got)
	}
	b.View = of("a.example.com").New(b.Env, indicator.Indicator{})
	b.View.Resize(views.Size{Width: 120, Height: 40})
	b.Run(b.View.Init())
	if len(b.Source.Asked) != 2 {
		t.Errorf("asked %q", asked(b))
	}
}

// hundreds are so many names.
func hundreds(n int) string {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprintf("host-%04d.example.com", i))
	}
	return strings.Join(all, " ")
}

func TestMoreThanOneCall(t *testing.T) {
	all := hundreds(250)
	b := bench(t, all, each(), nil)
	if got := cost(b.Env, setOf(all)); got.Calls != 3 {
		t.Errorf("costs %+v", got)
	}
	b.View.Resize(views.Size{Width: 120, Height: 40})
	first := b.View.Init()
	_, second := b.View.Update(first())
	b.Send(views.Tick{Now: viewtest.Now().Add(2 * time.Second)})
	b.Golden("several-loading")
	b.Run(second)
	if len(b.Source.Asked) != 3 || b.View.(views.Waiter).Waiting() {
		t.Errorf("%d calls", len(b.Source.Asked))
	}
	d := b.Drawing(120, 40)
	for _, want := range []string{"250 asked", "just now · 3 calls", "the ledger counted 3 calls for 250 names"} {
		if !strings.Contains(d, want) {
			t.Errorf("lacks %q:\n%s", want, d)
		}
	}
	if n := len(b.View.(views.Refresher).Refresh()); n != 3 {
		t.Errorf("asking again costs %d calls", n)
	}
}

// After a refusal nothing further is sent; what came stays, and asking again
// asks about the rest.
func TestAFailureEndsIt(t *testing.T) {
	all := hundreds(250)
	n := 0
	b := bench(t, all, func(q api.Query) (api.Answer, error) {
		if n++; n == 2 {
			return viewtest.Fail(api.Error{Class: api.QuotaSpent, Status: 403, Code: 10403})(q)
		}
		return each()(q)
	}, nil).Start()
	if len(b.Source.Asked) != 2 {
		t.Errorf("%d calls", len(b.Source.Asked))
	}
	b.Golden("several-failed")
	if got := b.View.(views.Refresher).Refresh(); len(got) != 2 || got[0].Names.Len()+got[1].Names.Len() != 150 {
		t.Errorf("asks again %v", got)
	}
	b.Send(keymap.Refresh)
	if d := b.Drawing(120, 40); !strings.Contains(d, "250 asked") || strings.Contains(d, "not fetched") {
		t.Errorf("after asking again:\n%s", d)
	}
}

func TestARefusalOfTheSizeSaysWhatToDo(t *testing.T) {
	b := bench(t, names, viewtest.Fail(api.Error{Class: api.Rejected, Status: 414}), nil).Start()
	if d := b.Drawing(80, 24); !strings.Contains(d, "ask about fewer names at once") {
		t.Errorf("does not say what to do:\n%s", d)
	}
	b.Golden("refused")
}

// That nothing is known of any of the names is an answer.
func TestNothingKnownOfAny(t *testing.T) {
	b := bench(t, names, func(q api.Query) (api.Answer, error) {
		a, err := viewtest.Fail(api.Error{Class: api.NotFound, Status: 404})(q)
		a.FetchedAt, a.Calls = viewtest.Now(), 1
		return a, err
	}, nil).Start()
	b.Golden("nothing")
}

func TestLeavingInTheMiddle(t *testing.T) {
	all := hundreds(150)
	b := bench(t, all, each(), nil)
	b.View.Resize(views.Size{Width: 120, Height: 40})
	first := b.View.Init()
	_, second := b.View.Update(first())
	b.View.(views.Resumer).Leave()
	b.Run(second) // sent all the same, and on the shelf by now
	if d := b.Drawing(120, 40); !strings.Contains(d, "50 names not asked about: r asks, 1 call") {
		t.Errorf("left in the middle:\n%s", d)
	}
	b.Golden("several-left")
	b.Run(b.View.(views.Resumer).Resume())
	if d := b.Drawing(120, 40); !strings.Contains(d, "150 names") || strings.Contains(d, "not asked") || len(b.Source.Asked) != 2 {
		t.Errorf("returned to, after %d calls:\n%s", len(b.Source.Asked), d)
	}
}
