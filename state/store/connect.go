package store

import (
	"context"
	"database/sql"
	"net/url"
	"strings"
	"time"

	"modernc.org/sqlite"
)

// patience is how long a writer waits for another process, and Open for one
// that is making or migrating the file.
const patience = 5 * time.Second

// readers is how many reads run at once.
const readers = 4

// connector describes a connection: the file, URI parameters and pragmas.
type connector struct {
	path    string
	vfs     string   // SQLite's file system layer; empty: the usual
	uri     []string // mode=ro, immutable=1
	pragmas []string // name(value)
	connsAt int      // connections at most
}

func (c connector) open() (*sql.DB, error) {
	v := url.Values{}
	for _, u := range c.uri {
		name, value, _ := strings.Cut(u, "=")
		v.Set(name, value)
	}
	if c.vfs != "" {
		v.Set("vfs", c.vfs)
	}
	// A write that begins by reading could not wait: SQLite refuses it at once
	// when another process has written in between.
	v.Set("_txlock", "immediate")
	v.Add("_pragma", "busy_timeout("+milliseconds(patience)+")")
	v.Add("_pragma", "temp_store(MEMORY)")  // nothing in /tmp
	v.Add("_pragma", "trusted_schema(OFF)") // a file may have come from elsewhere
	v.Add("_pragma", "cell_size_check(ON)") // notice damage early
	for _, p := range c.pragmas {
		v.Add("_pragma", p)
	}
	name := "file:" + (&url.URL{Path: c.path}).EscapedPath() + "?" + v.Encode()
	conn, err := sqlite.NewConnector(name)
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(conn)
	db.SetMaxOpenConns(c.connsAt)
	db.SetMaxIdleConns(c.connsAt)
	return db, nil
}

// state is what a database says of itself.
type state struct {
	version int
	id      uint32
	tables  int
	journal string
}

func (st state) wal() bool { return st.journal == "wal" }

func look(ctx context.Context, db *sql.DB) (st state, err error) {
	err = db.QueryRowContext(ctx, `SELECT
		(SELECT user_version FROM pragma_user_version),
		(SELECT application_id FROM pragma_application_id) & 0xffffffff,
		(SELECT count(*) FROM sqlite_schema),
		(SELECT journal_mode FROM pragma_journal_mode)`).
		Scan(&st.version, &st.id, &st.tables, &st.journal)
	return st, err
}
