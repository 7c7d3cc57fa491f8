package store

import (
	"context"
	"fmt"
	"time"

	"quarry/state/investigation"
)

// KeptDeleted is how long an investigation that was deleted can be restored.
const KeptDeleted = 30 * 24 * time.Hour

// DeleteInvestigation deletes one: from then on it is in no list but that of
// [Store.Deleted], until it is restored, kept again or purged. found is false where
// there is none. The answers stay.
func (s *Store) DeleteInvestigation(ctx context.Context, id investigation.ID) (found bool, err error) {
	return s.setDeleted(ctx, id, "UPDATE investigation SET deleted_at = ?2 WHERE uid = ?1 AND deleted_at = 0", nanos(s.now()))
}

// RestoreInvestigation takes a deletion back: all is as it was, its desk too. found
// is false where none of that ID was deleted.
func (s *Store) RestoreInvestigation(ctx context.Context, id investigation.ID) (found bool, err error) {
	return s.setDeleted(ctx, id, "UPDATE investigation SET deleted_at = ?2 WHERE uid = ?1 AND deleted_at <> 0", 0)
}

func (s *Store) setDeleted(ctx context.Context, id investigation.ID, text string, at int64) (found bool, err error) {
	err = s.write(ctx, func(c *change) error {
		r, err := c.exec(text, id[:], at)
		if err != nil {
			return err
		}
		n, err := r.RowsAffected()
		found = n > 0
		return err
	})
	return found, err
}

// Deleted lists the investigations that can be restored, the one that was deleted last
// first; of one account only, where it is not empty.
func (s *Store) Deleted(ctx context.Context, account string) ([]investigation.Summary, error) {
	return s.summaries(ctx, account, true)
}

// PurgeInvestigation deletes one for good, with its trail, its judgements and what lies
// on its desk, whether it was deleted before or not, and writes over where they stood
// in the file. found is false where there is none.
func (s *Store) PurgeInvestigation(ctx context.Context, id investigation.ID) (found bool, err error) {
	err = s.write(ctx, func(c *change) error {
		var row int64
		if found, err = c.get("SELECT id FROM investigation WHERE uid = ?", []any{id[:]}, &row); err != nil || !found {
			return err
		}
		return c.purge(row)
	})
	return found, err
}

// PurgeDeleted purges what was deleted longer ago than [KeptDeleted]. Where there is
// nothing of that kind, nothing is written.
func (s *Store) PurgeDeleted(ctx context.Context) error {
	before := nanos(s.now().Add(-KeptDeleted))
	if err := s.enter(); err != nil {
		return err
	}
	var one int64
	const oldest = "SELECT id FROM investigation WHERE deleted_at <> 0 AND deleted_at < ? LIMIT 1"
	found, err := s.row(ctx, oldest, []any{before}, &one)
	s.leave()
	if err != nil || !found {
		return err
	}
	return s.write(ctx, func(c *change) error {
		for {
			if found, err := c.get(oldest, []any{before}, &one); err != nil || !found {
				return err
			}
			if err := c.purge(one); err != nil {
				return err
			}
		}
	})
}

// purge deletes all rows of an investigation.
func (c *change) purge(row int64) error {
	if _, err := c.exec("PRAGMA secure_delete = ON"); err != nil {
		return err
	}
	for _, table := range []string{"node", "judgement", "draft", "view_state"} {
		if _, err := c.exec(fmt.Sprintf("DELETE FROM %s WHERE investigation_id = ?", table), row); err != nil {
			return err
		}
	}
	if _, err := c.exec("DELETE FROM investigation WHERE id = ?", row); err != nil {
		return err
	}
	_, err := c.exec("PRAGMA secure_delete = OFF")
	return err
}
