package views

import (
	"strings"
	"time"

	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/views/safe"
	"quarry/views/style"
	"quarry/views/widget"
)

// VerdictTone is the tone of a verdict and the mark that stands before it, so
// that colour says nothing alone.
func VerdictTone(v investigation.Verdict) (style.Tone, string) {
	switch v {
	case investigation.Malicious:
		return style.Bad, style.Cross
	case investigation.Suspicious:
		return style.Warn, style.Warning
	case investigation.Benign:
		return style.Good, style.Check
	case investigation.Unknown:
		return style.Muted, style.Query
	}
	return style.Muted, " "
}

// VerdictText is a verdict with its mark; nothing where there is none. A word
// that is no verdict can only come from a file of others.
func VerdictText(v investigation.Verdict) widget.Text {
	if v == "" {
		return nil
	}
	tone, mark := VerdictTone(v)
	return widget.Toned(tone, mark+" "+safe.PrintMax(string(v), 20))
}

// JudgementMark is what was judged in one cell, for the rows of tables: the
// verdict's mark, else that there is a star or a comment; a space for nothing.
func JudgementMark(j investigation.Judgement) widget.Span {
	tone, mark := VerdictTone(j.Verdict)
	switch {
	case j.Verdict != "":
	case j.Starred:
		tone, mark = style.Accent, style.Star
	case j.Comment != "":
		tone, mark = style.Muted, style.Note
	}
	return widget.Span{Tone: tone, Text: mark}
}

// JudgementText is a judgement on one line: the verdict, the star, the comment.
func JudgementText(j investigation.Judgement) widget.Text {
	t := VerdictText(j.Verdict)
	gap := func() {
		if len(t) > 0 {
			t = widget.T(t, " ")
		}
	}
	if j.Starred {
		gap()
		t = widget.T(t, style.Accent, style.Star)
	}
	if j.Comment != "" {
		gap()
		t = widget.T(t, style.Muted, style.Note+" ", style.Text, safe.Print(strings.Join(strings.Fields(j.Comment), " ")))
	}
	return t
}

// By says who judged, and when: "you, 2 min ago".
func By(j investigation.Judgement, you string, now time.Time) string {
	who := safe.PrintMax(j.By, 24)
	switch j.By {
	case you:
		who = "you"
	case "":
		who = "somebody"
	}
	return who + ", " + Ago(now, j.Changed)
}

// Ago says how long ago something was done: "2 min ago", "3 days ago".
func Ago(now, t time.Time) string {
	if d := now.Sub(t); !t.IsZero() && d >= day {
		return Years(d) + " ago"
	}
	return Age(now, t)
}

// CaseName is how an investigation is called: its name, or what it was about
// first, and when. It is short enough for a heading and for a sentence.
func CaseName(i investigation.Summary) string { return caseName(i, 60) }

// LongCaseName is how an investigation is called where a line is for its name.
func LongCaseName(i investigation.Summary) string { return caseName(i, 120) }

func caseName(i investigation.Summary, most int) string {
	if i.Name != "" {
		return safe.PrintMax(i.Name, most)
	}
	return i.Called(func(first indicator.Indicator) string { return safe.PrintMax(safe.Show(first), most) })
}

// MeetingName is how an investigation in which an indicator was met is called within
// a sentence.
func MeetingName(m investigation.Meeting) string {
	if m.Name == "" && m.First.IsZero() {
		return "an unnamed case"
	}
	return "case " + CaseName(investigation.Summary{
		Investigation: investigation.Investigation{Name: safe.PrintMax(m.Name, 40), Created: m.Created}, First: m.First,
	})
}

// Named is an indicator with its Unicode form where it is written in Punycode: what
// it pretends to be.
func Named(i indicator.Indicator) widget.Text {
	text := widget.Plain(safe.Show(i))
	if u := i.Unicode(); u != i.String() {
		text = widget.T(text, style.Warn, "  shows as "+safe.Print(u))
	}
	return text
}
