package asn

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/state/indicator"
)

// Waiting implements [views.Waiter].
func (c *chain) Waiting() bool {
	return c.sheet.Waiting() || c.way.in(asking) > 0 || c.network.Phase() == api.Loading
}

// Leave implements [views.Resumer]: the steps that have not been sent are not
// sent.
func (c *chain) Leave() {
	c.sheet.Leave()
	c.network.Leave()
	c.way.hops = slices.Clone(c.way.hops)
	for n := range c.way.hops {
		h := &c.way.hops[n]
		if h.phase == asking {
			c.hops[h.name.Indicator].Leave()
			h.phase = waiting
		}
	}
	if c.begun() {
		c.show()
	}
}

// begun reports whether the first answer has come.
func (c *chain) begun() bool {
	_, ok := c.sheet.Value()
	return ok
}

// Resume implements [views.Resumer]: the way goes on where it was left. Where
// it had stopped for want of consent it stays there.
func (c *chain) Resume() tea.Cmd {
	if cmd := c.sheet.Resume(); cmd != nil {
		return cmd
	}
	if !c.begun() || c.pointless() || c.stopped() {
		return nil
	}
	_, cmd := c.advance()
	return cmd
}

// Answers implements [views.Answerer]: all steps, the newest last.
func (c *chain) Answers() []api.Answer {
	all := c.sheet.Answers()
	for _, h := range c.way.hops {
		if h.answer.HasBody() && h.answer.Query != first(c.env, c.subject) {
			all = append(all, h.answer)
		}
	}
	if m := c.network.Meta(); m.HasBody() {
		all = append(all, m)
	}
	return all
}

// Refresh implements [views.Refresher]: what failed and what then follows, or,
// where nothing failed, all that was asked. A network that is not known yet is
// counted as a question about none.
func (c *chain) Refresh() []api.Query {
	nets := c.way.networks()
	if lost := c.lost(); len(lost) > 0 {
		if c.way.asked == waiting && len(nets) < 2 {
			var next indicator.Indicator
			if len(nets) == 1 {
				next = nets[0]
			}
			lost = append(lost, askNetwork(next))
		}
		return lost
	}
	if c.pointless() {
		return nil
	}
	q := first(c.env, c.subject)
	all := []api.Query{q}
	for _, i := range c.way.addresses() {
		if askAddress(i) != q {
			all = append(all, askAddress(i))
		}
	}
	if len(nets) == 1 {
		all = append(all, askNetwork(nets[0]))
	}
	return all
}
