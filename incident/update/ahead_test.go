package update

import (
	"testing"
	"time"
)

// What a text names as to come ends when it has passed; what had passed when it was written is
// no promise of it.
func TestATextPromisesUntilTheFirstTimeThatItNames(t *testing.T) {
	at := func(hour int) time.Time { return time.Date(2026, 3, 10, hour, 0, 0, 0, time.UTC) }
	for name, tt := range map[string]struct {
		u    Update
		till time.Time
	}{
		"nothing":            {Update{At: at(14)}, time.Time{}},
		"the next update":    {Update{At: at(14), NextAt: at(16)}, at(16)},
		"a call before that": {Update{At: at(14), NextAt: at(16), CallAt: at(15)}, at(15)},
		"an estimate":        {Update{At: at(14), NextAt: at(17), Times: map[string]time.Time{"eta_from": at(15), "eta_to": at(16)}}, at(16)},
		"two times to talk":  {Update{At: at(14), Times: map[string]time.Time{"slot1": at(16), "slot2": at(15)}}, at(15)},
		"what has been":      {Update{At: at(14), NextAt: at(16), Times: map[string]time.Time{"eta_to": at(13), "found_at": at(12)}}, at(16)},
	} {
		if got := tt.u.TrueTill(); !got.Equal(tt.till) {
			t.Errorf("%s: until %v, want %v", name, got, tt.till)
		}
		if !tt.till.IsZero() && (!tt.u.Passed(tt.till.Add(-time.Minute)).IsZero() || tt.u.Passed(tt.till).IsZero()) {
			t.Errorf("%s: it has passed too early, or not in time", name)
		}
	}
}

// A draft that waited keeps its words and loses the times that have passed.
func TestADraftDropsWhatHasPassed(t *testing.T) {
	at := func(hour int) time.Time { return time.Date(2026, 3, 10, hour, 0, 0, 0, time.UTC) }
	u := Update{At: at(14), CallAt: at(15), Words: map[string]string{"slots": "I will call you at 15:00.", "what_changed": "It is slow."},
		Times: map[string]time.Time{"eta_to": at(15), "review_due": at(20), "from": at(13)}}
	u.DropPassed(at(16))
	if u.Words["slots"] != "" || u.Words["what_changed"] == "" || !u.CallAt.IsZero() {
		t.Errorf("%+v", u)
	}
	if _, kept := u.Times["eta_to"]; kept || u.Times["review_due"].IsZero() || u.Times["from"].IsZero() {
		t.Errorf("%+v", u.Times)
	}
}
