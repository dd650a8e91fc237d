package screen

import (
	"fmt"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/meeting"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/ways"
)

// reminderPost brings one promise before the people of its rung: in the
// channel, with the text that one press would send.
func reminderPost(v view.View, d outbox.Delivery) kit.Post {
	if len(v.Group) > 1 {
		return groupPost(v, d)
	}
	p := kit.BothWays(v.Now, func(w kit.Pen) string {
		return lead(kit.Mentions(d.Users), remind(v, d, w))
	}, reminderParts(v, "")...)
	p.Text = messages.Clip(v.Incident.Name()+": "+p.Text, kit.MaxPlain)
	return p
}

func lead(who, text string) string {
	if who == "" {
		return text
	}
	return who + " " + text
}

// reminderParts are the draft and the buttons of a reminder; reader is who gets
// it by direct message. Where a text waits for the reader's word, that is what
// they are shown: nobody looks for the message that asked.
func reminderParts(v view.View, reader string) []slack.Block {
	var blocks []slack.Block
	if r := v.Client.Request; mayApprove(r, reader) && v.Client.Out == 0 {
		do := append([]slack.BlockElement{kit.Primary(kit.Button(kit.ActApprove, requestRef(v), "Approve and send"))}, plainly(reminderButtons(v))...)
		return append(requestText(r), slack.NewActionBlock("do", do...))
	}
	text := draftOf(v)
	switch {
	case text != "" && ways.None(v.Client):
		blocks = PhoneParts(&v.Client.Client, v.Promise.Draft, v.Company)
	case ways.None(v.Client):
		blocks = PhoneParts(&v.Client.Client, nil, v.Company)
	case text != "":
		blocks = append(blocks, kit.Paragraph("draft", "Draft, *not sent yet*:\n"+kit.Quote(text)))
		if also := elsewhere(v.Promise.Draft); also != "" {
			blocks = append(blocks, kit.Small("also", also))
		}
	}
	if draftOf(v) != "" {
		blocks = append(blocks, NightBlocks(&v.Client.Client, v.Promise.Draft, view.Ref{Number: v.Incident.Number, Client: v.Client.Client.ID, N: v.Promise.N})...)
	}
	return append(blocks, slack.NewActionBlock("do", reminderButtons(v)...))
}

// plainly takes the emphasis from buttons: one of a message has it.
func plainly(list []slack.BlockElement) []slack.BlockElement {
	for _, el := range list {
		if b, ok := el.(*slack.ButtonBlockElement); ok {
			b.Style = slack.StyleDefault
		}
	}
	return list
}

// draftOf is the text that the reminder offers, "" if there is none.
func draftOf(v view.View) string {
	if v.Client.Out > 0 { // a second one would be refused
		return ""
	}
	return wording(v.Promise.Draft)
}

func reminderButtons(v view.View) []slack.BlockElement {
	p := v.Promise
	ref := view.Ref{Number: v.Incident.Number, Client: v.Client.Client.ID, N: p.N}
	told := kit.Button(kit.ActTold, ref, "I told them myself")
	disclose := v.Incident.HearsBy(v.Client, p.DueAt, v.Now) != nil
	if kit.TakesNone(v.Client) {
		return kit.Vouching(v.Client.Restored, ref, told)
	}
	write := kit.Button(kit.ActUpdate, ref, "Write an update")
	if p.Event != nil {
		kind := ref
		kind.Key = v.Incident.Telling(v.Client, p.Event)
		write = kit.Button(kit.ActUpdate, kind, "Write an update")
	}
	if p.Kind == promise.Final && !disclose {
		write = kit.Button(kit.ActLastWord, ref, "Write the final message")
	}
	var list []slack.BlockElement
	switch {
	case !p.Rings():
		return calmButtons(v.Incident, v.Client, p, v.Now)
	case p.Kind == promise.Meeting:
		return append(append(PhoneButtons(ref), kit.Button(kit.ActCallCard, ref, "What to say")), otherTime(v)...)
	case ways.None(v.Client):
		list = PhoneButtons(ref)
		if disclose {
			list = append(list, kit.Button(kit.ActCallCard, ref, "What to say"))
		}
		return snoozable(v, ref, list, disclose)
	case disclose:
		list = append(list, kit.Primary(kit.Button(kit.ActUpdate, ref, "Tell them now")))
		if v.Client.Client.Manner.Calls() {
			list = append(list, kit.Button(kit.ActCallCard, ref, "Call them"))
		}
	case draftOf(v) == "":
		list = append(list, kit.Primary(write))
	case p.Draft.Kind != update.Holding:
		list = append(list, kit.Primary(kit.Button(kit.ActAnswer, shown(ref, p), "Send this")), write)
	default:
		list = append(list, kit.Primary(kit.Button(kit.ActAnswer, shown(ref, p), "Yes, I'm on it: send")), write)
	}
	if v.Client.Client.Manner == client.CallsFirst {
		list = append([]slack.BlockElement{kit.Primary(kit.Button(kit.ActCallCard, ref, "Call them first"))}, second(list)...)
	}
	if slower := slowerButton(v, ref); slower != nil {
		list = append(list, slower)
	}
	return snoozable(v, ref, append(list, told), disclose)
}

