package promise

import (
	"fmt"
	"testing"

	"candor/incident/schedule/scheduletest"
	"candor/incident/update"
)

// A text settles what was known when it was written. What happened later, also of the same kind,
// stays owed, by a time that counts from then.
func TestATextAnswersWhatItsWriterKnew(t *testing.T) {
	at := scheduletest.At
	for _, tt := range []struct {
		name     string
		happened map[EventKind][]int
		knew     int
		open     string
		due      int
		keeps    bool // the old promise keeps what was answered
	}{
		{"before", map[EventKind][]int{Wider: {1}}, 2, "[]", 0, true},
		{"after", map[EventKind][]int{Wider: {3}}, 2, "[wider]", 13, false},
		{"one before and one after", map[EventKind][]int{Worse: {1}, Wider: {4}}, 2, "[wider]", 14, true},
		{"once more", map[EventKind][]int{Wider: {1, 5}}, 2, "[wider]", 15, true},
		{"both before", map[EventKind][]int{Worse: {1}, Wider: {2}}, 2, "[]", 0, true},
	} {
		p := &Promise{Kind: Update, MadeAt: at(0), DueAt: at(60)}
		for minute := range 10 {
			for _, kind := range []EventKind{Worse, Wider} {
				for _, when := range tt.happened[kind] {
					if when != minute {
						continue
					}
					if p.Event == nil {
						p.Event = &Event{At: at(minute), DueAt: at(minute + 10)}
					}
					p.Event.Add(kind, "", at(minute))
				}
			}
		}
		rest := p.Unanswered(&update.Update{At: at(9), Knew: at(tt.knew)})
		open, due := "[]", at(0)
		if rest != nil {
			open, due = fmt.Sprint(rest.Kinds), rest.DueAt
		}
		if open != tt.open || !due.Equal(at(tt.due)) || (p.Event != nil) != tt.keeps {
			t.Errorf("%s: %s is open, due %s; the old one keeps %v", tt.name, open, due, p.Event)
		}
	}
}
