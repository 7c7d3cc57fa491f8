package widget

import (
	"math"
	"strings"
	"unicode/utf8"
)

// What a [Tree] takes apart. A container below maxTreeDepth is one node of
// text. From maxTreeNodes on, what a container still holds is one node of kind
// restNode, so that a body of nothing but commas costs memory for no more.
const (
	maxTreeDepth = 1000
	maxTreeNodes = 2_000_000
)

type nodeKind uint8

const (
	objectNode nodeKind = iota
	arrayNode
	stringNode
	numberNode
	boolNode
	nullNode
	deepNode // a container too deep to be taken apart
	restNode // kids members or elements, or bytes of text, that are too many
	lineNode // a line of a body that is no JSON
)

// noNode is the parent of a node that has none.
const noNode = math.MaxUint32

// node is a value of a document. Nodes lie in the order of the text, so a
// container is followed by all that is in it.
type node struct {
	// name is the offset of the key in an object, the index in an array.
	name    uint32
	at, end uint32 // the value's text
	parent  uint32
	next    uint32 // the node after all that is in this one
	kids    uint32
	depth   uint16
	kind    nodeKind
}

// nested reports whether the value is an object or an array.
func (n *node) nested() bool { return n.container() || n.kind == deepNode }

// container reports whether the value was taken apart.
func (n *node) container() bool { return n.kind == objectNode || n.kind == arrayNode }

// parseValid takes a document that encoding/json has found valid apart into limit
// nodes and, for each of the containers that are open then, one more. encoding/json
// refuses what is deeper than 10,000.
//
// What is known to be valid is only measured here: a token decoder would take four
// times as long and allocate for every token.
func parseValid(body string, limit int) []node {
	// Every value but a container's first follows a comma.
	most := 1 + strings.Count(body, ",") + strings.Count(body, "[") + strings.Count(body, "{")
	p := treeParser{body: body, limit: limit, nodes: make([]node, 0, min(most, limit+maxTreeDepth))}
	p.value(noNode, 0, 0)
	return p.nodes
}

type treeParser struct {
	body  string
	at    int // what is read next
	nodes []node
	limit int
}

// peek goes to the next key, value or closing bracket.
func (p *treeParser) peek() uint32 {
	for strings.IndexByte(" \t\r\n,:", p.body[p.at]) >= 0 {
		p.at++
	}
	return uint32(p.at)
}

// more reports whether the container has another member or element.
func (p *treeParser) more() bool {
	c := p.body[p.peek()]
	return c != ']' && c != '}'
}

// skip goes over a value, which begins here, to its end.
func (p *treeParser) skip() uint32 {
	for depth := 0; ; {
		switch p.body[p.peek()] {
		case '{', '[':
			depth++
			p.at++
		case '}', ']':
			depth--
			p.at++
		case '"':
			p.at += literalEnd(p.body[p.at:], len(p.body))
		default:
			for p.at < len(p.body) && strings.IndexByte(" \t\r\n,:]}", p.body[p.at]) < 0 {
				p.at++
			}
		}
		if depth == 0 {
			return uint32(p.at)
		}
	}
}

func (p *treeParser) value(parent, name uint32, depth int) {
	at := p.peek()
	n := node{name: name, at: at, parent: parent, depth: uint16(depth), kind: kindAt(p.body, at)}
	if n.container() && depth < maxTreeDepth {
		p.contents(n)
		return
	}
	if n.container() {
		n.kind = deepNode
	}
	n.end, n.next = p.skip(), uint32(len(p.nodes))+1
	p.nodes = append(p.nodes, n)
}

// contents reads a container and all that is in it.
func (p *treeParser) contents(n node) {
	self := uint32(len(p.nodes))
	p.nodes = append(p.nodes, n)
	p.at++
	kids := uint32(0)
	for p.more() {
		if len(p.nodes) >= p.limit {
			kids += p.rest(self, n)
			break
		}
		p.value(self, p.name(n.kind, kids), int(n.depth)+1)
		kids++
	}
	p.at++
	done := &p.nodes[self]
	done.end, done.next, done.kids = uint32(p.at), uint32(len(p.nodes)), kids
}

// name reads what a member or element is called.
func (p *treeParser) name(kind nodeKind, index uint32) uint32 {
	if kind == arrayNode {
		return index
	}
	at := p.peek()
	p.skip()
	return at
}

// rest makes one node of what a container still holds, and counts it.
func (p *treeParser) rest(parent uint32, of node) uint32 {
	n := node{at: p.peek(), parent: parent, depth: of.depth + 1, kind: restNode}
	for p.more() {
		p.name(of.kind, 0)
		p.peek()
		n.end = p.skip()
		n.kids++
	}
	n.next = uint32(len(p.nodes)) + 1
	p.nodes = append(p.nodes, n)
	return n.kids
}

func kindAt(body string, at uint32) nodeKind {
	switch body[at] {
	case '{':
		return objectNode
	case '[':
		return arrayNode
	case '"':
		return stringNode
	case 't', 'f':
		return boolNode
	case 'n':
		return nullNode
	}
	return numberNode
}

// longLine is where a line of a body that is no JSON is broken, in bytes.
const longLine = 76

// parseLines takes a text apart into lines that end in LF, CRLF or CR.
func parseLines(body string) []node {
	body = body[:min(len(body), math.MaxUint32-1)]
	most := 2 + strings.Count(body, "\n") + strings.Count(body, "\r") + len(body)/longLine
	nodes := make([]node, 0, min(most, maxTreeNodes+1))
	add := func(at, end int, kind nodeKind) {
		i := uint32(len(nodes))
		nodes = append(nodes, node{
			name: i, at: uint32(at), end: uint32(end), parent: noNode, next: i + 1, kind: kind,
		})
	}
	for at := 0; at < len(body); {
		if len(nodes) >= maxTreeNodes {
			add(at, len(body), restNode)
			nodes[len(nodes)-1].kids = uint32(len(body) - at)
			break
		}
		end := at
		for end < len(body) && body[end] != '\n' && body[end] != '\r' {
			end++
		}
		if end-at > longLine {
			// A web page on one line is to be read too.
			for end = at + longLine; end > at+longLine-utf8.UTFMax && !utf8.RuneStart(body[end]); end-- {
			}
			add(at, end, lineNode)
			at = end
			continue
		}
		add(at, end, lineNode)
		at = end + 1
		if strings.HasPrefix(body[min(end, len(body)):], "\r\n") {
			at++
		}
	}
	return nodes
}
