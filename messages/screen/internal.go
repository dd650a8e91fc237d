package screen

import (
	"fmt"

	"candor/incident/outbox"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/accounts"
	"candor/messages/exercise"
	"candor/messages/kit"
	"candor/messages/law"
	"candor/messages/overnight"
	"candor/messages/upkeep"
)

// Internal returns the post of a delivery that is for the team: a card, a
// reminder, a line, a problem, a direct message. It is made when the delivery
// is claimed, so that it is never stale. Internal is pure.
func Internal(v view.View, d outbox.Delivery) (kit.Post, error) {
	about := *outbox.Shown(&d, v.Target)
	k := internal[about.Kind]
	if k.post == nil {
		return kit.Post{}, fmt.Errorf("%s has no words: there is no internal message of kind %q", d.Key, d.Kind)
	}
	for _, n := range k.needs {
		if !n.in(v) {
			return kit.Post{}, fmt.Errorf("%s %s: its view has no %s", d.Kind, d.Key, n.what)
		}
	}
	return exercise.Marked(v, k.post(v, about)), nil
}

// need is something without which a post cannot be made.
type need struct {
	what string
	in   func(view.View) bool
}

var (
	anIncident = need{"incident", func(v view.View) bool { return v.Incident != nil }}
	aClient    = need{"client", func(v view.View) bool { return v.Client != nil }}
	anUpdate   = need{"update", func(v view.View) bool { return v.Update != nil }}
	aPromise   = need{"promise", func(v view.View) bool { return v.Promise != nil }}
	aTarget    = need{"target", func(v view.View) bool { return v.Target != nil }}
	aTrouble   = need{"target", func(v view.View) bool { return v.Target != nil || v.Client.Away }}
	aTrial     = need{"task", func(v view.View) bool { return v.Trial != nil }}
	aDecision  = need{"decision", func(v view.View) bool { return v.Client.Embargo != nil || v.Incident.TakeBack != nil }}
)

// words are those of a kind of delivery.
type words struct {
	needs []need // in this order; the first that is missing is named
	post  func(view.View, outbox.Delivery) kit.Post
}

// internal has a row for each kind that has words.
var internal = map[string]words{
	outbox.Topic:       {[]need{anIncident}, only(topicPost)},
	outbox.Card:        {[]need{anIncident}, only(cardPost)},
	outbox.Reminder:    {[]need{anIncident, aClient, aPromise}, reminderPost},
	outbox.Answered:    {[]need{anIncident, aClient}, answeredWords},
	outbox.EstimateAsk: {[]need{anIncident}, estimatePost},
	outbox.Line:        {[]need{anIncident, aClient, anUpdate}, lineWords},
	outbox.Retold:      {[]need{anIncident, aClient, anUpdate}, only(linePost)},
	outbox.Copy:        {[]need{anIncident, aClient}, copyPost},
	outbox.Recopy:      {[]need{anIncident, aClient, aTarget}, func(v view.View, _ outbox.Delivery) kit.Post { return copyPost(v, *v.Target) }},
	outbox.Problem:     {[]need{anIncident, aClient, aTrouble}, only(problemPost)},
	outbox.AsOfCopy:    {[]need{anIncident, aClient}, kit.AsOfCopy},
	outbox.Direct:      {[]need{anIncident, aClient, aPromise}, directPost},
	outbox.StepDue:     {[]need{anIncident}, stepsDuePost},
	outbox.ClockDue:    {[]need{anIncident}, law.DuePost},
	outbox.Notice:      {[]need{anIncident}, noticePost},

	outbox.Farewell: {[]need{anIncident}, only(elsewherePost)},
	outbox.OldCard:  {[]need{anIncident}, only(elsewherePost)},

	outbox.AskGuest:  {[]need{anIncident}, accounts.AskGuest},
	outbox.GuestSaid: {[]need{anIncident}, accounts.GuestSaid},
	outbox.Passed:    {[]need{anIncident}, accounts.Passed},
	outbox.Muted:     {[]need{anIncident}, accounts.Muted},

	// A request that has ended since is not sent any more, see [incident.Incident.Obsolete].
	outbox.ApprovalAsk:   {[]need{anIncident, aClient}, approvalPost},
	outbox.ApprovalAlone: {[]need{anIncident, aClient}, alonePost},
	outbox.ApprovalEnded: {[]need{anIncident, aClient}, endedPost},

	outbox.Second: {[]need{anIncident, aClient, aDecision}, secondPost},

	outbox.GoodNight:  {[]need{anIncident}, overnight.Offer},
	outbox.NightOver:  {[]need{anIncident}, standing(overnight.Morning)},
	outbox.TakeOver:   {[]need{anIncident}, standing(overnight.TakeOver)},
	outbox.HandedOver: {[]need{anIncident}, overnight.HandedOver},
	outbox.RoleGap:    {[]need{anIncident}, overnight.Gap},
	outbox.AllLeft:    {[]need{anIncident}, standing(overnight.AllLeft)},

	outbox.Digest: {[]need{anIncident}, func(v view.View, _ outbox.Delivery) kit.Post { return kit.Digest(v) }},

	outbox.DrillBegun: {[]need{anIncident}, exercise.Begun},
	outbox.DrillScore: {[]need{anIncident}, exercise.Ended},

	outbox.Morning:  {nil, morningPost},
	outbox.Relisted: {nil, morningPost},
	outbox.Damaged:  {nil, damagePost},

	outbox.Sheet:       {[]need{anIncident}, upkeep.Sheets},
	outbox.Trial:       {[]need{aTrial}, upkeep.Trial},
	outbox.SheetAnswer: {nil, upkeep.Answered},
	outbox.TrialSaid:   {[]need{aTrial}, upkeep.Trial},

	outbox.WakeCall: {[]need{anIncident, aClient}, ringPost},
}

