package cli

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"quarry/api"
	"quarry/api/cf"
	"quarry/state/export/bundle"
	"quarry/state/investigation"
	"quarry/state/store"
	"quarry/views"
	"quarry/views/safe"
)

func (a *app) importCommand() *cobra.Command {
	var o options
	cmd := &cobra.Command{
		Use:   "import FILE",
		Short: "take over a case from a colleague's bundle",
		Long: `import takes over a case that quarry export --format bundle wrote: the trail,
the judgements and the raw answers, without a call. Where the case is here
already, the two are merged: of each question and each judgement the later write
wins, under the name of who made it. What that changes here is listed.

The bundle is checked first, all of it; of one that is damaged nothing is taken.
Its sums find damage, not deceit: import what comes from somebody you trust. An
answer that you have fetched yourself is not replaced by one from a bundle.

The argument - reads standard input.`,
		Example: `  quarry import login-portal.quarry`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("import: name one file, which quarry export --format bundle wrote")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			a.began = true
			return a.importFile(cmd.Context(), &o, args[0])
		},
	}
	o.keeping(cmd)
	o.paying(cmd)
	return cmd
}

func (a *app) importFile(ctx context.Context, o *options, path string) error {
	b, err := a.readBundle(path)
	if err != nil {
		return err
	}
	return a.withStore(ctx, o, func(s settings, st *storage, db *store.Store) error {
		t, err := a.takeOver(ctx, s, st, db, b)
		if err != nil {
			return err
		}
		return a.printLines(t.lines())
	})
}

// readBundle reads and checks a file.
func (a *app) readBundle(path string) (bundle.Bundle, error) {
	in := a.host.Stdin
	name := "standard input"
	if path != "-" {
		name = safe.Print(path)
		f, err := os.Open(path)
		if err != nil {
			return bundle.Bundle{}, fmt.Errorf("%s: %s; name a file that quarry export --format bundle wrote", name, unreadable(err))
		}
		defer func() { _ = f.Close() }()
		in = f
	}
	b, err := bundle.Read(in, a.host.Now())
	var refused *bundle.Error
	switch {
	case errors.As(err, &refused):
		return b, fmt.Errorf("%s is not imported, and nothing has changed here: %w", name, refused)
	case err != nil:
		return b, fmt.Errorf("%s cannot be read: %s", name, unreadable(err))
	}
	return b, nil
}

// unreadable is why a file cannot be read, without its name.
func unreadable(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return safe.Print(err.Error())
}

// takenOver is what an import has done.
type takenOver struct {
	bundle        bundle.Bundle
	before, after investigation.Investigation
	// kept, known, own and strange count the answers: new here, here already,
	// not taken since there is one of one's own, not understood.
	kept, known, own, strange int
	// nowhere is true where no account is set.
	nowhere bool
	// restored is true where the case had been deleted here.
	restored bool
	at       time.Time // of the import
}

// noAccount is the account that answers are filed under where none is set: they open
// with --offline.
const noAccount = "00000000000000000000000000000000"

// takeOver keeps the answers first: a trail whose answers are missing would open
// with calls.
func (a *app) takeOver(ctx context.Context, s settings, st *storage, db *store.Store, b bundle.Bundle) (takenOver, error) {
	t := takenOver{bundle: b, at: a.host.Now().UTC()}
	before, found, err := db.Investigation(ctx, b.Case.ID)
	if err != nil {
		return t, firstOf(interruption(ctx), err)
	}
	gone, err := deletedCase(ctx, db, b.Case.ID)
	if err != nil {
		return t, firstOf(interruption(ctx), err)
	}
	account := before.Account
	if t.restored = !gone.ID.IsZero(); t.restored {
		account, found = gone.Account, true
	}
	if !found || account == "" {
		if account, err = keptAccount(ctx, s, st); err != nil {
			return t, err
		}
	}
	if account == "" {
		account, t.nowhere = noAccount, true
	}
	b.Case.Account = account
	for _, answer := range b.Answers {
		if err := t.keep(ctx, s, db, account, answer); err != nil {
			return t, firstOf(interruption(ctx), err)
		}
	}
	if t.restored { // keeping it would, too, but what it holds has to be known before
		_, err = db.RestoreInvestigation(ctx, b.Case.ID)
		if err == nil {
			before, _, err = db.Investigation(ctx, b.Case.ID)
		}
		if err != nil {
			return t, firstOf(interruption(ctx), err)
		}
	}
	if _, err := db.KeepInvestigation(ctx, b.Case); err != nil {
		return t, firstOf(interruption(ctx), err)
	}
	t.before = before
	t.after, _, err = db.Investigation(ctx, b.Case.ID)
	return t, firstOf(interruption(ctx), err)
}

// deletedCase is a case that was deleted and can be restored; the zero Summary where
// none of that ID was.
func deletedCase(ctx context.Context, db *store.Store, id investigation.ID) (investigation.Summary, error) {
	list, err := db.Deleted(ctx, "")
	for _, c := range list {
		if c.ID == id {
			return c, nil
		}
	}
	return investigation.Summary{}, err
}

