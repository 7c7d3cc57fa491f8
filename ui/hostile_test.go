package ui

import (
	"encoding/json"
	"io"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/yuin/goldmark/ast"
	extensionast "github.com/yuin/goldmark/extension/ast"

	"quarry/api"
	"quarry/api/cf"
	"quarry/api/cfsim"
	"quarry/keymap"
	"quarry/state/indicator"
	"quarry/state/search"
	"quarry/testdata/hostile"
	"quarry/views"
	"quarry/views/copytest"
	"quarry/views/frametest"
	"quarry/views/style"
	"quarry/views/viewtest"
)

// asks answers questions with what the simulator says to them, without a
// network.
func asks(server *cfsim.Server) func(api.Query) (api.Answer, error) {
	return func(q api.Query) (api.Answer, error) {
		spec, _ := cf.Lookup(q.Endpoint)
		wire, err := spec.Wire(q)
		if err != nil {
			return api.Answer{}, err
		}
		w := httptest.NewRecorder()
		req := httptest.NewRequest(wire.Method, cfsim.BasePath+wire.RequestURI(cfsim.DemoAccount), strings.NewReader(wire.Body))
		req.Header.Set("Authorization", "Bearer "+cfsim.DemoToken)
		server.ServeHTTP(w, req)
		body, err := io.ReadAll(w.Result().Body)
		if err != nil {
			return api.Answer{}, err
		}
		a := api.Answer{
			Query: q, Status: w.Code, Body: body, FetchedAt: viewtest.Now(), Calls: 1,
			Request: api.Request{Method: wire.Method, URL: "https://api.cloudflare.com/client/v4" + wire.RequestURI(cfsim.DemoAccount), Body: wire.Body},
		}
		if e := cf.Classify(q, spec.Permission, w.Code, w.Header().Get("Content-Type"), 0, body); e != nil {
			return a, e
		}
		return a, nil
	}
}

// subjectOf is what a route is asked about: the first of the subjects that it takes as
// it is.
func subjectOf(t *testing.T, r views.Route, s cfsim.Subjects) string {
	t.Helper()
	for _, text := range []string{s.ASN, s.URL, s.IPv4, s.Domain} {
		i := indicator.MustParse(text)
		if subject, why := r.Subject(i); why == "" && subject == i {
			return text
		}
	}
	t.Fatalf("%s takes none of %+v", r.Name, s)
	return ""
}

// tall is a height at which all of a view is seen at once.
const tall = 600

// widths are those of the body in terminals of 40, 80, 120 and 200 columns.
func widths() []int { return []int{40, 80, 86, 166} }

// Each view with payloads in every field and name, at every width and whole: it
// is exactly as large as asked, nothing in it is alive, and so the copies in
// every form.
func TestViewsOfHostileAnswers(t *testing.T) { viewsOfHostileAnswers(t, 50) }

// viewsOfHostileAnswers takes every stepth of the hostile answers; with all of
// them every field meets every payload.
func viewsOfHostileAnswers(t *testing.T, step int) {
	all, err := hostile.Payloads()
	if err != nil {
		t.Fatal(err)
	}
	frames, copies, met := 0, 0, map[string]bool{}
	for _, r := range Routes() {
		t.Run(string(r.Endpoint), func(t *testing.T) {
			for n := 0; n < len(all); n += step {
				b := viewtest.New(t, r, subjectOf(t, r, cfsim.AnswersTo(n)), asks(cfsim.New(cfsim.Options{Now: viewtest.Now})))
				b.Start()
				unfold(t, b)
				for _, width := range widths() {
					for _, height := range []int{12, tall} {
						b.View.Resize(views.Size{Width: width, Height: height})
						frame := b.View.Render()
						frametest.Check(t, frame, width, height)
						frames++
					}
				}
				copies += checkCopies(t, b)
				for _, a := range answersOf(b) {
					for _, p := range all {
						met[p.ID()] = met[p.ID()] || strings.Contains(string(a.Body), p.Text)
					}
				}
			}
		})
	}
	t.Logf("%d payloads × %d views × %d widths: %d frames and %d copies looked at", len(all), len(Routes()), len(widths()), frames, copies)
	if len(met) != len(all) {
		t.Errorf("%d payloads were met", len(met))
	}
}

// unfold opens every group that is folded.
func unfold(t *testing.T, b *viewtest.Bench) {
	t.Helper()
	b.View.Resize(views.Size{Width: 120, Height: tall})
	b.Send(keymap.MoveTop)
	folded := func() int { return strings.Count(ansi.Strip(b.View.Render()), style.Folded+" ") }
	for left, moves := folded(), 0; left > 0; moves++ {
		if moves > tall {
			t.Fatalf("%d groups stay folded", left)
		}
		for _, line := range strings.Split(ansi.Strip(b.View.Render()), "\n") {
			if strings.HasPrefix(line, " "+style.Cursor+" "+style.Folded) {
				b.Send(keymap.Fold)
				left = folded()
			}
		}
		b.Send(keymap.MoveDown)
	}
}

