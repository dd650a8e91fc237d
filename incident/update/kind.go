package update

import (
	"slices"

	"candor/incident/facts"
	"candor/incident/playbook"
)

// Kinds of update: each is a template that the client reads.
const (
	FirstNoticeUnknown    = "first-notice-unknown"
	FirstNoticeKnown      = "first-notice-known"
	FirstNoticeThirdParty = "first-notice-third-party"
	Holding               = "holding"
	Progress              = "progress"
	EtaChange             = "eta-change"
	MitigatedUpdate       = "mitigated"
	MonitoringUpdate      = "monitoring"
	ResolvedUpdate        = "resolved"
	DataLoss              = "data-loss"
	BreachSuspected       = "breach-suspected"
	Correction            = "correction"
	NotYours              = "not-yours" // they were told of it by mistake: it is another's
	MissedUpdate          = "missed-update"
	AutoHolding           = "auto-holding" // Candor's own, opt-in per client
	AutoLate              = "auto-late"    // Candor's own, opt-in per client
	Overnight             = "overnight"
	PostmortemCover       = "postmortem-cover"
	MeetingInvite         = "meeting-invite"
	Checkin24h            = "checkin-24h"
	Checkin7d             = "checkin-7d"
	Checkin30d            = "checkin-30d"
	Rebuild               = "rebuild"
	NewDate               = "new-date"         // what was promised for a day comes on another
	OpenAnswer            = "open-answer"      // what nobody knew yet at the final message
	WrongRecipients       = "wrong-recipients" // what was not meant for them went to other people
	ProcessorNotice       = "processor-notice"
	MisdeliveryRecipient  = "misdelivery-recipient" // to somebody who got what was not meant for them
	ByHand                = "by-hand"               // a call or a message that a person made and recorded; it has no text of ours
)

// Kind is what is true of every update of a kind. All that decides by the
// kind alone asks a row of [Kinds]; what one kind alone does names it where it
// does it.
type Kind struct {
	ID string

	Status    Status          // what the client has been told once it arrived; empty: that stays as it was
	Opens     bool            // it begins the conversation
	FollowsUp bool            // it makes sense only to somebody who has heard of the incident
	Automatic bool            // Candor itself writes it, when no person did
	Aftercare bool            // for the time after resolving: it settles no promise of an update and makes none
	Afterward bool            // it may follow the final message
	Asks      bool            // of aftercare: it asks how it goes
	AnyTime   bool            // of aftercare: it does not wait for the end
	Recovers  bool            // it says that something works again
	NamesNext bool            // its text names when the client hears next
	MayEnd    bool            // but not where it follows the last word
	BadNews   bool            // approved by those whose word it is, or confirmed twice
	Corrects  bool            // it takes back what an earlier text said
	Approve   []playbook.Role // whose word it needs beside what the client's own rule asks for
	TellsAll  bool            // it tells the facts
	Empty     bool            // it says nothing new, so it answers no question
	About     facts.Question  // the question that it is about as a whole; empty: none
	Proves    string          // what steps of the checklist are done by it, besides the first notice; see [playbook.Step]
	NoText    bool            // a person told it: there is no template
}

