package candor

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// How a person told a client without Candor.
type How string

const (
	ByCall      How = "call"
	ByVoicemail How = "voicemail" // left on their machine: they have heard that it is on, bad news they have not
	ByMessenger How = "messenger" // any other one
	InPerson    How = "person"
)

// Hows lists the ways in the order in which screens show them.
var Hows = []How{ByCall, ByVoicemail, ByMessenger, InPerson}

// Spoke says whether somebody spoke with them.
func (h How) Spoke() bool { return h == ByCall || h == InPerson }

// ByHandReport is a call or a message that a person made and records.
type ByHandReport struct {
	Client   string
	How      How       // may be empty
	Text     string    // what they were told
	Answer   string    // what they said
	Promised string    // what was promised to them: it becomes the promise
	NextAt   time.Time // when they hear next; zero: proposed while open
}

// words are the report as the record of it keeps them.
func (r *ByHandReport) words() map[string]string {
	words := map[string]string{}
	for name, text := range map[string]string{"text": r.Text, "how": string(r.How), "answer": r.Answer, "promised": r.Promised} {
		if text = strings.TrimSpace(text); text != "" {
			words[name] = text
		}
	}
	return words
}

// Told records that a person told the client by hand: it counts like an update.
// A voicemail counts too, and leaves bad news owed.
func (s *Service) Told(ctx context.Context, a Actor, number int64, r ByHandReport) (*Incident, error) {
	return s.changeFor(ctx, a, Send, number, r.Client, func(tx Tx, inc *Incident, aff *Affected, now time.Time) error {
		r := r // a second run proposes its own time
		if err := inc.maySend(a, aff); err != nil {
			return err
		}
		if err := inc.mayRecord(aff, &r, now); err != nil {
			return err
		}
		aff.Updates++
		u := &Update{Incident: number, Client: aff.Client.ID, N: aff.Updates, Kind: ByHand, State: UpdateSent,
			Words: r.words(), NextAt: r.NextAt, By: a.ID, Sender: s.signer(inc, a), At: now, SentAt: now}
		if r.How != ByVoicemail {
			u.Facts = inc.Facts.answers()
		}
		if inc.State == Resolved { // aftercare counts from here; the review is due as usual
			u.Times = map[string]time.Time{"review_due": aff.Client.BusinessDays(5, now)}
		}
		if err := tx.PutClientUpdate(u); err != nil {
			return err
		}
		if err := s.takeOver(tx, inc, a.ID, now); err != nil {
			return err
		}
		aff.Call.Over = true
		if r.How.Spoke() {
			aff.SpokeAt = now
		}
		if err := s.heard(tx, inc, aff, u, "", now); err != nil {
			return err
		}
		if r.How.Spoke() {
			inc.oweWriting(aff, now)
			return s.spoke(tx, inc, aff, u, now)
		}
		return nil
	})
}

// mayRecord refuses a report that could not be true, and proposes the next time.
func (inc *Incident) mayRecord(aff *Affected, r *ByHandReport, now time.Time) error {
	name := aff.Client.Name
	switch {
	case inc.Over():
		return inc.overError()
	case aff.Out > 0 && !aff.OnCall(): // the record of a call may come while its text leaves
		return Errorf(Conflict, "It was *not* recorded yet: update %d is about to reach %s, with a time of its own. Take it back with Undo, or wait until it has arrived.", aff.Out, name)
	case strings.TrimSpace(r.Text) == "":
		return fieldError("text", "Nothing was recorded. Say in a few words what you told %s.", name)
	case r.How != "" && !oneOf(r.How, Hows...):
		return fieldError("how", "Nothing was recorded. Say how you told %s: %s.", name, join(Hows))
	case max(utf8.RuneCountInString(r.Text), utf8.RuneCountInString(r.Answer), utf8.RuneCountInString(r.Promised)) > maxReport:
		return fieldError("text", "Keep each answer to %d characters. Nothing was recorded.", maxReport)
	case inc.State == Open && r.NextAt.IsZero():
		r.NextAt = inc.ProposeNext(aff, ByHand, false, now)
	case inc.State == Open && !r.NextAt.After(now):
		return fieldError("next_update", "Nothing was recorded. The next time is in the past: choose one that is still to come.")
	}
	if p := aff.Owed(UpdatePromise); r.How == ByVoicemail && p.standsAt(now) { // nobody said that they heard it
		r.NextAt = sooner(r.NextAt, p.DueAt)
	}
	return nil
}

// maxReport is the most characters of each part of a report.
const maxReport = 1000

