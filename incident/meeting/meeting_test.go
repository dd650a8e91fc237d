package meeting

import (
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/promise"
	"candor/incident/schedule/scheduletest"
	"candor/incident/update"
)

var at = scheduletest.At

// One person calls both clients: no minute is offered to two.
func TestTwoClientsAreNeverOfferedTheSameMinute(t *testing.T) {
	inc := &incident.Incident{State: incident.Open, Clients: []incident.Affected{{Client: client.Client{ID: "acme"}}, {Client: client.Client{ID: "globex"}}, {Client: client.Client{ID: "third"}}}}
	seen := map[time.Time]string{}
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		for _, slot := range Slots(inc, aff, at(0)) {
			if other := seen[slot]; other != "" {
				t.Errorf("%s and %s are both offered %s", other, aff.Client.ID, slot)
			}
			seen[slot] = aff.Client.ID
		}
	}
	acme := inc.Affected("acme")
	Owe(inc, acme, &update.Update{Kind: update.DataLoss, At: at(0), Words: map[string]string{"slots": "…"}}, at(0))
	first := acme.Owed(promise.Meeting).DueAt
	if MayOffer(inc, inc.Affected("globex"), first, at(1)) || !MayOffer(inc, acme, first, at(1)) {
		t.Errorf("%s is promised to the one and may be offered to the other", first)
	}
}

// The call follows what the client chose, and what a later invitation offers.
func TestAPromisedCallMovesToTheTimeThatTheyChose(t *testing.T) {
	inc := &incident.Incident{State: incident.Open, Clients: []incident.Affected{{Client: client.Client{ID: "acme"}}}}
	aff := &inc.Clients[0]
	if err := Choose(inc, aff, Choice{N: 2}, at(0)); err == nil {
		t.Error("a time is chosen that nobody offered")
	}
	Owe(inc, aff, &update.Update{Kind: update.DataLoss, At: at(0), Words: map[string]string{"slots": "…"}}, at(0))
	second := aff.Slots[1]
	if err := Choose(inc, aff, Choice{N: 2, Read: Mark(second.Add(-24 * time.Hour))}, at(1)); err == nil || !strings.Contains(err.Error(), "other times were offered since") {
		t.Errorf("a button of other times: %v", err)
	}
	if err := Choose(inc, aff, Choice{N: 2, Read: Mark(second)}, at(1)); err != nil || !aff.Owed(promise.Meeting).DueAt.Equal(second) {
		t.Errorf("they chose %s, the call is due %s, %v", second, aff.Owed(promise.Meeting).DueAt, err)
	}
	invited := at(5000)
	Owe(inc, aff, &update.Update{Kind: update.MeetingInvite, At: at(2), Times: map[string]time.Time{"slot1": invited, "slot2": at(6000)}}, at(2))
	if p := aff.Owed(promise.Meeting); !p.DueAt.Equal(invited) || !aff.Slots[1].Equal(at(6000)) {
		t.Errorf("the invitation says %s, the call is due %s", invited, p.DueAt)
	}
}
