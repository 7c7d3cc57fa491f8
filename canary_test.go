//go:build unix

package main

import (
	"bytes"
	"cmp"
	"database/sql"
	"fmt"
	"html"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/sync/errgroup"

	"quarry/api/cfsim"
	"quarry/state/store"
	"quarry/ui/handover"
	"quarry/ui/termtest"
	"quarry/ui/termtest/ptyrun"
	"quarry/views/frametest"
)

// canary is a token that must be found nowhere but in the Authorization header
// of calls to the base URL.
const canary = "canary-Zm9vYmFyYmF6cXV4-0123456789_abcde"

// echo answers a question about one of its addresses with the request's
// Authorization header in it, in some way; all other questions go on to the
// simulator.
type echo struct {
	t         *testing.T
	sim       http.Handler
	elsewhere string

	mu   sync.Mutex
	seen map[string]int // the Authorization headers that arrived
}

// echoes are the addresses and what each gets.
func echoes() map[string]string {
	return map[string]string{
		"198.51.100.1":  "in a field",
		"198.51.100.2":  "in a field, as escapes of JSON",
		"198.51.100.3":  "in the message of a refusal",
		"198.51.100.4":  "in a web page",
		"198.51.100.5":  "in a redirect to another port",
		"198.51.100.6":  "in the content type",
		"198.51.100.7":  "in the ray",
		"198.51.100.8":  "in a name of a field",
		"198.51.100.9":  "in what is no HTTP",
		"198.51.100.10": "in \"nothing known\", which is kept",
		"198.51.100.11": "in a body that is no JSON",
		"198.51.100.12": "in a rate limit", // the last one: what follows would be held back
	}
}

func (e *echo) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	said := r.Header.Get("Authorization")
	e.mu.Lock()
	e.seen[said]++
	e.mu.Unlock()
	header := w.Header()
	header.Set("Content-Type", "application/json")
	refuse := func(status int) {
		w.WriteHeader(status)
		fmt.Fprintf(w, `{"success":false,"errors":[{"code":10404,"message":"you sent %s"}],"messages":[],"result":null}`, said)
	}
	good := func(text string) {
		fmt.Fprintf(w, `{"success":true,"errors":[],"messages":[],"result":[{"ip":%q,"belongs_to_ref":{"value":64500,"description":"%s"}}]}`, r.URL.Query().Get("ipv4"), text)
	}
	switch echoes()[r.URL.Query().Get("ipv4")] {
	case "in a field":
		good(said)
	case "in a field, as escapes of JSON":
		var b strings.Builder
		for _, c := range []byte(said) {
			fmt.Fprintf(&b, `\u%04x`, c)
		}
		good(b.String())
	case "in the message of a refusal":
		refuse(http.StatusUnauthorized)
	case "in a web page":
		header.Set("Content-Type", "text/html")
		fmt.Fprintf(w, "<html><title>%s</title>Authorization: %s</html>", said, html.EscapeString(said))
	case "in a redirect to another port":
		http.Redirect(w, r, e.elsewhere+"?"+said, http.StatusFound)
	case "in the content type":
		header.Set("Content-Type", "text/"+strings.ReplaceAll(said, " ", "-"))
		fmt.Fprint(w, "no JSON")
	case "in the ray":
		header.Set("Cf-Ray", said)
		good("EXAMPLE")
	case "in a name of a field":
		fmt.Fprintf(w, `{"success":true,"errors":[],"messages":[],"result":[{"ip":%q,%q:1}]}`, r.URL.Query().Get("ipv4"), said)
	case "in what is no HTTP":
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			e.t.Error(err)
			return
		}
		_, _ = fmt.Fprintf(conn, "HTTP/1.1 %s\r\n\r\n", said)
		_ = conn.Close()
	case "in a rate limit":
		header.Set("Retry-After", "3600")
		refuse(http.StatusTooManyRequests)
	case "in a body that is no JSON":
		fmt.Fprint(w, said)
	case "in \"nothing known\", which is kept":
		refuse(http.StatusNotFound)
	default:
		header.Del("Content-Type")
		e.sim.ServeHTTP(w, r)
	}
}

// fakes puts programs on the PATH of a home that stand for those that set a
// clipboard. Each notes its arguments, its environment and what it reads.
func fakes(t *testing.T, home string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(home, "bin"), 0o700); err != nil {
		t.Fatal(err)
	}
	script := `#!/bin/sh
note=` + home + `/child-${0##*/}-$$
{ echo "$0 $@"; export -p; /bin/cat /proc/$$/environ /proc/$$/cmdline; /bin/cat; } > $note.part
/bin/mv $note.part $note
`
	for _, name := range []string{"xclip", "wl-copy", "wl-paste", "tmux"} {
		if err := os.WriteFile(filepath.Join(home, "bin", name), []byte(script), 0o700); err != nil {
			t.Fatal(err)
		}
	}
}

