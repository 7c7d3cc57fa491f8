package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"strings"

	"quarry/views/safe"
)

// openLog begins the log file where one is asked for. Its lines are JSON, in
// words of quarry's own: neither the token nor anything that a server wrote is
// in it.
func (a *app) openLog(o *options) error {
	if !o.given("log") {
		return nil
	}
	f, err := openPrivate(o.log)
	if err != nil {
		return usage(fmt.Sprintf("--log: the file cannot be written: %s; name a file of your own", reason(err)))
	}
	a.finish = append(a.finish, func() { _ = f.Close() })
	a.log = slog.New(slog.NewJSONHandler(harmlessJSON{f}, &slog.HandlerOptions{Level: slog.LevelDebug}))
	b := buildOf(a.host.Build)
	a.log.Info("begin", "version", b.version, "commit", b.commit, "demo", o.demo)
	return nil
}

// harmlessJSON writes lines of JSON, as slog makes them, with everything escaped
// that could act on the terminal of who reads them: slog escapes less, and paths
// and errors of the system can hold anything.
type harmlessJSON struct{ w io.Writer }

// Write takes a whole line.
func (h harmlessJSON) Write(line []byte) (int, error) {
	if _, err := h.w.Write(safe.EscapeJSON(line)); err != nil {
		return 0, err
	}
	return len(line), nil
}

// openPrivate opens a file to append to that only its owner can read. What is
// no regular file is refused, so that no link or pipe that somebody else put
// there gets the lines.
func openPrivate(name string) (*os.File, error) {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_APPEND|os.O_CREATE|openSafely, 0o600)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errors.New("it is no regular file")
	}
	if err == nil && info.Mode().Perm() != 0o600 {
		err = f.Chmod(0o600) // it was there before, open to others
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}

// reason is what the system says without the path, which the analyst knows.
func reason(err error) string {
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	return strings.TrimSpace(err.Error())
}
