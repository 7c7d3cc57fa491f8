package stix

import (
	"testing"

	"quarry/state/export"
	"quarry/state/export/exporttest"
	"quarry/state/indicator"
)

// iocs is the made-up case without what is no IOC.
func iocs() export.Case {
	return exporttest.Case().Narrow()
}

// The note of where an indicator was met stands beside the comment, which stays as
// it was written, and says the same in the part and in the whole.
func TestWhereItWasMet(t *testing.T) {
	said := func(c export.Case) string {
		for _, o := range parse(t, written(t, c)).Objects {
			if refs, _ := o["object_refs"].([]any); o["abstract"] == "where it was met" && refs[0] == ID(indicator.MustParse("bad.example.org")) {
				return o["content"].(string)
			}
		}
		return ""
	}
	if got := said(iocs()); got != "in pdns of 192.0.2.44, seen 2026-11-20 to 2026-11-23" || said(exporttest.Case()) != got {
		t.Errorf("%q", got)
	}
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
