package promise

// Score is how a client's promises were kept: three figures that are never added up.
type Score struct {
	Promises  Tally // to the client
	Deadlines Tally // our own: the hour for a loss, the same in writing, check-ins
	Events    Tally // news within minutes of something that happened
}

// Tally is how many of something there were so far, and how many of them were
// kept. What is overdue is there, and not kept.
type Tally struct{ Kept, Of int }

// Count adds one.
func (t *Tally) Count(kept bool) {
	if t.Of++; kept {
		t.Kept++
	}
}

// Plus adds up two clients.
func (s Score) Plus(more Score) Score {
	for _, pair := range [][2]*Tally{{&s.Promises, &more.Promises}, {&s.Deadlines, &more.Deadlines}, {&s.Events, &more.Events}} {
		pair[0].Kept += pair[1].Kept
		pair[0].Of += pair[1].Of
	}
	return s
}