// keep keeps an answer, unless it would take the place of one's own.
func (t *takenOver) keep(ctx context.Context, s settings, db *store.Store, account string, answer bundle.Answer) error {
	q, ok := api.ParseKey(answer.Question)
	spec, known := cf.Lookup(q.Endpoint)
	if !ok || !known || q.Changes() {
		t.strange++
		return nil
	}
	wire, err := spec.Wire(q)
	if err != nil {
		t.strange++
		return nil
	}
	_, known, err = db.Shown(ctx, account, answer.Question, sha256.Sum256(answer.Body))
	if err != nil || known {
		t.known++
		return err
	}
	have, found, err := db.Latest(ctx, account, answer.Question)
	switch {
	case err != nil:
		return err
	case found && have.ImportedAt.IsZero() && answer.FetchedAt.After(have.FetchedAt):
		t.own++
		return nil
	}
	read := api.Answer{Query: q, Status: answer.Status, Body: answer.Body}
	var mentions []string
	for _, i := range cf.Mentions(read) {
		mentions = append(mentions, i.String())
	}
	t.kept++
	// What is fetched anew from here on is newer than anything imported, whatever
	// a clock elsewhere said.
	fetched := answer.FetchedAt
	if fetched.After(t.at) {
		fetched = t.at
	}
	return db.Keep(ctx, store.Answer{
		Account: account, Question: answer.Question, Endpoint: answer.Endpoint, Indicator: answer.Indicator.String(),
		Kind: strings.ToLower(answer.Indicator.Kind().String()), Method: wire.Method, URL: s.config.BaseURL + wire.RequestURI(account),
		Sent: wire.Body, Status: answer.Status, Body: answer.Body, FetchedAt: fetched, Calls: answer.Calls, Mentions: mentions,
		ImportedAt: t.at, ImportedFrom: t.bundle.FetchedBy(answer),
	})
}

// mostChanges is how many changed verdicts an import lists.
const mostChanges = 20

func (t takenOver) lines() []string {
	b := t.bundle
	by := "somebody unnamed"
	if b.By != "" {
		by = safe.PrintMax(b.By, 60)
	}
	lines := []string{
		fmt.Sprintf("%s, %s, from %s, exported %s", views.CaseName(t.after.Summary()), t.after.TLP, by, views.Moment(b.ExportedAt)),
		fmt.Sprintf("questions   %s, %s new here", views.Number(len(b.Case.Nodes)), views.Number(len(t.after.Nodes)-len(t.before.Nodes))),
		fmt.Sprintf("judgements  %s, %s new here", views.Number(len(b.Case.Judgements)), views.Number(len(t.after.Judgements)-len(t.before.Judgements))),
		"answers     " + t.answers() + "; 0 calls",
	}
	if t.restored {
		lines = append(lines, "It had been deleted here, and is back with what it held; quarry cases delete --purge deletes it for good.")
	}
	if !t.before.ID.IsZero() {
		lines = append(lines, t.changes()...)
	}
	if t.nowhere {
		lines = append(lines, "No account is set: the case opens with --offline. Import it again once one is set.")
	}
	return lines
}

func (t takenOver) answers() string {
	parts := []string{fmt.Sprintf("%s, %s new here", views.Number(len(t.bundle.Answers)), views.Number(t.kept))}
	if t.own > 0 {
		parts = append(parts, fmt.Sprintf("%s left out, since you have fetched an older one yourself", views.Number(t.own)))
	}
	if t.strange > 0 {
		parts = append(parts, fmt.Sprintf("%s left out, since this quarry does not know the question", views.Number(t.strange)))
	}
	return strings.Join(parts, ", ")
}

// changes are what a merge has changed of what was here.
func (t takenOver) changes() []string {
	var lines []string
	if t.before.TLP != t.after.TLP {
		lines = append(lines, fmt.Sprintf("marking     was %s, is %s", t.before.TLP, t.after.TLP))
	}
	if t.before.Name != t.after.Name {
		lines = append(lines, fmt.Sprintf("name        was %s", views.CaseName(t.before.Summary())))
	}
	said := map[string]investigation.Judgement{}
	for _, j := range t.before.Judgements {
		said[j.Indicator.String()] = j
	}
	changed := 0
	for _, j := range t.after.Judgements {
		was, judged := said[j.Indicator.String()]
		if !judged || was.Verdict == j.Verdict && was.Comment == j.Comment && was.Starred == j.Starred {
			continue
		}
		if changed++; changed <= mostChanges {
			lines = append(lines, change(was, j))
		}
	}
	if changed > mostChanges {
		lines = append(lines, fmt.Sprintf("and %s more judgements have changed", views.Number(changed-mostChanges)))
	}
	return lines
}

// change says how a judgement has changed, and by whom.
func change(was, is investigation.Judgement) string {
	what := "another comment or star"
	if was.Verdict != is.Verdict {
		what = fmt.Sprintf("was %s, is %s", verdictOf(was), verdictOf(is))
	}
	return fmt.Sprintf("changed     %s: %s, by %s", safe.Show(is.Indicator), what, safe.PrintMax(is.By, 60))
}

func verdictOf(j investigation.Judgement) string {
	if j.Verdict == "" {
		return "not judged"
	}
	return string(j.Verdict)
}
