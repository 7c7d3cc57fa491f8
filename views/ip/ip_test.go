package ip

import (
	"strings"
	"testing"

	"quarry/keymap"
	"quarry/views"
	"quarry/views/viewtest"
)

func TestStates(t *testing.T) {
	viewtest.States(t, viewtest.Cases{
		Route:   Route(),
		Subject: "1.1.1.1",
		OK:      viewtest.Recorded(t, "ip.json"),
		Empty:   `{"result":[],"success":true,"errors":[],"messages":[]}`,
		Partial: `{"result":[{"ip":"1.1.1.1","belongs_to_ref":{"value":"thirteen","country":7},"risk_types":"none","later":{"field":[1,2]}}],"success":true,"errors":[]}`,
		Hostile: `{"result":[{"ip":"1.1.1.1","belongs_to_ref":{"value":13335,"type":"\u001b]52;c;YQ==\u0007","country":"\u001b[2J","description":"CLOUD\u202eFLARE\r\nNETWORK AS1"},
			"risk_types":[{"id":131,"name":"Phish\u009b31ming\t"}],
			"ptr_lookup":{"ptr_domains":["one.one.one.one.","\u001b[Hevil.example.com.","a\nb.example.com"],"ptr_lookup_errors":"\u001bP+q\u001b\\"},
			"ip_lists":[{"id":1,"name":"\u2066list\u2069","description":"` + strings.Repeat("long ", 40) + `"}],"iana_reservations":["\u0000"]}],"success":true,"errors":[]}`,
	})
}

func TestSelectionLeadsToTheNetworkAndTheNames(t *testing.T) {
	b := viewtest.New(t, Route(), "1.1.1.1", viewtest.Body(viewtest.Recorded(t, "ip.json"))).Start()
	b.Drawing(80, 24)
	var seen []string
	for range 12 {
		seen = append(seen, b.View.(views.Selector).Selection().Indicator.String())
		b.Send(keymap.MoveDown)
	}
	all := strings.Join(seen, " ")
	if !strings.Contains(all, "AS13335") || !strings.Contains(all, "one.one.one.one") {
		t.Errorf("the cursor reached %s", all)
	}
}

func TestTakesAddressesOnly(t *testing.T) {
	viewtest.Takes(t, Route(), map[string]string{
		"192.0.2.1": "192.0.2.1", "2001:db8::1": "2001:db8::1", "http://192.0.2.1/x": "192.0.2.1",
		"example.com": "", "AS64500": "", "192.0.2.0/24": "", "http://example.com/": "",
	})
}
