// Package sieve says quickly that a word is not among some: what it lets through may be.
package sieve

// Set is words by the ends of their numbers. The zero value lets nothing through.
type Set [4]uint64

// Add lets a word through, and those that end as it does.
func (s *Set) Add(id int32) { s[id/64%4] |= 1 << (id % 64) }

// Has says whether a word may be among those that were added.
func (s *Set) Has(id int32) bool { return s[id/64%4]&(1<<(id%64)) != 0 }

// Meets says whether two sets may have a word in common.
func (s *Set) Meets(other *Set) bool {
	return s[0]&other[0]|s[1]&other[1]|s[2]&other[2]|s[3]&other[3] != 0
}

// In says whether a word of each of these may be among those of the set.
func (s *Set) In(all []Set) bool {
	for i := range all {
		if !s.Meets(&all[i]) {
			return false
		}
	}
	return true
}
