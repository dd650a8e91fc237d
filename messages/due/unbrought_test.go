package due

import (
	"testing"
	"time"

	"candor/incident"
	"candor/incident/promise"
	"candor/incident/update"
)

// What was promised in words for about now is named by a text that says nothing of it.
func TestUnbrought(t *testing.T) {
	at := func(m int) time.Time { return time.Date(2026, 3, 10, 14, m, 0, 0, time.UTC) }
	owed := func(words string, later ...promise.Worded) *incident.Affected {
		return &incident.Affected{Promises: []promise.Promise{{N: 1, Kind: promise.Update, Said: true, MadeAt: at(0), DueAt: at(20), Words: words, Outcome: promise.Pending, Later: later}}}
	}
	text := func(words string) update.Update {
		return update.Update{Kind: update.Progress, At: at(45), NextAt: at(59), Words: map[string]string{"what_changed": words}}
	}
	for _, tt := range []struct {
		name string
		aff  *incident.Affected
		u    update.Update
		want string
	}{
		{"it says nothing of it", owed("the list of the affected orders by 14:20"), text("We found the cause."), "“the list of the affected orders”"},
		{"it brings it", owed("the list of the affected orders"), text("Here is the list of the affected orders."), ""},
		{"nothing was promised in words", owed(""), text("We found the cause."), ""},
		{"another is still to come", owed("the list of the affected orders", promise.Worded{Words: "the names of the hosts", At: at(58)}), text("We found the cause."), "“the list of the affected orders”"},
		{"two are late", owed("the list of the affected orders", promise.Worded{Words: "the names of the hosts", At: at(25)}), text("We found the cause."), "“the list of the affected orders” and “the names of the hosts”"},
	} {
		words, by, late := Unbrought(tt.aff, tt.u)
		if words != tt.want || (words != "") != by.Equal(at(20)) || late != (words != "") {
			t.Errorf("%s: %s by %s, late %t, want %s", tt.name, words, by, late, tt.want)
		}
	}
}

// A text that leaves shortly before the time, and names another, says that it comes later.
func TestUnbroughtBeforeItsTime(t *testing.T) {
	at := func(m int) time.Time { return time.Date(2026, 3, 10, 14, m, 0, 0, time.UTC) }
	aff := &incident.Affected{Promises: []promise.Promise{{N: 1, Kind: promise.Update, Said: true, MadeAt: at(0), DueAt: at(20), Words: "the list of the affected orders", Outcome: promise.Pending}}}
	if words, by, late := Unbrought(aff, update.Update{Kind: update.Progress, At: at(19), NextAt: at(59)}); words == "" || !by.Equal(at(20)) || late {
		t.Errorf("at 14:19: %s by %s, late %t", words, by, late)
	}
	if words, _, _ := Unbrought(aff, update.Update{Kind: update.Progress, At: at(5), NextAt: at(59)}); words != "" {
		t.Errorf("at 14:05 it stands for its time, and %s is said to come later", words)
	}
}
