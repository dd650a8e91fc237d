package storetest

import (
	"context"
	"errors"
	"sync"

	"candor/incident/client"
	"candor/incident/records"
	"candor/incident/restore"
	"candor/incident/schedule"
	"candor/incident/timeline"
	"candor/incident/update"
)

var transactionCases = []testCase{
	{"an error undoes everything and comes back as it is", rollback},
	{"a panic undoes everything and goes on", panics},
	{"a View cannot write", viewCannotWrite},
	{"a View sees one state of the data", viewIsStill},
	{"a transaction sees what it wrote", seesItself},
	{"updates at the same time run one after the other", serial},
	{"a context that is over stops before it starts", cancelled},
	{"a context that ends while waiting stops what waits", cancelledWaiting},
	{"a closed store says so", closed},
}

// writes does each kind of writing once. It is run on a store that holds an
// incident 1, a delivery "queued" and an envelope "waits".
var writes = []struct {
	name string
	do   func(records.Tx) error
}{
	{"NewNumber", func(tx records.Tx) error { _, err := tx.NewNumber(); return err }},
	{"PutIncident, new", func(tx records.Tx) error { return tx.PutIncident(inChannel(2, "C2")) }},
	{"PutIncident, changed", func(tx records.Tx) error { return tx.PutIncident(inChannel(1, "C3")) }},
	{"PutClientUpdate", func(tx records.Tx) error {
		return tx.PutClientUpdate(&update.Update{Incident: 1, Client: "acme", N: 1})
	}},
	{"PutProfile, new", func(tx records.Tx) error { return tx.PutProfile(newProfile("globex")) }},
	{"PutProfile, changed", func(tx records.Tx) error { return tx.PutProfile(&client.Profile{Client: client.Client{ID: "kept"}}) }},
	{"RemoveProfile", func(tx records.Tx) error { return tx.RemoveProfile("kept") }},
	{"Append", func(tx records.Tx) error { return tx.Append(timeline.Entry{Incident: 1, N: 1}) }},
	{"Enqueue", func(tx records.Tx) error { _, err := tx.Enqueue(delivery("l", "new", 0)); return err }},
	{"Enqueue, known", func(tx records.Tx) error { _, err := tx.Enqueue(delivery("l", "queued", 0)); return err }},
	{"PutDelivery", func(tx records.Tx) error {
		d, err := tx.Delivery("queued")
		if err != nil {
			return err
		}
		d.NotTill = at(50)
		return tx.PutDelivery(d)
	}},
	{"NewLease", func(tx records.Tx) error { _, err := tx.NewLease(); return err }},
	{"Receive", func(tx records.Tx) error { _, err := tx.Receive(envelope("new", 0)); return err }},
	{"Receive, known", func(tx records.Tx) error { _, err := tx.Receive(envelope("waits", 0)); return err }},
	{"Finish", func(tx records.Tx) error { return tx.Finish("waits", at(0)) }},
	{"Finish, nothing", func(tx records.Tx) error { return tx.Finish("", at(0)) }},
	{"SetLastSeen", func(tx records.Tx) error { return tx.SetLastSeen(at(0)) }},
	{"SetLeaps", func(tx records.Tx) error { return tx.SetLeaps(schedule.Leaps{{From: at(0), To: at(1)}}) }},
	{"SetRestored", func(tx records.Tx) error { return tx.SetRestored(restore.Mark{AsOf: at(0)}) }},
	{"SetMailMark", func(tx records.Tx) error { return tx.SetMailMark(records.MailMark{UID: 1}) }},
	{"SkipNumbers", func(tx records.Tx) error { return tx.SkipNumbers(1000) }},
}

func (k *kit) prepareForWrites() {
	k.Helper()
	k.update(func(tx records.Tx) error { return put(tx, inChannel(1, "C1")) })
	k.putProfiles(newProfile("kept"))
	k.enqueue(delivery("l", "queued", 5))
	k.receive(envelope("waits", 0), true)
}

// wantUntouched checks that none of the writes left a trace.
func (k *kit) wantUntouched() {
	k.Helper()
	k.wantLive(1)
	k.wantIn("C1", 1)
	k.wantIn("C2", 0)
	k.wantIn("C3", 0)
	k.wantReady(4, "")
	k.wantReady(5, "queued")
	k.wantInbox("waits")
	k.wantProfiles("kept")
	if p := k.profile("kept"); p != nil && p.Client.Name == "" {
		k.Error("the client was replaced")
	}
	k.view(func(tx records.Tx) error {
		_, err := tx.ClientUpdate(1, "acme", 1)
		k.notFound("ClientUpdate", err)
		_, err = tx.Delivery("new")
		k.notFound("Delivery", err)
		list, err := tx.Timeline(1)
		if len(list) != 0 {
			k.Errorf("Timeline(1) = %v, want nothing", list)
		}
		seen, seenErr := tx.LastSeen()
		if !seen.IsZero() {
			k.Errorf("LastSeen() = %s, want never", seen)
		}
		leaps, leapsErr := tx.Leaps()
		if leaps != nil {
			k.Errorf("Leaps() = %v, want none", leaps)
		}
		mark, markErr := tx.Restored()
		if mark != nil {
			k.Errorf("Restored() = %v, want nothing", mark)
		}
		read, readErr := tx.MailMark()
		if read != (records.MailMark{}) {
			k.Errorf("MailMark() = %+v, want none", read)
		}
		return errors.Join(err, seenErr, leapsErr, markErr, readErr)
	})
	k.update(func(tx records.Tx) error {
		n, err := tx.NewNumber()
		if n != 2 {
			k.Errorf("NewNumber() = %d, want 2", n)
		}
		l, leaseErr := tx.NewLease()
		if l != 1 {
			k.Errorf("NewLease() = %d, want 1", l)
		}
		return errors.Join(err, leaseErr)
	})
}

