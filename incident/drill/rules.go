package drill

import "candor/incident/outbox"

// Rule is what becomes of a kind of delivery in a drill.
type Rule int

// A kind without a rule is kept back.
const (
	Kept     Rule = iota + 1 // never: it is for those who are not in the room, or for later
	Goes                     // as ever: it stays in the drill's channel, or answers whoever acted
	ToTeam                   // to those who joined, or have a role in it
	ToJoined                 // to those who joined alone
	OwnPlace                 // a client's text: to the drill's own channel alone
)

// Rules has a row for each kind of delivery.
var Rules = map[string]Rule{
	outbox.ClientText: OwnPlace, outbox.AskClient: OwnPlace, outbox.Paper: OwnPlace,

	outbox.OpenChannel: Goes, outbox.Invite: Goes, outbox.Topic: Goes, outbox.Card: Goes, outbox.Pin: Goes,
	outbox.Reminder: Goes, outbox.Answered: Goes, outbox.Remove: Goes, outbox.EstimateAsk: Goes,
	outbox.Line: Goes, outbox.Retold: Goes, outbox.Copy: Goes, outbox.Recopy: Goes, outbox.Problem: Goes,
	outbox.Farewell: Goes, outbox.OldCard: Goes, outbox.GuestSaid: Goes, outbox.Kick: Goes,
	outbox.ApprovalAsk: Goes, outbox.RoleGap: Goes, outbox.AllLeft: Goes, outbox.DrillBegun: Goes, outbox.DrillScore: Goes, outbox.Sheet: Goes, outbox.PinSheet: Goes,

	outbox.Direct: ToTeam, outbox.Notice: ToTeam, outbox.AskGuest: ToTeam, outbox.Passed: ToTeam, outbox.ApprovalAlone: ToTeam, outbox.ApprovalEnded: ToTeam,
	outbox.Second: ToTeam, outbox.TakeOver: ToTeam, outbox.HandedOver: ToTeam, outbox.Muted: ToTeam,

	outbox.WakeCall: ToJoined,

	outbox.Digest: Kept, outbox.Morning: Kept, outbox.Relisted: Kept, outbox.StepDue: Kept, outbox.ClockDue: Kept,
	outbox.GoodNight: Kept, outbox.NightOver: Kept, outbox.AsOfCopy: Kept, outbox.Damaged: Kept, outbox.AskQuiet: Kept,
	outbox.Trial: Kept, outbox.TrialSaid: Kept, outbox.SheetAnswer: Kept,
}
