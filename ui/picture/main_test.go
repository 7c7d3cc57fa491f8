//go:build unix

package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"
)

// childVariable makes the test binary be the program whose picture is taken.
const childVariable = "QUARRY_PICTURE_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(childVariable) != "" {
		if _, err := tea.NewProgram(echo{}).Run(); err != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// echo shows its size and the keys it got.
type echo struct {
	width, height int
	keys          string
}

func (e echo) Init() tea.Cmd { return nil }

func (e echo) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		e.width, e.height = msg.Width, msg.Height
	case tea.KeyPressMsg:
		if msg.String() == "q" {
			return e, tea.Quit
		}
		e.keys += "<" + msg.String() + ">"
	}
	return e, nil
}

func (e echo) View() tea.View {
	v := tea.NewView(fmt.Sprintf("echo %dx%d %s\n\x1b[38;2;1;2;3m┌─coloured─┐\x1b[m\n%s.",
		e.width, e.height, strings.Join(os.Args[1:], "+"), e.keys))
	v.AltScreen = true
	v.WindowTitle = "the echo"
	return v
}

// take runs the command against the echo program.
func take(t *testing.T, args ...string) (code int, out, said string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	out = filepath.Join(t.TempDir(), "docs", "screen.svg")
	var stderr bytes.Buffer
	code = run(append([]string{"-bin", self, "-o", out, "-env", childVariable + "=1"}, args...), &stderr)
	return code, out, stderr.String()
}

func TestPicture(t *testing.T) {
	code, out, said := take(t, "-size", "50x6", "-wait", "echo 50x6", "-keys", "p / one enter",
		"-step", "key:esc", "-step", "type:a b", "-wait", "<space><b>.", "--", "--demo", "1.1.1.1")
	if code != 0 || said != "" {
		t.Fatalf("exit code %d: %s", code, said)
	}
	svg, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"echo 50x6 --demo+1.1.1.1", "<title>the echo</title>", `fill="#010203"`, "coloured",
		"&lt;p&gt;&lt;/&gt;&lt;o&gt;&lt;n&gt;&lt;e&gt;&lt;enter&gt;&lt;esc&gt;&lt;a",
	} {
		if !bytes.Contains(svg, []byte(want)) {
			t.Errorf("lacks %q:\n%s", want, svg)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(out), "*")); len(left) != 1 {
		t.Errorf("beside the picture: %v", left)
	}
}

func TestFailures(t *testing.T) {
	cases := []struct {
		name string
		args []string
		code int
		want string
	}{
		{"no step", nil, 2, "the last step must be a -wait"},
		{"ends with a key", []string{"-wait", "echo", "-keys", "p"}, 2, "the last step must be a -wait"},
		{"unknown step", []string{"-step", "sleep:1"}, 2, `no step begins with "sleep"`},
		{"empty step", []string{"-step", "wait:"}, 2, "wait: needs a text"},
		{"odd size", []string{"-size", "80", "-wait", "x"}, 2, "COLUMNSxROWS"},
		{"no size", []string{"-size", "0x4", "-wait", "x"}, 2, "COLUMNSxROWS"},
		{"tail after the size", []string{"-size", "80x24x9", "-wait", "x"}, 2, "COLUMNSxROWS"},
		{"odd variable", []string{"-env", "=x", "-wait", "x"}, 2, "NAME=VALUE"},
		{"never there", []string{"-timeout", "300ms", "-wait", "echo", "-wait", "absent"}, 1, "step 2, wait:absent: context deadline exceeded; the screen was\necho 120x34"},
		{"ended before", []string{"-wait", "echo", "-keys", "q", "-wait", "absent"}, 1, "the program has ended"},
		{"no such key", []string{"-wait", "echo", "-keys", "ctrl+nonsense", "-wait", "echo"}, 1, "no terminal sends"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			code, out, said := take(t, c.args...)
			if code != c.code || !strings.Contains(said, c.want) {
				t.Errorf("exit code %d, want %d; %q in:\n%s", code, c.code, c.want, said)
			}
			if _, err := os.Stat(out); !os.IsNotExist(err) {
				t.Errorf("left a picture: %v", err)
			}
		})
	}
	if code, _, said := take(t, "-h"); code != 0 || !strings.Contains(said, "-step") {
		t.Errorf("help: %d, %s", code, said)
	}
}

func TestStepsKeepTheirOrder(t *testing.T) {
	o, err := parse([]string{"-wait", "one: two", "-keys", " p  / ", "-step", "gone:x", "-timeout", "3s", "--", "-a"}, os.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"wait:one: two", "key:p", "key:/", "gone:x"}
	var got []string
	for _, s := range o.steps {
		got = append(got, s.String())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if o.timeout != 3*time.Second || !cmp.Equal(o.args, []string{"-a"}) || o.cols != 120 || o.rows != 34 {
		t.Errorf("%+v", o)
	}
}

// A picture that did not change is not written again.
func TestWriteLeavesEqualFilesAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.svg")
	for _, content := range []string{"one", "two"} {
		if err := write(path, []byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chtimes(path, time.Unix(1, 0), time.Unix(1, 0)); err != nil {
		t.Fatal(err)
	}
	if err := write(path, []byte("two")); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if !info.ModTime().Equal(time.Unix(1, 0)) {
		t.Error("written again")
	}
}
