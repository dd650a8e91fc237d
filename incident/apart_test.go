package incident

import (
	"testing"
	"time"

	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/update"
)

// Of two clients on one server one has lost data: the other is owed nothing of it, reads
// none of it and is held up by none of it.
func TestALossIsOwedToThoseWhoseItIs(t *testing.T) {
	now := time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)
	lost := facts.Fact{Answer: facts.Yes, Words: "all orders", At: now, Since: now}
	aff := func(id string, own facts.Fact) Affected {
		return Affected{Client: client.Client{ID: id, Name: id, Slack: "C0" + id}, Written: true, Own: facts.Own{facts.DataLost: own}}
	}
	inc := &Incident{Number: 1, State: Open, Severity: client.BusinessStopped, Clients: []Affected{aff("acme", lost), aff("globex", facts.Fact{})},
		Facts: facts.Facts{Given: map[facts.Question]facts.Fact{facts.DataLost: lost}}}
	acme, globex := &inc.Clients[0], &inc.Clients[1]
	for _, tt := range []struct {
		name         string
		acme, globex bool
	}{
		{"it is owed within the hour", !inc.Disclosure(acme).IsZero(), !inc.Disclosure(globex).IsZero()},
		{"it is withheld", inc.Withheld(acme) != nil, inc.Withheld(globex) != nil},
		{"it is what brings them up to date", inc.NewsKind(acme) == update.DataLoss, inc.NewsKind(globex) == update.DataLoss},
		{"its text may be sent", inc.Eligible(acme, update.DataLoss, now) == nil, inc.Eligible(globex, update.DataLoss, now) == nil},
		{"everything else waits for it", inc.hides(acme, update.Progress, now), inc.hides(globex, update.Progress, now)},
		{"that it works again is read twice", inc.ConfirmTwice(&update.Update{Client: "acme", Kind: update.MonitoringUpdate}), inc.ConfirmTwice(&update.Update{Client: "globex", Kind: update.MonitoringUpdate})},
		{"something that changed is news", inc.NewsFor(acme, facts.DataLost) != nil, inc.NewsFor(globex, facts.DataLost) != nil},
	} {
		if !tt.acme || tt.globex {
			t.Errorf("%s: %t for whose it is, %t for the other", tt.name, tt.acme, tt.globex)
		}
	}
	inc.Facts.Given[facts.Personal] = facts.Fact{Answer: facts.Yes}
	acme.Own[facts.Personal], globex.Own[facts.Personal] = facts.Fact{Answer: facts.Yes}, facts.Fact{}
	if acme.Party().Spared || !globex.Party().Spared {
		t.Error("legal clocks count for both, or for the other one")
	}
	later := lost
	later.Since = now.Add(2 * time.Hour)
	globex.Own[facts.DataLost] = later
	if by := inc.Disclosure(globex); !by.Equal(now.Add(3 * time.Hour)) {
		t.Errorf("what is known of globex since 16:00 is owed by %v", by)
	}
	globex.Own[facts.DataLost] = facts.Fact{}
	if floor := inc.Floor(nil); floor != client.BusinessStopped {
		t.Errorf("the mildest severity is %d", floor)
	}
	acme.Knows = map[facts.Question]facts.Answer{facts.DataLost: facts.Yes, facts.Personal: facts.Yes}
	if err := inc.MayResolve(); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("nobody has said whether globex has lost any: %v", err)
	}
	globex.Own[facts.DataLost] = facts.Fact{Answer: facts.No}
	if err := inc.MayResolve(); err != nil {
		t.Error(err)
	}
}
