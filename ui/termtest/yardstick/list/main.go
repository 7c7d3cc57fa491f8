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
	"charm.land/lipgloss/v2"
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
	m := &model{list: rows, selected: lipgloss.NewStyle().Bold(true)}
	_, err = tea.NewProgram(m).Run()
	return err
}

type model struct {
	list          yardstick.List
	shown         yardstick.Window
	width, height int
	selected      lipgloss.Style
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
	line := func(r yardstick.Row, name string) {
		fmt.Fprintf(&b, "%s%*s  %s  %s\n", name, names-len(r.Name), "", r.First, r.Last)
	}
	head := yardstick.Headings().Cut(names)
	line(head, yardstick.NoMark+head.Name)
	for n := m.shown.Top; n < m.shown.Top+m.height; n++ {
		if n >= m.list.Len() {
			b.WriteByte('\n')
			continue
		}
		r := m.list.Row(n).Cut(names)
		if n == m.shown.Cursor {
			line(r, m.selected.Render(yardstick.Mark+r.Name))
		} else {
			line(r, yardstick.NoMark+r.Name)
		}
	}
	fmt.Fprintf(&b, " %s/%s", humanize.Comma(int64(m.shown.Cursor+1)), humanize.Comma(int64(m.list.Len())))
	return b.String()
}
