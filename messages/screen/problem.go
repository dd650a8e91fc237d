package screen

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/resend"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/paper"
	"candor/messages/ways"
)

// problemPost brings a text that did not arrive, or may not have, before people:
// what did not happen, what is safe, what to do.
func problemPost(v view.View) kit.Post {
	t := v.Target
	if t == nil {
		return awayPost(v)
	}
	ref := view.Ref{Number: v.Incident.Number, Client: v.Client.Client.ID, N: t.Update, Key: t.Key}
	write := notSent
	buttons := deadButtons
	switch {
	case t.State == outbox.NeedsDecision:
		write, buttons = notKnown, askButtons
	case !t.Bounced.IsZero():
		write, buttons = cameBack, backButtons
	}
	var blocks []slack.Block
	if begins := kit.Glimpse(stuckText(v)); begins != "" {
		blocks = append(blocks, kit.Small("begins", "It begins: "+begins))
	}
	if !v.Incident.Over() { // then each of them is refused
		blocks = append(blocks, slack.NewActionBlock("do", buttons(v, ref)...))
	}
	return kit.BothWays(v.Now, func(w kit.Pen) string { return write(v, w) }, blocks...)
}

// awayPost says that nobody of a client is in their channel any more.
func awayPost(v view.View) kit.Post {
	ref := view.Ref{Number: v.Incident.Number, Client: v.Client.Client.ID}
	return kit.BothWays(v.Now, func(w kit.Pen) string {
		return fmt.Sprintf("%s: %s can no longer read their Slack channel: nobody of theirs is in it. Nothing is sent there now, and what they were promised stays due.%s\nShare the channel with them again, or call them.",
			v.Incident.Name(), w.Strong(v.Client.Client.Name), deadline(v, w))
	}, slack.NewActionBlock("do", kit.Primary(kit.Button(kit.ActCallCard, ref, "What to say")), kit.Button(kit.ActTold, ref, "I told them")))
}

// stuckText is what did not arrive, as a person reads it.
func stuckText(v view.View) string {
	t := v.Target
	switch {
	case t.Text == nil:
		return ""
	case client.WayOf(t.Via).Machine && wording(v.Update) != "":
		return wording(v.Update)
	}
	return asShown(t.Via, t.Text.Body)
}

func notSent(v view.View, w kit.Pen) string {
	t := v.Target
	not := "*not*"
	if w.Plain {
		not = "not"
	}
	other := underway(v, w)
	text := fmt.Sprintf("%s: update %d was %s sent to %s%s. %s\n%s",
		v.Incident.Name(), t.Update, not, w.Strong(v.Client.Client.Name), ways.By(t.Destination(), w), kit.Sentence(t.Reason),
		cmp.Or(elsewhereToo(v), other, "Nothing was sent now, and the words are kept."))
	if v.Target.TooLate(v.Now) {
		text += " " + passed(v) + " so it needs new words."
	}
	if other != "" {
		return text + kit.AsOf(" ", v.Client.Restored, w)
	}
	return text + deadline(v, w)
}

// underway names the other copies that have neither arrived nor failed yet. This post stays
// as it is when one of them arrives a moment later: it claims nothing that is untrue then,
// neither that they know nothing nor until when they are to be told.
func underway(v view.View, w kit.Pen) string {
	if v.Update == nil || v.Update.State != update.Sending {
		return ""
	}
	var by []string
	for _, to := range v.Update.To {
		ended := func(r outbox.Result) bool {
			return r.To.Key() == to.Key() && r.Update == v.Target.Update && !fault.OneOf(r.State, outbox.Waiting, outbox.InFlight, outbox.InDoubt)
		}
		if to.Key() != v.Target.Destination().Key() && !slices.ContainsFunc(v.Client.Results, ended) {
			by = append(by, cmp.Or(strings.TrimSpace(ways.By(to, w)), "in Slack"))
		}
	}
	if len(by) == 0 {
		return ""
	}
	return fmt.Sprintf("It goes to them %s, too: what becomes of that is said here.", strings.Join(by, " and "))
}

