package widget

// Margin is the cells that a [Pane] takes at the left of every row, for mark
// and cursor. What is laid out for a width has this much less.
const Margin = margin
