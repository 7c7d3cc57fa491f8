package store

import (
	"context"
	"strings"

	"quarry/state/investigation"
)

// KeepHere notes the node at which the analyst is. It is no change of the
// investigation: with two windows, it is where the last one moved.
func (s *Store) KeepHere(ctx context.Context, id, node investigation.ID) error {
	var here []byte
	if !node.IsZero() {
		here = node[:]
	}
	return s.write(ctx, func(c *change) error {
		_, err := c.exec("UPDATE investigation SET here = ? WHERE uid = ?", here, id[:])
		return err
	})
}

// KeepState keeps how the view of a node was set; an empty text removes it.
func (s *Store) KeepState(ctx context.Context, id, node investigation.ID, state string) error {
	return s.write(ctx, func(c *change) error {
		text := `INSERT OR REPLACE INTO view_state (investigation_id, node, state)
			SELECT id, ?2, ?3 FROM investigation WHERE uid = ?1`
		if state == "" {
			text = "DELETE FROM view_state WHERE investigation_id = (SELECT id FROM investigation WHERE uid = ?1) AND node = ?2 AND ?3 = ''"
		}
		_, err := c.exec(text, id[:], node[:], state)
		return err
	})
}

// Desk is what lies on the desk of who works on an investigation; empty where
// nothing does.
func (s *Store) Desk(ctx context.Context, id investigation.ID) (d investigation.Desk, err error) {
	if d.Here, err = s.here(ctx, id); err != nil {
		return d, err
	}
	if d.Drafts, err = s.drafts(ctx, id); err != nil {
		return d, err
	}
	d.States, err = s.states(ctx, id)
	return d, err
}

// here is the node at which the analyst last was, zero where it is not known.
func (s *Store) here(ctx context.Context, id investigation.ID) (node investigation.ID, err error) {
	if err := s.enter(); err != nil {
		return node, err
	}
	defer s.leave()
	var here []byte
	_, err = s.row(ctx, "SELECT here FROM investigation WHERE uid = ?", []any{id[:]}, &here)
	copy(node[:], here)
	return node, err
}

// about is the key of a draft: canonical indicators hold no spaces.
func about(d investigation.Draft) string {
	names := make([]string, len(d.About))
	for n, i := range d.About {
		names[n] = i.String()
	}
	return strings.Join(names, " ")
}

// KeepDraft keeps what has been typed of a comment; an empty text removes it.
func (s *Store) KeepDraft(ctx context.Context, id investigation.ID, d investigation.Draft) error {
	return s.write(ctx, func(c *change) error {
		text := `INSERT OR REPLACE INTO draft (investigation_id, about, text)
			SELECT id, ?2, ?3 FROM investigation WHERE uid = ?1`
		if d.Text == "" {
			text = "DELETE FROM draft WHERE investigation_id = (SELECT id FROM investigation WHERE uid = ?1) AND about = ?2 AND ?3 = ''"
		}
		_, err := c.exec(text, id[:], about(d), d.Text)
		return err
	})
}

// drafts are the comments of an investigation that were not finished.
func (s *Store) drafts(ctx context.Context, id investigation.ID) ([]investigation.Draft, error) {
	if err := s.enter(); err != nil {
		return nil, err
	}
	defer s.leave()
	var all []investigation.Draft
	err := s.rows(ctx, "SELECT about, text FROM draft WHERE investigation_id = (SELECT id FROM investigation WHERE uid = ?) ORDER BY about",
		[]any{id[:]}, func(scan func(...any) error) error {
			var about string
			var d investigation.Draft
			err := scan(&about, &d.Text)
			for _, name := range strings.Fields(about) {
				d.About = append(d.About, named(name))
			}
			all = append(all, d)
			return err
		})
	return all, err
}

func (s *Store) states(ctx context.Context, id investigation.ID) (map[investigation.ID]string, error) {
	if err := s.enter(); err != nil {
		return nil, err
	}
	defer s.leave()
	var all map[investigation.ID]string
	err := s.rows(ctx, "SELECT node, state FROM view_state WHERE investigation_id = (SELECT id FROM investigation WHERE uid = ?)",
		[]any{id[:]}, func(scan func(...any) error) error {
			var uid []byte
			var state string
			err := scan(&uid, &state)
			var node investigation.ID
			copy(node[:], uid)
			if all == nil {
				all = map[investigation.ID]string{}
			}
			all[node] = state
			return err
		})
	return all, err
}
