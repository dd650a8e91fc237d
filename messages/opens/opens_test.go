package opens

import (
	"testing"
	"time"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/question"
	"candor/incident/update"
)

// How bad news begins says what has been between us before, and no more.
func TestNow(t *testing.T) {
	at := func(m int) time.Time { return time.Date(2026, 3, 10, 14, m, 0, 0, time.UTC) }
	words := &Words{Spoke: "spoke", Asked: "asked", Called: "called", Told: "told", Later: "later", First: "first"}
	asks := func(called bool, answered time.Time) question.List {
		return question.List{{At: at(5), Called: called, AnsweredAt: answered}}
	}
	for _, tt := range []struct {
		name string
		aff  incident.Affected
		by   incident.Noticer // who noticed it
		u    update.Update
		want string
		at   time.Time
	}{
		{name: "nothing was", want: "first"},
		{name: "we spoke with them", aff: incident.Affected{Asks: asks(true, time.Time{})}, u: update.Update{SpokeAt: at(9)}, want: "spoke", at: at(9)},
		{name: "they called", aff: incident.Affected{Asks: asks(true, time.Time{})}, want: "called", at: at(5)},
		{name: "they asked", aff: incident.Affected{Asks: asks(false, time.Time{})}, want: "asked", at: at(5)},
		{name: "they asked and have their answer", aff: incident.Affected{Asks: asks(false, at(6)), ToldAt: at(6), Written: true}, want: "later"},
		{name: "they told us of it", by: incident.NoticedByThem, want: "told", at: at(1)},
		{name: "they know the worst", aff: incident.Affected{Written: true, ToldAt: at(3), Knows: map[facts.Question]facts.Answer{facts.DataLost: facts.Yes}}, want: "later"},
	} {
		inc := &incident.Incident{NoticedBy: tt.by}
		inc.Facts.NoticedAt = at(1)
		tt.u.Kind = update.DataLoss
		if pattern, when := words.Now(inc, &tt.aff, tt.u); pattern != tt.want || !when.Equal(tt.at) {
			t.Errorf("%s: it begins with %q at %s, want %q at %s", tt.name, pattern, when, tt.want, tt.at)
		}
	}
}
