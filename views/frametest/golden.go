package frametest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// UpdateVariable is the environment variable that, set to "1", makes Golden
// write the drawings instead of comparing them.
const UpdateVariable = "QUARRY_UPDATE"

// Golden compares a drawing with testdata/golden/<name>.txt of the package
// under test and fails with the lines that differ. With QUARRY_UPDATE=1 it
// writes the file instead; where CI=true that fails too, so that no drawing is
// accepted which nobody looked at. The name may hold "/" for directories.
func Golden(t testing.TB, name, got string) {
	t.Helper()
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		t.Fatalf("golden name %q leads out of testdata/golden", name)
		return
	}
	path := filepath.Join("testdata", "golden", filepath.FromSlash(name)+".txt")
	if os.Getenv(UpdateVariable) == "1" {
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s=1 in CI: %s would be accepted unseen", UpdateVariable, path)
			return
		}
		if err := writeGolden(path, got); err != nil {
			t.Fatalf("golden: %v", err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("golden: %v\nrun with %s=1 to write it, then look at it. It would be:\n%s", err, UpdateVariable, got)
		return
	}
	if diff := lineDiff(string(want), got); diff != "" {
		t.Errorf("the drawing differs from %s (-want +got; %s=1 accepts it):\n%s", path, UpdateVariable, diff)
	}
}

func writeGolden(path, got string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(got), 0o644)
}

// line is a type of its own with an Equal method so that cmp shows a line that
// differs whole; of plain strings it would show the pieces, joined.
type line string

// Equal says whether the lines are the same.
func (l line) Equal(other line) bool { return l == other }

func lineDiff(want, got string) string {
	return cmp.Diff(drawingLines(want), drawingLines(got))
}

func drawingLines(s string) []line {
	// A checkout may have turned the line ends into CR LF.
	var lines []line
	for l := range strings.SplitSeq(strings.ReplaceAll(s, "\r\n", "\n"), "\n") {
		lines = append(lines, line(l))
	}
	return lines
}
