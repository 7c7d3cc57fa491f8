//go:build unix

package main

import (
	"bytes"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"quarry/api"
	"quarry/api/cf"
	"quarry/api/cfsim"
	"quarry/state/export"
	"quarry/state/export/bundle"
	"quarry/state/indicator"
	"quarry/state/investigation"
)

// letter is a case from a colleague who means harm: its name, those who asked and
// judged, and what they wrote are payloads, and the answers are hostile.
type letter struct {
	id, path string
	// comments are by indicator, in the case they are all different.
	comments map[string]string
	// fetched says by question who has fetched the answer, they are all different.
	fetched map[string]string
}

// writes makes a bundle about the nth hostile answers. The edition says which
// payloads are where; of two, the later wins.
func (acc account) writes(t *testing.T, n, edition int) letter {
	t.Helper()
	payloads := payloads(t)
	next := n + edition
	hostile := func(most int) string {
		text := strings.ToValidUTF8(payloads[next%len(payloads)].Text, "\uFFFD")
		next++
		return strings.ToValidUTF8(text[:min(len(text), most)], "")
	}
	id := func(k int) investigation.ID {
		return investigation.ID{0: 0xba, 1: 0xd0, 2: byte(n), 14: byte(k >> 8), 15: byte(k)}
	}
	const mostName = 1 << 10
	at := time.Now().UTC().Add(-time.Hour).Truncate(time.Hour).Add(time.Duration(edition) * time.Second)
	c := export.Case{At: at, Investigation: investigation.Investigation{
		ID: id(0), Name: hostile(mostName), TLP: investigation.TLPAmber, Created: at, Changed: at,
	}}
	made := letter{id: c.ID.String(), path: filepath.Join(t.TempDir(), "case.quarry"), comments: map[string]string{}, fetched: map[string]string{}}
	asks := func(e api.Endpoint, about string) api.Query {
		q := api.Query{Endpoint: e, Indicator: indicator.MustParse(about)}
		node := investigation.Node{
			ID: id(len(c.Nodes) + 1), Question: q.Key(), Endpoint: string(e), Indicator: q.Indicator, Asked: at, FetchedAt: at,
			Calls: 1, Rows: -1, By: hostile(mostName), Changed: at,
		}
		if len(c.Nodes) > 0 {
			node.Parent = id(max(1, len(c.Nodes)/4))
		}
		c.Nodes = append(c.Nodes, node)
		if _, ok := made.comments[about]; !ok {
			made.comments[about] = hostile(bundle.MaxComment)
			verdicts := investigation.Verdicts()
			c.Judgements = append(c.Judgements, investigation.Judgement{
				Indicator: q.Indicator, Verdict: verdicts[(len(c.Nodes)+edition)%len(verdicts)], Comment: made.comments[about],
				Starred: true, By: hostile(mostName), Changed: at,
			})
		}
		return q
	}
	of := cfsim.AnswersTo(n)
	var answers []bundle.Answer
	for _, q := range []api.Query{
		asks(cf.EndpointIP, of.IPv4), asks(cf.EndpointDomain, of.Domain), asks(cf.EndpointWHOIS, of.Domain),
		asks(cf.EndpointHistory, of.Domain), asks(cf.EndpointPhishing, of.URL), asks(cf.EndpointASN, of.ASN),
		asks(cf.EndpointSubnets, of.ASN), asks(cf.EndpointIP, of.IPv6),
	} {
		made.fetched[q.Key()] = hostile(mostName)
		answers = append(answers, bundle.Answer{
			Question: q.Key(), Endpoint: string(q.Endpoint), Indicator: q.Indicator, Status: 200, FetchedAt: at, Calls: 1, Body: acc.body(t, q),
			Origin: &bundle.Origin{By: made.fetched[q.Key()]},
		})
	}
	for k := 0; len(c.Judgements) < len(payloads); k++ { // each a comment, of what has no answer
		next = n + edition + len(c.Judgements)
		asks(cf.EndpointDomain, fmt.Sprintf("judged%d.hostile.example", k))
	}
	c.Investigation = investigation.Merge(c.Investigation, investigation.Investigation{})
	var b bytes.Buffer
	by := hostile(mostName)
	answers[0].Origin, made.fetched[answers[0].Question] = nil, by
	if err := bundle.Write(&b, c, by, answers); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(made.path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return made
}

// body is what the simulator answers to a question.
func (acc account) body(t *testing.T, q api.Query) []byte {
	t.Helper()
	spec, _ := cf.Lookup(q.Endpoint)
	wire, err := spec.Wire(q)
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	r := httptest.NewRequest(wire.Method, cfsim.BasePath+wire.RequestURI(cfsim.DemoAccount), strings.NewReader(wire.Body))
	r.Header.Set("Authorization", "Bearer "+cfsim.DemoToken)
	acc.server.ServeHTTP(w, r)
	if w.Code != 200 {
		t.Fatalf("%s: %d", q, w.Code)
	}
	return w.Body.Bytes()
}
