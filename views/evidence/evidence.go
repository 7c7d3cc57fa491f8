// Package evidence turns the answers of a case into the plain data that an
// export is made of. It says what the views say: both come from the routes.
package evidence

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"quarry/api"
	"quarry/api/cf"
	"quarry/state/export"
	"quarry/state/indicator"
	"quarry/state/investigation"
	"quarry/views"
)

// Shelf is where the answers are kept. Nothing is asked of anybody.
type Shelf interface {
	// Answer finds an answer: the one that has the hash, in hex, where one is
	// named and it is there, else the newest.
	Answer(q api.Query, sha256 string) (api.Answer, bool)
	// Held are the questions of an endpoint about an indicator that have one.
	Held(e api.Endpoint, i indicator.Indicator) []api.Query
}

// Gather reads the answers of the nodes that are not pruned. What is not kept is
// missing, and says so. Of what else is on the environment's shelf nothing shows.
func Gather(env views.Env, routes []views.Route, inv investigation.Investigation, shelf Shelf) map[investigation.ID]export.Evidence {
	env.Shelf = withinCase(env.Shelf, inv)
	all := make(map[investigation.ID]export.Evidence, len(inv.Nodes))
	for _, p := range inv.Trail() {
		all[p.Node.ID] = of(env, routes, p.Node, shelf)
	}
	return all
}

// Answers are the raw answers that the nodes not pruned were shown, each question
// once: the answers that Gather reads.
func Answers(inv investigation.Investigation, shelf Shelf) []api.Answer {
	var all []api.Answer
	seen := map[api.Query]bool{}
	for _, p := range inv.Trail() {
		q, ok := api.ParseKey(p.Node.Question)
		if !ok {
			continue
		}
		for _, a := range pages(q, p.Node, shelf) {
			if !seen[a.Query] {
				seen[a.Query] = true
				all = append(all, a)
			}
		}
	}
	return all
}

// width is that of the text which the routes make beside; nobody sees it.
const width = 100

func of(env views.Env, routes []views.Route, n investigation.Node, shelf Shelf) export.Evidence {
	e := export.Evidence{Title: n.Endpoint, FetchedAt: n.FetchedAt}
	r, ok := route(routes, api.Endpoint(n.Endpoint))
	if ok {
		e.Title = views.Sentence(r.Name)
	}
	q, known := api.ParseKey(n.Question)
	if !ok || !known {
		e.Missing = "this quarry does not know the question"
		return e
	}
	e.Source, e.About = request(q), q.Names.All()
	parts := pages(q, n, shelf)
	if known := slices.DeleteFunc(slices.Clone(parts), api.Answer.NotFound); len(known) > 0 {
		parts = known // of several windows, those that tell something
	}
	if len(parts) == 0 {
		e.Missing = "no answer is kept"
		return e
	}
	e.Answers, e.Imported = len(parts), imported(parts)
	if a := parts[0]; a.NotFound() {
		e.FetchedAt, e.Missing = a.FetchedAt, "Cloudflare knew nothing of it"
		return e
	}
	if parts[0].Query != q && r.Together != nil {
		if e.Missing = together(&e, r, q, parts); e.Missing != "" {
			return e
		}
	} else {
		rows := map[string]bool{}
		for at, a := range parts {
			if why := add(&e, env, r, a, at == 0, rows); why != "" {
				e.Missing = why
				return e
			}
		}
	}
	if e.Total <= len(e.Rows) {
		e.Total = 0
	}
	if !q.From.IsZero() || !q.To.IsZero() {
		e.Facts = append(e.Facts, fmt.Sprintf("from %s to %s", q.From, q.To))
	}
	if len(parts) > 1 {
		e.Facts = append(e.Facts, "put together of "+views.Number(len(parts))+" answers")
	}
	if n.SHA256 != "" && !slices.ContainsFunc(parts, func(a api.Answer) bool { return shown(n, a) }) {
		e.Facts = append(e.Facts, "another answer than the one that was shown in the case, which is not kept")
	}
	if parts[0].Query != q {
		e.Total = 0 // the server's count is that of another window
	}
	return e
}

// imported are the origins of the answers that others have fetched.
func imported(parts []api.Answer) []export.Import {
	var all []export.Import
	for _, a := range parts {
		if a.Origin.Own() {
			continue
		}
		from := export.Import{By: a.Origin.By.Exact(), At: a.Origin.ImportedAt}
		n := slices.IndexFunc(all, func(o export.Import) bool { return o.By == from.By && o.At.Equal(from.At) })
		if n < 0 {
			n, all = len(all), append(all, from)
		}
		all[n].Answers++
	}
	return all
}

