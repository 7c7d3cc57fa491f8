//go:build unix

package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"quarry/api"
	"quarry/api/cfsim"
	"quarry/state/indicator"
	"quarry/state/store"
	"quarry/testdata"
	"quarry/ui/termtest/yardstick"
	"quarry/views"
	"quarry/views/ip"
	"quarry/views/pdns"
)

// peersAddress is the address that all names resolved to.
const peersAddress = "192.0.2.10"

// pageSize is how many names a page holds.
const pageSize = 1000

// home is a home directory with a store that knows the address and n names of
// its passive DNS, as if an analyst had paid for all pages.
func (p *peers) home(b *testing.B, n int) string {
	b.Helper()
	if p.homes[n] == "" {
		home := p.dir()
		fillPDNS(b, filepath.Join(home, ".local", "state", "quarry", "quarry.db"), n)
		p.homes[n] = home
	}
	return p.homes[n]
}

// fillPDNS keeps the answers to the very questions that the views ask, with the
// names that stand in them.
func fillPDNS(b *testing.B, path string, n int) {
	b.Helper()
	s, _, err := store.Open(b.Context(), path, store.Options{})
	if err != nil {
		b.Fatal(err)
	}
	i := indicator.MustParse(peersAddress)
	keep := func(q api.Query, body []byte, mentions []string) {
		if err := s.Keep(b.Context(), store.Answer{
			Account: cfsim.DemoAccount, Question: q.Key(), Endpoint: string(q.Endpoint), Indicator: i.String(), Kind: "ipv4",
			Method: "GET", URL: "https://api.example.com/" + q.Key(), Status: 200, Calls: 1, Body: body, Mentions: mentions,
		}); err != nil {
			b.Fatal(err)
		}
	}
	env := views.Env{Now: time.Now, Settings: views.Settings{
		From: day(b, yardstick.FirstDay), To: day(b, yardstick.LastDay), PageSize: pageSize,
	}}
	body, err := testdata.Recorded.ReadFile("recorded/ip.json")
	if err != nil {
		b.Fatal(err)
	}
	keep(ip.Route().Query(env, i), []byte(strings.ReplaceAll(string(body), "1.1.1.1", peersAddress)), []string{"AS13335", "one.one.one.one"})
	q := pdns.Route().Query(env, i)
	rows := yardstick.NewRows()
	for q.Page = 1; (q.Page-1)*pageSize < n; q.Page++ {
		body, names := pdnsPage(rows, q.Page, n)
		keep(q, body, names)
	}
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
}

// pdnsPage is a page as Cloudflare sends it, and the names on it.
func pdnsPage(rows yardstick.Rows, page, n int) (body []byte, names []string) {
	var buf bytes.Buffer
	buf.WriteString(`{"result":{"reverse_records":[`)
	for i := (page - 1) * pageSize; i < min(n, page*pageSize); i++ {
		if len(names) > 0 {
			buf.WriteByte(',')
		}
		row := rows.Row(i)
		fmt.Fprintf(&buf, `{"first_seen":"%sT00:00:00Z","last_seen":"%sT00:00:00Z","hostname":"%s"}`, row.First, row.Last, row.Name)
		names = append(names, row.Name)
	}
	fmt.Fprintf(&buf, `],"count":%d,"page":%d,"per_page":%d},"success":true,"errors":[],"messages":[]}`, n, page, pageSize)
	return buf.Bytes(), names
}

func day(b *testing.B, s string) api.Day {
	b.Helper()
	d, err := api.ParseDay(s)
	if err != nil {
		b.Fatal(err)
	}
	return d
}
