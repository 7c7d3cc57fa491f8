package store

import (
	"context"
	"time"
)

// Asked is a question that has an answer, and when the newest came, in UTC.
type Asked struct {
	Question  string
	FetchedAt time.Time
	Status    int // the HTTP status
}

// About lists the questions of an endpoint about an indicator whose newest answer
// has the HTTP status 200, in the order of their texts. Each page is a question.
func (s *Store) About(ctx context.Context, account, endpoint, indicator string) ([]Asked, error) {
	// The text begins with both, and the index is by text: a range of it, which
	// SQLite does not find in an OR. What follows is nothing or a space, and of
	// printable ASCII only the space comes before '!'.
	from := endpoint + " " + indicator
	return s.asked(ctx, `SELECT q.text, a.fetched_at, a.status FROM question q JOIN answer a ON a.id =
			(SELECT id FROM answer WHERE question_id = q.id ORDER BY fetched_at DESC, id DESC LIMIT 1)
		WHERE q.account_id = (SELECT id FROM account WHERE text = ?1)
		AND q.text >= ?2 AND q.text < ?2 || '!' AND a.status = 200
		ORDER BY q.text`, account, from)
}

// Among lists the questions of an endpoint in whose answers a name is filed, that
// with the newest answer first, at most limit of them. Questions about several
// names are found by it.
func (s *Store) Among(ctx context.Context, account, endpoint, name string, limit int) ([]Asked, error) {
	return s.asked(ctx, `SELECT q.text, a.fetched_at, a.status FROM mention m
		JOIN question q ON q.id = m.question_id AND q.endpoint = ?
		JOIN answer a ON a.id = (SELECT id FROM answer WHERE question_id = q.id ORDER BY fetched_at DESC, id DESC LIMIT 1)
		WHERE m.account_id = (SELECT id FROM account WHERE text = ?)
		AND m.name_id = (SELECT id FROM name WHERE text = ?)
		ORDER BY a.fetched_at DESC, a.id DESC LIMIT ?`, endpoint, account, name, limit)
}

// asked reads rows of text, time and status.
func (s *Store) asked(ctx context.Context, text string, args ...any) ([]Asked, error) {
	if err := s.enter(); err != nil {
		return nil, err
	}
	defer s.leave()
	var all []Asked
	err := s.rows(ctx, text, args,
		func(scan func(...any) error) error {
			var a Asked
			var at int64
			err := scan(&a.Question, &at, &a.Status)
			a.FetchedAt = moment(at)
			all = append(all, a)
			return err
		})
	return all, err
}
