package pdns

import (
	"strings"
	"testing"
	"time"

	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/frametest"
	"quarry/views/style"
	"quarry/views/viewtest"
)

// What is past does not change: days that were over when they were asked about
// never count as old, days until today do.
func TestOnlyAWindowThatWasNotOverGrowsOld(t *testing.T) {
	for name, c := range map[string]struct {
		route views.Route
		tone  style.Tone
	}{
		"until today":          {Route(), style.Warn},
		"last week":            {within("2026-11-13", "2026-11-19"), style.Muted},
		"the day it was asked": {within("2026-11-13", "2026-11-20"), style.Warn},
	} {
		t.Run(name, func(t *testing.T) {
			b := viewtest.New(t, c.route, "192.0.2.44", viewtest.Aged(page(names(3), 3, 1, 1000), 75*time.Hour)).Start()
			b.View.Resize(views.Size{Width: 120, Height: 40})
			head, _, _ := strings.Cut(b.View.Render(), "\n")
			age := strings.TrimSpace(strings.Split(frametest.Draw(head, 120, 1), "loaded")[1])
			if !strings.Contains(age, "3 d old") {
				t.Fatalf("the head line says %q", age)
			}
			age = age[strings.Index(age, "3 d old"):]
			if !strings.Contains(head, b.Env.Theme.Paint(c.tone, " "+age+" ")) {
				t.Errorf("the age is not in tone %v: %q", c.tone, head)
			}
		})
	}
}

// A window is a question of its own: what is known of one says nothing about
// the price of another.
func TestEachWindowHasItsPrice(t *testing.T) {
	b := viewtest.New(t, Route(), "192.0.2.44", served(names(3), 1000, 3)).Start()
	i := indicator.MustParse("192.0.2.44")
	first := views.WindowOf(b.Source.Asked[0])
	before, ok := first.Earlier()
	if !ok {
		t.Fatalf("nothing comes before %s", first)
	}
	for w, want := range map[views.Window]int{first: 0, before: 1} {
		env := b.Env
		env.Settings = env.Settings.Within(w)
		if got := Route().Cost(env, i); got.Calls != want {
			t.Errorf("%s costs %d calls, want %d", w, got.Calls, want)
		}
		if got := views.WindowOf(Route().Query(env, i)); got != w {
			t.Errorf("%s asks about %s", w, got)
		}
	}
}

func TestNothingFoundNamesTheKeysOnTheScreenOnly(t *testing.T) {
	body := `{"result":{"reverse_records":[],"count":0,"page":1,"per_page":1000},"success":true,"errors":[]}`
	b := viewtest.New(t, Route(), "192.0.2.44", viewtest.Body(body)).Start()
	if d := b.Drawing(200, 60); !strings.Contains(d, "Press ( for the days") {
		t.Errorf("it does not say what to press:\n%s", d)
	}
	a, _ := viewtest.Body(body)(b.Source.Asked[0])
	_, lines, err := Route().Text(b.Env, a, 100)
	if text := strings.Join(lines, "\n"); err != nil || strings.Contains(text, "Press") || !strings.Contains(text, "No name was seen") {
		t.Errorf("the command line says %q, %v", text, err)
	}
	keys, err := b.Env.Keys.Override(map[keymap.Action][]string{keymap.WindowEarlier: {"{"}, keymap.WindowSet: {}})
	if err != nil {
		t.Fatal(err)
	}
	b.Env.Keys = keys
	b.View = Route().New(b.Env, indicator.MustParse("192.0.2.44"))
	if d := b.Start().Drawing(200, 60); !strings.Contains(d, "Press { for the days") || strings.Contains(d, "for others") {
		t.Errorf("with a key that is freed:\n%s", d)
	}
}