// second takes from buttons that they come first.
func second(list []slack.BlockElement) []slack.BlockElement {
	for _, e := range list {
		if b, ok := e.(*slack.ButtonBlockElement); ok {
			b.Style = ""
		}
	}
	return slices.DeleteFunc(list, func(e slack.BlockElement) bool {
		b, ok := e.(*slack.ButtonBlockElement)
		return ok && b.ActionID == kit.ActCallCard
	})
}

// snoozable adds the button that puts the reminder off: not where it is due, and
// not where data is gone and the client does not know.
func snoozable(v view.View, ref view.Ref, list []slack.BlockElement, disclose bool) []slack.BlockElement {
	if disclose || !v.Now.Before(v.Promise.Urgent()) {
		return list
	}
	return append(list, kit.Button(kit.ActSnooze, ref, "Snooze 5 min"))
}

// shown makes the button send the text that stands above it, and no other.
func shown(ref view.Ref, p *promise.Promise) view.Ref {
	ref.Key = p.Draft.Hash()
	return ref
}

// remind says what the client expects, by when, and what they know so far.
func remind(v view.View, d outbox.Delivery, w kit.Pen) string {
	text := expects(v, d, w) + unheard(d) + kit.AsOf(" ", v.Client.Restored, w)
	if from, err := time.Parse(time.RFC3339, d.Data.Away); err == nil {
		text += fmt.Sprintf(" I was away from %s to %s.", w.At(from), w.At(v.Now))
	}
	if s := waiting(v.Client, w); s != "" {
		text += " But " + s + "."
	}
	if n := v.Client.Unsure; n > 0 {
		text += fmt.Sprintf(" Answer first whether update %d arrived: the question is above.", n)
	}
	if !v.Client.ToldAt.IsZero() {
		text += fmt.Sprintf(" Last told %s.", w.At(v.Client.ToldAt))
	}
	if v.Promise.Rings() {
		text += ways.Unread(v.Client)
	}
	if n := len(v.Client.Asks.Open()); n > 0 {
		text += fmt.Sprintf(" They have asked %d×, last: “%s”.", n, kit.Glimpse(messages.Escape(lastAsk(v.Client))))
	}
	if v.Client.Attempts > 0 {
		text += fmt.Sprintf(" Called %d×, nobody answered.", v.Client.Attempts)
	}
	if w.Plain {
		text += action(v)
	}
	return text
}

// action says what can be done, for those who do not see the buttons.
func action(v view.View) string {
	switch {
	case v.Client.Out > 0:
		return ""
	case !v.Promise.Rings():
		return " Press " + promiseNames[v.Promise.Kind].do + "."
	case ways.None(v.Client):
		return " Call them, then press I told them."
	case v.Promise.Wished:
		return " Call them now, then press I told them."
	case v.Promise.Kind == promise.Meeting:
		return " Call them, then press I told them. If they chose the other time, that one counts: note it."
	case draftOf(v) != "":
		return " A draft is ready to send."
	case v.Promise.Kind == promise.Final:
		return " Write the final message, or tell them yourself."
	}
	return " Write an update, or tell them yourself."
}

// unheard says why a reminder goes to more people than those before.
func unheard(d outbox.Delivery) string {
	if !d.Data.All {
		return ""
	}
	return " Nobody has answered, so I ask everybody on the list now."
}

