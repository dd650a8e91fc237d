package outbox

import "slices"

// Kinds of delivery. Client texts are frozen when they are approved; all
// others are rendered when they are claimed, so that they are never stale.
const (
	ClientText  = "client"       // an update, to a client's destination
	OpenChannel = "channel"      // create the incident's channel
	Invite      = "invite"       // bring people into it
	Topic       = "topic"        // name it for what it is
	Card        = "card"         // post or edit the incident's card
	Pin         = "pin"          // pin the card
	Reminder    = "reminder"     // a rung of the ladder, in the channel
	Answered    = "answered"     // edit the last reminder to one line
	Remove      = "remove"       // delete a reminder that a newer one replaces
	EstimateAsk = "estimate-ask" // asks who is in charge whether an estimate holds
	Line        = "line"         // one line in the channel: the client was told
	Retold      = "retold"       // edit that line: somebody at the client has read the update
	Copy        = "copy"         // what somebody at the client wrote in the thread of an update
	Recopy      = "recopy"       // edit that copy: they changed it, or took it back
	Problem     = "problem"      // a client text that did not arrive, or may not have, with buttons
	AsOfCopy    = "restored"     // asks whether what a copy of the store knows of a client is right
	Direct      = "direct"       // a direct message of the ladder
	StepDue     = "step"         // a direct message: steps of the checklist are due
	ClockDue    = "clock"        // a direct message: a legal clock has come so far
	Notice      = "notice"       // a direct message about what cannot be said in the channel

	Farewell = "moved"    // one neutral line in a channel that the incident has left
	OldCard  = "old-card" // edit the card there to neutral words

	AskGuest  = "guest"    // a direct message: is a guest in the channel client or colleague?
	Passed    = "passed"   // a direct message: what somebody had whose account was deactivated is yours
	Muted     = "muted"    // a direct message: your phone cannot ring any more
	AllLeft   = "all-left" // nobody is there any more who could be asked
	GuestSaid = "said"     // edit that question to one line
	Kick      = "kick"     // take a guest out of the channel

	ApprovalAsk   = "approval"       // asks for the approval of an update: in the channel, or of a person
	ApprovalAlone = "approval-alone" // tells the writer that nobody has answered
	ApprovalEnded = "approval-ended" // tells the writer that it was rejected or is void

	Second = "second" // asks a second person whether a client may hear later

	GoodNight  = "good-night"  // a direct message that offers to go to sleep
	NightOver  = "night-over"  // how it stands, for whoever is on it while another sleeps
	TakeOver   = "take-over"   // a direct message that asks somebody to take over
	HandedOver = "handed-over" // a direct message about what became of that
	RoleGap    = "role-gap"    // one line: the same person repairs it and talks to the client

	Digest = "digest" // post or edit the incident's line in the channel for all of the team

	Morning  = "morning"     // a direct message: all that a person owes in days
	Relisted = "morning-now" // edit that message: something of it is done
	Damaged  = "damage"      // a direct message about records that cannot be read

	DrillBegun = "drill"       // what a drill is, in its channel, with the button to join
	DrillScore = "drill-score" // how it went
	Sheet      = "sheet"       // what is known of the clients for the night, in the channel
	PinSheet   = "sheet-pin"   // pin that
	Trial      = "trial"       // a direct message: put a copy of a client's data back, once
	TrialSaid  = "trial-said"  // edit that message to what became of it

	AskClient   = "ask-client"   // to a client: how shall we tell you?
	SheetAnswer = "sheet-answer" // a direct message: what they answered

	Paper = "paper" // a client's review as a PDF, once its words have arrived

	WakeCall = "ring"  // a call of a person's wake address, which makes their phone ring
	AskQuiet = "quiet" // ask Slack who has Do Not Disturb on
)

// Kind is a row of the table of kinds: what is the same for every delivery of
// it. What a kind does besides stands in a table of its room: when its reason is
// gone in incident, what follows from it in incident/work, its words in
// messages/screen, how an act is done in delivery. The zero Kind is one that
// nobody knows, of a later version: it is posted, and a person hears if that fails.
type Kind struct {
	Name   string
	Manner Manner
	Where  Where
	Words  bool // is rendered when it is claimed; without them it is an act, or frozen
	Shut   Shut // what becomes of it while the incident's channel takes no posts
	Lost   Lost // what follows when it cannot be done
	Lapses bool // its reason may be gone when it is claimed: incident has a rule
	Lands  bool // something follows when it arrived: incident/work has a step
	Stands bool // it does not expire: it is true until somebody reads it
	Asks   bool // somebody has to answer or see to it now: whom it names if they are up, else another with a role
	Haste  int  // of what becomes due at one time, more leaves first; less than 0: nobody waits for it
}

// Manner is how a delivery is carried out.
type Manner int

const (
	Posts   Manner = iota + 1 // as a new message
	Edits                     // by an edit of its target's message, where one stands that may still be changed
	Deletes                   // by the removal of its target's message, where one stands
	Acts                      // in a way of its own
)

