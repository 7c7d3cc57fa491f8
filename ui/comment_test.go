package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"quarry/state/indicator"
)

// typed are the keys of a text as a terminal sends it that does not mark a paste.
func typed(text string) (keys []string) {
	for _, c := range text {
		switch c {
		case '\n':
			keys = append(keys, "enter")
		case ' ':
			keys = append(keys, "space")
		default:
			keys = append(keys, string(c))
		}
	}
	return keys
}

// A text that is pasted as keys is a comment from its first line to its last: none of
// it runs as keys, some of which would spend calls.
func TestACommentPastedAsKeys(t *testing.T) {
	const text = "Seen at the proxy:\n\nwhois and domain say\nthe same\n"
	r := walked(t)
	at, asked := r.m.stack.Index(), len(r.client.asked)
	i := indicator.MustParse("198.51.100.7")
	r.press("c")
	r.burst(typed(text)...)
	r.wants("Comment on 198.51.100.7", "Seen at the proxy:", "whois and domain say", "the same")
	if got := r.m.judgement(i).Comment; got != "" {
		t.Errorf("kept before the end: %q", got)
	}
	r.moment()
	r.lacks("Comment on")
	if got := r.m.judgement(i).Comment; got != strings.TrimSpace(text) {
		t.Errorf("the comment is %q", got)
	}
	if r.m.stack.Index() != at || len(r.client.asked) != asked {
		t.Errorf("%d calls, and one is at %d", len(r.client.asked)-asked, r.m.stack.Index())
	}
	r.press("j", "c") // the next key is a key
	r.wants("Comment on name1.example.com")
}

// An enter that something follows at once is a line break, whatever follows.
func TestEnterWithinAPaste(t *testing.T) {
	i := indicator.MustParse("198.51.100.7")
	for name, c := range map[string]struct {
		then func(r *rig)
		want string
	}{
		"a paste":    {func(r *rig) { r.send(tea.PasteMsg{Content: "b"}); r.moment(); r.press("enter") }, "a\nb"},
		"a line":     {func(r *rig) { r.burst("ctrl+j", "b"); r.moment(); r.press("enter") }, "a\n\nb"},
		"leaving it": {func(r *rig) { r.burst("esc"); r.moment() }, ""},
		"nothing":    {func(r *rig) { r.moment() }, "a"},
	} {
		t.Run(name, func(t *testing.T) {
			r := walked(t)
			r.press("c")
			r.burst("a", "enter")
			c.then(r)
			if got := r.m.judgement(i).Comment; got != c.want || r.m.dialog != nil {
				t.Errorf("the comment is %q, want %q; a dialog is open: %v", got, c.want, r.m.dialog != nil)
			}
		})
	}
}
