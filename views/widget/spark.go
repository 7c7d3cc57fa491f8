package widget

import (
	"math"
	"strings"

	"quarry/views/style"
)

// Spark draws counts as a small bar chart of exactly width cells, scaled to the
// highest. Zero is blank, anything above it at least the lowest bar. Counts
// have a cell each; where they are more than the cells, each cell shows the
// highest of its share of them, so that no peak is lost. Where they are fewer,
// the rest is blank. Negative counts count as zero.
func Spark(values []int, width int) Text {
	if width <= 0 {
		return nil
	}
	cells := min(width, len(values))
	heights := style.Sparks()
	peak := 0
	for _, v := range values {
		peak = max(peak, v)
	}
	var b strings.Builder
	for i := range cells {
		most := 0
		for _, v := range values[i*len(values)/cells : (i+1)*len(values)/cells] {
			most = max(most, v)
		}
		if most == 0 {
			b.WriteByte(' ')
			continue
		}
		// Rounded up: the lowest bar begins right above zero.
		level := int(math.Ceil(float64(most) / float64(peak) * float64(len(heights))))
		b.WriteRune(heights[min(len(heights), max(1, level))-1])
	}
	b.WriteString(strings.Repeat(" ", width-cells))
	return Toned(style.Accent, b.String())
}
