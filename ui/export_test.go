package ui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/keymap"
	"quarry/state/atomicfile"
	"quarry/state/export"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/ui/handover"
	"quarry/views"
	"quarry/views/evidence"
)

// onShelf is the shelf of a rig as an export reads it.
type onShelf struct{ api.Shelf }

func (s onShelf) Answer(q api.Query, _ string) (api.Answer, bool) { return s.Known(q) }

// exports gives a rig a desk, and a directory to write to. Of what it is asked to
// write it keeps the orders.
func (r *rig) exports() *orders {
	r.t.Helper()
	r.t.(*testing.T).Chdir(r.t.TempDir())
	o := &orders{Desk: &handover.Desk{
		Env: func(context.Context, string) views.Env {
			return views.Env{Context: r.t.Context(), Shelf: r.m.opt.Shelf, Theme: r.m.theme, Keys: keymap.Default(), Now: now,
				Seen: func() []indicator.Indicator { return nil }}
		},
		Routes: r.m.opt.Routes,
		Shelf:  func(context.Context, string) evidence.Shelf { return onShelf{r.m.opt.Shelf} },
		User:   func() string { return "ann" }, Now: now,
	}}
	r.m.opt.Handover, r.m.opt.Home = o, r.t.TempDir()
	return o
}

// orders is a desk that notes what is ordered, and fails as it is told.
type orders struct {
	*handover.Desk
	got  []handover.Order
	fail error
}

func (o *orders) File(ctx context.Context, order handover.Order) (handover.Receipt, error) {
	o.got = append(o.got, order)
	if o.fail != nil {
		return handover.Receipt{}, o.fail
	}
	return o.Desk.File(ctx, order)
}

// types types a text.
func (r *rig) types(text string) {
	for _, c := range text {
		r.press(map[bool]string{true: "space", false: string(c)}[c == ' '])
	}
}

// retypes types a text in the place of what stands in the line.
func (r *rig) retypes(text string) {
	r.press("ctrl+u")
	r.types(text)
}

func TestExportWritesTheCase(t *testing.T) {
	r := walked(t)
	o := r.exports()
	r.press("v", "m")
	for n, key := range []string{"m", "j", "c", "s", "i", "b"} {
		f := handover.Formats()[n]
		r.press("e")
		r.wants("Export 192.0.2.1, 2026-11-23", "TLP:AMBER: within the organisation and its clients", "whole case, 5 questions", "IOC list, 1", f.For)
		r.press(key)
		name := "192-0-2-1-2026-11-23" + f.Ending
		r.wants("Write the whole case as "+f.Name, name, "TLP:AMBER: within")
		r.press("enter")
		r.settle()
		r.wants("written: ", name, "B, TLP:AMBER")
		if r.m.dialog != nil || len(r.m.writing) > 0 {
			t.Fatal("it is not over")
		}
		info, err := os.Stat(name)
		if err != nil || info.Size() == 0 || info.Mode().Perm() != 0o600 {
			t.Fatal(info, err)
		}
	}
	if len(o.got) != 6 || o.got[5].Format.Name != handover.Bundle || len(o.got[0].Case.Nodes) != 5 {
		t.Errorf("%+v", o.got)
	}
	// The next time it begins with what was ordered last.
	r.press("e", "enter")
	r.wants("Write the whole case as bundle", "192-0-2-1-2026-11-23.quarry")
}

// What was done a moment ago is in the file, on the disk or not.
func TestExportIsWhatTheNotebookHolds(t *testing.T) {
	r := walked(t)
	o := r.exports()
	r.press("e", "c")
	book := r.m.notebook()
	r.m.write(book.Do(book.SetVerdict(investigation.Suspicious, indicator.MustParse("late.example.com")), now()))
	r.press("enter")
	r.settle()
	text, err := os.ReadFile(o.got[0].Path)
	if err != nil || !strings.Contains(string(text), "late.example.com,domain,suspicious") {
		t.Errorf("%s, %v", text, err)
	}
}

func TestNothingToExport(t *testing.T) {
	r := newRig(t, "")
	r.press("esc", "e")
	r.wants("nothing can be exported here")
	r.exports()
	r.press("e")
	r.wants("no case has begun yet; the first question begins one")
	r.press("M")
	r.wants("nothing was asked yet; the first question begins a case")
}

