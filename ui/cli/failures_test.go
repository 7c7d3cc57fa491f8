package cli

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"quarry/api/cfsim"
	"quarry/views/frametest"
	"quarry/views/viewtest"
)

// What the command line says of each failure, with the exit code, to be read by
// people: QUARRY_UPDATE=1 writes it anew.
func TestWhatTheCommandLineSaysOfFailures(t *testing.T) {
	var all strings.Builder
	failures := viewtest.EveryFailure()
	for _, name := range slices.Sorted(maps.Keys(failures)) {
		e := failures[name]
		fmt.Fprintf(&all, "%s: exit code %d, class %s\n%s\n\n", name, codeOf(&e), className(e.Class), explained(&e, false))
	}
	frametest.Golden(t, "failures", all.String())
}

// Where fields came and could not be read, nothing is said that an analyst would
// take for an all-clear.
func TestWhatCannotBeReadIsNotNothing(t *testing.T) {
	b := newBench(t)
	for _, f := range cfsim.Faults() {
		if f.Name == "mistyped" {
			b.env[envAccount] = f.Account()
		}
	}
	allClear := regexp.MustCompile(`(?m)none$|in no category|on none|not reserved|found no address|no model's word|no rule matched|` +
		`none matched|none yet|no human review yet|no name points back|0 periods|gives nothing|names none|not given|Nothing known`)
	for subject, endpoints := range map[string]string{
		"192.0.2.44": "ip,pdns", "login-portal.example": "domain,history,whois,phishing",
	} {
		r := b.run("get", subject, "--endpoint", endpoints)
		b.wants(r, exitOK)
		if strings.Count(r.out, "partial: could not be read") != strings.Count(endpoints, ",")+1 {
			t.Errorf("not each of %s says that it is partial:\n%s", endpoints, r.out)
		}
		for line := range strings.Lines(r.out) {
			// There is no rank in the good answer either.
			if found := allClear.FindString(line); found != "" && !strings.Contains(line, "could not be read") && !strings.Contains(line, "Rank") {
				t.Errorf("%s says %q: %s", endpoints, found, line)
			}
		}
	}
}
