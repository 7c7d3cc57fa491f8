package asn

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"quarry/api"
	"quarry/api/cf"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/views"
)

// chain is the view of the way to a network: what the subject resolves to, the
// network of each address, and where they are all in one that network's record.
// It asks for what is not known, and only when the price was told: by the root
// before the view was opened, or else by the view.
type chain struct {
	*views.Page[way] // the sheet, or the table once there are several networks
	sheet, table     *views.Page[way]

	env     views.Env
	subject indicator.Indicator
	way     way // how far one has got
	hops    map[indicator.Indicator]*api.Slot[cf.IP]
	network api.Slot[cf.ASN]

	agreed bool // the price was told and taken
	fresh  api.Freshness
}

// hopReply is the reply about an address; the slots of a frame cannot tell
// their replies apart.
type hopReply struct {
	api.Reply[cf.IP]
	address indicator.Indicator
}

// goOn is the analyst's consent to what the rest of the way costs.
type goOn struct{}

func newChain(env views.Env, i indicator.Indicator) *chain {
	c := &chain{
		env: env, subject: i, network: api.NewSlot[cf.ASN](env.Frame),
		hops: map[indicator.Indicator]*api.Slot[cf.IP]{},
		// Of an address, and of a name whose addresses are known, the price of
		// the whole way was told before the view was opened.
		agreed: i.Kind() != indicator.Domain || known(env, first(env, i)),
	}
	c.sheet = views.NewPage(env, wayForm(env, i, c))
	c.table = views.NewPage(env, tableForm(env, i, c))
	c.Page = c.sheet
	return c
}

// Init implements [views.View].
func (c *chain) Init() tea.Cmd {
	if c.pointless() {
		c.show()
		return nil
	}
	return c.Page.Init()
}

// pointless reports whether the first question would be spent on nothing: an
// answer about a name that was not to be resolved holds no address.
func (c *chain) pointless() bool {
	q := first(c.env, c.subject)
	return q.NoResolve && !known(c.env, q)
}

// Update implements [views.View].
func (c *chain) Update(msg tea.Msg) (views.Intent, tea.Cmd) {
	switch msg := msg.(type) {
	case api.Reply[way]:
		c.Page.Update(msg)
		if w, ok := c.Page.Value(); ok && msg.Err == nil && !c.Page.Waiting() {
			c.begin(w)
			return c.advance()
		}
		return nil, nil
	case hopReply:
		return c.hop(msg)
	case api.Reply[cf.ASN]:
		if c.network.Take(msg) {
			c.show()
		}
		return nil, nil
	case goOn:
		c.agreed = true
		return c.advance()
	case keymap.Action:
		switch msg {
		case keymap.Open:
			return c.open()
		case keymap.Refresh:
			return c.again()
		}
	case views.Restyle:
		c.table.Update(msg)
		return c.sheet.Update(msg)
	}
	return c.Page.Update(msg)
}

// Resize implements [views.View].
func (c *chain) Resize(s views.Size) {
	c.sheet.Resize(s)
	c.table.Resize(s)
}

// begin starts the way anew from the answer to the first question.
func (c *chain) begin(w way) {
	for n := range w.hops {
		for _, had := range c.way.hops {
			if h := &w.hops[n]; h.phase == waiting && had.name.Indicator == h.name.Indicator {
				h.network, h.answer = had.network, had.answer // shown until the new answer comes
			}
		}
	}
	if told := len(c.way.addresses()); c.fresh == api.Fresh && len(w.addresses()) > told {
		c.agreed = false // there are more than the price was told for
	}
	c.way = w
	c.network.Leave()
	c.network = api.NewSlot[cf.ASN](c.env.Frame)
}

// advance asks for what is next. What costs more than one call and was not
// agreed to is asked first, and the way stops there until it is.
func (c *chain) advance() (views.Intent, tea.Cmd) {
	var cmds []tea.Cmd
	rest := c.rest()
	free := c.agreed || rest.Calls <= 1
	c.way.hops = slices.Clone(c.way.hops)
	for n, h := range c.way.hops {
		if h.phase == waiting && (free || c.fresh == api.Known && known(c.env, askAddress(h.name.Indicator))) {
			c.way.hops[n].phase = asking
			cmds = append(cmds, c.ask(h.name.Indicator))
		}
	}
	if i, ok := c.way.end(); ok && free && c.way.asked == waiting {
		c.way.asked = asking
		cmds = append(cmds, views.Command(c.network.Start(
			c.env.Context, c.env.Source, askNetwork(i), c.fresh, c.env.Now(), cf.DecodeASN)))
	}
	if len(cmds) == 0 && c.way.settled() && c.way.asked != asking {
		c.fresh = api.Known // the way is at its end
	}
	c.show()
	if !free && !c.Waiting() {
		return c.confirm(rest), nil
	}
	return nil, tea.Batch(cmds...)
}

