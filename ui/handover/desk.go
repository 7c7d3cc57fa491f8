package handover

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"quarry/api"
	"quarry/state/atomicfile"
	"quarry/state/export"
	"quarry/state/export/bundle"
	"quarry/state/investigation"
	"quarry/views"
	"quarry/views/evidence"
	"quarry/views/safe"
)

// Desk is where cases are handed over. It asks nobody anything: what no shelf has is
// missing, and says so. It is safe for concurrent use.
type Desk struct {
	// Env is what the routes write the answers of an account with.
	Env    func(ctx context.Context, account string) views.Env
	Routes []views.Route
	// Shelf has the answers of an account.
	Shelf func(ctx context.Context, account string) evidence.Shelf
	// User names who hands over.
	User func() string
	Now  func() time.Time
	// Dots are those that a report defangs.
	Dots safe.Dots

	mu     sync.Mutex
	under  []*job
	closed bool
}

// job is a file that is being written.
type job struct {
	path    string
	cancel  context.CancelFunc
	done    chan struct{}
	written bool // once done
	// drop takes away what there is of the file; nil until there is something.
	drop func()
}

// Order says what is handed over.
type Order struct {
	Case   investigation.Investigation
	Part   export.Part
	Format Format
	// Path is the file, as [Place] gives it; no stream has one.
	Path string
	// Replace lets a file that is there be replaced.
	Replace bool
}

// Receipt is what was handed over.
type Receipt struct {
	// Path is where the file lies, from the root on.
	Path string
	Size int
	// Warning is who may have it; empty where anybody may.
	Warning string
}

// Why nothing is handed over.
const (
	wholeOnly = "a bundle is always the whole case; take another format for the list of IOCs"
	noIOCs    = "the list of IOCs is empty: nothing is judged malicious or suspicious, or what is was pruned"
)

// Refused says why an order is none, whatever becomes of it; empty where it is one.
func (o Order) Refused() string {
	switch {
	case o.Part == export.IOCs && o.Format.WholeOnly:
		return wholeOnly
	case o.Part == export.IOCs && len(o.part().Subjects()) == 0:
		return noIOCs
	}
	return ""
}

// part is what is handed over of the case, without its evidence.
func (o Order) part() export.Case {
	c := export.Case{Investigation: o.Case, Part: o.Part}
	if o.Part == export.IOCs {
		c.Investigation = export.Narrow(o.Case)
	}
	return c
}

// Stream writes to a stream, whole or nothing. The warning is to be read by whoever
// hands over; a marking that no stream fits is refused.
func (d *Desk) Stream(ctx context.Context, w io.Writer, o Order) (warning string, err error) {
	if warning, err = export.Allowed(o.Case.TLP, export.ToStream); err != nil {
		return "", err
	}
	m, err := d.gather(ctx, o)
	if err != nil {
		return "", err
	}
	return warning, o.Format.write(d, w, m)
}

// File writes a file, whole or not at all; see [atomicfile.Write] for what may be in
// its way. When ctx ends, or the desk closes, before it is whole there is none.
func (d *Desk) File(ctx context.Context, o Order) (r Receipt, err error) {
	warning, err := export.Allowed(o.Case.TLP, export.ToFile)
	if err != nil {
		return Receipt{}, err
	}
	r = Receipt{Path: o.Path, Warning: warning}
	if whole, err := filepath.Abs(o.Path); err == nil {
		r.Path = whole
	}
	ctx, j := d.begin(ctx, r.Path)
	defer func() { d.end(j, err == nil) }()
	// What is in the way of the file is found before the answers are read.
	err = atomicfile.Write(o.Path, atomicfile.Options{Replace: o.Replace, Begun: func(drop func()) { d.begun(j, drop) }}, func(w io.Writer) error {
		m, err := d.gather(ctx, o)
		if err != nil {
			return err
		}
		out := &counted{w: w, ctx: ctx}
		err = o.Format.write(d, out, m)
		r.Size = out.n
		return err
	})
	return r, err
}

