package facts

import (
	"maps"
	"slices"

	"candor/incident/fault"
	"candor/incident/phrase"
)

// Untold are the sentences that were written down as certain and that a client has not been
// told: told holds the numbers of those that they have been, and by which text or call.
func (f *Facts) Untold(told map[int]int) (list []Noted) {
	for i, n := range f.Known {
		if _, has := told[Number(f.Known, i)]; !has {
			list = append(list, n)
		}
	}
	return list
}

// Notes are what a text tells, beside answers, of what was certain when it was written.
type Notes struct {
	Certain []int `json:"certain,omitempty"` // sentences, by number
	Back    []int `json:"back,omitempty"`    // those of which it says that they were wrong
}

// In is what of it a text tells. What its writer left out is not told.
func (f *Facts) In(text string) (in Notes) {
	for i, n := range f.Known {
		if phrase.Tells(text, n.Text) {
			in.Certain = append(in.Certain, Number(f.Known, i))
		}
	}
	for _, n := range f.Wrong { // who quotes it by now says that it was wrong
		if phrase.Tells(text, n.Text) {
			in.Back = append(in.Back, n.N)
		}
	}
	return in
}

// Told adds to what a client has been told what text or call n tells, and takes away what it takes back.
func (in Notes) Told(told map[int]int, n int) map[int]int {
	if len(in.Certain)+len(in.Back) == 0 {
		return told
	}
	told = maps.Clone(told) // others may read the old one
	for _, number := range in.Certain {
		if _, has := told[number]; !has {
			told = fault.Made(told)
			told[number] = n
		}
	}
	for _, number := range in.Back {
		delete(told, number)
	}
	return told
}

// Latest are the last few of some sentences: as many as a draft begins with.
func Latest(list []Noted) []Noted { return slices.Clone(list[max(0, len(list)-newest):]) }
