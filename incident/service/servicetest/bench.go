// Package servicetest is the bench on which the use cases are tried: a service of
// Studio North with a real store, the built-in words, a clock that is moved by
// hand, and whoever carries out what leaves. A [Setup] says what is different.
package servicetest

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"runtime/debug"
	"slices"
	"sync"
	"testing"
	"time"

	"candor/incident/audit"
	"candor/incident/client"
	"candor/incident/firm"
	"candor/incident/outbox"
	"candor/incident/schedule/scheduletest"
	"candor/incident/service"
	"candor/incident/team"
	"candor/incident/view"
	"candor/messages"
	"candor/store/bolt"
	"candor/store/storetest"
)

// Setup is what is different about a bench. The zero value is a company without
// people and clients, on a new store in memory.
type Setup struct {
	Clients    []client.Client
	People     []team.Person
	EscalateTo []string // Slack ids

	Clock *time.Time                               // the test's own, which the bench moves; zero: Start. nil: the bench has one
	Does  func(*view.Lease) outbox.DeliveryOutcome // what becomes of what leaves; nil: [Arrives]

	Path    string // of the store, which may be there already; "": a new one in memory
	Once    bool   // transactions run once; otherwise twice, as they may
	Damaged bool   // the test damages the store: at the end it is not sound
}

// roster is what the config says.
func (s *Setup) roster() team.Roster {
	return team.Roster{Clients: s.Clients, People: s.People, EscalateTo: s.EscalateTo}
}

// Bench is a service that a test drives. What Bench itself offers fails the test
// where the service returns an error.
type Bench struct {
	*service.Service
	File *bolt.Store // what Store is, unless the test put something before it

	t     testing.TB
	setup Setup
}

// Words are the words as they come with the program, read once for all tests.
func Words(t testing.TB) *messages.Words {
	t.Helper()
	words, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	return words
}

// The tests make and throw away many small stores: memory is cheaper than looking for it.
func init() { debug.SetGCPercent(400) }

var builtIn = sync.OnceValues(func() (*messages.Words, error) { return messages.Load("") })

// New makes a bench. When the test ends its store checks itself, and
// [audit.Check] finds no broken invariant.
func New(t testing.TB, s Setup) *Bench {
	t.Helper()
	if s.Clock == nil {
		s.Clock = new(time.Time)
	}
	if s.Clock.IsZero() {
		*s.Clock = scheduletest.Start
	}
	if s.Does == nil {
		s.Does = Arrives
	}
	if s.Path == "" {
		s.Path = filepath.Join(storetest.MemoryDir(t), "candor.db")
	}
	b := &Bench{t: t, setup: s}
	b.open()
	t.Cleanup(b.finish)
	b.Configure(s.roster())
	return b
}

// open starts a service that knows what stands in the store, and nothing else.
func (b *Bench) open() {
	b.t.Helper()
	words := Words(b.t)
	b.Service = &service.Service{
		Firm: firm.Firm{
			Words:     words,
			Log:       slog.New(slog.DiscardHandler),
			Company:   "Studio North",
			Command:   "/incident",
			Pattern:   "inc-{number}-{client}",
			Playbooks: words.Playbooks(),
		},
		Now: func() time.Time { return *b.setup.Clock },
	}
	store, err := bolt.Open(b.setup.Path, bolt.Options{Twice: !b.setup.Once})
	b.Must(err)
	b.Store, b.File = store, store
}

// Restart closes the store, does something to its file, and starts the service
// again with what is there then.
func (b *Bench) Restart(meanwhile func(path string)) {
	b.t.Helper()
	b.Must(b.File.Close())
	meanwhile(b.setup.Path)
	roster := b.Roster().Said()
	b.open()
	b.Configure(roster)
}

func (b *Bench) finish() {
	b.t.Helper()
	if !b.setup.Damaged {
		b.Sound()
	}
	if err := b.File.Close(); err != nil {
		b.t.Error(err)
	}
}

// Sound checks what the store knows of itself, and the invariants.
func (b *Bench) Sound() {
	b.t.Helper()
	if err := errors.Join(b.File.Check(), b.File.View(context.Background(), audit.Check)); err != nil {
		b.t.Errorf("at %s the state is not sound: %v", b.Now().Format("15:04:05"), err)
	}
}

// Must ends the test if there is an error.
func (b *Bench) Must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// Configure makes the config say this.
func (b *Bench) Configure(r team.Roster) team.Provisioning {
	b.t.Helper()
	p, err := b.Provision(b.t.Context(), r)
	b.Must(err)
	return p
}

// Reconfigure changes what the config says while everything runs.
func (b *Bench) Reconfigure(fn func(*team.Roster)) {
	b.t.Helper()
	r := b.Roster().Said()
	r.Clients, r.People = slices.Clone(r.Clients), slices.Clone(r.People)
	fn(&r)
	b.Configure(r)
}
