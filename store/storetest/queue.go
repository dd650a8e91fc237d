package storetest

import (
	"fmt"
	"reflect"
	"slices"
	"time"

	"candor/incident/outbox"
	"candor/incident/records"
)

var queueCases = []testCase{
	{"a delivery comes back as it was queued", deliveryRoundTrip},
	{"an unknown delivery is an error for the person who asked", deliveryUnknown},
	{"queueing a known key changes nothing", enqueueTwice},
	{"deliveries count up in the order of queueing", enqueueSeq},
	{"the earliest of the ready deliveries is first", readyEarliest},
	{"what no hand is free for holds up nothing", passedOver},
	{"of what became due at one time the most urgent is first", haste},
	{"a lane is in order whatever the wakes say", laneOrder},
	{"lanes do not wait for each other", lanesIndependent},
	{"a head that backs off blocks its lane", headBacksOff},
	{"a delivery that is being sent blocks its lane until its lease lapses", headInFlight},
	{"what has ended never blocks", endedNeverBlocks},
	{"what is sent again takes its old place", sentAgain},
	{"a delivery can change its lane", laneChanges},
	{"a crowd behind one head does not hide the next lane", crowd},
	{"a delivery that names no time is ready at once", noTime},
	{"a lane's name is not the beginning of another's", laneNames},
	{"what has not ended is listed lane by lane", pending},
	{"the next wake is the earliest of incidents and deliveries", nextWake},
	{"leases count from 1 and never repeat", newLease},
}

// delivery is one that waits until the given minute.
func delivery(lane, key string, minute int) *outbox.Delivery {
	return &outbox.Delivery{Key: key, ID: "id-" + key, Kind: outbox.Line, Lane: lane, Incident: 1,
		State: outbox.Waiting, QueuedAt: at(0), NotTill: at(minute)}
}

func (k *kit) enqueue(list ...*outbox.Delivery) {
	k.Helper()
	k.update(func(tx records.Tx) error {
		for _, d := range list {
			fresh, err := tx.Enqueue(d)
			if err != nil {
				return err
			}
			if !fresh {
				k.Errorf("Enqueue(%s) = false, want true", d.Key)
			}
		}
		return nil
	})
}

// change loads a delivery, changes it and puts it back.
func (k *kit) change(key string, fn func(*outbox.Delivery)) {
	k.Helper()
	k.update(func(tx records.Tx) error {
		d, err := tx.Delivery(key)
		if err != nil {
			return err
		}
		fn(d)
		return tx.PutDelivery(d)
	})
}

func (k *kit) setState(key string, s outbox.DeliveryState) {
	k.Helper()
	k.change(key, func(d *outbox.Delivery) { d.State = s })
}

// wantReady checks which delivery is ready at a minute; "" is none.
func (k *kit) wantReady(minute int, want string) {
	k.Helper()
	k.view(func(tx records.Tx) error {
		d, err := tx.ReadyDelivery(at(minute), nil)
		got := ""
		if d != nil {
			got = d.Key
		}
		if got != want {
			k.Errorf("ReadyDelivery(minute %d) = %q, want %q", minute, got, want)
		}
		return err
	})
}

func deliveryRoundTrip(k *kit) {
	want := delivery("l", "INC-1/acme/update/3/slack", 5)
	want.Text, want.Data, want.Users = &outbox.Text{Body: "We look.\n"}, outbox.Payload{Away: "2026-03-10T14:00:00Z", All: true}, []string{"U1"}
	k.enqueue(want)
	k.reopen()
	k.view(func(tx records.Tx) error {
		got, err := tx.Delivery(want.Key)
		if !reflect.DeepEqual(got, want) {
			k.Errorf("Delivery(%q) = %+v, want %+v", want.Key, got, want)
		}
		return err
	})
}

