package state

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestStack(t *testing.T) {
	var s Stack[string]
	if _, ok := s.Here(); ok || s.Back() || s.Forward() || s.Index() != -1 || s.Path() != nil || s.Ahead() != nil {
		t.Fatal("the zero stack is not empty")
	}
	s.Push("ip")
	s.Push("pdns")
	s.Push("domain")
	for n, want := range []bool{true, true, false} {
		if s.Back() != want {
			t.Fatalf("step back %d: %t, want %t", n+1, !want, want)
		}
	}
	if got := s.Ahead(); !slices.Equal(got, []string{"pdns", "domain"}) {
		t.Fatalf("ahead %v", got)
	}
	if !s.Forward() {
		t.Fatal("no way forward")
	}
	if here, _ := s.Here(); here != "pdns" {
		t.Fatalf("forward led to %q", here)
	}
	if cut := s.Push("whois"); !slices.Equal(cut, []string{"domain"}) {
		t.Fatalf("cut off %v", cut)
	}
	if got := s.Path(); !slices.Equal(got, []string{"ip", "pdns", "whois"}) {
		t.Fatalf("path %v", got)
	}
	if s.Forward() || s.Jump(3) || s.Jump(-1) || !s.Jump(0) || s.Index() != 0 {
		t.Fatal("jumps outside the stack must fail, inside succeed")
	}
}

// The path that Path returned must not change under its holder.
func TestStackDoesNotWriteIntoWhatItReturned(t *testing.T) {
	var s Stack[int]
	s.Push(1)
	s.Push(2)
	s.Push(3)
	all := slices.Clone(s.All())
	s.Back()
	path := s.Path()
	s.Push(4)
	if !slices.Equal(path, []int{1, 2}) || !slices.Equal(all, []int{1, 2, 3}) {
		t.Errorf("path %v, all %v", path, all)
	}
}

// A browser's history written the plain way: two lists.
func TestStackAgainstAPlainModel(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var s Stack[int]
	var behind, ahead []int // behind includes here
	for n := range 20_000 {
		switch r.IntN(4) {
		case 0:
			s.Push(n)
			behind, ahead = append(behind, n), nil
		case 1:
			if len(behind) > 1 {
				last := len(behind) - 1
				behind, ahead = behind[:last:last], append([]int{behind[last]}, ahead...)
			}
			s.Back()
		case 2:
			if len(ahead) > 0 {
				behind, ahead = append(behind, ahead[0]), ahead[1:]
			}
			s.Forward()
		case 3:
			if i := r.IntN(12); s.Jump(i) {
				all := append(slices.Clone(behind), ahead...)
				behind, ahead = all[:i+1:i+1], all[i+1:]
			}
		}
		if !slices.Equal(s.Path(), behind) || !slices.Equal(s.Ahead(), ahead) {
			t.Fatalf("step %d: path %v ahead %v, want %v and %v", n, s.Path(), s.Ahead(), behind, ahead)
		}
	}
}