// heard applies that the client heard, on a way or by hand, collapses the
// reminders and says so in the channel.
func (s *Service) heard(tx Tx, inc *Incident, aff *Affected, u *Update, via string, now time.Time) error {
	if u.N < aff.Heard {
		return s.heardLate(tx, inc, aff, u, via, now)
	}
	aff.Heard = u.N
	aff.answered(now)
	aff.Attempts, aff.AttemptAt = 0, time.Time{}
	inc.hear(aff, u, via)
	if err := s.wrote(tx, inc, aff, u, now); err != nil {
		return err
	}
	aff.repliesAnswered(u)
	n := 0
	if owed := aff.Next(); owed != nil && (!Aftercare(u.Kind) || owed.Kind == CheckinPromise) {
		n = owed.N
	}
	inc.told(aff, u, now)
	if p := aff.promiseN(n); p != nil {
		if err := s.collapse(tx, inc, aff, p, u.N, now); err != nil {
			return err
		}
	}
	inc.oweCall(aff, u, now)
	if err := s.line(tx, inc, aff, u, n, now); err != nil {
		return err
	}
	how := fmt.Sprintf("%s was told (update %d, %s).", aff.Client.Name, u.N, u.Kind)
	if u.Kind == ByHand {
		how = byHand(aff, u)
	}
	return record(tx, inc, u.By, "told", how, now)
}

// byHand is a call or a message by hand as the timeline keeps it.
func byHand(aff *Affected, u *Update) string {
	way := map[How]string{ByCall: " on the phone", ByVoicemail: " by voicemail", ByMessenger: " by a message", InPerson: " in person"}[How(u.Words["how"])]
	text := fmt.Sprintf("%s was told by hand%s: %s", aff.Client.Name, way, u.Words["text"])
	if said := u.Words["answer"]; said != "" {
		text += " They said: " + said
	}
	if promised := u.Words["promised"]; promised != "" {
		text += " Promised: " + promised
	}
	return text
}

// heardLate applies that an older update turned out to have arrived: if the
// client read an earlier time in it than in the newer one, that time counts.
func (s *Service) heardLate(tx Tx, inc *Incident, aff *Affected, u *Update, via string, now time.Time) error {
	if p := aff.Owed(UpdatePromise); p != nil && u.NextAt.After(now) && u.NextAt.Before(p.DueAt) {
		p.DueAt, p.Said = u.NextAt, true
	}
	inc.hear(aff, u, via)
	if err := s.wrote(tx, inc, aff, u, now); err != nil {
		return err
	}
	if err := s.line(tx, inc, aff, u, 0, now); err != nil {
		return err
	}
	return record(tx, inc, u.By, "told", fmt.Sprintf("Update %d turned out to have reached %s.", u.N, aff.Client.Name), now)
}

// heardThere applies that another copy of a text has arrived: on another way it
// may tell more.
func (s *Service) heardThere(tx Tx, inc *Incident, aff *Affected, u *Update, d *Delivery, now time.Time) error {
	if d.Optional {
		return nil
	}
	inc.hear(aff, u, d.Via)
	return s.wrote(tx, inc, aff, u, now)
}

// line queues the one line that says to the channel that the client was told.
func (s *Service) line(tx Tx, inc *Incident, aff *Affected, u *Update, promise int, now time.Time) error {
	if !inc.takesPosts() {
		return nil
	}
	if u.Batch != "" {
		return s.batchLine(tx, inc, aff, u, now)
	}
	d := inc.newDelivery(Line, fmt.Sprintf("%s/update/%d/line", aff.Client.ID, u.N), now)
	d.Key = inc.lineKey(aff, u)
	d.Client, d.Update, d.Promise = aff.Client.ID, u.N, promise
	return enqueue(tx, d)
}

// collapse edits the reminders of a settled promise to one line. update is the
// number of the update that settled it, 0 if none did. A direct message has a
// lane of its own: one that cannot be edited holds up nothing.
func (s *Service) collapse(tx Tx, inc *Incident, aff *Affected, p *Promise, update int, now time.Time) error {
	for i, target := range append([]string{p.Showing}, p.Direct...) {
		if target == "" {
			continue
		}
		shown, err := tx.Delivery(target)
		if isLost(err) {
			continue
		}
		if err != nil {
			return err
		}
		if len(shown.Group) > 0 { // others may still be owed
			if err := redraw(tx, inc, shown, now); err != nil {
				return err
			}
			continue
		}
		d := inc.newDelivery(Answered, fmt.Sprintf("%s/promise/%d/answered/%d", aff.Client.ID, p.N, i), now)
		d.Lane = reminderLane(inc, aff)
		if i > 0 {
			d.Lane = d.Key
		}
		d.Client, d.Promise, d.Update, d.Target = aff.Client.ID, p.N, update, target
		if err := enqueue(tx, d); err != nil {
			return err
		}
	}
	return nil
}
