// Package fault is how the program says no: an [Error] is a sentence for the
// person who asked, with a [Code] for the program. Beside it stand the few
// helpers that make sentences. Everything of ours may import it; it imports
// nothing of ours.
package fault
