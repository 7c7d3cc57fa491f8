package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"quarry/api/cfsim"
	"quarry/views/frametest"
)

// session of a test: a simulated API, and an environment that leads to it.
type bench struct {
	t    *testing.T
	sim  *cfsim.Server
	home string
	env  map[string]string
	// stdin is what get - reads.
	stdin string
	// terminal makes standard error a terminal.
	terminal bool
	// stdinTerminal makes standard input a terminal.
	stdinTerminal bool
	// user and now are whoever runs it, and when; the zero values ask the
	// system.
	user string
	now  func() time.Time
}

func newBench(t *testing.T) *bench {
	t.Helper()
	return newBenchOf(t, cfsim.DemoToken)
}

// newBenchOf is a bench with a token of its own.
func newBenchOf(t *testing.T, token string) *bench {
	t.Helper()
	sim := cfsim.New(cfsim.Options{Token: token})
	url, stop, err := sim.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	home := t.TempDir()
	return &bench{t: t, sim: sim, home: home, env: map[string]string{
		"HOME": home, "LANG": "C.UTF-8",
		envToken: token, envAccount: cfsim.DemoAccount, envBaseURL: url,
	}}
}

// result is what a run left.
type result struct {
	code     int
	out, err string
}

func (b *bench) run(args ...string) result {
	b.t.Helper()
	return b.runIn(b.t.Context(), args...)
}

func (b *bench) runIn(ctx context.Context, args ...string) result {
	b.t.Helper()
	var out, errs lockedBuffer
	host := Host{Args: append([]string{}, args...), Stdin: strings.NewReader(b.stdin), Stdout: &out, Stderr: &errs, Now: b.now}
	if b.user != "" {
		host.User = func() string { return b.user }
	}
	for name, value := range b.env {
		host.Environ = append(host.Environ, name+"="+value)
	}
	host.IsTerminal = func(stream any) bool {
		return b.terminal && stream == any(&errs) || b.stdinTerminal && stream == any(host.Stdin)
	}
	code := Run(ctx, host)
	r := result{code, out.String(), errs.String()}
	for _, text := range []string{r.out, r.err} {
		for line := range strings.Lines(text) {
			for _, what := range frametest.Alive(strings.ReplaceAll(strings.TrimSuffix(line, "\n"), "\t", " ")) {
				b.t.Errorf("%.200q: alive in the output: %s", args, what)
			}
		}
		if strings.Contains(text, b.env[envToken]) && b.env[envToken] != "" {
			b.t.Errorf("%q: the token is in the output", args)
		}
	}
	return r
}

func (b *bench) write(name, text string) string {
	b.t.Helper()
	path := filepath.Join(b.home, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		b.t.Fatal(err)
	}
	return path
}

// wants checks a run against what is expected of it.
func (b *bench) wants(r result, code int, inErr ...string) {
	b.t.Helper()
	if r.code != code {
		b.t.Errorf("exit code %d, want %d\nout: %s\nerr: %s", r.code, code, r.out, r.err)
	}
	for _, want := range inErr {
		if !strings.Contains(r.err, want) {
			b.t.Errorf("standard error lacks %q:\n%s", want, r.err)
		}
	}
	if strings.Contains(r.err, "press ") {
		b.t.Errorf("standard error names a key of the workbench:\n%s", r.err)
	}
}

// sent checks how many requests arrived.
func (b *bench) sent(want int) {
	b.t.Helper()
	if got := len(b.sim.Requests()); got != want {
		b.t.Errorf("%d requests arrived, want %d: %v", got, want, b.sim.Requests())
	}
}

// object is a line of JSON output.
type object struct {
	Indicator string          `json:"indicator"`
	Kind      string          `json:"kind"`
	Endpoint  string          `json:"endpoint"`
	FetchedAt *string         `json:"fetched_at"`
	Cached    bool            `json:"cached"`
	Calls     int             `json:"calls"`
	Record    json.RawMessage `json:"record"`
	Error     *lineError      `json:"error"`
}

// objects reads JSON output strictly: these members, and all of them.
func (b *bench) objects(out string) []object {
	b.t.Helper()
	var list []object
	for text := range strings.Lines(out) {
		var all map[string]json.RawMessage
		var o object
		d := json.NewDecoder(strings.NewReader(text))
		d.DisallowUnknownFields()
		if err := d.Decode(&o); err != nil {
			b.t.Fatalf("%v in %s", err, text)
		}
		if err := json.Unmarshal([]byte(text), &all); err != nil || len(all) != 8 {
			b.t.Fatalf("%d members, %v: %s", len(all), err, text)
		}
		if (o.Error == nil) == (string(o.Record) == "null") {
			b.t.Errorf("neither or both of record and error: %s", text)
		}
		list = append(list, o)
	}
	return list
}

// lockedBuffer is a buffer that a run writes from several goroutines.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func brief(list []object) string {
	var s []string
	for _, o := range list {
		s = append(s, fmt.Sprintf("%s/%s", o.Endpoint, o.Indicator))
	}
	return strings.Join(s, " ")
}
