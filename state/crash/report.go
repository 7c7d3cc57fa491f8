package crash

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"quarry/views/safe"
)

// Fact is a line of a report: what stands in it was written by quarry, or is a
// setting of the machine.
type Fact struct{ Name, Value string }

// Reason is what the panic says, as far as it may be told: Go's own errors
// speak of indexes and types. Any other value may quote an answer, and gives
// its type alone; the stack names the place that it comes from.
func (p *Panic) Reason() string {
	if err, ok := p.Value.(runtime.Error); ok {
		return safe.PrintMax(err.Error(), maxFact)
	}
	return fmt.Sprintf("a value of type %T (left out here, since it may quote an answer; the stack names its origin)", p.Value)
}

// maxFact bounds what the machine says of itself.
const maxFact = 400

// Report is the panic as a text to be sent to whoever mends it.
func (p *Panic) Report(at time.Time, facts []Fact) string {
	var b strings.Builder
	fmt.Fprintf(&b, "quarry crash report, %s\n\n", at.UTC().Format(time.RFC3339))
	b.WriteString("It holds no token, no indicator, and nothing that a server sent.\n\n")
	for _, f := range append(facts, Fact{"doing", p.Doing}, Fact{"panic", p.Reason()}) {
		fmt.Fprintf(&b, "%-9s %s\n", f.Name, safe.PrintMax(f.Value, maxFact))
	}
	b.WriteByte('\n')
	for line := range strings.Lines(string(p.Stack)) {
		b.WriteString(safe.Print(withoutArguments(strings.TrimRight(line, "\n"))) + "\n")
	}
	return b.String()
}

// withoutArguments is a line of a stack without the words that a function was
// called with: an IP address is one of two such words.
func withoutArguments(line string) string {
	if place, ok := strings.CutPrefix(line, "\t"); ok {
		place, _, _ = strings.Cut(place, " +0x")
		return "    " + place
	}
	if open := strings.LastIndexByte(line, '('); open >= 0 && strings.HasSuffix(line, ")") {
		return line[:open]
	}
	return line
}

// Write puts a report into a new file of dir, or, where that cannot be written,
// of the directory for temporary files. Only its owner can read it. It returns
// the path.
func Write(dir, report string, at time.Time) (path string, err error) {
	name := "crash-" + at.UTC().Format("20060102T150405Z") + "-*.txt"
	f, err := os.CreateTemp(dir, name)
	if err != nil {
		if f, err = os.CreateTemp("", "quarry-"+name); err != nil {
			return "", err
		}
	}
	// The umask may have taken the owner's own rights; others never have any.
	err = f.Chmod(0o600)
	if err == nil {
		_, err = f.WriteString(report)
	}
	if err == nil {
		err = f.Sync()
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return "", err
	}
	path, err = filepath.Abs(f.Name())
	if err != nil {
		path = f.Name()
	}
	return path, nil
}
