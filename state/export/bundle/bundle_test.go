package bundle

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"quarry/state/export/exporttest"
	"quarry/state/indicator"
	"quarry/state/investigation"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// answers are raw answers, one of them no UTF-8 and one empty.
func answers() []Answer {
	at := exporttest.Begun().Add(time.Minute + 5)
	return []Answer{
		{"ip 192.0.2.44", "ip", indicator.MustParse("192.0.2.44"), 200, at, 1, []byte("{\"a\":\"\x1b]0;x\x07\u202e\\u001b\"}\n"), nil},
		{"domain shop.example.net", "domain", indicator.MustParse("shop.example.net"), 404, at, 2, []byte("\xff\xfe\x00"), &Origin{"bob"}},
		{"asn AS64500", "asn", indicator.MustParse("AS64500"), 200, at, 1, []byte{}, &Origin{}},
	}
}

func written(t testing.TB, text string) []byte {
	t.Helper()
	c := exporttest.Case()
	if text != "" {
		c = exporttest.With(text)
	}
	var b bytes.Buffer
	must(t, Write(&b, c, "ann", answers()))
	return b.Bytes()
}

func TestThereAndBack(t *testing.T) {
	b, err := Read(bytes.NewReader(written(t, "")), exporttest.At())
	must(t, err)
	if b.By != "ann" || !b.ExportedAt.Equal(exporttest.At()) {
		t.Errorf("by %q at %v", b.By, b.ExportedAt)
	}
	want := exporttest.Case().Investigation
	want.Account = ""
	var nodes []investigation.Node
	for _, p := range want.Trail() {
		nodes = append(nodes, p.Node)
	}
	want.Nodes, want.Judgements = nodes, nil
	for _, j := range exporttest.Case().Judgements {
		if j.Indicator.String() != "gone.example.org" {
			want.Judgements = append(want.Judgements, j)
		}
	}
	none := investigation.Investigation{}
	if got, want := investigation.Merge(b.Case, none), investigation.Merge(want, none); !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
	for n, who := range []string{"ann", "bob", ""} {
		if got := b.FetchedBy(b.Answers[n]); got != who {
			t.Errorf("answer %d was fetched by %q, want %q", n, got, who)
		}
	}
	if !reflect.DeepEqual(b.Answers, answers()) {
		t.Errorf("got\n%+v\nwant\n%+v", b.Answers, answers())
	}
	if !reflect.DeepEqual(exporttest.Case().Trail(), b.Case.Trail()) {
		t.Error("the tree is another one")
	}
}

func TestSameCaseSameBytes(t *testing.T) {
	if !bytes.Equal(written(t, ""), written(t, "")) {
		t.Error("two exports differ")
	}
}

func TestWhatStaysHere(t *testing.T) {
	for _, gone := range []string{"gone.example.org", "0123456789abcdef0123456789abcdef"} {
		if bytes.Contains(written(t, ""), []byte(gone)) {
			t.Errorf("%q is in the bundle", gone)
		}
	}
}

// What was written is exact when it is read, and harmless when it is shown.
func TestHostileText(t *testing.T) {
	for _, text := range exporttest.Hostile() {
		var file bytes.Buffer
		err := Write(&file, exporttest.With(text), "ann", answers())
		if len(text) > maxName {
			if err == nil {
				t.Errorf("%d bytes of a name were written: nobody could read that", len(text))
			}
			continue
		}
		must(t, err)
		out := file.Bytes()
		if n := bytes.IndexFunc(out, func(r rune) bool { return r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 || r == '\u202e' }); n >= 0 {
			t.Errorf("%.40q: live characters in the file", text)
		}
		b, err := Read(&file, exporttest.At())
		must(t, err)
		var want string
		utf8, _ := json.Marshal(text)
		must(t, json.Unmarshal(utf8, &want))
		if b.Case.Name != want || b.Case.Judgements[0].Comment != want {
			t.Errorf("%q came back as %q", text, b.Case.Name)
		}
	}
}

// Every byte counts: whichever is changed or missing, nothing is imported.
func TestDamage(t *testing.T) {
	whole := written(t, "")
	for n := 0; n < len(whole); n += 7 {
		broken := bytes.Clone(whole)
		broken[n] ^= 1
		if _, err := Read(bytes.NewReader(broken), exporttest.At()); err == nil {
			t.Errorf("byte %d changed, and nobody noticed: %q", n, broken[max(0, n-10):min(len(broken), n+10)])
		}
		if _, err := Read(bytes.NewReader(whole[:n]), exporttest.At()); err == nil {
			t.Errorf("cut at %d, and nobody noticed", n)
		}
	}
}

