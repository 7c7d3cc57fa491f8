package record

import (
	"slices"
	"testing"

	"quarry/api/cf"
)

func TestScore(t *testing.T) {
	for f, want := range map[float64]string{
		0: "0.00", 1: "1.00", 0.5: "0.50", 0.83: "0.83", 0.999: "0.999", 0.12345: "0.1235",
		0.00001: "<0.0001", 0.99999: ">0.9999",
	} {
		if got := Score(f); got != want {
			t.Errorf("%v is %q, want %q", f, got, want)
		}
	}
}

func TestUnread(t *testing.T) {
	r := cf.Remarks{Problems: []cf.Problem{
		{Field: "result[0].rank"}, {Field: "score"}, {Field: "result.types[2]"}, {Field: "result.country", Doubled: true},
	}}
	for field, want := range map[string]bool{"rank": true, "score": true, "types": true, "ank": false, "result": false, "country": false} {
		if got := Unread(r, field); got != want {
			t.Errorf("Unread(%s) = %t", field, got)
		}
	}
}

// A field that was given twice was read; one that was given twice and cannot be
// read at last was not.
func TestProblems(t *testing.T) {
	r := cf.Remarks{More: 3, Problems: []cf.Problem{
		{Field: "result[0].country", Doubled: true}, {Field: "result.rank", Doubled: true}, {Field: "result.rank", Why: "not a number"},
		{Field: "result", Doubled: true}, {Why: "no UTF-8"},
	}}
	got := Problems(r)
	if !slices.Equal(got.Unread, []string{"rank", "no UTF-8", "3 more"}) || !slices.Equal(got.Doubled, []string{"country", "the record"}) {
		t.Errorf("%q", got)
	}
}
