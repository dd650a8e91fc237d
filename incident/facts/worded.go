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

// Stay are the words behind an answer that stay where the next one is given without any: what is lost
// keeps its name, whatever is answered. Elsewhere they say something of one answer, and nobody has said it
// of another.
func (f Fact) Stay(q Question, next Answer) string {
	if q != DataLost && next != f.Answer {
		return ""
	}
	return f.Words
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
