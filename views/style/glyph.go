package style

import "strings"

// The glyphs that quarry draws with. Each takes one cell and has a stand-in of
// one cell in [ASCII].
const (
	Cursor    = "▌" // left of the selected row
	MarkGlyph = "●" // left of a marked row
	Warning   = "▲" // beside a word that says what is wrong
	Check     = "✓"
	Cross     = "✗"
	Query     = "?" // beside a verdict that nothing could be told
	Star      = "★"
	Note      = "✎" // there is a comment
	Branch    = "├"
	LastOne   = "└"
	Folded    = "▸"
	Unfolded  = "▾"
	Rising    = "▴" // beside the title of the column that is sorted
	Falling   = "▾"
	Rule      = "─"
	Wall      = "│"
	Step      = "›" // between the places of the path
	Full      = "█"
	Line      = "━" // a span in a row of a table: thin, so that rows stay apart
	HalfLeft  = "▌"
	HalfRight = "▐"
	Rest      = "░" // the empty part of a gauge
	Dot       = "·" // the empty part of a span; between facts
	OpenStart = "◀" // a span that began before
	OpenEnd   = "▶" // a span that goes on
	Arrow     = "→"
	Ellipsis  = "…"
	Point     = "●" // an event on a time axis
)

// Sparks are the eight heights of a small bar chart, lowest first.
func Sparks() []rune { return []rune("▁▂▃▄▅▆▇█") }

// ASCII replaces every character of a frame that is not ASCII: quarry's own
// glyphs by a likeness, any other by question marks, cell for cell, so that
// the layout holds where the locale or the terminal has no UTF-8.
// width tells the cells of a character.
func ASCII(frame string, width func(string) int) string {
	const glyphs = "━=▌>●*▲!✓+✗x★#✎~▸>▾v▴^─-│|›>█#▐#░.·.▶>◀<→>…~▁_▂.▃.▄:▅:▆=▇=┌+┐+└+┘+├+┤+┬+┴+┼+╭+╮+╰+╯+↵<↑^↓v←<—-–-×x≥G"
	stand := make(map[rune]rune, 64)
	runes := []rune(glyphs)
	for i := 0; i+1 < len(runes); i += 2 {
		stand[runes[i]] = runes[i+1]
	}
	var b strings.Builder
	b.Grow(len(frame))
	var last rune
	for _, c := range frame {
		s, ok := stand[c]
		if c == '▌' && (last == '█' || last == '▐') {
			s = '#' // the end of a bar, not the cursor
		}
		last = c
		switch {
		case c < 0x80:
			b.WriteRune(c)
		case ok:
			b.WriteRune(s)
		default:
			b.WriteString(strings.Repeat("?", width(string(c))))
		}
	}
	return b.String()
}
