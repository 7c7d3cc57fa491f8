package widget

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// names has few letters, so that filters match often, and wide and combining
// ones.
func randomName(r *rand.Rand) string {
	letters := []string{"a", "b", "A", ".", "日", "e\u0301", "🦊"}
	var b strings.Builder
	for range r.IntN(9) {
		b.WriteString(letters[r.IntN(len(letters))])
	}
	if r.IntN(20) == 0 {
		b.WriteString(strings.Repeat("ab語", 40))
	}
	return b.String()
}

func randomList(r *rand.Rand, old []record) []record {
	var list []record
	for _, rec := range old {
		if r.IntN(5) > 0 {
			list = append(list, rec)
		}
	}
	for range r.IntN(12) {
		id := fmt.Sprintf("r%d", r.IntN(60))
		if !slices.ContainsFunc(list, func(x record) bool { return x.id == id }) {
			list = append(list, record{id, randomName(r), r.IntN(4)})
		}
	}
	if r.IntN(12) == 0 {
		return nil
	}
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

// randomFilter gives a filter and, written another way, what it shows.
func randomFilter(r *rand.Rand, typed bool) (string, func(record) bool) {
	text := func(test func(string) bool) func(record) bool {
		return func(rec record) bool {
			return test(rec.name) || typed && rec.n != 3 && test(dayText(float64(rec.n)))
		}
	}
	contains := func(word string) func(record) bool {
		return text(func(s string) bool { return strings.Contains(strings.ToLower(s), strings.ToLower(word)) })
	}
	inOrder := func(word string) func(record) bool {
		return text(func(s string) bool {
			rest := []rune(word)
			for _, c := range strings.ToLower(s) {
				if len(rest) > 0 && c == rest[0] {
					rest = rest[1:]
				}
			}
			return len(rest) == 0
		})
	}
	value := func(test func(n int) bool) func(record) bool {
		return func(rec record) bool { return typed && rec.n != 3 && test(rec.n) }
	}
	type kind struct {
		query string
		show  func(record) bool
	}
	kinds := []kind{
		{"a", contains("a")}, {"AB", contains("ab")}, {"日", contains("日")}, {"a[.]b", contains("a.b")},
		{"~ab", inOrder("ab")}, {"~a.b", inOrder("a.b")},
		{"/^a/", text(func(s string) bool { return strings.HasPrefix(strings.ToLower(s), "a") })},
		{"/b$/", text(func(s string) bool { return strings.HasSuffix(strings.ToLower(s), "b") })},
		{"/-02$/", text(func(s string) bool { return strings.HasSuffix(s, "-02") })},
		{"nowhere", func(record) bool { return false }},
		{"1970-01-0", contains("1970-01-0")}, {"-03", contains("-03")}, {"~19703", inOrder("19703")},
		{"n>1970-01-01", value(func(n int) bool { return n > 0 })}, {"n<=1970-01-02", value(func(n int) bool { return n <= 1 })},
		{"n:1970-01-02", value(func(n int) bool { return n == 1 })}, {"n=1970", value(func(n int) bool { return true })},
		{"name:a", func(rec record) bool { return strings.Contains(strings.ToLower(rec.name), "a") }},
	}
	var query []string
	var tests []func(record) bool
	for range r.IntN(3) {
		k := kinds[r.IntN(len(kinds))]
		if r.IntN(3) == 0 {
			query = append(query, "!"+k.query)
			tests = append(tests, func(rec record) bool { return !k.show(rec) })
			continue
		}
		query, tests = append(query, k.query), append(tests, k.show)
	}
	return strings.Join(query, " "), func(rec record) bool {
		return !slices.ContainsFunc(tests, func(test func(record) bool) bool { return !test(rec) })
	}
}

func press(code rune, text string) tea.KeyPressMsg { return tea.KeyPressMsg{Code: code, Text: text} }
