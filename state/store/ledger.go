package store

import (
	"context"
	"fmt"
	"time"
)

// Call is one request that counts against the account's monthly quota.
type Call struct {
	Account, Endpoint, Indicator string
	// Names is how many names it is about where it is about several; Indicator is
	// empty then.
	Names int
	// Who is the local user.
	Who string
	// At is when it is sent; zero means now.
	At time.Time
	// Status is the HTTP status; 0 while, or if, no answer came.
	Status int
}

// Spend writes a call into the ledger. It is to be called before the request is
// sent: a call that was sent and not written would be spent unseen. The number
// is for Settle and Withdraw.
func (s *Store) Spend(ctx context.Context, c Call) (id int64, err error) {
	if c.At.IsZero() {
		c.At = s.now()
	}
	err = s.write(ctx, func(tx *change) error {
		account, err := tx.account(c.Account)
		if err != nil {
			return err
		}
		r, err := tx.exec("INSERT INTO call (account_id, at, endpoint, indicator, names, who, status) VALUES (?, ?, ?, ?, ?, ?, ?)",
			account, c.At.UnixNano(), c.Endpoint, c.Indicator, c.Names, c.Who, c.Status)
		if err != nil {
			return err
		}
		id, err = r.LastInsertId()
		return err
	})
	return id, err
}

// Settle notes the HTTP status that a call was answered with.
func (s *Store) Settle(ctx context.Context, id int64, status int) error {
	return s.one(ctx, id, "UPDATE call SET status = ? WHERE id = ?", status, id)
}

// Withdraw takes a call back that was never sent: the connection failed, or
// everyone who waited had left. A call that has a status was sent and stays.
func (s *Store) Withdraw(ctx context.Context, id int64) error {
	return s.one(ctx, id, "DELETE FROM call WHERE id = ? AND status = 0", id)
}

// one changes exactly one call.
func (s *Store) one(ctx context.Context, id int64, text string, args ...any) error {
	return s.write(ctx, func(tx *change) error {
		r, err := tx.exec(text, args...)
		if err != nil {
			return err
		}
		if n, err := r.RowsAffected(); err != nil || n == 1 {
			return err
		}
		return &Error{
			Class: Refused, Path: s.path,
			Reason: fmt.Sprintf("the ledger has no such call (%d)", id),
			Next:   "this is a fault in quarry; please report it",
		}
	})
}

// Correct sets the month's count by hand, since others spend too: from now on
// the month to date is total and what is spent after this moment. It also takes
// back what SpendOut said.
func (s *Store) Correct(ctx context.Context, account string, total int, who string) error {
	if total < 0 {
		return &Error{Class: Refused, Reason: fmt.Sprintf("%d is no number of calls", total), Next: "give 0 or more"}
	}
	return s.mark(ctx, account, who, total)
}

// SpendOut notes that Cloudflare said the quota is spent (error 10403): it is,
// until the month ends in UTC.
func (s *Store) SpendOut(ctx context.Context, account string) error {
	return s.mark(ctx, account, "", nil)
}

func (s *Store) mark(ctx context.Context, account, who string, total any) error {
	at := s.now().UnixNano()
	return s.write(ctx, func(tx *change) error {
		id, err := tx.account(account)
		if err != nil {
			return err
		}
		_, err = tx.exec(`INSERT INTO quota_mark (account_id, at, who, total, upto)
			VALUES (?, ?, ?, ?, (SELECT coalesce(max(id), 0) FROM call))`, id, at, who, total)
		return err
	})
}
