package service_test

import (
	"bytes"
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/records"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/incident/team"
	"candor/incident/update"
	"candor/incident/view"
	"candor/incident/work"
	"candor/messages/screen"
	"candor/store/bolt"
)

// ward is a service whose store gets damaged: two incidents, one for Acme and one
// for Globex, each with a text on its way.
type ward struct {
	*desk
}

func newWard(t *testing.T, sends bool) *ward {
	t.Helper()
	w := &ward{&desk{t: t, fail: map[string]outbox.DeliveryOutcome{}}}
	w.Bench = servicetest.New(t, servicetest.Setup{
		Clients:    []client.Client{{ID: "acme", Name: "Acme Shop", Slack: "C0ACME"}, {ID: "globex", Name: "Globex Travel", Slack: "C0GLOBEX"}},
		People:     []team.Person{{Slack: "U0ANA", Name: "Ana"}, {Slack: "U0BEN", Name: "Ben", Wake: "https://ntfy.example/ben"}},
		EscalateTo: []string{"U0BEN"},
		Clock:      &w.now, Does: w.deliver,
		Path: filepath.Join(t.TempDir(), "candor.db"), Once: true, Damaged: true,
	})
	for i, c := range []string{"acme", "globex"} {
		_, err := w.Declare(t.Context(), people["ana"], service.Declaration{Client: c, Kind: "outage", Impact: "the shop does not open", Doing: "checking what happened", Severity: 1})
		if err != nil {
			t.Fatal(err)
		}
		if sends {
			w.sendTo(int64(i+1), c)
		}
	}
	if _, err := w.Clients().Make(t.Context(), people["ana"], "initech", client.ClientForm{Now: map[string]string{"name": "Initech"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Receive(t.Context(), nil, records.Envelope{ID: "E1", Type: "slash_commands", Payload: []byte(`{"text":"hello"}`), At: w.now}); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *ward) sendTo(number int64, client string) {
	w.t.Helper()
	t, err := w.Write(w.t.Context(), people["ana"], number, incident.Proposal{Kind: update.FirstNoticeUnknown, Client: client})
	if err != nil {
		w.t.Fatal(err)
	}
	if _, err := w.Send(w.t.Context(), people["ana"], view.Ref{Number: number, Client: client}, work.Consent{Hash: t.Update.Hash()}); err != nil {
		w.t.Fatal(err)
	}
}

// damage flips one bit in the middle of the first record whose key holds part,
// and starts the program again.
func (w *ward) damage(bucket string, part []byte) {
	w.t.Helper()
	w.Restart(func(path string) {
		db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: time.Second})
		w.Must(err)
		w.Must(db.Update(func(tx *bbolt.Tx) error {
			b := tx.Bucket([]byte(bucket))
			c := b.Cursor()
			for k, v := c.First(); k != nil; k, v = c.Next() {
				if bytes.Contains(k, part) {
					v = bytes.Clone(v)
					v[len(v)/2] ^= 1
					return b.Put(bytes.Clone(k), v)
				}
			}
			w.t.Fatalf("no record in %s has %q in its key", bucket, part)
			return nil
		}))
		w.Must(db.Close())
	})
}

// hears lists what was said about damage, and to whom, since the last time.
func (w *ward) hears() (list []string) {
	for _, d := range w.told {
		if d.Kind == outbox.Damaged {
			list = append(list, d.To)
		}
	}
	w.told = nil
	slices.Sort(list)
	return list
}

var one = []byte{0, 0, 0, 0, 0, 0, 0, 1}

// One damaged record, of whatever kind, stops nothing that does not need it, and
// people are told at first and then every hour.
func TestOneDamagedRecordNeverStopsTheOthers(t *testing.T) {
	if testing.Short() {
		t.Skip("a sweep in one goroutine")
	}
	tests := []struct {
		name, bucket string
		key          []byte
		told         bool // people have to do something about it
	}{
		{"client text", "deliveries", []byte("INC-1/acme/update/1/slack"), true},
		{"channel", "deliveries", []byte("INC-1/channel"), true},
		{"update", "updates", []byte("acme"), true},
		{"incident", "incidents", one, true},
		{"envelope", "inbox", one, true},
		{"client", "clients", []byte("initech"), true},
		{"id of an envelope", "seen", []byte("E1"), false},
		{"counter of leases", "meta", []byte("lease"), false},
		{"counter of the queue", "meta", []byte("seq"), false},
		{"counter of incidents", "meta", []byte("number"), false},
		{"when it was last alive", "meta", []byte("alive"), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWard(t, true)
			if tt.bucket == "meta" {
				w.now = w.now.Add(time.Second)
				w.work()
			}
			w.damage(tt.bucket, tt.key)
			if _, err := w.Inbox(t.Context()); err != nil {
				t.Errorf("the bot would not start: %v", err)
			}
			if _, err := w.Clients().Book(t.Context(), people["ana"]); err != nil {
				t.Error(err)
			}
			w.pass(2 * time.Minute) // fails if Tick, Claim or Settle do
			if !slices.ContainsFunc(w.sent, func(d outbox.Delivery) bool { return d.Client == "globex" }) {
				t.Error("Globex was not told")
			}
			w.everybodyReads()
			if tt.bucket == "seen" {
				if err := w.Finish(t.Context(), "E1"); err != nil {
					t.Errorf("what came in cannot be finished: %v", err)
				}
			}
			w.wantHeard(tt.told)
		})
	}
}

