// Package storetest is what a store has to pass. Each case is one question of
// [records.Tx], or one promise of [records.Store], with its edges.
//
// Every case ends by closing the store and opening it again: then the store
// checks itself, and [service.Audit] finds no broken invariant.
package storetest

import (
	"context"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/audit"
	"candor/incident/client"
	"candor/incident/damage"
	"candor/incident/fault"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/records"
	"candor/incident/update"
)

// Store is what the suite needs of a store beside what the program needs.
type Store interface {
	records.Store
	// Check reads the whole store and returns an error if a record is damaged or
	// an index does not agree with its records.
	Check() error
	Close() error
}

// Spoiler is a store that can damage a record of its own behind everybody's back:
// what a disk does. The cases about damage are skipped for a store that is none.
type Spoiler interface {
	// Spoil damages the record of a kind that has the name which people know it by,
	// as [damage.Record] gives it.
	Spoil(kind damage.Kind, name string) error
}

// Opener opens the store that belongs to dir: an empty folder the first time,
// and the same one when the data must be there again. A store on a server may
// take a database named after it.
type Opener func(t *testing.T, dir string) Store

// Run runs the suite, each case on a store of its own.
func Run(t *testing.T, open Opener) {
	for _, group := range [][]testCase{incidentCases, profileCases, queueCases, inboxCases, reachCases, keptCases, damageCases, transactionCases} {
		for _, c := range group {
			t.Run(c.name, func(t *testing.T) {
				k := &kit{T: t, dir: t.TempDir(), open: open}
				k.store = open(t, k.dir)
				t.Cleanup(k.finish) // also after a failure: the first finding may explain the second
				c.run(k)
			})
		}
	}
}

type testCase struct {
	name string
	run  func(*kit)
}

// kit is a store under test.
type kit struct {
	*testing.T
	dir     string
	open    Opener
	store   Store
	hangs   bool // a call did not come back: the store cannot even be closed
	spoiled bool // on purpose: at the end it is not sound
}

// finish opens the store once more and audits it.
func (k *kit) finish() {
	k.Helper()
	if k.hangs {
		return
	}
	k.reopen()
	switch err := k.store.Check(); {
	case k.spoiled && err == nil:
		k.Error("a record was damaged, and the store found nothing")
	case k.spoiled:
	case err != nil:
		k.Errorf("the store found in itself: %v", err)
	default:
		k.view(audit.Check)
	}
	if err := k.store.Close(); err != nil {
		k.Errorf("close: %v", err)
	}
}

// reopen closes the store and opens the same data.
func (k *kit) reopen() {
	k.Helper()
	if err := k.store.Close(); err != nil {
		k.Fatalf("close: %v", err)
	}
	k.store = k.open(k.T, k.dir)
}

func (k *kit) view(fn func(records.Tx) error) {
	k.Helper()
	if err := k.store.View(context.Background(), fn); err != nil {
		k.Errorf("View: %v", err)
	}
}

func (k *kit) update(fn func(records.Tx) error) {
	k.Helper()
	if err := k.store.Update(context.Background(), fn); err != nil {
		k.Fatalf("Update: %v", err)
	}
}

// comesBack is an update that has to end within seconds.
func (k *kit) comesBack(fn func(records.Tx) error) {
	k.Helper()
	done := make(chan error, 1)
	go func() { done <- k.store.Update(context.Background(), fn) }()
	select {
	case err := <-done:
		if err != nil {
			k.Fatalf("Update: %v", err)
		}
	case <-time.After(10 * time.Second):
		k.hangs = true
		k.Fatal("Update does not come back, and nothing can be written any more")
	}
}

// notFound checks that an error says to a person that there is no such thing.
func (k *kit) notFound(what string, err error) {
	k.Helper()
	if code := fault.CodeOf(err); code != fault.NotFound {
		k.Errorf("%s: got the error %v with code %q, want code %q", what, err, code, fault.NotFound)
	}
}

// at is a fixed day's noon and some minutes.
func at(minutes int) time.Time {
	return time.Date(2026, 3, 2, 12, minutes, 0, 0, time.UTC)
}

// newIncident is an open incident that keeps the invariants: its client is
// owed an update at the given minute.
func newIncident(n int64, dueMinute int) *incident.Incident {
	return &incident.Incident{
		Number: n, Rev: 1, Kind: "outage", Impact: "the shop does not open", Severity: client.BusinessStopped,
		State: incident.Open, Status: update.Investigating, DeclaredAt: at(0), DeclaredBy: "U0ANA",
		Roles: map[playbook.Role]string{playbook.Commander: "U0ANA"},
		Clients: []incident.Affected{{
			Client:   client.Client{ID: "acme", Name: "Acme Shop"},
			Promises: []promise.Promise{{N: 1, Kind: promise.Update, MadeAt: at(dueMinute - 60), DueAt: at(dueMinute)}},
		}},
	}
}

// end closes an incident as the domain would.
func end(inc *incident.Incident, s incident.State) {
	inc.State, inc.ClosedAt = s, at(90)
	for i := range inc.Clients {
		inc.Clients[i].NoPromise = "over"
		for j := range inc.Clients[i].Promises {
			inc.Clients[i].Promises[j].Outcome = promise.Dropped
		}
	}
}

func put(tx records.Tx, list ...*incident.Incident) error {
	for _, inc := range list {
		if err := tx.PutIncident(inc); err != nil {
			return err
		}
	}
	return nil
}

func numbers(list []*incident.Incident) []int64 {
	ns := []int64{}
	for _, inc := range list {
		ns = append(ns, inc.Number)
	}
	return ns
}
