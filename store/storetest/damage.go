package storetest

import (
	"errors"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/damage"
	"candor/incident/lookup"
	"candor/incident/outbox"
	"candor/incident/records"
	"candor/incident/timeline"
)

// damageCases are about records that are there and cannot be read: each is
// named, and stops nothing else.
var damageCases = []testCase{
	{"lists leave out what cannot be read, and name it", func(k *kit) {
		k.fillTwice()
		for _, c := range []struct {
			kind damage.Kind
			name string
			list func(records.Tx) (int, error)
		}{
			{damage.IncidentRecord, "INC-1", func(tx records.Tx) (int, error) { list, err := tx.LiveIncidents(); return len(list), err }},
			{damage.IncidentRecord, "INC-2", func(tx records.Tx) (int, error) { // the one before it is the newest then
				inc, err := tx.Newest(0, lookup.Open("acme"))
				if inc == nil {
					return 0, err
				}
				return 1, err
			}},
			{damage.IncidentRecord, "INC-1", func(tx records.Tx) (int, error) {
				inc, err := tx.Oldest(0, lookup.Open("acme"))
				if inc == nil {
					return 0, err
				}
				return 1, err
			}},
			{damage.IncidentRecord, "INC-1", func(tx records.Tx) (int, error) { list, err := tx.DueIncidents(at(600)); return len(list), err }},
			{damage.IncidentRecord, "INC-1", func(tx records.Tx) (int, error) { list, err := tx.LatestIncidents(5); return len(list), err }},
			{damage.ClientRecord, "acme", func(tx records.Tx) (int, error) { list, err := tx.Profiles(); return len(list), err }},
			{damage.TimelineRecord, "INC-2/timeline/1", func(tx records.Tx) (int, error) { list, err := tx.Timeline(2); return len(list), err }},
			{damage.DeliveryRecord, "INC-1/a", func(tx records.Tx) (int, error) { list, err := tx.PendingDeliveries(); return len(list), err }},
			{damage.EnvelopeRecord, "1", func(tx records.Tx) (int, error) { list, err := tx.Inbox(); return len(list), err }},
		} {
			k.spoil(c.kind, c.name)
			k.wantAny(true, lookup.Open("acme"))
			k.view(func(tx records.Tx) error {
				n, err := c.list(tx)
				e, ok := errors.AsType[*damage.Error](err)
				if n != 1 || !ok || e.Kind != c.kind || e.Key != c.name {
					k.Errorf("%s %s damaged: %d are served and the error is %v, want 1 and its name", c.kind, c.name, n, err)
				}
				return nil
			})
			k.spoil(c.kind, c.name) // the same bit again mends it
		}
		k.spoiled = false
	}},

	{"what is in hand and damaged is named, and what is over is not", func(k *kit) {
		k.fillTwice()
		k.update(func(tx records.Tx) error {
			inc, err := tx.Incident(2)
			if err != nil {
				return err
			}
			end(inc, incident.Closed)
			return tx.PutIncident(inc)
		})
		k.view(func(tx records.Tx) error { return tx.InHand() })
		for _, c := range []struct {
			kind damage.Kind
			name string
			hand bool
		}{
			{damage.IncidentRecord, "INC-1", true}, {damage.IncidentRecord, "INC-2", false}, {damage.TimelineRecord, "INC-2/timeline/1", false},
			{damage.ClientRecord, "acme", true}, {damage.DeliveryRecord, "INC-1/b", true}, {damage.EnvelopeRecord, "1", true},
		} {
			k.spoil(c.kind, c.name)
			k.view(func(tx records.Tx) error {
				err := tx.InHand()
				if e, ok := errors.AsType[*damage.Error](err); ok != c.hand || ok && (e.Kind != c.kind || e.Key != c.name) {
					k.Errorf("%s %s damaged: %v, want that it is named: %t", c.kind, c.name, err, c.hand)
				}
				return nil
			})
			k.spoil(c.kind, c.name)
		}
		k.spoiled = false
	}},

	{"a damaged delivery is set aside, and what waits behind it goes on", func(k *kit) {
		k.fillTwice()
		k.spoil(damage.DeliveryRecord, "INC-1/a")
		k.reopen()
		k.update(func(tx records.Tx) error {
			_, err := tx.ReadyDelivery(at(1), nil)
			e, ok := errors.AsType[*damage.Error](err)
			if !ok || e.Key != "INC-1/a" {
				k.Fatalf("ReadyDelivery: %v, want the damaged delivery", err)
			}
			return tx.SetAside(e.Record)
		})
		k.reopen()
		k.view(func(tx records.Tx) error {
			d, err := tx.ReadyDelivery(at(1), nil)
			if err != nil || d == nil || d.Key != "INC-1/b" {
				k.Errorf("ReadyDelivery = %v, %v, want INC-1/b, which stood behind it", d, err)
			}
			return nil
		})
		k.wantDamages("INC-1/a")
		k.spoil(damage.DeliveryRecord, "INC-1/a") // it can be read again, and is in no queue
		k.wantDamages("INC-1/a")
	}},

	{"a damaged incident is due no more, and its outline is known", func(k *kit) {
		k.fillTwice()
		k.spoil(damage.IncidentRecord, "INC-1")
		k.update(func(tx records.Tx) error {
			_, err := tx.Incident(1)
			e, ok := errors.AsType[*damage.Error](err)
			if !ok {
				k.Fatalf("Incident: %v, want that it is damaged", err)
			}
			e.ToldAt = at(3)
			return tx.SetAside(e.Record)
		})
		k.reopen()
		k.view(func(tx records.Tx) error {
			due, err := tx.DueIncidents(at(600))
			next, err2 := tx.NextWake()
			o, err3 := tx.Outline(1)
			if err := errors.Join(err, err2, err3); err != nil || len(due) != 1 || next.IsZero() {
				k.Errorf("due are %v, next is %s, %v, want the other incident", numbers(due), next, err)
			}
			if o == nil || !slices.Equal(o.Clients, []string{"Acme Shop"}) || !o.Due.Equal(at(60)) || !slices.Equal(o.People, []string{"U0ANA"}) {
				k.Errorf("its outline is %+v, want Acme Shop, due at %s, Ana", o, at(60).Format(time.TimeOnly))
			}
			list, err := tx.Damages()
			if len(list) != 1 || !list[0].ToldAt.Equal(at(3)) {
				k.Errorf("Damages = %+v, want INC-1, told at %s", list, at(3).Format(time.TimeOnly))
			}
			return err
		})
	}},

	{"an outline follows its incident", func(k *kit) {
		k.update(func(tx records.Tx) error { return put(tx, newIncident(1, 60)) })
		k.update(func(tx records.Tx) error {
			inc, err := tx.Incident(1)
			if err != nil {
				return err
			}
			end(inc, incident.Closed)
			return tx.PutIncident(inc)
		})
		k.view(func(tx records.Tx) error {
			o, err := tx.Outline(1)
			none, err2 := tx.Outline(2)
			if o == nil || !o.Over || !o.Due.IsZero() || none != nil {
				k.Errorf("the outlines are %+v and %+v, want one that is over, and none", o, none)
			}
			return errors.Join(err, err2)
		})
	}},

	{"an envelope is finished although what is known of it is damaged", func(k *kit) {
		k.fillTwice()
		k.spoil(damage.StoreRecord, "seen/E1")
		k.update(func(tx records.Tx) error { return tx.Finish("E1", at(2)) })
		k.view(func(tx records.Tx) error {
			list, err := tx.Inbox()
			if len(list) != 1 || list[0].ID != "E2" {
				k.Errorf("the inbox holds %v, want E2", list)
			}
			return err
		})
		k.spoiled = false
	}},
}

