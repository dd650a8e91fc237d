package outbox

// Ruling is what a person decided about a text that did not arrive or may not have.
type Ruling string

const (
	ItArrived Ruling = "arrived" // somebody looked: it is there
	SendAgain Ruling = "again"   // somebody looked: it is not, or the cause is mended
	GiveUp    Ruling = "give_up" // it will not be sent
	Overtaken Ruling = "newer"   // a newer update has arrived there since; nobody is asked
)
