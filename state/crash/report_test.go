package crash_test

import (
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"quarry/state/crash"
)

func noon() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }

// panicked is what calling f is caught with.
func panicked(t *testing.T, f func()) *crash.Panic {
	t.Helper()
	ctx, caught := handled(t)
	func() {
		defer crash.Catch(ctx, "testing")
		f()
	}()
	return arrival(t, caught)
}

func TestReason(t *testing.T) {
	const wire = "evil.example\x1b]52;c;eA==\a"
	var none []int
	var nothing map[string]int
	var anything any = wire
	for name, c := range map[string]struct {
		f    func()
		want string
	}{
		"index":      {func() { _ = none[len(wire)] }, "runtime error: index out of range"},
		"nil map":    {func() { nothing[wire] = 1 }, "assignment to entry in nil map"},
		"assertion":  {func() { _ = anything.(int) }, "interface conversion: interface {} is string, not int"},
		"unhashable": {func() { _ = map[any]int{[]int{}: 1} }, "hash of unhashable type"},
		"nil":        {func() { panic(nil) }, "panic called with nil"},
		"a string":   {func() { panic(wire) }, "a value of type string"},
		"an error":   {func() { panic(fmt.Errorf("read %s", wire)) }, "a value of type *errors.errorString"},
		"anything":   {func() { panic(struct{ s string }{wire}) }, "a value of type struct { s string }"},
	} {
		t.Run(name, func(t *testing.T) {
			reason := panicked(t, c.f).Reason()
			if !strings.Contains(reason, c.want) {
				t.Errorf("%q lacks %q", reason, c.want)
			}
			if strings.Contains(reason, "evil") {
				t.Errorf("quotes what came from the wire: %q", reason)
			}
		})
	}
}

//go:noinline
func index(addr netip.Addr, list []int) int { return list[3+addr.BitLen()-32] }

func TestReport(t *testing.T) {
	p := panicked(t, func() { index(netip.MustParseAddr("192.0.2.44"), nil) })
	text := p.Report(noon(), []crash.Fact{{"quarry", "1.2.3"}, {"terminal", "xterm\x1b[31m" + strings.Repeat("x", 5000)}})
	for _, want := range []string{
		"quarry crash report, 2026-11-23T12:00:00Z\n", "\nquarry    1.2.3\n", "\nterminal  xterm^[[31mxxx",
		"\ndoing     testing\n", "\npanic     runtime error: index out of range [3] with length 0\n",
		"\nquarry/state/crash_test.index\n", "\nquarry/state/crash_test.TestReport.func1\n", "report_test.go:",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "c000022c") || strings.Contains(text, "0x") {
		t.Errorf("the arguments are told, an address among them:\n%s", text)
	}
	for n, c := range text {
		if c < ' ' && c != '\n' || c >= 0x7f && c != '…' {
			t.Errorf("%q at %d", c, n)
		}
	}
	if len(text) > 10_000 {
		t.Errorf("%d bytes", len(text))
	}
}

func TestWrite(t *testing.T) {
	dir := t.TempDir()
	seen := map[string]bool{}
	for range 3 { // within the same second
		path, err := crash.Write(dir, "text", noon())
		if err != nil || filepath.Dir(path) != dir || !strings.HasPrefix(filepath.Base(path), "crash-20261123T120000Z-") {
			t.Fatalf("%s, %v", path, err)
		}
		if seen[path] {
			t.Errorf("%s was written over", path)
		}
		seen[path] = true
		got, err := os.ReadFile(path)
		info, statErr := os.Stat(path)
		if err != nil || statErr != nil || string(got) != "text" {
			t.Errorf("%q, %v, %v", got, err, statErr)
		}
		if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Errorf("mode %o", info.Mode().Perm())
		}
	}
}

// Where the state directory cannot be written the report still is.
func TestWriteElsewhere(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	if runtime.GOOS == "windows" {
		t.Setenv("TMP", temporary)
	}
	path, err := crash.Write(filepath.Join(temporary, "not there"), "text", noon())
	if err != nil || filepath.Dir(path) != temporary || !strings.HasPrefix(filepath.Base(path), "quarry-crash-") {
		t.Errorf("%s, %v", path, err)
	}
	t.Setenv("TMPDIR", filepath.Join(temporary, "not there"))
	t.Setenv("TMP", filepath.Join(temporary, "not there"))
	if path, err := crash.Write(temporary+"/neither", "text", noon()); err == nil {
		t.Errorf("written to %s", path)
	}
}