// couldNot says what did not happen, and what goes on or can be done.
type couldNot struct{ what, safe string }

var couldNotPost = couldNot{"something could not be posted in the incident's channel", "What the client was told is not touched by that."}

// failed is what a notice says of each kind of which a person hears when it
// cannot be done. Whom no call wakes is told apart.
var failed = map[string]couldNot{
	outbox.OpenChannel: {"the incident's channel could not be opened", "The incident is open and its clock runs: reminders come to you by direct message, and commands work anywhere with its name in front."},
	outbox.Invite:      {"not everybody could be invited into the incident's channel", "Invite them there yourself."},
	outbox.Topic:       {"the channel's topic could not be set", "Everything else goes on. Set it yourself if you want it."},
	outbox.Card:        {"the incident's card could not be posted or edited", "Nothing else is lost: the state is kept and reminders go on."},
	outbox.Pin:         {"the card could not be pinned", "Everything else goes on. Pin it yourself if you want it at hand."},
	outbox.Reminder:    {"a reminder could not be posted in the incident's channel", "The promise stands: see what is due, and tell the client."},
	outbox.Copy:        {"what a client wrote could not be brought to you", "Look in the channel that you share with them."},
	outbox.Problem:     {"a text to a client is stuck, and I could not say so in the incident's channel", "See what is due, and reach the client yourself."},
	outbox.AsOfCopy:    {"the question whether what a copy knows of a client is right could not be asked in the channel", "Nothing is sent to them until somebody answers it: type confirm."},
	outbox.Direct:      {"somebody who should be reminded could not be reached by direct message", "The promise stands: see what is due, and tell the client."},
	outbox.OldCard:     {"the card in the channel that the incident has left could not be edited", "It may still say what the incident is about. Delete it there yourself."},
	outbox.AskGuest:    {"the question whether a guest in the incident's channel is client or colleague did not reach the person in charge", "Until it is answered, nothing internal is posted there."},
	outbox.Passed:      {"somebody's account in Slack was deactivated, and whoever has what they had to do could not be reached by direct message", "See what is due, and tell them yourself."},
	outbox.Kick:        {"somebody could not be taken out of the incident's channel", "Take them out yourself. Until they are gone, nothing internal is posted there."},

	outbox.NightOver: {"the message how it stands, for whoever is on it this morning, could not be brought to them", "The promise stands: see what is due, and tell the client."},
	outbox.TakeOver:  {"whoever was asked to take over could not be reached by direct message", "Nothing has changed hands. Ask them yourself."},

	outbox.EstimateAsk:   couldNotPost,
	outbox.Line:          couldNotPost,
	outbox.ApprovalAsk:   couldNotPost,
	outbox.ApprovalAlone: couldNotPost,
	outbox.ApprovalEnded: couldNotPost,
	outbox.Second:        couldNotPost,
}

// only makes a post of the view alone.
func only(post func(view.View) kit.Post) func(view.View, outbox.Delivery) kit.Post {
	return func(v view.View, _ outbox.Delivery) kit.Post { return post(v) }
}

// standing makes a post that says how it stands.
func standing(post func(view.View, outbox.Delivery, overnight.Says) kit.Post) func(view.View, outbox.Delivery) kit.Post {
	return func(v view.View, d outbox.Delivery) kit.Post {
		return post(v, d, overnight.Says{Owes: PromiseWord, Text: wording})
	}
}

// answeredWords show a message as it is now that it was answered.
func answeredWords(v view.View, d outbox.Delivery) kit.Post {
	switch {
	case v.Target != nil && unseen(v.Incident, *v.Target) && len(stillOpen(v.Group)) == 0:
		return kit.Plain(v.Incident.Name() + " does not need you any more.")
	case d.Batch != "" && v.Update != nil:
		return batchPost(v, d)
	case len(d.Group) > 0 && v.Target != nil && v.Target.Kind == outbox.Direct:
		return directPost(v, outbox.Delivery{Kind: outbox.Direct, Rung: d.Rung, Group: d.Group, Data: v.Target.Data})
	case len(d.Group) > 0:
		return groupPost(v, d)
	}
	return answeredPost(v, d)
}

func lineWords(v view.View, d outbox.Delivery) kit.Post {
	if d.Batch != "" {
		return batchPost(v, d)
	}
	return linePost(v)
}

func elsewherePost(v view.View) kit.Post { return kit.Plain(v.Incident.Elsewhere()) }

// topicPost is the channel's topic. It says nothing that changes, since nobody
// would look there for news; a private channel's says no more than its name.
func topicPost(v view.View) kit.Post {
	inc := v.Incident
	if inc.Private {
		return kit.Post{Text: inc.Name()}
	}
	return kit.Post{Text: messages.Cut(ClientNames(inc)+" · "+inc.Name(), 250)}
}
