package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/ui/overlay"
	"quarry/views"
	"quarry/views/safe"
)

// targets are the indicators that a judgement is about: the marked, or the
// selected.
func (m *Model) targets() []indicator.Indicator {
	if m.here() == nil {
		return nil
	}
	if marked := m.marked(); len(marked) > 0 {
		return marked
	}
	if i := m.subject(); !i.IsZero() {
		return []indicator.Indicator{i}
	}
	return nil
}

// these are the targets in words.
func these(on []indicator.Indicator) string {
	if len(on) == 1 {
		return safe.Show(on[0])
	}
	return views.Number(len(on)) + " indicators"
}

// caseActions are the actions that are about the case.
func caseActions() []keymap.Action {
	return []keymap.Action{keymap.Trail, keymap.IOCs, keymap.Verdict, keymap.Comment, keymap.Star, keymap.Prune, keymap.Fork, keymap.Undo, keymap.Name, keymap.Export, keymap.TLP, keymap.Discard}
}

// caseless says why an action about the case does nothing now; empty where it
// works.
func (m *Model) caseless(a keymap.Action) string {
	b, tree := m.brancher()
	switch a {
	case keymap.Verdict, keymap.Comment, keymap.Star:
		return m.unjudged()
	case keymap.Prune:
		switch {
		case !tree:
			return "branches are pruned in the trail; " + m.opt.Keys.Key(keymap.Trail) + " shows it"
		case len(b.Branches()) == 0:
			return "nothing to prune"
		}
	case keymap.Fork:
		if tree && len(b.Branches()) == 0 || !tree && m.hereNode().IsZero() {
			return "nothing to fork here"
		}
	case keymap.Export:
		return m.unexportable()
	case keymap.Undo, keymap.Name, keymap.TLP, keymap.Discard:
		if m.file.book == nil {
			return "nothing was asked yet"
		}
		if _, any := m.file.book.Last(); !any && a == keymap.Undo && m.discarded == nil {
			return "nothing to take back"
		}
	}
	return ""
}

// unjudged says why nothing can be judged; empty where something can.
func (m *Model) unjudged() string {
	if len(m.targets()) == 0 {
		return "this row names no indicator; there is nothing to judge"
	}
	return ""
}

// judgement is what was said of an indicator in this investigation.
func (m *Model) judgement(i indicator.Indicator) investigation.Judgement {
	if m.file.book == nil {
		return investigation.Judgement{Indicator: i}
	}
	return m.file.book.Judgement(i)
}

// do carries an edit out and says what it was.
func (m *Model) do(e investigation.Edit, what string) tea.Cmd {
	if e.Empty() {
		return m.say("that is so already")
	}
	m.write(m.notebook().Do(e, m.opt.Now()))
	return m.say(what + "; " + m.opt.Keys.Key(keymap.Undo) + " takes it back")
}

// verdict asks for a verdict.
func (m *Model) verdict() tea.Cmd {
	on := m.targets()
	if len(on) == 0 {
		return m.say(m.unjudged())
	}
	all := append(investigation.Verdicts(), "")
	var choices []overlay.Choice
	at := 0
	for n, v := range all {
		c := overlay.Choice{Name: string(v), Key: string(v)[:min(1, len(v))], Note: m.verdictNote(v)}
		if v == "" {
			c.Name, c.Key = "no verdict", "n"
		}
		if m.judgement(on[0]).Verdict == v {
			at = n
		}
		choices = append(choices, c)
	}
	m.show(overlay.NewChoose(m.opt.Keys, "Verdict on "+these(on), choices, at), func(r overlay.Result) tea.Cmd {
		v := all[r.(overlay.Picked).Index]
		what := string(v) + ": " + these(on)
		if v == "" {
			what = "no verdict on " + these(on)
		}
		return m.do(m.notebook().SetVerdict(v, on...), what)
	})
	return nil
}

func (m *Model) verdictNote(v investigation.Verdict) string {
	switch v {
	case investigation.Malicious, investigation.Suspicious:
		return "on the list of IOCs (" + m.opt.Keys.Key(keymap.IOCs) + ")"
	case investigation.Unknown:
		return "looked at, not to be told"
	}
	return ""
}

