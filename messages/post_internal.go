package messages

import (
	"fmt"

	"candor"
)

// Internal returns the post of a delivery that is for the team: a card, a
// reminder, a line, a problem, a direct message. It is made when the delivery
// is claimed, so that it is never stale. Internal is pure.
func Internal(v candor.View, d candor.Delivery) (Post, error) {
	missing := func(what string) error { return fmt.Errorf("%s %s: its view has no %s", d.Kind, d.Key, what) }
	switch {
	case d.Kind == candor.Damaged:
		return damagePost(v, d), nil
	case v.Incident == nil:
		return Post{}, missing("incident")
	case d.Kind == candor.Card:
		return cardPost(v), nil
	case d.Kind == candor.Topic:
		return topicPost(v), nil
	case d.Kind == candor.Notice:
		return noticePost(v, d), nil
	case d.Kind == candor.Farewell || d.Kind == candor.OldCard:
		return Plain(v.Incident.Elsewhere()), nil
	case d.Kind == candor.AskGuest:
		return guestPost(v, d), nil
	case d.Kind == candor.GuestSaid:
		return guestSaidPost(v, d), nil
	case d.Kind == candor.EstimateAsk:
		return estimatePost(v, d), nil
	case d.Kind == candor.Answered && v.Target != nil && v.Target.Kind == candor.EstimateAsk:
		return estimatePost(v, *v.Target), nil
	case v.Client == nil:
		return Post{}, missing("client")
	case d.Batch != "" && v.Update != nil && (d.Kind == candor.Line || d.Kind == candor.Answered):
		return batchPost(v, d), nil
	case len(d.Group) > 0 && d.Kind == candor.Answered && v.Target != nil && v.Target.Kind == candor.Direct:
		return directPost(v, candor.Delivery{Kind: candor.Direct, Rung: d.Rung, Group: d.Group, Data: v.Target.Data}), nil
	case len(d.Group) > 0 && d.Kind == candor.Answered:
		return groupPost(v, d), nil
	case d.Kind == candor.Second && v.Client.Later != nil:
		return secondPost(v), nil
	case d.Kind == candor.Second:
		return Post{}, missing("decision")
	case d.Kind == candor.Answered:
		return answeredPost(v, d), nil
	case (d.Kind == candor.Line || d.Kind == candor.Retold) && v.Update != nil:
		return linePost(v), nil
	case d.Kind == candor.Line || d.Kind == candor.Retold:
		return Post{}, missing("update")
	case d.Kind == candor.Copy:
		return copyPost(v, d.Replies, d.Users), nil
	case d.Kind == candor.Recopy && v.Target != nil:
		return copyPost(v, v.Target.Replies, v.Target.Users), nil
	case d.Kind == candor.Recopy:
		return Post{}, missing("target")
	case d.Kind == candor.Problem && v.Target != nil:
		return problemPost(v), nil
	case d.Kind == candor.Problem:
		return Post{}, missing("target")
	case approves(d.Kind):
		return approvalWords(v, d), nil
	case v.Promise == nil:
		return Post{}, missing("promise")
	case d.Kind == candor.Reminder:
		return reminderPost(v, d), nil
	case d.Kind == candor.Ring:
		return ringPost(v, d), nil
	case d.Kind == candor.Direct:
		return directPost(v, d), nil
	}
	return Post{}, fmt.Errorf("%s has no words: there is no internal message of kind %q", d.Key, d.Kind)
}

func approves(kind string) bool {
	return kind == candor.ApprovalAsk || kind == candor.ApprovalAlone || kind == candor.ApprovalEnded
}

// approvalWords makes a message about approval. One whose request has ended
// since is not sent any more, see the domain.
func approvalWords(v candor.View, d candor.Delivery) Post {
	switch {
	case d.Kind == candor.ApprovalEnded:
		return endedPost(v, d)
	case d.Kind == candor.ApprovalAlone:
		return alonePost(v)
	}
	return approvalPost(v, d)
}

// topicPost is the channel's topic. It says nothing that changes, since nobody
// would look there for news; a private channel's says no more than its name.
func topicPost(v candor.View) Post {
	inc := v.Incident
	if inc.Private {
		return Post{Text: inc.Name()}
	}
	return Post{Text: cut(clientNames(inc)+" · "+inc.Name(), 250)}
}