// material is what a format is made of.
type material struct {
	export.Case
	shelf evidence.Shelf
}

func (d *Desk) gather(ctx context.Context, o Order) (material, error) {
	if why := o.Refused(); why != "" {
		return material{}, errors.New(why)
	}
	m := material{Case: export.Case{Investigation: o.Case}, shelf: d.Shelf(ctx, o.Case.Account)}
	m.At = d.Now().UTC()
	env := d.Env(ctx, o.Case.Account)
	m.Evidence = evidence.Gather(env, d.Routes, m.Investigation, m.shelf)
	if o.Part == export.IOCs {
		m.Case = m.Narrow()
		// Again, of the part alone: an answer says nothing by way of those left out.
		m.Evidence = evidence.Gather(env, d.Routes, m.Investigation, m.shelf)
	}
	return m, ctx.Err() // what was read after its end is not all
}

func writeBundle(d *Desk, w io.Writer, m material) error {
	var all []bundle.Answer
	for _, a := range evidence.Answers(m.Investigation, m.shelf) {
		all = append(all, bundled(a))
	}
	return bundle.Write(w, m.Case, d.User(), all)
}

// bundled is an answer as a bundle has it.
func bundled(a api.Answer) bundle.Answer {
	one := bundle.Answer{
		Question: a.Query.Key(), Endpoint: string(a.Query.Endpoint), Indicator: a.Query.Indicator,
		Status: a.Status, FetchedAt: a.FetchedAt, Calls: a.Calls, Body: a.Body,
	}
	if !a.Origin.Own() {
		one.Origin = &bundle.Origin{By: a.Origin.By.Exact()}
	}
	return one
}

// counted counts what is written, until its context ends.
type counted struct {
	w   io.Writer
	ctx context.Context
	n   int
}

func (c *counted) Write(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.w.Write(b)
	c.n += n
	return n, err
}

// begin notes that a file is being written, until end.
func (d *Desk) begin(ctx context.Context, path string) (context.Context, *job) {
	ctx, cancel := context.WithCancel(ctx)
	j := &job{path: path, cancel: cancel, done: make(chan struct{})}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		cancel()
	}
	d.under = append(slices.Clip(d.under), j)
	return ctx, j
}

func (d *Desk) begun(j *job, drop func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	j.drop = drop
}

func (d *Desk) end(j *job, written bool) {
	j.cancel()
	j.written = written
	close(j.done)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.under = slices.DeleteFunc(slices.Clone(d.under), func(other *job) bool { return other == j })
}

// jobs are the files that are being written.
func (d *Desk) jobs() []*job {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.under
}

// Drain waits until the files are written that are being written, at most until ctx
// ends.
func (d *Desk) Drain(ctx context.Context) {
	for _, j := range d.jobs() {
		select {
		case <-j.done:
		case <-ctx.Done():
			return
		}
	}
}

// Writing names the files that are being written.
func (d *Desk) Writing() (paths []string) {
	for _, j := range d.jobs() {
		paths = append(paths, j.path)
	}
	return paths
}

// Close gives up the files that are being written, and names those that are not there
// because of that. It waits until they are, at most until ctx ends, and takes away
// what is left of them then: nobody comes back for it. What is ordered later is given
// up at once.
func (d *Desk) Close(ctx context.Context) (given []string) {
	d.mu.Lock()
	d.closed = true
	d.mu.Unlock()
	all := d.jobs()
	for _, j := range all {
		j.cancel()
	}
	for _, j := range all {
		select {
		case <-j.done:
			if j.written {
				continue
			}
		case <-ctx.Done():
			d.abandon(j)
		}
		given = append(given, j.path)
	}
	return given
}

// abandon takes away what there is of a file whose writer does not end: on a busy
// machine, or a slow disk, that may take longer than the process has.
func (d *Desk) abandon(j *job) {
	d.mu.Lock()
	drop := j.drop
	d.mu.Unlock()
	if drop != nil {
		drop()
	}
}
