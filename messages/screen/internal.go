package screen

import (
	"fmt"

	"candor/incident/outbox"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// Internal returns the post of a delivery that is for the team: a card, a
// reminder, a line, a problem, a direct message. It is made when the delivery
// is claimed, so that it is never stale. Internal is pure.
func Internal(v view.View, d outbox.Delivery) (kit.Post, error) {
	missing := func(what string) error { return fmt.Errorf("%s %s: its view has no %s", d.Kind, d.Key, what) }
	switch {
	case d.Kind == outbox.Damaged:
		return damagePost(v, d), nil
	case v.Incident == nil:
		return kit.Post{}, missing("incident")
	case d.Kind == outbox.Card:
		return cardPost(v), nil
	case d.Kind == outbox.Topic:
		return topicPost(v), nil
	case d.Kind == outbox.Notice:
		return noticePost(v, d), nil
	case d.Kind == outbox.Farewell || d.Kind == outbox.OldCard:
		return kit.Plain(v.Incident.Elsewhere()), nil
	case d.Kind == outbox.AskGuest:
		return guestPost(v, d), nil
	case d.Kind == outbox.GuestSaid:
		return guestSaidPost(v, d), nil
	case d.Kind == outbox.EstimateAsk:
		return estimatePost(v, d), nil
	case d.Kind == outbox.Answered && v.Target != nil && v.Target.Kind == outbox.EstimateAsk:
		return estimatePost(v, *v.Target), nil
	case v.Client == nil:
		return kit.Post{}, missing("client")
	case d.Batch != "" && v.Update != nil && (d.Kind == outbox.Line || d.Kind == outbox.Answered):
		return batchPost(v, d), nil
	case len(d.Group) > 0 && d.Kind == outbox.Answered && v.Target != nil && v.Target.Kind == outbox.Direct:
		return directPost(v, outbox.Delivery{Kind: outbox.Direct, Rung: d.Rung, Group: d.Group, Data: v.Target.Data}), nil
	case len(d.Group) > 0 && d.Kind == outbox.Answered:
		return groupPost(v, d), nil
	case d.Kind == outbox.Second && v.Client.Later != nil:
		return secondPost(v), nil
	case d.Kind == outbox.Second:
		return kit.Post{}, missing("decision")
	case d.Kind == outbox.Answered:
		return answeredPost(v, d), nil
	case (d.Kind == outbox.Line || d.Kind == outbox.Retold) && v.Update != nil:
		return linePost(v), nil
	case d.Kind == outbox.Line || d.Kind == outbox.Retold:
		return kit.Post{}, missing("update")
	case d.Kind == outbox.Copy:
		return copyPost(v, d.Replies, d.Users), nil
	case d.Kind == outbox.Recopy && v.Target != nil:
		return copyPost(v, v.Target.Replies, v.Target.Users), nil
	case d.Kind == outbox.Recopy:
		return kit.Post{}, missing("target")
	case d.Kind == outbox.Problem && v.Target != nil:
		return problemPost(v), nil
	case d.Kind == outbox.Problem:
		return kit.Post{}, missing("target")
	case approves(d.Kind):
		return approvalWords(v, d), nil
	case v.Promise == nil:
		return kit.Post{}, missing("promise")
	case d.Kind == outbox.Reminder:
		return reminderPost(v, d), nil
	case d.Kind == outbox.Ring:
		return ringPost(v, d), nil
	case d.Kind == outbox.Direct:
		return directPost(v, d), nil
	}
	return kit.Post{}, fmt.Errorf("%s has no words: there is no internal message of kind %q", d.Key, d.Kind)
}

func approves(kind string) bool {
	return kind == outbox.ApprovalAsk || kind == outbox.ApprovalAlone || kind == outbox.ApprovalEnded
}

// approvalWords makes a message about approval. One whose request has ended
// since is not sent any more, see the domain.
func approvalWords(v view.View, d outbox.Delivery) kit.Post {
	switch {
	case d.Kind == outbox.ApprovalEnded:
		return endedPost(v, d)
	case d.Kind == outbox.ApprovalAlone:
		return alonePost(v)
	}
	return approvalPost(v, d)
}

// topicPost is the channel's topic. It says nothing that changes, since nobody
// would look there for news; a private channel's says no more than its name.
func topicPost(v view.View) kit.Post {
	inc := v.Incident
	if inc.Private {
		return kit.Post{Text: inc.Name()}
	}
	return kit.Post{Text: messages.Cut(clientNames(inc)+" · "+inc.Name(), 250)}
}
