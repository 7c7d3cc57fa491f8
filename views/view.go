package views

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/views/style"
	"quarry/views/widget"
)

// Size is a width and a height in terminal cells.
type Size struct{ Width, Height int }

// View is the screen of one query.
type View interface {
	// Title names the view on the path: short, printable.
	Title() string
	// Init returns the first request. It is called once, after the view was
	// pushed; a size may have come before.
	Init() tea.Cmd
	// Update takes a message: a [keymap.Action], a [Tick], a reply, and while
	// [Capturer.Capturing] key presses and pastes as they come. The intent is
	// nil where nothing is asked of the root.
	Update(tea.Msg) (Intent, tea.Cmd)
	// Resize sets the exact size of the body. It may come before or after data.
	Resize(Size)
	// Render returns exactly the size last set. It is pure and cached: nothing
	// is parsed, sorted or fetched in it.
	Render() string
}

// Env is what a view lives in. The root makes one for each frame.
type Env struct {
	// Frame is the id that replies to this view carry.
	Frame api.FrameID
	// Context ends when the frame is gone for good.
	Context context.Context
	Source  api.Source
	// Shelf tells what is known, and so what a question costs.
	Shelf    api.Shelf
	Theme    *style.Theme
	Keys     keymap.Map
	Now      func() time.Time
	Settings Settings
	// Seen returns the indicators that this run has asked about, oldest first.
	Seen func() []indicator.Indicator
	// Judged tells what was said of an indicator in the investigation that is
	// worked on; nil where there is none.
	Judged func(indicator.Indicator) investigation.Judgement
	// Insights returns the insights of the frame; nil where nobody infers any.
	Insights func() Insights
	// Offline tells that nothing can be asked, at any price.
	Offline bool
}

// Noter is what stands in the margin of tables and sheets: what the indicator of
// the row was judged to be.
func (env Env) Noter() widget.Noter {
	if env.Judged == nil {
		return nil
	}
	return func(i indicator.Indicator) widget.Span { return JudgementMark(env.Judged(i)) }
}

// Settings are the analyst's choices that shape questions and copies.
type Settings struct {
	// NoResolve asks Cloudflare not to resolve names.
	NoResolve bool
	// From and To bound the passive DNS window. Where To is zero the window
	// ends today; where From is zero it begins Days days before its end.
	From, To api.Day
	Days     int
	// PageSize is how many passive DNS records a page asks for.
	PageSize int
	// Lifetimes say when an answer counts as old.
	Lifetimes api.Lifetimes
	// Timeout is how long one try of a question may take; 0 where nobody says.
	Timeout time.Duration
	// LastDot defangs the last dot only, instead of all of them.
	LastDot bool
}

// Tick reaches the view on top while it is [Waiter.Waiting].
type Tick struct {
	Now time.Time
	// Traffic tells of retries that are being waited for.
	Traffic api.Traffic
}

// Click is a click on the body, in cells from its upper left corner.
type Click struct{ X, Y int }

// Wheel is a turn of the wheel over the body; positive is downwards.
type Wheel struct{ Delta int }

// Restyle tells a view that the theme has changed.
type Restyle struct{ Theme *style.Theme }

// Noted tells a view that the investigation has changed: that something was
// judged, asked, or pruned.
type Noted struct{}

// What only some views can do, asserted in one place in the root.
type (
	// Worker has work that takes longer than a frame. The root asks after every
	// message; Work returns nil where nothing is to be done, else a command that
	// ends in a message for the view. Settle does what the selection depends on
	// at once; the root calls it before a key that acts on the selection, so
	// that keys typed ahead mean what they will find.
	Worker interface {
		Work() tea.Cmd
		Settle()
	}
	// Brancher shows nodes of an investigation: what is opened from it is
	// reached from the node that is selected.
	Brancher interface {
		// Node is the selected one, zero where there is none.
		Node() investigation.ID
		// Branches are the marked ones, or the selected one.
		Branches() []investigation.ID
	}
	// Gatherer shows indicators from anywhere in an investigation: what is opened
	// from it is reached from where the selected one was opened first.
	Gatherer interface {
		// Opened is that node; zero where there is none.
		Opened() investigation.ID
	}
	// Lister shows the list of IOCs of the case: what is exported from it is that
	// list, unless the analyst says otherwise.
	Lister interface{ ListsIOCs() bool }
	// Marker has rows that can be marked.
	Marker interface {
		// Marked returns what the marked rows name, each once, in the order of
		// the screen.
		Marked() []indicator.Indicator
	}
	// Selector has a selection to pivot from and to copy.
	Selector interface{ Selection() Selection }
	// Capturer takes raw key presses while it captures.
	Capturer interface{ Capturing() bool }
	// Escaper can close something that is open inside the view; Escape reports
	// whether there was something.
	Escaper interface{ Escape() bool }
	// Opener takes [keymap.Open] for itself where Opens says so: it folds, goes on,
	// or leads elsewhere than to the natural view of the selection.
	Opener interface{ Opens() bool }
	// Former is a form: the keys that open, mark and fold elsewhere accept, tick and
	// go on in it.
	Former interface{ Form() }
	// Statuser tells position, filter and marks for the footer.
	Statuser interface{ Status() widget.Status }
	// Resumer gives up unsent requests when it is left by going back, and
	// asks again when it is returned to by going forward. Resume also comes
	// when the view is returned to by going back, to show what was learned
	// meanwhile.
	Resumer interface {
		Leave()
		Resume() tea.Cmd
	}
	// Restorer can be set as it was when it was left. State has nothing to tell while
	// there is no data; Restore may come before it.
	Restorer interface {
		State() (s widget.PaneState, ok bool)
		Restore(widget.PaneState)
	}
	// Waiter tells whether a request is under way, so that time is shown.
	Waiter interface{ Waiting() bool }
	// Answerer has answers to show raw, newest last.
	Answerer interface{ Answers() []api.Answer }
	// Refresher says what asking again would send.
	Refresher interface{ Refresh() []api.Query }
	// Limiter says why an action does nothing in this view now; the empty
	// reason means that it works.
	Limiter interface{ Disabled(keymap.Action) string }
	// Exporter gives its content in the forms of "copy as".
	Exporter interface{ Content() Content }
	// Tabler has a table of which a part can be copied.
	Tabler interface{ Rows(Part) Rows }
)

// Selection is what the cursor is on.
type Selection struct {
	// Indicator is the selected one; the zero indicator where there is none.
	Indicator indicator.Indicator
	// Text is the exact value of a selected row that is no indicator.
	Text string
	// Nameless is true where the selected row should name an indicator and
	// does not: there is nothing to pivot on, not even the view's own.
	Nameless bool
}

// Content is a view's record in the forms in which it can be copied.
type Content struct {
	// Title names the record, printable.
	Title string
	// Facts are what the head line says of the record, printable.
	Facts []string
	// Problems name the fields with which something is wrong.
	Problems Problems
	// Record marshals to the JSON of the command line.
	Record any
	// Sheet is the record as fields; nil where there are none.
	Sheet *Sheet
	// Header and Rows are the table of a single answer, in exact values; nil where
	// there is none. What a view shows of a table is for [Tabler].
	Header []string
	Rows   [][]string
}
