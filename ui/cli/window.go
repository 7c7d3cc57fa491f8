package cli

import (
	"fmt"

	"quarry/api"
	"quarry/views"
)

// window is the passive DNS window that --window asks for: so many days until
// today, or from one day to another.
type window struct {
	days  int
	fixed views.Window
}

// parseWindow reads what the prompt of the workbench reads too.
func parseWindow(s string, today api.Day) (window, error) {
	w, running, err := views.ParseWindow(s, today)
	switch {
	case err != nil:
		return window{}, usage(fmt.Sprintf("--window %.40q: %v", s, err))
	case running > 0:
		return window{days: running}, nil
	}
	return window{fixed: w}, nil
}
