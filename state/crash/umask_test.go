//go:build unix

package crash_test

import (
	"os"
	"syscall"
	"testing"

	"quarry/state/crash"
)

// Not parallel: the mask is that of the whole process.
func TestWriteWhateverTheUmask(t *testing.T) {
	for _, mask := range []int{0, 0o777} {
		dir := t.TempDir()
		before := syscall.Umask(mask)
		path, err := crash.Write(dir, "text", noon())
		syscall.Umask(before)
		if err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("umask %o: %v, %v", mask, info.Mode(), err)
		}
	}
}
