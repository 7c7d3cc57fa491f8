package overlay

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"quarry/api"
	"quarry/keymap"
	"quarry/views"
	"quarry/views/safe"
	"quarry/views/style"
	"quarry/views/widget"
)

// Raw shows an answer as it came: a tree to fold, under when, how and at what
// price it was fetched.
type Raw struct {
	keys   keymap.Map
	theme  *style.Theme
	answer api.Answer
	now    func() time.Time
	opened opened
	stop   func() // gives up the work that is under way
	// held is a filter that is typed ahead, before there is something to filter.
	held []tea.Msg
}

// opened is a body that has been taken apart; tree is nil until then.
type opened struct {
	tree *widget.Tree
	size int
	sum  [sha256.Size]byte
	lost bool // there is none to be had
}

func open(theme *style.Theme, body []byte) opened {
	return opened{tree: widget.NewTree(theme, body), size: len(body), sum: sha256.Sum256(body)}
}

// openAtOnce is how large a body may be that is taken apart within the update
// loop, in bytes: that takes a few milliseconds.
const openAtOnce = 256 << 10

// NewRaw returns the raw answer. Where it does not have its body, kept fetches
// that from where it is kept, if it still is. The command takes a body apart that
// is large or is still to be fetched.
func NewRaw(keys keymap.Map, theme *style.Theme, a api.Answer, kept func() ([]byte, bool), now func() time.Time) (*Raw, tea.Cmd) {
	r := &Raw{keys: keys, theme: theme, answer: a, now: now, stop: func() {}}
	body := a.Body
	r.answer.Body = nil // the tree has it
	switch {
	case len(body) == 0 && a.HasBody(): // it is on the shelf
		return r, func() tea.Msg {
			body, ok := kept()
			if !ok {
				return rawOpened{r, opened{lost: true}}
			}
			return rawOpened{r, open(theme, body)}
		}
	case len(body) > openAtOnce:
		return r, func() tea.Msg { return rawOpened{r, open(theme, body)} }
	}
	r.opened = open(theme, body)
	return r, nil
}

type (
	// rawOpened tells that the body has been taken apart.
	rawOpened struct {
		of     *Raw
		opened opened
	}
	// rawSearched tells what the filter has found.
	rawSearched struct {
		of    *widget.Tree
		found widget.Searched
	}
)

func (rawOpened) own()   {}
func (rawSearched) own() {}

// Update implements [Overlay].
func (r *Raw) Update(msg tea.Msg) (Result, tea.Cmd) {
	result := r.update(msg)
	if _, closed := result.(Closed); closed {
		r.stop()
		return result, nil
	}
	return result, r.work()
}

func (r *Raw) update(msg tea.Msg) Result {
	tree := r.opened.tree
	switch msg := msg.(type) {
	case rawOpened:
		if msg.of == r {
			if r.opened = msg.opened; r.opened.lost {
				r.held = nil
			}
			return r.release()
		}
	case rawSearched:
		if msg.of == tree {
			tree.Take(msg.found)
		}
	case views.Wheel:
		if tree != nil {
			tree.Wheel(msg.Delta)
		}
	case tea.PasteMsg:
		switch {
		case tree != nil && tree.Capturing():
			tree.Paste(msg.Content)
		case len(r.held) > 0:
			r.held = append(r.held, msg)
		}
	case tea.KeyPressMsg:
		return r.key(msg)
	}
	return nil
}

func (r *Raw) key(msg tea.KeyPressMsg) Result {
	tree := r.opened.tree
	if tree != nil && tree.Capturing() {
		tree.Key(msg)
		return nil
	}
	a, _ := r.keys.Lookup(keymap.Workbench, msg.String())
	if tree == nil && !r.opened.lost && r.hold(a, msg) {
		return nil
	}
	switch {
	case a == keymap.Back && tree != nil && tree.Escape():
	case a == keymap.Back, a == keymap.Raw, a == keymap.Quit:
		return Closed{}
	case tree == nil:
	case a == keymap.Copy:
		return Copied{tree.Value()}
	default:
		tree.Act(a)
	}
	return nil
}

// hold keeps a filter that is typed ahead: its letters are no keys, one of which might
// close the answer, and those after it act on the view below. Esc drops it.
func (r *Raw) hold(a keymap.Action, msg tea.KeyPressMsg) bool {
	switch {
	case len(r.held) == 0 && a != keymap.Filter:
		return false
	case msg.Code == tea.KeyEscape:
		r.held = nil
	default:
		r.held = append(r.held, msg)
	}
	return true
}

// release takes the filter that was typed ahead; without an answer there is none.
func (r *Raw) release() Result {
	held := r.held
	r.held = nil
	for _, msg := range held {
		if result := r.update(msg); result != nil {
			return result
		}
	}
	return nil
}

