package evidence

import (
	"fmt"
	"strings"
	"testing"

	"quarry/api"
	"quarry/api/source"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/views"
	"quarry/views/domain"
	"quarry/views/style"
)

// What is on the shelf of the machine, and no question of the case or a pruned one,
// shows nowhere: not even beside an answer that is evidence.
func TestWhatElseIsKnownDoesNotShow(t *testing.T) {
	asked := query("ip 192.0.2.44")
	memory := source.NewMemory()
	memory.Keep(api.Answer{Query: asked, Status: 200, FetchedAt: now(), Body: []byte(
		`{"success":true,"errors":[],"messages":[],"result":[{"ip":"192.0.2.44","belongs_to_ref":{"value":64500,"description":"ELSEWHERE"}}]}`)})
	env := views.Env{
		Context: t.Context(), Shelf: memory, Theme: style.New(true), Keys: keymap.Default(), Now: now,
		Seen: func() []indicator.Indicator { return nil },
	}
	n, other := node("domain login.example.com"), node("ip 192.0.2.44")
	n.ID, other.ID = investigation.ID{1}, investigation.ID{2}
	s := shelf{bodies: map[api.Query]string{query(n.Question): fmt.Sprintf(domainBody, "0.9")}}
	said := func(nodes ...investigation.Node) string {
		return fmt.Sprint(Gather(env, []views.Route{domain.Route()}, investigation.Investigation{Nodes: nodes}, s)[n.ID].Fields)
	}
	if text := said(n); strings.Contains(text, "ELSEWHERE") {
		t.Errorf("it says what nobody asked in the case: %s", text)
	}
	if text := said(n, other); !strings.Contains(text, "ELSEWHERE") {
		t.Errorf("it does not say what was asked in the case: %s", text)
	}
	other.Pruned = true
	if text := said(n, other); strings.Contains(text, "ELSEWHERE") {
		t.Errorf("it says what was pruned: %s", text)
	}
}