// The list of IOCs by itself, and a bundle that is never it.
func TestExportOfTheList(t *testing.T) {
	r := walked(t)
	o := r.exports()
	tab := tea.KeyPressMsg{Code: tea.KeyTab}
	r.press("e")
	r.send(tab)
	r.wants("(●) IOC list, 0", "nothing is judged malicious or suspicious")
	r.press("c", "enter") // does nothing
	r.wants("(●) IOC list, 0")
	r.press("esc", "v", "s", "e")
	r.wants("(●) whole case")
	r.send(tab)
	r.wants("(●) IOC list, 1", "is always the whole case")
	r.press("b")
	r.wants("(●) IOC list, 1")
	r.press("c")
	r.wants("Write the list of IOCs as csv", "192-0-2-1-2026-11-23-iocs.csv")
	r.press("enter")
	r.settle()
	text, err := os.ReadFile(o.got[0].Path)
	if err != nil || strings.Count(string(text), "\n") != 2 || o.got[0].Part != export.IOCs {
		t.Errorf("%s, %v", text, err)
	}
	// A view of the list begins with it.
	again := walked(t)
	again.exports()
	again.press("v", "m")
	again.m.here().view = listView{again.m.here().view}
	again.press("e")
	again.wants("(●) IOC list, 1")
}

// listView is a view that shows the list of IOCs.
type listView struct{ views.View }

func (listView) ListsIOCs() bool { return true }