// fillTwice puts two of each into the store.
func (k *kit) fillTwice() {
	k.Helper()
	k.update(func(tx records.Tx) error {
		err := put(tx, newIncident(1, 60), newIncident(2, 90))
		for _, id := range []string{"acme", "globex"} {
			err = errors.Join(err, tx.PutProfile(&client.Profile{Client: client.Client{ID: id}}))
		}
		for n, key := range []string{"INC-1/a", "INC-1/b"} {
			_, queued := tx.Enqueue(&outbox.Delivery{Key: key, Lane: "l", State: outbox.Waiting, NotTill: at(0)})
			_, received := tx.Receive(records.Envelope{ID: []string{"E1", "E2"}[n], At: at(0)})
			err = errors.Join(err, queued, received, tx.Append(timeline.Entry{Incident: 2, N: n + 1, Text: "a line"}))
		}
		return err
	})
}

func (k *kit) spoil(kind damage.Kind, name string) {
	k.Helper()
	s, ok := k.store.(Spoiler)
	if !ok {
		k.Skip("this store cannot be damaged")
	}
	if err := s.Spoil(kind, name); err != nil {
		k.Fatal(err)
	}
	k.spoiled = true
}

func (k *kit) wantDamages(names ...string) {
	k.Helper()
	k.view(func(tx records.Tx) error {
		list, err := tx.Damages()
		var got []string
		for _, d := range list {
			got = append(got, d.Key)
		}
		if !slices.Equal(got, names) {
			k.Errorf("Damages = %v, want %v", got, names)
		}
		return err
	})
}
