package told_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/schedule/scheduletest"
	"candor/incident/standing"
	"candor/incident/told"
	"candor/incident/update"
)

// teller tells one client at random, and keeps what they know as the program does: the first copy
// of the newest text is added to what they knew, and after anything else all is read anew.
type teller struct {
	rand *rand.Rand
	h    told.History
	k    told.Known
	now  time.Time
	log  []string
}

func (t *teller) did(format string, args ...any) { t.log = append(t.log, fmt.Sprintf(format, args...)) }

func (t *teller) flip() bool { return t.rand.IntN(2) == 0 }

func pick[T any](t *teller, list ...T) T { return list[t.rand.IntN(len(list))] }

// write is a text that has yet to arrive, about anything.
func (t *teller) write(kind string) *update.Update {
	u := &update.Update{N: len(t.h.Texts) + 1, Kind: kind, State: update.Sending, At: t.now, By: "ana", Words: map[string]string{}, Times: map[string]time.Time{}}
	for _, name := range []string{"impact", "impact_still", "action_now", "client_action", "confirmed", "wrong", "right", "part", "data_what"} {
		if t.flip() {
			u.Words[name] = pick(t, "the shop is slow", "the shop is down", "an account signed in", "Keep all.", "Stay out.")
		}
	}
	for _, name := range []string{"since_fixed", "eta_from", "eta_to", "resolved_at"} {
		if t.rand.IntN(4) == 0 {
			u.Times[name] = t.now
		}
	}
	if t.flip() {
		u.Words[standing.Over] = pick(t, "intruder", "!intruder", "data_lost", "!personal")
	}
	u.Facts, u.Says = map[facts.Question]facts.Answer{}, map[string][]facts.Question{}
	for _, q := range facts.Questions {
		if t.flip() {
			u.Facts[q] = pick(t, facts.Answers[q]...)
			for _, via := range []string{client.ViaEmail, client.ViaSlack} {
				if t.flip() {
					u.Says[via] = append(u.Says[via], q)
				}
			}
		}
	}
	if u.Facts[facts.DataLost] == facts.Yes {
		u.Loss = &facts.Loss{What: pick(t, "", "orders", "photos")}
	}
	if t.flip() {
		u.Notes = map[string]facts.Notes{pick(t, "", client.ViaEmail, client.ViaSlack): {Certain: []int{1 + t.rand.IntN(3)}}}
		u.Behind = map[facts.Question]string{facts.Recoverable: pick(t, "", "the photos"), facts.Personal: pick(t, "", "names")}
	}
	if t.rand.IntN(4) == 0 {
		u.Claims = map[facts.Question]facts.Answer{facts.DataLost: pick(t, facts.Yes, facts.No)}
	}
	if t.rand.IntN(4) == 0 {
		u.Instants = []update.Instant{{What: pick(t, update.SaysEstimate, update.SaysWorks, update.SaysCall), At: t.now}}
	}
	if t.rand.IntN(5) == 0 {
		u.Warns = pick(t, facts.Intruder, facts.DataLost)
	}
	if t.rand.IntN(5) == 0 {
		u.Invite = &update.Invite{N: 1 + t.rand.IntN(2), Seq: t.rand.IntN(3), At: t.now}
	}
	t.h.Texts = append(t.h.Texts, u)
	return u
}

var kinds = []string{update.FirstNoticeUnknown, update.Progress, update.Holding, update.DataLoss, update.BreachSuspected, update.Correction, update.MonitoringUpdate, update.ResolvedUpdate, update.AutoHolding, update.Checkin24h}

var places = []client.Destination{{Via: client.ViaSlack, To: "C0ACME"}, {Via: client.ViaEmail, To: "dana@acme.example"}, {Via: client.ViaEmail, To: "ops@acme.example", Optional: true}}

func (t *teller) send() {
	u := t.write(pick(t, kinds...))
	for _, to := range places {
		if t.flip() {
			u.To = append(u.To, to)
		}
	}
	t.did("%d is sent: %s to %d", u.N, u.Kind, len(u.To))
}

// arrive lets a copy arrive that has not, or has come back: also an old one.
func (t *teller) arrive(u *update.Update, to client.Destination) {
	u.Arrives(to, t.now)
	if u.State != update.Sent && !to.Optional {
		u.State, u.SentAt = update.Sent, t.now
	}
	if t.did("%d arrives at %s", u.N, to.Key()); u.N > t.k.Heard && u.N == len(t.h.Texts) {
		t.k.Take(u)
		return
	}
	t.reread()
}

func (t *teller) comeBack(u *update.Update, from client.Destination) {
	t.did("%d comes back from %s", u.N, from.Key())
	u.ComesBack(from)
	if !slices.ContainsFunc(u.To, func(to client.Destination) bool { return !to.Optional && !u.ArrivedAt(to).IsZero() }) {
		u.State, u.SentAt = update.Sending, time.Time{}
	}
	t.reread()
}

