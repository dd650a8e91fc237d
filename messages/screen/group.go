package screen

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/schedule"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// shownNames is how many clients a line names before it counts the rest.
const shownNames = 5

// groupPost brings the promises to several clients before people at once. What
// was settled meanwhile is left out.
func groupPost(v view.View, d outbox.Delivery) kit.Post {
	open := stillOpen(v.Group)
	if len(open) == 0 {
		return kit.BothWays(v.Now, func(w kit.Pen) string { return groupSettled(v.Group, w) })
	}
	p := kit.BothWays(v.Now, func(w kit.Pen) string { return lead(kit.Mentions(d.Users), groupText(v, d, open, w)) }, groupParts(v, open)...)
	p.Text = messages.Clip(v.Incident.Name()+": "+p.Text, kit.MaxPlain)
	return p
}

func stillOpen(group []view.Owing) []view.Owing {
	return slices.DeleteFunc(slices.Clone(group), func(o view.Owing) bool { return o.Promise == nil || o.Promise.Outcome != promise.Pending })
}

// groupText says how many clients expect what by when, and who they are.
func groupText(v view.View, d outbox.Delivery, open []view.Owing, w kit.Pen) string {
	first := v
	first.Client, first.Promise = open[0].Client, open[0].Promise
	if len(open) == 1 {
		return remind(first, d, w)
	}
	p, n := open[0].Promise, len(open)
	late := promise.Past(v.Now, p.DueAt)
	var text, call string
	switch {
	case p.Event != nil:
		return eventText(first, d, names(open, w), w) + unheard(d) + groupAsOf(open, w)
	case late < 0:
		text = fmt.Sprintf("%s by %s (in %s)", groupWants(p, n), w.At(p.DueAt), messages.Span(late))
	case late < time.Minute:
		text = fmt.Sprintf("%s now (%s)", groupWants(p, n), w.At(p.DueAt))
	case d.Rung >= outbox.Everybody:
		text = fmt.Sprintf("%d clients are still waiting: %s was due %s, %s ago", n, news(p), w.At(p.DueAt), messages.Span(late))
		call = " Whoever reads this first: send it, or call them."
	default:
		text = fmt.Sprintf("%d clients are waiting: %s was due %s, %s ago", n, news(p), w.At(p.DueAt), messages.Span(late))
	}
	text += ": " + names(open, w) + "." + call + unheard(d) + groupAsOf(open, w)
	for _, o := range open {
		if o.Client.Away {
			text += fmt.Sprintf(" %s gets nothing: nobody of theirs is in their channel. Call them.", w.Strong(o.Client.Client.Name))
		}
	}
	if from, err := time.Parse(time.RFC3339, d.Data.Away); err == nil {
		text += fmt.Sprintf(" I was away from %s to %s.", w.At(from), w.At(v.Now))
	}
	return text
}

// groupAsOf says of whom what is promised is known as of a copy only.
func groupAsOf(open []view.Owing, w kit.Pen) string {
	list := make([]*incident.Affected, len(open))
	for i, o := range open {
		list[i] = o.Client
	}
	return kit.AsOfFor(" ", list, w)
}

func groupWants(p *promise.Promise, n int) string {
	if p.First {
		return fmt.Sprintf("%d clients have not heard from us yet. The first notice is due", n)
	}
	return fmt.Sprintf("%d clients %s", n, Waits(p, "expect", "are"))
}

// names lists clients, the first ones by name.
func names(list []view.Owing, w kit.Pen) string {
	var out []string
	for i, o := range list {
		if i == shownNames {
			out = append(out, fmt.Sprintf("%d more", len(list)-i))
			break
		}
		out = append(out, w.Strong(o.Client.Client.Name))
	}
	return fault.And(out)
}

// groupParts are the first draft as an example of all, and the buttons.
func groupParts(v view.View, open []view.Owing) []slack.Block {
	var blocks []slack.Block
	ready := 0
	for _, o := range open {
		if o.Promise.Draft != nil && !kit.TakesNone(o.Client) {
			ready++
		}
	}
	first := open[0]
	if ready == len(open) {
		said := "Draft, *not sent yet*, to " + messages.Escape(first.Client.Client.Name)
		if len(open) > 1 {
			said += "; the others get it in their own words and times"
		}
		blocks = append(blocks, kit.Paragraph("draft", said+":\n"+kit.Quote(wording(first.Promise.Draft))))
	}
	for _, o := range open {
		if o.Client.Restored != nil { // one after the other: each is read up before
			return append(blocks, slack.NewActionBlock("do", vouchForOne(v, o)...))
		}
	}
	return append(blocks, slack.NewActionBlock("do", groupButtons(v, open, ready)...))
}

// vouchForOne are the buttons while something of a group is known as of a copy only.
func vouchForOne(v view.View, o view.Owing) []slack.BlockElement {
	ref := view.Ref{Number: v.Incident.Number, Client: o.Client.Client.ID}
	told := ref
	told.N = o.Promise.N
	return []slack.BlockElement{kit.VouchButton(o.Client.Restored, ref, kit.VouchFor(o.Client.Client.Name)), kit.Button(kit.ActTold, told, "I told them myself")}
}

