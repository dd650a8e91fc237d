package incident

import (
	"slices"
	"time"

	"candor/incident/byhand"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/update"
)

const maxAsked = 20 // that wait for an answer; more are only counted

// CopyTo is where replies are copied: the incident's channel, or where that
// takes nothing the person who talks to the client, also when it is over.
func (inc *Incident) CopyTo() string {
	if inc.Ended() || !inc.TakesPosts() {
		return inc.Holder(playbook.Comms)
	}
	return ""
}

// CopyOf returns the key of the delivery that brought a client's message to the
// team, empty if none did.
func (aff *Affected) CopyOf(ts string) string {
	for _, c := range aff.Copied {
		if c.TS == ts {
			return c.Key
		}
	}
	return ""
}

// Ask keeps a reply on the card until an update answers it.
func (aff *Affected) Ask(r outbox.Reply) {
	r.Text, r.Files, r.Link = r.Glimpse(), nil, ""
	aff.Asked = append(aff.Asked, r)
	if n := len(aff.Asked) - maxAsked; n > 0 { // the first ones wait longest
		aff.Asked, aff.AskedMore = aff.Asked[:maxAsked], aff.AskedMore+n
	}
}

// WroteSince says whether they have written anything since they were told last.
func (aff *Affected) WroteSince() bool {
	return slices.ContainsFunc(aff.Asked, func(r outbox.Reply) bool { return r.At.After(aff.ToldAt) })
}

// Unask takes off the card what a copy brought: it is not about this incident. Who
// wrote it by mail is not brought any more until the client's next update.
func (aff *Affected) Unask(list []outbox.Reply) {
	aff.Hushed = aff.Hushed.With(list, aff.Heard)
	aff.Asked = slices.DeleteFunc(aff.Asked, func(r outbox.Reply) bool {
		return slices.ContainsFunc(list, func(gone outbox.Reply) bool { return gone.TS == r.TS })
	})
}

// Listens says whether what the client writes in their channel may be about the
// incident: it is under way, or something is still owed.
func (inc *Incident) Listens(aff *Affected) bool {
	return !inc.Over() || slices.ContainsFunc(aff.Promises, func(p promise.Promise) bool { return p.Outcome == promise.Pending })
}

// Wishes says whether the person waits already for what they ask for by a button.
func (aff *Affected) Wishes(user string, wish outbox.Wish) bool {
	return slices.ContainsFunc(aff.Asked, func(r outbox.Reply) bool { return r.User == user && r.Wish == wish })
}

// AsksAgain lets wait again what a text had answered by a moment and has not reached them, with
// more that waited before it.
func (aff *Affected) AsksAgain(u *update.Update, at time.Time, more ...outbox.Reply) {
	aff.Asks.Unanswer(at, u.Answers...)
	for _, r := range append(more, u.Took...) {
		if !slices.ContainsFunc(aff.Asked, func(now outbox.Reply) bool { return now.TS == r.TS }) {
			aff.Asked = append(aff.Asked, r)
		}
	}
	slices.SortStableFunc(aff.Asked, func(a, b outbox.Reply) int { return a.At.Compare(b.At) })
	u.Took = nil
}

// RepliesAnswered takes the replies off the card that were written before an update
// was approved; later ones its writer cannot have read. A question stays until a text is
// said to answer it, or somebody has spoken with them; a wish, where the text says nothing
// new. What only tells of harm is answered by a text that tells what is known of it.
func (aff *Affected) RepliesAnswered(u *update.Update) {
	empty := update.KindOf(u.Kind).Empty
	spoke := u.Kind == update.ByHand && byhand.How(u.Words["how"]) != byhand.ByVoicemail
	stays := func(r outbox.Reply) bool {
		tells := update.BadNews(u.Kind) && r.OnlyHarms()
		waits := r.Wish == "" && !spoke && !tells && !slices.Contains(u.Replies, r.TS) || r.Wish != "" && empty
		return r.At.After(u.At) || r.Asks() && waits
	}
	for _, r := range aff.Asked {
		if !stays(r) {
			u.Took = append(u.Took, r)
		}
	}
	aff.Asked = slices.DeleteFunc(aff.Asked, func(r outbox.Reply) bool { return !stays(r) })
	if !empty {
		aff.AskedMore = 0
	}
}
