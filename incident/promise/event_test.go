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
		says     *update.Update
	}{
		{"before", map[EventKind][]int{Wider: {1}}, 2, "[]", 0, true, nil},
		{"after", map[EventKind][]int{Wider: {3}}, 2, "[wider]", 13, false, nil},
		{"one before and one after", map[EventKind][]int{Worse: {1}, Wider: {4}}, 2, "[wider]", 14, true, nil},
		{"once more", map[EventKind][]int{Wider: {1, 5}}, 2, "[wider]", 15, true, nil},
		{"both before", map[EventKind][]int{Worse: {1}, Wider: {2}}, 2, "[]", 0, true, nil},
		{"by a correction of when it began", map[EventKind][]int{Wider: {1}}, 2, "[wider]", 11, false, &update.Update{Kind: update.Correction, Words: map[string]string{"right": "It began at 13:20."}}},
		{"by a correction of what they notice", map[EventKind][]int{Wider: {1}}, 2, "[]", 0, true, &update.Update{Kind: update.Correction, Words: map[string]string{"right": "The whole shop is down."}}},
		{"by an estimate, and it is worse", map[EventKind][]int{Worse: {1}, Wider: {2}}, 3, "[wider]", 12, true, &update.Update{Kind: update.EtaChange}},
		{"by a correction before it", map[EventKind][]int{Wider: {3}}, 2, "[wider]", 13, false, &update.Update{Kind: update.Correction}},
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
		u := update.Update{Kind: update.Progress}
		if tt.says != nil {
			u = *tt.says
		}
		u.At, u.Knew = at(9), at(tt.knew)
		rest := p.Unanswered(&u, "the whole shop is down")
		open, due := "[]", at(0)
		if rest != nil {
			open, due = fmt.Sprint(rest.Kinds), rest.DueAt
		}
		if open != tt.open || !due.Equal(at(tt.due)) || (p.Event != nil) != tt.keeps {
			t.Errorf("%s: %s is open, due %s; the old one keeps %v", tt.name, open, due, p.Event)
		}
	}
}