func writeAll(tx records.Tx) error {
	for _, w := range writes {
		if err := w.do(tx); err != nil {
			return err
		}
	}
	return nil
}

func rollback(k *kit) {
	k.prepareForWrites()
	want := errors.New("changed my mind")
	got := k.store.Update(k.Context(), func(tx records.Tx) error {
		if err := writeAll(tx); err != nil {
			k.Errorf("write: %v", err)
		}
		return want
	})
	if got != want {
		k.Errorf("Update returned %v, want the error of the function itself", got)
	}
	if got := k.store.View(k.Context(), func(records.Tx) error { return want }); got != want {
		k.Errorf("View returned %v, want the error of the function itself", got)
	}
	k.wantUntouched()
}

func panics(k *kit) {
	k.prepareForWrites()
	func() {
		defer func() {
			if p := recover(); p != "oh" {
				k.Errorf("the panic arrived as %v, want oh", p)
			}
		}()
		_ = k.store.Update(k.Context(), func(tx records.Tx) error {
			if err := writeAll(tx); err != nil {
				k.Errorf("write: %v", err)
			}
			panic("oh")
		})
	}()
	k.wantUntouched()
}

func viewCannotWrite(k *kit) {
	k.prepareForWrites()
	for _, w := range writes {
		if err := k.store.View(k.Context(), w.do); err == nil {
			k.Errorf("%s in a View returned no error", w.name)
		}
	}
	k.wantUntouched()
}

func viewIsStill(k *kit) {
	k.update(func(tx records.Tx) error { return put(tx, newIncident(1, 30)) })
	k.view(func(tx records.Tx) error {
		before, err := tx.LiveIncidents()
		if err != nil {
			return err
		}
		done := make(chan error)
		go func() {
			done <- k.store.Update(k.Context(), func(tx records.Tx) error { return put(tx, newIncident(int64(len(before))+1, 30)) })
		}()
		if err := <-done; err != nil {
			return err
		}
		after, err := tx.LiveIncidents()
		if len(before) != len(after) {
			k.Errorf("a View saw %d incidents and then %d", len(before), len(after))
		}
		return err
	})
	k.view(func(tx records.Tx) error {
		list, err := tx.LiveIncidents()
		if len(list) < 2 {
			k.Errorf("%d incidents are there afterwards, want what was put meanwhile too", len(list))
		}
		return err
	})
}

func seesItself(k *kit) {
	k.update(func(tx records.Tx) error {
		if err := put(tx, inChannel(1, "C1")); err != nil {
			return err
		}
		inc, err := tx.IncidentIn("C1")
		if err != nil || inc == nil {
			k.Errorf("IncidentIn(C1) = %v, %v in the transaction that put it", inc, err)
		}
		if _, err := tx.Enqueue(delivery("l", "a", 0)); err != nil {
			return err
		}
		d, err := tx.ReadyDelivery(at(0), nil)
		if err != nil || d == nil || d.Key != "a" {
			k.Errorf("ReadyDelivery = %v, %v in the transaction that queued it", d, err)
		}
		return nil
	})
}

func serial(k *kit) {
	const workers, rounds = 8, 10
	k.update(func(tx records.Tx) error { return put(tx, newIncident(1, 30)) })
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for range rounds {
				err := k.store.Update(k.Context(), func(tx records.Tx) error {
					inc, err := tx.Incident(1)
					if err != nil {
						return err
					}
					inc.Rev++
					return tx.PutIncident(inc)
				})
				if err != nil {
					k.Errorf("Update: %v", err)
				}
				_ = k.store.View(k.Context(), func(tx records.Tx) error { _, err := tx.LiveIncidents(); return err })
			}
		})
	}
	wg.Wait()
	k.view(func(tx records.Tx) error {
		inc, err := tx.Incident(1)
		if err == nil && inc.Rev != 1+workers*rounds {
			k.Errorf("after %d increments from 1 the counter stands at %d: some were lost", workers*rounds, inc.Rev)
		}
		return err
	})
}

func cancelled(k *kit) {
	ctx, cancel := context.WithCancel(k.Context())
	cancel()
	for name, do := range map[string]func(context.Context, func(records.Tx) error) error{"View": k.store.View, "Update": k.store.Update} {
		err := do(ctx, func(records.Tx) error { k.Errorf("%s ran after its context was over", name); return nil })
		if !errors.Is(err, context.Canceled) {
			k.Errorf("%s = %v, want context.Canceled", name, err)
		}
	}
}

func cancelledWaiting(k *kit) {
	ctx, cancel := context.WithCancel(k.Context())
	second := make(chan error)
	var once sync.Once // a transaction may run twice
	k.update(func(records.Tx) error {
		once.Do(func() {
			go func() {
				second <- k.store.Update(ctx, func(records.Tx) error { k.Error("Update ran after its context was over"); return nil })
			}()
			cancel()
		})
		return nil
	})
	if err := <-second; !errors.Is(err, context.Canceled) {
		k.Errorf("Update = %v, want context.Canceled", err)
	}
}

func closed(k *kit) {
	if err := k.store.Close(); err != nil {
		k.Errorf("close: %v", err)
	}
	for name, do := range map[string]func(context.Context, func(records.Tx) error) error{"View": k.store.View, "Update": k.store.Update} {
		if err := do(k.Context(), func(records.Tx) error { return nil }); err == nil {
			k.Errorf("%s of a closed store returned no error", name)
		}
	}
	if err := k.store.Close(); err != nil {
		k.Errorf("closing twice: %v", err)
	}
}
