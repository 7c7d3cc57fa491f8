// Package source stacks the layers between a view's question and the network:
//
//	Stack ─► shelf: is the answer known?          no call
//	      └► flight: is it in the air already?    wait for that one
//	         └► client: ask, then keep the answer on the shelf
//
// Keeping happens below the flight, so an answer that was paid for is kept even
// when everybody who waited for it has left.
package source
