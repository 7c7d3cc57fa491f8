package store

import (
	"context"
	"time"

	"quarry/state/indicator"
	"quarry/state/investigation"
)

// KeepInvestigation merges an investigation, or what has changed of one, into
// what is kept of it: of every node and judgement the later write wins. begun is
// true where nothing was kept of it before, or it was deleted, which that takes back.
// When it returns nil, everything is there and survives a kill.
func (s *Store) KeepInvestigation(ctx context.Context, part investigation.Investigation) (begun bool, err error) {
	if part.ID.IsZero() {
		return false, &Error{Class: Refused, Path: s.path, Reason: "an investigation without an ID cannot be kept", Next: "this is a fault in quarry; please report it"}
	}
	err = s.write(ctx, func(c *change) error {
		var id int64
		id, begun, err = c.investigation(part)
		if err != nil {
			return err
		}
		for _, n := range part.Nodes {
			if err := c.node(id, n); err != nil {
				return err
			}
		}
		for _, j := range part.Judgements {
			if err := c.judgement(id, j); err != nil {
				return err
			}
		}
		return nil
	})
	return begun, err
}

// headRow is what stands around the nodes, as a row has it.
const headRow = "i.uid, a.text, i.name, i.tlp, i.created_at, i.changed_at"

func scanHead(scan func(...any) error, more ...any) (i investigation.Investigation, err error) {
	var uid []byte
	var tlp string
	var created, changed int64
	err = scan(append([]any{&uid, &i.Account, &i.Name, &tlp, &created, &changed}, more...)...)
	copy(i.ID[:], uid)
	i.TLP, i.Created, i.Changed = investigation.TLP(tlp), when(created), when(changed)
	return i, err
}

// investigation merges the row of an investigation.
func (c *change) investigation(part investigation.Investigation) (id int64, begun bool, err error) {
	account, err := c.account(part.Account)
	if err != nil {
		return 0, false, err
	}
	var had investigation.Investigation
	var deleted int64
	row := func(into ...any) (bool, error) {
		return c.get("SELECT i.id, i.deleted_at, "+headRow+" FROM investigation i JOIN account a ON a.id = i.account_id WHERE i.uid = ?",
			[]any{part.ID[:]}, into...)
	}
	found := false
	had, err = scanHead(func(into ...any) (err error) {
		found, err = row(append([]any{&id, &deleted}, into...)...)
		return err
	})
	if err != nil {
		return 0, false, err
	}
	if !found {
		r, err := c.exec("INSERT INTO investigation (uid, account_id, name, tlp, created_at, changed_at) VALUES (?, ?, ?, ?, ?, ?)",
			part.ID[:], account, part.Name, string(part.TLP), nanos(part.Created), nanos(part.Changed))
		if err != nil {
			return 0, false, err
		}
		id, err = r.LastInsertId()
		return id, true, err
	}
	if deleted != 0 {
		if _, err := c.exec("UPDATE investigation SET deleted_at = 0 WHERE id = ?", id); err != nil {
			return id, false, err
		}
	}
	begun = deleted != 0
	part.Nodes, part.Judgements = nil, nil
	m := investigation.Merge(had, part)
	if m.Name == had.Name && m.TLP == had.TLP && m.Changed.Equal(had.Changed) && m.Account == had.Account {
		return id, begun, nil
	}
	_, err = c.exec("UPDATE investigation SET account_id = ?, name = ?, tlp = ?, created_at = ?, changed_at = ? WHERE id = ?",
		account, m.Name, string(m.TLP), nanos(m.Created), nanos(m.Changed), id)
	return id, begun, err
}

const nodeRow = `n.uid, n.parent, n.question, n.endpoint, m.text, n.asked_at, n.fetched_at, n.calls,
	n.sha256, n.row_count, n.pruned, n.who, n.changed_at`

func scanNode(scan func(...any) error) (n investigation.Node, err error) {
	var uid, parent []byte
	var name string
	var asked, fetched, changed int64
	err = scan(&uid, &parent, &n.Question, &n.Endpoint, &name, &asked, &fetched, &n.Calls,
		&n.SHA256, &n.Rows, &n.Pruned, &n.By, &changed)
	copy(n.ID[:], uid)
	copy(n.Parent[:], parent)
	n.Indicator = named(name)
	n.Asked, n.FetchedAt, n.Changed = when(asked), when(fetched), when(changed)
	return n, err
}