// Where is where a delivery goes if it names no other.
type Where int

const (
	ToClient  Where = iota + 1 // to a client's destination; all else is for the team
	InChannel                  // the channel that the incident has when it is claimed, or a person instead
	InOld                      // one that the incident has left
	ToPerson                   // the direct message with one person
	Nowhere                    // there is no channel that it is about
)

// Shut is what becomes of a delivery for the incident's channel while that takes
// nothing internal.
type Shut int

const (
	Anyway    Shut = iota + 1 // it goes elsewhere, or shows no more than stands there
	TakenBack                 // nobody has to answer it, and the card says it later
	InPerson                  // people get it by direct message: incident/work has a step
	Unposted                  // it ends; those whom it asks were asked in person anyway
)

// Lost is what follows when a delivery will not be done by itself any more.
type Lost int

const (
	Unnoticed   Lost = iota + 1 // nothing
	Dropped                     // it is logged: a stale line hurts nobody, and a complaint about a complaint does not help
	Told                        // the commander hears of it, once for a kind: a broken channel breaks everything in it
	ToldEach                    // the commander hears of each: they name different people
	ToldAnother                 // it did not reach a person: another hears of it
	TakenTo                     // it needs an answer: people get it as for [InPerson], and the commander hears if that fails too
	ItsOwn                      // incident/work has a step
)

