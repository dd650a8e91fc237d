package storetest

import (
	"reflect"

	"candor/incident/proof"
	"candor/incident/records"
	"candor/incident/sheet"
)

var keptCases = []testCase{
	{"of a client of whom nothing is kept only the id comes back", keptUnknown},
	{"what is kept of a client comes back as it was put", keptRoundTrip},
}

func (k *kit) wantKept(client string, want *sheet.Kept) {
	k.Helper()
	k.view(func(tx records.Tx) error {
		got, err := tx.Kept(client)
		if !reflect.DeepEqual(got, want) {
			k.Errorf("Kept(%s) = %+v, want %+v", client, got, want)
		}
		return err
	})
}

func keptUnknown(k *kit) {
	k.wantKept("acme", &sheet.Kept{Client: "acme"})
	if err := k.store.Update(k.Context(), func(tx records.Tx) error { return tx.PutKept(&sheet.Kept{}) }); err == nil {
		k.Error("PutKept took one without an id: nobody could find it again")
	}
}

func keptRoundTrip(k *kit) {
	acme := &sheet.Kept{Client: "acme", Said: sheet.Sheet{"phones": "Dana, +44 20 7946 0009", "panel": ""}, Skipped: []string{"access"}, By: "U0ANA", At: at(1),
		AskedAt: at(2), Asked: "decides", AskedOf: "U0BEN", Proof: proof.Record{At: at(3), Minutes: 14, By: "U0ANA", Proven: at(3), AskedAt: at(2), AskedOf: "U0ANA", Week: "2026-03-13"}}
	globex := &sheet.Kept{Client: "globex", Skipped: []string{"panel"}}
	k.update(func(tx records.Tx) error { return tx.PutKept(globex) })
	k.update(func(tx records.Tx) error { return tx.PutKept(acme) })
	k.reopen()
	k.wantKept("acme", acme)
	k.wantKept("globex", globex)
	acme.Said = nil
	k.update(func(tx records.Tx) error { return tx.PutKept(acme) })
	k.view(func(tx records.Tx) error {
		list, err := tx.AllKept()
		if !reflect.DeepEqual(list, []*sheet.Kept{acme, globex}) {
			k.Errorf("AllKept() = %+v", list)
		}
		return err
	})
}