func groupButtons(v view.View, open []view.Owing, ready int) []slack.BlockElement {
	group := make([]outbox.Member, len(open))
	for i, o := range open {
		group[i] = outbox.Member{Client: o.Client.Client.ID, Promise: o.Promise.N}
	}
	all := view.Ref{Number: v.Incident.Number, Client: incident.AllClients, Key: view.FormatGroup(v.Incident, group)}
	form := view.Ref{Number: v.Incident.Number, Client: incident.AllClients}
	if e := open[0].Promise.Event; e != nil {
		form.Key = v.Incident.Telling(open[0].Client, e)
	}
	write := kit.Button(kit.ActUpdate, form, "Write an update")
	var list []slack.BlockElement
	switch {
	case open[0].Promise.Kind == promise.Final:
		list = append(list, kit.Primary(kit.Button(kit.ActLastWord, view.Ref{Number: v.Incident.Number, Client: open[0].Client.Client.ID}, "Write the final message")))
	case ready < len(open):
		list = append(list, kit.Primary(write))
	default:
		send := view.Ref{Number: all.Number, Client: all.Client, Key: view.GroupHash(v.Incident, group) + " " + all.Key}
		label := "Yes, I'm on it: send"
		if open[0].Promise.Draft.Kind != update.Holding {
			label = "Send this"
		}
		if len(open) > 1 {
			label += fmt.Sprintf(" to all %d", len(open))
		}
		list = append(list, kit.Primary(kit.Button(kit.ActAnswerGroup, send, label)), write)
	}
	told := view.Ref{Number: v.Incident.Number, Client: open[0].Client.Client.ID, N: open[0].Promise.N}
	list = append(list, kit.Button(kit.ActTold, told, "I told them myself"))
	if v.Now.Before(open[0].Promise.Urgent()) {
		list = append(list, kit.Button(kit.ActSnooze, all, "Snooze 5 min"))
	}
	return list
}

// groupSettled is the one line that a reminder for several clients becomes.
func groupSettled(group []view.Owing, w kit.Pen) string {
	count := map[promise.Outcome]int{}
	var last time.Time
	for _, o := range group {
		count[o.Promise.Outcome]++
		last = schedule.Later(last, o.Promise.SettledAt)
	}
	kept, late := count[promise.Kept], count[promise.Late]
	none, told := len(group)-kept-late, fault.Itoa(len(group))
	if none == len(group) {
		return groupEnded(group)
	}
	var parts []string
	for _, p := range []struct {
		n    int
		what string
	}{{kept, "in time"}, {late, "late"}, {none, "with nothing due any more"}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.what))
		}
	}
	if none > 0 {
		told = fmt.Sprintf("%d of %d", kept+late, len(group))
	}
	return fmt.Sprintf("%s clients were told by %s: %s.", told, w.At(last), strings.Join(parts, ", "))
}

// groupEnded says why nothing is due to clients any more, where it is the same for all.
func groupEnded(group []view.Owing) string {
	first, text := group[0].Promise, fmt.Sprintf("No update is due to %d clients any more", len(group))
	switch {
	case slices.ContainsFunc(group, func(o view.Owing) bool { return o.Promise.Outcome != first.Outcome || o.Promise.Why != first.Why }):
		return text + "."
	case first.Outcome == promise.Moved:
		return fmt.Sprintf("It is resolved: what %d clients expect now is the final message.", len(group))
	}
	return text + ": " + messages.Escape(first.Why) + "."
}

// batchPost is the one line about an act for several clients.
func batchPost(v view.View, d outbox.Delivery) kit.Post {
	var told, open []view.Owing
	for i := range v.Incident.Clients {
		aff := &v.Incident.Clients[i]
		switch o := (view.Owing{Client: aff, Promise: aff.Next()}); {
		case aff.Batch != d.Batch:
		case aff.Heard >= aff.Updates:
			told = append(told, o)
		default:
			open = append(open, o)
		}
	}
	p := kit.BothWays(v.Now, func(w kit.Pen) string { return batchText(v, told, open, w) })
	if begins := kit.Glimpse(wording(v.Update)); begins != "" {
		p.Blocks = append(p.Blocks, kit.Small("begins", begins))
	}
	return p
}

func batchText(v view.View, told, open []view.Owing, w kit.Pen) string {
	at := w.At(v.Update.SentAt)
	if len(told) == 0 { // each has been told something newer since
		return fmt.Sprintf("✓ Several clients were told at %s.", at)
	}
	text := fmt.Sprintf("✓ %s told at %s%s.", countTold(told, w), at, batchNext(told, w))
	if len(open) > 0 {
		text += fmt.Sprintf(" Not there yet: %s.", names(open, w))
	}
	return text
}

