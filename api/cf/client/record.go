package client

import "quarry/api"

// What the settle function of [Config].Record is called with where there is no
// HTTP status.
const (
	// NoAnswer: it was sent, or may have been, and no answer came.
	NoAnswer = 0
	// Withdrawn: it was never sent, the record is void.
	Withdrawn = -1
)

// record puts a call on record before it is written, in the config's ledger and
// in the meter. Free calls are on neither.
func (c *Client) record(ca call) (settle func(status int)) {
	if ca.free {
		return func(int) {}
	}
	told := func(int) {}
	if c.config.Record != nil {
		if f := c.config.Record(ca.query); f != nil {
			told = f
		}
	}
	c.meter.update(func(t *api.Traffic) { t.Calls++ })
	return func(status int) {
		told(status)
		if status == Withdrawn {
			c.meter.update(func(t *api.Traffic) { t.Calls-- })
		}
	}
}
