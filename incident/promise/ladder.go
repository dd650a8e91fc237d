package promise

import (
	"slices"
	"time"

	"candor/incident/fault"
	"candor/incident/morning"
	"candor/incident/outbox"
	"candor/incident/schedule"
)

// Step is the time from the promise's making, or from when its time began to
// count, to its due time, and never less than [Promise.Floor]. The ladder is
// scaled by it, so that it works for 30 seconds as for 4 hours.
func (p *Promise) Step() time.Duration {
	return max(p.DueAt.Sub(schedule.Later(p.MadeAt, p.From)), p.Floor())
}

// shortStep is the least step of a client that does not usually hear more often.
const shortStep = 5 * time.Minute

// Floor is the least step, however short before its time a promise was made: a
// text arrived late, a person chose a time close by, an old text turned up.
// Scaled by those seconds, the ladder would be a storm.
func (p *Promise) Floor() time.Duration {
	if p.Usual <= 0 {
		return shortStep
	}
	return max(p.Usual/4, min(shortStep, p.Usual))
}

const (
	// CallAhead is how long before a call that was promised people are reminded of it.
	CallAhead = 10 * time.Minute
	// LateCall is how long after its time a call that nobody made is owned in a text.
	LateCall = 10 * time.Minute
)

// Slot is the number of what was said last in the keys of deliveries.
func (p *Promise) Slot() int { return int(p.Rung) + p.Repeat }

// Climbed notes that the people of a rung are told.
func (p *Promise) Climbed(r outbox.Rung, now time.Time) {
	p.Passed(r, now)
	p.Nags++
}

// Passed notes that a rung is reached, and that there is nobody to be told.
func (p *Promise) Passed(r outbox.Rung, now time.Time) {
	if r == outbox.Everybody {
		if p.Rung == outbox.Everybody {
			p.Repeat++
		}
		p.LastAt = now
	}
	p.Rung = r
}

// Restart lets the ladder begin again, at another time.
func (p *Promise) Restart() {
	p.Rung, p.Repeat, p.LastAt, p.AskedAll, p.Guarded = 0, 0, time.Time{}, false, false
	p.Anew++
}

// Rings says whether the promise may wake people: its ladder runs at any hour.
func (p *Promise) Rings() bool { return p.Kind.Rings() }

// Guardable says whether somebody may still be rung of it before its time.
func (p *Promise) Guardable() bool {
	return p.Rings() && p.Outcome == Pending && !p.Guarded && !p.Once()
}

// until is for how long after its time phones ring. Nobody is woken for news of what works, as the
// client knows, unless something has happened since.
func (p *Promise) until() time.Duration {
	if p.Works && p.Event == nil {
		return longUnanswered
	}
	return Of(p.Kind).Until
}

// coolsAt is when phones have rung long enough, for what was promised and for what happened
// since; zero as long as not everybody was asked, after a downtime too.
func (p *Promise) coolsAt() time.Time {
	until := p.until()
	if until <= 0 || p.Once() || p.Rung < outbox.Everybody {
		return time.Time{}
	}
	at := p.Urgent()
	if p.Event != nil {
		at = schedule.Later(at, p.Event.DueAt)
	}
	return at.Add(until)
}

// Cooled says whether it rang long enough. From then on it is owed in days: it stands in its
// owner's mornings, and others are asked one a day.
func (p *Promise) Cooled(now time.Time) bool {
	at := p.coolsAt()
	return !at.IsZero() && now.After(at)
}

// InDays says since when it is owed in days; zero if it never is. What is asked for aloud only
// now, since Candor was away, is on the list of the next morning.
func (p *Promise) InDays() time.Time {
	if !p.Rings() {
		return p.MadeAt
	}
	cools := p.coolsAt()
	if cools.IsZero() {
		return cools
	}
	return schedule.Later(cools, p.LastAt)
}

// Once says whether the promise was brought up at its time by a program that did
// so once: a call of some day in the past rings nobody now.
func (p *Promise) Once() bool {
	return p.Kind == Meeting && p.Zone == "" && p.Rung >= outbox.Due
}

// office is where and when whoever owns the promise works.
func (p *Promise) office() morning.Office {
	return morning.Office{Zone: schedule.Zone(p.Zone), Off: p.Off}
}

// Observe keeps the company's holidays that matter to the promise.
func (p *Promise) Observe(off []string) {
	p.Off = morning.Office{Zone: schedule.Zone(p.Zone), Off: off}.Around(p.DueAt).Off
}

// At returns when the promise reaches the rung; zero if its ladder has no such rung.
func (p *Promise) At(r outbox.Rung) time.Time {
	if !p.Rings() {
		return p.calmAt(r)
	}
	step, due := p.Clock()
	if p.Kind == Meeting && r == outbox.Soon {
		return p.sinceMade(p.DueAt.Add(-CallAhead))
	}
	switch {
	case r == outbox.Half && p.Event != nil: // at once
		return schedule.Later(p.Event.At, p.Event.DueAt.Add(-TellWithin))
	case r == outbox.Half && p.First:
		return p.sinceMade(due.Add(-step / 2))
	case r == outbox.Half, r == outbox.Soon && p.Hurried():
		return time.Time{}
	case r == outbox.Soon:
		return p.sinceMade(due.Add(-min(30*time.Minute, step/6)))
	case r == outbox.Due:
		return due
	case r == outbox.TooLate:
		return due.Add(min(15*time.Minute, step/6))
	}
	return due.Add(Again(step))
}

// sinceMade is the time of a rung; zero if the promise was not made by then.
// Whoever has just told a client need not be reminded that it hears again.
func (p *Promise) sinceMade(at time.Time) time.Time {
	if !at.After(p.MadeAt) {
		return time.Time{}
	}
	return at
}

