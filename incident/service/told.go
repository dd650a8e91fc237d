package service

import (
	"context"
	"time"

	"candor/incident"
	"candor/incident/update"
	"candor/incident/work"
)

// Told records that a person told the client by hand: it counts like an update.
// A voicemail counts too, and leaves bad news owed.
func (s *Service) Told(ctx context.Context, a incident.Actor, number int64, r incident.ByHandReport) (*incident.Incident, error) {
	return s.changeFor(ctx, access{a, incident.Send, number, r.Client}, func(w *work.Unit, aff *incident.Affected) error {
		r := r // a second run proposes its own time
		if err := w.Inc.MayRecord(aff, &r, w.Now); err != nil {
			return err
		}
		aff.Updates++
		u := &update.Update{Incident: number, Client: aff.Client.ID, N: aff.Updates, Kind: update.ByHand, State: update.Sent,
			Words: r.Words(), NextAt: r.NextAt, By: a.ID, Sender: w.Signer(a), At: w.Now, SentAt: w.Now}
		if r.How != incident.ByVoicemail {
			u.Facts = w.Inc.Facts.Answers()
		}
		if w.Inc.State == incident.Resolved { // aftercare counts from here; the review is due as usual
			u.Times = map[string]time.Time{"review_due": aff.Client.BusinessDays(5, w.Now)}
		}
		if err := w.Tx.PutClientUpdate(u); err != nil {
			return err
		}
		if err := w.TakeOver(a.ID); err != nil {
			return err
		}
		aff.Call.Over = true
		if r.How.Spoke() {
			aff.SpokeAt = w.Now
		}
		if err := w.SettleTold(aff, u, ""); err != nil {
			return err
		}
		if r.Status {
			w.Inc.OweAnswer(aff, w.Now)
		}
		if r.How.Spoke() {
			w.Inc.OweWriting(aff, w.Now)
			return w.Spoke(aff, u)
		}
		return nil
	})
}
