// Package telling keeps what a person told a client by hand: on the phone, in person or by
// letter. It counts like an update.
package telling

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/alike"
	"candor/incident/byhand"
	"candor/incident/claimed"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/meeting"
	"candor/incident/promise"
	"candor/incident/standing"
	"candor/incident/timeline"
	"candor/incident/update"
	"candor/incident/work"
)

// Telling is a transaction in which somebody says what they told a client. It belongs to one
// goroutine.
type Telling struct {
	*work.Unit
	Client *incident.Affected
	By     incident.Actor
}

// Record keeps a report of it. A voicemail counts too, and leaves bad news owed. The
// report is the caller's: a second run of a transaction proposes its own time.
func (t Telling) Record(r byhand.Report) error {
	w, aff, a := t.Unit, t.Client, t.By
	if err := t.accept(&r); err != nil {
		return err
	}
	said, was, say, reader := saidIn(w.Inc, aff, &r), before(w.Inc, aff), alike.Spoken(aff), alike.Reads(w.Inc, aff)
	review := aff.Owed(promise.Review) != nil || r.Review
	u, err := written(w, aff, a, &r)
	if err != nil {
		return err
	}
	u.Spoken = t.spoken(u, &r, say)
	if err := w.TakeOver(a.ID); err != nil {
		return err
	}
	if p := aff.Owed(promise.Meeting); p != nil && aff.OnCall() && !p.MadeAt.Before(aff.Call.At) { // a text promised it during the call
		r.Meeting = true
	}
	aff.Call.Over, aff.Before = true, was
	if err := w.SettleTold(aff, u); err != nil {
		return err
	}
	if r.How.Spoke() {
		reader.Said(say, w.Now)
	}
	if p := aff.Owed(promise.Review); p != nil && !review { // it is owed, and they do not know
		p.Said = false
	}
	if err := cmp.Or(t.works(u, r.Works), heardOld(w, aff, &r)); err != nil {
		return err
	}
	if err := noteSaid(w, aff, said, a.ID); err != nil {
		return err
	}
	return spokenWith(w, aff, u, &r)
}

// accept refuses a report that cannot be so, and puts into one what else follows from it.
func (t Telling) accept(r *byhand.Report) error {
	mark, err := t.Tx.Restored()
	if err != nil {
		return err
	}
	if mark != nil {
		r.Copy.AsOf, r.Copy.At = mark.AsOf, mark.At
	}
	if err := cmp.Or(mayRecord(t.Inc, t.Client, r, t.Now), recordedAlready(t.Unit, t.Client, r)); err != nil {
		return err
	}
	if r.NotTheirs != "" { // they expect nothing more
		r.NextAt, r.Usual = time.Time{}, time.Time{}
	}
	if r.How.Spoke() {
		t.wantsToHear(r)
	}
	return nil
}

// spoken are the texts of ours that were said with report u, and its own words, where others of
// ours reach the client: else a person says each word, and knows.
func (t Telling) spoken(u *update.Update, r *byhand.Report, say *update.Update) (list []update.Update) {
	if r.How.Spoke() {
		list = alike.Speaks(t.Inc, t.Client, say)
	}
	if len(t.Client.Client.Destinations()) > 0 {
		list = append(list, update.Update{Kind: update.ByHand, Words: map[string]string{update.Spoken: u.Words["text"]}})
	}
	return list
}

