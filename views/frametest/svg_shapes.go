package frametest

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"
)

// arms are the weights of the lines that go from the middle of a cell to its
// sides: 0 none, 1 light, 2 heavy.
type arms struct{ left, up, right, down int }

// boxArms returns the lines of a box drawing character with square corners.
func boxArms(r rune) (arms, bool) {
	switch r {
	case '─':
		return arms{1, 0, 1, 0}, true
	case '━':
		return arms{2, 0, 2, 0}, true
	case '│':
		return arms{0, 1, 0, 1}, true
	case '┃':
		return arms{0, 2, 0, 2}, true
	case '┌':
		return arms{0, 0, 1, 1}, true
	case '┐':
		return arms{1, 0, 0, 1}, true
	case '└':
		return arms{0, 1, 1, 0}, true
	case '┘':
		return arms{1, 1, 0, 0}, true
	case '├':
		return arms{0, 1, 1, 1}, true
	case '┤':
		return arms{1, 1, 0, 1}, true
	case '┬':
		return arms{1, 0, 1, 1}, true
	case '┴':
		return arms{1, 1, 1, 0}, true
	case '┼':
		return arms{1, 1, 1, 1}, true
	}
	return arms{}, false
}

// roundArms returns the lines of a box drawing character with a round corner.
func roundArms(r rune) (arms, bool) {
	switch r {
	case '╭':
		return arms{0, 0, 1, 1}, true
	case '╮':
		return arms{1, 0, 0, 1}, true
	case '╯':
		return arms{1, 1, 0, 0}, true
	case '╰':
		return arms{0, 1, 1, 0}, true
	}
	return arms{}, false
}

// block is a rectangle within a cell, in eighths of its width and height.
type block struct{ x0, y0, x1, y1 int }

// blocks returns the rectangles of a block element (U+2580 to U+259F) and how
// dense they are: 1, or less for the three shades.
func blocks(r rune) (rects []block, density float64) {
	full := block{0, 0, 8, 8}
	switch {
	case r == '▀':
		return []block{{0, 0, 8, 4}}, 1
	case r >= '▁' && r <= '█': // U+2581…2588: from the bottom, growing by an eighth
		return []block{{0, 8 - int(r-'▁'+1), 8, 8}}, 1
	case r >= '▉' && r <= '▏': // U+2589…258F: from the left, shrinking by an eighth
		return []block{{0, 0, 7 - int(r-'▉'), 8}}, 1
	case r == '▐':
		return []block{{4, 0, 8, 8}}, 1
	case r >= '░' && r <= '▓':
		return []block{full}, 0.25 * float64(r-'░'+1)
	case r == '▔':
		return []block{{0, 0, 8, 1}}, 1
	case r == '▕':
		return []block{{7, 0, 8, 8}}, 1
	case r >= '▖' && r <= '▟':
		return quadrants(r), 1
	}
	return nil, 0
}

func quadrants(r rune) []block {
	upperLeft, upperRight := block{0, 0, 4, 4}, block{4, 0, 8, 4}
	lowerLeft, lowerRight := block{0, 4, 4, 8}, block{4, 4, 8, 8}
	switch r {
	case '▖':
		return []block{lowerLeft}
	case '▗':
		return []block{lowerRight}
	case '▘':
		return []block{upperLeft}
	case '▙':
		return []block{upperLeft, lowerLeft, lowerRight}
	case '▚':
		return []block{upperLeft, lowerRight}
	case '▛':
		return []block{upperLeft, upperRight, lowerLeft}
	case '▜':
		return []block{upperLeft, upperRight, lowerRight}
	case '▝':
		return []block{upperRight}
	case '▞':
		return []block{upperRight, lowerLeft}
	case '▟':
		return []block{upperRight, lowerLeft, lowerRight}
	}
	return nil
}

func isShape(text string) bool {
	r, n := utf8.DecodeRuneInString(text)
	if n != len(text) {
		return false
	}
	_, square := boxArms(r)
	_, round := roundArms(r)
	rects, _ := blocks(r)
	return square || round || rects != nil
}