// wantHeard checks that people heard once by now, and once more in the next hour.
func (w *ward) wantHeard(told bool) {
	w.t.Helper()
	first := w.hears()
	if !told {
		if first != nil {
			w.t.Errorf("%v heard of damage that mended itself", first)
		}
		return
	}
	if !slices.Contains(first, "U0BEN") || len(slices.Compact(slices.Clone(first))) != len(first) {
		w.t.Errorf("%v heard of it at first, want Ben, each once", first)
	}
	w.pass(57 * time.Minute)
	if again := w.hears(); again != nil {
		w.t.Errorf("%v heard of it before the hour was over", again)
	}
	w.pass(4 * time.Minute)
	if again := w.hears(); !slices.Equal(again, first) {
		w.t.Errorf("%v heard of it after an hour, want %v", again, first)
	}
}

// everybodyReads asks what the list, due and Home ask.
func (w *ward) everybodyReads() {
	w.t.Helper()
	ctx, ana := w.t.Context(), people["ana"]
	live, err := w.Live(ctx, ana)
	if err != nil || !slices.ContainsFunc(live, func(inc *incident.Incident) bool { return inc.Number == 2 }) {
		w.t.Errorf("Live = %v, %v, want INC-2 in it", live, err)
	}
	for name, ask := range map[string]func() error{
		"Ended":         func() error { _, err := w.Ended(ctx); return err },
		"NextDeadline":  func() error { _, err := w.NextDeadline(ctx); return err },
		"NextWake":      func() error { _, err := w.NextWake(ctx); return err },
		"Book":          func() error { _, err := w.Clients().Book(ctx, ana); return err },
		"RecentClients": func() error { _, err := w.Clients().Recent(ctx); return err },
		"Colleague":     func() error { _, err := w.Colleague(ctx, ana, "U0ANA"); return err },
		"Declare": func() error {
			_, err := w.Declare(ctx, ana, service.Declaration{Client: "globex", Kind: "outage", Impact: "y", Doing: "z", Severity: 3, Typed: "declare sev3 globex y"})
			return err
		},
	} {
		if err := ask(); err != nil {
			w.t.Errorf("%s: %v", name, err)
		}
	}
}

