// Package state is what the analyst has: the navigation [Stack]. Its parts below
// hold the indicators (state/indicator), the investigations (state/investigation),
// the configuration (state/config) and what is kept on disk (state/store).
package state
