// Package night is who sleeps while an incident is open, who is on it meanwhile, and
// who takes it over from whom. It knows people and times, and no promise.
//
// The zero [Watch] is an incident in which nobody sleeps and nothing is handed over:
// everything goes on as if this package were not there.
package night

import (
	"cmp"
	"slices"
	"time"

	"candor/incident/fault"
	"candor/incident/schedule"
)

// Watch is who is there for one incident.
type Watch struct {
	Duty     Duty      `json:"duty,omitzero"`
	Rests    []Rest    `json:"rests,omitempty"`    // at most one for each person
	Handover *Handover `json:"handover,omitempty"` // that waits for a word, or had one; nil: there was none
	Numbers  int       `json:"numbers,omitempty"`  // rests and handovers so far: the newest number
	GapSaid  bool      `json:"gap_said,omitempty"` // that one person repairs it and talks to the client
}

// Duty is since when whoever is in charge has been. They are offered to go to sleep once.
type Duty struct {
	Person  string    `json:"person,omitempty"` // Slack id
	Since   time.Time `json:"since,omitzero"`
	OfferAt time.Time `json:"offer_at,omitzero"` // zero: they were offered it, or need not be
}

// Rest is that somebody sleeps.
type Rest struct {
	N      int       `json:"n"`
	Person string    `json:"person"` // Slack id
	Since  time.Time `json:"since"`
	Until  time.Time `json:"until"`
	On     string    `json:"on,omitempty"`       // who is on it meanwhile; empty: nobody, work pauses
	AskAt  time.Time `json:"ask_at,omitzero"`    // when the team is told how it stands; zero: it was
	Asked  string    `json:"asked,omitempty"`    // key of the message that told them
	Choice Choice    `json:"choice,omitzero"`    // for what their phone may ring
	By     string    `json:"taken_by,omitempty"` // who took it; empty: nobody yet
	TookAt time.Time `json:"took_at,omitzero"`
	No     []string  `json:"refused,omitempty"` // who said that they cannot
}

// Choice is for what the phone of somebody who sleeps may ring. The zero value: only
// where a promise would go unseen, since nobody else can be rung.
type Choice struct {
	Untaken bool `json:"untaken,omitempty"` // nobody has taken it [Guard] before a client's time
	Wished  bool `json:"wished,omitempty"`  // a client asks for a call
}

// Handover is that somebody asks another to take over what they do in the incident.
// Until it is accepted it is theirs.
type Handover struct {
	N        int       `json:"n"`
	From     string    `json:"from"` // Slack ids
	To       string    `json:"to"`
	At       time.Time `json:"at"`
	Due      time.Time `json:"due,omitzero"`     // from when on whoever asks reads in the morning that it waits
	Key      string    `json:"key,omitempty"`    // of the message that asks
	Answer   Answer    `json:"answer,omitempty"` // empty: none yet
	Answered time.Time `json:"answered_at,omitzero"`
}

// Answer is what became of a handover.
type Answer string

const (
	Accepted Answer = "accepted"
	Refused  Answer = "refused"
	Replaced Answer = "replaced" // somebody else was asked, or took it
	Kept     Answer = "kept"     // whoever asked keeps it after all
	Lapsed   Answer = "lapsed"   // whoever asked has no part in it any more, or it is over
)

// Guard is how long before a client's time somebody is rung of what nobody has taken:
// late enough that nobody is woken for what is done anyway, early enough to write.
const Guard = 15 * time.Minute

const (
	// settling is how long after somebody said good night no phone rings: they read
	// what the client reads, and lie down.
	settling = 5 * time.Minute
	// waking is how long after their time somebody may still be asleep: what falls due
	// then is guarded as well.
	waking = time.Hour
	// Longest is the longest rest.
	Longest = 24 * time.Hour
)

// The clock of a day: since midnight.
const (
	asks    = 8 * time.Hour  // when others are asked
	rests   = 11 * time.Hour // until when whoever was up at night sleeps, unless they say otherwise
	evening = 20 * time.Hour // until when others are asked at once, and nobody is offered to go to sleep
	bed     = 23 * time.Hour // from when on going to sleep is offered
	rises   = 6 * time.Hour  // and until when
)

