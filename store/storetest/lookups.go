package storetest

import (
	"candor/incident"
	"candor/incident/lookup"
	"candor/incident/records"
)

func (k *kit) wantNewest(below, want int64, keys ...lookup.Key) {
	k.Helper()
	k.view(func(tx records.Tx) error { return k.wantFound("Newest", tx.Newest, below, want, keys) })
}

func (k *kit) wantAny(want bool, keys ...lookup.Key) {
	k.Helper()
	k.view(func(tx records.Tx) error {
		if got := tx.Any(keys...); got != want {
			k.Errorf("Any(%q) = %v, want %v", keys, got, want)
		}
		return nil
	})
}

func (k *kit) wantOldest(above, want int64, keys ...lookup.Key) {
	k.Helper()
	k.view(func(tx records.Tx) error { return k.wantFound("Oldest", tx.Oldest, above, want, keys) })
}

// wantFound asks for the incident with one of the keys; 0 wants none.
func (k *kit) wantFound(what string, ask func(int64, ...lookup.Key) (*incident.Incident, error), bound, want int64, keys []lookup.Key) error {
	k.Helper()
	inc, err := ask(bound, keys...)
	got := int64(0)
	if inc != nil {
		got = inc.Number
	}
	if got != want {
		k.Errorf("%s(%d, %q) = INC-%d, want INC-%d", what, bound, keys, got, want)
	}
	return err
}

// ofClient is an open incident of a client.
func ofClient(n int64, id string) *incident.Incident {
	inc := newIncident(n, 30)
	inc.Clients[0].Client.ID, inc.Declared = id, "sev1 "+id
	return inc
}

func foundByKey(k *kit) {
	k.wantNewest(0, 0, lookup.Open("acme"))
	k.update(func(tx records.Tx) error {
		return put(tx, ofClient(1, "acme"), ofClient(300, "acme"), ofClient(2, "globex"), ofClient(256, "acme"), ofClient(301, "acme2"))
	})
	k.reopen()
	acme := lookup.Open("acme")
	k.wantNewest(0, 300, acme)
	k.wantNewest(301, 300, acme)
	k.wantNewest(300, 256, acme)
	k.wantNewest(256, 1, acme)
	k.wantNewest(1, 0, acme)
	k.wantNewest(0, 0, lookup.Open("acm"), lookup.Open(""))
	k.wantNewest(0, 0)
	k.wantNewest(0, 301, acme, lookup.Open("acme2"))
	k.wantNewest(256, 2, acme, lookup.Open("globex"))
	k.wantOldest(0, 1, acme)
	k.wantOldest(1, 256, acme)
	k.wantOldest(256, 300, acme)
	k.wantOldest(300, 0, acme)
	k.wantOldest(1, 2, acme, lookup.Open("globex"))
	k.wantOldest(0, 0, lookup.Open("acm"))
	k.wantOldest(0, 0)
	k.wantAny(true, acme)
	k.wantAny(true, lookup.Open("nobody"), lookup.Open("globex"))
	k.wantAny(false, lookup.Open("acm"), lookup.Open(""))
	k.wantAny(false)
	k.wantNewest(0, 2, lookup.Typed("U0ANA", "sev1 globex"))
	k.wantNewest(0, 0, lookup.Typed("U0BEN", "sev1 globex"))
}

// A sum is of the record as it stands.
func sumOfARecord(k *kit) {
	inc := ofClient(1, "acme")
	sum := func() (sum uint32) {
		k.view(func(tx records.Tx) error { sum = tx.Sum(1); return nil })
		return sum
	}
	if got := sum(); got != 0 {
		k.Errorf("the sum of nothing is %d", got)
	}
	k.update(func(tx records.Tx) error { return put(tx, inc, ofClient(2, "acme")) })
	was := sum()
	k.update(func(tx records.Tx) error { return put(tx, inc, ofClient(2, "globex")) })
	if same := sum(); was == 0 || same != was {
		k.Errorf("nothing has changed, and the sum went from %d to %d", was, same)
	}
	inc.Declared += "!"
	k.update(func(tx records.Tx) error { return put(tx, inc) })
	if sum() == was {
		k.Errorf("the record has changed, and the sum is still %d", was)
	}
}

func keyGoes(k *kit) {
	older, newer := ofClient(1, "acme"), ofClient(2, "acme")
	k.update(func(tx records.Tx) error { return put(tx, older, newer) })
	end(newer, incident.Closed)
	k.update(func(tx records.Tx) error {
		err := put(tx, newer)
		if inc, newestErr := tx.Newest(0, lookup.Open("acme")); newestErr != nil || inc == nil || inc.Number != 1 {
			k.Errorf("Newest = %v, %v in the transaction that closed INC-2, want INC-1", inc, newestErr)
		}
		return err
	})
	k.wantNewest(0, 1, lookup.Open("acme"))
	k.wantNewest(0, 2, lookup.Earlier("acme", newer.Kind))
	older.Clients[0].Client.ID = "globex"
	k.update(func(tx records.Tx) error { return put(tx, older) })
	k.wantNewest(0, 0, lookup.Open("acme"))
	k.wantNewest(0, 1, lookup.Open("globex"))
}
