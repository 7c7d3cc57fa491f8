package cf

import "encoding/json"

// Maybe is a value that may be unknown. The zero Maybe is unknown, which is
// something else than a known zero.
type Maybe[T any] struct {
	value T
	known bool
}

// Known returns a known value.
func Known[T any](v T) Maybe[T] { return Maybe[T]{v, true} }

// Get returns the value and whether it is known.
func (m Maybe[T]) Get() (T, bool) { return m.value, m.known }

// Or returns the value, or other when it is unknown.
func (m Maybe[T]) Or(other T) T {
	if !m.known {
		return other
	}
	return m.value
}

// Known reports whether there is a value.
func (m Maybe[T]) Known() bool { return m.known }

// IsZero reports whether the value is unknown, so that omitzero leaves it out.
func (m Maybe[T]) IsZero() bool { return !m.known }

// MarshalJSON writes the value, or null when it is unknown.
func (m Maybe[T]) MarshalJSON() ([]byte, error) {
	if !m.known {
		return []byte("null"), nil
	}
	return json.Marshal(m.value)
}