func pending(k *kit) {
	k.enqueue(delivery("b", "second", 9), delivery("a", "first", 1), delivery("b", "third", 0), delivery("a", "over", 0))
	k.setState("over", outbox.Delivered)
	k.setState("third", outbox.InDoubt)
	k.reopen()
	k.view(func(tx records.Tx) error {
		list, err := tx.PendingDeliveries()
		var got []string
		for _, d := range list {
			got = append(got, d.Key)
		}
		if want := []string{"first", "second", "third"}; !slices.Equal(got, want) {
			k.Errorf("PendingDeliveries = %v, want %v", got, want)
		}
		return err
	})
}

func deliveryUnknown(k *kit) {
	k.wantReady(100, "")
	k.view(func(tx records.Tx) error {
		for _, key := range []string{"INC-1/none", ""} {
			_, err := tx.Delivery(key)
			k.notFound("Delivery", err)
		}
		return nil
	})
	err := k.store.Update(k.Context(), func(tx records.Tx) error { return tx.PutDelivery(delivery("l", "INC-1/none", 0)) })
	k.notFound("PutDelivery", err) // it was never queued, so it has no place
	err = k.store.Update(k.Context(), func(tx records.Tx) error {
		_, err := tx.Enqueue(delivery("l", "", 0))
		return err
	})
	if err == nil {
		k.Error("Enqueue took a delivery without a key")
	}
}

func enqueueTwice(k *kit) {
	first := delivery("l", "k", 5)
	k.enqueue(first)
	k.update(func(tx records.Tx) error {
		again := delivery("other", "k", 1)
		fresh, err := tx.Enqueue(again)
		if fresh || again.Seq != 0 {
			k.Errorf("Enqueue of a known key = %t with Seq %d, want false and 0", fresh, again.Seq)
		}
		return err
	})
	k.wantReady(4, "")
	k.setState("k", outbox.Delivered)
	k.update(func(tx records.Tx) error { // for ever: also once it has ended
		fresh, err := tx.Enqueue(delivery("l", "k", 5))
		if fresh {
			k.Error("a key that was sent was queued again")
		}
		return err
	})
	k.wantReady(100, "")
}

func enqueueSeq(k *kit) {
	a, b := delivery("l", "a", 0), delivery("m", "b", 0)
	k.enqueue(a, b)
	k.reopen()
	c := delivery("l", "c", 0)
	k.enqueue(c)
	if !(0 < a.Seq && a.Seq < b.Seq && b.Seq < c.Seq) {
		k.Errorf("Seq of a, b, c = %d, %d, %d, want them rising from 1", a.Seq, b.Seq, c.Seq)
	}
}

func readyEarliest(k *kit) {
	k.enqueue(delivery("x", "late", 9), delivery("y", "early", 3), delivery("z", "tie", 3))
	k.wantWake(at(3))
	k.wantReady(2, "")
	k.wantReady(3, "early")
	k.setState("early", outbox.Delivered)
	k.wantReady(8, "tie")
	k.setState("tie", outbox.Delivered)
	k.wantReady(8, "")
	k.wantReady(9, "late")
	k.setState("late", outbox.Delivered)
	k.wantReady(100, "")
	k.wantWake(time.Time{})
}