// sealed makes a file of lines, with the sum and the counts that it should have.
func sealed(lines ...string) []byte {
	count := map[string]int{}
	for _, l := range lines {
		for _, kind := range []string{"node", "judgement", "answer"} {
			if strings.HasPrefix(l, `{"`+kind+`"`) {
				count[kind]++
			}
		}
	}
	text := strings.Join(lines, "\n") + "\n"
	return fmt.Appendf(nil, `%s{"end":{"nodes":%d,"judgements":%d,"answers":%d,"sha256":%q}}`+"\n",
		text, count["node"], count["judgement"], count["answer"], sum([]byte(text)))
}

// What is wrong in itself is refused, however well it is sealed.
func TestForged(t *testing.T) {
	const (
		id    = `"0123456789abcdef0123456789abcdef"`
		other = `"1123456789abcdef0123456789abcdef"`
		at    = `"2026-11-23T18:03:33Z"`
	)
	head := `{"head":{"format":"quarry bundle","version":1,"exported_at":` + at + `,"exported_by":"ann","id":` + id +
		`,"name":"x","tlp":"AMBER","created_at":` + at + `,"changed_at":` + at + `}}`
	node := `{"node":{"id":` + id + `,"parent":"","question":"ip 192.0.2.44","endpoint":"ip","indicator":"192.0.2.44","asked_at":` + at +
		`,"calls":1,"rows":-1,"by":"ann","changed_at":` + at + `}}`
	judged := `{"judgement":{"indicator":"192.0.2.44","verdict":"malicious","comment":"","starred":false,"by":"ann","changed_at":` + at + `}}`
	answer := `{"answer":{"question":"ip 192.0.2.44","endpoint":"ip","indicator":"192.0.2.44","status":200,"fetched_at":` + at +
		`,"calls":1,"sha256":"` + sum([]byte("{}")) + `","body":"{}"}}`
	if _, err := Read(bytes.NewReader(sealed(head, node, judged, answer)), exporttest.At()); err != nil {
		t.Fatal("what all is made from is refused:", err)
	}
	if _, err := Read(bytes.NewReader(sealed(head, `{"later":{}}`, node)), exporttest.At()); err != nil {
		t.Error("a kind of line that comes later within the version is refused:", err)
	}
	in := func(line, from, to string) string {
		if !strings.Contains(line, from) {
			t.Fatalf("%q is not in %s", from, line)
		}
		return strings.Replace(line, from, to, 1)
	}
	for _, c := range []struct {
		name  string
		lines []string
	}{
		{"another format", []string{in(head, "quarry bundle", "zip")}},
		{"a newer version", []string{in(head, `"version":1`, `"version":2`)}},
		{"no version", []string{in(head, `"version":1`, `"version":0`)}},
		{"no ID", []string{in(head, id, `""`)}},
		{"an ID that is none", []string{in(head, id, `"../../etc/passwd"`)}},
		{"no TLP", []string{in(head, "AMBER", "WHITE")}},
		{"a long name", []string{in(head, `"x"`, `"`+strings.Repeat("x", maxName+1)+`"`)}},
		{"a case from the future", []string{in(head, `"changed_at":`+at, `"changed_at":"2999-01-01T00:00:00Z"`)}},
		{"no time", []string{in(head, `"changed_at":`+at, `"changed_at":"0001-01-01T00:00:00Z"`)}},
		{"no head", []string{node}},
		{"two heads", []string{head, head}},
		{"a head later", []string{node, head}},
		{"no JSON", []string{head, "{"}},
		{"two values in a line", []string{head, node + node}},
		{"another end", []string{head, `{"end":{"nodes":0,"judgements":0,"answers":0,"sha256":""}}`, node}},
		{"a node twice", []string{head, node, node}},
		{"its own parent", []string{head, in(node, `"parent":""`, `"parent":`+id)}},
		{"a parent that is not there", []string{head, in(node, `"parent":""`, `"parent":`+other)}},
		{"a parent that comes later", []string{head, in(in(node, `"parent":""`, `"parent":`+other), `"id":`+id, `"id":"2123456789abcdef0123456789abcdef"`), in(node, `"id":`+id, `"id":`+other)}},
		{"no indicator", []string{head, in(node, `"indicator":"192.0.2.44"`, `"indicator":""`)}},
		{"a defanged indicator", []string{head, in(node, `"indicator":"192.0.2.44"`, `"indicator":"192[.]0[.]2[.]44"`)}},
		{"a question about something else", []string{head, in(node, `"question":"ip 192.0.2.44"`, `"question":"ip 192.0.2.45"`)}},
		{"a question that only begins so", []string{head, in(node, `"question":"ip 192.0.2.44"`, `"question":"ip 192.0.2.44x"`)}},
		{"another endpoint", []string{head, in(node, `"endpoint":"ip"`, `"endpoint":"whois"`)}},
		{"a hostile question", []string{head, in(node, `"question":"ip 192.0.2.44"`, `"question":"ip 192.0.2.44 \u001b[2J"`)}},
		{"a change from the future", []string{head, in(node, `"changed_at":`+at, `"changed_at":"2026-11-27T18:03:33Z"`)}},
		{"negative calls", []string{head, in(node, `"calls":1`, `"calls":-1`)}},
		{"a hash that is none", []string{head, in(node, `"rows":-1`, `"rows":-1,"sha256":"abc"`)}},
		{"judged twice", []string{head, judged, judged}},
		{"no such verdict", []string{head, in(judged, "malicious", "evil")}},
		{"a long comment", []string{head, in(judged, `"comment":""`, `"comment":"`+strings.Repeat("x", MaxComment+1)+`"`)}},
		{"a judgement from the future", []string{head, in(judged, at, `"2999-01-01T00:00:00Z"`)}},
		{"answered twice", []string{head, answer, answer}},
		{"another body", []string{head, in(answer, `"body":"{}"`, `"body":"[]"`)}},
		{"two bodies", []string{head, in(answer, `"body":"{}"`, `"body":"{}","body_base64":"e30="`)}},
		{"a long name of who fetched it", []string{head, in(answer, `"calls":1`, `"calls":1,"origin":{"by":"`+strings.Repeat("x", maxName+1)+`"}`)}},
		{"no HTTP status", []string{head, in(answer, `"status":200`, `"status":7`)}},
		{"an answer about something else", []string{head, in(answer, `"question":"ip 192.0.2.44"`, `"question":"ip 192.0.2.45"`)}},
	} {
		b, err := Read(bytes.NewReader(sealed(c.lines...)), exporttest.At())
		var e *Error
		if !errors.As(err, &e) || !reflect.DeepEqual(b, Bundle{}) {
			t.Errorf("%s: %v, %+v", c.name, err, b)
		} else if strings.ContainsAny(e.Error(), "\x1b\n") || len(e.Error()) > 300 {
			t.Errorf("%s: the error is no harmless line: %q", c.name, e)
		}
	}
	// The counts of the last line count.
	wrong := bytes.Replace(sealed(head, node), []byte(`"nodes":1`), []byte(`"nodes":2`), 1)
	if _, err := Read(bytes.NewReader(wrong), exporttest.At()); err == nil {
		t.Error("a wrong count was taken")
	}
}