var kinds = []Kind{
	{Name: ClientText, Manner: Acts, Where: ToClient, Shut: Anyway, Lost: ItsOwn, Lands: true, Haste: 2},

	{Name: OpenChannel, Manner: Acts, Where: Nowhere, Shut: Anyway, Lost: ToldEach, Lapses: true, Lands: true, Haste: 3},
	{Name: Invite, Manner: Acts, Where: InChannel, Shut: TakenBack, Lost: ToldEach, Haste: 1},
	{Name: Topic, Manner: Acts, Where: InChannel, Words: true, Shut: TakenBack, Lost: Told, Haste: -1},
	{Name: Card, Manner: Acts, Where: InChannel, Words: true, Shut: TakenBack, Lost: Told, Lands: true},
	{Name: Pin, Manner: Acts, Where: InChannel, Shut: TakenBack, Lost: Told, Lapses: true, Haste: -1},
	{Name: Reminder, Manner: Posts, Where: InChannel, Words: true, Shut: InPerson, Lost: Told, Lapses: true},
	{Name: Answered, Manner: Edits, Where: InChannel, Words: true, Shut: Anyway, Lost: Dropped},
	{Name: Remove, Manner: Deletes, Where: InChannel, Shut: Anyway, Lost: Dropped},
	{Name: EstimateAsk, Manner: Posts, Where: InChannel, Words: true, Shut: InPerson, Lost: Told, Lapses: true, Asks: true},
	{Name: Line, Manner: Posts, Where: InChannel, Words: true, Shut: TakenBack, Lost: Told},
	{Name: Retold, Manner: Edits, Where: InChannel, Words: true, Shut: Anyway, Lost: Dropped},
	{Name: Copy, Manner: Posts, Where: InChannel, Words: true, Shut: InPerson, Lost: TakenTo, Asks: true},
	{Name: Recopy, Manner: Edits, Where: InChannel, Words: true, Shut: Anyway, Lost: Dropped},
	{Name: Problem, Manner: Posts, Where: InChannel, Words: true, Shut: InPerson, Lost: TakenTo, Lapses: true, Stands: true, Asks: true},
	{Name: AsOfCopy, Manner: Posts, Where: InChannel, Words: true, Shut: InPerson, Lost: TakenTo, Lapses: true, Stands: true, Asks: true},
	{Name: Direct, Manner: Posts, Where: ToPerson, Words: true, Shut: Anyway, Lost: ToldAnother, Lapses: true},
	{Name: StepDue, Manner: Posts, Where: ToPerson, Words: true, Shut: Anyway, Lost: Dropped, Lapses: true, Stands: true},
	{Name: ClockDue, Manner: Posts, Where: ToPerson, Words: true, Shut: Anyway, Lost: Dropped, Lapses: true, Stands: true, Asks: true},
	{Name: Notice, Manner: Posts, Where: ToPerson, Words: true, Shut: Anyway, Lost: Dropped, Asks: true},

	{Name: Farewell, Manner: Posts, Where: InOld, Words: true, Shut: Anyway, Lost: Dropped},
	{Name: OldCard, Manner: Acts, Where: InOld, Words: true, Shut: Anyway, Lost: Told},

	{Name: AskGuest, Manner: Posts, Where: ToPerson, Words: true, Shut: Anyway, Lost: ToldAnother, Lapses: true, Stands: true, Asks: true},
	{Name: Passed, Manner: Posts, Where: ToPerson, Words: true, Shut: Anyway, Lost: ToldAnother},
	{Name: Muted, Manner: Posts, Where: ToPerson, Words: true, Shut: Anyway, Lost: Dropped},
	{Name: AllLeft, Manner: Posts, Where: InChannel, Words: true, Shut: TakenBack, Lost: Dropped},
	{Name: GuestSaid, Manner: Edits, Where: ToPerson, Words: true, Shut: Anyway, Lost: Dropped},
	{Name: Kick, Manner: Acts, Where: InChannel, Shut: Anyway, Lost: ToldEach, Lapses: true, Lands: true},

	{Name: ApprovalAsk, Manner: Posts, Where: InChannel, Words: true, Shut: Unposted, Lost: Told, Lapses: true},
	{Name: ApprovalAlone, Manner: Posts, Where: ToPerson, Words: true, Shut: Anyway, Lost: Told, Lapses: true},
	{Name: ApprovalEnded, Manner: Posts, Where: ToPerson, Words: true, Shut: Anyway, Lost: Told},

	{Name: Second, Manner: Posts, Where: ToPerson, Words: true, Shut: Anyway, Lost: Told, Lapses: true},

	{Name: GoodNight, Manner: Posts, Where: ToPerson, Words: true, Shut: Anyway, Lost: Dropped, Lapses: true},
	{Name: NightOver, Manner: Posts, Where: InChannel, Words: true, Shut: InPerson, Lost: TakenTo, Lapses: true},
	{Name: TakeOver, Manner: Posts, Where: ToPerson, Words: true, Shut: Anyway, Lost: ToldAnother, Lapses: true, Stands: true},
	{Name: HandedOver, Manner: Posts, Where: ToPerson, Words: true, Shut: Anyway, Lost: Dropped},
	{Name: RoleGap, Manner: Posts, Where: InChannel, Words: true, Shut: TakenBack, Lost: Dropped},

	{Name: Morning, Manner: Posts, Where: ToPerson, Words: true, Shut: Anyway, Lost: Unnoticed}, // as the next one; incident/reminding gives it to another
	{Name: Relisted, Manner: Edits, Where: ToPerson, Words: true, Shut: Anyway, Lost: Unnoticed},
	{Name: Digest, Manner: Acts, Where: Nowhere, Words: true, Shut: Anyway, Lost: Dropped, Lapses: true, Lands: true, Haste: -1},

	{Name: Damaged, Manner: Posts, Where: ToPerson, Words: true, Shut: Anyway, Lost: Unnoticed}, // belongs to no incident: incident/service claims and settles it apart

	{Name: DrillBegun, Manner: Posts, Where: InChannel, Words: true, Shut: TakenBack, Lost: Dropped},
	{Name: DrillScore, Manner: Posts, Where: InChannel, Words: true, Shut: TakenBack, Lost: Dropped},
	{Name: Sheet, Manner: Posts, Where: InChannel, Words: true, Shut: TakenBack, Lost: Dropped, Lands: true, Haste: -1},
	{Name: PinSheet, Manner: Acts, Where: InChannel, Shut: TakenBack, Lost: Dropped, Haste: -1},
	{Name: Trial, Manner: Posts, Where: ToPerson, Words: true, Shut: Anyway, Lost: Unnoticed}, // as the next one: incident/upkeep claims it apart
	{Name: AskClient, Manner: Acts, Where: ToClient, Shut: Anyway, Lost: Unnoticed},           // the sheet says what became of it
	{Name: SheetAnswer, Manner: Posts, Where: ToPerson, Words: true, Shut: Anyway, Lost: Unnoticed},
	{Name: TrialSaid, Manner: Edits, Where: ToPerson, Words: true, Shut: Anyway, Lost: Unnoticed},

	{Name: Paper, Manner: Acts, Where: ToClient, Shut: Anyway, Lost: ItsOwn, Lands: true, Haste: -1},

	{Name: WakeCall, Manner: Acts, Where: ToPerson, Words: true, Shut: Anyway, Lost: ItsOwn, Lapses: true, Lands: true},
	{Name: AskQuiet, Manner: Acts, Where: Nowhere, Shut: Anyway, Lost: Unnoticed, Lapses: true, Lands: true, Haste: -1},
}

var kindNamed = func() map[string]Kind {
	m := make(map[string]Kind, len(kinds))
	for _, k := range kinds {
		m[k.Name] = k
	}
	return m
}()

// Kinds lists all kinds of delivery.
func Kinds() []Kind { return slices.Clone(kinds) }

// KindOf returns the row of a kind, the zero Kind if there is none.
func KindOf(name string) Kind { return kindNamed[name] }

// Shown is the delivery whose words a message has: an edit of one that shows itself as it
// is now has those of that message. The target is nil if there is none.
func Shown(d, target *Delivery) *Delivery {
	if d.Kind == Answered && target != nil && slices.Contains(showsItself, target.Kind) {
		return target
	}
	return d
}

// showsItself are the kinds of which an edit says how it stands now.
var showsItself = []string{EstimateAsk, StepDue, NightOver, TakeOver}
