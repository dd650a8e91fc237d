package bolt

import (
	"errors"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"candor/incident/lookup"
	"candor/incident/meeting"
	"candor/incident/outbox"
	"candor/incident/records"
	"candor/incident/review"
)

// A store from before the counter of places opens, and what comes in stands
// behind what was waiting.
func TestAStoreOfSchema3CountsItsPlacesOn(t *testing.T) {
	s := storeOfSchema(t, 3, func(t *tx) error {
		return errors.Join(t.remove(meta, []byte("place")), t.queueOfOld())
	})
	err := s.Update(t.Context(), func(tx records.Tx) error {
		_, err := tx.Receive(records.Envelope{ID: "E3", At: noon})
		if err != nil {
			return err
		}
		list, err := tx.Inbox()
		if len(list) != 2 || list[0].ID != "E2" || list[1].ID != "E3" {
			t.Errorf("the inbox holds %v, want E2 and then E3", list)
		}
		return err
	})
	if err := errors.Join(err, s.Check()); err != nil {
		t.Error(err)
	}
}

// A program of schema 4 did not say when clients are called: another incident would
// offer the same minute.
func TestAStoreOfSchema4SaysWhenClientsAreCalled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "candor.db")
	s := mustOpen(t, path)
	sample(t, s)
	at := noon.Add(3 * time.Hour)
	err := s.update(t.Context(), func(t *tx) error {
		inc, err := t.Incident(1)
		if err != nil {
			return err
		}
		inc.Clients[0].Slots = []time.Time{at, at.Add(2 * time.Hour)}
		return errors.Join(t.PutIncident(inc), t.b.DeleteBucket([]byte(calls)), t.b.DeleteBucket([]byte(keyed)), t.queueOfOld(), t.put(meta, []byte("schema"), 4))
	})
	if err != nil {
		t.Fatal(err)
	}
	mustClose(t, s)

	s = mustOpen(t, path)
	defer s.Close()
	err = s.View(t.Context(), func(tx records.Tx) error {
		inc, err := tx.Incident(1)
		if err != nil {
			return err
		}
		list, err := tx.Calls(meeting.Caller(inc), 2)
		if len(list) != 2 || !list[0].Equal(at) {
			t.Errorf("%q calls at %v, want at %s and two hours later", meeting.Caller(inc), list, at)
		}
		return err
	})
	if err := errors.Join(err, s.Check()); err != nil {
		t.Error(err)
	}
}

// queueOfOld writes the indexes of the queue as programs up to schema 5 did: they knew
// nothing of next hops.
func (t *tx) queueOfOld() error {
	list, err := t.PendingDeliveries()
	if err := errors.Join(err, t.empty(lane), t.empty(ready)); err != nil {
		return err
	}
	heads := map[string]bool{}
	for _, d := range list {
		err = errors.Join(err, t.putRaw(lane, join(word(d.Lane), number(d.Seq)), join(stamp(d.Wake()), []byte(d.Key))))
		if !heads[d.Lane] {
			err = errors.Join(err, t.putRaw(ready, join(stamp(d.Wake()), number(d.Seq)), []byte(d.Key)))
		}
		heads[d.Lane] = true
	}
	return err
}

// A program of schema 5 had nothing by which to find an incident, and did not know where a
// delivery goes next: who declares once more would open it twice, and nothing would leave.
func TestAStoreOfSchema5IsFoundByKeysAndWorksOffItsQueue(t *testing.T) {
	s := storeOfSchema(t, 5, func(t *tx) error {
		_, mail := t.Enqueue(&outbox.Delivery{Key: "INC-1/mail", Kind: outbox.ClientText, Via: "email", Lane: "m", State: outbox.Waiting, NotTill: noon})
		return errors.Join(mail, t.b.DeleteBucket([]byte(keyed)), t.queueOfOld(), t.putRaw(deliveries, []byte("INC-1/a"), []byte("junk that is long enough")))
	})
	err := s.View(t.Context(), func(tx records.Tx) error {
		inc, err := tx.Newest(0, lookup.Open("acme"))
		if inc == nil || inc.Number != 1 {
			t.Errorf("Newest = %v, want INC-1", inc)
		}
		mail, mailErr := tx.ReadyDelivery(noon, func(hop string) bool { return hop == "email" })
		if mail == nil || mail.Key != "INC-1/mail" {
			t.Errorf("by mail %v is ready, want INC-1/mail", mail)
		}
		_, readyErr := tx.ReadyDelivery(noon, func(hop string) bool { return hop != "email" })
		wantError(t, readyErr, "deliveries/INC-1/a is damaged")
		return errors.Join(err, mailErr)
	})
	if err != nil {
		t.Error(err)
	}
	wantError(t, s.Check(), "deliveries/INC-1/a is damaged")
}

