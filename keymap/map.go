// Package keymap holds every key binding as data. Help, footer, palette and
// the README's table are made from it, so that none of them can name a key that
// does nothing.
package keymap

import "slices"

// always is the key that leaves whatever else is bound: a user whose keys went
// wrong must be able to get out.
const always = "ctrl+c"

// Binding is one action with its keys.
type Binding struct {
	Action Action
	Keys   []string // as tea.KeyPressMsg.String() gives them; empty when the user freed them all
	Group  Group
	Scope  Scope
	Label  string // one or two words for the footer: "open"
	Help   string // one line for help and README
	Span   string // help for a run of bindings that are shown as one row; see Map.Rows
}

// Map is a set of bindings without clashes. It is immutable: copies are cheap
// and safe to share between goroutines. The zero Map binds nothing.
type Map struct {
	bindings []Binding
	byKey    map[place]Action
	byAction map[Action]int
	ascii    bool
}

type place struct {
	scope Scope
	key   string
}

// Default is the map that is built in.
func Default() Map { return build(defaults()) }

// build indexes bindings, which it keeps. Of two actions on one key in one
// scope the first wins; Override refuses such bindings before it builds.
func build(bindings []Binding) Map {
	m := Map{
		bindings: bindings,
		byKey:    make(map[place]Action, 2*len(bindings)),
		byAction: make(map[Action]int, len(bindings)),
	}
	for i, b := range bindings {
		m.byAction[b.Action] = i
		for _, key := range b.Keys {
			if _, taken := m.byKey[place{b.Scope, key}]; !taken {
				m.byKey[place{b.Scope, key}] = b.Action
			}
		}
	}
	return m
}

// WithASCII is the same map that shows its keys in ASCII only ("enter" for
// "↵"), or not.
func (m Map) WithASCII(on bool) Map {
	m.ascii = on
	return m
}

// Lookup is the action of a key, as tea.KeyPressMsg.String() gives it, within a
// scope. ctrl+c is Quit in every scope.
func (m Map) Lookup(scope Scope, key string) (Action, bool) {
	if key == always {
		_, bound := m.byAction[Quit]
		return Quit, bound
	}
	a, ok := m.byKey[place{scope, key}]
	return a, ok
}

// Binding is the binding of an action; false when there is no such action.
func (m Map) Binding(a Action) (Binding, bool) {
	i, ok := m.byAction[a]
	if !ok {
		return Binding{}, false
	}
	return m.bindings[i].clone(), true
}

// Bindings are all bindings, in the order of help. The caller may change them.
func (m Map) Bindings() []Binding {
	out := make([]Binding, len(m.bindings))
	for i, b := range m.bindings {
		out[i] = b.clone()
	}
	return out
}

// Keys are the keys of an action, the first one first; none when the action is
// unknown or was freed. The caller may change them.
func (m Map) Keys(a Action) []string {
	i, ok := m.byAction[a]
	if !ok {
		return nil
	}
	return slices.Clone(m.bindings[i].Keys)
}

// Key is the first key of an action as it is shown to people: "↵", "space",
// "ctrl+d". It is empty when the action is unknown or has no key.
func (m Map) Key(a Action) string {
	i, ok := m.byAction[a]
	if !ok || len(m.bindings[i].Keys) == 0 {
		return ""
	}
	return display(m.bindings[i].Keys[0], m.ascii)
}

func (b Binding) clone() Binding {
	b.Keys = slices.Clone(b.Keys)
	return b
}
