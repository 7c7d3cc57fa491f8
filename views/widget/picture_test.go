package widget

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"quarry/views/style"
)

// on reads a date or a moment.
func on(s string) time.Time {
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	if s == "" {
		return time.Time{}
	}
	panic("no time: " + s)
}

func TestGauge(t *testing.T) {
	for _, c := range []struct {
		value float64
		width int
		want  string
	}{
		{0.83, 24, "████████████████████░░░░"},
		{0.999, 24, "████████████████████████"},
		{0, 4, "░░░░"},
		{0.5, 4, "██░░"},
		{1, 4, "████"},
		{1.5, 4, "████"},
		{-3, 4, "░░░░"},
		{math.NaN(), 4, "░░░░"},
		{math.Inf(1), 4, "████"},
		{math.Inf(-1), 4, "░░░░"},
		{0.5, 0, ""},
		{0.5, -1, ""},
	} {
		if got := Gauge(c.value, c.width, style.Bad).String(); got != c.want {
			t.Errorf("Gauge(%v, %d) = %q, want %q", c.value, c.width, got, c.want)
		}
	}
	if got := Gauge(0.5, 4, style.Bad); got[0].Tone != style.Bad || got[1].Tone != style.Muted {
		t.Errorf("the tones of %v", got)
	}
}

func TestBar(t *testing.T) {
	for _, c := range []struct {
		from, to, first, last string
		width                 int
		want                  string
	}{
		{"2023-07-15", "2023-07-18", "2023-07-15", "2023-07-18", 12, "━━━━━━━━━━━━"},
		{"2023-07-15", "2023-07-18", "2023-07-16", "2023-07-18", 12, "···━━━━━━━━━"},
		{"2023-07-15", "2023-07-18", "2023-07-16", "2023-07-16", 12, "···━━━······"},
		{"2023-07-15", "2023-07-18", "2023-07-16T23:59:59Z", "2023-07-17T00:00:00Z", 12, "···━━━━━━···"},
		{"2023-07-15", "2023-07-18", "2023-07-17", "2023-07-16", 12, "···━━━━━━···"},
		{"2023-07-15", "2023-07-18", "2023-07-10", "2023-07-16", 12, "◀━━━━━······"},
		{"2023-07-15", "2023-07-18", "2023-07-18", "2023-07-19", 12, "·········━━▶"},
		{"2023-07-15", "2023-07-18", "2023-07-01", "2023-08-01", 12, "◀━━━━━━━━━━▶"},
		{"2023-07-15", "2023-07-18", "2023-07-01", "2023-08-01", 1, "━"},
		{"2023-07-15", "2023-07-18", "2023-07-14", "2023-07-14", 12, "············"},
		{"2023-07-15", "2023-07-18", "2023-07-19", "2023-07-19", 12, "············"},
		{"2022-01-01", "2023-12-31", "2023-12-31", "2023-12-31", 5, "····━"},
		{"2022-01-01", "2023-12-31", "2022-01-01", "2022-01-01", 5, "━····"},
		{"0001-01-02", "9999-12-31", "5000-01-01", "5000-01-01", 5, "··━··"},
		{"2023-07-15", "2023-07-18", "", "2023-07-18", 4, "    "},
		{"2023-07-15", "2023-07-18", "2023-07-18", "", 4, "    "},
		{"2023-07-18", "2023-07-15", "2023-07-16", "2023-07-16", 4, "    "},
		{"2023-07-15", "2023-07-18", "2023-07-16", "2023-07-16", 0, ""},
	} {
		got := Bar(on(c.from), on(c.to), on(c.first), on(c.last), c.width).String()
		if got != c.want {
			t.Errorf("%s to %s within %s to %s:\n%q, want\n%q", c.first, c.last, c.from, c.to, got, c.want)
		}
	}
}

