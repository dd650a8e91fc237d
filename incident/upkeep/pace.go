package upkeep

import (
	"sync"
	"time"
)

// pause is how long what was found about the questions of a week stands: it reads every
// client and every incident, and a question of a week may come some minutes late.
const pause = 15 * time.Minute

// Pace says when [Bring] and [Next] have to look again. The zero value says now. It may be
// used from any goroutine.
type Pace struct {
	mu      sync.Mutex
	brought time.Time // when Bring looked last
	asked   time.Time // when Next did
	next    time.Time // what it found
}

// Due says whether there may be something to ask at now.
func (p *Pace) Due(now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return stood(p.brought, now) || p.due(now)
}

// Brought is called when Bring has looked at now.
func (p *Pace) Brought(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.brought, p.asked = now, time.Time{}
}

// Next is when there is something to ask; look is called where that is not known any more.
func (p *Pace) Next(now time.Time, look func() (time.Time, error)) (time.Time, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !stood(p.asked, now) && !p.due(now) {
		return p.next, nil
	}
	next, err := look()
	if err == nil {
		p.asked, p.next = now, next
	}
	return next, err
}

func (p *Pace) due(now time.Time) bool { return !p.next.IsZero() && !now.Before(p.next) }

// stood says whether what was looked at then has stood long enough, or the clock went back.
func stood(then, now time.Time) bool { return now.Before(then) || now.Sub(then) >= pause }
