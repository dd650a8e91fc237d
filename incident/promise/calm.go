package promise

import (
	"time"

	"candor/incident/outbox"
)

// Rungs of the calm ladder, of what is due in days: they are what stands alone beside the
// message of the morning. They share their numbers with those of the ladder that rings,
// which stand in records: see [outbox.Rung]. Older records have lower ones, too.
const (
	WithinTheHour = outbox.TooLate   // to its owner, an hour before its time
	TheNextPerson = outbox.Everybody // from the second morning on that it is late, as often as its owner hears
)

// alone is how long before its time something that was not done since the morning stands
// alone.
const alone = time.Hour

// calmAt returns when the calm ladder reaches a rung; zero if it has none of that number,
// or if the message of a morning stands for it.
func (p *Promise) calmAt(r outbox.Rung) time.Time {
	office := p.office()
	switch {
	case r == TheNextPerson:
		return p.sinceMade(Of(p.Kind).Morning.Again(p.DueAt, office.After(p.DueAt), office))
	case r != WithinTheHour || !Of(p.Kind).Hour:
		return time.Time{}
	}
	at := p.DueAt.Add(-alone)
	if !at.After(p.MadeAt) { // it is a matter of minutes
		at = p.DueAt
	}
	if !office.Open(at).Equal(at) || !at.After(office.Of(at)) {
		return time.Time{}
	}
	return p.sinceMade(at)
}

// ItsDay says whether the day has come on which its owner hears of it in the morning.
func (p *Promise) ItsDay(now time.Time) bool { return !now.Before(p.office().Of(p.DueAt)) }