// The ladder goes on and a call can be recorded although a reminder that was
// posted before cannot be read.
func TestADamagedReminderDoesNotSilenceTheLadder(t *testing.T) {
	w := newWard(t, false)
	w.pass(11 * time.Minute)
	inc, err := w.Get(t.Context(), people["ana"], 1)
	if err != nil {
		t.Fatal(err)
	}
	p := inc.Clients[0].Owed(promise.Update)
	key := p.Showing
	if key == "" {
		t.Fatal("nothing was shown")
	}
	w.damage("deliveries", []byte(key))
	w.told = nil
	w.pass(30 * time.Minute)
	if n := w.count(outbox.Reminder) + w.count(outbox.Direct); n < 4 {
		t.Errorf("%d reminders and direct messages in half an hour, want the whole ladder", n)
	}
	if heard := w.hears(); !slices.Contains(heard, "U0BEN") {
		t.Errorf("%v heard of the damage, want Ben", heard)
	}
	report := byhand.Report{Client: "acme", How: byhand.ByCall, Text: "we are at it"}
	if _, err := w.Told(t.Context(), people["ana"], 1, report); err != nil {
		t.Errorf("a call cannot be recorded: %v", err)
	}
	w.sendTo(1, "acme")
	w.pass(time.Minute)
	if !slices.ContainsFunc(w.sent, func(d outbox.Delivery) bool { return d.Client == "acme" }) {
		t.Error("a text cannot be sent")
	}
}

func TestACallIsRecordedAlthoughTheReminderIsDamaged(t *testing.T) {
	w := newWard(t, false)
	w.pass(11 * time.Minute)
	inc, err := w.Get(t.Context(), people["ana"], 1)
	if err != nil {
		t.Fatal(err)
	}
	w.damage("deliveries", []byte(inc.Clients[0].Owed(promise.Update).Showing))
	report := byhand.Report{Client: "acme", How: byhand.ByCall, Text: "we are at it"}
	if _, err := w.Told(t.Context(), people["ana"], 1, report); err != nil {
		t.Error(err)
	}
}

// What a room beside the use cases of an incident cannot read is told of, too: they share
// what they note.
func TestWhatAnotherRoomFindsDamagedIsToldOf(t *testing.T) {
	w := newWard(t, false)
	w.damage("timeline", one)
	w.pass(time.Minute)
	w.hears()
	room := w.Desk()
	for range 2 {
		w.Must(room.View(t.Context(), func(tx records.Tx) error {
			_, err := tx.Timeline(1)
			return err
		}))
	}
	w.pass(time.Minute)
	if got := w.hears(); len(got) == 0 {
		t.Error("nobody heard of it")
	}
}

// The channel is opened although the delivery that was to open it is damaged.
func TestADamagedChannelIsOpenedAnew(t *testing.T) {
	w := newWard(t, false)
	w.damage("deliveries", []byte("INC-1/channel"))
	w.pass(time.Minute)
	if inc, err := w.Get(t.Context(), people["ana"], 1); err != nil || inc.Channel.ID == "" {
		t.Errorf("its channel is %+v, %v, want one", inc.Channel, err)
	}
}

// A text that cannot be read any more is not on its way: somebody can write anew.
func TestALostTextDoesNotKeepTheNextOneBack(t *testing.T) {
	for _, where := range []struct{ bucket, key string }{{"deliveries", "INC-1/acme/update/1/slack"}, {"updates", "acme"}} {
		w := newWard(t, true)
		w.damage(where.bucket, []byte(where.key))
		w.pass(time.Minute)
		w.sendTo(1, "acme")
		w.pass(time.Minute)
		if n := len(w.sent); n != 2 { // Globex's, and the second of Acme's
			t.Errorf("%s damaged: %d texts have left, want 2", where.bucket, n)
		}
	}
}

