package cli

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"quarry/state/crash"
	"quarry/state/indicator"
)

// maxIndicators bounds a list: the largest quota there is allows half of it
// in a month.
const maxIndicators = 100_000

// maxComplaints bounds how many wrong lines of a list are told.
const maxComplaints = 20

// entry is one text that should be an indicator, and where it stands.
type entry struct{ where, text string }

// gather reads what the arguments name; "-" is standard input, one indicator a
// line, where blank lines and comments are skipped. Every text is checked
// before anything is asked: the error names each that is wrong.
func (a *app) gather(ctx context.Context, args []string) ([]indicator.Indicator, error) {
	var entries []entry
	for _, arg := range args {
		if arg != "-" {
			entries = append(entries, entry{text: arg})
			continue
		}
		lines, err := readList(ctx, a.host.Stdin)
		if err != nil {
			return nil, err
		}
		entries = append(entries, lines...)
	}
	if len(entries) == 0 {
		return nil, usage("there is no indicator in the list; write one a line")
	}
	var found []indicator.Indicator
	var wrong []error
	more := 0
	for _, e := range entries {
		i, err := indicator.Parse(e.text)
		switch {
		case err == nil:
			found = append(found, i)
		case len(wrong) < maxComplaints:
			wrong = append(wrong, errors.New(e.where+err.Error()))
		default:
			more++
		}
	}
	if more > 0 {
		wrong = append(wrong, fmt.Errorf("%d more are no indicators either", more))
	}
	if len(wrong) > 0 {
		return nil, usageError{errors.Join(append(wrong, errors.New("nothing was asked"))...)}
	}
	return found, nil
}

// readList reads a list, and gives up waiting for it when ctx ends.
func readList(ctx context.Context, r io.Reader) ([]entry, error) {
	type result struct {
		entries []entry
		err     error
	}
	done := make(chan result, 1)
	crash.Go(ctx, "reading a list", func() {
		entries, err := parseList(r)
		done <- result{entries, err}
	})
	select {
	case got := <-done:
		return got.entries, got.err
	case <-ctx.Done():
		return nil, interruption(ctx)
	}
}

// parseList splits a list into its entries. Of a line that is too long to be
// an indicator the beginning is kept, which is refused later like any other.
func parseList(r io.Reader) ([]entry, error) {
	// Some editors on Windows begin a file with a byte order mark.
	buffered := bufio.NewReader(r)
	if mark, _ := buffered.Peek(3); string(mark) == "\ufeff" {
		_, _ = buffered.Discard(3)
	}
	var entries []entry
	for n := 1; ; n++ {
		line, err := readLine(buffered)
		if text := uncomment(line); text != "" {
			if len(entries) == maxIndicators {
				return nil, usage(fmt.Sprintf("the list holds more than %d indicators; split it", maxIndicators))
			}
			entries = append(entries, entry{where: fmt.Sprintf("line %d: ", n), text: text})
		}
		switch {
		case errors.Is(err, io.EOF):
			return entries, nil
		case err != nil:
			return nil, fmt.Errorf("standard input cannot be read: %w", err)
		}
	}
}

// readLine reads a line and keeps of it no more than tells that it is too long.
func readLine(r *bufio.Reader) (string, error) {
	var line bytes.Buffer
	for {
		part, err := r.ReadSlice('\n')
		if room := indicator.MaxLen + 1024 - line.Len(); room > 0 {
			line.Write(part[:min(room, len(part))])
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line.String(), err
		}
	}
}

// uncomment cuts a comment off: "#" at the line's beginning or after a space.
func uncomment(line string) string {
	line = strings.TrimSpace(line)
	if strings.HasPrefix(line, "#") {
		return ""
	}
	for _, mark := range []string{" #", "\t#"} {
		line, _, _ = strings.Cut(line, mark)
	}
	return strings.TrimSpace(line)
}
