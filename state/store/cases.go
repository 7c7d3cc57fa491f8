package store

import (
	"context"

	"quarry/state/investigation"
)

// Cases lists the investigations, the one that changed last first; of one account
// only, where it is not empty.
func (s *Store) Cases(ctx context.Context, account string) ([]investigation.Summary, error) {
	return s.summaries(ctx, account, false)
}

// summaries lists the investigations that are there, or those that were deleted.
func (s *Store) summaries(ctx context.Context, account string, deleted bool) ([]investigation.Summary, error) {
	if err := s.enter(); err != nil {
		return nil, err
	}
	defer s.leave()
	var all []investigation.Summary
	err := s.rows(ctx, `SELECT `+headRow+`,
			i.deleted_at, coalesce(t.questions, 0), coalesce(t.calls, 0), coalesce(g.judged, 0),
			max(i.changed_at, coalesce(t.last, 0), coalesce(g.last, 0)) AS last_at,
			coalesce((SELECT m.text FROM node n JOIN name m ON m.id = n.name_id
				WHERE n.investigation_id = i.id AND n.asked_at = t.began AND NOT n.pruned ORDER BY n.uid LIMIT 1), ''),
			coalesce((SELECT m.text FROM node n JOIN name m ON m.id = n.name_id
				WHERE n.investigation_id = i.id AND n.asked_at = t.asked AND NOT n.pruned ORDER BY n.uid DESC LIMIT 1), '')
		FROM investigation i JOIN account a ON a.id = i.account_id
		LEFT JOIN (SELECT investigation_id, sum(NOT pruned) AS questions, sum(calls) AS calls, max(changed_at) AS last,
				max(CASE WHEN NOT pruned THEN asked_at END) AS asked, min(CASE WHEN NOT pruned THEN asked_at END) AS began
			FROM node GROUP BY investigation_id) t ON t.investigation_id = i.id
		LEFT JOIN (SELECT investigation_id, sum(verdict <> '' OR comment <> '' OR starred) AS judged, max(changed_at) AS last
			FROM judgement GROUP BY investigation_id) g ON g.investigation_id = i.id
		WHERE (?1 = '' OR a.text = ?1) AND (i.deleted_at <> 0) = ?2
		ORDER BY i.deleted_at DESC, last_at DESC, i.uid`, []any{account, deleted}, func(scan func(...any) error) error {
		var c investigation.Summary
		var gone, last int64
		var first, name string
		head, err := scanHead(scan, &gone, &c.Questions, &c.Calls, &c.Judged, &last, &first, &name)
		c.Investigation, c.Deleted, c.Last, c.First, c.Indicator = head, when(gone), when(last), named(first), named(name)
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
			SELECT investigation_id, 0 FROM judgement
			WHERE name_id = (SELECT id FROM it) AND (verdict <> '' OR comment <> '' OR starred)),
		cases AS (
			SELECT i.id, i.uid, i.name, i.created_at, max(t.at) AS at, coalesce(j.verdict, '') AS verdict,
				coalesce(j.comment, '') AS comment, coalesce(j.starred, 0) AS starred, coalesce(j.who, '') AS who,
				coalesce(j.changed_at, 0) AS changed
			FROM met t JOIN investigation i ON i.id = t.investigation_id
			LEFT JOIN judgement j ON j.investigation_id = i.id AND j.name_id = (SELECT id FROM it)
			WHERE i.account_id = (SELECT id FROM account WHERE text = ?1) AND i.deleted_at = 0
			GROUP BY i.id
			ORDER BY verdict = '', max(changed, max(t.at)) DESC, i.uid
			LIMIT ?3)
		SELECT uid, name, created_at, CASE WHEN name <> '' THEN '' ELSE coalesce((SELECT text FROM name WHERE id =
				(SELECT name_id FROM node WHERE investigation_id = c.id AND NOT pruned ORDER BY asked_at, uid LIMIT 1)), '') END,
			at, verdict, comment, starred, who, changed
		FROM cases c ORDER BY verdict = '', max(changed, at) DESC, uid`, []any{account, name, limit}, func(scan func(...any) error) error {
		var m investigation.Meeting
		var uid []byte
		var created, at, changed int64
		var first, verdict string
		j := &m.Judgement
		err := scan(&uid, &m.Name, &created, &first, &at, &verdict, &j.Comment, &j.Starred, &j.By, &changed)
		copy(m.ID[:], uid)
		m.Created, m.First = when(created), named(first)
		m.At, j.Changed, j.Verdict, j.Indicator = when(at), when(changed), investigation.Verdict(verdict), named(name)
		all = append(all, m)
		return err
	})
	return all, err
}
