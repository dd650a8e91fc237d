package work

import (
	"maps"
	"slices"
	"time"

	"candor/incident"
	"candor/incident/beside"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/resend"
	"candor/incident/update"
)

// texts renders an update for each way on which it goes.
func (w *Unit) texts(aff *incident.Affected, u update.Update) (map[string]outbox.Text, error) {
	u, err := beside.Say(w.Tx, w.Inc, aff, u)
	if err != nil {
		return nil, err
	}
	return w.Words.RenderAll(w.Inc, &aff.Client, u, client.ToRender(u.To))
}

// rewritten looks whether an update still says what is so: others may have told
// the client something since it was written, and whoever sends it signs it. It
// sets the texts that are right now.
func (w *Unit) rewritten(aff *incident.Affected, u *update.Update) (bool, error) {
	texts, err := w.texts(aff, *u)
	if err != nil || maps.Equal(texts, u.Texts) {
		return false, err
	}
	u.Texts = texts
	w.noteTold(aff, u)
	return true, nil
}

// own lets an update own what was missed until now, and no more.
func (w *Unit) own(aff *incident.Affected, u *update.Update) {
	u.Times = maps.Clone(u.Times)
	u.LateFor, u.LateCall = aff.LateFor(u.Kind, w.Now), aff.LateCall(w.Now)
	w.Inc.Pledges(aff).Own(u, w.Now)
}

// redate brings the days of a text up to today, where it was written on another day of its reader: its
// tomorrow is not ours. It says whether that was so.
func (w *Unit) redate(aff *incident.Affected, u *update.Update, written time.Time) bool {
	written = written.In(aff.Client.Zone()) // where the writer's day was another, the words name it by its date
	if written.IsZero() || written.YearDay() == w.Now.In(aff.Client.Zone()).YearDay() {
		return false
	}
	for _, words := range []*map[string]string{&u.Words, &u.Fixed} {
		*words = maps.Clone(*words)
		for name, text := range *words {
			(*words)[name] = facts.Dated(text, written)
		}
	}
	u.Knew, u.At = u.KnowsTill(), w.Now
	return true
}

// renewFor is renew of a text that was prepared for somebody else, and puts the
// person's own name under it. They know that it is theirs: for that alone it need
// not be read again.
func (w *Unit) renewFor(aff *incident.Affected, u *update.Update, a incident.Actor) (changed bool, err error) {
	if changed, err = w.renew(aff, u); err != nil {
		return false, err
	}
	u.Sender = w.Signer(a)
	_, err = w.rewritten(aff, u)
	return changed, err
}

// renew brings an update that somebody has read up to what is true now: where it
// goes, whether somebody is calling, and so its texts. It says whether that is
// another text or another place than the one that was read. Words that a person
// wrote stay theirs: an answer that they tell and that has changed is an error.
func (w *Unit) renew(aff *incident.Affected, u *update.Update) (changed bool, err error) {
	if resend.TellsOld(w.Inc, u) {
		return false, fault.Errorf(fault.Conflict, "It was *not* sent: an answer about the bad news has changed since it was written, and it tells the old one. Press Client update and write it anew.")
	}
	read := u.To
	switch u.Kind {
	case update.Correction: // it has arrived in more places since, or in fewer
		err = w.corrected(aff, u)
	case update.NotYours:
		err = w.toEach(aff, u)
	default:
		u.To = aff.Client.Destinations()
	}
	if err != nil {
		return false, err
	}
	if !aff.Calling(w.Now) { // a call that is over
		u.Words = maps.Clone(u.Words)
		aff.SayCalling(u, w.Now)
	}
	if !u.LateCall.Equal(aff.LateCall(w.Now)) { // they were called since, or have heard of it
		u.LateCall = time.Time{}
	}
	if update.FirstNotice(u.Kind) || w.Inc.Withheld(aff) != nil { // what it asks of them, and what it tells, follows what is known
		*u = w.Words.Begin(w.Inc, aff, *u, w.Now)
	}
	rewritten, err := w.rewritten(aff, u)
	return rewritten || !slices.Equal(read, u.To), err
}
