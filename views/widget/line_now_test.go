package widget

import (
	"strings"
	"testing"
	"time"

	"quarry/views/style"
)

// Events that are spread to be told apart never end up on the other side of now.
func TestNowStaysOnItsSideOfTheEvents(t *testing.T) {
	from := time.Date(2026, 11, 17, 0, 0, 0, 0, time.UTC)
	to := from.AddDate(1, 0, 0)
	at := func(days int) time.Time { return from.AddDate(0, 0, days) }
	for now, want := range map[time.Time]string{
		at(6):   "●─●│─", // after both, which are spread
		at(100): "●─●──",
	} {
		line := Line([]Event{{At: from, Name: "created"}, {At: at(1), Name: "updated"}, {At: to, Name: "expires"}}, from, to, now, 90)
		text := strings.TrimPrefix(line[0].String(), "2026-11-17 ")
		if !strings.HasPrefix(text, want) || strings.Count(text, style.Wall) != 1 {
			t.Errorf("now %s: %s", now.Format(time.DateOnly), text)
		}
	}
	// Between two events that lie close together there is no cell for now, or
	// one between their points.
	line := Line([]Event{{At: from}, {At: at(2)}, {At: to}}, from, to, at(1), 90)[0].String()
	if strings.Contains(line, "●─●") && strings.Contains(line, style.Wall) {
		t.Errorf("now is not between the events around it: %s", line)
	}
}
