// Package facts is what is known of the harm: the five questions of bad news,
// their answers, since when each is known, and which turned out wrong.
package facts
