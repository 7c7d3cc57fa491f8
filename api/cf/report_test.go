package cf_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"quarry/api/cf"
	"quarry/state/indicator"
)

func TestReportCheck(t *testing.T) {
	domain := indicator.MustParse("login-example.com")
	for _, c := range []struct {
		name    string
		report  cf.Report
		current cf.Current
		want    []cf.Breach
	}{
		{"the design's example", cf.Report{ContentRemoves: []int{115}, SecurityAdds: []int{131}},
			cf.Current{Content: []int{115}, Security: []int{}}, nil},
		{"nothing known of now", cf.Report{ContentRemoves: []int{115}, ContentAdds: []int{155, 82}}, cf.Current{}, nil},
		{"nothing", cf.Report{}, cf.Current{}, []cf.Breach{cf.BreachNothing}},
		{"no category", cf.Report{ContentAdds: []int{4711}}, cf.Current{}, []cf.Breach{cf.BreachUnknown}},
		{"a group", cf.Report{SecurityAdds: []int{21}}, cf.Current{}, []cf.Breach{cf.BreachUnknown}},
		{"security as content", cf.Report{ContentAdds: []int{131}}, cf.Current{}, []cf.Breach{cf.BreachMixed}},
		{"content as security", cf.Report{SecurityRemoves: []int{155}}, cf.Current{}, []cf.Breach{cf.BreachMixed}},
		{"new domains", cf.Report{SecurityAdds: []int{169}}, cf.Current{}, []cf.Breach{cf.BreachTimeBased}},
		{"newly seen domains removed", cf.Report{SecurityRemoves: []int{177}}, cf.Current{}, []cf.Breach{cf.BreachTimeBased}},
		{"parked is allowed", cf.Report{SecurityAdds: []int{128}}, cf.Current{}, nil},
		{"both ways", cf.Report{ContentAdds: []int{82}, ContentRemoves: []int{82}}, cf.Current{}, []cf.Breach{cf.BreachBoth}},
		{"there already", cf.Report{ContentAdds: []int{155}}, cf.Current{Content: []int{155}}, []cf.Breach{cf.BreachPresent}},
		{"not there", cf.Report{SecurityRemoves: []int{131}}, cf.Current{Security: []int{}}, []cf.Breach{cf.BreachPresent}},
		{"three", cf.Report{ContentAdds: []int{82}}, cf.Current{Content: []int{115, 155}}, []cf.Breach{cf.BreachTooMany}},
		{"three at once", cf.Report{ContentAdds: []int{82, 115, 155}}, cf.Current{}, []cf.Breach{cf.BreachTooMany}},
		{"one for one", cf.Report{ContentAdds: []int{82}, ContentRemoves: []int{115}}, cf.Current{Content: []int{115, 155}}, nil},
		{"three already, one away", cf.Report{ContentRemoves: []int{115}}, cf.Current{Content: []int{115, 155, 82, 75}}, nil},
	} {
		c.report.Indicator = domain
		var got []cf.Breach
		for _, v := range c.report.Check(c.current) {
			got = append(got, v.Breach)
			if v.Why == "" {
				t.Errorf("%s: %s says nothing", c.name, v.Breach)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
	network := cf.Report{Indicator: indicator.MustParse("192.0.2.0/24"), SecurityAdds: []int{131}}
	if got := network.Check(cf.Current{}); len(got) != 1 || got[0].Breach != cf.BreachKind {
		t.Errorf("a network: %v", got)
	}
	three := cf.Report{Indicator: domain, ContentAdds: []int{82}}.Check(cf.Current{Content: []int{115, 155}})[0]
	if !strings.Contains(three.Why, "at most 2") || !slices.Equal(three.IDs, []int{82, 115, 155}) {
		t.Errorf("%+v", three)
	}
}

func TestCurrentLeavesGroupsOut(t *testing.T) {
	d := read(t, cf.DecodeDomain, about(cf.EndpointDomain, "cloudflare.com", recorded(t, "domain")))
	got := cf.CurrentOf(d)
	if !slices.Equal(got.Content, []int{155}) || got.Security != nil {
		t.Errorf("content %v, security %v (nil is unknown)", got.Content, got.Security)
	}
}

func TestPayload(t *testing.T) {
	for _, c := range []struct {
		report cf.Report
		want   string
	}{
		{cf.Report{Indicator: indicator.MustParse("example.com"), ContentRemoves: []int{115}, SecurityAdds: []int{178, 131, 131}},
			`{"indicator_type":"domain","url":"example.com","content_removes":[115],"security_adds":[131,178]}`},
		{cf.Report{Indicator: indicator.MustParse("https://example.com/a?b=<c>&d"), ContentAdds: []int{82}},
			`{"indicator_type":"url","url":"https://example.com/a?b=%3Cc%3E&d","content_adds":[82]}`},
		{cf.Report{Indicator: indicator.MustParse("192.0.2.1"), SecurityRemoves: []int{80}},
			`{"indicator_type":"ipv4","ip":"192.0.2.1","security_removes":[80]}`},
		{cf.Report{Indicator: indicator.MustParse("2001:db8::1"), SecurityRemoves: []int{80}},
			`{"indicator_type":"ipv6","ip":"2001:db8::1","security_removes":[80]}`},
	} {
		if got := c.report.Payload(); got != c.want {
			t.Errorf("\n got %s\nwant %s", got, c.want)
		}
		if q := c.report.Query(); !q.Changes() || q.Indicator != c.report.Indicator {
			t.Errorf("query %v", q)
		}
	}
	shuffled := cf.Report{Indicator: indicator.MustParse("example.com"), ContentAdds: []int{3, 1, 2}}
	if a, b := shuffled.Payload(), (cf.Report{Indicator: shuffled.Indicator, ContentAdds: []int{1, 2, 3, 3}}).Payload(); a != b {
		t.Errorf("equal reports differ: %s and %s", a, b)
	}
	if !slices.Equal(shuffled.ContentAdds, []int{3, 1, 2}) {
		t.Error("the report was changed")
	}
}

// The real example's body, but for its "ip": null.
func TestPayloadLikeTheRealOne(t *testing.T) {
	r := cf.Report{
		Indicator:   indicator.MustParse("https://wrong-category.theburritobot.com"),
		ContentAdds: []int{82}, ContentRemoves: []int{82}, SecurityAdds: []int{117, 131}, SecurityRemoves: []int{117},
	}
	var got, want map[string]any
	if json.Unmarshal([]byte(r.Payload()), &got) != nil || json.Unmarshal(recorded(t, "miscategorization.request"), &want) != nil {
		t.Fatal("not JSON")
	}
	delete(want, "ip")
	want["url"] = fmt.Sprint(want["url"]) + "/" // the canonical form of the same URL
	if !reflect.DeepEqual(got, want) {
		t.Errorf("\n got %v\nwant %v", got, want)
	}
}

func TestCategories(t *testing.T) {
	all := cf.Categories()
	if len(all) != 121 {
		t.Errorf("%d categories", len(all))
	}
	security := 0
	for _, c := range all {
		group, ok := c.Group()
		if !ok || group.Security != c.Security || c.Name == "" {
			t.Errorf("%+v in %+v", c, group)
		}
		if same, ok := cf.CategoryByID(c.ID); !ok || same != c {
			t.Errorf("%d is found as %+v", c.ID, same)
		}
		if c.Security {
			security++
		}
	}
	if security != 16 {
		t.Errorf("%d security categories", security)
	}
	if g, ok := cf.CategoryByID(26); !ok || g.Name != "Technology" || g.ParentID != 0 {
		t.Errorf("26 is %+v", g)
	}
	all[0].Name = "changed"
	if cf.Categories()[0].Name == "changed" {
		t.Error("the table can be changed from outside")
	}
}
