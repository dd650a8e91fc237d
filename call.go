package candor

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// Call is the newest try to reach a client by phone.
type Call struct {
	By   string    `json:"by"`
	At   time.Time `json:"at"`             // when it began
	Over bool      `json:"over,omitempty"` // it was recorded, or nobody answered
}

// callLasts is how long a text may say that somebody is calling just now.
const callLasts = 15 * time.Minute

// Calling says whether somebody is on the phone with the client, or about to be:
// only then may a text say so.
func (aff *Affected) Calling(now time.Time) bool {
	c := aff.Call
	return !c.At.IsZero() && !c.Over && now.Sub(c.At) < callLasts
}

// OnCall says whether a call was begun and never recorded.
func (aff *Affected) OnCall() bool { return !aff.Call.At.IsZero() && !aff.Call.Over }

// StartCall records that a person begins to call a client.
func (s *Service) StartCall(ctx context.Context, a Actor, number int64, client string) (*Incident, error) {
	return s.changeFor(ctx, a, Send, number, client, func(tx Tx, inc *Incident, aff *Affected, now time.Time) error {
		if inc.Over() {
			return inc.overError()
		}
		aff.Call = Call{By: a.ID, At: now}
		return record(tx, inc, a.ID, "calling", "Is calling "+aff.Client.Name+".", now)
	})
}

// NobodyAnswered records a call that reached nobody. It tells the client
// nothing, so it settles nothing; that somebody tried stands on the card.
func (s *Service) NobodyAnswered(ctx context.Context, a Actor, number int64, client string) (*Incident, error) {
	return s.changeFor(ctx, a, Send, number, client, func(tx Tx, inc *Incident, aff *Affected, now time.Time) error {
		if inc.Over() {
			return inc.overError()
		}
		aff.Call = Call{By: a.ID, At: now, Over: true}
		aff.Attempts++
		aff.AttemptAt = now
		return record(tx, inc, a.ID, "called", fmt.Sprintf("Called %s: nobody answered (try %d).", aff.Client.Name, aff.Attempts), now)
	})
}

// writeWithin is how long after a call about bad news the client has it in writing.
const writeWithin = 30 * time.Minute

// oweWriting makes the promise that what was said on the phone follows in
// writing, unless it has been written already.
func (inc *Incident) oweWriting(aff *Affected, now time.Time) {
	if inc.State != Open || aff.Out > 0 || aff.Owed(WrittenPromise) != nil || len(aff.Client.Destinations()) == 0 || len(inc.News(aff)) == 0 {
		return
	}
	inc.promise(aff, WrittenPromise, now.Add(writeWithin), now)
}

// wrote settles that promise once a text with the facts has arrived.
func (s *Service) wrote(tx Tx, inc *Incident, aff *Affected, u *Update, now time.Time) error {
	p := aff.Owed(WrittenPromise)
	if p == nil || u.Kind == ByHand || len(inc.News(aff)) > 0 {
		return nil
	}
	p.settle(u.N, now)
	return s.collapse(tx, inc, aff, p, u.N, now)
}

// callAhead is how long before a call that was promised people are reminded of it.
const callAhead = 10 * time.Minute

// oweCall makes the promise of a text that offers times to talk: “I will call you
// at the first of these times”.
func (inc *Incident) oweCall(aff *Affected, u *Update, now time.Time) {
	at := OfferedSlots(aff, u.At)[0]
	if u.Kind != DataLoss || strings.TrimSpace(u.Words["slots"]) == "" || !at.After(now) || aff.Owed(MeetingPromise) != nil {
		return
	}
	inc.promise(aff, MeetingPromise, at, now).Words = u.Words["slots"]
}

// spoke settles it: somebody has spoken with them since.
func (s *Service) spoke(tx Tx, inc *Incident, aff *Affected, u *Update, now time.Time) error {
	p := aff.Owed(MeetingPromise)
	if p == nil {
		return nil
	}
	p.settle(u.N, now)
	return s.collapse(tx, inc, aff, p, u.N, now)
}

