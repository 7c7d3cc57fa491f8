package client_test

import (
	"sync"
	"testing"

	"quarry/api"
	"quarry/api/cf/client"
)

// open is the status of a row that is not settled yet.
const open = -100

// ledger keeps what the client records, and complains about what the contract
// of Record forbids.
type ledger struct {
	t  *testing.T
	mu sync.Mutex
	// before runs at the start of each Record, with the number of the row.
	before  func(row int)
	rows    []int
	queries []api.Query
}

func newLedger(t *testing.T) *ledger { return &ledger{t: t} }

// keep makes a client record here.
func (l *ledger) keep(c *client.Config) { c.Record = l.record }

func (l *ledger) record(q api.Query) func(int) {
	l.mu.Lock()
	row := len(l.rows)
	l.rows = append(l.rows, open)
	l.queries = append(l.queries, q)
	l.mu.Unlock()
	if l.before != nil {
		l.before(row + 1)
	}
	return func(status int) {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.rows[row] != open {
			l.t.Errorf("row %d is settled with %d and again with %d", row, l.rows[row], status)
		}
		l.rows[row] = status
	}
}

// standing are the rows that are not withdrawn.
func (l *ledger) standing() (rows []int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, status := range l.rows {
		if status != client.Withdrawn {
			rows = append(rows, status)
		}
	}
	return rows
}

// all are the rows, with those that are withdrawn.
func (l *ledger) all() []int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]int(nil), l.rows...)
}