// written keeps a report as an update, and what was asked of the client in it.
func written(w *work.Unit, aff *incident.Affected, a incident.Actor, r *byhand.Report) (*update.Update, error) {
	aff.Updates++
	u := &update.Update{Incident: w.Inc.Number, Client: aff.Client.ID, N: aff.Updates, Kind: update.ByHand, State: update.Sent,
		Words: r.Words(), NextAt: r.NextAt, Usual: r.Usual, Answers: r.Answers, By: a.ID, Sender: w.Signer(a), At: w.Now, SentAt: cmp.Or(r.At, w.Now)}
	asks := standing.Report{Asked: r.Asked, Over: r.Over, Reads: len(aff.Client.Destinations()) > 0}
	if r.How == byhand.ByVoicemail { // nobody knows that they heard it
		asks = standing.Report{}
	}
	err := noteAsks(w, aff, asks, a.ID)
	if err != nil {
		return nil, err
	}
	if _, err = asks.Keep(aff.Standing, w.Inc.FactsOf(aff), u); err != nil {
		return nil, err
	}
	u.Facts, u.Warns = w.Inc.Tells(aff, r)
	u.Loss = w.Inc.FactsOf(aff).Lost()
	if r.How != byhand.ByVoicemail {
		u.Note(w.Inc.FactsOf(aff))
		noteWrong(w.Inc.FactsOf(aff), u, r.Said)
	}
	again := aff.Owed(promise.Review) != nil && !r.Review                                              // they expect it by another day already
	if w.Inc.State == incident.Resolved && w.Inc.AftercareOf(aff, w.Now) != incident.Small && !again { // aftercare counts from here; the review is due as usual
		u.Times = map[string]time.Time{"review_due": w.Inc.ReviewDue(aff, w.Now)}
	}
	return u, nil
}

// noteSaid keeps which bad news a person said.
func noteSaid(w *work.Unit, aff *incident.Affected, said []incident.Untold, by string) error {
	if len(said) == 0 {
		return nil
	}
	return w.RecordFor(aff, timeline.Entry{Kind: timeline.Said, By: by, Words: incident.Thats(said)})
}

// noteAsks keeps in the timeline what a person asked of a client, and told them is over.
func noteAsks(w *work.Unit, aff *incident.Affected, r standing.Report, by string) error {
	for _, q := range slices.Sorted(maps.Keys(r.Asked)) {
		if err := w.RecordFor(aff, timeline.Entry{Kind: timeline.AskedByHand, By: by, Words: r.Asked[q]}); err != nil {
			return err
		}
	}
	for _, a := range aff.Standing {
		if !slices.Contains(r.Over, a.About) {
			continue
		}
		if err := w.RecordFor(aff, timeline.Entry{Kind: timeline.OverByHand, By: by, Words: a.Text}); err != nil {
			return err
		}
	}
	return nil
}

// heardOld makes news of what a client was told and is otherwise by now.
func heardOld(w *work.Unit, aff *incident.Affected, r *byhand.Report) error {
	for _, q := range r.Said {
		if a, ok := r.Shown[q]; !ok || a == w.Inc.FactsOf(aff).Answer(q) || aff.Knows[q] != a {
			continue
		}
		if e := w.Inc.NewsFor(aff, q); e != nil {
			if err := w.ClientEvent(aff, *e); err != nil {
				return err
			}
		}
	}
	return nil
}

// spokenWith settles what a talk settles, if it was one, and owes the same in writing.
func spokenWith(w *work.Unit, aff *incident.Affected, u *update.Update, r *byhand.Report) error {
	if r.Status {
		meeting.OweAnswer(w.Inc, aff, w.Now)
	}
	if !r.How.Spoke() {
		return nil
	}
	if len(u.Facts) > 0 {
		meeting.OweWriting(w.Inc, aff, w.Now)
	}
	return w.Spoke(aff, u, r.Meeting)
}

// Add adds to the report of update n what else was said in it: bad news of which the
// client did not know, what they were asked, and what is over of it; or takes all of it back.
func (t Telling) Add(n int, more byhand.Report) error {
	switch {
	case more.Mistaken:
		return t.takeBack(n, more.Text)
	case more.Request > 0:
		return t.addWaiting(more)
	}
	return t.add(n, more)
}