// Ask is a question of the client's that reached us before we told them, or
// between two updates.
type Ask struct {
	Text       string    `json:"text"`
	By         string    `json:"by"` // who of us wrote it down
	At         time.Time `json:"at"`
	First      bool      `json:"first,omitempty"` // they asked before they had heard anything from us
	AnsweredAt time.Time `json:"answered_at,omitzero"`
}

// AskedFirst says whether the client asked before they had heard from us.
func (aff *Affected) AskedFirst() bool {
	for _, ask := range aff.Asks {
		if ask.First {
			return true
		}
	}
	return false
}

// Waiting counts the questions that no update has followed yet.
func (aff *Affected) Waiting() int {
	n := 0
	for _, ask := range aff.Asks {
		if ask.AnsweredAt.IsZero() {
			n++
		}
	}
	return n
}

// answered ends the questions: the client has heard from us since.
func (aff *Affected) answered(now time.Time) {
	for i := range aff.Asks {
		if ask := &aff.Asks[i]; ask.AnsweredAt.IsZero() {
			ask.AnsweredAt = now
		}
	}
}

// Asked records that a client asked. Before the first word it shows that they
// noticed before we told them; later it is a reason to tell them now.
func (s *Service) Asked(ctx context.Context, a Actor, number int64, client, text string) (*Incident, error) {
	return s.change(ctx, a, Change, number, func(tx Tx, inc *Incident, now time.Time) error {
		aff, err := inc.find(client)
		text := strings.TrimSpace(text)
		switch {
		case err != nil:
			return err
		case inc.Over():
			return inc.overError()
		case text == "":
			return Errorf(Invalid, "Nothing was recorded. Write what they asked, for example: asked Dana asks when the shop is back.")
		case utf8.RuneCountInString(text) > maxFactWords:
			return Errorf(Invalid, "Keep it to %d characters; this has %d. Nothing was recorded.", maxFactWords, utf8.RuneCountInString(text))
		}
		ask := Ask{Text: text, By: a.ID, At: now, First: aff.ToldAt.IsZero()}
		aff.Asks = append(aff.Asks, ask)
		if err := record(tx, inc, a.ID, "asked", fmt.Sprintf("%s asked: %s", aff.Client.Name, text), now); err != nil || ask.First {
			return err
		}
		return s.clientEvent(tx, inc, aff, ClientEvent{What: ClientAsked, Text: aff.Client.Name + " waits for an answer. Tell them now.", Note: text}, now)
	})
}

// spokeLately is how long a text refers to what was said on the phone.
const spokeLately = 2 * time.Hour

// stamp notes in an update how we had spoken when it was written.
func (inc *Incident) stamp(aff *Affected, u *Update, now time.Time) {
	aff.sayCalling(u, now)
	said := !tellsFacts(u.Kind) || !inc.Facts.givenAt().After(aff.SpokeAt) // what it tells was known then
	if said && now.Sub(aff.SpokeAt) < spokeLately && !aff.Calling(now) {
		u.SpokeAt = aff.SpokeAt
	}
}

// sayCalling lets a text say that somebody is calling only while somebody is.
func (aff *Affected) sayCalling(u *Update, now time.Time) {
	if aff.Calling(now) {
		if u.Words == nil {
			u.Words = map[string]string{}
		}
		u.Words[Calling] = "yes"
		return
	}
	delete(u.Words, Calling)
}

// byHandOnly refuses to send where nothing of ours reaches the client.
func (aff *Affected) byHandOnly() *Error {
	return Errorf(Conflict, "Nothing was sent: Candor knows no way to write to %s. Call them, then record it with told, and add a channel or an address to their profile.", aff.Client.Name)
}

// toRender are the destinations whose text is made. Where nothing can leave,
// the text for Slack is copied, or said on the phone.
func toRender(to []Destination) []Destination {
	if len(to) == 0 {
		return []Destination{{Via: ViaSlack}}
	}
	return to
}