// A program of schema 6 did not wake on mornings: what its incidents owe in days is due,
// and found by who owes it. One of schema 12 woke on other mornings.
func TestAnOlderStoreWakesOnMornings(t *testing.T) {
	for _, schema := range []int{6, 12} {
		t.Run(strconv.Itoa(schema), func(t *testing.T) { wakesOnMornings(t, schema) })
	}
}

func wakesOnMornings(t *testing.T, schema int) {
	day := noon.AddDate(0, 0, 1)
	s := storeOfSchema(t, schema, func(t *tx) error {
		inc, err := t.Incident(1)
		if err != nil {
			return err
		}
		inc.Changes = append(inc.Changes, review.Change{N: 1, Text: "test it", Owner: "U0BEN", At: noon, DueAt: day.AddDate(0, 0, 7)})
		if err := t.PutIncident(inc); err != nil {
			return err
		}
		return errors.Join(t.empty(keyed), t.empty(due))
	})
	err := s.View(t.Context(), func(tx records.Tx) error {
		inc, err := tx.Oldest(0, lookup.InDays("U0BEN"))
		if inc == nil || inc.Number != 1 {
			t.Errorf("Oldest = %v, want INC-1", inc)
		}
		list, dueErr := tx.DueNumbers(day.AddDate(0, 0, 8))
		if len(list) != 1 {
			t.Errorf("%v are due, want INC-1", list)
		}
		return errors.Join(err, dueErr)
	})
	if err := errors.Join(err, s.Check()); err != nil {
		t.Error(err)
	}
}

// A program of schema 3 had other rules of when an incident wakes: what its
// indexes hold is not damage.
func TestAStoreOfSchema3IsIndexedAnew(t *testing.T) {
	s := storeOfSchema(t, 3, func(t *tx) error {
		wake := join(stamp(noon.Add(50*time.Minute)), number(1))
		early := join(stamp(noon), number(1))
		broken := t.putRaw(incidents, number(2), []byte("junk that is long enough"))
		return errors.Join(t.remove(due, wake), t.putRaw(due, early, nil), t.putRaw(channel, join(word("C0OLD"), number(1)), nil),
			broken, t.putRaw(live, number(2), nil), t.queueOfOld())
	})
	err := s.View(t.Context(), func(tx records.Tx) error {
		for minutes, want := range map[int]int{0: 0, 50: 1} {
			list, err := tx.DueIncidents(noon.Add(time.Duration(minutes) * time.Minute))
			if len(list) != want || err != nil {
				t.Errorf("after %d minutes %d incidents are due, %v, want %d", minutes, len(list), err, want)
			}
		}
		inc, err := tx.IncidentIn("C0OLD")
		if inc != nil || err != nil {
			t.Errorf("in its old channel there is %v, %v, want nothing", inc, err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	wantError(t, s.Check(), "incidents/0000000000000002 is damaged")
}

// storeOfSchema opens a store that a program of an older schema has left behind: with what
// the sample holds, but for what was takes out of it or writes in another way.
func storeOfSchema(t *testing.T, schema int, was func(*tx) error) *Store {
	t.Helper()
	path := filepath.Join(t.TempDir(), "candor.db")
	s := mustOpen(t, path)
	sample(t, s)
	err := s.update(t.Context(), func(t *tx) error { return errors.Join(was(t), t.put(meta, []byte("schema"), schema)) })
	if err != nil {
		t.Fatal(err)
	}
	mustClose(t, s)
	s = mustOpen(t, path)
	t.Cleanup(func() { _ = s.Close() })
	return s
}