func (t *teller) report() *update.Update {
	u := t.write(update.ByHand)
	u.State, u.SentAt, u.Says = update.Sent, t.now, nil
	u.Words["how"] = pick(t, "call", "letter", "voicemail")
	if t.flip() {
		said := *t.write(pick(t, update.MonitoringUpdate, update.Correction))
		t.h.Texts = t.h.Texts[:len(t.h.Texts)-1]
		u.Spoken = []update.Update{{Kind: update.ByHand, Words: map[string]string{update.Spoken: "we are on it"}}, said}
	}
	t.did("%d is told by hand: %s", u.N, u.Words["how"])
	t.k.Take(u)
	return u
}

func (t *teller) takeBack(u *update.Update) {
	t.did("%d was not told", u.N)
	u.State = update.Withdrawn
	t.reread()
}

func (t *teller) turn() {
	turn := told.Turn{After: t.k.Heard, At: t.now}
	switch t.rand.IntN(3) {
	case 0:
		turn.Down, turn.Knew = true, t.flip()
	case 1:
		turn.Anew = true
	case 2:
		turn.Words = map[string]string{update.Amend + "right": "It was slow."}
	}
	t.did("it turns after %d: %+v", turn.After, turn)
	t.h.Turns = append(t.h.Turns, turn)
	t.k.Turn(turn)
}

func (t *teller) reread() {
	t.k = t.h.Known()
	told.Settle(t.h.Turns, &t.k)
}

// known is what a client knows, to compare.
func known(k told.Known) string {
	slices.Sort(k.LossAt)
	text, err := json.MarshalIndent(k, "", " ")
	if err != nil {
		return err.Error()
	}
	return strings.NewReplacer("{}", "null", "[]", "null").Replace(string(text))
}

// any copy that has arrived, or has not, if there is one.
func (t *teller) copies(arrived bool) (u *update.Update, to client.Destination) {
	n := 0
	for _, one := range t.h.Texts {
		for _, each := range one.To {
			if (one.Got[each.Key()].IsZero() == arrived) || one.State == update.Withdrawn {
				continue
			}
			if n++; t.rand.IntN(n) == 0 {
				u, to = one, each
			}
		}
	}
	return u, to
}

// What a client knows is what the texts say that have reached them, whatever came back, was taken
// back or turned up in between, and in whichever order that was heard of.
func TestWhatAClientKnowsFollowsFromWhatReachedThem(t *testing.T) {
	for seed := range uint64(500) {
		w := &teller{rand: rand.New(rand.NewPCG(seed, 7)), now: scheduletest.At(0)}
		for range 12 {
			w.now = w.now.Add(time.Minute)
			switch w.rand.IntN(8) {
			case 0, 1:
				w.send()
			case 2, 3, 4:
				if u, to := w.copies(false); u != nil {
					w.arrive(u, to)
				}
			case 5:
				if u, from := w.copies(true); u != nil {
					w.comeBack(u, from)
				}
			case 6:
				before := known(w.k)
				if u := w.report(); w.flip() {
					if w.takeBack(u); known(w.k) != before {
						t.Fatalf("seed %d: the newest is taken back, and they do not know what they knew before:\n%s\nknown %s\nbefore %s", seed, strings.Join(w.log, "\n"), known(w.k), before)
					}
				}
			case 7:
				w.turn()
			}
			w.check(t, seed)
		}
		w.checkOrder(t, seed)
	}
}

// check compares what was kept step by step with what all of it says, and with what only that
// says which has arrived.
func (w *teller) check(t *testing.T, seed uint64) {
	all := w.h.Known()
	if known(w.k) != known(all) {
		t.Fatalf("seed %d: step by step they know something else:\n%s\nkept %s\nread %s", seed, strings.Join(w.log, "\n"), known(w.k), known(all))
	}
	only := w.h
	only.Texts = nil
	for _, u := range w.h.Texts {
		if len(u.Got) > 0 || u.State == update.Sent {
			arrived := *u
			arrived.To = slices.DeleteFunc(slices.Clone(u.To), func(to client.Destination) bool { return u.ArrivedAt(to).IsZero() })
			only.Texts = append(only.Texts, &arrived)
		}
	}
	if known(only.Known()) != known(all) {
		t.Fatalf("seed %d: they know what has not reached them:\n%s", seed, strings.Join(w.log, "\n"))
	}
}

