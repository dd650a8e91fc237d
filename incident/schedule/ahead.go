package schedule

import "time"

// Ahead is a clock that was ahead by so much, or up to a minute more, and is right again
// now; By zero: nobody knows that it was, and it corrects nothing.
type Ahead struct {
	Now time.Time
	By  time.Duration
}

// Wrong says whether a stored instant is one of the clock that was ahead.
func (c Ahead) Wrong(at time.Time) bool { return c.By > 0 && at.After(c.Now) }

// Right is when something happened that is said to have happened later than now.
func (c Ahead) Right(at time.Time) time.Time {
	if !c.Wrong(at) {
		return at
	}
	return Earlier(at.Add(-c.By), c.Now)
}
