package storetest

import (
	"fmt"
	"slices"
	"time"

	"candor/incident/records"
)

var inboxCases = []testCase{
	{"the inbox is in order of receipt", inboxOrder},
	{"an envelope that was received is received once", receiveTwice},
	{"finishing takes an envelope out and keeps its id", finish},
	{"finishing nothing or what is unknown changes nothing", finishNothing},
	{"an id is known for a day after it was finished", remembersADay},
	{"what waits is not forgotten however old it is", waitingStays},
	{"a backlog of old ids goes away as others are finished", backlogGoes},
	{"what comes in as the last ones are finished has the next place", receiveAsAllFinish},
	{"how far the mailbox was read is kept", mailMark},
}

func envelope(id string, minute int) records.Envelope {
	return records.Envelope{ID: id, Type: "slash_commands", Payload: []byte(`{"text":"due ` + id + "\xff\"}"), At: at(minute)}
}

func (k *kit) receive(e records.Envelope, want bool) {
	k.Helper()
	k.update(func(tx records.Tx) error {
		fresh, err := tx.Receive(e)
		if fresh != want {
			k.Errorf("Receive(%s) = %t, want %t", e.ID, fresh, want)
		}
		return err
	})
}

func (k *kit) finishAt(id string, now time.Time) {
	k.Helper()
	k.update(func(tx records.Tx) error { return tx.Finish(id, now) })
}

func (k *kit) wantInbox(want ...string) {
	k.Helper()
	k.view(func(tx records.Tx) error {
		list, err := tx.Inbox()
		var got []string
		for _, e := range list {
			got = append(got, e.ID)
		}
		if !slices.Equal(got, want) {
			k.Errorf("Inbox() = %v, want %v", got, want)
		}
		return err
	})
}

func inboxOrder(k *kit) {
	k.wantInbox()
	k.receive(envelope("z", 5), true)
	k.receive(envelope("a", 1), true) // by receipt, not by id or time
	k.receive(envelope("m", 3), true)
	k.reopen()
	k.wantInbox("z", "a", "m")
	k.view(func(tx records.Tx) error {
		list, err := tx.Inbox()
		want := envelope("z", 5)
		if len(list) == 3 && (string(list[0].Payload) != string(want.Payload) || list[0].Type != want.Type || !list[0].At.Equal(want.At)) {
			k.Errorf("the envelope came back as %+v, want %+v", list[0], want)
		}
		return err
	})
	k.finishAt("a", at(9))
	k.finishAt("z", at(9))
	k.receive(envelope("b", 0), true)
	k.wantInbox("m", "b")
	k.finishAt("m", at(9))
	k.finishAt("b", at(9))
	k.receive(envelope("c", 0), true)
	k.wantInbox("c")
}

func receiveTwice(k *kit) {
	k.receive(envelope("a", 0), true)
	k.receive(envelope("a", 1), false)
	k.wantInbox("a")
	err := k.store.Update(k.Context(), func(tx records.Tx) error {
		_, err := tx.Receive(envelope("", 0))
		return err
	})
	if err == nil {
		k.Error("Receive took an envelope without an id: it could never be finished")
	}
}

func finish(k *kit) {
	k.receive(envelope("a", 0), true)
	k.finishAt("a", at(1))
	k.wantInbox()
	k.reopen()
	k.receive(envelope("a", 2), false)
	k.wantInbox()
	k.finishAt("a", at(3)) // twice
	k.wantInbox()
}

func finishNothing(k *kit) {
	k.receive(envelope("a", 0), true)
	k.finishAt("", at(1))
	k.finishAt("unknown", at(1))
	k.wantInbox("a")
	k.receive(envelope("unknown", 2), true)
}

const day = 24 * time.Hour

func remembersADay(k *kit) {
	k.receive(envelope("old", 0), true)
	k.receive(envelope("young", 0), true)
	k.finishAt("old", at(0))
	k.finishAt("young", at(1))

	k.receive(envelope("x", 0), true)
	k.finishAt("x", at(0).Add(day-time.Second)) // not yet
	k.receive(envelope("old", 0), false)

	k.receive(envelope("y", 0), true)
	k.finishAt("y", at(0).Add(day+time.Second))
	k.receive(envelope("old", 0), true)
	k.receive(envelope("young", 0), false)
}

func waitingStays(k *kit) {
	k.receive(envelope("waits", 0), true)
	for i := range 3 {
		id := fmt.Sprint("n", i)
		k.receive(envelope(id, 0), true)
		k.finishAt(id, at(0).Add(time.Duration(i)*10*day))
	}
	k.wantInbox("waits")
	k.receive(envelope("waits", 0), false)
}

func backlogGoes(k *kit) {
	const backlog = 40
	k.update(func(tx records.Tx) error {
		for i := range backlog {
			id := fmt.Sprint("old", i)
			if _, err := tx.Receive(envelope(id, 0)); err != nil {
				return err
			}
			if err := tx.Finish(id, at(0)); err != nil {
				return err
			}
		}
		return nil
	})
	for i := range backlog / 2 { // each forgets more than the one that it adds
		id := fmt.Sprint("new", i)
		k.receive(envelope(id, 0), true)
		k.finishAt(id, at(0).Add(2*day))
	}
	for i := range backlog {
		k.receive(envelope(fmt.Sprint("old", i), 0), true)
	}
}

// A cursor of bbolt that goes to the last key after deletes in one transaction may never
// come back. The envelopes are as large as Slack's, so that ten of them are more than a
// store keeps in one page.
func receiveAsAllFinish(k *kit) {
	large := func(i int) records.Envelope {
		e := envelope(fmt.Sprint("old", i), i)
		e.Payload = make([]byte, 1500)
		return e
	}
	const n = 10
	k.update(func(tx records.Tx) error {
		for i := range n {
			if _, err := tx.Receive(large(i)); err != nil {
				return err
			}
		}
		return nil
	})
	k.comesBack(func(tx records.Tx) error {
		for i := range n {
			if err := tx.Finish(large(i).ID, at(20)); err != nil {
				return err
			}
		}
		_, err := tx.Receive(envelope("z", 21))
		return err
	})
	k.reopen()
	k.receive(envelope("a", 22), true)
	k.wantInbox("z", "a")
}

func mailMark(k *kit) {
	want := func(want records.MailMark) {
		k.Helper()
		k.view(func(tx records.Tx) error {
			got, err := tx.MailMark()
			if got.At.Equal(want.At) {
				got.At = want.At
			}
			if got != want {
				k.Errorf("MailMark() = %+v, want %+v", got, want)
			}
			return err
		})
	}
	want(records.MailMark{})
	mark := records.MailMark{Folder: "candor@imap.example.com/INBOX", Validity: 7, UID: 42, At: at(5), Trouble: "login"}
	k.update(func(tx records.Tx) error { return tx.SetMailMark(mark) })
	k.reopen()
	want(mark)
}
