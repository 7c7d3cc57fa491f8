package frametest

import (
	"fmt"
	"image/color"

	"github.com/charmbracelet/x/ansi"
)

// palette turns cell styles into CSS colours.
type palette struct {
	fg, bg                                color.Color
	foreground, background, muted, border string
	basic                                 [16]color.RGBA
}

func newPalette(fg, bg color.Color) palette {
	if fg == nil {
		fg = color.RGBA{0xd5, 0xd8, 0xde, 0xff}
	}
	if bg == nil {
		bg = color.RGBA{0x14, 0x17, 0x1c, 0xff}
	}
	return palette{
		fg: fg, bg: bg,
		foreground: hex(fg), background: hex(bg),
		muted: hex(mix(fg, bg, 0.6)), border: hex(mix(fg, bg, 0.25)),
		basic: basicColours(),
	}
}

// basicColours returns what the 16 palette colours look like on a dark
// background. A terminal's own choice cannot be asked for.
func basicColours() [16]color.RGBA {
	rgb := func(v uint32) color.RGBA {
		return color.RGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 0xff}
	}
	return [16]color.RGBA{
		rgb(0x1e222a), rgb(0xe06c75), rgb(0x98c379), rgb(0xe5c07b),
		rgb(0x61afef), rgb(0xc678dd), rgb(0x56b6c2), rgb(0xc8ccd4),
		rgb(0x6b7280), rgb(0xf28b93), rgb(0xb5dd98), rgb(0xf2d59a),
		rgb(0x8cc8f7), rgb(0xd9a0ec), rgb(0x84d3dc), rgb(0xffffff),
	}
}

// cell returns the colours of text and ground as the terminal would show them:
// reversed and faint already applied.
func (p palette) cell(s Style) (text, ground string) {
	fg, bg := p.resolve(s.Foreground, p.fg), p.resolve(s.Background, p.bg)
	if s.Reverse {
		fg, bg = bg, fg
	}
	if s.Faint {
		fg = mix(fg, bg, 0.6)
	}
	return hex(fg), hex(bg)
}

func (p palette) resolve(c, fallback color.Color) color.Color {
	switch v := c.(type) {
	case nil:
		return fallback
	case ansi.BasicColor:
		return p.basic[v&15]
	case ansi.IndexedColor:
		if v < 16 {
			return p.basic[v]
		}
	}
	return c
}

// mix returns the share of a over b.
func mix(a, b color.Color, share float64) color.Color {
	ar, ag, ab, _ := a.RGBA()
	br, bg, bb, _ := b.RGBA()
	part := func(x, y uint32) uint8 {
		return uint8((float64(x)*share + float64(y)*(1-share)) / 0x101)
	}
	return color.RGBA{part(ar, br), part(ag, bg), part(ab, bb), 0xff}
}

func hex(c color.Color) string {
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}