// next is the first time after now at which a clock shows so much since midnight.
func next(clock time.Duration, zone *time.Location, now time.Time) time.Time {
	day := schedule.Midnight(schedule.FieldsOf(now, zone))
	if at := schedule.OnClock(day.Add(clock), zone); at.After(now) {
		return at
	}
	return schedule.OnClock(day.AddDate(0, 0, 1).Add(clock), zone)
}

// sinceMidnight is what a clock shows.
func sinceMidnight(zone *time.Location, now time.Time) time.Duration {
	fields := schedule.FieldsOf(now, zone)
	return fields.Sub(schedule.Midnight(fields))
}

// Asks returns when somebody is asked to take over from a person who sleeps until some
// time: at 08:00 of their own clock, by day at once, and never after that.
func Asks(zone *time.Location, until, now time.Time) time.Time {
	if clock := sinceMidnight(zone, now); clock >= asks && clock < evening {
		return now
	}
	return schedule.Earlier(next(asks, zone, now), until)
}

// Until proposes until when somebody sleeps: 11:00, or eight hours where that is too soon
// or too far.
func Until(zone *time.Location, now time.Time) time.Time {
	at := next(rests, zone, now)
	if left := at.Sub(now); left < 3*time.Hour || left > 16*time.Hour {
		at = now.Add(8 * time.Hour).Truncate(30 * time.Minute)
	}
	return at
}

// longDuty is how long somebody is on duty before they are offered to go to sleep, and
// shortDuty how long at night: by then the client has heard.
const (
	longDuty  = 4 * time.Hour
	shortDuty = 30 * time.Minute
)

// offerAt is when somebody who has been on duty since then is offered to go to sleep:
// after four hours, sooner from 23:00 to 06:00, and by day not before the evening.
func offerAt(zone *time.Location, since time.Time) time.Time {
	soon, late := since.Add(shortDuty), since.Add(longDuty)
	if clock := sinceMidnight(zone, soon); clock >= bed || clock < rises {
		return soon
	}
	return Bedtime(zone, schedule.Earlier(late, next(bed, zone, soon)))
}

// Bedtime is a time, or by day the evening after it: until then nobody thinks of sleep.
func Bedtime(zone *time.Location, t time.Time) time.Time {
	if clock := sinceMidnight(zone, t); clock >= rises && clock < evening {
		return next(evening, zone, t)
	}
	return t
}

// OnDuty notes who is in charge since a time. Somebody else begins a duty of their own;
// "" ends it.
func (w *Watch) OnDuty(person string, zone *time.Location, since time.Time) {
	if person == w.Duty.Person {
		return
	}
	w.Duty = Duty{Person: person, Since: since}
	if person != "" {
		w.Duty.OfferAt = offerAt(zone, since)
	}
}

// Stop lets nothing fall due by itself any more: the incident has ended.
// It returns the keys of the messages that still ask somebody to be on it.
func (w *Watch) Stop() (keys []string) {
	w.Duty.OfferAt = time.Time{}
	for i := range w.Rests {
		r := &w.Rests[i]
		if !r.Taken() && r.Asked != "" {
			keys = append(keys, r.Asked)
		}
		r.AskAt, r.Asked = time.Time{}, ""
	}
	return keys
}

// Lapse ends a handover that nobody can accept any more, and returns the key of the message
// that asks; "" if there is none.
func (w *Watch) Lapse(has func(person string) bool, now time.Time) string {
	h := w.Handover
	if !h.Open() || has(h.From) {
		return ""
	}
	h.Answer, h.Answered = Lapsed, now
	return h.Key
}

// Lets is when a person is bothered with what is due at a time and no phone rings for:
// once they are up.
func (w *Watch) Lets(person string, at time.Time) time.Time {
	if r := w.Rest(person); r != nil && !r.Taken() && !at.Before(r.Since) && at.Before(r.Until) {
		return r.Until
	}
	return at
}

// Rest returns the one that a person has or had last, nil if they never had one.
func (w *Watch) Rest(person string) *Rest {
	for i := range w.Rests {
		if w.Rests[i].Person == person {
			return &w.Rests[i]
		}
	}
	return nil
}

// Sleeps says whether a person sleeps at now.
func (w *Watch) Sleeps(person string, now time.Time) bool {
	r := w.Rest(person)
	return r != nil && now.Before(r.Until)
}

