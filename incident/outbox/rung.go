package outbox

// Rung is a step of the ladder that brings a promise to people:
//
//	Half       half of a first notice's deadline, or when something happened: in the channel
//	Soon       T − min(30m, step/6): in the channel, to who talks to the client, with the draft
//	Due        T: the same, and a direct message
//	TooLate    T + min(15m, step/6): the commander too; the draft owns the delay
//	Everybody  T + min(30m, step/3), and again and again, see pause: everybody with a role and the next to escalate to
//
// T is the promised time, or that of an event before it. What would come before
// the promise was made is left out. The numbers stand in records and in the keys
// of deliveries, where one above Everybody is a repetition of it.
type Rung int

const (
	Half      Rung = 1
	Soon      Rung = 2
	Due       Rung = 3
	TooLate   Rung = 4
	Everybody Rung = 5
)
