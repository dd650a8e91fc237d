package outbox

import "time"

// MorningKey is the key of a person's message of the morning of a date, such as 2026-03-17.
func MorningKey(date, user string) string { return Morning + "/" + date + "/" + user }

// Relist is the edit of a message of a morning once something of it stands otherwise. It
// waits a little: what else is done until then shares it.
func (d *Delivery) Relist(now time.Time) Delivery {
	at := now.Truncate(RedrawPause).Add(RedrawPause)
	key := d.Key + "/now/" + at.UTC().Format("20060102T150405Z")
	return Delivery{Key: key, Kind: Relisted, Lane: key, To: d.To, Target: d.Key, State: Waiting, QueuedAt: now, NotTill: at, Expires: now.Add(relistFor), Data: d.Data}
}

// relistFor is how long an edit of a list is worth making.
const relistFor = 24 * time.Hour
