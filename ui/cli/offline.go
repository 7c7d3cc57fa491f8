package cli

import (
	"context"
	"fmt"
	"strings"

	"quarry/api"
	"quarry/api/cf"
	"quarry/api/source"
)

// offline opens a session that sends nothing: what was fetched before opens.
func (a *app) offline(ctx context.Context, s settings) (*session, error) {
	st := a.storage(ctx)
	account, err := keptAccount(ctx, s, st)
	if err != nil {
		_ = st.close(closeTime) // nothing was written
		a.sayWarnings(st)
		return nil, err
	}
	ledger := source.NewLedger(st.disk, account, a.host.User(), planOf(s, account), a.host.Now)
	kept := source.NewKept(st.disk, account, a.host.Now, cf.Mentions)
	return &session{
		run: ctx, store: st, source: source.New(kept, source.Offline{}, cf.Judge), kept: kept, ledger: ledger,
		cases: source.NewCases(ctx, st.disk, account, a.host.Now), desk: a.desk(s, st, kept),
		meter: source.Meter{Client: source.Offline{}, Ledger: ledger}, account: account,
		profile: "OFFLINE", stop: func() {}, release: func() {},
	}, nil
}

// keptAccount is the account that is set, or else the one of which the store
// has something. A store with nothing in it has no account either.
func keptAccount(ctx context.Context, s settings, st *storage) (string, error) {
	if s.config.Account != "" {
		return s.config.Account, nil
	}
	db := st.disk.Store(ctx)
	if db == nil {
		return "", interruption(ctx)
	}
	accounts, err := db.Accounts(ctx)
	switch {
	case err != nil:
		return "", firstOf(interruption(ctx), err)
	case len(accounts) == 0:
		return "", nil
	case len(accounts) == 1:
		return accounts[0], nil
	}
	return "", severalKept(accounts)
}

// severalKept says that the store cannot tell which account is meant.
func severalKept(accounts []string) error {
	const most = 5
	listed := strings.Join(accounts[:min(most, len(accounts))], ", ")
	if len(accounts) > most {
		listed += ", …"
	}
	return &api.Error{Class: api.NoAccount, Err: fmt.Errorf("the store has %d accounts: %s", len(accounts), listed)}
}
