// Package scenario is the world that the simulator answers about: networks,
// hosts, sites, WHOIS records and scanned pages, as plain facts without any
// wire format. What is written by hand stands in the tables of the files
// case_*.go; what is made up by rule, in the files generate_*.go.
//
// All of it lies in the ranges and names reserved for documentation, apart from
// the few real networks and names that a walk from 1.1.1.1 meets. Nothing is
// made up about any other real name or address: the world does not know them.
package scenario
