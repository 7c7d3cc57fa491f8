package store

import (
	"cmp"
	"context"
	"database/sql"
	"maps"
	"slices"
	"time"
)

// Month is what the ledger says about a calendar month in UTC. It counts what
// the quarrys of this user have sent, no one else's calls.
type Month struct {
	From, To time.Time // [From, To), UTC
	// Calls are the ledger's.
	Calls int
	// Used is the month to date as well as it is known: Calls, or the last
	// correction and the calls after it.
	Used int
	// Corrected is the last correction by hand in this month, nil if none.
	Corrected *Correction
	// SpentOut is true when Cloudflare has said in this month that the quota
	// is spent, and nobody has corrected that since.
	SpentOut bool
	// ByDay has an element for every day of the month. ByEndpoint and ByUser
	// have the largest first.
	ByDay              []Day
	ByEndpoint, ByUser []Count
}

// Correction is a count set by hand.
type Correction struct {
	At    time.Time // UTC
	Who   string
	Total int
	// Since counts the ledger's calls after it.
	Since int
}

// Day is a day in UTC and its calls.
type Day struct {
	Date  time.Time // its first instant
	Calls int
}

// Count is a number of calls under a name.
type Count struct {
	Name  string
	Calls int
	// Names is, of an endpoint, how many names were looked up by the calls that
	// asked about several at once.
	Names int
}

// Month adds up the ledger for an account and the month in UTC that month lies
// in.
func (s *Store) Month(ctx context.Context, account string, month time.Time) (Month, error) {
	year, mon, _ := month.UTC().Date()
	m := Month{From: time.Date(year, mon, 1, 0, 0, 0, 0, time.UTC)}
	m.To = m.From.AddDate(0, 1, 0)
	for d := m.From; d.Before(m.To); d = d.AddDate(0, 0, 1) {
		m.ByDay = append(m.ByDay, Day{Date: d})
	}
	if err := s.enter(); err != nil {
		return m, err
	}
	defer s.leave()
	span := []any{account, m.From.UnixNano(), m.To.UnixNano()}
	if err := s.count(ctx, &m, span); err != nil {
		return m, err
	}
	return m, s.correct(ctx, &m, span)
}

// count fills in the sums. All come from one statement, so that they agree with
// each other while another process writes.
func (s *Store) count(ctx context.Context, m *Month, span []any) error {
	endpoints, users := map[string]Count{}, map[string]Count{}
	err := s.rows(ctx, `SELECT (at - ?2) / 86400000000000, endpoint, who, count(*), sum(names) FROM call
		WHERE account_id = (SELECT id FROM account WHERE text = ?1) AND at >= ?2 AND at < ?3
		GROUP BY 1, 2, 3`, span,
		func(scan func(...any) error) error {
			var day, calls, names int
			var endpoint, who string
			if err := scan(&day, &endpoint, &who, &calls, &names); err != nil {
				return err
			}
			m.Calls += calls
			m.ByDay[day].Calls += calls
			of, by := endpoints[endpoint], users[who]
			endpoints[endpoint] = Count{endpoint, of.Calls + calls, of.Names + names}
			users[who] = Count{Name: who, Calls: by.Calls + calls}
			return nil
		})
	m.Used, m.ByEndpoint, m.ByUser = m.Calls, largestFirst(endpoints), largestFirst(users)
	return err
}

// correct applies the marks of the month.
func (s *Store) correct(ctx context.Context, m *Month, span []any) error {
	return s.rows(ctx, `SELECT k.at, k.who, k.total,
			(SELECT count(*) FROM call c WHERE c.account_id = k.account_id AND c.at >= ?2 AND c.at < ?3 AND c.id > k.upto)
		FROM quota_mark k
		WHERE k.account_id = (SELECT id FROM account WHERE text = ?1) AND k.at >= ?2 AND k.at < ?3
		ORDER BY k.id`, span,
		func(scan func(...any) error) error {
			var at int64
			var total sql.NullInt64
			var c Correction
			if err := scan(&at, &c.Who, &total, &c.Since); err != nil {
				return err
			}
			if m.SpentOut = !total.Valid; m.SpentOut {
				return nil
			}
			c.At, c.Total = moment(at), int(total.Int64)
			m.Corrected, m.Used = &c, c.Total+c.Since
			return nil
		})
}

func largestFirst(calls map[string]Count) []Count {
	all := slices.AppendSeq(make([]Count, 0, len(calls)), maps.Values(calls))
	slices.SortFunc(all, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.Calls, a.Calls), cmp.Compare(a.Name, b.Name))
	})
	return all
}
