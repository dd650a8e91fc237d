// Package overnight is what the team reads when somebody goes to sleep, takes over or is
// asked to: how it stands, what each client was told word for word, what is promised.
package overnight

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/asleep"
	"candor/incident/fault"
	"candor/incident/night"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/timeline"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/history"
	"candor/messages/kit"
)

// Offer offers whoever is in charge to go to sleep. It is said once.
func Offer(v view.View, d outbox.Delivery) kit.Post {
	inc := v.Incident
	since := inc.Watch.Duty.Since
	return kit.BothWays(v.Now, func(w kit.Pen) string {
		return fmt.Sprintf("You have been on %s%s since %s. Who is on it while you sleep? Press Good night and say so; it takes a minute. If you do not, everything goes on as it is, and I do not ask again.", w.Strong(inc.Name()), channel(inc, w), w.At(since))
	}, slack.NewActionBlock("do", kit.Primary(kit.Button(kit.ActGoodNight, view.Ref{Number: inc.Number}, "Good night"))))
}

// channel names the incident's channel, if there is one.
func channel(inc *incident.Incident, w kit.Pen) string {
	if inc.Channel.ID == "" || w.Plain {
		return ""
	}
	return " in <#" + inc.Channel.ID + ">"
}

// Says is how the team's other screens word what is shown here too.
type Says struct {
	Owes func(promise.Promise) string // what a client waits for
	Text func(*update.Update) string  // a text to the letter; empty where a person told it by hand
}

// Morning tells the team how it stands while somebody sleeps, and asks whoever is to be on
// it. Once that is settled it says in a line how.
func Morning(v view.View, d outbox.Delivery, says Says) kit.Post {
	inc := v.Incident
	n, _ := strconv.Atoi(d.Data.Number)
	rest := inc.Watch.RestN(n)
	switch {
	case inc.Ended():
		return kit.Plain(fmt.Sprintf("%s is over: nobody has to be on it.", inc.Name()))
	case rest == nil:
		return kit.Plain(fmt.Sprintf("%s: whoever slept is up again. %s is in charge.", inc.Name(), kit.Mention(inc.Roles[playbook.Commander])))
	case rest.Taken():
		w := kit.Pen{Now: v.Now}
		return kit.Plain(fmt.Sprintf("%s has taken %s, at %s. %s", kit.Mention(rest.By), inc.Name(), w.At(rest.TookAt), sleeps(rest, w)))
	case len(d.Users) == 1 && d.Users[0] != rest.On && fault.OneOf(d.Users[0], rest.No...) && rest.Meanwhile() != "":
		return kit.Plain(fmt.Sprintf("%s cannot be on %s. %s is asked now.", kit.Mention(d.Users[0]), inc.Name(), kit.Mention(rest.On)))
	case hidden(inc, d):
		return hide(inc, "is to be on it now", view.Ref{Number: inc.Number, N: n})
	}
	post := kit.BothWays(v.Now, func(w kit.Pen) string {
		return strings.TrimSpace(kit.Mentions(d.Users) + " " + asks(inc, rest, w))
	}, standing(v, says)...)
	buttons := []slack.BlockElement{kit.Primary(kit.Button(kit.ActTake, view.Ref{Number: inc.Number, N: n}, "I take it"))}
	if rest.On != "" {
		buttons = append(buttons, kit.Button(kit.ActNotMe, view.Ref{Number: inc.Number, N: n}, "I cannot"))
	}
	post.Blocks = append(post.Blocks, slack.NewActionBlock("do", buttons...))
	return post
}

// asks says what is asked of whoever reads it.
func asks(inc *incident.Incident, rest *night.Rest, w kit.Pen) string {
	if !w.Now.Before(rest.Until) {
		return fmt.Sprintf("Good morning. This is how %s stands.", w.Strong(inc.Name()))
	}
	text := fmt.Sprintf("%s is waiting for whoever is on it now. %s", w.Strong(inc.Name()), sleeps(rest, w))
	if h := inc.Watch.Handover; h.Open() && h.From == rest.Person && h.To != rest.On {
		text += fmt.Sprintf(" %s asked %s to take over (%s), and there is no answer yet.", kit.Mention(h.From), kit.Mention(h.To), w.At(h.At))
	}
	if len(rest.No) > 0 {
		text += fmt.Sprintf(" %s cannot.", fault.And(mentions(rest.No)))
		if rest.Meanwhile() == "" {
			text += " Who takes it?"
		}
	}
	return text + " " + rings(rest)
}

