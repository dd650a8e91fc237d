// Package page is how the sandbox looks in a browser: the templates with what they
// draw, each person's view of blocks, mail and calls, and what keeps other sites out.
//
// Every HTML in it comes from a [blockkit.Reader] or was escaped. It holds no state
// and does nothing: what is pressed is an act of the sandbox.
package page
