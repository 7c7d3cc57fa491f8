package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"quarry/keymap"
)

// MaxSize is the largest config file that is read, in bytes.
const MaxSize = 1 << 20

// keysTable is the table of the user's keys.
const keysTable = "keys"

// Load reads the config file at path. A file that does not exist is Default,
// unless it must exist. The error is an *Error, or joins one for each thing
// wrong in the file; Default is returned with it.
func Load(path string, mustExist bool) (Config, error) {
	doc, err := read(path)
	if errors.Is(err, fs.ErrNotExist) && !mustExist {
		return Default(), nil
	}
	if err != nil {
		return Default(), err
	}
	return parse(path, doc)
}

func read(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	defer f.Close()
	// One byte more than allowed tells a file that is too large from one that fits.
	doc, err := io.ReadAll(io.LimitReader(f, MaxSize+1))
	if err != nil {
		return nil, unreadable(path, err)
	}
	if len(doc) > MaxSize {
		return nil, &Error{File: path, Reason: "it is larger than 1 MB", Next: "name the config file of quarry with --config"}
	}
	return doc, nil
}

func unreadable(path string, err error) *Error {
	e := &Error{File: path, Reason: "it cannot be read", Next: "check the path and its permissions", cause: err}
	var sys *fs.PathError
	if errors.As(err, &sys) {
		// The path is in the message already.
		e.Reason += ": " + printable(sys.Err.Error())
	}
	return e
}

func parse(path string, doc []byte) (Config, error) {
	// Some editors on Windows begin a file with a byte order mark.
	doc = bytes.TrimPrefix(doc, []byte("\ufeff"))
	found, few := entries(doc)
	if !few {
		return Default(), &Error{
			File:   path,
			Reason: fmt.Sprintf("it holds more than %d settings", maxEntries),
			Next:   "name the config file of quarry with --config",
		}
	}
	var tree map[string]any
	if err := toml.Unmarshal(doc, &tree); err != nil {
		return Default(), syntaxError(path, err)
	}
	d := &decoder{
		report:   report{file: path, doc: doc},
		config:   Default(),
		settings: map[string]setting{},
		places:   map[string]int{},
		skip:     map[string]bool{},
	}
	for _, s := range settings() {
		d.settings[s.key] = s
	}
	for _, e := range found {
		if v, ok := valueAt(tree, e.path); ok {
			d.take(e, v)
		}
	}
	d.inherit()
	c := d.config.canonical()
	c.check(&d.report, d.places)
	if err := d.err(); err != nil {
		return Default(), err
	}
	return c, nil
}

func syntaxError(path string, err error) *Error {
	e := &Error{File: path, Next: "mend this place; docs/config.md shows the form"}
	var at *toml.DecodeError
	if errors.As(err, &at) {
		e.Line, e.Column = at.Position()
	}
	e.Reason = "not valid TOML: " + printable(strings.TrimPrefix(err.Error(), "toml: "))
	return e
}

// decoder fills a config from the entries of a document, one by one.
type decoder struct {
	report
	config   Config
	settings map[string]setting
	places   map[string]int  // where each key was set
	skip     map[string]bool // what was reported as a whole
}

func (d *decoder) take(e entry, v any) {
	for i := range e.path {
		if d.skip[join(e.path[:i+1])] {
			return
		}
	}
	key := join(e.path)
	isTable := slices.Contains(tables(), key)
	s, isSetting := d.settings[key]
	switch {
	case isTable && (!e.header || e.list):
		d.skip[key] = true
		d.add(e.offset, key, notTable(key, v))
	case isTable:
	case e.path[0] == keysTable:
		d.takeKey(e, v)
	case e.path[0] == accountsTable:
		d.takeAccount(e, v)
	case isSetting:
		d.takeSetting(e, s, v)
	default:
		d.unknown(e)
	}
}

func (d *decoder) takeSetting(e entry, s setting, v any) {
	if !d.first(e, s.key) {
		return
	}
	if e.header {
		d.skip[join(e.path)] = true
	}
	if p, wrong := s.set(&d.config, v); wrong {
		d.add(e.offset, s.key, p)
	}
}

// first notes where a key is set. Quotes can hide from TOML that a key is set
// twice: "pdns.days" and days in [pdns].
func (d *decoder) first(e entry, key string) bool {
	if _, twice := d.places[key]; twice {
		d.add(e.offset, printable(key), problem{"it is set twice", "keep one of them"})
		return false
	}
	d.places[key] = e.offset
	return true
}

// takeKey reads the keys of an action: a list, or one key alone.
func (d *decoder) takeKey(e entry, v any) {
	action := join(e.path[1:])
	if e.header && !e.list {
		return // [keys.move], with the actions below
	}
	wrong := problem{
		fmt.Sprintf("the keys of %s must be a list of text, not %s", quoted(action), kind(v)),
		`write them like ["x", "ctrl+x"]`,
	}
	var keys []string
	switch v := v.(type) {
	case string:
		keys = []string{v}
	case []any:
		keys = make([]string, 0, len(v))
		for _, item := range v {
			key, ok := item.(string)
			if !ok {
				wrong.reason = fmt.Sprintf("the keys of %s hold %s", quoted(action), kind(item))
				d.add(e.offset, keysTable, wrong)
				return
			}
			keys = append(keys, key)
		}
	default:
		d.add(e.offset, keysTable, wrong)
		return
	}
	if !d.first(e, keysTable+"."+action) {
		return
	}
	if d.config.Keys == nil {
		d.config.Keys = map[keymap.Action][]string{}
	}
	d.config.Keys[keymap.Action(action)] = keys
}

// unknown reports a key that is no setting. Of a table that is unknown as a
// whole the first key is enough.
func (d *decoder) unknown(e entry) {
	root := e.path[:1]
	for len(root) < len(e.path) && slices.Contains(tables(), join(root)) {
		root = e.path[:len(root)+1]
	}
	d.skip[join(root)] = true
	if d.full() {
		d.dropped++ // a suggestion for each of a million would take minutes
		return
	}
	key := join(e.path)
	p := problem{"there is no setting " + quoted(key), "remove it; docs/config.md lists all settings"}
	var known []string
	for _, s := range settings() {
		known = append(known, s.key)
	}
	if e.header {
		known = tables()
	}
	p.next = suggestion(key, known, p.next)
	if len(e.path) > 1 && !slices.Contains(tables(), e.path[0]) {
		if near, ok := keymap.Nearest(e.path[0], tables()); ok {
			// The rest is not repeated: it is an account, or what was taken for one.
			p = problem{"there is no table " + quoted(e.path[0]), fmt.Sprintf("did you mean %q?", near)}
		}
	}
	d.add(e.offset, "", p)
}

func join(path []string) string { return strings.Join(path, ".") }