func (t Telling) add(n int, more byhand.Report) error {
	w, aff := t.Unit, t.Client
	u, err := w.Tx.ClientUpdate(w.Inc.Number, aff.Client.ID, n)
	if err != nil {
		return err
	}
	switch p := aff.Owed(promise.Review); {
	case more.Next:
		return t.toldNext(u)
	case more.Review && p != nil:
		return t.toldReview(p, u)
	case more.Meeting:
		return t.wasCall(u)
	case !more.Works.IsZero():
		return t.works(u, more.Works)
	case len(more.Instants)+len(more.Claims) > 0:
		return cmp.Or(t.instants(u, more.Instants), t.claims(u, more.Claims))
	}
	return t.addWords(u, more)
}

// addWords adds the bad news and what was asked of them.
func (t Telling) addWords(u *update.Update, more byhand.Report) error {
	w, aff, by := t.Unit, t.Client, t.By.ID
	said, err := maySay(w.Inc, aff, u, more.Said)
	if err != nil {
		return err
	}
	asks := standing.Report{Asked: more.Asked, Over: more.Over, Reads: len(aff.Client.Destinations()) > 0}
	if err := noteAsks(w, aff, asks, by); err != nil {
		return err
	}
	if _, err = asks.Add(aff.Standing, w.Inc.FactsOf(aff), u, w.Inc.NewsKind(aff)); err != nil {
		return err
	}
	if len(said) == 0 {
		return w.Reached(aff, u)
	}
	r := byhand.Report{How: byhand.How(u.Words["how"]), Said: more.Said}
	tells, warns := w.Inc.Tells(aff, &r)
	maps.Copy(tells, u.Facts)
	u.Facts, u.Warns, u.Loss = tells, cmp.Or(warns, u.Warns), cmp.Or(u.Loss, w.Inc.FactsOf(aff).Lost())
	u.Note(w.Inc.FactsOf(aff))
	noteWrong(w.Inc.FactsOf(aff), u, more.Said)
	if err := w.Reached(aff, u); err != nil {
		return err
	}
	if w.Inc.Unhurry(aff, w.Now); len(w.Inc.Unheard(aff)) == 0 {
		if err := w.CollapseAll(aff); err != nil {
			return err
		}
	}
	if r.How.Spoke() {
		t.wantsToHear(&r)
		meeting.OweWriting(w.Inc, aff, w.Now)
	}
	return w.RecordFor(aff, timeline.Entry{Kind: timeline.Said, By: by, Words: incident.Thats(said)})
}

// claims adds to update u what its writer says that it said of harm, or that there is none. Where
// that is not so, or turns out not to be, it is put right like all that was wrong; it answers no
// question here.
func (t Telling) claims(u *update.Update, claims byhand.Claims) error {
	if len(claims) == 0 {
		return nil
	}
	var words []string
	for _, q := range claims.Sorted() {
		if byhand.That(q, claims[q]) == "" {
			return fault.Errorf(fault.Invalid, "Nobody can have said that. Nothing was recorded. Type told call: and what you said.")
		}
		words = append(words, byhand.That(q, claims[q]))
	}
	u.Claims = byhand.Claims(u.Claims).Add(claims)
	u.Loss = cmp.Or(u.Loss, claimed.Lost(t.Inc, t.Client, u))
	if err := t.Reached(t.Client, u); err != nil {
		return err
	}
	for _, q := range claims.Sorted() {
		e := t.Inc.NewsFor(t.Client, q)
		if e == nil || t.Inc.FactsOf(t.Client).Answer(q) == "" {
			continue
		}
		if t.Inc.State == incident.Closed { // they have to hear that it is otherwise
			if err := t.Unclose(timeline.Entry{By: t.By.ID}); err != nil {
				return err
			}
		}
		if err := t.ClientEvent(t.Client, *e); err != nil {
			return err
		}
	}
	t.Inc.Unhurry(t.Client, t.Now)
	t.Inc.Hurry(t.Client, t.Now)
	if facts.AnyBad(claims) && u.Counts() { // what is known of it they have in writing, too
		meeting.OweWriting(t.Inc, t.Client, t.Now)
	}
	return t.recordSaid(u, fault.And(words))
}

