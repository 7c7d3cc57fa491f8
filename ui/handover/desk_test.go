package handover

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"quarry/api"
	"quarry/api/source"
	"quarry/keymap"
	"quarry/state/atomicfile"
	"quarry/state/export"
	"quarry/state/export/exporttest"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/views"
	"quarry/views/evidence"
	"quarry/views/style"
)

// empty is a shelf without answers. It waits where it is told to.
type empty struct {
	ctx  context.Context
	wait <-chan struct{} // nil: not at all
	open chan<- struct{} // told that it waits
}

func (e empty) Answer(api.Query, string) (api.Answer, bool) {
	if e.wait != nil {
		select {
		case e.open <- struct{}{}:
		default:
		}
		select {
		case <-e.wait:
		case <-e.ctx.Done():
		}
	}
	return api.Answer{}, false
}

func (empty) Held(api.Endpoint, indicator.Indicator) []api.Query { return nil }

// desk is one that waits for a channel before it has read the answers.
func desk(wait <-chan struct{}) (d *Desk, reading <-chan struct{}) {
	open := make(chan struct{}, 1)
	return &Desk{
		Env: func(ctx context.Context, _ string) views.Env {
			return views.Env{Context: ctx, Shelf: source.NewMemory(), Theme: style.New(true), Keys: keymap.Default(), Now: exporttest.At}
		},
		Routes: []views.Route{{Endpoint: "ip", Name: "IP", Text: func(views.Env, api.Answer, int) (views.Content, []string, error) {
			return views.Content{}, nil, errors.New("not read")
		}}},
		Shelf: func(ctx context.Context, _ string) evidence.Shelf { return empty{ctx, wait, open} },
		User:  func() string { return "ann" }, Now: exporttest.At,
	}, open
}

func format(t *testing.T, name string) Format {
	t.Helper()
	f, ok := Find(name)
	if !ok {
		t.Fatal(name)
	}
	return f
}

