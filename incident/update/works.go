package update

import (
	"cmp"
	"time"
)

// WorksSince is since when it works again, by the times of a text or of all that somebody has
// read; zero where none says so.
func WorksSince(times map[string]time.Time) time.Time {
	return cmp.Or(times["resolved_at"], times["since_fixed"])
}

// Works is since when a text says that it works again. The question of the day after says it as
// well, which counts where nothing that they read before did.
func (u *Update) Works() time.Time {
	at := WorksSince(u.Times)
	if u.Kind == Checkin24h {
		at = cmp.Or(at, u.Times["to"])
	}
	return at
}
