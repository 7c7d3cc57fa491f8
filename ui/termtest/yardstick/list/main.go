// Command list shows a file of rows on Bubble Tea, in a list made by hand: only
// what can be seen is made into text. The options are as they come, so that it
// draws 60 times a second at most.
//
// j and k move, g and G go to the ends, q quits.
package main

import (
	"fmt"
	"os"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/dustin/go-humanize"

	"quarry/ui/termtest/yardstick"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: list FILE")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "list:", err)
		os.Exit(1)
	}
}

func run(path string) error {
	rows, err := yardstick.Open(path)
	if err != nil {
		return err
	}
	_, err = tea.NewProgram(&model{list: rows}).Run()
	return err
}

type model struct {
	list          yardstick.List
	shown         yardstick.Window
	width, height int
}

func (m *model) Init() tea.Cmd { return nil }

func (m *model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, yardstick.Height(msg.Height)
		m.shown = m.shown.Key("", m.list.Len(), m.height)
	case tea.KeyPressMsg:
		key := msg.String()
		if key == "q" {
			return m, tea.Quit
		}
		m.shown = m.shown.Key(key, m.list.Len(), m.height)
	}
	return m, nil
}

func (m *model) View() tea.View {
	v := tea.NewView(m.text())
	v.AltScreen = true
	return v
}

// text is the screen; nothing before its size is known.
func (m *model) text() string {
	if m.width == 0 {
		return ""
	}
	var b strings.Builder
	names := yardstick.NameWidth(m.width)
	line := func(mark string, r yardstick.Row) {
		fmt.Fprintf(&b, "%s%-*.*s  %s  %s\n", mark, names, names, r.Name, r.First, r.Last)
	}
	line(yardstick.NoMark, yardstick.Headings())
	for n := m.shown.Top; n < m.shown.Top+m.height; n++ {
		if n < m.list.Len() {
			line(m.shown.Mark(n), m.list.Row(n))
		} else {
			b.WriteByte('\n')
		}
	}
	fmt.Fprintf(&b, " %s/%s", humanize.Comma(int64(m.shown.Cursor+1)), humanize.Comma(int64(m.list.Len())))
	return b.String()
}
