package views

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"quarry/api"
)

// Window is a run of days that a question is about, both ends included. The
// zero Window is none. A question that has days has a window; which one, its
// [Settings] say, and a view that is opened from another asks about the same
// days unless it is told otherwise.
type Window struct{ From, To api.Day }

// LastDays is the window that ends today and begins n days before, as the
// server's own default of 30 days does.
func LastDays(n int, today api.Day) Window { return Window{today - api.Day(n), today} }

// Window is the window that the settings ask about.
func (s Settings) Window(today api.Day) Window {
	w := Window{s.From, s.To}
	if w.To.IsZero() {
		w.To = today
	}
	if w.From.IsZero() {
		w.From = w.To - api.Day(s.Days)
	}
	return w
}

// Within is the same settings with a window of their own.
func (s Settings) Within(w Window) Settings {
	s.From, s.To = w.From, w.To
	return s
}

// WindowOf is the window of a question; the zero Window where it has none.
func WindowOf(q api.Query) Window { return Window{q.From, q.To} }

// IsZero reports whether there is no window.
func (w Window) IsZero() bool { return w == Window{} }

// Days is how many days the window has; 0 or less for one that ends before it
// begins.
func (w Window) Days() int { return int(w.To-w.From) + 1 }

// String is the window as it can be typed: "2023-07-15..2023-07-18".
func (w Window) String() string { return w.From.String() + ".." + w.To.String() }

// Earlier is the window of the same length that ends on the day before this
// one; false where that would begin before the first day that [ParseWindow]
// takes.
func (w Window) Earlier() (Window, bool) {
	n := api.Day(w.Days())
	if n <= 0 || w.From-n < firstDay {
		return w, false
	}
	return Window{w.From - n, w.To - n}, true
}

// Later is the window of the same length that begins on the day after this one,
// or sooner, so that it ends today at the latest; false where this one does.
func (w Window) Later(today api.Day) (Window, bool) {
	n := api.Day(w.Days())
	if n <= 0 || w.To >= today {
		return w, false
	}
	to := min(w.To+n, today)
	return Window{to - n + 1, to}, true
}

// firstDay is 1970-01-01: the first that a window can be moved or set to.
const firstDay api.Day = 1

// ParseWindow reads a window that was typed or pasted: the last days "30d", a
// month "2023-07", a day "2023-07-15", or from one of these to another
// "2023-07-15..2023-07-18", to today where the second is left out. No window
// goes beyond today: the running month ends there, and a later day is refused.
// running is the days of a window that ends today whichever day that is, as "30d"
// does; 0 where the days are named.
func ParseWindow(text string, today api.Day) (w Window, running int, err error) {
	text = strings.TrimSpace(strings.ReplaceAll(text, "→", ".."))
	if days, ok := strings.CutSuffix(text, "d"); ok {
		return parseLast(days, today)
	}
	w, err = parseNamed(text, today)
	return w, 0, err
}

func parseNamed(text string, today api.Day) (Window, error) {
	first, last, ranged := strings.Cut(text, "..")
	w, err := parseDays(first, today)
	switch last = strings.TrimSpace(last); {
	case err != nil:
		return Window{}, err
	case ranged && last == "":
		w.To = today
	case ranged:
		end, err := parseDays(last, today)
		if err != nil {
			return Window{}, err
		}
		w.To = end.To
	}
	switch {
	case w.From < firstDay:
		return Window{}, fmt.Errorf("no day before %s can be asked about", firstDay)
	case max(w.From, w.To) > today:
		return Window{}, fmt.Errorf("%s is still to come: today is %s", max(w.From, w.To), today)
	case w.To < w.From:
		return Window{}, errors.New("it ends before it begins: write the earlier day first")
	}
	return w, nil
}

func parseLast(days string, today api.Day) (Window, int, error) {
	n, err := strconv.Atoi(strings.TrimSpace(days))
	if most := int(today - firstDay); err != nil || n < 1 || n > most {
		return Window{}, 0, fmt.Errorf("the last days are a number within 1 and %d, and a d: 30d", most)
	}
	return LastDays(n, today), n, nil
}

// parseDays reads a day or a month. The running month ends today.
func parseDays(text string, today api.Day) (Window, error) {
	text = strings.TrimSpace(text)
	if month, err := time.Parse("2006-01", text); err == nil {
		w := Window{api.DayOf(month), api.DayOf(month.AddDate(0, 1, -1))}
		if w.From <= today {
			w.To = min(w.To, today)
		}
		return w, nil
	}
	day, err := api.ParseDay(text)
	if err != nil {
		return Window{}, errors.New("write 30d, 2023-07, or 2023-07-15..2023-07-18")
	}
	return Window{day, day}, nil
}