// passedOver are ready and no hand is free for where they go: what goes elsewhere is not
// held up.
func passedOver(k *kit) {
	first, second, later := delivery("x", "first", 1), delivery("y", "second", 2), delivery("z", "later", 9)
	first.Kind, first.Via, first.To = outbox.ClientText, "webhook", "https://dead.example/hook"
	second.Kind, second.Via, second.To = outbox.ClientText, "webhook", "https://hooks.acme.example/in"
	var crowd []*outbox.Delivery
	for i := range 50 {
		d := *first
		d.Key, d.Lane = fmt.Sprint("crowd", i), fmt.Sprint("crowd", i)
		crowd = append(crowd, &d)
	}
	k.enqueue(append(crowd, first, second, later)...)
	k.setState("crowd0", outbox.Delivered)
	k.reopen()
	want := func(want string, busy ...string) {
		k.Helper()
		var asked map[string]int
		k.view(func(tx records.Tx) error {
			asked = map[string]int{}
			d, err := tx.ReadyDelivery(at(5), func(hop string) bool { asked[hop]++; return !slices.Contains(busy, hop) })
			got := ""
			if d != nil {
				got = d.Key
			}
			if got != want {
				k.Errorf("with %q busy %q is ready, want %q", busy, got, want)
			}
			return err
		})
		for hop, n := range asked {
			if n > 1 {
				k.Errorf("whether a hand is free for %q was asked %d times", hop, n)
			}
		}
	}
	want("crowd1")
	want("second", first.NextHop())
	want("crowd1", second.NextHop())
	want("", first.NextHop(), second.NextHop())
}

// haste orders what became due at one time, and nothing else.
func haste(k *kit) {
	k.enqueue(delivery("sooner", "sooner", 1))
	for _, kind := range []string{outbox.Topic, outbox.Reminder, outbox.Card, outbox.Invite, outbox.ClientText, outbox.Pin, outbox.OpenChannel} {
		d := delivery(kind, kind, 2)
		d.Kind = kind
		k.enqueue(d)
	}
	want := []string{"sooner", outbox.OpenChannel, outbox.ClientText, outbox.Invite, outbox.Reminder, outbox.Card, outbox.Topic, outbox.Pin}
	var got []string
	for range want {
		k.update(func(tx records.Tx) error {
			d, err := tx.ReadyDelivery(at(9), nil)
			if err != nil || d == nil {
				return err
			}
			d.State = outbox.Delivered
			got = append(got, d.Key)
			return tx.PutDelivery(d)
		})
	}
	if got = slices.Compact(got); !slices.Equal(got, want) { // a transaction may run twice
		k.Errorf("they leave in the order %q, want %q", got, want)
	}
}

func laneOrder(k *kit) {
	k.enqueue(delivery("l", "1st", 10), delivery("l", "2nd", 5), delivery("l", "3rd", 0))
	k.wantReady(9, "") // the first is not ready, so none is
	k.wantWake(at(10)) // and until then there is nothing to do
	for _, key := range []string{"1st", "2nd", "3rd"} {
		k.wantReady(10, key)
		k.setState(key, outbox.Delivered)
	}
	k.wantReady(10, "")
}

func lanesIndependent(k *kit) {
	k.enqueue(delivery("l", "blocked", 10), delivery("l", "behind", 0), delivery("m", "free", 1))
	k.wantReady(1, "free")
	k.setState("free", outbox.Delivered)
	k.wantReady(1, "")
}

func headBacksOff(k *kit) {
	k.enqueue(delivery("l", "head", 0), delivery("l", "behind", 0))
	k.change("head", func(d *outbox.Delivery) { d.Attempt, d.NotTill = 1, at(7) })
	k.wantReady(6, "")
	k.wantWake(at(7))
	k.wantReady(7, "head")
	k.change("head", func(d *outbox.Delivery) { d.NotTill = at(2) }) // and may come forward again
	k.wantReady(2, "head")
}

func headInFlight(k *kit) {
	k.enqueue(delivery("l", "head", 0), delivery("l", "behind", 0))
	k.change("head", func(d *outbox.Delivery) { d.State, d.Lease, d.Until = outbox.InFlight, 0, at(4) })
	k.wantReady(3, "")
	k.wantReady(4, "head")
	k.wantWake(at(4))
	k.setState("head", outbox.Delivered)
	k.wantReady(3, "behind")
}

