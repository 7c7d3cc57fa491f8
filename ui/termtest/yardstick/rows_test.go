package yardstick

import (
	"path/filepath"
	"testing"
)

func TestRows(t *testing.T) {
	const n = 100_000
	rows, seen, length := NewRows(), make(map[string]int, n), 0
	for i := range n {
		r := rows.Row(i)
		if before, ok := seen[r.Name]; ok {
			t.Fatalf("rows %d and %d are both %s", before, i, r.Name)
		}
		seen[r.Name] = i
		length += len(r.Name)
		if r.First < FirstDay || r.First > r.Last || r.Last > LastDay {
			t.Fatalf("row %d: %+v", i, r)
		}
	}
	if average := float64(length) / n; average < 22 || average > 26 {
		t.Errorf("a name is %.1f bytes long", average)
	}
	if len(rows.hosts)*len(rows.first)*len(rows.second)*40 != Most || gcd(Most, step) != 1 {
		t.Error("names repeat before their time")
	}
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

func TestFile(t *testing.T) {
	path, rows := filepath.Join(t.TempDir(), "rows"), NewRows()
	for _, n := range []int{0, 1, 1000} {
		if err := Write(path, n); err != nil {
			t.Fatal(err)
		}
		list, err := Open(path)
		if err != nil || list.Len() != n {
			t.Fatalf("%d rows of %d, %v", list.Len(), n, err)
		}
		for i := range n {
			if got, want := list.Row(i), rows.Row(i); got != want {
				t.Fatalf("row %d: %v, want %v", i, got, want)
			}
		}
	}
	if _, err := Open(path + "-absent"); err == nil {
		t.Error("opened a file that is not there")
	}
}

func TestWindow(t *testing.T) {
	for _, c := range []struct {
		from   Window
		key    string
		rows   int
		height int
		want   Window
	}{
		{Window{0, 0}, "j", 10, 3, Window{0, 1}},
		{Window{0, 2}, "j", 10, 3, Window{1, 3}},
		{Window{7, 9}, "j", 10, 3, Window{7, 9}},
		{Window{7, 7}, "k", 10, 3, Window{6, 6}},
		{Window{0, 0}, "k", 10, 3, Window{0, 0}},
		{Window{0, 0}, "G", 10, 3, Window{7, 9}},
		{Window{7, 9}, "g", 10, 3, Window{0, 0}},
		{Window{0, 0}, "G", 0, 3, Window{0, 0}},
		{Window{0, 2}, "", 10, 1, Window{2, 2}},
		{Window{1, 2}, "x", 10, 3, Window{1, 2}},
	} {
		if got := c.from.Key(c.key, c.rows, c.height); got != c.want {
			t.Errorf("%v, %q: %v, want %v", c.from, c.key, got, c.want)
		}
	}
}