// children are the notes of the programs that were started.
func children(t *testing.T, home, name string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(home, "child-"+name+"-*[0-9]"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// hasNoCanary checks a text, and what it is without escape sequences.
func hasNoCanary(t *testing.T, where string, text []byte) {
	t.Helper()
	for _, form := range []string{string(text), ansi.Strip(string(text))} {
		// A tail of it would do to recognise it.
		if at := strings.Index(form, canary[len(canary)-16:]); at >= 0 {
			t.Errorf("the token is in %s: …%q", where, form[max(0, at-60):min(len(form), at+30)])
			return
		}
	}
}

func TestTheTokenIsNowhere(t *testing.T) {
	t.Parallel()
	other := 0
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { other++ }))
	defer elsewhere.Close()
	e := &echo{t: t, sim: cfsim.New(cfsim.Options{Token: canary}), elsewhere: elsewhere.URL, seen: map[string]int{}}
	server := httptest.NewServer(e)
	defer server.Close()
	home := t.TempDir()
	fakes(t, home)
	env := []string{
		"CLOUDFLARE_API_TOKEN=" + canary, "CF_API_TOKEN=" + canary, "CLOUDFLARE_ACCOUNT_ID=" + cfsim.DemoAccount,
		"CLOUDFLARE_BASE_URL=" + server.URL + cfsim.BasePath,
	}

	commandLine(t, home, env)
	for where, clipboard := range map[string][]string{
		"xclip":   {"DISPLAY=:7"},
		"wl-copy": {"WAYLAND_DISPLAY=wayland-7"},
		"tmux":    {"TMUX=/nowhere,1,0", "TMUX_PANE=%1", "SSH_TTY=/dev/pts/9"},
		"":        {"SSH_TTY=/dev/pts/9"},
	} {
		name := where
		if name == "" {
			name = "OSC 52"
		}
		t.Run(name, func(t *testing.T) {
			addresses := slices.SortedFunc(maps.Keys(echoes()), func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })
			if where != "" && where != "xclip" { // these two differ in the program alone
				addresses = addresses[:3]
			}
			workbench(t, home, append(slices.Clone(env), clipboard...), addresses)
			if where != "" && len(children(t, home, where)) == 0 {
				t.Errorf("%s was not started", where)
			}
		})
	}
	if len(e.seen) != 1 || e.seen["Bearer "+canary] < 40 {
		t.Errorf("the server was sent %v", e.seen)
	}
	if other > 0 {
		t.Errorf("a redirect was followed %d times", other)
	}
	searchDisk(t, home)
}