func endedNeverBlocks(k *kit) {
	ended := []outbox.DeliveryState{outbox.Delivered, outbox.Dead, outbox.NeedsDecision, outbox.Recalled}
	for i, s := range ended {
		k.enqueue(delivery("l", fmt.Sprint("ended", i), 0))
		k.setState(fmt.Sprint("ended", i), s)
	}
	k.wantReady(100, "")
	k.enqueue(delivery("l", "next", 1))
	k.wantReady(1, "next")
	k.enqueue(delivery("m", "between", 0), delivery("m", "last", 2))
	k.setState("between", outbox.Recalled)
	k.wantReady(1, "next")
	k.setState("next", outbox.Delivered)
	k.wantReady(2, "last")
}

func sentAgain(k *kit) {
	k.enqueue(delivery("l", "asked", 0), delivery("l", "behind", 0))
	k.setState("asked", outbox.NeedsDecision)
	k.wantReady(5, "behind")
	k.change("asked", func(d *outbox.Delivery) { d.State, d.NotTill = outbox.Waiting, at(5) })
	k.wantReady(4, "")
	k.wantReady(5, "asked")
	k.setState("asked", outbox.Delivered)
	k.wantReady(5, "behind")
}

func laneChanges(k *kit) {
	k.enqueue(delivery("l", "mover", 0), delivery("l", "stays", 0), delivery("m", "there", 0))
	k.change("mover", func(d *outbox.Delivery) { d.Lane, d.Seq = "m", 99 }) // its Seq is the store's
	k.wantReady(0, "mover")
	k.setState("mover", outbox.Delivered)
	k.wantReady(0, "stays")
	k.setState("stays", outbox.Delivered)
	k.wantReady(0, "there")
}

func crowd(k *kit) {
	var list []*outbox.Delivery
	list = append(list, delivery("full", "head", 60))
	for i := range 500 {
		list = append(list, delivery("full", fmt.Sprint("waits", i), 0))
	}
	k.enqueue(append(list, delivery("free", "out", 1))...)
	k.wantReady(1, "out")
	k.setState("out", outbox.Delivered)
	k.wantReady(59, "")
	k.setState("head", outbox.Dead)
	k.wantReady(0, "waits0")
}

func nextWake(k *kit) {
	inc := newIncident(1, 30)
	k.update(func(tx records.Tx) error { return put(tx, inc) })
	k.wantWake(inc.Wake())
	k.enqueue(delivery("l", "later", 100))
	k.wantWake(inc.Wake())
	k.enqueue(delivery("m", "sooner", -100))
	k.wantWake(at(-100))
}

func noTime(k *kit) {
	d := delivery("l", "k", 0)
	d.NotTill = time.Time{}
	k.enqueue(d)
	k.wantReady(0, "k")
	k.view(func(tx records.Tx) error {
		wake, err := tx.NextWake()
		if wake.IsZero() || wake.After(at(0)) {
			k.Errorf("NextWake() = %s, want a time that has come", wake)
		}
		return err
	})
}

func laneNames(k *kit) {
	k.enqueue(delivery("l", "short", 9), delivery("l\x00", "nul", 0), delivery("l/a", "long", 1), delivery("", "nameless", 2))
	got := make([]string, 4)
	for i := range got {
		k.update(func(tx records.Tx) error {
			d, err := tx.ReadyDelivery(at(9), nil)
			if err != nil || d == nil {
				return err
			}
			got[i] = d.Key
			d.State = outbox.Delivered
			return tx.PutDelivery(d)
		})
	}
	if want := []string{"nul", "long", "nameless", "short"}; !slices.Equal(got, want) {
		k.Errorf("the lanes gave %v, want %v", got, want)
	}
}

func newLease(k *kit) {
	got := make([]uint64, 2)
	k.update(func(tx records.Tx) (err error) { got[0], err = tx.NewLease(); return err })
	k.reopen()
	k.update(func(tx records.Tx) (err error) { got[1], err = tx.NewLease(); return err })
	if want := []uint64{1, 2}; !slices.Equal(got, want) {
		k.Errorf("NewLease gave %v, want %v", got, want)
	}
}