func countTold(told []view.Owing, w kit.Pen) string {
	if len(told) == 1 {
		return names(told, w) + " was"
	}
	if len(told) <= shownNames {
		return names(told, w) + " were"
	}
	return fmt.Sprintf("%d clients were", len(told))
}

// batchNext says when they hear next, if that is the same for all.
func batchNext(told []view.Owing, w kit.Pen) string {
	if told[0].Promise == nil {
		return ""
	}
	first, last := told[0].Promise.DueAt, told[0].Promise.DueAt
	for _, o := range told {
		if o.Promise == nil {
			return ""
		}
		first, last = schedule.Sooner(first, o.Promise.DueAt), schedule.Later(last, o.Promise.DueAt)
	}
	if first.Equal(last) {
		return ", next update by " + w.At(first)
	}
	return fmt.Sprintf(", next updates between %s and %s", w.At(first), w.At(last))
}

// SentToAll tells the sender what became of an act for several clients.
func SentToAll(inc *incident.Incident, list []view.ClientResult, now time.Time) kit.Post {
	var lines []string
	var next []string // by when they hear again
	leaving, batch, held, ready := 0, "", time.Time{}, 0
	for _, e := range list {
		switch {
		case e.Err != nil:
			lines = append(lines, fmt.Sprintf(kit.Untold+"*%s* was not told: %s", messages.Escape(e.Client.Name), e.Why()))
		case len(e.Telling.Asks) > 0 && e.Telling.Held.IsZero():
			lines = append(lines, fmt.Sprintf(kit.Later+"*%s*: waiting for approval by %s.", messages.Escape(e.Client.Name), AsksWhom(e.Telling.Asks)))
		case e.Telling.Again:
			ready++
			lines = append(lines, fmt.Sprintf(kit.Later+"*%s* gets nothing yet: its text has changed since you saw it. Read it, then send it.", messages.Escape(e.Client.Name)))
		default:
			leaving++
			if at := e.Telling.Update.NextAt; !at.IsZero() {
				next = append(next, fmt.Sprintf("%s by %s", messages.Escape(e.Client.Name), messages.ClientTime(at, now, &e.Client)))
			}
			batch, held = e.Telling.Update.Batch, schedule.Later(held, e.Telling.Held)
		}
	}
	head := fmt.Sprintf("Nothing was sent to any of %d clients.", len(list))
	var do []slack.BlockElement
	if leaving > 0 {
		head = fmt.Sprintf("On its way to %s.", HowManyClients(leaving, len(list)))
		if wait := held.Sub(now); wait > 0 {
			head = fmt.Sprintf("Sending to %s in %s.", HowManyClients(leaving, len(list)), messages.Span(wait))
			ref := view.Ref{Number: inc.Number, Client: incident.AllClients, Key: batch}
			do = append(do, kit.Undo(ref, wait))
		}
	}
	if ready > 0 {
		do = append(do, kit.Button(kit.ActUpdate, view.Ref{Number: inc.Number, Client: incident.AllClients}, "Read and send"))
	}
	if len(next) > 0 {
		head += " They hear from us again: " + fault.And(fewNames(next)) + "."
	}
	text := head + UpTo(kit.MaxSection-1200, lines)
	post := kit.Post{Text: text, Blocks: []slack.Block{kit.Paragraph("text", text)}}
	if len(do) > 0 {
		post.Blocks = append(post.Blocks, slack.NewActionBlock("do", do...))
	}
	return post
}

// SentToAllUnseen is [SentToAll] for texts that their sender has not read yet: it
// shows that of the first client.
func SentToAllUnseen(inc *incident.Incident, list []view.ClientResult, now time.Time) kit.Post {
	post := SentToAll(inc, list, now)
	leaves := func(e view.ClientResult) bool { return e.Err == nil && len(e.Telling.Asks) == 0 && !e.Telling.Again }
	for i, e := range list {
		if leaves(e) {
			head := kit.Small("first", messages.Escape(e.Client.Name)+kit.InTheirs(slices.ContainsFunc(list[i+1:], leaves)))
			post.Blocks = slices.Concat(post.Blocks[:1], []slack.Block{head}, ExactTexts(e.Telling.Update), post.Blocks[1:])
			break
		}
	}
	return post
}

// fewNames keeps a list short enough for a sentence.
func fewNames(list []string) []string {
	const most = 10
	if len(list) <= most {
		return list
	}
	return append(slices.Clone(list[:most]), fmt.Sprintf("%d more, each as their text says", len(list)-most))
}

// TakenBackAll confirms an undo for several clients.
func TakenBackAll(back, left []client.Client) kit.Post {
	text := fmt.Sprintf("Taken back for %d clients: nothing was sent to them, and your words are kept.", len(back))
	if len(left) > 0 {
		var names []string
		for _, c := range left {
			names = append(names, messages.Escape(c.Name))
		}
		text += " It had left already for " + fault.And(names) + "."
	}
	return kit.Plain(text)
}