func answersOf(b *viewtest.Bench) []api.Answer {
	if a, ok := b.View.(views.Answerer); ok {
		return a.Answers()
	}
	return nil
}

// Each view with each kind of hostile error.
func TestViewsOfHostileErrors(t *testing.T) {
	for _, r := range Routes() {
		if r.Query == nil {
			continue
		}
		for n := range 20 {
			b := viewtest.New(t, r, subjectOf(t, r, cfsim.ErrorsTo(n)), asks(cfsim.New(cfsim.Options{Now: viewtest.Now})))
			b.Start()
			for _, size := range frametest.Sizes() {
				b.View.Resize(views.Size{Width: size[0], Height: size[1]})
				frametest.Check(t, b.View.Render(), size[0], size[1])
			}
			checkCopies(t, b)
		}
	}
}

// checkCopies makes every copy of every part that a view gives and counts them.
func checkCopies(t *testing.T, b *viewtest.Bench) (made int) {
	t.Helper()
	e, ok := b.View.(views.Exporter)
	if !ok {
		return 0
	}
	tabler, table := b.View.(views.Tabler)
	if table {
		b.Send(keymap.MarkAll)
	}
	for _, part := range []views.Part{views.Selected, views.Marked, views.Shown} {
		m := material{part: part, content: e.Content(), answers: answersOf(b), search: search.Default()}
		if s, ok := b.View.(views.Selector); ok {
			m.selection = s.Selection()
		}
		if table {
			m.rows = tabler.Rows(part)
		}
		for _, f := range copyForms() {
			if w := f.make(m); w.why == "" {
				made++
				checkCopy(t, f, m, w.text)
			}
		}
	}
	return made
}

// checkCopy holds a copy against what its form promises.
func checkCopy(t *testing.T, f copyForm, m material, text string) {
	t.Helper()
	for _, line := range strings.Split(text, "\n") {
		for _, what := range frametest.Alive(line) {
			if !strings.Contains(what, "right-to-left") {
				t.Errorf("alive in a copy as %s: %s", f.name, what)
			}
		}
	}
	switch f.id {
	case "json", "record":
		if !json.Valid([]byte(text)) {
			t.Errorf("no JSON: %.100s", text)
		}
		if m.table() && f.id == "json" {
			var rows []map[string]string
			if err := json.Unmarshal([]byte(text), &rows); err != nil || len(rows) != m.rows.Len || len(rows[0]) != len(m.rows.Header) {
				t.Errorf("%d rows, %v: %.100s", len(rows), err, text)
			}
		}
	case "markdown":
		checkMarkdown(t, text)
	case "csv":
		copytest.Sheet(t, text)
	case "or", "spl", "kql", "stix":
		checkSearch(t, f, m, text)
	}
}

// checkSearch takes the literals out of a search: they are the indicators, and
// nothing of these stands outside.
func checkSearch(t *testing.T, f copyForm, m material, text string) {
	t.Helper()
	mark := `"`
	if f.id == "stix" {
		mark = "'"
	}
	parts := strings.Split(strings.NewReplacer(`\\`, "", `\`+mark, "").Replace(text), mark)
	all, _ := m.indicators()
	if len(parts)%2 == 0 {
		t.Errorf("a literal without an end in %s: %.200s", f.name, text)
	}
	for n := 0; n < len(parts); n += 2 {
		for _, i := range all {
			if i.Kind() != indicator.ASN && strings.Contains(parts[n], i.String()) {
				t.Errorf("%q stands outside of a literal in %s: %.200s", i, f.name, text)
			}
		}
	}
}

// checkMarkdown reads a copy as GitHub would: it holds nothing but the list, the table
// and the titles that quarry makes.
func checkMarkdown(t *testing.T, copy string) {
	t.Helper()
	doc := copytest.Markdown(t, copy)
	// What is no list, table or title is text that a value has let out.
	for child := doc.FirstChild(); child != nil; child = child.NextSibling() {
		switch child.Kind() {
		case ast.KindList, extensionast.KindTable:
		case ast.KindParagraph:
			if first := child.FirstChild(); first.Kind() != ast.KindEmphasis || child.ChildCount() != 1 {
				t.Errorf("a paragraph that is no title: %.200q", child.Lines().Value([]byte(copy)))
			}
		default:
			t.Errorf("a %s", child.Kind())
		}
	}
}