// node merges a node.
func (c *change) node(id int64, n investigation.Node) error {
	var had investigation.Node
	found := false
	had, err := scanNode(func(into ...any) (err error) {
		found, err = c.get("SELECT "+nodeRow+" FROM node n JOIN name m ON m.id = n.name_id WHERE n.investigation_id = ? AND n.uid = ?",
			[]any{id, n.ID[:]}, into...)
		return err
	})
	if err != nil {
		return err
	}
	if found {
		n = investigation.Merge(investigation.Investigation{Nodes: []investigation.Node{had}},
			investigation.Investigation{Nodes: []investigation.Node{n}}).Nodes[0]
		if n == had {
			return nil
		}
	}
	name, err := c.name(n.Indicator.String())
	if err != nil {
		return err
	}
	var parent []byte
	if !n.Parent.IsZero() {
		parent = n.Parent[:]
	}
	_, err = c.exec(`INSERT OR REPLACE INTO node (investigation_id, uid, parent, question, endpoint, name_id, asked_at,
			fetched_at, calls, sha256, row_count, pruned, who, changed_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		id, n.ID[:], parent, n.Question, n.Endpoint, name, nanos(n.Asked),
		nanos(n.FetchedAt), n.Calls, n.SHA256, n.Rows, n.Pruned, n.By, nanos(n.Changed))
	return err
}

const judgementRow = "m.text, j.verdict, j.comment, j.starred, j.who, j.changed_at"

func scanJudgement(scan func(...any) error, more ...any) (j investigation.Judgement, err error) {
	var name, verdict string
	var changed int64
	err = scan(append([]any{&name, &verdict, &j.Comment, &j.Starred, &j.By, &changed}, more...)...)
	j.Indicator, j.Verdict, j.Changed = named(name), investigation.Verdict(verdict), when(changed)
	return j, err
}

// judgement merges a judgement.
func (c *change) judgement(id int64, j investigation.Judgement) error {
	name, err := c.name(j.Indicator.String())
	if err != nil {
		return err
	}
	found := false
	had, err := scanJudgement(func(into ...any) (err error) {
		found, err = c.get("SELECT "+judgementRow+" FROM judgement j JOIN name m ON m.id = j.name_id WHERE j.investigation_id = ? AND j.name_id = ?",
			[]any{id, name}, into...)
		return err
	})
	if err != nil {
		return err
	}
	if found {
		j = investigation.Merge(investigation.Investigation{Judgements: []investigation.Judgement{had}},
			investigation.Investigation{Judgements: []investigation.Judgement{j}}).Judgements[0]
		if j == had {
			return nil
		}
	}
	_, err = c.exec("INSERT OR REPLACE INTO judgement (investigation_id, name_id, verdict, comment, starred, who, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
		id, name, string(j.Verdict), j.Comment, j.Starred, j.By, nanos(j.Changed))
	return err
}

// Investigation is all that is kept of one. One that was deleted is none.
func (s *Store) Investigation(ctx context.Context, id investigation.ID) (i investigation.Investigation, found bool, err error) {
	if err := s.enter(); err != nil {
		return i, false, err
	}
	defer s.leave()
	var row int64
	i, err = scanHead(func(into ...any) (err error) {
		found, err = s.row(ctx, "SELECT i.id, "+headRow+" FROM investigation i JOIN account a ON a.id = i.account_id WHERE i.uid = ? AND i.deleted_at = 0",
			[]any{id[:]}, append([]any{&row}, into...)...)
		return err
	})
	if err != nil || !found {
		return investigation.Investigation{}, false, err
	}
	err = s.rows(ctx, "SELECT "+nodeRow+" FROM node n JOIN name m ON m.id = n.name_id WHERE n.investigation_id = ? ORDER BY n.asked_at, n.uid",
		[]any{row}, func(scan func(...any) error) error {
			n, err := scanNode(scan)
			i.Nodes = append(i.Nodes, n)
			return err
		})
	if err != nil {
		return investigation.Investigation{}, false, err
	}
	err = s.rows(ctx, "SELECT "+judgementRow+" FROM judgement j JOIN name m ON m.id = j.name_id WHERE j.investigation_id = ?",
		[]any{row}, func(scan func(...any) error) error {
			j, err := scanJudgement(scan)
			i.Judgements = append(i.Judgements, j)
			return err
		})
	// In order: the text of a name does not say what order its kind has.
	return investigation.Merge(i, investigation.Investigation{}), err == nil, err
}

// named is the indicator of a canonical name; none where the file says something
// else.
func named(text string) indicator.Indicator {
	i, err := indicator.Parse(text)
	if err != nil {
		return indicator.Indicator{}
	}
	return i
}

// nanos is a time for the database, 0 for none; when reads it.
func nanos(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

func when(ns int64) time.Time {
	if ns == 0 {
		return time.Time{}
	}
	return moment(ns)
}