// A file that is there is replaced after a y, and after nothing else.
func TestExportAsksBeforeItReplaces(t *testing.T) {
	r := walked(t)
	r.exports()
	const name = "192-0-2-1-2026-11-23.md"
	mine := func(want string) {
		t.Helper()
		if text, err := os.ReadFile(name); err != nil || !strings.HasPrefix(string(text), want) {
			t.Errorf("%.40q, %v", text, err)
		}
	}
	if err := os.WriteFile(name, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	r.press("e", "m", "enter", "enter") // one too many
	r.settle()
	r.wants("There is a file of that name already. Replace it?", "y replace it", name)
	r.press("enter", "r", "space", "j")
	r.settle()
	r.wants("Replace it?")
	mine("mine")
	r.press("n")
	r.wants("Write the whole case", name)
	r.lacks("Replace it?")
	r.press("enter")
	r.settle()
	r.press("esc")
	r.wants("Write the whole case")
	r.press("enter")
	r.settle()
	r.press("y")
	r.settle()
	r.wants("written: ")
	mine("**TLP:AMBER**")
}

// Whatever is in the way is said, with what to do, and the name stays.
func TestExportThatFails(t *testing.T) {
	r := walked(t)
	r.exports()
	for _, err := range []error{os.Mkdir("there", 0o700), os.WriteFile("file", nil, 0o600), os.Symlink("file", "link.md")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	r.press("e", "m")
	for name, says := range map[string][]string{
		"none/case.md":             {"There is no such directory.", "Make it, or name a file in one that is"},
		"file/case.md":             {"There is no such directory."},
		"there":                    {"It is a directory.", "Name a file in it."},
		"there/":                   {"It is a directory."},
		"link.md":                  {"It is a link, and links are not followed."},
		strings.Repeat("long", 70): {"The name is too long.", "Name a shorter one."},
		"~bob/case.md":             {"somebody's home", "write the path"},
		" ":                        {"No file is named; write where to."},
	} {
		r.retypes(name)
		r.press("enter")
		r.settle()
		tail := strings.TrimSpace(name)
		r.wants(append(says, "Write the whole case", tail[max(0, len(tail)-20):])...)
		r.types("x") // what is typed takes the reproach away
		r.lacks(says[0])
	}
	// What was typed is there again, whatever became of the dialog.
	r.retypes("none/case.md")
	r.press("esc", "e", "enter")
	r.wants("none/case.md")
	r.retypes("~/case.md")
	r.press("enter")
	r.settle()
	r.wants("written: ")
	if _, err := os.Stat(filepath.Join(r.m.opt.Home, "case.md")); err != nil {
		t.Error(err)
	}
	if left, _ := filepath.Glob(".quarry*"); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	r.press("e", "enter")
	r.lacks("~/case.md") // it came to something
}

// A large case is written beside everything else: the dialog lets go, the footer
// says so, and what goes wrong by then is said with a way to go on.
func TestExportThatTakesLong(t *testing.T) {
	r := walked(t)
	o := r.exports()
	r.press("e", "j")
	r.retypes("large.json")
	r.press("enter")
	r.wants("writing it…", "esc go on meanwhile")
	r.press("x", "enter") // nothing is typed into it now
	r.send(stillWriting(1))
	if r.m.dialog != nil {
		t.Fatal("the dialog is still open")
	}
	r.wants("writing large.json…")
	r.send(tea.WindowSizeMsg{Width: 40, Height: 12})
	r.wants("writing large.json…")
	r.send(tea.WindowSizeMsg{Width: 120, Height: 40})
	r.press("t")
	r.wants("Trail of", "writing large.json…") // one works on
	r.press("e", "c", "enter")                 // and writes another
	r.press("esc")
	r.wants("writing 2 files…")
	r.settle()
	r.lacks("writing ")
	if len(o.got) != 2 {
		t.Errorf("%d orders", len(o.got))
	}

	o.fail = &atomicfile.Error{Class: atomicfile.Full, Reason: "there is no space left for it", Next: "free some space"}
	r.press("e", "j")
	r.retypes("full.json")
	r.press("enter")
	r.send(stillWriting(3))
	r.settle()
	r.wants("full.json is not written: there is no space left for it; free some space; e asks again")
	r.press("e", "enter")
	r.wants("full.json")
	o.fail = errors.New("the case is larger than a bundle may be\x1b[2J")
	r.press("enter")
	r.settle()
	r.wants("The case is larger than a bundle may be^[[2J.", "full.json")
	r.press("esc")
	o.fail = &atomicfile.Error{Class: atomicfile.Exists}
	r.press("e", "enter", "enter")
	r.send(stillWriting(5))
	r.settle()
	r.wants("full.json is not written: there is a file of that name already; e asks again")
	if r.m.dialog != nil {
		t.Error("a dialog opens by itself")
	}
}

// Another dialog that is open by then is left alone.
func TestExportClosesItsOwnDialogOnly(t *testing.T) {
	r := walked(t)
	r.exports()
	r.press("e", "j", "enter", "esc", "c")
	r.send(stillWriting(1))
	r.settle()
	r.wants("Comment on ", "written: ")
}

func TestMarking(t *testing.T) {
	r := walked(t)
	r.exports()
	r.press("M")
	r.wants("How far this case may be passed on", "TLP:CLEAR", "for anybody", "TLP:AMBER+STRICT", "▌ a  TLP:AMBER ", "nobody else")
	r.press("r")
	r.wants("this case is TLP:RED: for those it was disclosed to, nobody else; U takes it back")
	r.press("t")
	r.wants("TLP:RED · begun")
	r.press("e")
	r.wants("▲ TLP:RED: for the persons it was disclosed to and nobody else", "pass the file on")
	r.press("m")
	r.wants("▲ TLP:RED: for the persons it was disclosed to and nobody else", "pass the file on")
	r.press("enter")
	r.settle()
	r.wants("written: ", "B, TLP:RED")
	r.press("U")
	r.wants("taken back: the marking", " TLP:AMBER ")
	if kept, _, _ := r.cases.Load(t.Context(), r.m.notebook().Head().ID); kept.TLP != investigation.TLPAmber {
		t.Errorf("kept as %s", kept.TLP)
	}
	for typed, says := range map[string]string{
		"tlp amber+strict": "this case is TLP:AMBER+STRICT", "TLP tlp:green": "this case is TLP:GREEN", "tlp green": "that is so already",
		"tlp yellow": `"yellow" is no TLP marking; write clear, green`, "tlp": "How far this case may be passed on",
	} {
		r.m.write(r.m.notebook().Do(r.m.notebook().SetTLP(map[bool]investigation.TLP{true: "GREEN", false: "AMBER"}[typed == "tlp green"]), now()))
		r.press(":")
		r.types(typed)
		r.press("enter")
		r.wants(says)
		r.press("esc")
	}
}

func TestExportScreens(t *testing.T) {
	for name, keys := range map[string]string{
		"export": "e", "export-file": "e m", "export-exists": "e m enter", "export-failed": "e j", "export-red": "M r e s", "marking": "M",
	} {
		t.Run(name, func(t *testing.T) {
			here, err := os.Getwd() // of the drawings
			if err != nil {
				t.Fatal(err)
			}
			r := real(t, "1.1.1.1")
			r.exports()
			if err := os.WriteFile("1-1-1-1-2026-11-23.md", nil, 0o600); err != nil {
				t.Fatal(err)
			}
			for _, k := range strings.Fields("v s " + keys) {
				r.press(k)
				r.settle()
			}
			if name == "export-failed" {
				r.retypes("cases/portal.json")
				r.press("enter")
				r.settle()
			}
			r.m.notice.text = ""
			t.Chdir(here)
			r.screens(name)
		})
	}
}
