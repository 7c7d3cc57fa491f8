package cli

import (
	"quarry/api/cf/client"
	"quarry/api/cfsim"
	"quarry/ui"
)

// demo opens a session on the simulated API in this process: its own token,
// its own account, its own quota of nothing.
func (a *app) demo(s settings) (*session, error) {
	baseURL, stop, err := cfsim.New(cfsim.Options{Now: a.host.Now}).Start()
	if err != nil {
		return nil, err
	}
	c, err := a.demoClient(s, baseURL)
	if err != nil {
		stop()
		return nil, err
	}
	session := open(c, s.budget, "DEMO")
	session.stop = stop
	for _, e := range cfsim.Indicators() {
		session.hints = append(session.hints, ui.Hint{Indicator: e.Indicator, What: e.What})
	}
	return session, nil
}

func (a *app) demoClient(s settings, baseURL string) (*client.Client, error) {
	token, err := client.NewToken(cfsim.DemoToken)
	if err != nil {
		return nil, err
	}
	s.config.BaseURL, s.token = baseURL, token
	return a.client(s, cfsim.DemoAccount)
}