// What was sent is written down although its update cannot be read, and the
// promise stays for a person to look at.
func TestAnOutcomeIsKeptAlthoughTheUpdateIsDamaged(t *testing.T) {
	w := newWard(t, true)
	var lease *view.Lease
	for lease == nil || lease.Delivery.Key != "INC-1/acme/update/1/slack" {
		w.now = w.now.Add(time.Second)
		l, err := w.Claim(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if lease = l; l != nil && l.Delivery.Key != "INC-1/acme/update/1/slack" {
			if err := w.Settle(t.Context(), l, w.deliver(l)); err != nil {
				t.Fatal(err)
			}
		}
	}
	w.damage("updates", []byte("acme"))
	if err := w.Settle(t.Context(), lease, w.deliver(lease)); err != nil {
		t.Fatalf("the worker would stop: %v", err)
	}
	aff := w.acme()
	if aff.Out != 0 || !aff.Written || aff.ToldAt.IsZero() {
		t.Errorf("out is %d, written %t, told at %s, want that it has left", aff.Out, aff.Written, aff.ToldAt)
	}
	if aff.Owed(promise.Update) == nil {
		t.Error("the promise is settled although nobody knows what the text said")
	}
}

// How a person is woken is learned anew if its record is damaged.
func TestADamagedReachDoesNotKeepAnybodyAsleep(t *testing.T) {
	w := newWard(t, false)
	w.pass(30 * time.Minute) // Ben was rung
	rings := w.count(outbox.WakeCall)
	if rings == 0 {
		t.Fatal("nobody was rung")
	}
	w.damage("reach", []byte("U0BEN"))
	w.pass(30 * time.Minute)
	if w.count(outbox.WakeCall) == rings {
		t.Error("Ben is not rung any more")
	}
	w.everybodyReads()
}

// A message about a damaged incident says what hangs on it.
func TestADamagedIncidentIsNamedWithItsClientAndItsTime(t *testing.T) {
	w := newWard(t, false)
	w.damage("incidents", one)
	w.now = w.now.Add(20 * time.Minute)
	if err := w.Tick(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 40 {
		l, err := w.Claim(t.Context(), nil)
		if err != nil || l == nil {
			t.Fatalf("Claim = %v, %v before the message came", l, err)
		}
		if l.Delivery.Kind == outbox.Damaged {
			p, err := screen.Internal(l.View, l.Delivery)
			if err != nil || !strings.HasPrefix(p.Text, "INC-1 (Acme Shop) cannot be read. News was due at 14:15 UTC. Nothing is sent for it by itself.\nTell the client by hand, then run candor verify.") {
				t.Errorf("it says %q, %v", p.Text, err)
			}
			return
		}
		if err := w.Settle(context.Background(), l, w.deliver(l)); err != nil {
			t.Fatal(err)
		}
	}
	t.Error("no message came")
}

// After a repair nothing of what was moved out stands in the way, and nobody is
// told any more.
func TestAfterARepairEverythingGoesOn(t *testing.T) {
	if testing.Short() {
		t.Skip("a sweep in one goroutine")
	}
	for _, where := range []struct {
		bucket string
		key    []byte
	}{{"deliveries", []byte("INC-1/acme/update/1/slack")}, {"updates", []byte("acme")}, {"incidents", one}, {"inbox", one}} {
		w := newWard(t, true)
		w.damage(where.bucket, where.key)
		w.pass(2 * time.Second)
		w.told = nil
		w.Restart(func(path string) {
			if moved, err := bolt.Repair(path, path+".damaged"); err != nil || len(moved) != 1 {
				t.Fatalf("moved %v, %v, want one record", moved, err)
			}
		})
		w.pass(16 * time.Minute)
		w.everybodyReads()
		if where.bucket == "deliveries" || where.bucket == "updates" {
			w.sendTo(1, "acme")
		}
		w.pass(62 * time.Minute)
		if heard := w.hears(); heard != nil {
			t.Errorf("%s repaired: %v still hear of it", where.bucket, heard)
		}
	}
}

// A list of clients that lacks one is no copy of them.
func TestAnExportSaysThatAClientIsDamaged(t *testing.T) {
	w := newWard(t, false)
	w.damage("clients", []byte("initech"))
	if list, err := w.Clients().Stored(t.Context()); err == nil {
		t.Errorf("%d clients are written out and no error, want one", len(list))
	}
}

// A clock that was ahead when people were told does not keep them in the dark.
func TestDamageIsToldAgainAfterTheClockWentBack(t *testing.T) {
	w := newWard(t, false)
	w.now = w.now.AddDate(0, 0, 1)
	w.damage("clients", []byte("initech"))
	w.work()
	w.now = w.now.AddDate(0, 0, -1)
	w.told = nil
	w.pass(62 * time.Minute)
	if heard := w.hears(); !slices.Contains(heard, "U0BEN") {
		t.Errorf("%v heard of it in the hour after, want Ben", heard)
	}
}
