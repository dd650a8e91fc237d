package meeting

import (
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/promise"
)

// The date that was given on a call for the questions nobody can answer is a
// promise of its own, once. It is brought up in working hours, before it and until it is settled.
func TestADateGivenOnACallIsAPromise(t *testing.T) {
	now := time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)
	inc := &incident.Incident{Number: 1, State: incident.Open, Severity: 1, Clients: []incident.Affected{{Client: client.Client{ID: "acme", Name: "Acme Shop"}}}}
	aff := &inc.Clients[0]
	OweAnswer(inc, aff, now)
	OweAnswer(inc, aff, now.Add(time.Hour))
	p := aff.Owed(promise.Answer)
	if len(aff.Promises) != 1 || p == nil || !p.Said || p.DueAt.Format("Mon 15:04") != "Fri 17:00" {
		t.Fatalf("owed is %+v", aff.Promises)
	}
	for at, want := range map[time.Duration]outbox.Rung{-7 * time.Hour: 0, -time.Hour: promise.WithinTheHour, 64*time.Hour - time.Minute: promise.WithinTheHour, 88 * time.Hour: promise.TheNextPerson} {
		if got := p.Reached(p.DueAt.Add(at)); got != want {
			t.Errorf("%s from its time rung %v is reached, want %v", at, got, want)
		}
	}
	if aff.Next() != nil {
		t.Error("it is taken for the next update")
	}
}

// A client who did not answer at night and asks for a call is awake: it is owed
// now, and not in the morning. One that was given a time is called at that time.
func TestACallThatIsAskedForComesBeforeTheMorning(t *testing.T) {
	now := time.Date(2026, 3, 10, 2, 0, 0, 0, time.UTC)
	for morning, want := range map[bool]string{true: "02:30", false: "09:00"} {
		inc := &incident.Incident{Number: 1, State: incident.Open, Severity: 1, Clients: []incident.Affected{{Client: client.Client{ID: "acme", Name: "Acme Shop"}}}}
		aff := &inc.Clients[0]
		inc.Promise(aff, promise.Meeting, now.Add(7*time.Hour), now).Morning = morning
		p := OweCallBack(inc, aff, now)
		if got := p.DueAt.Format("15:04"); got != want || p.Morning || p.Wished != morning || len(aff.Promises) != 1 {
			t.Errorf("called at %s, want %s: %+v", got, want, p)
		}
	}
}