// Again is how often everybody is reminded once more in the first hour.
func Again(step time.Duration) time.Duration {
	return max(min(30*time.Minute, step/3), time.Second)
}

// Who has not answered in an hour is not there: from then on everybody is
// reminded less often, and once more people are asked, see nobodyAnswers.
const (
	unanswered     = time.Hour
	longUnanswered = 4 * time.Hour
)

// pause is how long after a reminder of everybody at some time the next follows.
func (p *Promise) pause(at time.Time) time.Duration {
	step, due := p.Clock()
	switch late := at.Sub(due); {
	case late >= longUnanswered:
		return time.Hour
	case late >= unanswered:
		return 30 * time.Minute
	}
	return Again(step)
}

// NobodyAnswers says whether the whole list is to be asked, which is done once:
// everybody was reminded before, and the client has waited for an hour.
func (p *Promise) NobodyAnswers(now time.Time) bool {
	return p.Rings() && p.Rung == outbox.Everybody && !p.AskedAll && !now.Before(p.Urgent().Add(unanswered))
}

// Comes returns when a rung is reached that was not yet, or everybody is
// reminded once more; zero if that never comes.
func (p *Promise) Comes(r outbox.Rung) time.Time {
	switch {
	case p.Once():
		return time.Time{}
	case r == outbox.Everybody && p.Rung == outbox.Everybody && !p.Rings():
		return Of(p.Kind).Morning.Again(p.DueAt, schedule.Later(p.LastAt, p.At(outbox.Everybody)), p.office())
	case r == outbox.Everybody && p.Rung == outbox.Everybody:
		last := schedule.Later(p.LastAt, p.At(outbox.Everybody))
		if next := last.Add(p.pause(last)); !p.Cooled(next) {
			return next
		}
		if at := p.office().Open(last); at.After(last) {
			return at
		}
		return Of(p.Kind).Morning.Again(p.DueAt, last, p.office())
	case r <= p.Rung:
		return time.Time{}
	}
	return p.At(r)
}

// Reached returns the highest rung that the promise has reached at now and of
// which nobody was told; 0 if there is none. After a downtime the rungs between
// are skipped: one message per promise, never one per missed tick.
func (p *Promise) Reached(now time.Time) outbox.Rung {
	if p.Outcome != Pending || now.Before(p.SnoozedTo) {
		return 0
	}
	for r := outbox.Everybody; r > 0; r-- {
		if at := p.Comes(r); !at.IsZero() && !at.After(now) {
			return r
		}
	}
	return 0
}

// NextRung returns when the next rung is reached; zero if there is none.
func (p *Promise) NextRung() time.Time {
	if p.Outcome != Pending {
		return time.Time{}
	}
	for r := outbox.Half; r <= outbox.Everybody; r++ {
		if at := p.Comes(r); !at.IsZero() {
			return schedule.Later(at, p.SnoozedTo)
		}
	}
	return time.Time{}
}

// Snooze moves the next reminder, never the promise, and never past its time.
func (p *Promise) Snooze(d time.Duration, now time.Time) error {
	switch {
	case d <= 0:
		return fault.Errorf(fault.Invalid, "Snooze takes a duration, for example: snooze 5m. Nothing was changed.")
	case !now.Before(p.Urgent()) && p.Hurried():
		return fault.Errorf(fault.Conflict, "Nothing was snoozed: something happened of which the client should know by now. Write an update, or call them and record it with told.")
	case !now.Before(p.Urgent()):
		return fault.Errorf(fault.Conflict, "Nothing was snoozed: the client was promised news by now. Press “Yes, I'm on it: send”, or move the promise with next 30m, which tells the client.")
	}
	p.SnoozedTo = now.Add(d)
	if p.SnoozedTo.After(p.Urgent()) {
		p.SnoozedTo = p.Urgent()
	}
	if (p.Rung == outbox.Soon || p.Rung == outbox.Half && p.Hurried()) && p.SnoozedTo.Before(p.Urgent()) {
		p.Rung-- // said again after the snooze
	}
	return nil
}

// Straighten puts right what was promised by a clock that was ahead. Of a time that the
// client has read the hour stays, and it is that of the nearest day.
func (p *Promise) Straighten(c schedule.Ahead) {
	if p.Outcome != Pending || !c.Wrong(p.MadeAt) {
		return
	}
	by := c.By
	if p.Said {
		by = (by + time.Hour).Truncate(24 * time.Hour)
	}
	p.MadeAt, p.DueAt = c.Right(p.MadeAt), p.DueAt.Add(-by)
	if !p.From.IsZero() {
		p.From = p.From.Add(-by)
	}
	if !p.For.IsZero() {
		p.For = p.For.Add(-by)
	}
	p.Later = slices.Clone(p.Later)
	for i := range p.Later {
		p.Later[i].At = p.Later[i].At.Add(-by)
	}
}

// Rewind takes back the rungs, and the repetitions of the last one, that are not
// due yet. Those that stay keep their slots: nobody is rung twice for one.
func (p *Promise) Rewind(now time.Time) {
	for p.Rung > 0 && p.At(p.Rung).After(now) {
		p.Rung--
	}
	if !p.LastAt.After(now) {
		return
	}
	said := p.Repeat
	p.Repeat, p.LastAt = 0, time.Time{}
	if p.Rung < outbox.Everybody {
		return
	}
	for p.LastAt = p.At(outbox.Everybody); p.Repeat < said; p.Repeat++ {
		next := p.Comes(outbox.Everybody)
		if next.After(now) {
			return
		}
		p.LastAt = next
	}
}
