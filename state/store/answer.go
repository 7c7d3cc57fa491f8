package store

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"
)

// Answer is what a question brought, as it is kept.
type Answer struct {
	// Account is the Cloudflare account that paid.
	Account string
	// Question is the canonical text of the question, equal for equal
	// questions and for no others.
	Question string
	// Endpoint, Indicator and Kind say what it was about. The indicator is in
	// canonical form; empty for a question about several, which Mentions name.
	Endpoint, Indicator, Kind string
	// Method, URL and Sent are the request: Sent is its body.
	Method, URL, Sent string
	// Status is the HTTP status.
	Status int
	// Body is what was received, at most MaxBody bytes.
	Body []byte
	// FetchedAt is when it arrived; zero means now. It comes back in UTC.
	FetchedAt time.Time
	// Took is the time from sending to the last byte.
	Took time.Duration
	// Calls is what it cost when it was fetched.
	Calls int
	// Ray is Cloudflare's name for the exchange.
	Ray string
	// ImportedAt is when it was taken over from elsewhere, in UTC; zero for an
	// answer that this installation has fetched itself.
	ImportedAt time.Time
	// ImportedFrom is who handed it over, as they say; it may be empty.
	ImportedFrom string
	// SHA256 is the hash of Body. Keep computes it; Latest checks it.
	SHA256 [sha256.Size]byte
	// Mentions are the names that stand in the body, in canonical form, in any
	// order; Keep files them for Seen. They do not come back from Latest.
	Mentions []string
}