// together adds what several windows say of the days that were asked about; it says why
// it could not.
func together(e *export.Evidence, r views.Route, q api.Query, parts []api.Answer) (why string) {
	content, err := r.Together(q, parts)
	if err != nil {
		return "an answer could not be read: " + api.AsError(err, q).Why()
	}
	e.Source, e.FetchedAt = requests(parts), parts[0].FetchedAt
	for _, a := range parts {
		if a.FetchedAt.Before(e.FetchedAt) {
			e.FetchedAt = a.FetchedAt
		}
	}
	if e.Record, err = json.Marshal(content.Record); err != nil {
		e.Record = nil
	}
	e.Facts, e.Header, e.Rows = content.Problems.Facts(), content.Header, content.Rows
	if names, ok := content.Record.(cf.PDNS); ok {
		resolved(e, q.Indicator, names)
	}
	return ""
}

// add adds a page of an answer to what is known; it says why it could not.
func add(e *export.Evidence, env views.Env, r views.Route, a api.Answer, first bool, rows map[string]bool) (why string) {
	content, _, err := r.Text(env, a, width)
	if err != nil {
		return "the answer could not be read: " + api.AsError(err, a.Query).Why()
	}
	if first {
		e.FetchedAt = a.FetchedAt
		if e.Record, err = json.Marshal(content.Record); err != nil {
			e.Record = nil
		}
		if content.Sheet != nil {
			for _, entry := range content.Sheet.Entries() {
				e.Fields = append(e.Fields, export.Field{Head: entry.Head, Label: entry.Label, Value: entry.Value, Indicator: entry.Target})
			}
		}
		e.Facts = append(e.Facts, content.Problems.Facts()...)
	}
	if a.FetchedAt.Before(e.FetchedAt) {
		e.FetchedAt = a.FetchedAt // a list is as old as its oldest page
	}
	e.Header = content.Header
	for _, row := range content.Rows {
		if key := strings.Join(row, "\x00"); !rows[key] { // windows overlap, pages shift
			rows[key] = true
			e.Rows = append(e.Rows, row)
		}
	}
	state(a, e)
	return ""
}

func route(routes []views.Route, e api.Endpoint) (views.Route, bool) {
	for _, r := range routes {
		if r.Endpoint == e && r.Text != nil {
			return r, true
		}
	}
	return views.Route{}, false
}

// mostPages bounds a list; none that an analyst has loaded is longer.
const mostPages = 10_000

// pages are the kept pages of a list from the one that was asked for, without a
// gap; of a question without pages the answer. A list of days that was put
// together of other windows is those windows.
func pages(q api.Query, n investigation.Node, shelf Shelf) []api.Answer {
	all := run(q, n, shelf)
	if len(all) > 0 || q.From.IsZero() {
		return all
	}
	held := slices.Clone(shelf.Held(q.Endpoint, q.Indicator))
	slices.SortFunc(held, func(a, b api.Query) int { return strings.Compare(a.Key(), b.Key()) })
	for _, part := range held {
		if part.Page == q.Page && part.From <= q.To && part.To >= q.From {
			all = append(all, run(part, investigation.Node{}, shelf)...)
		}
	}
	return all
}

func run(q api.Query, n investigation.Node, shelf Shelf) []api.Answer {
	a, ok := shelf.Answer(q, n.SHA256)
	if !ok {
		return nil
	}
	if shown(n, a) && !n.FetchedAt.IsZero() {
		a.FetchedAt = n.FetchedAt // a newer answer may have the same body
	}
	all := []api.Answer{a}
	for q.Page > 0 && len(all) < mostPages {
		q.Page++
		next, ok := shelf.Answer(q, "")
		if !ok || next.NotFound() {
			break
		}
		all = append(all, next)
	}
	return all
}

// shown reports whether an answer is the one that was shown in a node.
func shown(n investigation.Node, a api.Answer) bool {
	sum := sha256.Sum256(a.Body)
	return n.SHA256 == hex.EncodeToString(sum[:])
}

// request is a question as it goes on the wire, without host and account.
func request(q api.Query) string {
	spec, ok := cf.Lookup(q.Endpoint)
	if !ok {
		return ""
	}
	w, err := spec.Wire(q)
	if err != nil {
		return ""
	}
	const account = "-" // its place is cut off again
	return w.Method + " " + strings.TrimPrefix(w.RequestURI(account), "/accounts/"+account+"/")
}

// mostRequests is how many requests a source names.
const mostRequests = 3

// requests are what was sent for the lists that something was put together of, the first
// page of each.
func requests(parts []api.Answer) string {
	var all []string
	more := 0
	for _, a := range parts {
		switch {
		case a.Query.Page > 1:
		case len(all) == mostRequests:
			more++
		default:
			all = append(all, request(a.Query))
		}
	}
	if more > 0 {
		all = append(all, fmt.Sprintf("%d more", more))
	}
	return strings.Join(all, ", ")
}