// recordSaid keeps in the timeline what else was said in a report; a text stands there as it is.
func (t Telling) recordSaid(u *update.Update, words string) error {
	if u.Kind != update.ByHand {
		return nil
	}
	return t.RecordFor(t.Client, timeline.Entry{Kind: timeline.Said, By: t.By.ID, Words: words})
}

// instants adds to update u what its writer says that it said of instants: what it promises by
// when is owed from now on, and of a text once it has arrived.
func (t Telling) instants(u *update.Update, said []update.Instant) error {
	if len(said) == 0 {
		return nil
	}
	aff := t.Client
	list := byhand.Same(claimed.Of(t.Inc, aff, u), said)
	if len(list) < len(said) {
		return fault.Errorf(fault.Invalid, "It does not say so. Nothing was recorded. Type told call: and what you said.")
	}
	var words []string
	for _, one := range list {
		if u.Has(one.What, one.At) {
			return fault.Errorf(fault.Conflict, "That is written down already. Nothing was changed.")
		}
		if one.What == update.SaysWorks && u.Kind == update.ByHand {
			return t.works(u, one.At)
		}
		words = append(words, one.Words)
	}
	t.Says(aff, u, list)
	if err := t.Reached(aff, u); err != nil {
		return err
	}
	if u.Counts() {
		for _, one := range list {
			meeting.InWords(t.Inc, aff, one, cmp.Or(u.SentAt, u.At))
		}
	}
	return t.recordSaid(u, "“"+strings.Join(words, " ")+"”")
}

// toldNext adds to report u that they were told by when they hear again: what was owed until
// then is promised.
func (t Telling) toldNext(u *update.Update) error {
	p := t.Client.Owed(promise.Update)
	if p == nil || p.Said || u.Usual.IsZero() || u.N != t.Client.Heard || !p.DueAt.After(t.Now) {
		return fault.Errorf(fault.Conflict, "Nothing was recorded: %s has been told something since, or that time has passed. If you talked to them again, record it with told.", t.Client.Client.Name)
	}
	p.Said, u.NextAt, u.Usual = true, p.DueAt, time.Time{}
	if err := cmp.Or(t.Retell(t.Client, u), t.Reached(t.Client, u)); err != nil {
		return err
	}
	by := p.DueAt.In(t.Client.Client.Zone()).Format("15:04 MST")
	return t.RecordFor(t.Client, timeline.Entry{Kind: timeline.Said, By: t.By.ID, Words: "they hear from us again by " + by})
}

// wasCall adds to report u that it was the call that they were promised for later.
func (t Telling) wasCall(u *update.Update) error {
	p := t.Client.Owed(promise.Meeting)
	if p == nil || !byhand.How(u.Words["how"]).Spoke() || !u.Counts() {
		return fault.Errorf(fault.Conflict, "Nothing was changed: no call to %s is promised any more.", t.Client.Client.Name)
	}
	if err := cmp.Or(t.Spoke(t.Client, u, true), t.Retell(t.Client, u)); err != nil {
		return err
	}
	return t.RecordFor(t.Client, timeline.Entry{Kind: timeline.Gave, By: t.By.ID, Promised: string(p.Kind)})
}

// toldReview adds to report u that they were told by when the written review comes.
func (t Telling) toldReview(p *promise.Promise, u *update.Update) error {
	p.Said = true
	if err := cmp.Or(t.Retell(t.Client, u), t.Tx.PutClientUpdate(u)); err != nil {
		return err
	}
	by := p.DueAt.In(t.Client.Client.Zone()).Format("Monday 2 January, 15:04 MST")
	return t.RecordFor(t.Client, timeline.Entry{Kind: timeline.Said, By: t.By.ID, Words: "they get our written review by " + by})
}
