// Package source stacks the layers between a view's question and the network:
//
//	Stack ─► shelf   is the answer known?              no call
//	      └► flight  is it in the air already?         wait for that one
//	         └► gate    may it be spent without asking?
//	            └► client  ask; each request sent is a line of the ledger
//
// Keeping happens below the flight, so an answer that was paid for is kept even
// when everybody who waited for it has left. Shelf and ledger lie on disk where
// that is possible ([Disk]); where it is not they last as long as the run, and
// the reason is told once.
package source
