package facts

import (
	"slices"

	"candor/incident/fault"
)

// worded are the answers behind which people write what a client reads, too: which backup, what comes
// back, what of people is affected. What is lost is a [Loss].
var worded = map[Question][]Answer{
	SpareCopy:   {NoCopy, CopyFailed, CopyTested},
	Recoverable: {Partly, PartBack},
	Intruder:    {Confirmed},
	Personal:    {Yes},
}

// Worded says whether what somebody writes behind an answer stands in what a client reads.
func Worded(q Question, a Answer) bool {
	return slices.Contains(worded[q], a) || q == DataLost && a == Yes
}

// Behind are the words behind the answers that clients read with them.
func (f *Facts) Behind() (words map[Question]string) {
	for q := range worded {
		if fact := f.Given[q]; fact.Words != "" && Worded(q, f.Answer(q)) {
			words = fault.Made(words)
			words[q] = fact.Words
		}
	}
	return words
}
