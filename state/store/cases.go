package store

import (
	"context"
	"strings"

	"quarry/state/investigation"
)

// Cases lists the investigations, the one that changed last first; of one account
// only, where it is not empty.
func (s *Store) Cases(ctx context.Context, account string) ([]investigation.Summary, error) {
	if err := s.enter(); err != nil {
		return nil, err
	}
	defer s.leave()
	var all []investigation.Summary
	err := s.rows(ctx, `SELECT `+headRow+`,
			coalesce(t.questions, 0), coalesce(t.calls, 0), coalesce(g.judged, 0),
			max(i.changed_at, coalesce(t.last, 0), coalesce(g.last, 0)) AS last_at,
			coalesce((SELECT m.text FROM node n JOIN name m ON m.id = n.name_id
				WHERE n.investigation_id = i.id AND n.asked_at = t.asked AND NOT n.pruned LIMIT 1), '')
		FROM investigation i JOIN account a ON a.id = i.account_id
		LEFT JOIN (SELECT investigation_id, sum(NOT pruned) AS questions, sum(calls) AS calls, max(changed_at) AS last,
				max(CASE WHEN pruned THEN 0 ELSE asked_at END) AS asked
			FROM node GROUP BY investigation_id) t ON t.investigation_id = i.id
		LEFT JOIN (SELECT investigation_id, sum(verdict <> '' OR comment <> '' OR starred) AS judged, max(changed_at) AS last
			FROM judgement GROUP BY investigation_id) g ON g.investigation_id = i.id
		WHERE ?1 = '' OR a.text = ?1
		ORDER BY last_at DESC, i.uid`, []any{account}, func(scan func(...any) error) error {
		var c investigation.Summary
		var last int64
		var name string
		head, err := scanHead(scan, &c.Questions, &c.Calls, &c.Judged, &last, &name)
		c.Investigation, c.Last, c.Indicator = head, when(last), named(name)
		all = append(all, c)
		return err
	})
	return all, err
}

// Met lists the investigations of an account in which an indicator, given in
// canonical form, was asked about or judged, at most limit of them: those that
// judge it first, the latest first.
func (s *Store) Met(ctx context.Context, account, name string, limit int) ([]investigation.Meeting, error) {
	if err := s.enter(); err != nil {
		return nil, err
	}
	defer s.leave()
	var all []investigation.Meeting
	err := s.rows(ctx, `WITH it (id) AS (SELECT id FROM name WHERE text = ?2),
		met (investigation_id, at) AS (
			SELECT investigation_id, max(asked_at) FROM node
			WHERE name_id = (SELECT id FROM it) AND NOT pruned GROUP BY investigation_id
			UNION ALL
			SELECT investigation_id, 0 FROM judgement WHERE name_id = (SELECT id FROM it))
		SELECT i.uid, i.name, max(t.at), coalesce(j.verdict, ''), coalesce(j.comment, ''), coalesce(j.starred, 0),
			coalesce(j.who, ''), coalesce(j.changed_at, 0)
		FROM met t JOIN investigation i ON i.id = t.investigation_id
		LEFT JOIN judgement j ON j.investigation_id = i.id AND j.name_id = (SELECT id FROM it)
		WHERE i.account_id = (SELECT id FROM account WHERE text = ?1)
		GROUP BY i.id
		ORDER BY coalesce(j.verdict, '') = '', max(coalesce(j.changed_at, 0), max(t.at)) DESC, i.uid
		LIMIT ?3`, []any{account, name, limit}, func(scan func(...any) error) error {
		var m investigation.Meeting
		var uid []byte
		var at, changed int64
		var verdict string
		j := &m.Judgement
		err := scan(&uid, &m.Name, &at, &verdict, &j.Comment, &j.Starred, &j.By, &changed)
		copy(m.ID[:], uid)
		m.At, j.Changed, j.Verdict, j.Indicator = when(at), when(changed), investigation.Verdict(verdict), named(name)
		all = append(all, m)
		return err
	})
	return all, err
}

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

// Here is the node at which the analyst last was, zero where it is not known.
func (s *Store) Here(ctx context.Context, id investigation.ID) (node investigation.ID, err error) {
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

// Drafts are the comments of an investigation that were not finished.
func (s *Store) Drafts(ctx context.Context, id investigation.ID) ([]investigation.Draft, error) {
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