func mentions(users []string) (list []string) {
	for _, user := range users {
		list = append(list, kit.Mention(user))
	}
	return list
}

func sleeps(rest *night.Rest, w kit.Pen) string {
	return fmt.Sprintf("%s sleeps until %s.", kit.Mention(rest.Person), w.At(rest.Until))
}

// rings says whose phone rings if nobody takes it.
func rings(rest *night.Rest) string {
	who := "of the next person whom I can ring"
	switch {
	case rest.Choice.Untaken:
		who = "of " + kit.Mention(rest.Person)
	case rest.Meanwhile() != "":
		who = "of " + kit.Mention(rest.Meanwhile())
	}
	return fmt.Sprintf("If nobody takes it, the phone %s rings %s before a promise is due.", who, messages.Span(night.Guard))
}

// hidden says whether a message is for somebody who may not see the incident.
func hidden(inc *incident.Incident, d outbox.Delivery) bool {
	return bool(d.Data.Outside) && inc.Private
}

// hide asks somebody who may not see the incident: it says no more than its name.
func hide(inc *incident.Incident, why string, ref view.Ref) kit.Post {
	text := fmt.Sprintf("%s needs you: somebody %s.", inc.Name(), why)
	return kit.Post{Text: text + " Press Join to see what it is.", Blocks: []slack.Block{
		kit.Paragraph("say", text), slack.NewActionBlock("do", kit.Primary(kit.Button(kit.ActJoin, ref, "Join")), kit.Button(kit.ActTake, ref, "I take it"), kit.Button(kit.ActNotMe, ref, "I cannot")),
	}}
}

// How much of each part is shown.
const (
	shownLines = 8
	shownTold  = 4
	shownSteps = 5
)

// standing is what whoever takes over has to know.
func standing(v view.View, says Says) []slack.Block {
	inc, w := v.Incident, kit.Pen{Now: v.Now}
	what := inc.Title
	if what == "" {
		what = inc.Impact
	}
	state := fmt.Sprintf("%s · since %s", kit.SeverityWord(inc.Severity), w.At(inc.Since))
	if inc.State != incident.Open {
		state = fmt.Sprintf("solved as of %s; it began at %s", w.At(inc.ResolvedAt), w.At(inc.Since))
	}
	blocks := []slack.Block{kit.Paragraph("what", fmt.Sprintf("*%s* · %s", messages.Escape(messages.Cut(what, 150)), state))}
	if lines := happened(v.Lines, w); len(lines) > 0 {
		blocks = append(blocks, kit.Paragraph("happened", messages.Clip("*What happened last*\n"+strings.Join(lines, "\n"), kit.MaxSection)))
	}
	blocks = append(blocks, told(v, says, w)...)
	var lines []string
	for i := range inc.Clients {
		for _, p := range inc.Clients[i].Promises {
			if p.Outcome == promise.Pending {
				lines = append(lines, fmt.Sprintf("• %s %s by %s", messages.Escape(inc.Clients[i].Client.Name), says.Owes(p), w.At(p.DueAt)))
			}
		}
	}
	if len(lines) > 0 {
		blocks = append(blocks, kit.Paragraph("promised", messages.Clip("*What is promised*\n"+strings.Join(lines, "\n"), kit.MaxSection)))
	}
	return blocks
}

// small are lines that nobody needs who takes over: what was asked of people, and who
// came and went.
var small = []timeline.Kind{
	timeline.Reminded, timeline.RemindedAll, timeline.RemindedMissing, timeline.Snoozed, timeline.Rang, timeline.NotWoken, timeline.Joined,
	timeline.Approved, timeline.ApprovedAlone, timeline.Undone, timeline.Sleeps, timeline.GotUp, timeline.MorningTold, timeline.TakeoverAsked,
	timeline.TakeoverKept, timeline.TakeoverRefused, timeline.Role, timeline.RoleTaken, timeline.RoleFreed,
}

