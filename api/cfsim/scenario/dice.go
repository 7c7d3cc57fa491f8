package scenario

import (
	"hash/fnv"
	"math/rand/v2"
)

// dice throws the same numbers for the same name, so that what is made up is
// the same in every run.
type dice struct{ *rand.Rand }

func diceFor(name string) dice {
	h := fnv.New64a()
	h.Write([]byte(name))
	return dice{rand.New(rand.NewPCG(h.Sum64(), 0x9e3779b97f4a7c15))}
}

// one in n throws is true.
func (d dice) one(n int) bool { return d.IntN(n) == 0 }

func pick[T any](d dice, from []T) T { return from[d.IntN(len(from))] }
