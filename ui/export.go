package ui

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/dustin/go-humanize"

	"quarry/keymap"
	"quarry/state/atomicfile"
	"quarry/state/export"
	"quarry/state/investigation"
	"quarry/ui/handover"
	"quarry/ui/overlay"
	"quarry/views"
	"quarry/views/safe"
)

// Handover writes a case to a file. It is for commands: a large case takes a while.
type Handover interface {
	File(ctx context.Context, o handover.Order) (handover.Receipt, error)
}

// exporting is what is being exported, and what was last ordered of this case.
type exporting struct {
	// last is what the dialogs begin with; name is what was typed for it, until it
	// has been written.
	last overlay.Ordered
	name string
}

// writing is a file that is being written, and the dialog that it was named in.
type writing struct {
	name   string // without its directory
	dialog *overlay.File
}

// exportParts are the parts of a case, in the order of the dialog.
func exportParts() []export.Part { return []export.Part{export.Whole, export.IOCs} }

// formatKeys take the formats at once.
func formatKeys() map[string]string {
	return map[string]string{"markdown": "m", "json": "j", "csv": "c", "stix": "s", "misp": "i", handover.Bundle: "b"}
}

// unexportable says why nothing can be exported; empty where something can.
func (m *Model) unexportable() string {
	switch {
	case m.opt.Handover == nil:
		return "nothing can be exported here"
	case m.file.book == nil:
		return "no case has begun yet; the first question begins one"
	}
	return ""
}

// export asks what is exported of the case, and in which format.
func (m *Model) export() tea.Cmd {
	if why := m.unexportable(); why != "" {
		return m.say(why)
	}
	inv := m.file.book.Snapshot()
	at := m.file.export.last
	switch l, ok := m.listing(); {
	case ok && l.ListsIOCs():
		at.Part = slices.Index(exportParts(), export.IOCs)
	case m.file.export.name == "": // nothing is left from the last time
		at.Part = slices.Index(exportParts(), export.Whole)
	}
	title := "Export " + views.CaseName(inv.Summary())
	m.show(overlay.NewExport(m.opt.Keys, title, markingOf(inv.TLP), m.offerParts(inv), at), func(r overlay.Result) tea.Cmd {
		return m.nameFile(r.(overlay.Ordered))
	})
	return nil
}

// listing is the view on top where it may show the list of IOCs.
func (m *Model) listing() (views.Lister, bool) {
	f := m.here()
	if f == nil {
		return nil, false
	}
	l, ok := f.view.(views.Lister)
	return l, ok
}

// offerParts are the parts of the case with how much each is, and their formats.
func (m *Model) offerParts(inv investigation.Investigation) []overlay.ExportPart {
	list := export.Case{Investigation: export.Narrow(inv)}
	iocs := len(list.Subjects())
	parts := []overlay.ExportPart{
		{Name: "whole case", Size: questions(inv.Summary().Questions)},
		{Name: "IOC list", Size: views.Number(iocs)},
	}
	for n, p := range exportParts() {
		for _, f := range handover.Formats() {
			c := overlay.Choice{Name: f.Name, Key: formatKeys()[f.Name], Note: f.For}
			switch {
			case p == export.IOCs && f.WholeOnly:
				c.Disabled = "is always the whole case"
			case p == export.IOCs && iocs == 0:
				c.Disabled = "nothing is judged malicious or suspicious"
			}
			parts[n].Formats = append(parts[n].Formats, c)
		}
	}
	return parts
}

// markingOf is a marking as the dialogs show it.
func markingOf(t investigation.TLP) overlay.Marking {
	text := t.String() + ": " + t.Allows()
	if warning, err := export.Allowed(t, export.ToFile); err == nil && warning != "" {
		text = warning
	}
	return overlay.Marking{Text: text, Warns: t == investigation.TLPRed || !t.Valid()}
}

// nameFile asks for the name of the file. One that was typed and came to nothing
// stands there again.
func (m *Model) nameFile(at overlay.Ordered) tea.Cmd {
	e, inv := &m.file.export, m.file.book.Snapshot()
	part, format := exportParts()[at.Part], handover.Formats()[at.Format]
	if e.last != at || e.name == "" {
		e.name = handover.Suggest(inv, part, format)
	}
	e.last = at
	what := "the whole case"
	if part == export.IOCs {
		what = "the list of IOCs"
	}
	var dialog *overlay.File
	dialog = overlay.NewFile(m.opt.Keys, fmt.Sprintf("Write %s as %s", what, format.Name), markingOf(inv.TLP), e.name,
		func(name string, replace bool) tea.Cmd {
			return m.writeCase(dialog, handover.Order{Part: part, Format: format, Path: name, Replace: replace})
		})
	m.show(dialog, func(overlay.Result) tea.Cmd { return nil })
	m.dialog.left = func() tea.Cmd {
		m.file.export.name = dialog.Name()
		return nil
	}
	return nil
}

