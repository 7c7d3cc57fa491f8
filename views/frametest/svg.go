package frametest

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/color"
	"math"
	"strconv"
	"strings"
)

// SVGOptions are the choices of a drawing. The zero value is a dark terminal
// in 14 px type with the window title of the screen.
type SVGOptions struct {
	// Title stands in the title bar and is the image's accessible name.
	// Empty takes the screen's window title.
	Title string
	// Foreground and Background are the terminal's default colours, nil for
	// light grey on near black.
	Foreground, Background color.Color
	// FontSize is in px; 0 means 14.
	FontSize float64
	// HideCursor leaves out the cursor of a screen that shows one.
	HideCursor bool
}

// SVG draws the screen as a terminal window. Every run of text is placed and
// sized by its cells, and box drawing and block characters are drawn as
// shapes, so that the picture is the same whatever monospaced font is there.
// Equal screens give equal bytes.
func SVG(s Screen, opt SVGOptions) []byte {
	if opt.FontSize <= 0 {
		opt.FontSize = 14
	}
	d := drawing{
		screen:  s,
		palette: newPalette(opt.Foreground, opt.Background),
		font:    opt.FontSize,
		cellW:   opt.FontSize * 0.6,
		cellH:   math.Round(opt.FontSize * 1.3),
		pad:     math.Round(opt.FontSize),
	}
	d.bar = math.Round(opt.FontSize * 2.4)
	title := opt.Title
	if title == "" {
		title = s.Title()
	}
	d.open(title)
	d.backgrounds()
	d.shapes()
	d.text()
	if x, y, visible := s.Cursor(); visible && !opt.HideCursor && x < s.width && y < s.height {
		d.printf(`<rect x="%s" y="%s" width="%s" height="%s" fill="%s" fill-opacity="0.6"/>`+"\n",
			px(d.x(x)), px(d.y(y)), px(d.cellW), px(d.cellH), d.palette.foreground)
	}
	d.out.WriteString("</svg>\n")
	return d.out.Bytes()
}

// drawing is the state of one SVG; lengths are in px.
type drawing struct {
	out          bytes.Buffer
	screen       Screen
	palette      palette
	font         float64
	cellW, cellH float64
	pad, bar     float64
}

func (d *drawing) x(column int) float64 { return d.pad + float64(column)*d.cellW }
func (d *drawing) y(row int) float64    { return d.bar + d.pad/2 + float64(row)*d.cellH }

func (d *drawing) printf(format string, args ...any) { fmt.Fprintf(&d.out, format, args...) }

func (d *drawing) open(title string) {
	w := d.x(d.screen.width) + d.pad
	h := d.y(d.screen.height) + d.pad
	d.printf(`<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %[1]s %[2]s" role="img"`,
		px(math.Ceil(w)), px(h))
	d.printf(` font-family="%s" font-size="%s">`+"\n",
		`ui-monospace, 'SF Mono', 'Cascadia Mono', 'JetBrains Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace`, px(d.font))
	if title != "" {
		d.printf("<title>%s</title>\n", escape(title))
	}
	d.printf(`<rect x="0.5" y="0.5" width="%s" height="%s" rx="8" fill="%s" stroke="%s"/>`+"\n",
		px(math.Ceil(w)-1), px(h-1), d.palette.background, d.palette.border)
	middle := d.bar / 2
	for i, fill := range []string{"#ff5f57", "#febc2e", "#28c840"} {
		d.printf(`<circle cx="%s" cy="%s" r="%s" fill="%s"/>`+"\n",
			px(d.pad*1.2+float64(i)*d.font*1.4), px(middle), px(d.font*0.42), fill)
	}
	if title != "" {
		d.printf(`<text x="%s" y="%s" text-anchor="middle" fill="%s">%s</text>`+"\n",
			px(w/2), px(middle+d.font*0.35), d.palette.muted, escape(title))
	}
}

