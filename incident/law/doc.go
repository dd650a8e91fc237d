// Package law keeps the clocks that may run once data about people is affected: what may
// have to be told to whom by when. Its table is a reminder with its sources, never advice:
// it does not know whether a law applies, and nothing here is called compliant.
//
// A clock runs from when we became aware, or from when the client heard it from us. Both
// times are kept; neither moves later by itself. A person ends a clock, and says why.
package law
