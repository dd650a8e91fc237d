package outbox

// Resolution is what a person decided about a text that did not arrive or may not have.
type Resolution string

const (
	ItArrived Resolution = "arrived" // somebody looked: it is there
	SendAgain Resolution = "again"   // somebody looked: it is not, or the cause is mended
	GiveUp    Resolution = "give_up" // it will not be sent
	Closed    Resolution = "closed"  // nothing is sent to them from the incident any more; nobody is asked
	Overtaken Resolution = "newer"   // a newer update has arrived there since; nobody is asked
)
