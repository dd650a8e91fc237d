package storetest

import (
	"reflect"

	"candor/incident/outbox"
	"candor/incident/records"
	"candor/incident/timeline"
	"candor/incident/update"
)

func clientUpdates(k *kit) {
	u := &update.Update{Incident: 1, Client: "acme", N: 2, Kind: update.Progress, State: update.Held,
		Words: map[string]string{"action_now": "looking"}, At: at(1), Texts: map[string]outbox.Text{"slack": {Body: "We look."}}}
	k.update(func(tx records.Tx) error { return tx.PutClientUpdate(u) })
	k.view(func(tx records.Tx) error {
		got, err := tx.ClientUpdate(1, "acme", 2)
		if !reflect.DeepEqual(got, u) {
			k.Errorf("ClientUpdate(1, acme, 2) = %+v, want %+v", got, u)
		}
		for _, other := range []struct {
			incident int64
			client   string
			n        int
		}{{1, "acme", 1}, {1, "acm", 2}, {1, "acme2", 2}, {2, "acme", 2}, {1, "", 2}} {
			_, err := tx.ClientUpdate(other.incident, other.client, other.n)
			k.notFound("ClientUpdate", err)
		}
		return err
	})

	u.State = update.Sent
	k.update(func(tx records.Tx) error { return tx.PutClientUpdate(u) })
	k.view(func(tx records.Tx) error {
		got, err := tx.ClientUpdate(1, "acme", 2)
		if err == nil && got.State != update.Sent {
			k.Errorf("the update is %s, want sent", got.State)
		}
		return err
	})
}

func timelineOrder(k *kit) {
	k.update(func(tx records.Tx) error {
		for _, e := range []timeline.Entry{
			{Incident: 1, N: 2, At: at(1), What: "b"}, {Incident: 2, N: 1, At: at(0), What: "other"},
			{Incident: 1, N: 300, At: at(0), What: "d"}, {Incident: 1, N: 1, At: at(5), What: "a"}, {Incident: 1, N: 3, At: at(2), What: "c"},
		} {
			if err := tx.Append(e); err != nil {
				return err
			}
		}
		return nil
	})
	k.view(func(tx records.Tx) error {
		list, err := tx.Timeline(1)
		got := ""
		for _, e := range list {
			got += e.What
		}
		if got != "abcd" {
			k.Errorf("Timeline(1) = %q, want abcd", got)
		}
		if none, err := tx.Timeline(3); len(none) != 0 || err != nil {
			k.Errorf("Timeline(3) = %v, %v, want nothing", none, err)
		}
		return err
	})
}

func timelineNew(k *kit) {
	k.update(func(tx records.Tx) error { return tx.Append(timeline.Entry{Incident: 1, N: 1, Text: "first"}) })
	err := k.store.Update(k.Context(), func(tx records.Tx) error {
		return tx.Append(timeline.Entry{Incident: 1, N: 1, Text: "second"})
	})
	if err == nil {
		k.Error("Append took a number that is taken")
	}
	k.view(func(tx records.Tx) error {
		list, err := tx.Timeline(1)
		if len(list) != 1 || list[0].Text != "first" {
			k.Errorf("Timeline(1) = %v, want the first entry alone", list)
		}
		return err
	})
}
