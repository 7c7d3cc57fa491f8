package overlay

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/keymap"
	"quarry/views"
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
	a := r.answer
	field := func(label, value string) string {
		return widget.T(" ", widget.Toned(style.Muted, widget.Fit(label, 10)), value).Render(theme, width, false)
	}
	fetched := "no answer came"
	if !a.FetchedAt.IsZero() {
		fetched = fmt.Sprintf("%s (%s), HTTP %d, %s bytes in %s, cost %s",
			views.Moment(a.FetchedAt), views.Age(r.now(), a.FetchedAt), a.Status,
			views.Number(len(a.Body)), a.Took.Round(time.Millisecond), views.Calls(a.Calls))
	}
	ray := "not given"
	if !a.RayID.Empty() {
		ray = a.RayID.String()
	}
	return []string{
		field("Request", a.Request.Method+" "+a.Request.Path()),
		field("Fetched", fetched),
		field("Ray ID", ray),
	}
}