// happened lists the newest lines of the timeline, the oldest of them first.
func happened(entries []timeline.Entry, w kit.Pen) (list []string) {
	for _, l := range timeline.Lines(entries) {
		e := l.Entry
		if slices.Contains(small, e.Kind) || e.Kind == timeline.StepSkipped && e.By == "" { // it closed by itself
			continue
		}
		at := e.At
		if !e.Happened.IsZero() {
			at = e.Happened
		}
		list = append(list, fmt.Sprintf("• %s  %s", w.At(at), history.Said(e, history.Reader, kit.Mention, func(s string) string { return messages.Escape(messages.Cut(s, 200)) })))
	}
	return list[max(0, len(list)-shownLines):]
}

// told quotes what each client was told last.
func told(v view.View, says Says, w kit.Pen) (blocks []slack.Block) {
	for i, u := range v.Told[:min(shownTold, len(v.Told))] {
		aff := v.Incident.Affected(u.Client)
		if aff == nil {
			continue
		}
		head, text := fmt.Sprintf("*%s was told at %s, word for word*\n", messages.Escape(aff.Client.Name), w.At(aff.ToldAt)), says.Text(u)
		if text == "" {
			head, text = fmt.Sprintf("*%s was told at %s by hand; noted was*\n", messages.Escape(aff.Client.Name), w.At(aff.ToldAt)), messages.Escape(u.Words["text"])
		}
		blocks = append(blocks, kit.Paragraph(fmt.Sprintf("told%d", i), messages.Clip(head+kit.Quote(text), kit.MaxSection)))
	}
	if more := len(v.Told) - shownTold; more > 0 {
		blocks = append(blocks, kit.Small("told-more", fmt.Sprintf("… and %d more clients: their texts are in their threads.", more)))
	}
	return blocks
}

// TakeOver asks somebody to take over, and once they have answered says how.
func TakeOver(v view.View, d outbox.Delivery, says Says) kit.Post {
	inc, h := v.Incident, v.Incident.Watch.Handover
	if n, _ := strconv.Atoi(d.Data.Number); h == nil || h.N != n {
		return kit.Plain(fmt.Sprintf("%s: somebody else was asked to take over. You need do nothing.", inc.Name()))
	}
	ref := view.Ref{Number: inc.Number, N: h.N}
	w := kit.Pen{Now: v.Now}
	charge := inc.Roles[playbook.Commander]
	switch {
	case h.Answer == night.Kept:
		return kit.Plain(fmt.Sprintf("%s: %s has taken that back and keeps it. You need do nothing.", inc.Name(), kit.Mention(h.From)))
	case h.Answer == night.Lapsed && inc.Over():
		return kit.Plain(fmt.Sprintf("%s is over: nobody has to take over. You need do nothing.", inc.Name()))
	case h.Answer == night.Lapsed && charge == h.To:
		return kit.Plain(fmt.Sprintf("%s: you are in charge by now, so there is nothing left to take over.", inc.Name()))
	case h.Answer == night.Lapsed:
		return kit.Plain(fmt.Sprintf("%s: %s is in charge now, so there is nothing left to take over. You need do nothing.", inc.Name(), kit.Mention(charge)))
	case h.Answer == night.Accepted:
		return kit.Plain(fmt.Sprintf("You took over %s from %s, at %s.", inc.Name(), kit.Mention(h.From), w.At(h.Answered)))
	case h.Answer == night.Refused:
		return kit.Plain(fmt.Sprintf("You cannot take over %s. It stays with %s, who knows.", inc.Name(), kit.Mention(h.From)))
	case !h.Open():
		return kit.Plain(fmt.Sprintf("%s: somebody else was asked to take over. You need do nothing.", inc.Name()))
	case hidden(inc, d):
		return hide(inc, "asks you to take over", ref)
	}
	post := kit.BothWays(v.Now, func(w kit.Pen) string {
		return fmt.Sprintf("%s asks you to take over %s%s. Until you say yes it stays with them.", kit.Mention(h.From), w.Strong(inc.Name()), channel(inc, w))
	}, append(standing(v, says), steps(inc)...)...)
	post.Blocks = append(post.Blocks, slack.NewActionBlock("do", kit.Primary(kit.Button(kit.ActTake, ref, "I take it")), kit.Button(kit.ActNotMe, ref, "I cannot")))
	return post
}

