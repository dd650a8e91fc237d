package service

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/meeting"
	"candor/incident/policy"
	"candor/incident/standing"
	"candor/incident/timeline"
	"candor/incident/update"
	"candor/incident/view"
	"candor/incident/work"
)

// Told records that a person told the client by hand: it counts like an update.
// A voicemail counts too, and leaves bad news owed.
func (s *Service) Told(ctx context.Context, a incident.Actor, number int64, r byhand.Report) (*incident.Incident, error) {
	return s.changeFor(ctx, access{a, policy.Call, number, r.Client}, func(w *work.Unit, aff *incident.Affected) error {
		r := r // a second run proposes its own time
		mark, err := w.Tx.Restored()
		if err != nil {
			return err
		}
		if mark != nil {
			r.Copy.AsOf, r.Copy.At = mark.AsOf, mark.At
		}
		if err := w.Inc.MayRecord(aff, &r, w.Now); err != nil {
			return err
		}
		if err := w.RecordedAlready(aff, &r); err != nil {
			return err
		}
		if r.How.Spoke() {
			w.Inc.WantsToHear(aff, &r, a.ID, w.Now)
		}
		aff.Updates++
		u := &update.Update{Incident: number, Client: aff.Client.ID, N: aff.Updates, Kind: update.ByHand, State: update.Sent,
			Words: r.Words(), NextAt: r.NextAt, Answers: r.Answers, By: a.ID, Sender: w.Signer(a), At: w.Now, SentAt: cmp.Or(r.At, w.Now)}
		said := w.Inc.SaidIn(aff, &r)
		asks := standing.Report{Asked: r.Asked, Over: r.Over, Reads: len(aff.Client.Destinations()) > 0}
		if r.How == byhand.ByVoicemail { // nobody knows that they heard it
			asks = standing.Report{}
		}
		if err := noteAsks(w, aff, asks, a.ID); err != nil {
			return err
		}
		if aff.Standing, err = asks.Keep(aff.Standing, w.Inc.FactsOf(aff), u); err != nil {
			return err
		}
		u.Facts, u.Warns = w.Inc.Tells(aff, &r)
		if w.Inc.State == incident.Resolved && w.Inc.AftercareOf(aff, w.Now) != incident.Small { // aftercare counts from here; the review is due as usual
			u.Times = map[string]time.Time{"review_due": w.Inc.ReviewDue(aff, w.Now)}
		}
		if err := w.Tx.PutClientUpdate(u); err != nil {
			return err
		}
		if err := w.TakeOver(a.ID); err != nil {
			return err
		}
		aff.Call.Over = true
		if r.How.Spoke() {
			aff.SpokeAt = u.SentAt
		}
		if err := w.SettleTold(aff, u, ""); err != nil {
			return err
		}
		if err := heardOld(w, aff, &r); err != nil {
			return err
		}
		if err := noteSaid(w, aff, said, a.ID); err != nil {
			return err
		}
		return spokenWith(w, aff, u, &r)
	})
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
	return w.Spoke(aff, u)
}

// Said adds to a report by hand, ref.N, what else was said in it: bad news of which the
// client did not know, what they were asked, and what is over of it.
func (s *Service) Said(ctx context.Context, a incident.Actor, ref view.Ref, more byhand.Report) (*incident.Incident, error) {
	return s.changeFor(ctx, access{a, policy.Call, ref.Number, ref.Client}, func(w *work.Unit, aff *incident.Affected) error {
		u, err := w.Tx.ClientUpdate(ref.Number, aff.Client.ID, ref.N)
		if err != nil {
			return err
		}
		said, err := w.Inc.MaySay(aff, u, more.Said)
		if err != nil {
			return err
		}
		asks := standing.Report{Asked: more.Asked, Over: more.Over, Reads: len(aff.Client.Destinations()) > 0}
		if err := noteAsks(w, aff, asks, a.ID); err != nil {
			return err
		}
		if aff.Standing, err = asks.Add(aff.Standing, w.Inc.FactsOf(aff), u, w.Inc.NewsKind(aff)); err != nil {
			return err
		}
		if len(said) == 0 {
			return w.Tx.PutClientUpdate(u)
		}
		how := byhand.How(u.Words["how"])
		r := byhand.Report{How: how, Said: more.Said}
		tells, warns := w.Inc.Tells(aff, &r)
		for q := range u.Facts {
			tells[q] = u.Facts[q]
		}
		u.Facts, u.Warns = tells, cmp.Or(warns, u.Warns)
		if err := w.Tx.PutClientUpdate(u); err != nil {
			return err
		}
		w.Inc.LearnFacts(aff, u, "")
		w.Inc.Unhurry(aff, w.Now)
		if how.Spoke() {
			w.Inc.WantsToHear(aff, &r, a.ID, w.Now)
			meeting.OweWriting(w.Inc, aff, w.Now)
		}
		return w.RecordFor(aff, timeline.Entry{Kind: timeline.Said, By: a.ID, Words: incident.Thats(said)})
	})
}
