package miscategorization

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/api/cf"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
	"quarry/views/safe"
)

// form is the view. What is focused is a stop; keys are taken raw while that is
// a line to type in, and as actions of the workbench otherwise, so that from
// everywhere else the pivots, the help and the palette can be reached.
type form struct {
	env     views.Env
	subject indicator.Indicator
	now     current
	removes map[int]bool // ticked among the current categories
	picks   []pick       // chosen by searching
	search  textinput.Model
	found   []cf.Category
	typed   textinput.Model // the confirmation
	focus   stop
	hint    string // what the last key could not do

	slot  api.Slot[cf.Submission]
	sent  bool // for good: a form sends once
	left  bool // while it was being sent
	leave bool // the analyst was told what leaving means

	tick  views.Tick
	size  views.Size
	frame string
	stale bool
	top   int
}

// pick is a category that was chosen by searching: to add, or to remove where
// the current categories are not known.
type pick struct {
	category cf.Category
	remove   bool
}

func newForm(env views.Env, subject indicator.Indicator) *form {
	f := &form{
		env: env, subject: subject, now: look(env, subject), removes: map[int]bool{},
		search: newInput(60), typed: newInput(indicator.MaxLen), slot: api.NewSlot[cf.Submission](env.Frame),
		tick: views.Tick{Now: env.Now()}, stale: true,
	}
	return f
}

// newInput is a line to type in. Its cursor does not blink: nothing ticks while
// nobody types.
func newInput(limit int) textinput.Model {
	in := textinput.New()
	in.Prompt = ""
	in.CharLimit = limit
	in.KeyMap.Paste = key.NewBinding(key.WithDisabled()) // the clipboard is not a view's business
	_ = in.Focus()                                       // the command would only make the cursor blink
	return in
}

// Title implements [views.View].
func (f *form) Title() string { return "report" }

// Init implements [views.View]. Opening the form asks for nothing.
func (f *form) Init() tea.Cmd { return nil }

// Update implements [views.View].
func (f *form) Update(msg tea.Msg) (views.Intent, tea.Cmd) {
	f.stale = true
	switch msg := msg.(type) {
	case api.Reply[cf.Submission]:
		f.slot.Take(msg)
	case views.Tick:
		f.tick = msg
	case views.Restyle:
		f.env.Theme = msg.Theme
	case views.Wheel:
		f.top += msg.Delta
		f.clamp(len(f.lines()))
	case views.Click:
		f.click(msg)
	case tea.PasteMsg:
		f.paste(msg.Content)
	case tea.KeyPressMsg:
		return f.press(msg)
	case keymap.Action:
		return f.act(msg)
	}
	return nil, nil
}

// press takes a key while something is typed.
func (f *form) press(msg tea.KeyPressMsg) (views.Intent, tea.Cmd) {
	if !f.Capturing() {
		return nil, nil
	}
	f.hint = ""
	a, bound := f.env.Keys.Lookup(keymap.Form, msg.String())
	// A key that types something types it, whatever it is bound to elsewhere in
	// the form: a space is part of a search.
	if bound && (msg.Text == "" || a != keymap.FormToggle) {
		return f.act(a)
	}
	if msg.Text != "" {
		msg.Text = safe.Print(msg.Text)
	}
	in := f.input()
	*in, _ = in.Update(msg)
	f.find()
	return nil, nil
}

// paste goes into the search only: a confirmation is typed.
func (f *form) paste(content string) {
	switch f.focus.kind {
	case searchStop:
		line := strings.Join(strings.Fields(content), " ")
		f.search, _ = f.search.Update(tea.PasteMsg{Content: safe.PrintMax(line, 60)})
		f.find()
	case typeStop:
		f.hint = "a confirmation is typed, not pasted"
	}
}

// act does what an action means in the form, be it one of the form's scope or
// of the workbench.
func (f *form) act(a keymap.Action) (views.Intent, tea.Cmd) {
	f.hint = ""
	switch a {
	case keymap.FormNext, keymap.MoveDown, keymap.Fold:
		if f.sent {
			f.scroll(1)
		}
		f.move(1)
	case keymap.FormPrevious, keymap.MoveUp:
		if f.sent {
			f.scroll(-1)
		}
		f.move(-1)
	case keymap.MoveTop:
		f.move(-len(f.stops()))
	case keymap.MoveBottom:
		f.move(len(f.stops()))
	case keymap.PageDown, keymap.HalfDown:
		f.scroll(max(1, f.size.Height/2))
	case keymap.PageUp, keymap.HalfUp:
		f.scroll(-max(1, f.size.Height/2))
	case keymap.FormToggle, keymap.Mark:
		if f.focus.kind == nowStop {
			f.hint = "nothing to tick here; " + f.env.Keys.Key(keymap.FormNext) + " goes on"
		}
		f.toggle()
	case keymap.FormAccept, keymap.Open:
		return f.accept()
	case keymap.FormCancel:
		if in := f.input(); in != nil && in.Value() != "" {
			in.SetValue("")
			f.find()
			return nil, nil
		}
		return views.Back{}, nil
	}
	return nil, nil
}