// steps are the next ones of the checklist.
func steps(inc *incident.Incident) []slack.Block {
	items := inc.NextItems()
	if len(items) == 0 {
		return nil
	}
	lines := []string{"*Next steps*"}
	for _, it := range items[:min(shownSteps, len(items))] {
		lines = append(lines, "• "+messages.Escape(it.Text))
	}
	if more := len(items) - shownSteps; more > 0 {
		lines = append(lines, fmt.Sprintf("… and %d more", more))
	}
	return []slack.Block{kit.Paragraph("steps", messages.Clip(strings.Join(lines, "\n"), kit.MaxSection))}
}

// HandedOver tells whoever wanted to hand over what became of it.
func HandedOver(v view.View, _ outbox.Delivery) kit.Post {
	inc, h := v.Incident, v.Incident.Watch.Handover
	switch {
	case h == nil || h.Answer == night.Replaced || h.Open():
		return kit.Plain(fmt.Sprintf("%s: %s is in charge.", inc.Name(), kit.Mention(inc.Roles[playbook.Commander])))
	case h.Answer == night.Accepted:
		return kit.Plain(fmt.Sprintf("%s has taken over %s from you. You are done with it.", kit.Mention(h.To), inc.Name()))
	}
	return kit.Plain(fmt.Sprintf("%s cannot take over %s. Nothing has changed: it stays with you. To ask somebody else, type `%s %s handover @name`.", kit.Mention(h.To), inc.Name(), v.Command, inc.Name()))
}

// Gap says once that one person repairs it and talks to the client.
func Gap(v view.View, _ outbox.Delivery) kit.Post {
	inc := v.Incident
	name := inc.Clients[0].Client.Name
	if len(inc.Clients) > 1 {
		name = fmt.Sprintf("%d clients", len(inc.Clients))
	}
	return kit.Plain(fmt.Sprintf("%s repairs this and talks to %s. Two people do both better: give one away with `%s tech @name` or `%s comms @name`.", kit.Mention(inc.Holder(playbook.Comms)), messages.Escape(name), v.Command, v.Command))
}

// Slept answers whoever said good night: for what their phone may ring, and how they get
// up. why says why no text is shown that a client reads; empty: one is, or none is needed.
func Slept(inc *incident.Incident, user, why string, now time.Time) kit.Post {
	r := inc.Watch.Rest(user)
	if r == nil { // they have no part in it
		return kit.Plain("Good night. Others are asked before you until you are up.")
	}
	return kit.BothWays(now, func(w kit.Pen) string {
		text := fmt.Sprintf("Good night. You sleep until %s.", w.At(r.Until))
		switch {
		case r.On != "" && !r.AskAt.IsZero():
			text += fmt.Sprintf(" %s is asked at %s to take over.", kit.Mention(r.On), w.At(r.AskAt))
		case r.On != "":
			text += fmt.Sprintf(" %s is asked now to take over.", kit.Mention(r.On))
		default:
			text += " Nobody is on it: work pauses."
		}
		if h := inc.Watch.Handover; h.Open() && h.From == user && h.To != r.On {
			text += fmt.Sprintf(" %s has not answered yet whether they take over: until they do, you are in charge.", kit.Mention(h.To))
		}
		text += " " + ringsYou(r) + unwatched(inc, r, w)
		if why != "" {
			text += "\nNo text to the client was written: " + why
		}
		return text
	}, slack.NewActionBlock("do", kit.Button(kit.ActUp, view.Ref{Number: inc.Number}, "I am up")))
}

// unwatched says who still reads that we are watching it while nobody is up.
func unwatched(inc *incident.Incident, r *night.Rest, w kit.Pen) (text string) {
	for i := range inc.Clients {
		if at := asleep.Watched(inc, &inc.Clients[i], w.Now); !at.IsZero() && asleep.Alone(r).After(w.Now) {
			text += fmt.Sprintf("\n▲ %s still reads that we are watching it until %s. Send them the text, or get somebody to watch.", w.Strong(inc.Clients[i].Client.Name), w.At(at))
		}
	}
	return text
}

