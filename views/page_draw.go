package views

import (
	"strings"

	"quarry/api"
	"quarry/keymap"
	"quarry/views/style"
	"quarry/views/widget"
)

// lowBody is the height below which a body gives up what is not data.
const lowBody = 14

// margin stands left of what is drawn above a table, under the pane's own.
const margin = "   "

// above is how many lines stand above the pane.
func (p *Page[T]) above() int {
	n := 1 + len(p.insightLines()) + len(p.bannerLines())
	if p.size.Height >= lowBody {
		n += 1 + len(p.aboveTable())
	}
	return n
}

// insightLines are the insights as drawn. Where the body is low, a notice in place
// of the record needs it whole.
func (p *Page[T]) insightLines() []string {
	if p.size.Height < lowBody && p.instead() != nil {
		return nil
	}
	return InsightLines(p.env, p.size)
}

// bannerLines are the banners as drawn.
func (p *Page[T]) bannerLines() []string {
	most := 2
	if p.size.Height < lowBody {
		most = 1
	}
	var lines []string
	for _, b := range p.banners() {
		lines = append(lines, b.Banner(p.env.Theme, p.size.Width, most)...)
	}
	return lines
}

// aboveTable are the drawings between head and table. They may count every row,
// so they are made once for a record and a size, not for every key.
func (p *Page[T]) aboveTable() []widget.Text {
	if p.drawnFor != p.size {
		p.drawn, p.drawnFor = p.drawAbove(), p.size
	}
	return p.drawn
}

func (p *Page[T]) drawAbove() []widget.Text {
	v, ok := p.slot.Value()
	if !ok || p.form.List == nil || p.form.List.Above == nil || p.size.Height < lowBody {
		return nil
	}
	lines := p.form.List.Above(p.env, v, max(0, p.size.Width-2*widget.Margin))
	if len(lines) > 0 {
		lines = append(lines, nil)
	}
	return lines
}

// Render implements [View].
func (p *Page[T]) Render() string {
	if p.stale {
		p.lay()
		p.frame, p.stale = p.render(), false
	}
	return p.frame
}

func (p *Page[T]) render() string {
	lines := append([]string{p.head().Render(p.env.Theme, p.size.Width)}, p.insightLines()...)
	if n := p.instead(); n != nil {
		lines = append(lines, n.Body(p.env.Theme, p.size)...)
		return widget.Block(lines, p.size.Width, p.size.Height)
	}
	lines = append(lines, p.bannerLines()...)
	if p.size.Height >= lowBody {
		lines = append(lines, "")
		for _, t := range p.aboveTable() {
			lines = append(lines, widget.T(margin, t).Render(p.env.Theme, p.size.Width, false))
		}
	}
	lines = append(lines, strings.Split(p.pane.Render(), "\n")...)
	return widget.Block(lines, p.size.Width, p.size.Height)
}

func (p *Page[T]) head() Head {
	h := Head{Title: p.form.Title}
	v, ok := p.slot.Value()
	if ok {
		h.Age = Provenance(p.env, p.slot.Meta())
		if p.form.Age != nil {
			h.Age = p.form.Age(p.env, v, p.slot.Meta(), p.tick)
		}
		if p.form.Facts != nil {
			h.Facts = p.form.Facts(p.env, v)
		}
	}
	if p.slot.Phase() == api.Loading && ok {
		h.Age = Stamp{Text: "fetching again, " + Span(max(0, p.tick.Now.Sub(p.slot.Since()))), Tone: style.Accent}
	}
	return h
}

// instead is the notice that stands in place of a record; nil when there is
// one to show.
func (p *Page[T]) instead() *Notice {
	v, ok := p.slot.Value()
	var n Notice
	switch {
	case ok && p.form.Empty != nil && p.form.Empty(v) != "":
		n = Notice{Tone: style.Strong, Mark: style.Dot, What: "Nothing known", Lines: []string{p.form.Empty(v)}}
	case ok:
		return nil
	case p.slot.Phase() == api.Failed:
		n = Failure(p.env, api.AsError(p.slot.Err(), p.form.Query))
	case p.slot.Phase() == api.Left:
		n = Abandoned(p.env)
	default:
		n = Loading(p.env, p.form.Asking, p.form.Query, p.slot.Since(), p.tick)
	}
	return &n
}

// banners are the lines that qualify a record: fetched again in vain, partly
// unreadable.
func (p *Page[T]) banners() []Notice {
	v, ok := p.slot.Value()
	if !ok || p.instead() != nil {
		return nil
	}
	var out []Notice
	if err := p.slot.Err(); err != nil {
		e := api.AsError(err, p.form.Query)
		out = append(out, Notice{Tone: style.Warn, Mark: style.Warning, What: "old data: " + e.What(), Lines: []string{Next(p.env, e)}})
	}
	if p.form.Notices != nil {
		out = append(out, p.form.Notices(p.env, v)...)
	}
	if p.form.Problems != nil {
		if bad := p.form.Problems(v); !bad.None() {
			what, fields := bad.Headline()
			out = append(out, Notice{
				Tone: style.Warn, Mark: style.Warning,
				What:  what,
				Lines: []string{fields + " (" + p.env.Keys.Key(keymap.Raw) + " shows the raw answer)"},
			})
		}
	}
	return out
}
