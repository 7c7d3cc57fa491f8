package store

import (
	"context"
	"slices"
	"strconv"
	"time"
)

// Place is where a name was met: the first question and how often since.
type Place struct {
	First, Last time.Time // UTC; zero where it was not met
	// Question is the one whose answer came first, with its endpoint and its
	// indicator.
	Question, Endpoint, Indicator string
	// Answers counts the answers, those to the same question included.
	Answers int
}

// Sighting is what the store knows of a name.
type Sighting struct {
	// Asked is about questions of which the name is the subject.
	Asked Place
	// Mentioned is about answers to other questions in which it stood.
	Mentioned Place
}

// First is the earlier of the two. An answer that was kept just now counts.
func (s Sighting) First() Place {
	if s.Asked.Answers == 0 || s.Mentioned.Answers > 0 && s.Mentioned.First.Before(s.Asked.First) {
		return s.Mentioned
	}
	return s.Asked
}

// Seen looks a name up, given in canonical form, among the questions of an
// account and the names in its answers.
func (s *Store) Seen(ctx context.Context, account, name string) (Sighting, bool, error) {
	if err := s.enter(); err != nil {
		return Sighting{}, false, err
	}
	defer s.leave()
	var seen Sighting
	err := s.rows(ctx, `SELECT s.how, s.first_at, s.last_at, s.answers, q.text, q.endpoint, n.text
		FROM sighting s
		JOIN question q ON q.id = s.question_id
		JOIN name n ON n.id = q.name_id
		WHERE s.account_id = (SELECT id FROM account WHERE text = ?)
		AND s.name_id = (SELECT id FROM name WHERE text = ?)`, []any{account, name},
		func(scan func(...any) error) error {
			var how int
			var first, last int64
			var p Place
			if err := scan(&how, &first, &last, &p.Answers, &p.Question, &p.Endpoint, &p.Indicator); err != nil {
				return err
			}
			p.First, p.Last = moment(first), moment(last)
			if how == 0 {
				seen.Asked = p
			} else {
				seen.Mentioned = p
			}
			return nil
		})
	if err != nil {
		return Sighting{}, false, err
	}
	return seen, seen.Asked.Answers+seen.Mentioned.Answers > 0, nil
}

// mentioned are the names in an answer, once each, without its own subject.
func mentioned(a Answer) []string {
	names := slices.Clone(a.Mentions)
	slices.Sort(names)
	return slices.DeleteFunc(slices.Compact(names), func(n string) bool { return n == "" || n == a.Indicator })
}

const addSighting = `
	ON CONFLICT (account_id, name_id, how) DO UPDATE SET
		question_id = CASE WHEN excluded.first_at < first_at THEN excluded.question_id ELSE question_id END,
		first_at = min(first_at, excluded.first_at),
		last_at = max(last_at, excluded.last_at),
		answers = answers + 1`

func (c *change) sightAsked(account, name, question, at int64) error {
	_, err := c.exec(`INSERT INTO sighting (account_id, name_id, how, first_at, last_at, question_id, answers)
		VALUES (?1, ?2, 0, ?3, ?3, ?4, 1)`+addSighting, account, name, at, question)
	return err
}

// batch is how many names go into one statement, and fewBatch how many where
// there are no more: filling up a large one would cost more than it saves.
const (
	batch    = 50
	fewBatch = 5
)

// sightMentioned files names in batches: an answer can hold thousands, and
// statements for each would keep others waiting.
func (c *change) sightMentioned(account, question, at int64, names []string) error {
	size := batch
	if len(names) <= fewBatch {
		size = fewBatch
	}
	statements := sightStatements(size)
	for some := range slices.Chunk(names, size) {
		args := []any{account, question, at}
		for i := range size {
			args = append(args, some[min(i, len(some)-1)]) // the last one fills up
		}
		for _, text := range statements {
			if _, err := c.exec(text, args...); err != nil {
				return err
			}
		}
	}
	return nil
}

// sightStatements file a number of names at once. Their parameters are account,
// question, time, and the names.
func sightStatements(names int) []string {
	one, rest := "?4", "(?4)"
	for i := 5; i < 4+names; i++ {
		one += ", ?" + strconv.Itoa(i)
		rest += ", (?" + strconv.Itoa(i) + ")"
	}
	return []string{
		// The conditions that are always true use up the other parameters.
		"INSERT OR IGNORE INTO name (text) SELECT column1 FROM (VALUES " + rest + ") WHERE ?1 + ?2 + ?3 IS NOT NULL",
		"INSERT OR IGNORE INTO mention (account_id, name_id, question_id) SELECT ?1, id, ?2 FROM name WHERE text IN (" + one + ") AND ?3 IS NOT NULL",
		"INSERT INTO sighting (account_id, name_id, how, first_at, last_at, question_id, answers) SELECT ?1, id, 1, ?3, ?3, ?2, 1 FROM name WHERE text IN (" + one + ")" + addSighting,
	}
}
