package source_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"quarry/api"
	"quarry/api/cf"
	cfclient "quarry/api/cf/client"
	"quarry/api/cfsim"
	"quarry/api/source"
	"quarry/state/indicator"
)

// budgeted is a simulator and a client behind a budget. The client waits
// between tries, as it must, but not for long.
func budgeted(t *testing.T, limit int) (*cfsim.Server, *source.Budget) {
	t.Helper()
	sim := cfsim.New(cfsim.Options{})
	url, stop, err := sim.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	token, err := cfclient.NewToken(cfsim.DemoToken)
	if err != nil {
		t.Fatal(err)
	}
	c, err := cfclient.New(cfclient.Config{
		BaseURL: url, Account: cfsim.DemoAccount, Token: token,
		Sleep: func(ctx context.Context, _ time.Duration) error {
			ctx, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
			defer cancel()
			<-ctx.Done()
			if ctx.Err() == context.DeadlineExceeded {
				return nil
			}
			return ctx.Err()
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return sim, source.NewBudget(limit, c)
}

func ipQuery(s string) api.Query {
	return api.Query{Endpoint: cf.EndpointIP, Indicator: indicator.MustParse(s)}
}

func TestBudgetStops(t *testing.T) {
	sim, b := budgeted(t, 2)
	for n, want := range []api.Class{api.Unclassified, api.Unclassified, api.BudgetSpent, api.BudgetSpent} {
		_, err := b.Ask(t.Context(), ipQuery("192.0.2.44"), api.Fresh)
		if got := api.ClassOf(err); got != want || (err == nil) != (want == api.Unclassified) {
			t.Errorf("question %d: %v, want class %d", n+1, err, want)
		}
	}
	if got := len(sim.Requests()); got != 2 {
		t.Errorf("%d requests arrived, the budget is 2", got)
	}
}

// A server that fails is asked again, and every try is a call.
func TestBudgetCountsEveryTry(t *testing.T) {
	const fails = "198.51.100.206"
	for limit, want := range map[int]int{1: 1, 2: 2, 3: 3, 5: 3} {
		sim, b := budgeted(t, limit)
		_, err := b.Ask(t.Context(), ipQuery(fails), api.Fresh)
		if got := api.ClassOf(err); got != api.ServerFault {
			t.Errorf("budget %d: %v", limit, err)
		}
		if got := len(sim.Requests()); got != want {
			t.Errorf("budget %d: %d requests arrived, want %d", limit, got, want)
		}
	}
}

func TestBudgetHoldsForManyAtOnce(t *testing.T) {
	sim, b := budgeted(t, 3)
	var wg sync.WaitGroup
	refused := make(chan error, 20)
	for range 20 {
		wg.Go(func() {
			if _, err := b.Ask(t.Context(), ipQuery("198.51.100.206"), api.Fresh); api.ClassOf(err) == api.BudgetSpent {
				refused <- err
			}
		})
	}
	wg.Wait()
	if got := len(sim.Requests()); got != 3 {
		t.Errorf("%d requests arrived, the budget is 3", got)
	}
	if len(refused) < 17 {
		t.Errorf("%d of 20 were refused", len(refused))
	}
	if text := (<-refused).Error(); text != "the budget is spent: this run has sent the 3 calls that --budget allows; nothing more was sent; start again with a larger --budget; what is known still opens" {
		t.Errorf("the refusal reads %q", text)
	}
}

// Who leaves while another has the turn costs nothing.
func TestBudgetLeftWhileWaiting(t *testing.T) {
	sim, b := budgeted(t, 5)
	leftWhileWaiting(t, sim, b)
}

// leftWhileWaiting asks a layer that lets one question through at a time about two
// addresses, and leaves the second.
func leftWhileWaiting(t *testing.T, sim *cfsim.Server, layer api.Source) {
	t.Helper()
	release := sim.Hold()
	first := make(chan error, 1)
	go func() {
		_, err := layer.Ask(t.Context(), ipQuery("192.0.2.44"), api.Fresh)
		first <- err
	}()
	if err := sim.WaitRequests(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	ctx, leave := context.WithCancel(t.Context())
	leave()
	if _, err := layer.Ask(ctx, ipQuery("192.0.2.45"), api.Fresh); api.ClassOf(err) != api.Cancelled {
		t.Errorf("left while waiting: %v", err)
	}
	release()
	if err := <-first; err != nil {
		t.Errorf("the one that was sent: %v", err)
	}
	if got := len(sim.Requests()); got != 1 {
		t.Errorf("%d requests arrived", got)
	}
}
