package phrase

import "regexp"

// may is the month, as a sentence names it: of May, 3 May, May 3. In its other turns nobody can tell it from the verb.
var may = regexp.MustCompile(`\b((?i:of|in|since|from|until|till|by|to|before|after|during|early|late|mid|all|and|last|next|\d{1,2}(?:st|nd|rd|th)?)[ -])May\b|\bMay( \d)`)

// NoMay is a text without the month of May, which reads like “may”: nothing is in doubt because it happened then.
func NoMay(text string) string { return may.ReplaceAllString(text, "${1}that month${2}") }
