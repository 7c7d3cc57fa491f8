package state

// Stack is the path of places from the start to here, and those ahead that one
// has gone back from. It knows nothing of what a place is. The zero Stack is
// empty and ready. A Stack is not safe for concurrent use.
type Stack[T any] struct {
	places []T
	here   int // index of the current place; meaningless while empty
}

// Push puts a place on top of the current one and makes it current. The places
// ahead are cut off and returned, nearest first: they can never be returned to.
func (s *Stack[T]) Push(place T) (cut []T) {
	if len(s.places) == 0 {
		s.places, s.here = []T{place}, 0
		return nil
	}
	cut = append(cut, s.places[s.here+1:]...)
	s.places = append(s.places[:s.here+1:s.here+1], place)
	s.here++
	return cut
}

// Here returns the current place; ok is false while the stack is empty.
func (s *Stack[T]) Here() (place T, ok bool) {
	if len(s.places) == 0 {
		return place, false
	}
	return s.places[s.here], true
}

// Back makes the place before current; false when this is the first.
func (s *Stack[T]) Back() bool { return s.Jump(s.here - 1) }

// Forward makes the place ahead current; false when there is none.
func (s *Stack[T]) Forward() bool { return s.Jump(s.here + 1) }

// Jump makes the place with the given index current, counted from 0 at the
// start; false when there is no such place.
func (s *Stack[T]) Jump(index int) bool {
	if index < 0 || index >= len(s.places) {
		return false
	}
	s.here = index
	return true
}

// Index is the current place's index, -1 while the stack is empty.
func (s *Stack[T]) Index() int {
	if len(s.places) == 0 {
		return -1
	}
	return s.here
}

// Path returns the places from the start to here.
func (s *Stack[T]) Path() []T {
	if len(s.places) == 0 {
		return nil
	}
	return s.places[: s.here+1 : s.here+1]
}

// Ahead returns the places that one has gone back from, nearest first.
func (s *Stack[T]) Ahead() []T {
	if len(s.places) == 0 {
		return nil
	}
	return s.places[s.here+1:]
}

// All returns every place, from the start to the farthest ahead.
func (s *Stack[T]) All() []T { return s.places }
