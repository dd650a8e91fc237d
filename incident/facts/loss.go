package facts

import "time"

// Loss is what a client was told is lost, as it read or heard it.
type Loss struct {
	What string    `json:"what,omitempty"` // empty: they were told that nobody knew which
	From string    `json:"from,omitempty"` // as people say it; empty: nobody knew
	To   string    `json:"to,omitempty"`
	Said string    `json:"said,omitempty"` // while What is empty: what is lost, out of a sentence in somebody's own words
	At   time.Time `json:"at,omitzero"`    // when they were told; zero: it was not kept once
}

// Loss is the answer to what is lost, as it can be told.
func (f Fact) Loss() Loss { return Loss{What: f.Words, From: f.From, To: f.To} }

// Lost is what is lost, as it can be told; nil if nothing is.
func (f *Facts) Lost() *Loss {
	if !f.Is(DataLost, Yes) {
		return nil
	}
	loss := f.Given[DataLost].Loss()
	return &loss
}

// Contradicts says whether one loss is another one, not only the same of which more is
// known.
func (l *Loss) Contradicts(now Fact) bool {
	return l.What != "" && l.What != now.Words || l.From != "" && l.From != now.From || l.To != "" && l.To != now.To
}

// Less says whether what was told of a loss is not what is known of it: the answer has
// changed since, or says now what nobody knew then.
func (l *Loss) Less(now Fact) bool {
	return now.Words != "" && now.At.After(l.At) && (now.Words != l.What || now.From != l.From || now.To != l.To)
}
