package main_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"go.etcd.io/bbolt"

	"candor/incident/records"
	"candor/incident/service"
	"candor/incident/update"
	"candor/incident/view"
	"candor/incident/work"
	"candor/messages"
)

// In the middle of a history one record is damaged. What needs it is refused; the
// worker, the reminders, the list and every other incident go on.
func TestHistoriesOfDamagedRecords(t *testing.T) {
	t.Parallel()
	words, err := messages.Load("")
	if err != nil {
		t.Fatal(err)
	}
	first, count := whichHistories(t, 20)
	playBoth(t, first, count, func(t *testing.T, seed uint64) {
		w := newWorld(words, memoryDir(t), rand.New(rand.NewPCG(seed, 1)))
		defer w.stop()
		w.watch(w.playDamaged)
		w.report(t, seed)
	})
}

func (w *world) playDamaged() {
	for w.steps < 20 {
		w.step()
	}
	if len(w.breaches) > 0 {
		return
	}
	w.damage()
	for w.steps < 35 {
		w.step()
	}
	if w.store.Check() == nil {
		w.breach("the store calls itself sound")
	}
	w.tellSomebodyElse()
}

// damage turns one bit of a record, while the program does not run.
func (w *world) damage() {
	w.stop()
	defer w.start()
	db, err := bbolt.Open(w.path, 0o600, nil)
	if err != nil {
		panic(err)
	}
	defer db.Close()
	err = db.Update(func(tx *bbolt.Tx) error {
		b := tx.Bucket([]byte(one(w.r, "incidents", "updates", "deliveries", "deliveries")))
		n := b.Stats().KeyN
		if n == 0 {
			b = tx.Bucket([]byte("incidents"))
			n = b.Stats().KeyN
		}
		c := b.Cursor()
		k, v := c.First()
		for range w.r.IntN(n) {
			k, v = c.Next()
		}
		broken := append([]byte(nil), v...)
		broken[w.r.IntN(len(broken))] ^= 1 << w.r.IntN(8)
		w.logf("a record is damaged: %q", k)
		w.damaged = true
		return b.Put(append([]byte(nil), k...), broken)
	})
	if err != nil {
		panic(err)
	}
}

// tellSomebodyElse: a client of a new incident is told as if nothing had happened.
func (w *world) tellSomebodyElse() {
	ctx := context.Background()
	w.trouble = allWell
	inc, err := w.Declare(ctx, w.envelope(ana), service.Declaration{Client: "acme", Kind: "outage", Impact: "the site does not open", Doing: "checking what happened", Severity: 1})
	if err != nil {
		w.breach("declare: %v", err)
		return
	}
	s := &scene{world: w, ctx: ctx, who: w.envelope(ana), inc: inc, aff: &inc.Clients[0], n: inc.Number, id: "acme"}
	if err := s.reads(s.Write(ctx, s.who, s.n, w.proposalOf(update.FirstNoticeUnknown, "acme"))); err != nil {
		w.breach("write: %v", err)
		return
	}
	if _, err := s.Send(ctx, w.envelope(ana), view.Ref{Number: s.n, Client: "acme"}, work.Consent{Hash: s.drafts[s.draft()], Sure: true}); err != nil {
		w.breach("send: %v", err)
		return
	}
	w.passTenMinutes()
	key := updateKey(inc, "acme", 1, inc.Clients[0].Client.Destinations()[0])
	if n := w.arrivals[key]; n > 1 || n == 0 && !w.beforeAPerson(key) {
		w.breach("%s arrived %d times", key, n)
	}
}

// beforeAPerson says whether a delivery that did not arrive was brought to somebody.
func (w *world) beforeAPerson(key string) (brought bool) {
	err := w.view(func(tx records.Tx) error {
		d, err := tx.Delivery(key)
		brought = err == nil && d.Ended() && d.Target != ""
		return err
	})
	return err == nil && brought
}