// Kinds are all kinds of update, in the order in which an incident needs
// them. Screens name them in package kit; each has a template in messages.
var Kinds = []Kind{
	{ID: FirstNoticeUnknown, Status: Investigating, Opens: true, NamesNext: true},
	{ID: FirstNoticeKnown, Status: Identified, Opens: true, NamesNext: true},
	{ID: FirstNoticeThirdParty, Opens: true, NamesNext: true},
	{ID: Holding, NamesNext: true, Empty: true},
	{ID: Progress, FollowsUp: true, NamesNext: true, MayEnd: true, TellsAll: true},
	{ID: EtaChange, NamesNext: true},
	{ID: MitigatedUpdate, Status: Mitigated, FollowsUp: true, NamesNext: true, Recovers: true, TellsAll: true},
	{ID: MonitoringUpdate, Status: Monitoring, NamesNext: true, Recovers: true, TellsAll: true},
	{ID: ResolvedUpdate, Status: StatusSolved, Recovers: true, TellsAll: true, Proves: playbook.MeansResolved},
	{ID: DataLoss, Afterward: true, NamesNext: true, BadNews: true, TellsAll: true, About: facts.DataLost, Approve: []playbook.Role{playbook.Commander, playbook.Account}},
	{ID: BreachSuspected, Afterward: true, NamesNext: true, BadNews: true, TellsAll: true, About: facts.Intruder, Approve: []playbook.Role{playbook.Commander, playbook.Privacy}},
	{ID: WrongRecipients, Afterward: true, NamesNext: true, BadNews: true, TellsAll: true, About: facts.Personal, Approve: []playbook.Role{playbook.Commander, playbook.Privacy}},
	{ID: ProcessorNotice, Afterward: true, NamesNext: true, BadNews: true, TellsAll: true, About: facts.Personal, Approve: []playbook.Role{playbook.Commander, playbook.Privacy}},
	{ID: MisdeliveryRecipient, Aftercare: true, Afterward: true, AnyTime: true, Empty: true, Approve: []playbook.Role{playbook.Privacy}},
	{ID: Correction, Corrects: true, FollowsUp: true, Afterward: true, NamesNext: true, MayEnd: true, TellsAll: true},
	{ID: NotYours, Corrects: true, FollowsUp: true, Afterward: true, Approve: []playbook.Role{playbook.Commander}},
	{ID: MissedUpdate, NamesNext: true, Empty: true},
	{ID: AutoHolding, Automatic: true, NamesNext: true, Empty: true},
	{ID: AutoLate, Automatic: true, Empty: true},
	{ID: Overnight, FollowsUp: true, NamesNext: true, Empty: true},
	{ID: MeetingInvite, Aftercare: true, Afterward: true, AnyTime: true, Empty: true},
	{ID: PostmortemCover, Aftercare: true, Afterward: true, Proves: playbook.MeansReview},
	{ID: OpenAnswer, Aftercare: true, Afterward: true, TellsAll: true},
	{ID: Checkin24h, Aftercare: true, Afterward: true, Asks: true},
	{ID: Checkin7d, Aftercare: true, Afterward: true, Asks: true, Proves: playbook.MeansCheckin},
	{ID: Checkin30d, Aftercare: true, Afterward: true, Asks: true},
	{ID: Rebuild, Aftercare: true, Afterward: true},
	{ID: NewDate, Aftercare: true, Afterward: true, Empty: true},
	{ID: ByHand, TellsAll: true, NoText: true},
}

// KindOf returns the row of a kind. One that nobody knows promises nothing, tells
// nothing and needs nobody's word.
func KindOf(id string) Kind {
	if i := slices.IndexFunc(Kinds, func(k Kind) bool { return k.ID == id }); i >= 0 {
		return Kinds[i]
	}
	return Kind{ID: id}
}

// Proof is what steps of the checklist are done by a text of a kind; see [playbook.Step]. Where
// they are asked how it goes only once, that is it.
func Proof(kind string, once bool) string {
	if k := KindOf(kind); !once || !k.Asks {
		return k.Proves
	}
	return playbook.MeansCheckin
}

// HasText says whether there is a text of the kind: it is known, and no person told it.
func HasText(kind string) bool {
	return slices.ContainsFunc(Kinds, func(k Kind) bool { return k.ID == kind && !k.NoText })
}

// StatusAfter is what the client knows once an update of the kind has arrived; was
// is what it knew before.
func StatusAfter(kind string, was Status) Status {
	if s := KindOf(kind).Status; s != "" {
		return s
	}
	return was
}

// BadNews says whether an update of the kind is approved by those whose word it
// is, or confirmed twice, before it leaves.
func BadNews(kind string) bool { return KindOf(kind).BadNews }

// Grave says whether a text of the kind tells bad news, or takes back what an
// earlier one said: the draft check is silent about none of its faults.
func Grave(kind string) bool {
	k := KindOf(kind)
	return k.BadNews || k.Corrects
}

// Announced says whether a text of the kind stands in the client's channel as well
// as in the thread there: nobody may miss how it begins, how it ends, and what is
// grave.
func Announced(kind string) bool {
	k := KindOf(kind)
	return k.Opens || k.Status == StatusSolved || Grave(kind)
}

// FirstNotice says whether the kind opens the conversation.
func FirstNotice(kind string) bool { return KindOf(kind).Opens }

// Automatic says whether Candor itself writes the kind, when no person did.
func Automatic(kind string) bool { return KindOf(kind).Automatic }

// Aftercare says whether the kind is for the time after resolving: it settles no
// promise of an update and makes none.
func Aftercare(kind string) bool { return KindOf(kind).Aftercare }

// Answers says whether a text after the final message says where stands what was open then:
// who only asks how it goes, or offers a call, leaves that promised.
func Answers(kind string) bool {
	return !KindOf(kind).Aftercare || slices.Contains([]string{OpenAnswer, PostmortemCover, Checkin7d, Checkin30d}, kind)
}

// AnswersAlways says whether it does so whenever it comes: it is written for that.
func AnswersAlways(kind string) bool { return !KindOf(kind).Aftercare || kind == OpenAnswer }

// PromisesNext says whether a text of the kind names when the client hears next.
func PromisesNext(kind string) bool { return KindOf(kind).NamesNext }

// NamesNext says whether the text names when the client hears next.
func (u *Update) NamesNext() bool { return PromisesNext(u.Kind) && !u.Ends }

// TellsFacts says whether a text of the kind, or a call, tells the facts.
func TellsFacts(kind string) bool { return KindOf(kind).TellsAll }
