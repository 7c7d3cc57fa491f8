package cli

import (
	"context"
	"errors"
	"fmt"
	"syscall"
	"testing"

	tea "charm.land/bubbletea/v2"
)

func TestHowTheProgramEnded(t *testing.T) {
	quit, cancel := context.WithCancelCause(context.Background())
	cancel(&interrupted{syscall.SIGHUP})
	for name, c := range map[string]struct {
		ctx  context.Context
		err  error
		code int
	}{
		"left":                              {t.Context(), nil, exitOK},
		"signal":                            {quit, fmt.Errorf("%w: %w", tea.ErrProgramKilled, context.Canceled), exitInterrupted},
		"signal and left":                   {quit, nil, exitInterrupted},
		"failing terminal, then the signal": {quit, errors.New("input/output error"), exitInterrupted},
		"interrupt":                         {t.Context(), fmt.Errorf("%w: %w", tea.ErrProgramKilled, tea.ErrInterrupted), exitInterrupted},
		"panic":                             {t.Context(), fmt.Errorf("%w: %w", tea.ErrProgramKilled, tea.ErrProgramPanic), exitFailure},
		"failing terminal":                  {t.Context(), errors.New("input/output error"), exitFailure},
	} {
		err := programError(c.ctx, c.err)
		if got := exitCode(err); got != c.code || (err == nil) != (c.code == exitOK) {
			t.Errorf("%s: code %d, %v", name, got, err)
		}
	}
}
