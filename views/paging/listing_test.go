package paging

import (
	"slices"
	"testing"
	"time"

	"quarry/api"
	"quarry/api/cf"
)

// sheet is a page of letters.
type sheet struct {
	rows           string
	count, perPage cf.Maybe[int]
}

func letters() Form[sheet] {
	return Form[sheet]{
		Parts:    make([]Ask, 1),
		Noun:     "letter",
		Counters: func(s sheet) Counters { return Counters{len(s.rows), s.count, s.perPage} },
		Join: func(all, next sheet) sheet {
			joined := all
			joined.rows = ""
			for _, c := range all.rows + next.rows {
				if !slices.Contains([]rune(joined.rows), c) {
					joined.rows += string(c)
				}
			}
			return joined
		},
	}
}

func TestListing(t *testing.T) {
	n, unknown := cf.Known[int], cf.Maybe[int]{}
	for name, c := range map[string]struct {
		pages []sheet
		calls int
		known bool
		says  string
	}{
		"whole":                  {[]sheet{{"abc", n(3), n(10)}}, 0, true, "3 letters, all loaded"},
		"one":                    {[]sheet{{"a", n(1), n(10)}}, 0, true, "1 letter, all loaded"},
		"none":                   {[]sheet{{"", n(0), n(10)}}, 0, true, "0 letters, all loaded"},
		"part":                   {[]sheet{{"abc", n(10), n(3)}}, 3, true, "3 of 10 letters loaded: 3 more calls"},
		"last but one":           {[]sheet{{"abc", n(6), n(3)}}, 1, true, "3 of 6 letters loaded: 1 more call"},
		"grants less":            {[]sheet{{"abc", n(10), n(1000)}}, 3, true, "3 of 10 letters loaded: 3 more calls"},
		"grants nothing":         {[]sheet{{"abc", n(10), n(0)}}, 3, true, "3 of 10 letters loaded: 3 more calls"},
		"page size not given":    {[]sheet{{"abc", n(10), unknown}}, 3, true, "3 of 10 letters loaded: 3 more calls"},
		"nothing given":          {[]sheet{{"abc", unknown, unknown}}, 0, true, "3 letters loaded, the server does not say of how many"},
		"count not given, full":  {[]sheet{{"abc", unknown, n(3)}}, 0, false, "3 letters loaded, perhaps not all"},
		"count not given, short": {[]sheet{{"abc", unknown, n(4)}}, 0, true, "3 letters, all loaded"},
		"counts too few":         {[]sheet{{"abc", n(1), n(3)}}, 0, false, "3 letters loaded, perhaps not all"},
		"counts too few, ends":   {[]sheet{{"abc", n(1), n(3)}, {"de", n(1), n(3)}}, 0, true, "5 letters loaded, the server says 1"},
		"repeats":                {[]sheet{{"abc", n(9), n(3)}, {"abc", n(9), n(3)}}, 0, true, "3 letters loaded, the server says 9"},
		"shifts":                 {[]sheet{{"abc", n(6), n(3)}, {"cde", n(6), n(3)}}, 1, true, "5 of 6 letters loaded: 1 more call"},
		"has a row twice":        {[]sheet{{"aab", n(3), n(3)}}, 1, true, "2 of 3 letters loaded: 1 more call"},
		"grows":                  {[]sheet{{"abc", n(3), n(3)}, {"def", n(9), n(3)}}, 1, true, "6 of 9 letters loaded: 1 more call"},
		"counts to the end":      {[]sheet{{"abc", n(1<<31 - 1), n(1<<31 - 1)}}, 715_827_882, true, "3 of 2,147,483,647 letters loaded: 715,827,882 more calls"},
	} {
		pages := make([]page[sheet], len(c.pages))
		for i, s := range c.pages {
			pages[i].record = s
		}
		l := letters().fold(pages)
		if calls, known := l.Left(); calls != c.calls || known != c.known {
			t.Errorf("%s: %d calls left (%v), want %d (%v)", name, calls, known, c.calls, c.known)
		}
		if got := l.Loaded(); got != c.says {
			t.Errorf("%s: %q, want %q", name, got, c.says)
		}
	}
}

// Of lists that are put together, too, one whose count is not what came is told.
func TestPartsThatCountOtherwise(t *testing.T) {
	n := cf.Known[int]
	f := letters()
	f.Parts = make([]Ask, 2)
	for count, want := range map[int]string{2: "4 letters, all loaded", 9: "4 letters loaded, the server counts otherwise"} {
		l := f.add(f.empty(), 0, page[sheet]{record: sheet{"ab", n(2), n(2)}})
		l = f.add(l, 1, page[sheet]{record: sheet{"cd", n(count), n(2)}})
		l = f.add(l, 1, page[sheet]{record: sheet{"cd", n(count), n(2)}}) // a page that brings nothing
		if got := l.Loaded(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestOriginIsTheOldestAndTheSum(t *testing.T) {
	at := func(h int) time.Time { return time.Date(2026, 11, 23, h, 0, 0, 0, time.UTC) }
	l := letters().fold([]page[sheet]{
		{sheet{rows: "a"}, api.Answer{FetchedAt: at(9), Known: true, Calls: 1}},
		{sheet{rows: "b"}, api.Answer{Query: api.Query{Page: 2}, FetchedAt: at(7), Calls: 2}},
		{sheet{rows: "c"}, api.Answer{FetchedAt: at(8), Calls: 1}},
	})
	if o := l.origin; !o.FetchedAt.Equal(at(7)) || o.Calls != 3 || o.Known || o.Query.Page != 2 {
		t.Errorf("origin %+v", o)
	}
	if all := l.newest; !all[2].FetchedAt.Equal(at(9)) || l.spread() != 2*time.Hour {
		t.Errorf("answers %+v, apart %s", all, l.spread())
	}
}

func TestRemarksAreBounded(t *testing.T) {
	many := cf.Remarks{Problems: make([]cf.Problem, 80), Extra: make([]cf.Extra, 60), More: 2}
	joined := Remarks(Remarks(many, many), many)
	if len(joined.Problems) != 100 || joined.More != 6+140+80 || len(joined.Extra) != 100 {
		t.Errorf("%d problems, %d extra, %d more", len(joined.Problems), len(joined.Extra), joined.More)
	}
}