// accept adds what was found, sends what was confirmed, and toggles the rest.
// It always answers: an enter that the view does not take opens the subject,
// which nobody wants to pay for here.
func (f *form) accept() (views.Intent, tea.Cmd) {
	switch {
	case f.sent:
		return views.Notify{Text: "the report has been sent"}, nil
	case f.focus.kind == typeStop:
		return nil, f.send()
	case f.focus.kind == searchStop && len(f.found) > 0:
		f.add(f.found[0])
		return nil, nil
	case f.focus.kind == nowStop || f.focus.kind == searchStop:
		f.move(1)
	default:
		f.toggle()
	}
	return views.Notify{Text: f.summary()}, nil
}

// summary says in a few words what the report would change.
func (f *form) summary() string {
	r := f.report()
	adds, removes := len(r.ContentAdds)+len(r.SecurityAdds), len(r.ContentRemoves)+len(r.SecurityRemoves)
	return fmt.Sprintf("to add: %d, to remove: %d", adds, removes)
}

// report is what would be sent now.
func (f *form) report() cf.Report {
	r := cf.Report{Indicator: f.subject}
	put := func(id int, security, remove bool) {
		to := &r.ContentAdds
		switch {
		case security && remove:
			to = &r.SecurityRemoves
		case security:
			to = &r.SecurityAdds
		case remove:
			to = &r.ContentRemoves
		}
		*to = append(*to, id)
	}
	for _, id := range f.now.Content {
		if f.removes[id] {
			put(id, false, true)
		}
	}
	for _, id := range f.now.Security {
		if f.removes[id] {
			put(id, true, true)
		}
	}
	for _, p := range f.picks {
		put(p.category.ID, p.category.Security, p.remove)
	}
	return r
}

// wanted is what has to be typed to send: the name or address itself, of a URL
// its host.
func (f *form) wanted() string {
	host, _ := f.subject.Host()
	return host.String()
}

func (f *form) confirmed() bool {
	return strings.EqualFold(strings.TrimSpace(f.typed.Value()), f.wanted())
}

// send sends the report, once.
func (f *form) send() tea.Cmd {
	r := f.report()
	switch {
	case f.sent:
		return nil
	case len(r.Check(f.now.Current)) > 0:
		f.hint = "not sent: see the marks at Check"
		return nil
	case !f.confirmed():
		f.hint = "not sent: type " + f.wanted() + " to confirm"
		return nil
	}
	f.sent = true
	f.top = 0
	f.focus = stop{}
	return views.Command(f.slot.Start(f.env.Context, f.env.Source, r.Query(), api.Fresh, f.env.Now(), cf.DecodeMiscategorization))
}

// Opens implements [views.Opener].
func (f *form) Opens() bool { return true }

// Form implements [views.Former].
func (f *form) Form() {}

// Capturing implements [views.Capturer].
func (f *form) Capturing() bool { return f.input() != nil }

// Escape implements [views.Escaper]. While the report is being sent the first
// press says what leaving means.
func (f *form) Escape() bool {
	if !f.Waiting() || f.leave {
		return false
	}
	f.leave, f.stale = true, true
	return true
}

// Leave implements [views.Resumer].
func (f *form) Leave() {
	if f.Waiting() {
		f.slot.Leave()
		f.left, f.stale = true, true
	}
}

// Resume implements [views.Resumer]: an answer about the name may have come
// since.
func (f *form) Resume() tea.Cmd {
	if !f.sent {
		before := f.report().Payload()
		f.now, f.stale = look(f.env, f.subject), true
		f.picks = slices.DeleteFunc(f.picks, func(p pick) bool { return p.remove && f.list(p.category.Security) != nil })
		if f.report().Payload() != before {
			f.typed.SetValue("")
		}
		f.settle()
	}
	return nil
}

// Waiting implements [views.Waiter].
func (f *form) Waiting() bool { return f.slot.Phase() == api.Loading }

// Answers implements [views.Answerer].
func (f *form) Answers() []api.Answer {
	if m := f.slot.Meta(); len(m.Body) > 0 {
		return []api.Answer{m}
	}
	return nil
}

// Selection implements [views.Selector].
func (f *form) Selection() views.Selection { return views.Selection{Indicator: f.subject} }

// Disabled implements [views.Limiter].
func (f *form) Disabled(a keymap.Action) string {
	switch a {
	case keymap.Filter, keymap.FilterNext, keymap.FilterPrevious, keymap.SortNext, keymap.SortPrevious, keymap.SortReverse,
		keymap.MarkAll, keymap.MarkInvert, keymap.GroupRows, keymap.LoadMore, keymap.LoadAll, keymap.ScrollLeft, keymap.ScrollRight:
		return "this is a form"
	case keymap.Mark, keymap.Fold, keymap.Open:
		if f.sent {
			return "the report has been sent"
		}
	}
	return ""
}

// Content implements [views.Exporter]: the request as it is or was sent.
func (f *form) Content() views.Content {
	return views.Content{Title: f.title(), Record: json.RawMessage(f.report().Payload())}
}

func (f *form) title() string { return "Report a category for " + safe.Show(f.subject) }
