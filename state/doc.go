// Package state is what the analyst has: the navigation [Stack]. Its parts below
// hold the indicators (state/indicator) and the configuration (state/config).
package state