// rest is what the way still costs from here.
func (c *chain) rest() views.Cost {
	var open []indicator.Indicator
	for _, h := range c.way.hops {
		if h.phase == waiting {
			open = append(open, h.name.Indicator)
		}
	}
	switch {
	case c.way.asked != waiting || c.way.in(failed) > 0:
		return views.Cost{Calls: len(open)}
	case c.fresh == api.Fresh:
		return views.Cost{Calls: len(open) + 1}
	}
	return onward(c.env, c.way.networks(), open)
}

func (c *chain) ask(address indicator.Indicator) tea.Cmd {
	slot := c.hops[address]
	if slot == nil {
		s := api.NewSlot[cf.IP](c.env.Frame)
		slot = &s
		c.hops[address] = slot
	}
	run := slot.Start(c.env.Context, c.env.Source, askAddress(address), c.fresh, c.env.Now(), cf.DecodeIP)
	return func() tea.Msg { return hopReply{run(), address} }
}

// hop takes the reply about an address. Where the failure is one that every
// other question would meet, too, those are given up.
func (c *chain) hop(msg hopReply) (views.Intent, tea.Cmd) {
	slot := c.hops[msg.address]
	if slot == nil || !slot.Take(msg.Reply) {
		return nil, nil
	}
	c.way.hops = slices.Clone(c.way.hops)
	for n := range c.way.hops {
		h := &c.way.hops[n]
		if h.name.Indicator != msg.address {
			continue
		}
		switch {
		case msg.Err == nil:
			h.phase, h.network, h.answer, h.why = answered, msg.Value.Network, msg.Meta, nil
		case api.ClassOf(msg.Err) == api.Cancelled:
			h.phase = waiting
		default:
			h.phase, h.answer, h.why = failed, msg.Meta, api.AsError(msg.Err, slot.Query())
		}
	}
	if msg.Err != nil && hopeless(api.ClassOf(msg.Err)) {
		c.giveUp(api.AsError(msg.Err, slot.Query()))
	}
	return c.advance()
}

// hopeless reports whether a failure is about the token, the account or the
// quota, and not about the question.
func hopeless(class api.Class) bool {
	return slices.Contains([]api.Class{
		api.NoToken, api.NoAccount, api.QuotaSpent, api.BadToken, api.ExpiredToken, api.DisabledToken,
		api.Forbidden, api.WrongAccount, api.NotEntitled, api.RateLimited,
	}, class)
}

// giveUp marks what has not been answered as failed for the same reason. What
// has been sent already is on the shelf when it is asked for again.
func (c *chain) giveUp(why *api.Error) {
	for n := range c.way.hops {
		h := &c.way.hops[n]
		if h.phase != waiting && h.phase != asking {
			continue
		}
		if slot := c.hops[h.name.Indicator]; slot != nil {
			slot.Leave()
		}
		h.phase, h.why = failed, why
	}
}

// stopped reports whether the way ends here for want of consent.
func (c *chain) stopped() bool {
	return !c.agreed && !c.Waiting() && c.rest().Calls > 1
}

// open goes on where the way was stopped, and else opens the selected network.
func (c *chain) open() (views.Intent, tea.Cmd) {
	if c.stopped() {
		c.agreed = true
		return c.advance()
	}
	if i := c.Selection().Indicator; c.Page == c.table && i.Kind() == indicator.ASN {
		return views.Pivot{Endpoint: cf.EndpointASN, Indicator: i}, nil
	}
	return nil, nil
}

// Opens implements [views.Opener].
func (c *chain) Opens() bool {
	return c.stopped() || c.Page == c.table && c.Selection().Indicator.Kind() == indicator.ASN || c.Page.Opens()
}

// again asks what failed once more, or, where nothing did, everything.
func (c *chain) again() (views.Intent, tea.Cmd) {
	lost := c.lost()
	if len(lost) == 0 {
		c.fresh, c.agreed, c.Page = api.Fresh, true, c.sheet
		return c.Page.Update(keymap.Refresh)
	}
	c.fresh, c.agreed = api.Known, true
	c.way.hops = slices.Clone(c.way.hops)
	for n := range c.way.hops {
		if c.way.hops[n].phase == failed {
			c.way.hops[n].phase = waiting
		}
	}
	if c.network.Phase() == api.Failed {
		c.network, c.way.asked = api.NewSlot[cf.ASN](c.env.Frame), waiting
	}
	return c.advance()
}

// lost are the questions that were asked in vain.
func (c *chain) lost() []api.Query {
	var all []api.Query
	for _, h := range c.way.hops {
		if h.phase == failed {
			all = append(all, askAddress(h.name.Indicator))
		}
	}
	if c.network.Phase() == api.Failed {
		all = append(all, c.network.Query())
	}
	return all
}

// show puts what is known on the screen.
func (c *chain) show() {
	w := c.way
	switch c.network.Phase() {
	case api.Ready:
		w.network, _ = c.network.Value()
		w.asked = answered
	case api.Failed:
		w.asked, w.why = failed, api.AsError(c.network.Err(), c.network.Query())
	case api.Left:
		w.asked = waiting
	}
	c.way = w
	c.Page = c.sheet
	if w.settled() && len(w.networks()) > 1 {
		c.Page = c.table
	}
	c.sheet.Replace(w)
	c.table.Replace(w)
}