func expects(v view.View, d outbox.Delivery, w kit.Pen) string {
	p, name := v.Promise, w.Strong(v.Client.Client.Name)
	late := promise.Past(v.Now, p.DueAt)
	if p.Kind == promise.Meeting && !v.Client.Client.HasPhone() {
		name = "No phone number of theirs is known here: look it up now. " + name
	}
	if p.Kind == promise.Meeting {
		return expectsCall(p, name, late, w)
	}
	if !p.Rings() {
		return calmText(v.Incident, p, name, w)
	}
	if u, next := v.Incident.HearsBy(v.Client, p.DueAt, v.Now), v.Client.Next(); u != nil && next != nil && next.N == p.N && v.Client.Out == 0 {
		return mustHear(u, p, name, late, w)
	}
	switch {
	case v.Client.Out > 0:
		return fmt.Sprintf("Update %d to %s is stuck: it has not arrived, and %s was due %s. I keep trying; a call counts too.", v.Client.Out, name, awaited(p), w.At(p.DueAt))
	case p.Event != nil:
		return eventText(v, d, name, w)
	case late < 0:
		return fmt.Sprintf("%s by %s (in %s).", wants(p, name), w.At(p.DueAt), messages.Span(late))
	case late < time.Minute:
		return fmt.Sprintf("%s now (%s).", wants(p, name), w.At(p.DueAt))
	case d.Rung >= outbox.Everybody:
		return fmt.Sprintf("%s is still waiting: %s was due %s, %s ago. Whoever reads this first: send it, or call them.", name, awaited(p), w.At(p.DueAt), messages.Span(late))
	}
	return fmt.Sprintf("%s is waiting: %s was due %s, %s ago.", name, awaited(p), w.At(p.DueAt), messages.Span(late))
}

// expectsCall says why a client is to be called.
func expectsCall(p *promise.Promise, name string, late time.Duration, w kit.Pen) string {
	switch {
	case p.Morning && late < time.Minute:
		return fmt.Sprintf("%s did not answer at night: call them first, at %s.", name, w.At(p.DueAt))
	case p.Wished:
		return fmt.Sprintf("%s asked at %s to be called, and nobody has yet.", name, w.At(p.DueAt.Add(-meeting.CallBackWithin)))
	case p.Offered:
		return fmt.Sprintf("%s was asked whether %s suits them for a call, and nobody of theirs has said. Ask them, or call.", name, w.At(p.DueAt))
	case late >= time.Minute:
		return fmt.Sprintf("%s is waiting: your call was due %s, %s ago. Call them now, or note the time that they chose.", name, w.At(p.DueAt), messages.Span(late))
	}
	return fmt.Sprintf("%s expects your call at %s: “%s”", name, w.At(p.DueAt), kit.Glimpse(messages.Escape(p.Words)))
}

// wants begins the sentence about a promise that is not late yet.
func wants(p *promise.Promise, name string) string {
	switch {
	case p.First:
		return name + " has not heard from us yet. The first notice is due"
	case inWords(p):
		return name + " expects " + awaited(p) + ","
	}
	return name + " " + Waits(p, "expects", "is")
}

// mustHear reminds of a loss that the client does not know of.
func mustHear(u *incident.Untold, p *promise.Promise, name string, late time.Duration, w kit.Pen) string {
	what := messages.UpperFirst(u.That()) + " and " + name + " does not know"
	switch {
	case late < 0:
		return fmt.Sprintf("%s. Tell them by %s (in %s).", what, w.At(p.DueAt), messages.Span(late))
	case late < time.Minute:
		return fmt.Sprintf("%s. Tell them now (%s).", what, w.At(p.DueAt))
	}
	return fmt.Sprintf("%s: they were to be told by %s, %s ago. Whoever reads this first: call them.", what, w.At(p.DueAt), messages.Span(late))
}

// awaited is what one client waits for: what they were promised in words, where that is due.
func awaited(p *promise.Promise) string {
	if inWords(p) {
		return "what was promised, “" + messages.Escape(p.Words) + "”"
	}
	return news(p)
}

// inWords says whether what is due is something that was promised in words.
func inWords(p *promise.Promise) bool {
	return p.Gives() && p.For.IsZero() && p.Kind.Rings() && p.Kind != promise.Meeting
}

// news is what clients wait for, in a word or two.
func news(p *promise.Promise) string {
	switch {
	case p.Kind == promise.Final:
		return "the final message"
	case p.Kind == promise.Meeting:
		return "your call"
	case p.First:
		return "the first notice"
	}
	return "news"
}

// lastAsk is the newest question that nobody has marked as answered.
func lastAsk(aff *incident.Affected) (text string) {
	for _, ask := range aff.Asks {
		if ask.AnsweredAt.IsZero() {
			text = ask.Text
		}
	}
	return text
}