// ringsYou says for what the phone of whoever sleeps rings.
func ringsYou(r *night.Rest) string {
	untaken := fmt.Sprintf("if nobody has taken it %s before a promise is due", messages.Span(night.Guard))
	switch c := r.Choice; {
	case c.Untaken && c.Wished:
		return "Your phone rings only " + untaken + ", or if a client asks for a call."
	case c.Untaken:
		return "Your phone rings only " + untaken + "."
	case c.Wished:
		return "Your phone rings only if a client asks for a call, or if a promise would be late and nobody else can be rung."
	}
	return "Your phone rings only if a promise would be late and nobody else can be rung."
}

// Up answers whoever got up.
func Up() kit.Post { return kit.Plain("Good morning. Your phone rings as always.") }

// Took answers whoever took over.
func Took(inc *incident.Incident, now time.Time) kit.Post {
	w := kit.Pen{Now: now}
	text := inc.Name() + " is yours."
	if p := inc.Urgent(); p != nil {
		text += fmt.Sprintf(" The next update is due %s.", w.At(p.DueAt))
	}
	return kit.Plain(text)
}

// Declined answers whoever cannot take over.
func Declined(inc *incident.Incident) kit.Post {
	return kit.Plain(fmt.Sprintf("Noted: you cannot take over %s. They know.", inc.Name()))
}

// Asked answers whoever asked another to take over, or keeps it after all.
func Asked(inc *incident.Incident) kit.Post {
	h := inc.Watch.Handover
	if h.Answer == night.Kept {
		return kit.Plain(fmt.Sprintf("%s stays with you. %s reads that nobody has to take over.", inc.Name(), kit.Mention(h.To)))
	}
	text := fmt.Sprintf("I have asked %s to take over %s. Until they say yes it stays with you, reminders too.", kit.Mention(h.To), inc.Name())
	back := kit.Button(kit.ActTake, view.Ref{Number: inc.Number, N: h.N}, "Take it back")
	return kit.Post{Text: text, Blocks: []slack.Block{kit.Paragraph("say", text), slack.NewActionBlock("do", back)}}
}

// CardLine says on the card who sleeps, and who is on it; "" if nobody does.
func CardLine(inc *incident.Incident, w kit.Pen) string {
	var list []string
	for i := range inc.Watch.Rests {
		r := &inc.Watch.Rests[i]
		switch {
		case !w.Now.Before(r.Until):
			continue
		case r.Taken():
			list = append(list, fmt.Sprintf("%s %s has it.", sleeps(r, w), kit.Mention(r.By)))
		case r.On != "" && !r.AskAt.IsZero():
			list = append(list, fmt.Sprintf("%s %s is asked at %s.", sleeps(r, w), kit.Mention(r.On), w.At(r.AskAt)))
		case r.Meanwhile() != "":
			list = append(list, fmt.Sprintf("%s %s is asked.", sleeps(r, w), kit.Mention(r.On)))
		default:
			list = append(list, sleeps(r, w)+" Nobody is on it.")
		}
	}
	if h := inc.Watch.Handover; h.Open() {
		list = append(list, fmt.Sprintf("%s asks %s to take over.", kit.Mention(h.From), kit.Mention(h.To)))
	}
	return strings.Join(list, "\n")
}

// AllLeft says where whoever is left reads it that nobody can be asked any more, what clients wait
// for, and lets anybody take it.
func AllLeft(v view.View, d outbox.Delivery, says Says) kit.Post {
	inc := v.Incident
	take := slack.NewButtonBlockElement(kit.ActRun, inc.Name()+" commander me", kit.PlainText("I take it"))
	return kit.BothWays(v.Now, func(w kit.Pen) string {
		text := fmt.Sprintf("The account of %s in Slack was deactivated, and nobody is left who could be asked about %s.", messages.Escape(fault.FirstOf(d.Data.Name, kit.Mention(d.Data.User))), w.Strong(inc.Name()))
		for i := range inc.Clients {
			if p := inc.Clients[i].Next(); p != nil {
				text += fmt.Sprintf("\n• %s %s by %s", w.Strong(inc.Clients[i].Client.Name), says.Owes(*p), w.At(p.DueAt))
			}
		}
		return text + "\nWhoever reads this: take it, and you are asked from now on. Whoever runs Candor names people in its config."
	}, slack.NewActionBlock("do", kit.Primary(take)))
}