// elsewhereToo says what it means that only one of several copies is missing.
func elsewhereToo(v view.View) string {
	if v.Update == nil {
		return ""
	}
	has := "They have it on another way"
	if to := v.Update.To; len(to) > 1 && !slices.ContainsFunc(to, func(d client.Destination) bool { return d.Via != v.Target.Via }) {
		has = "Somebody else of theirs has it"
	}
	there := func(r outbox.Result) bool { return r.Update == v.Target.Update && r.State == outbox.Delivered }
	switch required := v.Update.State == update.Sent; {
	case required && v.Incident.Over():
		return fmt.Sprintf("%s. %s is %s: nothing is sent from it any more.", has, v.Incident.Name(), v.Incident.State)
	case required && v.Target.Optional:
		return has + ", and this one is optional."
	case required:
		return has + "; what was promised counts as kept once it is here too."
	case slices.ContainsFunc(v.Client.Results, there):
		return "They have it on a way that is optional; what was promised counts as kept only once it is here."
	}
	return ""
}

func notKnown(v view.View, w kit.Pen) string {
	t := v.Target
	to := t.Destination()
	text := fmt.Sprintf("%s: I do not know whether update %d reached %s%s: %s\nI have not sent it again. %s",
		v.Incident.Name(), t.Update, w.Strong(v.Client.Client.Name), ways.Beside(to, w), kit.Ended(cmp.Or(t.Reason, "no answer came")), ways.WhereToLook(to, w))
	if other := underway(v, w); other != "" {
		return text + " " + other + kit.AsOf(" ", v.Client.Restored, w)
	}
	return strings.TrimSpace(text+" "+elsewhereToo(v)) + deadline(v, w)
}

// passed is why a text may not leave any more as it is.
func passed(v view.View) string {
	if u := v.Update; u != nil && (u.TrueTill().IsZero() || u.TrueTill().After(v.Target.Expires)) {
		return "It is too old by now,"
	}
	return "It promises a time that has passed,"
}

// spent says whether it may not be sent once more as it is.
func spent(v view.View) bool {
	return v.Target.TooLate(v.Now) || v.Update != nil && resend.Spent(v.Incident, v.Client, resend.Copy{Update: v.Update, Delivery: v.Target}, v.Now)
}

func deadButtons(v view.View, ref view.Ref) []slack.BlockElement {
	write := writeButton(v, ref)
	list := []slack.BlockElement{kit.Primary(write)}
	if !spent(v) {
		list = []slack.BlockElement{kit.Primary(kit.Button(kit.ActAgain, ref, "Retry")), write}
	}
	return append(list, kit.Button(kit.ActGiveUp, ref, "Give up"))
}

func askButtons(v view.View, ref view.Ref) []slack.BlockElement {
	list := []slack.BlockElement{kit.Primary(kit.Button(kit.ActArrived, ref, "It arrived"))}
	if spent(v) {
		list = append(list, writeButton(v, ref))
	} else {
		again := kit.Button(kit.ActAgain, ref, "Send again")
		again.Confirm = slack.NewConfirmationBlockObject(kit.PlainText("Send it again?"),
			kit.PlainText(messages.Cut("If the first one did arrive, "+v.Client.Client.Name+" reads it twice.", 300)), kit.PlainText("Send again"), kit.PlainText("Back"))
		list = append(list, again)
	}
	return append(list, kit.Button(kit.ActGiveUp, ref, "Give up"))
}

func writeButton(v view.View, ref view.Ref) *slack.ButtonBlockElement {
	if v.Incident.State == incident.Resolved && v.Client.Owed(promise.Final) != nil {
		return kit.Button(kit.ActLastWord, ref, "Write the final message")
	}
	return kit.Button(kit.ActUpdate, ref, "Write an update")
}

// noticePost tells the person in charge what could not be said or done in the
// incident's channel.
func noticePost(v view.View, d outbox.Delivery) kit.Post {
	return kit.BothWays(v.Now, func(w kit.Pen) string {
		inc := v.Incident
		what, safe := sharedOutside, "Nothing internal is posted there any more; reminders come by direct message. Take the other company out of the channel, and it goes on there."
		switch t := v.Target; {
		case t == nil:
		case t.Kind == outbox.WakeCall:
			what, safe = notWoken(v, d.To)
		case t.Kind == outbox.Paper:
			what, safe = paper.Missed(v, w)
		default:
			c := cmp.Or(failed[t.Kind], couldNotPost)
			why := strings.ReplaceAll(t.Reason, "<@"+d.To+">", "you")
			what, safe = c.what+". "+kit.Sentence(why), c.safe
		}
		return fmt.Sprintf("%s%s: %s %s", w.Strong(inc.Name()), w.In(inc.Channel.ID), what, safe)
	})
}

const sharedOutside = "people of another company can read the incident's channel now."
