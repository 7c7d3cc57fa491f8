package ui

import (
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/views"
	"quarry/views/safe"
	"quarry/views/style"
	"quarry/views/widget"
)

// note is a paragraph of the side panel, on at most so many lines.
type note struct {
	tone style.Tone
	text string
	most int
}

// notes are what was judged of an indicator: here, and in other cases.
func (m *Model) notes(i indicator.Indicator) []note {
	var list []note
	now := m.opt.Now()
	j := m.judgement(i)
	if !j.Blank() {
		tone, _ := views.VerdictTone(j.Verdict)
		word := views.VerdictText(j.Verdict).String()
		if j.Starred {
			word = strings.TrimLeft(word+" "+style.Star, " ")
		}
		if word == "" {
			word = "commented"
		}
		list = append(list, note{tone, word + ", " + views.By(j, m.opt.User, now), 2})
		if j.Comment != "" {
			list = append(list, note{style.Text, style.Note + " " + safe.Print(strings.Join(strings.Fields(j.Comment), " ")), 4})
		}
	}
	of, _ := m.place()
	if m.prices.of != of || of.indicator != i {
		return list // it is being found out
	}
	for _, met := range m.prices.cases {
		if m.file.book != nil && met.ID == m.file.book.Head().ID {
			continue
		}
		list = append(list, meetingNote(met, now))
	}
	return list
}

// noteLine is what was judged of the selection, in at most so many cells; nothing
// where that is no room for a word.
func (m *Model) noteLine(room int) widget.Text {
	const word = 12
	i := m.subject()
	if room < word || i.IsZero() {
		return nil
	}
	var line widget.Text
	for _, n := range m.notes(i) {
		if len(line) > 0 {
			line = widget.T(line, "  ")
		}
		line = widget.T(line, widget.Toned(n.tone, n.text))
	}
	if text := line.String(); widget.Cells(text) > room {
		return widget.Toned(line[0].Tone, ansi.Truncate(text, room, style.Ellipsis))
	}
	return line
}

// meetingNote is what another case says of an indicator: "benign in case X, 21
// days ago".
func meetingNote(met investigation.Meeting, now time.Time) note {
	name := views.MeetingName(met)
	j := met.Judgement
	if j.Blank() {
		return note{style.Muted, "also in " + name + ", " + views.Ago(now, met.At), 2}
	}
	tone, _ := views.VerdictTone(j.Verdict)
	word := views.VerdictText(j.Verdict).String()
	if word == "" {
		word = strings.TrimSpace(views.JudgementMark(j).Text)
	}
	return note{tone, word + " in " + name + ", " + views.Ago(now, j.Changed), 2}
}