// RestN returns the rest with the number, nil if there is none any more.
func (w *Watch) RestN(n int) *Rest {
	for i := range w.Rests {
		if w.Rests[i].N == n {
			return &w.Rests[i]
		}
	}
	return nil
}

// Sleep notes that somebody sleeps, in the place of what they said before.
func (w *Watch) Sleep(r Rest) *Rest {
	w.WakeUp(r.Person)
	w.Numbers++
	r.N = w.Numbers
	w.Rests = append(w.Rests, r)
	if w.Duty.Person == r.Person {
		w.Duty.OfferAt = time.Time{}
	}
	return &w.Rests[len(w.Rests)-1]
}

// WakeUp ends the rest of a person, and says whether they had one.
func (w *Watch) WakeUp(person string) bool {
	n := len(w.Rests)
	w.Rests = slices.DeleteFunc(w.Rests, func(r Rest) bool { return r.Person == person })
	return len(w.Rests) < n
}

// Take notes that somebody takes over from whoever sleeps.
func (r *Rest) Take(by string, now time.Time) { r.By, r.TookAt = by, now }

// Taken says whether somebody has it.
func (r *Rest) Taken() bool { return r.By != "" }

// Meanwhile is who is on it while the person sleeps: who has taken it, or who is asked
// to and has not said no; "" if nobody is.
func (r *Rest) Meanwhile() string {
	switch {
	case r.By != "":
		return r.By
	case fault.OneOf(r.On, r.No...):
		return ""
	}
	return r.On
}

// Guards returns when somebody is rung, since nobody has taken what a client expects at
// due and was promised at made; zero if the rest does not ask for that.
func (r *Rest) Guards(due, made time.Time) time.Time {
	at := schedule.Later(schedule.Later(due.Add(-Guard), made), r.Since.Add(settling))
	if r.Taken() || !at.Before(r.Until.Add(waking)) {
		return time.Time{}
	}
	return at
}

// Offer asks another to take over, in the place of whom was asked before.
func (w *Watch) Offer(h Handover) *Handover {
	w.Numbers++
	h.N = w.Numbers
	w.Handover = &h
	return &h
}

// Open says whether the handover waits for a word.
func (h *Handover) Open() bool { return h != nil && h.Answer == "" }

// Kept says whether a person has taken back the handover with a number.
func (w *Watch) Kept(person string, n int) bool {
	h := w.Handover
	return h != nil && h.N == n && h.From == person && h.Answer == Kept
}

// Wants says whether a person was asked to take over: they may, without having been there.
func (w *Watch) Wants(person string) bool {
	if w.Handover.Open() && w.Handover.To == person {
		return true
	}
	return slices.ContainsFunc(w.Rests, func(r Rest) bool { return r.On == person && r.Asked != "" })
}

// Wake returns when something about who sleeps falls due by itself; zero if nothing does.
func (w *Watch) Wake() time.Time {
	at := w.Duty.OfferAt
	for _, r := range w.Rests {
		at = schedule.Sooner(at, r.AskAt)
	}
	return at
}

// Repair takes back what was said by a clock that was ahead: nobody sleeps until a time
// that was never meant, who was asked too soon is asked at their time, and everything is
// as it was before.
func (w *Watch) Repair(zone func(person string) *time.Location, now time.Time) {
	w.Rests = slices.DeleteFunc(w.Rests, func(r Rest) bool { return r.Since.After(now) })
	for i := range w.Rests {
		r := &w.Rests[i]
		if at := Asks(zone(cmp.Or(r.On, r.Person)), r.Until, r.Since); r.Asked != "" && !r.Taken() && at.After(now) {
			r.AskAt = at // they were asked at night, and read it, or not
		}
	}
	if h := w.Handover; h != nil {
		h.Due = schedule.Earlier(h.Due, now)
	}
	if d := &w.Duty; d.Since.After(now) {
		if d.Since = now; !d.OfferAt.IsZero() {
			d.OfferAt = offerAt(zone(d.Person), now)
		}
	}
}

// Gap says whether nobody but one person repairs it and talks to the client, although
// there are others: two or more people are on it, and it is grave.
func Gap(people int, grave bool, comms, tech string) bool {
	return people >= 2 && grave && comms == tech
}