// writeCase begins to write the case as it is now, whatever of it is on the disk yet.
func (m *Model) writeCase(dialog *overlay.File, o handover.Order) tea.Cmd {
	m.file.export.name = o.Path
	path, err := handover.Place(o.Path, m.opt.Home)
	if err != nil {
		dialog.Fail(views.Sentence(err.Error()) + ".")
		return nil
	}
	o.Path, o.Case = path, m.file.book.Snapshot()
	m.lastFile++
	n := m.lastFile
	m.writing[n] = writing{safe.PrintMax(filepath.Base(path), 40), dialog}
	// What was asked for is finished whatever becomes of the run that asked.
	desk, ctx := m.opt.Handover, context.WithoutCancel(m.opt.Context)
	return tea.Batch(
		func() tea.Msg {
			receipt, err := desk.File(ctx, o)
			return caseWritten{n: n, order: o, receipt: receipt, err: err}
		},
		m.opt.After(fileTime, func(time.Time) tea.Msg { return stillWriting(n) }),
	)
}

// fileTime is how long the dialog stays open for what is being written: long enough
// for all that is wrong with the name, and for most cases.
const fileTime = 400 * time.Millisecond

// stillWriting tells that a file takes long.
type stillWriting int

// caseWritten tells what came of a file.
type caseWritten struct {
	n       int
	order   handover.Order
	receipt handover.Receipt
	err     error
}

// release closes the dialog of a file that takes long; the footer goes on.
func (m *Model) release(n stillWriting) {
	if w, under := m.writing[int(n)]; under && m.dialog != nil && m.dialog.Overlay == overlay.Overlay(w.dialog) {
		m.dialog = nil
	}
}

// written takes in what came of a file: what is wrong is said where its name can be
// changed, as long as the dialog is open.
func (m *Model) written(msg caseWritten) tea.Cmd {
	w := m.writing[msg.n]
	delete(m.writing, msg.n)
	open := m.dialog != nil && m.dialog.Overlay == overlay.Overlay(w.dialog)
	var file *atomicfile.Error
	known := errors.As(msg.err, &file)
	switch {
	case msg.err == nil:
		if open {
			m.dialog = nil
		}
		if m.file.book != nil && m.file.book.Head().ID == msg.order.Case.ID {
			m.file.export.name = "" // the next one gets a name of its own
		}
		return m.say(receiptText(msg.order, msg.receipt))
	case open && known && file.Class == atomicfile.Exists:
		w.dialog.Ask("There is a file of that name already. Replace it?")
	case open && known:
		w.dialog.Fail(fmt.Sprintf("%s. %s.", views.Sentence(file.Reason), views.Sentence(file.Next)))
	case open:
		w.dialog.Fail(views.Sentence(safe.Print(msg.err.Error())) + ".")
	case known && file.Class == atomicfile.Exists:
		return m.say(fmt.Sprintf("%s is not written: there is a file of that name already; %s asks again", w.name, m.opt.Keys.Key(keymap.Export)))
	case known:
		return m.say(fmt.Sprintf("%s is not written: %s; %s; %s asks again", w.name, file.Reason, file.Next, m.opt.Keys.Key(keymap.Export)))
	default:
		return m.say(fmt.Sprintf("%s is not written: %s", w.name, msg.err))
	}
	return nil
}

// receiptText says what was written, where, how large, and with which marking. Who
// may have it was said before, and stands in the file.
func receiptText(o handover.Order, r handover.Receipt) string {
	return fmt.Sprintf("written: %s, %s, %s", r.Path, humanize.IBytes(uint64(max(r.Size, 0))), o.Case.TLP)
}

// writingText says in the footer what is being written; empty for nothing.
func (m *Model) writingText() string {
	switch len(m.writing) {
	case 0:
		return ""
	case 1:
		for _, w := range m.writing {
			return "writing " + w.name
		}
	}
	return strings.TrimSpace(fmt.Sprintf("writing %d files", len(m.writing)))
}