// zeros never end.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}

func TestTooLarge(t *testing.T) {
	const most = 1 << 20
	if _, err := read(zeros{}, exporttest.At(), most); err == nil || !strings.Contains(err.Error(), "larger") {
		t.Error(err)
	}
	large := answers()[:1]
	large[0].Body = bytes.Repeat([]byte("x"), most)
	if _, err := Read(strings.NewReader(strings.Repeat("\n", 3*MaxItems+3)), exporttest.At()); err == nil || !strings.Contains(err.Error(), "lines") {
		t.Error(err)
	}
	var size int
	err := write(counter{&size}, exporttest.Case(), "ann", large, most)
	if err == nil || !strings.Contains(err.Error(), "larger") || size > most {
		t.Error(err, size)
	}
}

type counter struct{ n *int }

func (c counter) Write(b []byte) (int, error) {
	*c.n += len(b)
	return len(b), nil
}

// The errors of the streams are those of the streams.
func TestStreams(t *testing.T) {
	broken := errors.New("broken")
	if _, err := Read(failing{broken}, exporttest.At()); !errors.Is(err, broken) {
		t.Error(err)
	}
	if err := Write(failing{broken}, exporttest.Case(), "ann", nil); !errors.Is(err, broken) {
		t.Error(err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error)  { return 0, f.err }
func (f failing) Write([]byte) (int, error) { return 0, f.err }

// Whatever a file holds, reading it ends, and what is taken can be written again
// and is the same.
func FuzzRead(f *testing.F) {
	whole := written(f, "")
	f.Add(whole[:len(whole)-1])
	lines := bytes.Split(bytes.TrimSuffix(whole, []byte("\n")), []byte("\n"))
	f.Add(bytes.Join(lines[:len(lines)-1], []byte("\n")))
	f.Add(bytes.Join([][]byte{lines[0], lines[1], lines[len(lines)-2]}, []byte("\n")))
	f.Add([]byte(`{"head":{}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var raw []string
		for _, l := range bytes.Split(text, []byte("\n")) {
			raw = append(raw, string(l))
		}
		for _, file := range [][]byte{text, sealed(raw...)} {
			b, err := Read(bytes.NewReader(file), exporttest.At())
			if err != nil {
				continue
			}
			c := exporttest.Case()
			c.Investigation, c.At = b.Case, b.ExportedAt
			var again bytes.Buffer
			must(t, Write(&again, c, b.By, b.Answers))
			back, err := Read(&again, exporttest.At())
			must(t, err)
			none := investigation.Investigation{}
			if len(back.Answers) != len(b.Answers) || len(back.Case.Nodes) != len(b.Case.Nodes) ||
				!reflect.DeepEqual(investigation.Merge(back.Case, none).Nodes, investigation.Merge(b.Case, none).Nodes) {
				t.Errorf("it came back as another one:\n%+v\n%+v", b.Case, back.Case)
			}
		}
	})
}