func (d *drawing) backgrounds() {
	d.out.WriteString(`<g shape-rendering="crispEdges">` + "\n")
	for y := range d.screen.height {
		for x := 0; x < d.screen.width; {
			_, fill := d.palette.cell(d.screen.Cell(x, y).Style)
			end := x + 1
			for end < d.screen.width {
				if _, next := d.palette.cell(d.screen.Cell(end, y).Style); next != fill {
					break
				}
				end++
			}
			if fill != d.palette.background {
				d.printf(`<rect x="%s" y="%s" width="%s" height="%s" fill="%s"/>`+"\n",
					px(d.x(x)), px(d.y(y)), px(float64(end-x)*d.cellW), px(d.cellH), fill)
			}
			x = end
		}
	}
	d.out.WriteString("</g>\n")
}

// run is text of one style in one row, without spaces at either end.
type run struct {
	x, y, width int // in cells
	text        string
	style       Style
}

// runs cuts a row into pieces that may be stretched to their cells: words and
// phrases in ASCII, and every other character alone, because the font that has
// it may give it another width.
func runs(s Screen, y int) []run {
	var all []run
	var open *run
	gap := 0
	for x := range s.width {
		c := s.Cell(x, y)
		if c.Width == 0 {
			continue
		}
		if c.Text == " " || isShape(c.Text) {
			gap++
			continue
		}
		ascii := len(c.Text) == 1
		if open != nil && ascii && gap <= 1 && open.x+open.width+gap == x && open.style == c.Style && sameGap(s, x, y, gap) {
			open.text += strings.Repeat(" ", gap) + c.Text
			open.width += gap + 1
		} else {
			all = append(all, run{x: x, y: y, width: c.Width, text: c.Text, style: c.Style})
			open = nil
			if ascii {
				open = &all[len(all)-1]
			}
		}
		gap = 0
	}
	return all
}

// sameGap says whether what lies between a run and the cell is a plain space
// in the cell's style, and not a shape.
func sameGap(s Screen, x, y, gap int) bool {
	for i := 1; i <= gap; i++ {
		if c := s.Cell(x-i, y); c.Text != " " || c.Style != s.Cell(x, y).Style {
			return false
		}
	}
	return true
}

func (d *drawing) text() {
	for y := range d.screen.height {
		for _, r := range runs(d.screen, y) {
			fill, _ := d.palette.cell(r.style)
			d.printf(`<text x="%s" y="%s" fill="%s"`, px(d.x(r.x)), px(d.y(y)+d.cellH*0.74), fill)
			if len(r.text) == r.width && r.width > 1 {
				d.printf(` textLength="%s" lengthAdjust="spacingAndGlyphs"`, px(float64(r.width)*d.cellW))
			}
			if r.style.Bold {
				d.out.WriteString(` font-weight="bold"`)
			}
			if r.style.Italic {
				d.out.WriteString(` font-style="italic"`)
			}
			d.printf(">%s</text>\n", escape(r.text))
		}
		d.lines(y)
	}
}

// lines draws underlines and strikes as rectangles, because they also run
// under the spaces that the text runs leave out.
func (d *drawing) lines(y int) {
	for x := range d.screen.width {
		style := d.screen.Cell(x, y).Style
		fill, _ := d.palette.cell(style)
		rule := func(at float64) {
			d.printf(`<rect x="%s" y="%s" width="%s" height="1" fill="%s"/>`+"\n",
				px(d.x(x)), px(d.y(y)+math.Round(d.cellH*at)), px(d.cellW), fill)
		}
		if style.Underline {
			rule(0.86)
		}
		if style.Strike {
			rule(0.5)
		}
	}
}

// px writes a length with at most two decimals.
func px(v float64) string {
	return strconv.FormatFloat(math.Round(v*100)/100, 'f', -1, 64)
}

// escape makes text safe inside an element; what XML cannot hold becomes
// U+FFFD.
func escape(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a bytes.Buffer does not fail
	return b.String()
}
