package cli

import (
	"fmt"
	"strconv"
	"strings"

	"quarry/api"
	"quarry/state/config"
)

// window is the passive DNS window that --window asks for: so many days until
// today, or from one day to another.
type window struct {
	days     int
	from, to api.Day
}

// parseWindow reads "30d" or "2023-07-15..2023-07-18", both days included. One
// that begins after today is refused: it would cost a call for nothing.
func parseWindow(s string, today api.Day) (window, error) {
	if from, to, ok := strings.Cut(s, ".."); ok {
		return parseSpan(from, to, today)
	}
	n, err := strconv.Atoi(strings.TrimSuffix(s, "d"))
	if err != nil || !strings.HasSuffix(s, "d") {
		return window{}, usage(fmt.Sprintf("--window: %.40q is no window; write 30d or 2023-07-15..2023-07-18", s))
	}
	if n < 1 || n > config.MaxDays {
		return window{}, usage(fmt.Sprintf("--window: %d days are not within 1 and %d; name the days, as in 2023-07-15..2023-07-18", n, config.MaxDays))
	}
	return window{days: n}, nil
}

func parseSpan(from, to string, today api.Day) (w window, err error) {
	if w.from, err = api.ParseDay(from); err == nil {
		w.to, err = api.ParseDay(to)
	}
	if err != nil {
		return window{}, usage("--window: " + err.Error() + ", as in 2023-07-15..2023-07-18")
	}
	if w.from > today {
		return window{}, usage("--window: it lies in the future, about which nothing is known; today is " + today.String())
	}
	if w.to < w.from {
		return window{}, usage("--window: it ends before it begins; write the earlier day first")
	}
	return w, nil
}
