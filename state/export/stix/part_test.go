package stix

import (
	"testing"

	"quarry/state/export"
	"quarry/state/export/exporttest"
)

// iocs is the made-up case without what is no IOC.
func iocs() export.Case {
	c := exporttest.Case()
	c.Investigation, c.Part = export.Narrow(c.Investigation), export.IOCs
	return c
}

// A platform that has the whole case takes the list of IOCs beside it: what holds
// it together is another object, and what is in both is the same.
func TestAPartBesideTheWhole(t *testing.T) {
	whole, part := parse(t, written(t, exporttest.Case())), parse(t, written(t, iocs()))
	ids := map[string]bool{}
	for _, o := range whole.Objects {
		ids[o["id"].(string)] = true
	}
	if whole.ID == part.ID {
		t.Error("two bundles have one identifier")
	}
	own := map[string]bool{}
	for _, o := range part.Objects {
		id := o["id"].(string)
		own[id] = true
		if grouping := o["type"] == "grouping"; ids[id] == grouping {
			t.Errorf("%s is in the whole: %t", id, ids[id])
		} else if grouping && o["name"] != "Login portal (IOCs)" {
			t.Errorf("it is called %q", o["name"])
		}
	}
	for _, o := range part.Objects {
		refs, _ := o["object_refs"].([]any)
		for _, ref := range append(refs, o["source_ref"], o["target_ref"]) {
			if ref != nil && !own[ref.(string)] {
				t.Errorf("%s refers to %s, which is not in the bundle", o["id"], ref)
			}
		}
	}
}
