package overlay

import (
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
	answer api.Answer
	now    func() time.Time
	tree   *widget.Tree
}

// NewRaw returns the raw answer. Parsing the body happens here, once.
func NewRaw(keys keymap.Map, theme *style.Theme, a api.Answer, now func() time.Time) *Raw {
	return &Raw{keys: keys, answer: a, now: now, tree: widget.NewTree(theme, a.Body)}
}

// Update implements [Overlay].
func (r *Raw) Update(msg tea.Msg) (Result, tea.Cmd) {
	switch msg := msg.(type) {
	case views.Wheel:
		r.tree.Wheel(msg.Delta)
	case tea.PasteMsg:
		if r.tree.Capturing() {
			r.tree.Paste(msg.Content)
		}
	case tea.KeyPressMsg:
		if r.tree.Capturing() {
			r.tree.Key(msg)
			return nil, nil
		}
		switch a, _ := r.keys.Lookup(keymap.Workbench, msg.String()); a {
		case keymap.Back, keymap.Raw, keymap.Quit:
			if a == keymap.Back && r.tree.Escape() {
				return nil, nil
			}
			return Closed{}, nil
		case keymap.Copy:
			return Copied{r.tree.Value()}, nil
		default:
			r.tree.Act(a)
		}
	}
	return nil, nil
}

// Render implements [Overlay].
func (r *Raw) Render(theme *style.Theme, screen views.Size) string {
	width := screen.Width
	lines := r.provenance(theme, width-2)
	if screen.Height < 16 {
		lines = lines[:1]
	}
	lines = append(lines, "")
	r.tree.Resize(max(0, width-2), max(0, screen.Height-2-len(lines)))
	lines = append(lines, strings.Split(r.tree.Render(), "\n")...)
	keys := fmt.Sprintf("%s fold   %s copy the node   %s filter   %s close",
		r.keys.Key(keymap.Fold), r.keys.Key(keymap.Copy), r.keys.Key(keymap.Filter), r.keys.Key(keymap.Back))
	if st := r.tree.Status(); st.Typing || st.Filter != "" {
		keys = "/" + st.Filter
		if st.FilterError != "" {
			keys += "  " + st.FilterError
		}
	}
	return box(theme, screen, "Raw answer to "+r.answer.Query.String(), keys, width, lines)
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
		fetched = strings.Join([]string{
			views.Moment(a.FetchedAt) + " (" + views.Age(r.now(), a.FetchedAt) + ")", views.Calls(a.Calls),
			fmt.Sprintf("HTTP %d", a.Status), views.Number(len(a.Body)) + " bytes", a.Took.Round(time.Millisecond).String(),
		}, " "+style.Dot+" ")
	}
	ray := "not given"
	if !a.RayID.Empty() {
		ray = a.RayID.String()
	}
	return []string{
		field("Request", a.Request.Method+" "+tail(a.Request.Path(), width-label-len(a.Request.Method)-3)),
		field("Fetched", fetched),
		field("Ray ID", ray),
		field("SHA-256", fmt.Sprintf("%x", sha256.Sum256(a.Body))),
	}
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
