package lint

import (
	"strings"

	"candor/incident/plain"
)

var (
	weekdays = plain.Set("monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun tomorrow overmorrow")
	months   = plain.Set("january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec")
	inMonth  = plain.Set("in of by since until till from early late mid end during before after to and on")
)

// days marks the words of dates, and the sentences that name a day.
func (t *text) days() {
	for i := range t.sents {
		s := &t.sents[i]
		for j := s.first; j < s.last; j++ {
			if n := t.dayAt(s, j); n > 0 {
				for m := j; m < j+n && m < s.last; m++ {
					t.words[m].day = true
					if t.words[m].w == "may" {
						t.words[m].w = "May" // the month, not the word
					}
				}
				s.dated = true
			}
		}
	}
}

// dayAt says how many words from i on name a day: Friday, 17 March, March 17,
// 2026-03-17, 17/03.
func (t *text) dayAt(s *sentence, i int) int {
	w := &t.words[i]
	switch {
	case w.kind == numberWord:
		return t.figures(s, i)
	case weekdays[w.w]:
		if w.w == "sun" || w.w == "sat" || w.w == "wed" || w.w == "mon" {
			return btoi(w.capital && (i > s.first || i+1 < s.last && t.words[i+1].kind == numberWord))
		}
		return 1
	case months[w.w]:
		return btoi(t.isMonth(s, i))
	}
	return 0
}

// isMonth tells the month from the word: “may” and “march” are both.
func (t *text) isMonth(s *sentence, i int) bool {
	w := &t.words[i]
	near := i > s.first && t.words[i-1].kind == numberWord || i+1 < s.last && t.words[i+1].kind == numberWord ||
		i > s.first && t.words[i-1].w == "of" && i-1 > s.first && t.words[i-2].kind == numberWord
	if len(w.w) == 3 || w.w == "march" || w.w == "sept" {
		return w.capital && (near || i > s.first && inMonth[t.words[i-1].w])
	}
	return w.capital || near
}

// figures reads 2026-03-17, 17/03/2026 and 17.03.2026.
func (t *text) figures(s *sentence, i int) int {
	w := &t.words[i]
	if strings.Count(w.w, ".") == 2 {
		return 1
	}
	if i+2 < s.last && w.joined && len(w.w) == 4 && t.words[i+1].kind == numberWord && t.words[i+1].joined && t.words[i+2].kind == numberWord {
		return 3
	}
	if i+1 < s.last && t.words[i+1].kind == numberWord && t.s[w.to:t.words[i+1].from] == "/" && len(w.w) <= 2 && len(t.words[i+1].w) <= 2 {
		if whole := i+2 < s.last && t.words[i+2].kind == numberWord; !whole && (i == s.first || !inMonth[t.words[i-1].w]) {
			return 0 // 2/5 of the checks
		}
		return 2
	}
	return 0
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