// commandLine runs what there is without a terminal.
func commandLine(t *testing.T, home string, env []string) {
	t.Helper()
	clean, err := ptyrun.Environment(home, env...)
	if err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(home, "token.toml")
	if err := os.WriteFile(config, []byte("token = \""+canary+"\"\ntheme = \""+canary+"\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	defer os.Remove(config)
	runs := [][]string{
		{"auth", "check"}, {"auth", "check", "--spend"}, {"quota"}, {"quota", "set", "7", "--json"}, {"version"}, {"help"},
		{"get", "login-portal.example", "--endpoint", "domain,whois,history,ip"}, {"get", "AS64500", "--json"},
		{"get", "hostile.example", "--endpoint", "whois", "--json"}, {"get", "no indicator"}, {"get", canary}, {"--token", canary},
		{"get", "1.1.1.1", "--config", config}, {"get", "1.1.1.1", "--account", "wrong"}, {"get", "1.1.1.1", "--base-url", "http://example.com/" + canary},
	}
	for address := range echoes() {
		runs = append(runs, []string{"get", address}, []string{"get", address, "--json", "--fresh", "--force"})
	}
	run := func(args []string) {
		if args[0] == "get" {
			args = append(args, "--log", filepath.Join(home, "log"))
		}
		cmd := exec.CommandContext(t.Context(), termtest.Build(t), args...)
		cmd.Env = clean
		var out, errs bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &errs
		_ = cmd.Run()
		if cmd.ProcessState.ExitCode() < 0 || out.Len()+errs.Len() == 0 {
			t.Errorf("%q: %v, nothing was said", args, cmd.ProcessState)
		}
		hasNoCanary(t, fmt.Sprintf("standard output of %q", args), out.Bytes())
		hasNoCanary(t, fmt.Sprintf("standard error of %q", args), errs.Bytes())
	}
	var some errgroup.Group
	some.SetLimit(4) // some wait, to try again
	for _, args := range runs {
		some.Go(func() error { run(args); return nil })
	}
	_ = some.Wait()
	run([]string{"get", "198.51.100.1", "--offline", "--json"})
}

// workbench walks to every address that is echoed, looks at the raw answer, and
// copies what there is to copy.
func workbench(t *testing.T, home string, env, addresses []string) {
	a := analyst{t, termtest.Start(t, termtest.Options{
		Path: termtest.Build(t), Args: []string{"--log", filepath.Join(home, "log-workbench"), "1.1.1.1"}, Cols: 120, Rows: 40, Env: env, Home: home,
	})}
	copies := func(how ...string) {
		t.Helper()
		before := len(children(t, home, "*")) + len(a.OSC52())
		a.Send(how[0])
		if len(how) > 1 {
			a.WaitText("Copy as")
			a.Send(how[1])
			a.WaitGone("Copy as")
		}
		a.Wait("the copy", func(frametest.Screen) bool { return len(children(t, home, "*"))+len(a.OSC52()) > before })
	}
	a.sees("CLOUDFLARENET")
	for _, address := range addresses {
		a.Send("o")
		a.Type(address)
		a.Send("enter")
		s := a.Wait("an answer about "+address, func(s frametest.Screen) bool {
			return strings.Contains(s.Line(2), address) && !s.Contains("Asking") && !s.Contains(" under way") && !s.Contains("What has not been sent")
		})
		hasNoCanary(t, "the screen", []byte(s.Text()))
		hasNoCanary(t, "the title", []byte(s.Title()))
		if s.Contains("J raw") {
			a.Send("J")
			a.WaitText("Raw answer")
			raw := a.WaitGone("taking the answer apart")
			hasNoCanary(t, "the raw answer", []byte(raw.Text()))
			if !strings.Contains(echoes()[address], "redirect") { // whose body is not kept
				copies("y")
			}
			a.Send("[")
			a.WaitGone("Raw answer")
			copies("Y", "u") // the curl command
		}
		copies("Y", "d")
	}
	a.Send("y")
	for _, f := range handover.Formats() { // searched with all that lies in the home
		a.orders(f.Name, fmt.Sprintf("case-%d%s", time.Now().UnixNano(), f.Ending))
		a.Wait(f.Name+" to be written", func(s frametest.Screen) bool {
			return s.Contains("written: ") && s.Contains(f.Ending+", ") && !s.Contains("Write the whole case")
		})
	}
	a.leaves()
	for _, text := range a.OSC52() {
		hasNoCanary(t, "a text for the clipboard", []byte(text))
	}
	hasNoCanary(t, "what went to the terminal", a.Stream())
}

// searchDisk looks into every file below the home, and into the bodies that the
// store has packed.
func searchDisk(t *testing.T, home string) {
	t.Helper()
	files := map[string]int{}
	err := filepath.WalkDir(home, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		hasNoCanary(t, path, text)
		files[filepath.Base(path)] = len(text)
		if strings.HasPrefix(d.Name(), "case-") {
			files["exports"]++
		}
		return err
	})
	if err != nil || files["quarry.db"] == 0 || files["log"] == 0 || files["log-workbench"] == 0 || files["exports"] < 6*4 {
		t.Errorf("%v: not all was searched: %v", err, files)
	}
	path := filepath.Join(home, ".local", "state", "quarry", "quarry.db")
	s, _, err := store.Open(t.Context(), path, store.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.QueryContext(t.Context(), `SELECT c.text, q.text, b.sha256 FROM body b
		JOIN answer a ON a.body_id = b.id JOIN question q ON q.id = a.question_id JOIN account c ON c.id = q.account_id
		GROUP BY b.id`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	bodies, struck := 0, 0
	for rows.Next() {
		var account, question string
		var sum []byte
		if err := rows.Scan(&account, &question, &sum); err != nil {
			t.Fatal(err)
		}
		kept, ok, err := s.Shown(t.Context(), account, question, [32]byte(sum))
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		hasNoCanary(t, "a body in the store", kept.Body)
		bodies++
		if bytes.Contains(kept.Body, []byte("[token]")) {
			struck++
		}
	}
	// Those that are answers and not failures: two fields, a name, "nothing known".
	if err := rows.Err(); err != nil || bodies < 8 || struck < 4 {
		t.Errorf("%d bodies, %d with a token struck out, %v", bodies, struck, err)
	}
}
