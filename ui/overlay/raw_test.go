package overlay

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/keymap"
	"quarry/views"
	"quarry/views/frametest"
	"quarry/views/safe"
	"quarry/views/style"
)

// manyNames is a body that is too large to be taken apart at once.
func manyNames() []byte {
	var b bytes.Buffer
	b.WriteString(`{"result":[`)
	for n := 0; b.Len() < 4*openAtOnce; n++ {
		fmt.Fprintf(&b, `{"hostname":"host-%d.example.net"},`, n)
	}
	b.WriteString(`{"hostname":"last.example.org"}]}`)
	return b.Bytes()
}

// raw is the raw answer with a body, at 80×20.
type raw struct {
	t *testing.T
	*Raw
}

func newRaw(t *testing.T, body, kept []byte) (raw, tea.Cmd) {
	t.Helper()
	noon := func() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }
	r, cmd := NewRaw(keymap.Default(), style.New(true), api.Answer{Body: body, Status: 200, FetchedAt: noon()}, func() ([]byte, bool) { return kept, kept != nil }, noon)
	return raw{t, r}, cmd
}

func (r raw) drawing() string {
	r.t.Helper()
	frame := r.Render(style.New(true), views.Size{Width: 80, Height: 20})
	frametest.Check(r.t, frame, 80, 20)
	return frametest.Draw(frame, 80, 20)
}

func (r raw) wants(text string) {
	r.t.Helper()
	if d := r.drawing(); !strings.Contains(d, text) {
		r.t.Errorf("it lacks %q:\n%s", text, d)
	}
}

func (r raw) press(keys string) (cmd tea.Cmd) {
	for _, k := range keys {
		_, cmd = r.Update(tea.KeyPressMsg{Code: k, Text: string(k)})
	}
	return cmd
}

func TestASmallAnswerOpensAtOnce(t *testing.T) {
	r, cmd := newRaw(t, []byte(`{"a":1}`), nil)
	if cmd != nil {
		t.Error("there is something left to do")
	}
	r.wants(`"a": 1`)
	r.wants("7 bytes")
	r.wants("015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862")
}

func TestALargeAnswerOpensBesideTheProgram(t *testing.T) {
	r, cmd := newRaw(t, manyNames(), nil)
	r.wants("taking the answer apart")
	r.press("j") // nothing to move in yet; J closes
	if result, _ := r.Update(tea.KeyPressMsg{Code: 'J', Text: "J"}); result != (Closed{}) {
		t.Errorf("it cannot be left: %v", result)
	}
	other, _ := newRaw(t, manyNames(), nil)
	msg := cmd()
	other.Update(msg)
	other.wants("taking the answer apart") // that was not its own
	r.Update(msg)
	r.wants("1,048,")
	r.wants(`0: { 1 field }`)
}

// A filter that is typed before there is something to filter is one all the same.
func TestAFilterIsTypedAhead(t *testing.T) {
	r, cmd := newRaw(t, nil, []byte(`{"quota":1,"other":2}`))
	r.press("/x")
	r.Update(tea.KeyPressMsg{Code: tea.KeyEscape})
	for _, k := range "/quot" {
		if result, _ := r.Update(tea.KeyPressMsg{Code: k, Text: string(k)}); result != nil {
			t.Errorf("%q: %v", k, result)
		}
	}
	r.Update(tea.PasteMsg{Content: "a"})
	r.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
	r.press("y")
	result, more := r.Update(cmd())
	if more != nil {
		r.Update(more())
	}
	r.wants("/quota")
	if want := (Copied{"1"}); result != want {
		t.Errorf("%v, want %v", result, want)
	}
}

func TestAKeptAnswerIsFetched(t *testing.T) {
	r, cmd := newRaw(t, nil, []byte(`{"kept":true}`))
	r.wants("taking the answer apart")
	r.Update(cmd())
	r.wants(`"kept": true`)
	r.wants("13 bytes")
	r, cmd = newRaw(t, nil, nil)
	r.Update(cmd())
	r.wants("it cannot be read any more; r in the view fetches it again")
}

func TestARefusalWithoutABodySaysSo(t *testing.T) {
	at := func() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }
	r, cmd := NewRaw(keymap.Default(), style.New(true), api.Answer{Status: 302, FetchedAt: at()}, nil, at)
	if cmd != nil {
		t.Error("a body is fetched that never came")
	}
	raw{t, r}.wants("the body is empty")
}

// Of an answer from a bundle it is said who has fetched it and when it was taken
// over; what the bundle does not tell is not made up.
func TestAnImportedAnswerSaysWhoseItIs(t *testing.T) {
	at := func() time.Time { return time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC) }
	a := api.Answer{
		Status: 200, Body: []byte("{}"), FetchedAt: at().Add(-72 * time.Hour), Calls: 1, Known: true,
		Origin: api.Origin{By: safe.FromOutside("a\x1b[2Jlice"), ImportedAt: at().Add(-time.Hour)},
	}
	r, _ := NewRaw(keymap.Default(), style.New(true), a, nil, at)
	raw{t, r}.wants("Fetched   2026-11-22 12:00:00Z (3 d old) · 1 call · HTTP 200 · 2 bytes ")
	raw{t, r}.wants("Imported  2026-11-25 11:00:00Z (1 h ago) · fetched by a^[[2Jlice")
	for _, gone := range []string{"Ray ID", "0s"} {
		if d := (raw{t, r}).drawing(); strings.Contains(d, gone) {
			t.Errorf("it says %q:\n%s", gone, d)
		}
	}
}

func TestALargeAnswerIsFilteredBesideTheProgram(t *testing.T) {
	r, cmd := newRaw(t, manyNames(), nil)
	r.Update(cmd())
	r.press("/")
	early := r.press("l")
	late := r.press("ast")
	if early == nil || late == nil {
		t.Fatal("nothing is searched")
	}
	r.wants("/last  …")
	r.wants(`"result"`)
	r.Update(early())
	r.wants("/last  …")
	r.Update(late())
	r.wants(`"hostname": "last.example.org"`)
	if d := r.drawing(); strings.Contains(d, "host-0") || strings.Contains(d, "/last  …") {
		t.Errorf("the filter is not in force:\n%s", d)
	}
}
