//go:build unix

package termtest_test

import (
	"fmt"
	"os"
	"os/signal"
	"sort"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"quarry/ui/termtest"
)

// childVariable makes the test binary be one of the programs that the tests
// drive, instead of running the tests.
const childVariable = "QUARRY_TERMTEST_CHILD"

func TestMain(m *testing.M) {
	switch os.Getenv(childVariable) {
	case "":
		os.Exit(termtest.Main(m))
	case "tea":
		os.Exit(teaChild())
	case "rude":
		os.Exit(rudeChild())
	case "env":
		os.Exit(envChild())
	}
	os.Exit(99)
}

// model shows the last message of each sort, and obeys a few keys.
type model struct {
	keys          []string
	pasted, mouse string
	width, height int
}

func (m model) Init() tea.Cmd { return nil }

func (m model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case tea.PasteMsg:
		m.pasted = msg.Content
	case tea.MouseClickMsg:
		m.mouse = fmt.Sprintf("click %d,%d", msg.X, msg.Y)
	case tea.MouseWheelMsg:
		m.mouse += fmt.Sprintf(" %s %d,%d", msg.Button, msg.X, msg.Y)
	case tea.KeyPressMsg:
		m.keys = append(m.keys, msg.String())
		switch msg.String() {
		case "y":
			return m, tea.SetClipboard("evil[.]example")
		case "q":
			return m, tea.Quit
		case "P":
			panic("asked for")
		}
	}
	return m, nil
}

func (m model) View() tea.View {
	v := tea.NewView(fmt.Sprintf("size %d×%d é日本 end\nkeys %s.\npasted %q\nmouse %s.",
		m.width, m.height, strings.Join(m.keys, " "), m.pasted, m.mouse))
	v.AltScreen = true
	v.MouseMode = tea.MouseModeCellMotion
	v.WindowTitle = "child; of the test"
	return v
}

func teaChild() int {
	if _, err := tea.NewProgram(model{}).Run(); err != nil {
		return 1
	}
	return 7
}

// rudeChild switches things on and leaves them on. It does so without reading
// its input or answering anything.
func rudeChild() int {
	hold := make(chan os.Signal, 1)
	signal.Notify(hold, os.Interrupt) // before it says that it is ready
	fmt.Print("\x1b[?1049h\x1b[?25l\x1b[?1002;1006h\x1b[?2004h\x1b[?1004h\x1b[>1u\x1b[>4;2m" +
		"\x1b[c\x1b[6n\x1b]52;c;!!!\x07\x1b]52;c;?\x07ready")
	<-hold
	return 0
}

func envChild() int {
	env := os.Environ()
	sort.Strings(env)
	dir, _ := os.Getwd()
	fmt.Printf("args %q\ndir %s\n%s\nready\n", os.Args[1:], dir, strings.Join(env, "\n"))
	return 3
}
