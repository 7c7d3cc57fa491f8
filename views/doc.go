// Package views says what a screen is: the [View] that the root shows, the
// [Env] it lives in, the [Intent] it returns, the [Route] by which it is
// reached, and the parts that the screens of all endpoints share: the head
// line, the states between asking and having, the sheet of fields.
//
// A view knows no HTTP. It asks an api.Source and decodes what comes. What it
// wants of the workbench it returns as a value; it changes nothing outside
// itself.
package views
