package config

import "github.com/pelletier/go-toml/v2/unstable"

// maxDepth is how many parts of a key are looked at: more than any setting has,
// so that a longer one is unknown all the same, whatever its length.
const maxDepth = 4

// entry is a key of the document with its place. The decoder gives values
// without places, and stops at the first wrong one.
type entry struct {
	path   []string
	offset int  // of the key, in bytes
	header bool // a table: [key], key = {…}
	list   bool // [[key]]
}

// maxEntries bounds what is decoded: go-toml looks for a key that is set twice
// among all of its table, and takes minutes for the keys that fit in MaxSize.
const maxEntries = 2000

// entries are the keys of a document, in its order, up to the first error in
// its syntax; false when there are more than maxEntries.
func entries(doc []byte) ([]entry, bool) {
	var p unstable.Parser
	p.Reset(doc)
	var found []entry
	var table []string
	count := 0
	for count <= maxEntries && p.NextExpression() {
		e := p.Expression()
		count++
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			var offset int
			table, offset = keyPath(nil, e)
			found = append(found, entry{path: table, offset: offset, header: true, list: e.Kind == unstable.ArrayTable})
		case unstable.KeyValue:
			found = appendValue(found, table, e)
			count += keysWithin(e.Value())
		}
	}
	return found, count <= maxEntries
}

func appendValue(found []entry, table []string, e *unstable.Node) []entry {
	path, offset := keyPath(table, e)
	value := e.Value()
	if value.Kind != unstable.InlineTable {
		return append(found, entry{path: path, offset: offset})
	}
	found = append(found, entry{path: path, offset: offset, header: true})
	for it := value.Children(); it.Next(); {
		found = appendValue(found, path, it.Node())
	}
	return found
}

// keysWithin counts the keys of the tables within a value, also of those in
// lists: no setting has any, but the decoder has to read them.
func keysWithin(value *unstable.Node) int {
	n := 0
	for it := value.Children(); it.Next(); {
		child := it.Node()
		if child.Kind == unstable.KeyValue {
			n++
			child = child.Value()
		}
		if child.Kind == unstable.Array || child.Kind == unstable.InlineTable {
			n += keysWithin(child)
		}
	}
	return n
}

// keyPath is the path of an expression below a table, and where its key starts.
func keyPath(table []string, e *unstable.Node) (path []string, offset int) {
	path = append(make([]string, 0, maxDepth), table...)
	first := true
	for it := e.Key(); it.Next(); first = false {
		if first {
			offset = int(it.Node().Raw.Offset)
		}
		if len(path) == maxDepth {
			break
		}
		path = append(path, string(it.Node().Data))
	}
	return path, offset
}

// valueAt is what the decoder made of a path; false when the path runs through
// a list.
func valueAt(tree map[string]any, path []string) (any, bool) {
	var v any = tree
	for _, part := range path {
		table, ok := v.(map[string]any)
		if !ok {
			return nil, false
		}
		if v, ok = table[part]; !ok {
			return nil, false
		}
	}
	return v, true
}
