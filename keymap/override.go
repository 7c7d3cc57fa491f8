package keymap

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// Error is one thing wrong with a user's keys.
type Error struct {
	Action Action // the action of the user's that is wrong
	Other  Action // the other action of a clash, otherwise empty
	Reason string // what is wrong; free of control characters
	Next   string // what to do about it
}

// Error is the reason and the next step in one line.
func (e *Error) Error() string { return e.Reason + "; " + e.Next }

// Override is the map with the user's keys in place of the built-in ones,
// action by action. A name is taken as ParseKey takes it. An empty list frees
// the keys of a workbench action (the palette still has it). ctrl+c stays with
// Quit. The error joins one *Error for each thing wrong, in a stable order; the
// map returned with it is m.
func (m Map) Override(keys map[Action][]string) (Map, error) {
	bindings := m.Bindings()
	var errs []error
	for _, a := range slices.Sorted(maps.Keys(keys)) {
		i, known := m.byAction[a]
		if !known {
			errs = append(errs, m.unknown(a))
			continue
		}
		parsed, wrong := parseKeys(bindings[i], keys[a])
		errs = append(errs, wrong...)
		bindings[i].Keys = parsed
	}
	errs = append(errs, clashes(bindings, keys)...)
	if len(errs) > 0 {
		return m, errors.Join(errs...)
	}
	return build(bindings).WithASCII(m.ascii), nil
}

func (m Map) unknown(a Action) *Error {
	e := &Error{Action: a, Reason: fmt.Sprintf("there is no action %.80q", string(a)), Next: "docs/config.md lists all actions"}
	known := make([]string, len(m.bindings))
	for i, b := range m.bindings {
		known[i] = string(b.Action)
	}
	if near, ok := Nearest(string(a), known); ok {
		e.Next = fmt.Sprintf("did you mean %q?", near)
	}
	return e
}

// parseKeys gives the user's keys of one binding, and what is wrong with them.
func parseKeys(b Binding, names []string) (keys []string, errs []error) {
	wrong := func(reason, next string) {
		errs = append(errs, &Error{Action: b.Action, Reason: string(b.Action) + ": " + reason, Next: next})
	}
	if len(names) == 0 && b.Scope != Workbench {
		wrong("no key is left", "a dialog or form needs all its keys")
	}
	for _, name := range names {
		key, err := ParseKey(name)
		switch {
		case err != nil:
			wrong(err.Error(), `write keys like "x", "X", "ctrl+x", "space", "pgdown"`)
		case key == always && b.Action != Quit:
			wrong("ctrl+c always leaves", "choose another key")
		case !slices.Contains(keys, key):
			keys = append(keys, key)
		}
	}
	if b.Action == Quit && !slices.Contains(keys, always) {
		keys = append(keys, always)
	}
	return keys, errs
}

// clashes finds the keys that two actions of one scope share.
func clashes(bindings []Binding, user map[Action][]string) (errs []error) {
	taken := map[place]Action{}
	for _, b := range bindings {
		for _, key := range b.Keys {
			at := place{b.Scope, key}
			other, clash := taken[at]
			if !clash {
				taken[at] = b.Action
				continue
			}
			// Blame the one the user wrote: that is the line to look at.
			mine := b.Action
			if _, wrote := user[mine]; !wrote {
				mine, other = other, mine
			}
			errs = append(errs, &Error{
				Action: mine,
				Other:  other,
				Reason: fmt.Sprintf("%q is the key of both %s and %s", key, mine, other),
				Next:   "give one of them another key",
			})
		}
	}
	return errs
}
