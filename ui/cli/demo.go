package cli

import (
	"context"

	"quarry/api/cf/client"
	"quarry/api/cfsim"
	"quarry/api/source"
	"quarry/ui"
)

// demoPlan is the demo's quota: that of Cloudflare's smallest plan.
const demoPlan = 100

// demo opens a session on the simulated API in this process: its own token,
// its own account, its own quota, and a store that is thrown away.
func (a *app) demo(ctx context.Context, s settings) (*session, error) {
	baseURL, stop, err := cfsim.New(cfsim.Options{Now: a.host.Now, Context: ctx}).Start()
	if err != nil {
		return nil, err
	}
	session, err := a.demoSession(ctx, s, baseURL)
	if err != nil {
		stop()
		return nil, err
	}
	session.stop = stop
	session.profile = "DEMO"
	for _, e := range cfsim.Indicators() {
		session.hints = append(session.hints, ui.Hint{Indicator: e.Indicator, What: e.What})
	}
	return session, nil
}

func (a *app) demoSession(ctx context.Context, s settings, baseURL string) (*session, error) {
	token, err := client.NewToken(cfsim.DemoToken)
	if err != nil {
		return nil, err
	}
	s.config.BaseURL, s.token = baseURL, token
	return a.open(ctx, s, cfsim.DemoAccount, source.Plan{Limit: demoPlan}, a.throwaway)
}