// star stars the targets, or where all are takes the stars away.
func (m *Model) star() tea.Cmd {
	on := m.targets()
	if len(on) == 0 {
		return m.say(m.unjudged())
	}
	all := true
	for _, i := range on {
		all = all && m.judgement(i).Starred
	}
	what := "starred: "
	if all {
		what = "no star any more: "
	}
	return m.do(m.notebook().SetStar(!all, on...), what+these(on))
}

// comment opens the comment on the targets. What is typed stays a draft until it
// is kept.
func (m *Model) comment() tea.Cmd {
	on := m.targets()
	if len(on) == 0 {
		return m.say(m.unjudged())
	}
	about := indicator.SetOf(on...)
	was := m.judgement(on[0]).Comment
	for _, i := range on[1:] {
		if m.judgement(i).Comment != was {
			was = "" // they have different ones: a new one takes the place of all
		}
	}
	title, text := "Comment on "+these(on), was
	if d, ok := m.file.drafts[about]; ok {
		title, text = title+" (draft)", d
	}
	note := overlay.NewNote(m.opt.Keys, title, text, m.opt.After, func(text string) { m.draft(on, text) })
	m.show(note, func(r overlay.Result) tea.Cmd {
		m.draft(on, "")
		text := r.(overlay.Written).Text
		if text == strings.TrimSpace(overlay.Shown(was)) {
			return nil // as it was, whatever could not be shown in it included
		}
		what := "commented: " + these(on)
		if text == "" {
			what = "no comment any more: " + these(on)
		}
		return m.do(m.notebook().SetComment(text, on...), what)
	})
	m.dialog.left = func() tea.Cmd {
		if _, ok := m.file.drafts[about]; !ok {
			return nil
		}
		return m.say("kept as a draft; " + m.opt.Keys.Key(keymap.Comment) + " goes on with it")
	}
	return nil
}

// draft keeps what has been typed of a comment; nothing drops it.
func (m *Model) draft(on []indicator.Indicator, text string) {
	about := indicator.SetOf(on...)
	if _, ok := m.file.drafts[about]; !ok && text == "" {
		return
	}
	if m.file.drafts[about] = text; text == "" {
		delete(m.file.drafts, about)
	}
	m.opt.Cases.KeepDraft(m.notebook().Head().ID, investigation.Draft{About: about.All(), Text: text})
}

// prune takes branches of the trail out of sight.
func (m *Model) prune() tea.Cmd {
	if why := m.disabled(keymap.Prune); why != "" {
		return m.say(why)
	}
	b, _ := m.brancher()
	e := m.notebook().Prune(b.Branches()...)
	return m.do(e, fmt.Sprintf("pruned %s (kept, but out of sight and exports)", questions(len(e.Steps))))
}

func questions(n int) string { return views.Count(n, "question") }

// undo takes the last edit back.
func (m *Model) undo() tea.Cmd {
	if m.file.book == nil {
		return m.bringBack()
	}
	e, part, ok := m.file.book.Undo(m.opt.Now())
	if !ok {
		return m.bringBack()
	}
	m.write(part)
	return m.say("taken back: " + edited(e))
}

// edited is an edit in words.
func edited(e investigation.Edit) string {
	switch e.Field {
	case investigation.FieldPrune:
		return "the pruning of " + questions(len(e.Steps))
	case investigation.FieldName:
		return "the name"
	case investigation.FieldTLP:
		return "the marking"
	}
	var on []indicator.Indicator
	for _, s := range e.Steps {
		on = append(on, s.Indicator)
	}
	return fmt.Sprintf("the %s of %s", e.Field, these(on))
}

// name gives the case a name; an empty one is asked for.
func (m *Model) name(given string) tea.Cmd {
	if m.file.book == nil {
		return m.say("nothing was asked yet; the first question begins a case")
	}
	if given != "" {
		return m.called(given)
	}
	m.show(overlay.NewLine(m.opt.Keys, "Name of this case", "what the alert or the ticket calls it", m.file.book.Head().Name),
		func(r overlay.Result) tea.Cmd { return m.called(r.(overlay.Written).Text) })
	return nil
}

func (m *Model) called(name string) tea.Cmd {
	what := "this case is called " + safe.PrintMax(name, 60)
	if name == "" {
		what = "this case has no name any more"
	}
	return m.do(m.notebook().SetName(name), what)
}