func TestBarCountsDaysInUTC(t *testing.T) {
	zone := time.FixedZone("ahead", 10*60*60)
	seen := time.Date(2023, 7, 17, 5, 0, 0, 0, zone) // the 16th in UTC
	got := Bar(on("2023-07-15"), on("2023-07-18"), seen, seen, 4).String()
	if got != "·━··" {
		t.Errorf("got %q", got)
	}
}

func TestSpark(t *testing.T) {
	for _, c := range []struct {
		values []int
		width  int
		want   string
	}{
		{[]int{1, 2, 3, 4, 5, 6, 7, 8}, 8, "▁▂▃▄▅▆▇█"},
		{[]int{0, 1, 800, 400}, 4, " ▁█▄"},
		{[]int{5, 5}, 4, "██  "},
		{[]int{0, 0, 0}, 3, "   "},
		{[]int{-4, 4}, 2, " █"},
		{[]int{1, 1, 9, 1, 1, 1, 1, 1}, 4, "▁█▁▁"},
		{[]int{8, 0, 0, 0, 1}, 2, "█▁"},
		{[]int{math.MaxInt, math.MaxInt / 2, 1}, 3, "█▄▁"},
		{nil, 3, "   "},
		{[]int{1, 2}, 0, ""},
	} {
		if got := Spark(c.values, c.width).String(); got != c.want {
			t.Errorf("Spark(%v, %d) = %q, want %q", c.values, c.width, got, c.want)
		}
	}
}

// TestPicturesAreAsWideAsAsked draws anything in every small width.
func TestPicturesAreAsWideAsAsked(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	moment := func() time.Time {
		switch r.IntN(12) {
		case 0:
			return time.Time{}
		case 1:
			return time.Date(r.IntN(12000)-1000, 1, 1, 0, 0, 0, 0, time.UTC)
		}
		return time.Unix(1.7e9+r.Int64N(1<<(8+r.IntN(20))), 0)
	}
	for round := range 30 {
		var lanes []Lane
		var events []Event
		for range r.IntN(5) {
			label := wideTexts()[r.IntN(len(wideTexts()))]
			lanes = append(lanes, Lane{label, style.Bad, []Interval{{moment(), moment()}, {moment(), moment()}}})
			events = append(events, Event{moment(), label, style.Good})
		}
		a, b, c, d := moment(), moment(), moment(), moment()
		values := make([]int, r.IntN(200))
		for i := range values {
			values[i] = r.IntN(1000) - 100
		}
		for width := range 81 {
			pictures := []Text{
				Gauge(r.Float64()*3-1, width, style.Good), Bar(a, b, c, d, width), Spark(values, width),
			}
			rows := NewAxis(a, b, lanes).Rows(width, r.IntN(30)-2)
			if len(rows) != 1+len(lanes) {
				t.Fatalf("%d rows for %d lanes", len(rows), len(lanes))
			}
			pictures = append(append(pictures, rows...), Line(events, a, b, c, width)...)
			for i, p := range pictures {
				if p.Width() != width {
					t.Fatalf("round %d, picture %d in %d cells takes %d: %q", round, i, width, p.Width(), p)
				}
			}
		}
	}
}

// Where there is no UTF-8 the pictures still say what they said.
func TestPicturesInASCII(t *testing.T) {
	one := func(string) int { return 1 }
	for _, c := range []struct {
		picture Text
		want    string
	}{
		{Gauge(0.5, 4, style.Good), "##.."},
		{Bar(on("2023-07-15"), on("2023-07-18"), on("2023-07-10"), on("2023-07-16"), 8), "<===...."},
		{Bar(on("2023-07-15"), on("2023-07-18"), on("2023-07-16"), on("2023-08-16"), 8), "..=====>"},
		{Line(nil, on("2023-07-15"), on("2023-07-18"), on("2023-07-16"), 10)[0], "---|------"},
	} {
		if got := style.ASCII(c.picture.String(), one); got != c.want {
			t.Errorf("%q became %q, want %q", c.picture, got, c.want)
		}
	}
	if got := style.ASCII(strings.Repeat(style.OpenStart, 2), one); got != "<<" {
		t.Errorf("got %q", got)
	}
}
