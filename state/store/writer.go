package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
)

// writer is the only connection that writes, made with the first write. SQLite
// lets one write at a time anyway; waiting for one's turn in Go costs less and
// is fairer than SQLite's polling.
type writer struct {
	db    *sql.DB
	turn  chan struct{} // holds one token
	conn  *sql.Conn
	stmts map[string]*sql.Stmt // prepared on conn
}

func newWriter(db *sql.DB) *writer {
	w := &writer{db: db, turn: make(chan struct{}, 1)}
	w.turn <- struct{}{}
	return w
}

// write runs do in one transaction. It is committed when write returns nil, and
// nothing has happened when it returns an error.
func (w *writer) write(ctx context.Context, do func(*change) error) (err error) {
	select {
	case <-w.turn:
		defer func() { w.turn <- struct{}{} }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if w.conn == nil {
		conn, err := w.db.Conn(ctx)
		if err != nil {
			return err
		}
		w.conn, w.stmts = conn, map[string]*sql.Stmt{}
	}
	c := &change{w, ctx}
	if _, err := c.exec("BEGIN IMMEDIATE"); err != nil {
		w.drop()
		return err
	}
	if err = do(c); err == nil {
		// Not with the caller's context: one that ends now would leave open
		// whether it was committed.
		c.ctx = context.WithoutCancel(ctx)
		_, err = c.exec("COMMIT")
	}
	if err != nil {
		// Closing the connection takes back what was not committed, whatever
		// state the error left it in.
		w.drop()
	}
	return err
}

// drop closes the connection; the next write makes a new one. What closing says
// is of no use: it repeats the error that led here.
func (w *writer) drop() {
	if w.conn == nil {
		return
	}
	for _, st := range w.stmts {
		_ = st.Close()
	}
	// This is how database/sql is told not to use a connection again.
	_ = w.conn.Raw(func(any) error { return driver.ErrBadConn })
	w.conn, w.stmts = nil, nil
}

func (w *writer) close() error {
	var errs []error
	for _, st := range w.stmts {
		errs = append(errs, st.Close())
	}
	if w.conn != nil {
		errs = append(errs, w.conn.Close())
	}
	return errors.Join(append(errs, w.db.Close())...)
}

// change is a transaction that writes.
type change struct {
	w   *writer
	ctx context.Context
}

// prepared prepares a statement once for the connection.
func (c *change) prepared(text string) (*sql.Stmt, error) {
	if st, ok := c.w.stmts[text]; ok {
		return st, nil
	}
	st, err := c.w.conn.PrepareContext(c.ctx, text)
	if err == nil {
		c.w.stmts[text] = st
	}
	return st, err
}

func (c *change) exec(text string, args ...any) (sql.Result, error) {
	st, err := c.prepared(text)
	if err != nil {
		return nil, err
	}
	return st.ExecContext(c.ctx, args...)
}

// get reads one row; found is false where there is none.
func (c *change) get(text string, args []any, into ...any) (found bool, err error) {
	st, err := c.prepared(text)
	if err != nil {
		return false, err
	}
	err = st.QueryRowContext(c.ctx, args...).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// id finds the number of a text in a table of texts, and adds it where missing.
func (c *change) id(find, add, text string) (id int64, err error) {
	found, err := c.get(find, []any{text}, &id)
	if err != nil || found {
		return id, err
	}
	r, err := c.exec(add, text)
	if err != nil {
		return 0, err
	}
	return r.LastInsertId()
}

func (c *change) account(text string) (int64, error) {
	return c.id("SELECT id FROM account WHERE text = ?", "INSERT INTO account (text) VALUES (?)", text)
}

func (c *change) name(text string) (int64, error) {
	return c.id("SELECT id FROM name WHERE text = ?", "INSERT INTO name (text) VALUES (?)", text)
}
