package widget

import (
	"math"
	"strings"

	"quarry/views/style"
)

// Gauge draws a share between 0 and 1 as a bar of exactly width cells, filled
// from the left in tone. A share out of range counts as the nearest in range,
// one that is no number as 0. The number belongs beside it: a gauge of few
// cells rounds.
func Gauge(value float64, width int, tone style.Tone) Text {
	if width <= 0 {
		return nil
	}
	if math.IsNaN(value) {
		value = 0
	}
	full := int(math.Round(min(1, max(0, value)) * float64(width)))
	return T(
		tone, strings.Repeat(style.Full, full),
		style.Muted, strings.Repeat(style.Rest, width-full),
	)
}
