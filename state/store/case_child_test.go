//go:build linux

package store

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"quarry/state/indicator"
	"quarry/state/investigation"
)

// writeCase adds nodes to the investigation of the environment without end, each
// a part of its own as a window keeps them, and announces them when they are kept.
func writeCase(ctx context.Context, path string) error {
	s, err := openChild(ctx, path)
	if err != nil {
		return err
	}
	id, err := investigation.ParseID(os.Getenv("QUARRY_STORE_CASE"))
	if err != nil {
		return err
	}
	i, _, err := s.Investigation(ctx, id)
	if err != nil {
		return err
	}
	b := investigation.Open(i, os.Getenv("QUARRY_STORE_WHO"))
	parent := i.Nodes[0].ID
	for k := 0; ; k++ {
		name := indicator.MustParse(fmt.Sprintf("h%d-%d.example.com", os.Getpid(), k))
		_, part := b.Ask(parent, investigation.Node{Question: "domain " + name.String(), Indicator: name}, noon())
		if _, err := s.KeepInvestigation(ctx, part); err != nil {
			return err
		}
		if _, err := s.KeepInvestigation(ctx, b.Do(b.SetVerdict(investigation.Benign, name), noon())); err != nil {
			return err
		}
		if _, err := fmt.Println(name); err != nil {
			return err
		}
	}
}

// Two windows on one case are killed: all that either said it had kept is there.
func TestTwoWindowsKilled(t *testing.T) {
	path := place(t)
	s, _ := opened(t, path)
	b := trail()
	kept(t, s, b.Snapshot())
	said := make(map[string]bool)
	const enough = 40
	var windows []*exec.Cmd
	lines := make(chan string)
	for _, who := range []string{"ann", "bob"} {
		cmd := childCommand(t, "case", path, "QUARRY_STORE_CASE="+b.Head().ID.String(), "QUARRY_STORE_WHO="+who)
		out, err := cmd.StdoutPipe()
		must(t, err)
		must(t, cmd.Start())
		windows = append(windows, cmd)
		go func() {
			for r := bufio.NewScanner(out); r.Scan(); {
				lines <- r.Text()
			}
			lines <- "" // it is gone
		}()
	}
	count := map[string]int{}
	for left := len(windows); left > 0; {
		select {
		case line := <-lines:
			if line == "" {
				left--
				break
			}
			said[line] = true
			who, _, _ := strings.Cut(line, "-")
			if count[who]++; len(count) == 2 && len(said) >= enough {
				for _, w := range windows {
					_ = w.Process.Kill()
				}
			}
		case <-time.After(time.Minute):
			t.Fatalf("after %d nodes nothing comes", len(said))
		}
	}
	for _, w := range windows {
		_ = w.Wait() // killed
	}
	got := loaded(t, s, b.Head().ID)
	asked, by := map[string]bool{}, map[string]int{}
	for _, n := range got.Nodes {
		asked[n.Indicator.String()] = true
		by[n.By]++
	}
	judged := map[string]bool{}
	for _, j := range got.Judgements {
		judged[j.Indicator.String()] = j.Verdict == investigation.Benign
	}
	for name := range said {
		if !asked[name] || !judged[name] {
			t.Errorf("%s was said to be kept: asked %t, judged %t", name, asked[name], judged[name])
		}
	}
	if by["ann"] < 2 || by["bob"] < 1 {
		t.Errorf("one window has written nothing: %v", by)
	}
	if h, err := s.Health(t.Context()); err != nil || h.Integrity != "ok" {
		t.Error(h, err)
	}
}
