// Package paging is the view of a list that comes in pages, each of which is a
// call: the first is fetched when the view opens, further ones when the analyst
// asks for them. The rows of all pages are one list, without duplicates and
// without loss, however the server counts, repeats or shifts its pages.
package paging