// layers gathers path data by its attributes, in order of first use.
type layers struct {
	order []string
	paths map[string]*strings.Builder
}

func (l *layers) add(attributes, path string) {
	b, ok := l.paths[attributes]
	if !ok {
		b = new(strings.Builder)
		l.paths[attributes] = b
		l.order = append(l.order, attributes)
	}
	b.WriteString(path)
}

// shapes draws box drawing and block characters: fonts leave gaps between
// them as soon as the line height is not their own.
func (d *drawing) shapes() {
	l := layers{paths: make(map[string]*strings.Builder)}
	for y := range d.screen.height {
		for x := 0; x < d.screen.width; {
			c := d.screen.Cell(x, y)
			end := x + 1
			if isShape(c.Text) {
				for tiles(c.Text) && end < d.screen.width && d.screen.Cell(end, y) == c {
					end++
				}
				fill, _ := d.palette.cell(c.Style)
				d.shape(&l, c.Text, fill, d.x(x), d.y(y), d.x(end))
			}
			x = end
		}
	}
	for _, attributes := range l.order {
		d.printf(`<path %s d="%s"/>`+"\n", attributes, l.paths[attributes])
	}
}

// tiles says whether a row of the character is one shape, only wider.
func tiles(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	rects, _ := blocks(r)
	return r == '─' || r == '━' || len(rects) == 1 && rects[0].x0 == 0 && rects[0].x1 == 8
}

// shape draws one character between x and right, which is one cell except
// where it tiles.
func (d *drawing) shape(l *layers, text, colour string, x, y, right float64) {
	r, _ := utf8.DecodeRuneInString(text)
	width, bottom := right-x, y+d.cellH
	// On the half pixel a line of one pixel is sharp.
	midX, midY := math.Floor(x+d.cellW/2)+0.5, math.Floor(y+d.cellH/2)+0.5
	if a, ok := roundArms(r); ok {
		toX, toY := x, y
		if a.right > 0 {
			toX = right
		}
		if a.down > 0 {
			toY = bottom
		}
		l.add(stroke(colour, 1), fmt.Sprintf("M%s %sQ%s %s %s %s",
			px(toX), px(midY), px(midX), px(midY), px(midX), px(toY)))
		return
	}
	if a, ok := boxArms(r); ok {
		// Each of these characters has one weight and no more than one line
		// in each direction.
		weight := max(a.left, a.up, a.right, a.down)
		fromX, toX, fromY, toY := midX, midX, midY, midY
		if a.left > 0 {
			fromX = x
		}
		if a.right > 0 {
			toX = right
		}
		if a.up > 0 {
			fromY = y
		}
		if a.down > 0 {
			toY = bottom
		}
		if fromX < toX {
			l.add(stroke(colour, weight), fmt.Sprintf("M%s %sH%s", px(fromX), px(midY), px(toX)))
		}
		if fromY < toY {
			l.add(stroke(colour, weight), fmt.Sprintf("M%s %sV%s", px(midX), px(fromY), px(toY)))
		}
		return
	}
	rects, density := blocks(r)
	attributes := fmt.Sprintf(`fill="%s" shape-rendering="crispEdges"`, colour)
	if density < 1 {
		attributes += fmt.Sprintf(` fill-opacity="%s"`, px(density))
	}
	for _, b := range rects {
		l.add(attributes, fmt.Sprintf("M%s %sH%sV%sH%sZ",
			px(x+width*float64(b.x0)/8), px(y+d.cellH*float64(b.y0)/8),
			px(x+width*float64(b.x1)/8), px(y+d.cellH*float64(b.y1)/8),
			px(x+width*float64(b.x0)/8)))
	}
}

func stroke(colour string, weight int) string {
	return fmt.Sprintf(`fill="none" stroke="%s" stroke-width="%d" stroke-linecap="square"`, colour, weight)
}