// work begins what the tree has to do beside the program, and gives up what it
// supersedes.
func (r *Raw) work() tea.Cmd {
	tree := r.opened.tree
	if tree == nil {
		return nil
	}
	work := tree.Work()
	if work == nil {
		return nil
	}
	r.stop()
	ctx, stop := context.WithCancel(context.Background())
	r.stop = stop
	return func() tea.Msg { return rawSearched{tree, work(ctx)} }
}

// Render implements [Overlay].
func (r *Raw) Render(theme *style.Theme, screen views.Size) string {
	width := screen.Width
	lines := r.provenance(theme, width-2)
	if screen.Height < 16 {
		lines = lines[:1]
	}
	lines = append(lines, "")
	lines = append(lines, r.body(theme, width-2, screen.Height-2-len(lines))...)
	keys := fmt.Sprintf("%s fold   %s copy the node   %s filter   %s close",
		r.keys.Key(keymap.Fold), r.keys.Key(keymap.Copy), r.keys.Key(keymap.Filter), r.keys.Key(keymap.Back))
	if st := r.status(); st.Typing || st.Filter != "" {
		keys = "/" + st.Filter
		switch {
		case st.FilterError != "":
			keys += "  " + st.FilterError
		case st.Pending:
			keys += "  " + style.Ellipsis
		}
	}
	return box(theme, screen, "Raw answer to "+r.answer.Query.String(), keys, width, lines)
}

// body is the tree, or that it is being made.
func (r *Raw) body(theme *style.Theme, width, height int) []string {
	width, height = max(0, width), max(0, height)
	tree := r.opened.tree
	if tree == nil {
		text := "taking the answer apart " + style.Ellipsis
		if r.opened.lost {
			text = "it cannot be read any more; " + r.keys.Key(keymap.Refresh) + " in the view fetches it again"
		}
		lines := []string{"", theme.Paint(style.Muted, "   "+text)}
		return strings.Split(widget.Block(lines, width, height), "\n")
	}
	if theme != r.theme {
		r.theme = theme
		tree.SetTheme(theme)
	}
	tree.Resize(width, height)
	return strings.Split(tree.Render(), "\n")
}

func (r *Raw) status() widget.Status {
	if r.opened.tree == nil {
		return widget.Status{}
	}
	return r.opened.tree.Status()
}

// provenance says where the answer comes from.
func (r *Raw) provenance(theme *style.Theme, width int) []string {
	const label = 10
	a := r.answer
	field := func(name, value string) string {
		return widget.T(" ", widget.Toned(style.Muted, widget.Fit(name, label)), value).Render(theme, width, false)
	}
	fetched := "no answer came"
	if !a.FetchedAt.IsZero() {
		facts := []string{
			views.Moment(a.FetchedAt) + " (" + views.Age(r.now(), a.FetchedAt) + ")", views.Calls(a.Calls),
			fmt.Sprintf("HTTP %d", a.Status), r.size(),
		}
		if a.Origin.Own() { // how long others waited is not handed over
			facts = append(facts, a.Took.Round(time.Millisecond).String())
		}
		fetched = strings.Join(facts, " "+style.Dot+" ")
	}
	ray := "not given"
	if !a.RayID.Empty() {
		ray = a.RayID.String()
	}
	from := field("Ray ID", ray)
	if o := a.Origin; !o.Own() { // a bundle has no Ray ID
		from = field("Imported", views.Moment(o.ImportedAt)+" ("+views.Age(r.now(), o.ImportedAt)+") "+style.Dot+" fetched by "+views.Maker(o))
	}
	return []string{
		field("Request", a.Request.Method+" "+tail(a.Request.Path(), width-label-len(a.Request.Method)-3)),
		field("Fetched", fetched),
		from,
		field("SHA-256", r.hash()),
	}
}

func (r *Raw) size() string {
	if r.opened.tree == nil {
		return style.Ellipsis + " bytes"
	}
	return views.Number(r.opened.size) + " bytes"
}

func (r *Raw) hash() string {
	if r.opened.tree == nil {
		return style.Ellipsis
	}
	return fmt.Sprintf("%x", r.opened.sum)
}

// tail is the end of a text in at most width cells: of a path it is the end
// that tells one from another.
func tail(s string, width int) string {
	s = safe.Print(s)
	if _, rest, ok := strings.Cut(s, "/accounts/"); ok && ansi.StringWidth(s) > width {
		if _, rest, ok = strings.Cut(rest, "/"); ok { // the account says nothing new
			s = style.Ellipsis + "/" + rest
		}
	}
	if over := ansi.StringWidth(s) - width; over > 0 && width > 1 {
		return style.Ellipsis + ansi.TruncateLeft(s, over+1, "")
	}
	return s
}