// Keep files an answer. When it returns nil, the answer is there and survives a
// kill. Older answers to the same question stay; Latest returns the newest.
func (s *Store) Keep(ctx context.Context, a Answer) error {
	if len(a.Body) > MaxBody {
		return &Error{
			Class: Refused, Path: s.path,
			Reason: fmt.Sprintf("an answer of %d bytes is too long to be kept (at most %d)", len(a.Body), MaxBody),
			Next:   "ask for less at once",
		}
	}
	if a.FetchedAt.IsZero() {
		a.FetchedAt = s.now()
	}
	a.SHA256 = sha256.Sum256(a.Body)
	codec, data := pack(a.Body) // before the transaction: others wait for that
	names := mentioned(a)
	return s.write(ctx, func(c *change) error {
		account, err := c.account(a.Account)
		if err != nil {
			return err
		}
		name, err := c.name(a.Indicator)
		if err != nil {
			return err
		}
		question, err := c.question(account, name, a)
		if err != nil {
			return err
		}
		body, err := c.body(a, codec, data)
		if err != nil {
			return err
		}
		at := a.FetchedAt.UnixNano()
		if _, err := c.exec(`INSERT INTO answer
			(question_id, body_id, fetched_at, took, status, calls, ray, method, url, sent, imported_from, imported_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			question, body, at, int64(a.Took), a.Status, a.Calls, a.Ray, a.Method, a.URL, a.Sent,
			a.ImportedFrom, nanos(a.ImportedAt)); err != nil {
			return err
		}
		if a.Indicator != "" {
			if err := c.sightAsked(account, name, question, at); err != nil {
				return err
			}
		}
		return c.sightMentioned(account, question, at, names)
	})
}

func (c *change) question(account, name int64, a Answer) (id int64, err error) {
	found, err := c.get("SELECT id FROM question WHERE account_id = ? AND text = ?", []any{account, a.Question}, &id)
	if err != nil || found {
		return id, err
	}
	r, err := c.exec("INSERT INTO question (account_id, name_id, endpoint, kind, text) VALUES (?, ?, ?, ?, ?)",
		account, name, a.Endpoint, a.Kind, a.Question)
	if err != nil {
		return 0, err
	}
	return r.LastInsertId()
}

// body files a body once. One that is there but was damaged is mended.
func (c *change) body(a Answer, codec int, data []byte) (id int64, err error) {
	found, err := c.get(`INSERT INTO body (sha256, codec, size, data) VALUES (?, ?, ?, ?)
		ON CONFLICT (sha256) DO UPDATE SET codec = excluded.codec, size = excluded.size, data = excluded.data
		WHERE codec <> excluded.codec OR size <> excluded.size OR data <> excluded.data
		RETURNING id`, []any{a.SHA256[:], codec, len(a.Body), data}, &id)
	if err != nil || found {
		return id, err
	}
	_, err = c.get("SELECT id FROM body WHERE sha256 = ?", []any{a.SHA256[:]}, &id)
	return id, err
}

// Latest is the newest answer to a question. Its body has been checked against
// its hash; a damaged one is an error of class Broken, and asking again mends
// it.
func (s *Store) Latest(ctx context.Context, account, question string) (Answer, bool, error) {
	return s.newest(ctx, account, question, "")
}

// Shown is the newest answer to a question whose body has a hash, also where
// newer answers have other bodies.
func (s *Store) Shown(ctx context.Context, account, question string, sum [sha256.Size]byte) (Answer, bool, error) {
	return s.newest(ctx, account, question, " AND b.sha256 = ?", sum[:])
}

// newest is the newest answer to a question that also meets a condition.
func (s *Store) newest(ctx context.Context, account, question, condition string, args ...any) (Answer, bool, error) {
	if err := s.enter(); err != nil {
		return Answer{}, false, err
	}
	defer s.leave()
	a := Answer{Account: account, Question: question}
	var at, took, imported, size int64
	var codec int
	var sum, data []byte
	found, err := s.row(ctx, `SELECT q.endpoint, n.text, q.kind, a.method, a.url, a.sent, a.status,
			a.fetched_at, a.took, a.calls, a.ray, a.imported_from, a.imported_at, b.sha256, b.codec, b.size, b.data
		FROM question q
		JOIN name n ON n.id = q.name_id
		JOIN answer a ON a.question_id = q.id
		JOIN body b ON b.id = a.body_id
		WHERE q.account_id = (SELECT id FROM account WHERE text = ?) AND q.text = ?`+condition+`
		ORDER BY a.fetched_at DESC, a.id DESC LIMIT 1`, append([]any{account, question}, args...),
		&a.Endpoint, &a.Indicator, &a.Kind, &a.Method, &a.URL, &a.Sent, &a.Status,
		&at, &took, &a.Calls, &a.Ray, &a.ImportedFrom, &imported, &sum, &codec, &size, &data)
	if err != nil || !found {
		return Answer{}, false, err
	}
	a.FetchedAt, a.Took, a.ImportedAt = moment(at), time.Duration(took), when(imported)
	copy(a.SHA256[:], sum)
	if a.Body, err = unpack(codec, size, a.SHA256, data); err != nil {
		return Answer{}, false, s.fail(err)
	}
	return a, true, nil
}

// Stamp is what a price needs of an answer.
type Stamp struct {
	FetchedAt time.Time // UTC
	// Status is the HTTP status: "not found" grows stale sooner.
	Status int
}

// Age says of each question when its newest answer was fetched. Questions
// without an answer are missing from the map.
func (s *Store) Age(ctx context.Context, account string, questions []string) (map[string]Stamp, error) {
	if err := s.enter(); err != nil {
		return nil, err
	}
	defer s.leave()
	known := make(map[string]Stamp, len(questions))
	for _, q := range questions {
		var at int64
		var status int
		found, err := s.row(ctx, `SELECT a.fetched_at, a.status FROM question q JOIN answer a ON a.question_id = q.id
			WHERE q.account_id = (SELECT id FROM account WHERE text = ?) AND q.text = ?
			ORDER BY a.fetched_at DESC, a.id DESC LIMIT 1`, []any{account, q}, &at, &status)
		if err != nil {
			return nil, err
		}
		if found {
			known[q] = Stamp{moment(at), status}
		}
	}
	return known, nil
}

// moment is a time of the database.
func moment(ns int64) time.Time { return time.Unix(0, ns).UTC() }
