//go:build unix

package main

import (
	"syscall"
	"testing"
)

// Who goes on with a case after a connection that was lost has the screen as it was:
// what was filtered and marked in the view that one was in, too.
func TestTheScreenAfterALostConnection(t *testing.T) {
	for _, c := range []struct {
		name string
		end  func(analyst)
	}{
		{"hang-up", func(a analyst) { a.Signal(syscall.SIGHUP) }},
		{"terminated", func(a analyst) { a.Signal(syscall.SIGTERM) }},
		{"left", func(a analyst) { a.Send("q") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			acc := newAccount(t, `plan = "free"`)
			a := acc.sits(t, "192.0.2.44")
			a.sees("IP 192.0.2.44", "EXAMPLE-HOSTING")
			a.Send("p")
			a.sees("Passive DNS of 192.0.2.44", "640 names")
			a.Send("/")
			a.Type("login")
			a.Send("enter", "g", "space", "j", "space", ".")
			// The lines of what follows are the table's until they come.
			was := table(a.sees("filter: login", "marked: 2", "sorted by FIRST SEEN", "shared hosting, 640 names"))
			c.end(a)
			a.WaitExit()
			b := acc.sits(t, "--resume")
			if is := table(b.sees("filter: login", "marked: 2", "sorted by FIRST SEEN", "shared hosting, 640 names")); is != was {
				t.Errorf("the names were\n%s\nand are\n%s", was, is)
			}
			b.leaves()
		})
	}
}
