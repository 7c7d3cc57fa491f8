package paging

import (
	"quarry/api"
	"quarry/api/cf"
	"quarry/views"
)

// Form is what an endpoint adds to the view of a list in pages.
type Form[T any] struct {
	// Page is the form of the view. Query, Decode, Merge, Age and Notices are
	// filled in here.
	Page views.Form[Listing[T]]
	// Noun is what a row is, "name"; with an s it is many of them.
	Noun string
	// Parts are the lists that are joined to the one that is shown: mostly one.
	// Those whose answers are known come first. Of each, the first page is
	// asked for when the view opens.
	Parts []Ask
	// Again, where there are several parts, is the one list that is asked for
	// instead of them when everything is fetched again.
	Again Ask
	// Read decodes one page.
	Read func(api.Answer) (T, error)
	// Counters reads what a page or the joined pages say about the list.
	Counters func(T) Counters
	// Join adds the rows of the next page that are not there yet, and lets go
	// those that a page has twice. It changes neither of the two.
	Join func(all, next T) T
	// Fit, where it is not nil, is the share that a page has in the joined
	// record: lists that are put together may hold more than was asked for.
	Fit func(T) T
	// Whole lets go what only further pages would need; nil where there is
	// nothing of the kind.
	Whole func(T) T
}

// Ask is the question for the nth page of a list, counted from 1; size is how many
// rows the server gives in a page, 0 while that is not known.
type Ask func(n, size int) api.Query

// Plain is the form of the view for a single answer, for the command line.
func (f Form[T]) Plain() views.Form[Listing[T]] {
	form := f.Page
	form.Query = f.Parts[0](1, 0)
	form.Decode = f.decode
	return form
}

func (f Form[T]) decode(a api.Answer) (Listing[T], error) {
	record, err := f.Read(a)
	if err != nil {
		return Listing[T]{}, err
	}
	return f.add(f.empty(), 0, pageOf(record, a)), nil
}

// Remarks joins what the pages of a list say about themselves, within the
// bounds that a single record has.
func Remarks(all, next cf.Remarks) cf.Remarks {
	const most = 100
	joined := cf.Remarks{Empty: all.Empty, More: all.More + next.More}
	joined.Problems = append(joined.Problems, all.Problems...)
	joined.Extra = append(joined.Extra, all.Extra...)
	for _, p := range next.Problems {
		if len(joined.Problems) < most {
			joined.Problems = append(joined.Problems, p)
		} else {
			joined.More++
		}
	}
	for _, e := range next.Extra {
		if len(joined.Extra) < most {
			joined.Extra = append(joined.Extra, e)
		} else {
			joined.More++
		}
	}
	return joined
}
