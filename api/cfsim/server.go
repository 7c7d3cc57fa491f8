package cfsim

import (
	"context"
	"io"
	"net/http"
	"sync"
	"time"

	"quarry/api/cfsim/scenario"
)

// BasePath is where the API begins on the server, as it does at Cloudflare.
const BasePath = "/client/v4"

const (
	// DemoAccount is the account that a [Server] has unless told otherwise.
	DemoAccount = "0123456789abcdef0123456789abcdef"
	// DemoToken is the token that a [Server] takes unless told otherwise. It
	// opens nothing but the simulator.
	DemoToken = "demo-token-opens-only-the-simulator-0000"
)

// Options set up a [Server]; the zero Options are good.
type Options struct {
	// Now is the clock; [time.Now] when nil. The case's dates count from its
	// reading at [New], rate limit and default windows from its current one.
	Now func() time.Time
	// Account is the one account, 32 hex digits; Token the one token that may
	// do everything.
	Account, Token string
	// PageMax is the largest per_page that is granted, 1000 when 0. Cloudflare
	// does not publish its own.
	PageMax int
	// BulkMax is how many names a bulk call takes, 100 when 0. Cloudflare does
	// not publish its own.
	BulkMax int
	// Latency is how long every answer takes.
	Latency time.Duration
	// Context holds the handler for a panic of [Server.Start]'s own goroutine,
	// and is good for nothing else; nil for none.
	Context context.Context
}

// Server is the simulated API: an [http.Handler], safe for concurrent use. Its
// paths begin with [BasePath].
type Server struct {
	opt    Options
	world  *scenario.World
	faults faultTable
	limit  *rateLimit

	mu       sync.Mutex
	received []Received
	arrived  chan struct{} // closed and replaced whenever received grows
	calls    int
	quota    int // negative: none
	hits     map[string]int
	gate     chan struct{} // closed when nothing is held
	stray    string        // the second address of a started server
	air      air
}

// New makes a server. It panics when the recorded answers embedded in the
// program are missing, which the tests of this package rule out.
func New(opt Options) *Server {
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.Account == "" {
		opt.Account = DemoAccount
	}
	if opt.Token == "" {
		opt.Token = DemoToken
	}
	if opt.PageMax <= 0 {
		opt.PageMax = 1000
	}
	if opt.Context == nil {
		opt.Context = context.Background()
	}
	open := make(chan struct{})
	close(open)
	return &Server{
		opt:     opt,
		world:   scenario.New(opt.Now()),
		faults:  newFaultTable(),
		limit:   newRateLimit(opt.Now),
		arrived: make(chan struct{}),
		quota:   -1,
		hits:    map[string]int{},
		gate:    open,
	}
}

// maxBody bounds the body of a request that is read.
const maxBody = 1 << 20

// ServeHTTP answers one request. What the answer is gets decided on arrival;
// then comes the wait that [Server.Hold] and [Options] ask for. When the client
// leaves during the wait, the connection is aborted: net/http takes a silent
// return for an empty answer.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	if err != nil {
		body = nil
	}
	call := s.limit.count()
	reply, charged := s.decide(r, body, call)
	land := s.takeOff(r, body) // before others are told that it has arrived
	index, gate := s.record(r, body, charged)
	stayed := s.wait(r.Context(), gate)
	land()
	if !stayed {
		panic(http.ErrAbortHandler)
	}
	h := w.Header()
	h.Set("Cf-Ray", rayID(index))
	h.Set("Server", "cloudflare")
	call.setHeaders(h)
	s.answered(index, reply.status)
	reply.write(w, r)
}

// wait pauses until the gate is open and the latency over; false when the
// client left before.
func (s *Server) wait(ctx context.Context, gate <-chan struct{}) bool {
	select {
	case <-gate:
	case <-ctx.Done():
		return false
	}
	if s.opt.Latency <= 0 {
		return true
	}
	t := time.NewTimer(s.opt.Latency)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// decide finds the answer to a request: the rate limit comes before the token,
// the token before the account, the account before the quota.
func (s *Server) decide(r *http.Request, body []byte, call countedCall) (reply answer, charged bool) {
	if call.blocked {
		return tooMany(call.resetIn), false
	}
	who, refusal := s.identify(r)
	if refusal != nil {
		return *refusal, false
	}
	return s.dispatch(r, who, body)
}
