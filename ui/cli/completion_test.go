package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"quarry/state/investigation"
)

// Each word that a shell is offered for a case finds it, and means nothing to the
// shell.
func TestCaseNamesAreCompleted(t *testing.T) {
	b, all := cased(t)
	plain, hostile := investigation.Begin(all[0].Account, "ann", b.now()), investigation.Begin(all[0].Account, "ann", b.now())
	db := b.shared()
	b.keep(db, plain.Do(plain.SetName("phish of the week"), b.now()))
	b.keep(db, hostile.Do(hostile.SetName("$(touch x); `id`"), b.now()))
	want := []string{
		"phish of the week\tTLP:AMBER, 0 questions", "198.51.100.7, 2026-11-23\tTLP:AMBER, 1 question",
		all[0].ID.String()[:8] + "\tbank^[[31m phish, 2 questions, last login-portal.example", hostile.Head().ID.String()[:8] + "\t$(touch x); `id`, 0 questions",
	}
	slices.Sort(want)
	offered := func(args ...string) []string {
		t.Helper()
		r := b.run(append([]string{"__complete"}, args...)...)
		b.wants(r, 0)
		list, directive, _ := strings.Cut("\n"+r.out, "\n:")
		if !strings.HasPrefix(directive, "4") {
			t.Errorf("%q completes files: %q", args, r.out)
		}
		words := strings.Split(list, "\n")[1:]
		slices.Sort(words)
		return words
	}
	for _, args := range [][]string{
		{"export", ""}, {"cases", "rename", ""}, {"cases", "delete", ""}, {"cases", "tlp", ""}, {"--resume", ""}, {"export", "--format", "csv", ""},
	} {
		got := offered(args...)
		if !slices.Equal(got, want) {
			t.Errorf("%q offers\n%q\nwant\n%q", args, got, want)
		}
		for _, line := range got {
			word, _, _ := strings.Cut(line, "\t")
			b.wants(b.run("export", word, "--format", "csv"), 0)
		}
	}
	for _, args := range [][]string{{"cases", "restore", ""}, {"export", "x", ""}, {"cases", "delete", "x", ""}, {""}} {
		if got := offered(args...); slices.ContainsFunc(got, func(line string) bool { return strings.Contains(line, "198.51.100.7") }) {
			t.Errorf("%q offers %q", args, got)
		}
	}
	b.wants(b.run("cases", "delete", "198.51.100.7", "--force"), 0)
	if got := offered("cases", "restore", ""); !slices.Equal(got, []string{"198.51.100.7, 2026-11-23\tTLP:AMBER, 1 question"}) {
		t.Errorf("%q", got)
	}
}

// Completing makes no store where there is none, and is silent where it cannot be read.
func TestCompletionLeavesNothing(t *testing.T) {
	b := newBench(t)
	for range 2 {
		if r := b.run("__complete", "export", ""); r.code != 0 || r.out != ":4\n" {
			t.Errorf("%+v", r)
		}
		b.write(".config/quarry/config.toml", "this is no config")
	}
	if _, err := os.Stat(filepath.Dir(b.storePath())); !os.IsNotExist(err) {
		t.Errorf("there is a store: %v", err)
	}
}

func TestCompletionScripts(t *testing.T) {
	b := newBench(t)
	b.wants(b.run("completion", "bogus"), exitUsage, `"bogus"`, "write one of bash, fish, powershell, zsh")
	b.wants(b.run("completion", "bahs"), exitUsage, "did you mean quarry completion bash?")
	for _, shell := range []string{"bash", "zsh", "fish"} {
		path, err := exec.LookPath(shell)
		if err != nil {
			t.Logf("there is no %s here to read its script", shell)
			continue
		}
		cmd := exec.CommandContext(t.Context(), path, "-n") // read, and do not run
		cmd.Stdin = strings.NewReader(b.run("completion", shell).out)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", shell, err, out)
		}
	}
}
