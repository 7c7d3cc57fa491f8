package source

import (
	"context"
	"maps"

	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/state/store"
)

// desk is what has been laid on the desk of an investigation, or taken from it,
// since it was read: an empty text takes away.
type desk struct {
	here   *investigation.ID
	drafts map[indicator.Set]investigation.Draft
	states map[investigation.ID]string
}

// desks are the desks of investigations.
type desks map[investigation.ID]desk

func (d desks) of(id investigation.ID) desk {
	one, ok := d[id]
	if !ok {
		one = desk{drafts: map[indicator.Set]investigation.Draft{}, states: map[investigation.ID]string{}}
		d[id] = one
	}
	return one
}

// with is a desk with what was laid on it later.
func (d desk) with(later desk) desk {
	both := desk{here: d.here, drafts: maps.Clone(d.drafts), states: maps.Clone(d.states)}
	if later.here != nil {
		both.here = later.here
	}
	maps.Copy(both.drafts, later.drafts)
	maps.Copy(both.states, later.states)
	return both
}

// over is a desk as it was kept, with what was laid on it since.
func (d desk) over(kept investigation.Desk) investigation.Desk {
	var before desk
	before.drafts, before.states = map[indicator.Set]investigation.Draft{}, map[investigation.ID]string{}
	maps.Copy(before.states, kept.States)
	for _, draft := range kept.Drafts {
		before.drafts[indicator.SetOf(draft.About...)] = draft
	}
	now := before.with(d)
	whole := investigation.Desk{Here: kept.Here}
	if now.here != nil {
		whole.Here = *now.here
	}
	for _, draft := range now.drafts {
		if draft.Text != "" {
			whole.Drafts = append(whole.Drafts, draft)
		}
	}
	for node, state := range now.states {
		if state != "" {
			if whole.States == nil {
				whole.States = map[investigation.ID]string{}
			}
			whole.States[node] = state
		}
	}
	return whole
}

// put writes what was laid on the desk to the disk.
func (d desk) put(ctx context.Context, disk *store.Store, id investigation.ID) error {
	for _, draft := range d.drafts {
		if err := disk.KeepDraft(ctx, id, draft); err != nil {
			return err
		}
	}
	for node, state := range d.states {
		if err := disk.KeepState(ctx, id, node, state); err != nil {
			return err
		}
	}
	if d.here != nil {
		return disk.KeepHere(ctx, id, *d.here)
	}
	return nil
}

// lay changes the desk of an investigation.
func (c *Cases) lay(id investigation.ID, change desk) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, d := range []desks{c.desks, c.pending.desks} {
		d[id] = d.of(id).with(change)
	}
	c.stir()
}

// KeepDraft takes what has been typed of a comment; an empty text drops it.
func (c *Cases) KeepDraft(id investigation.ID, d investigation.Draft) {
	c.lay(id, desk{drafts: map[indicator.Set]investigation.Draft{indicator.SetOf(d.About...): d}})
}

// KeepHere takes the node at which the analyst is.
func (c *Cases) KeepHere(id, node investigation.ID) { c.lay(id, desk{here: &node}) }

// KeepState takes how the view of a node is set; an empty text drops it.
func (c *Cases) KeepState(id, node investigation.ID, state string) {
	c.lay(id, desk{states: map[investigation.ID]string{node: state}})
}
