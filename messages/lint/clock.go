package lint

import (
	"candor/incident/plain"
	"candor/messages/lint/hour"
)

// clock is a clock time of the text.
type clock = hour.Time

// hasZone says whether the text names a zone anywhere: “all times are CET”,
// “10:00 your time”, “09:15 Lisbon time”.
func (t *text) hasZone() bool {
	for i := range t.times {
		if t.times[i].Zoned {
			return true
		}
	}
	for i := range t.sents {
		for j := t.sents[i].first; j < t.sents[i].last; j++ {
			if t.namesZone(&t.sents[i], j) {
				return true
			}
		}
	}
	return false
}

// namesZone says whether a word is a zone, or “time” after whose or where.
func (t *text) namesZone(s *sentence, i int) bool {
	w := t.words[i]
	if w.kind != plainWord {
		return false
	}
	if t.isZone(w) {
		return true
	}
	if i == s.first {
		return false
	}
	if w.w == "time" {
		return t.timeOf(s, i)
	}
	return t.words[i-1].kind == timeWord && (w.capital || coasts[w.w]) && zoneWords[w.w] && !whose[w.w]
}

// timeOf says whether “time” is that of somebody or somewhere: “your time”, “Lisbon time”.
func (t *text) timeOf(s *sentence, i int) bool {
	w, before := t.words[i], t.words[i-1]
	if before.w == "us" && i-2 >= s.first { // eastern US time
		before = t.words[i-2]
	}
	title := w.capital && i+1 < s.last && t.words[i+1].w == "of" // “Estimated Time of Repair”
	return zoneWords[before.w] || before.capital && !before.caps && before.kind == plainWord && i-1 > s.first && !title
}

func (t *text) isZone(w word) bool { return hour.IsZone(t.s[w.from:w.to]) }

var zoneWords = plain.Set("your our eastern central pacific mountain european standard summer daylight british indian greenwich client's client")

// coasts are zones in small letters, too: “at 9am pacific”.
var coasts = plain.Set("pacific eastern")

// whose are words that make a zone of “time” only: “our time”, not “11:56 - Our site”.
var whose = plain.Set("your our local client's client")