// A file and a stream are the same bytes.
func TestFileAndStream(t *testing.T) {
	for _, f := range Formats() {
		d, _ := desk(nil)
		path := filepath.Join(t.TempDir(), "case"+f.Ending)
		o := Order{Case: exporttest.Case().Investigation, Format: f, Path: path}
		var stream bytes.Buffer
		warning, err := d.Stream(t.Context(), &stream, o)
		if err != nil || !strings.HasPrefix(warning, "TLP:AMBER: ") {
			t.Fatal(f.Name, warning, err)
		}
		r, err := d.File(t.Context(), o)
		if err != nil || r.Warning != warning || r.Path != path {
			t.Fatal(f.Name, r, err)
		}
		file, err := os.ReadFile(path)
		if err != nil || !bytes.Equal(file, stream.Bytes()) || len(file) != r.Size || r.Size == 0 {
			t.Errorf("%s: %d bytes, %d in the stream, %d told, %v", f.Name, len(file), stream.Len(), r.Size, err)
		}
		var exists *atomicfile.Error
		if _, err := d.File(t.Context(), o); !errors.As(err, &exists) || exists.Class != atomicfile.Exists {
			t.Errorf("%s: %v", f.Name, err)
		}
		o.Replace = true
		if _, err := d.File(t.Context(), o); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
}

func TestWhatIsRefused(t *testing.T) {
	d, _ := desk(nil)
	red := Order{Case: exporttest.Case().Investigation, Format: format(t, "json")}
	red.Case.TLP = investigation.TLPRed
	var out bytes.Buffer
	if _, err := d.Stream(t.Context(), &out, red); err == nil || out.Len() > 0 || !strings.Contains(err.Error(), "TLP:RED") {
		t.Errorf("%d bytes went out, %v", out.Len(), err)
	}
	none := Order{Case: exporttest.Case().Investigation, Part: export.IOCs, Format: format(t, "csv")}
	none.Case.Judgements = nil
	part := Order{Case: exporttest.Case().Investigation, Part: export.IOCs, Format: format(t, Bundle)}
	for _, o := range []Order{none, part} {
		if _, err := d.Stream(t.Context(), &out, o); o.Refused() == "" || err == nil || err.Error() != o.Refused() || out.Len() > 0 {
			t.Errorf("%q, %v", o.Refused(), err)
		}
		o.Path = filepath.Join(t.TempDir(), "x")
		if _, err := d.File(t.Context(), o); err == nil {
			t.Error("it was written")
		}
		if left, _ := os.ReadDir(filepath.Dir(o.Path)); len(left) > 0 {
			t.Errorf("left: %v", left)
		}
	}
	if o := (Order{Case: exporttest.Case().Investigation, Part: export.IOCs, Format: format(t, "csv")}); o.Refused() != "" {
		t.Error(o.Refused())
	}
}

// What is in the way of a file is found before anything is read.
func TestWhatIsInTheWayIsFoundFirst(t *testing.T) {
	d, reading := desk(make(chan struct{}))
	o := Order{Case: exporttest.Case().Investigation, Format: format(t, "csv"), Path: filepath.Join(t.TempDir(), "none", "x")}
	if _, err := d.File(t.Context(), o); err == nil {
		t.Error("it was written")
	}
	o.Path = t.TempDir()
	if _, err := d.File(t.Context(), o); err == nil {
		t.Error("it was written")
	}
	select {
	case <-reading:
		t.Error("the answers were read for nothing")
	default:
	}
}

// A desk that closes gives up what is under way, and leaves nothing of it; what can
// be finished is.
func TestClosingTheDesk(t *testing.T) {
	for _, finish := range []bool{true, false} {
		wait := make(chan struct{})
		d, reading := desk(wait)
		path := filepath.Join(t.TempDir(), "case.csv")
		done := make(chan error, 1)
		go func() {
			_, err := d.File(t.Context(), Order{Case: exporttest.Case().Investigation, Format: format(t, "csv"), Path: path})
			done <- err
		}()
		<-reading
		if got := d.Writing(); len(got) != 1 || got[0] != path {
			t.Errorf("writing %v", got)
		}
		short, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		d.Drain(short)
		cancel()
		if _, err := os.Lstat(path); err == nil {
			t.Fatal("there is half a file")
		}
		if finish {
			close(wait)
			d.Drain(t.Context())
		}
		given := d.Close(t.Context())
		if err := <-done; (err == nil) != finish || (len(given) == 0) != finish {
			t.Errorf("%v, given up: %v", err, given)
		}
		left, err := os.ReadDir(filepath.Dir(path))
		if err != nil || (len(left) == 1) != finish || len(left) > 1 {
			t.Errorf("left: %v, %v", left, err)
		}
		if got := d.Writing(); len(got) > 0 {
			t.Errorf("still writing %v", got)
		}
		late := Order{Case: exporttest.Case().Investigation, Format: format(t, "csv"), Path: filepath.Join(t.TempDir(), "late.csv")}
		if _, err := d.File(t.Context(), late); !errors.Is(err, context.Canceled) {
			t.Errorf("an order that came late: %v", err)
		}
		if left, _ := os.ReadDir(filepath.Dir(late.Path)); len(left) > 0 {
			t.Errorf("left of an order that came late: %v", left)
		}
	}
}

// Nothing is left of a file either whose writer does not hear that it is given up.
func TestClosingTheDeskWhileAFileIsStuck(t *testing.T) {
	wait := make(chan struct{})
	d, reading := desk(wait)
	shelf := d.Shelf
	d.Shelf = func(ctx context.Context, account string) evidence.Shelf {
		return shelf(context.WithoutCancel(ctx), account)
	}
	path := filepath.Join(t.TempDir(), "case.csv")
	done := make(chan error, 1)
	go func() {
		_, err := d.File(t.Context(), Order{Case: exporttest.Case().Investigation, Format: format(t, "csv"), Path: path})
		done <- err
	}()
	<-reading
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if given := d.Close(over); len(given) != 1 || given[0] != path {
		t.Errorf("given up: %v", given)
	}
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
	close(wait)
	if err := <-done; err == nil {
		t.Error("it was written all the same")
	}
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) > 0 {
		t.Errorf("left in the end: %v, %v", left, err)
	}
}
