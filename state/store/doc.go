// Package store keeps on disk what was paid for and what was made of it: the
// answers with their raw bodies, where every indicator was seen, the ledger of
// calls, and the investigations. It is one SQLite file in the user's state
// directory.
//
// What a caller may rely on:
//
//   - What Keep, KeepInvestigation and Spend said is kept survives a kill at any moment. (After a
//     loss of power the last moments may be missing; the file is whole.)
//   - Several processes read and write at once. A writer waits up to five
//     seconds for another.
//   - Every file is private to the user, whatever the umask.
//   - Nothing is deleted but an investigation that was named for it: a file
//     that is broken is moved aside, a file of an older version is copied
//     before it is changed, a file of a newer version or of another program is
//     not touched.
//   - Text and bodies come back byte for byte. They are from outside and may
//     hold anything: whoever shows them has to make them safe.
//
// Every error that a caller can act on is an [*Error]. None of them is a reason
// to stop the program: it goes on without the store and says so.
//
// The driver is modernc.org/sqlite: SQLite itself, translated to Go, so that
// the program needs no C compiler and stays one static file. It is released
// every few weeks and follows SQLite closely. zombiezen.com/go/sqlite is
// another surface on the same translation, last released in May 2025;
// ncruces/go-sqlite3 is as alive and, measured here, as fast, but adds 3 MB
// more to the binary.
package store
