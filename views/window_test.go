package views

import (
	"strconv"
	"strings"
	"testing"

	"quarry/api"
)

func dayOf(t *testing.T, s string) api.Day {
	t.Helper()
	if s == "" {
		return 0
	}
	d, err := api.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestParseWindow(t *testing.T) {
	today := dayOf(t, "2026-11-23")
	for in, want := range map[string]string{
		"7d":                        "2026-11-16..2026-11-23",
		" 30d ":                     "2026-10-24..2026-11-23",
		"1d":                        "2026-11-22..2026-11-23",
		"365d":                      "2025-11-23..2026-11-23",
		"20780d":                    "1970-01-01..2026-11-23",
		"2023-07":                   "2023-07-01..2023-07-31",
		"2024-02":                   "2024-02-01..2024-02-29",
		"2023-02":                   "2023-02-01..2023-02-28",
		"2025-12":                   "2025-12-01..2025-12-31",
		"2026-11":                   "2026-11-01..2026-11-23", // the month that runs
		"2023-07-15":                "2023-07-15..2023-07-15",
		"2026-11-23":                "2026-11-23..2026-11-23",
		"2023-07-15..2023-07-18":    "2023-07-15..2023-07-18",
		"2023-07-15 .. 2023-07-18":  "2023-07-15..2023-07-18",
		"2023-07-15 → 2023-07-18":   "2023-07-15..2023-07-18", // as the head line shows it
		"2023-12..2024-02":          "2023-12-01..2024-02-29",
		"2023-07-15..2023-08":       "2023-07-15..2023-08-31",
		"2026-11-01..":              "2026-11-01..2026-11-23",
		"2026-10..2026-11":          "2026-10-01..2026-11-23",
		"2023-07-15..2023-07-15":    "2023-07-15..2023-07-15",
		"1970-01-01..1970-01-02":    "1970-01-01..1970-01-02",
		"":                          "write 30d",
		"2023":                      "write 30d",
		"30":                        "write 30d",
		"soon":                      "write 30d",
		"2023-02-30":                "write 30d",
		"2023-13":                   "write 30d",
		"2023-07-15..x":             "write 30d",
		"..2023-07-15":              "write 30d",
		"2023-07-15..2023-07-18..x": "write 30d",
		"d":                         "number within 1 and 20780",
		"0d":                        "number within 1 and 20780",
		"-3d":                       "number within 1 and 20780",
		"20781d":                    "number within 1 and 20780",
		"99999999999999999999d":     "number within 1 and 20780",
		"2026-11-24":                "2026-11-24 is still to come: today is 2026-11-23",
		"2026-11-01..2026-11-30":    "2026-11-30 is still to come",
		"2026-12":                   "2026-12-31 is still to come",
		"2026-11-24..":              "2026-11-24 is still to come",
		"2026-11-24..2026-11-01":    "2026-11-24 is still to come",
		"2023-07-18..2023-07-15":    "it ends before it begins",
		"2023-08..2023-07-15":       "it ends before it begins",
		"1969-12":                   "no day before 1970-01-01",
		"0001-01-01..2023-01-01":    "no day before 1970-01-01",
	} {
		w, running, err := ParseWindow(in, today)
		if days, is := strings.CutSuffix(strings.TrimSpace(in), "d"); err == nil && is != (running > 0) || running > 0 && days != strconv.Itoa(running) {
			t.Errorf("%q runs for %d days", in, running)
		}
		got := w.String()
		if err != nil {
			got = err.Error()
			if w != (Window{}) {
				t.Errorf("%q gives %s and an error", in, w)
			}
		}
		if !strings.HasPrefix(got, want) && (err == nil || !strings.Contains(got, want)) {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
		if again, _, err := ParseWindow(got, today); strings.HasPrefix(want, "20") && !strings.Contains(want, " ") && (err != nil || again != w) {
			t.Errorf("%q as it is shown is read as %s, %v", got, again, err)
		}
	}
}

func TestWindowMovesByItsOwnLength(t *testing.T) {
	today := dayOf(t, "2026-11-23")
	for _, c := range []struct{ window, earlier, later string }{
		{"2026-10-24..2026-11-23", "2026-09-23..2026-10-23", ""},
		{"2023-07-15..2023-07-18", "2023-07-11..2023-07-14", "2023-07-19..2023-07-22"},
		{"2023-07-15..2023-07-15", "2023-07-14..2023-07-14", "2023-07-16..2023-07-16"},
		{"2024-02-01..2024-02-29", "2024-01-03..2024-01-31", "2024-03-01..2024-03-29"},
		{"2026-11-13..2026-11-22", "2026-11-03..2026-11-12", "2026-11-14..2026-11-23"}, // a day is left
		{"2026-11-23..2026-11-23", "2026-11-22..2026-11-22", ""},
		{"1970-01-03..1970-01-04", "1970-01-01..1970-01-02", "1970-01-05..1970-01-06"},
		{"1970-01-02..1970-01-03", "", "1970-01-04..1970-01-05"},
		{"2026-11-01..2026-12-31", "2026-09-01..2026-10-31", ""}, // as --window may say
		{"2023-07-18..2023-07-15", "", ""},
	} {
		from, to, _ := strings.Cut(c.window, "..")
		w := Window{dayOf(t, from), dayOf(t, to)}
		text := func(moved Window, ok bool) string {
			switch {
			case !ok && moved != w:
				t.Errorf("%s does not move and yet becomes %s", w, moved)
			case !ok:
				return ""
			case moved.Days() != w.Days():
				t.Errorf("%s of %d days becomes %s of %d", w, w.Days(), moved, moved.Days())
			}
			return moved.String()
		}
		if got := text(w.Earlier()); got != c.earlier {
			t.Errorf("before %s comes %q, want %q", w, got, c.earlier)
		}
		if got := text(w.Later(today)); got != c.later {
			t.Errorf("after %s comes %q, want %q", w, got, c.later)
		}
	}
}

func TestSettingsWithin(t *testing.T) {
	today := dayOf(t, "2026-11-23")
	s := Settings{Days: 30, PageSize: 250}
	if got := s.Window(today); got != LastDays(30, today) {
		t.Errorf("nothing is set, and the window is %s", got)
	}
	w := Window{dayOf(t, "2023-07-15"), dayOf(t, "2023-07-18")}
	inner := s.Within(w)
	if inner.Window(today) != w || inner.PageSize != 250 || s.Window(today) == w {
		t.Errorf("settings %+v within %s", inner, w)
	}
}
