package meeting

import (
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/drill"
	"candor/incident/promise"
	"candor/incident/team"
	"candor/incident/update"
)

// invited is a client by mail, and what their calendar is told text by text.
type invited struct {
	t   *testing.T
	inc *incident.Incident
	aff *incident.Affected
}

func newInvited(t *testing.T) *invited {
	inc := &incident.Incident{State: incident.Open, Clients: []incident.Affected{{Client: client.Client{ID: "acme"}}}}
	return &invited{t, inc, &inc.Clients[0]}
}

// text sends a text and returns what it brings to the calendar.
func (v *invited) text(kind string, minutes int, slots ...time.Time) *update.Invite {
	v.t.Helper()
	u := &update.Update{Kind: kind, At: at(minutes), To: []client.Destination{{Via: client.ViaEmail, To: "dana@acme.example"}}}
	if len(slots) == 2 {
		u.Times = map[string]time.Time{"slot1": slots[0], "slot2": slots[1]}
	}
	u.Invite = Invite(v.inc, v.aff, u, team.Person{Name: "Ana Ruiz"})
	u.Arrives(u.To[0], u.At)
	v.inc.Hears(v.aff, u)
	Owe(v.inc, v.aff, u, u.At)
	return u.Invite
}

func (v *invited) want(what string, got *update.Invite, want update.Invite) {
	v.t.Helper()
	want.Caller = team.Person{Name: "Ana Ruiz"}
	if got == nil || *got != want {
		v.t.Errorf("%s: their calendar is told %+v, want %+v", what, got, want)
	}
}

// The entry in a client's calendar follows the call: offered, chosen, offered anew,
// off. It keeps its name, and counts its changes; the next call has a name of its own.
func TestTheirCalendarFollowsTheCall(t *testing.T) {
	v := newInvited(t)
	v.want("offered", v.text(update.MeetingInvite, 0, at(120), at(300)), update.Invite{N: 1, At: at(120), Offer: true})
	if got := v.text(update.Progress, 1); got != nil {
		t.Errorf("nothing has changed, and their calendar is told %+v", got)
	}
	if err := Choose(v.inc, v.aff, Choice{N: 2}, at(2)); err != nil || !Behind(v.aff, at(2)) {
		t.Fatalf("they chose the second time (%v); their calendar is behind: %t", err, Behind(v.aff, at(2)))
	}
	v.want("chosen", v.text(update.Progress, 3), update.Invite{N: 1, Seq: 1, At: at(300)})
	if Behind(v.aff, at(4)) {
		t.Error("their calendar is right, and counts as behind")
	}
	v.want("offered anew", v.text(update.MeetingInvite, 5, at(400), at(600)), update.Invite{N: 1, Seq: 2, At: at(400), Offer: true})
	v.aff.Owed(promise.Meeting).End(promise.Dropped, "", at(6))
	v.want("off", v.text(update.Progress, 7), update.Invite{N: 1, Seq: 3, At: at(400), Offer: true, Off: true})
	if got := v.text(update.Progress, 8); got != nil {
		t.Errorf("it is off, and their calendar is told again: %+v", got)
	}
	v.want("another call", v.text(update.MeetingInvite, 9, at(800), at(900)), update.Invite{N: 2, At: at(800), Offer: true})
}

// A review asks whether they could go through it together: the time is in their calendar as an
// offer, until they choose it or another text takes its place.
func TestTheTimeThatAReviewOffersIsInTheirCalendar(t *testing.T) {
	v := newInvited(t)
	text := func(kind string, minutes int, slot time.Time) *update.Invite {
		u := &update.Update{Kind: kind, At: at(minutes), To: []client.Destination{{Via: client.ViaEmail}}}
		if !slot.IsZero() {
			u.Times = map[string]time.Time{"slot": slot}
		}
		u.Invite = Invite(v.inc, v.aff, u, team.Person{Name: "Ana Ruiz"})
		u.Arrives(u.To[0], u.At)
		v.inc.Hears(v.aff, u)
		Owe(v.inc, v.aff, u, u.At)
		return u.Invite
	}
	v.want("offered", text(update.PostmortemCover, 0, at(300)), update.Invite{N: 1, At: at(300), Offer: true})
	if got := text(update.Checkin7d, 60, time.Time{}); got != nil {
		t.Errorf("it is offered still, and their calendar is told %+v", got)
	}
	if err := Choose(v.inc, v.aff, Choice{N: 1}, at(70)); err != nil {
		t.Fatal(err)
	}
	v.want("chosen", text(update.Checkin7d, 80, time.Time{}), update.Invite{N: 1, Seq: 1, At: at(300)})
}

// A call that took place stays in the calendar, and the one after it is another.
func TestACallThatTookPlaceStaysInTheirCalendar(t *testing.T) {
	v := newInvited(t)
	v.text(update.MeetingInvite, 0, at(120), at(300))
	v.aff.Owed(promise.Meeting).Settle(0, at(125))
	if got := v.text(update.Progress, 200); got != nil {
		t.Errorf("the call took place, and their calendar is told %+v", got)
	}
	v.want("the next", v.text(update.MeetingInvite, 210, at(400), at(500)), update.Invite{N: 2, At: at(400), Offer: true})
}

// Nothing is put into a calendar of which no mail leaves, by an exercise, by a text that
// nobody read first, or of a time that nobody told the client.
func TestWhatIsPutIntoNoCalendar(t *testing.T) {
	for what, change := range map[string]func(*invited, *update.Update){
		"no mail":       func(_ *invited, u *update.Update) { u.To = []client.Destination{{Via: client.ViaSlack, To: "C1"}} },
		"a drill":       func(v *invited, _ *update.Update) { v.inc.Drill = &drill.Drill{} },
		"an automatic":  func(_ *invited, u *update.Update) { u.Kind = update.AutoHolding },
		"writing only":  func(v *invited, _ *update.Update) { v.aff.Client.Manner = client.WritingOnly },
		"a time passed": func(_ *invited, u *update.Update) { u.At = at(500) },
	} {
		v := newInvited(t)
		u := &update.Update{Kind: update.MeetingInvite, At: at(0), To: []client.Destination{{Via: client.ViaEmail}}, Times: map[string]time.Time{"slot1": at(120), "slot2": at(300)}}
		change(v, u)
		if got := Invite(v.inc, v.aff, u, team.Person{}); got != nil {
			t.Errorf("%s: their calendar is told %+v", what, got)
		}
	}
	v := newInvited(t)
	v.text(update.MeetingInvite, 0, at(120), at(300))
	v.aff.Owed(promise.Meeting).Wished = true
	if got := v.text(update.Progress, 1); got != nil {
		t.Errorf("they are called sooner, as they wished, and their calendar is told %+v", got)
	}
}