// checkOrder lets two copies come back, in either order.
func (w *teller) checkOrder(t *testing.T, seed uint64) {
	u, from := w.copies(true)
	v, other := w.copies(true)
	if u == nil || u == v && from == other {
		return
	}
	ends := map[bool]string{}
	for _, first := range []bool{true, false} {
		c := &teller{h: w.h, k: w.k, now: w.now}
		c.h.Turns, c.h.Texts = slices.Clone(w.h.Turns), nil
		for _, u := range w.h.Texts {
			one := *u
			one.Got = map[string]time.Time{}
			for key, at := range u.Got {
				one.Got[key] = at
			}
			c.h.Texts = append(c.h.Texts, &one)
		}
		a, b := func() { c.comeBack(c.h.Texts[u.N-1], from) }, func() { c.comeBack(c.h.Texts[v.N-1], other) }
		if !first {
			a, b = b, a
		}
		a()
		b()
		ends[first] = known(c.k)
	}
	if ends[true] != ends[false] {
		t.Fatalf("seed %d: it matters that %d came back before %d:\n%s\n%s\n%s", seed, u.N, v.N, strings.Join(w.log, "\n"), ends[true], ends[false])
	}
}

// What only a report, or a text that came back, had told them is untold again.
func TestWhatAReportToldIsUntoldAgain(t *testing.T) {
	f := facts.Facts{}
	f.Note(true, facts.Noted{Text: "the search is down, too"})
	f.Note(true, facts.Noted{Text: "the disk is full"})
	texts := []*update.Update{
		{N: 1, Kind: update.ByHand, State: update.Sent, SentAt: scheduletest.At(1), Words: map[string]string{"how": "call", "text": "The disk is full."}},
		{N: 2, Kind: update.ByHand, State: update.Sent, SentAt: scheduletest.At(2), Words: map[string]string{"how": "call", "text": "The search is down, too. The disk is full."}},
	}
	for _, u := range texts {
		u.Note(&f)
	}
	h := told.History{Texts: texts}
	if list := f.Untold(h.Known().Learned); len(list) > 0 {
		t.Fatalf("both were told: %v", list)
	}
	texts[1].State = update.Withdrawn
	if list := f.Untold(h.Known().Learned); len(list) != 1 || list[0].Text != "the search is down, too" {
		t.Errorf("untold again: %v", list)
	}
}

// What a person said in their own words they know, and it is not what they have in writing; a text
// that tells the answer counts before it.
func TestWhatWasSaidInOwnWordsIsKnown(t *testing.T) {
	lost := func(a facts.Answer) map[facts.Question]facts.Answer {
		return map[facts.Question]facts.Answer{facts.DataLost: a}
	}
	slack := []client.Destination{{Via: client.ViaSlack, To: "C1"}}
	got := map[string]time.Time{slack[0].Key(): scheduletest.At(1)}
	texts := []*update.Update{{N: 1, Kind: update.Progress, State: update.Sent, At: scheduletest.At(1), SentAt: scheduletest.At(1), To: slack, Got: got, Claims: lost(facts.Yes)}}
	k := told.History{Texts: texts}.Known()
	if k.Knows[facts.DataLost] != facts.Yes || k.Wrote[facts.DataLost] != "" || k.Lost == nil {
		t.Errorf("in its own words: knows %v, in writing %v, lost %v", k.Knows, k.Wrote, k.Lost)
	}
	texts[0].Facts, texts[0].Says = lost(facts.Yes), map[string][]facts.Question{}
	if k = (told.History{Texts: texts}).Known(); k.Knows[facts.DataLost] != "" {
		t.Errorf("a loss that was known is disclosed by a text of its own: %v", k.Knows)
	}
	texts[0].Facts, texts[0].Says = lost(facts.No), nil
	if k = (told.History{Texts: texts}).Known(); k.Knows[facts.DataLost] != facts.No {
		t.Errorf("the answer that it tells counts first: %v", k.Knows)
	}
}

// Words that read like harm count as a hint of it, but where they say that there was none: what a
// correction takes back, and that it was another's.
func TestWhatReadsLikeHarmIsAHint(t *testing.T) {
	for kind, hints := range map[string]bool{update.Progress: true, update.ByHand: true, update.Correction: false, update.NotYours: false} {
		var k told.Known
		k.Hear(&update.Update{N: 1, Kind: kind, At: scheduletest.At(1), SentAt: scheduletest.At(1), Words: map[string]string{"what_changed": "All orders are lost.", "text": "All orders are lost."}})
		if got := k.Hinted[facts.DataLost] == facts.Yes; got != hints {
			t.Errorf("%s: hinted %v", kind, k.Hinted)
		}
	}
}

// What they read at first that they notice stays that, whatever they read later.
func TestWhatTheyReadAtFirst(t *testing.T) {
	var k told.Known
	for n, words := range []string{"", "the shop does not open", "only images are slow"} {
		k.Remember(&update.Update{N: n + 1, Kind: update.Progress, Words: map[string]string{"impact": words}})
	}
	if got := k.Said[update.Outset]; got != "the shop does not open" {
		t.Errorf("at first they read %q", got)
	}
}
