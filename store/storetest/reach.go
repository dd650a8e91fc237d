package storetest

import (
	"candor/incident/records"
	"candor/incident/team"
)

var reachCases = []testCase{
	{"of a person of whom nothing is known only the id comes back", reachUnknown},
	{"how a person can be woken comes back as it was put", reachRoundTrip},
}

func (k *kit) wantReach(user string, want team.Reach) {
	k.Helper()
	k.view(func(tx records.Tx) error {
		got, err := tx.Reach(user)
		if got != want {
			k.Errorf("Reach(%s) = %+v, want %+v", user, got, want)
		}
		return err
	})
}

func reachUnknown(k *kit) {
	k.wantReach("U0BEN", team.Reach{User: "U0BEN"})
	err := k.store.Update(k.Context(), func(tx records.Tx) error { return tx.PutReach(team.Reach{}) })
	if err == nil {
		k.Error("PutReach took somebody without an id: nobody could find it again")
	}
}

func reachRoundTrip(k *kit) {
	ben := team.Reach{User: "U0BEN", RangAt: at(1), FailedAt: at(2), Why: "it did not answer", Newest: "INC-1/acme/promise/2/ring/4/U0BEN", NewestAt: at(1),
		Quiet: team.DoNotDisturb{From: at(0), Until: at(50)}, AskedAt: at(3)}
	cleo := team.Reach{User: "U0CLEO", RangAt: at(4)}
	k.update(func(tx records.Tx) error { return tx.PutReach(ben) })
	k.update(func(tx records.Tx) error { return tx.PutReach(cleo) })
	k.reopen()
	k.wantReach("U0BEN", ben)
	k.wantReach("U0CLEO", cleo)
	ben.FailedAt, ben.Why = at(0), ""
	k.update(func(tx records.Tx) error { return tx.PutReach(ben) })
	k.wantReach("U0BEN", ben)
	k.wantReach("U0CLEO", cleo)
}
