package aside

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/screen"
)

// UnknownVerb answers a mistyped command with the nearest one: shown is that
// command as it reads, run as the button carries it, "" if it is to be typed. shown
// is "" if nothing is near.
func UnknownVerb(command, typed, shown, run string) kit.Post {
	none := fmt.Sprintf("There is no %s. Nothing was done.", kit.Code(command+" "+messages.Cut(typed, 60)))
	if shown == "" {
		return kit.Plain(fmt.Sprintf("%s Type %s for the list.", none, kit.Code(command+" help")))
	}
	shown = strings.Join(strings.Fields(shown), " ")
	text := fmt.Sprintf("%s Did you mean %s?", none, kit.Code(command+" "+messages.Cut(shown, 300)))
	if run == "" || messages.Units(run) > maxValue { // a button would run only the beginning of it
		return kit.Plain(text + " Type it again.")
	}
	yes := slack.NewButtonBlockElement(kit.ActRun, run, kit.PlainText(messages.Cut("Yes: "+shown, kit.MaxOption)))
	return kit.Post{Text: text, Blocks: []slack.Block{kit.Paragraph("ask", text), slack.NewActionBlock("do", yes)}}
}

// Refused says no: text is what its reader reads, with what answers the question in it.
func Refused(text string, err error) kit.Post {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || len(e.Ready) == 0 {
		return kit.Plain(text)
	}
	text = messages.Clip(kit.MentionMarks.ReplaceAllString(messages.Escape(text), "<$1>"), kit.MaxSection)
	return kit.Post{Text: text, Blocks: append([]slack.Block{kit.Paragraph("ask", text)}, kit.Choices(e.Ready)...)}
}

func askBack(text, line, label string) kit.Post {
	text = messages.Clip(messages.Escape(text), kit.MaxSection)
	if line == "" || messages.Units(line) > maxValue {
		return kit.Plain(text)
	}
	yes := slack.NewButtonBlockElement(kit.ActRun, line, kit.PlainText(messages.Cut(label, kit.MaxOption)))
	return kit.Post{Text: text, Blocks: []slack.Block{kit.Paragraph("ask", text), slack.NewActionBlock("do", yes)}}
}

// AskTime asks back about a next time: passed says that its time of day has just
// passed today. line is the command that takes it.
func AskTime(aff *incident.Affected, at time.Time, passed bool, line string, now time.Time) kit.Post {
	when := messages.ClientTime(at, now, &aff.Client)
	why := fmt.Sprintf("By it %s would hear next %s, in %s: that is much later than usual.", aff.Client.Name, when, messages.Span(at.Sub(now)))
	if passed {
		why = fmt.Sprintf("That time of day has passed, so %s would hear next %s, in %s.", aff.Client.Name, when, messages.Span(at.Sub(now)))
	}
	text := "Nothing was sent or recorded, and the promise stays. " + why + " Press the button if you mean it, or type an earlier time."
	return askBack(text, line, "Yes, "+when)
}

// Together is several answers in one.
func Together(list []kit.Post) kit.Post {
	var lines []string
	for _, p := range list {
		lines = append(lines, p.Text)
	}
	return kit.Plain(strings.TrimPrefix(screen.UpTo(kit.MaxSection, lines), "\n"))
}

// maxValue is how much a button can carry.
const maxValue = 2000

// MovesAway confirms that an incident moves to a private channel. Others may
// stand beside the reader's screen: it says nothing of what it is about.
func MovesAway(inc *incident.Incident) kit.Post {
	return kit.Plain(fmt.Sprintf("%s moves to a private channel. Whoever has a role is invited there, and so are you. Here nothing more is posted.", inc.Name()))
}

// List is the incidents that are not closed.
func List(live []screen.Listed, now time.Time) kit.Post {
	live = slices.DeleteFunc(slices.Clone(live), func(l screen.Listed) bool { return l.Incident.Ended() }) // due lists what those owe
	if len(live) == 0 {
		return declareHint("No incident is open.")
	}
	var lines []string
	for _, l := range live {
		lines = append(lines, screen.ListLine(l))
	}
	return kit.Plain("*Not closed yet*" + screen.UpTo(kit.MaxSection, lines))
}

func declareHint(text string) kit.Post {
	button := slack.NewButtonBlockElement(kit.ActDeclare, "new", kit.PlainText("Declare incident")).WithStyle(slack.StyleDanger)
	return kit.Post{Text: text, Blocks: []slack.Block{kit.Paragraph("text", text), slack.NewActionBlock("do", button)}}
}

// Overview is the command alone, outside an incident's channel: what is due
// from the person, then what is open.
func Overview(live []screen.Listed, user string, now time.Time) kit.Post {
	var mine []screen.Listed
	for _, l := range live {
		if !l.Hidden && l.Incident.Holder(playbook.Comms) == user {
			mine = append(mine, l)
		}
	}
	due := dueLines(mine, now)
	text := "Nothing is due from you."
	if len(due) > 0 {
		text = "*Due from you*" + screen.UpTo(kit.MaxSection/2, due)
	}
	if len(live) == 0 {
		return declareHint(text + " No incident is open.")
	}
	var lines []string
	for _, l := range live {
		lines = append(lines, screen.ListLine(l))
	}
	return declareHint(text + "\n*Not closed yet*" + screen.UpTo(kit.MaxSection/2-100, lines))
}

// DueList is what is owed to whom, the earliest first.
func DueList(live []screen.Listed, now time.Time) kit.Post {
	lines, unseen := dueLines(live, now), hiddenLine(live)
	switch {
	case len(lines) == 0 && unseen == "":
		return kit.Plain("Nothing is due to any client.")
	case len(lines) == 0:
		return kit.Plain("Nothing is due to any client that you may see. " + unseen)
	case unseen != "":
		lines = append(lines, unseen)
	}
	return kit.Plain("*What is due to clients*" + screen.UpTo(kit.MaxSection, lines))
}

// owes says what a client waits for, and of bad news that comes first what it is.
func owes(inc *incident.Incident, aff *incident.Affected, p promise.Promise) string {
	if u, next := inc.MustHear(aff), aff.Next(); u != nil && next != nil && next.N == p.N {
		return "is to hear that " + u.That()
	}
	return screen.PromiseWord(p)
}

// hiddenLine says of which incidents the reader does not see what is due; "" of none.
func hiddenLine(live []screen.Listed) string {
	var names []string
	private := true
	for _, l := range live {
		if l.Hidden {
			names, private = append(names, l.Incident.Name()), private && l.Incident.Private
		}
	}
	switch {
	case len(names) == 0:
		return ""
	case !private:
		return "What is due in " + fault.And(names) + " stands in its channel, and you are not in there."
	case len(names) == 1:
		return names[0] + " is private: what is due there, only its members see."
	}
	return fault.And(names) + " are private: what is due there, only their members see."
}

func dueLines(live []screen.Listed, now time.Time) []string {
	type line struct {
		of   screen.Listed
		at   time.Time
		text string
	}
	var list []line
	for _, l := range live {
		if l.Hidden {
			continue
		}
		for i := range l.Incident.Clients {
			aff := &l.Incident.Clients[i]
			name := l.Incident.Name() + kit.AsOf(" · ", aff.Restored, kit.Pen{Now: now})
			for _, p := range aff.Promises {
				if p.Outcome == promise.Pending && p.Event != nil {
					list = append(list, line{l, p.Event.DueAt, fmt.Sprintf("▲ *%s* should hear now: %s · %s", messages.Escape(aff.Client.Name), screen.EventWhy(p.Event), name)})
				}
				if p.Outcome == promise.Pending {
					list = append(list, line{l, p.DueAt, fmt.Sprintf("%s *%s* %s, %s · %s", screen.DueMark(p.DueAt, now), messages.Escape(aff.Client.Name), owes(l.Incident, aff, p), screen.DueWord(p.DueAt, now, &aff.Client), name)})
				}
			}
		}
	}
	slices.SortStableFunc(list, func(a, b line) int { return cmp.Or(a.of.Compare(b.of), a.at.Compare(b.at)) })
	var out []string
	for _, l := range list {
		out = append(out, l.text)
	}
	return out
}

// State is how an incident stands, for the person who asks.
func State(inc *incident.Incident, pb *playbook.Playbook, now time.Time) kit.Post {
	kind := inc.Kind
	if pb != nil {
		kind = pb.Name
	}
	lines := []string{
		fmt.Sprintf("*%s* %s: %s", inc.Name(), messages.Escape(messages.Cut(screen.ClientNames(inc), 150)), messages.Escape(inc.Impact)),
		fmt.Sprintf("%s · %s · %s · %s", kit.SeverityWord(inc.Severity), messages.Escape(kind), kit.StatusWord(inc.Status), inc.State),
		fmt.Sprintf("In charge: <@%s> · talks to the client: <@%s>", inc.Roles[playbook.Commander], inc.Holder(playbook.Comms)),
	}
	owed := dueLines([]screen.Listed{{Incident: inc}}, now)
	for i := range inc.Clients {
		if why := inc.Clients[i].NoPromise; why != "" && inc.Clients[i].Next() == nil {
			owed = append(owed, fmt.Sprintf("• No update is due to *%s*: %s", messages.Escape(inc.Clients[i].Client.Name), messages.Escape(messages.Cut(why, 150))))
		}
	}
	next := strings.TrimPrefix(screen.StepsDone(inc, " ")+".", ".")
	if open := inc.NextItems(); len(open) > 0 && !inc.Over() && !inc.Drill.Past() {
		next += " Next: " + messages.Escape(messages.Cut(open[0].Text, 150))
	}
	if next != "" {
		next = "\nChecklist:" + next
	}
	return kit.Plain(strings.Join(lines, "\n") + screen.UpTo(kit.MaxSection/2, owed) + next)
}

// Steps is the checklist after a change by command.
func Steps(inc *incident.Incident, now time.Time) kit.Post {
	var lines []string
	for i, it := range inc.Checklist {
		if it.State == playbook.ItemOpen {
			lines = append(lines, fmt.Sprintf("%d. %s", playbook.Number(inc.Checklist, i), messages.Escape(messages.Cut(it.Text, 150))))
		}
	}
	text := "*" + inc.Name() + "*" + screen.StepsDone(inc, " · ") + "."
	if len(lines) > 0 {
		more := ""
		if len(lines) > 3 {
			lines, more = lines[:3], "\n…"
		}
		text += " Next:\n" + strings.Join(lines, "\n") + more
	}
	return kit.Plain(text)
}

// Added is the checklist after a step of the team's own was added: where it stands, since
// those behind it have other numbers now.
func Added(inc *incident.Incident, text string, now time.Time) kit.Post {
	post := Steps(inc, now)
	for i, it := range slices.Backward(inc.Checklist) {
		if it.Text == strings.TrimSpace(text) && it.State == playbook.ItemOpen {
			where := fmt.Sprintf("Added as step %d: “%s”", i+1, messages.Escape(messages.Cut(it.Text, 150)))
			if i+1 < len(inc.Checklist) {
				where += fmt.Sprintf("; what was step %d is step %d now, and so on", i+1, i+2)
			}
			post.Text = where + ".\n" + post.Text
			break
		}
	}
	return kit.Plain(post.Text)
}

// Done is the checklist after a step was done by command: what became of the line about
// it, or what it asks.
func Done(inc *incident.Incident, ref string, ans playbook.Answer, now time.Time) kit.Post {
	post := Steps(inc, now)
	for i, it := range inc.Checklist {
		switch {
		case it.ID != ref && fault.Itoa(playbook.Number(inc.Checklist, i)) != ref:
		case ans.Found != "" && it.Inside:
			post.Text += "\nYour line is in the timeline and the review."
		case ans.Found != "" && ans.Inside:
			post.Text += "\nYour line is in the timeline and the review. It names something of yours, so no draft for the client offers it."
		case ans.Found != "":
			post.Text += "\nYour line is in the timeline and the review, and the next draft for the client offers it."
		case it.Ask != "" && it.Found == "":
			post.Text += fmt.Sprintf("\n%s If you like: `check done %s` and one line.", messages.Escape(it.Ask), ref)
		}
	}
	return post
}

// Declared answers the declare command: the first message to the client, ready
// to send. t is nil where there is none; why says why.
func Declared(inc *incident.Incident, t *view.Draft, command, why string, now time.Time) kit.Post {
	head := fmt.Sprintf("*%s* is open and you are in charge. Its channel comes in a moment.", inc.Name())
	if t == nil {
		return kit.Plain(strings.TrimSpace(head + " " + why))
	}
	if screen.ByPhone(&t.Client) {
		return screen.DeclaredByPhone(inc, t, head, now)
	}
	ref := view.Ref{Number: inc.Number, Client: t.Client.ID, Key: t.Update.Hash()}
	head += fmt.Sprintf(" %s has not heard yet.", messages.Escape(t.Client.Name))
	next := fmt.Sprintf("You promise the next update by *%s* (in %s). Candor reminds you.", messages.ClientTime(t.Update.NextAt, now, &t.Client), messages.Span(t.Update.NextAt.Sub(now)))
	if t.Blocked {
		return declaredBlocked(t, ref, head)
	}
	blocks := append([]slack.Block{kit.Paragraph("head", head)}, screen.WhatLeaves("Ready to send to ", &t.Update)...)
	return kit.Post{
		Text: fmt.Sprintf("%s is open. %s has not heard yet%s. The first message is ready: press Send.", inc.Name(), messages.Escape(t.Client.Name), screen.FirstDue(inc, t, now)),
		Blocks: append(append(blocks, screen.NightBlocks(&t.Client, &t.Update, view.Ref{Number: inc.Number, Client: t.Client.ID})...),
			slack.NewContextBlock("next", kit.Mrkdwn(next)),
			slack.NewActionBlock("do", append([]slack.BlockElement{kit.Primary(kit.Button(kit.ActSend, ref, "Send")), kit.Button(kit.ActEdit, ref, "Edit"), kit.Button(kit.ActDismiss, ref, "Not yet")}, screen.Slip(inc, now)...)...)),
	}
}

// mostBlocks is how many reasons are shown why a text does not leave.
const mostBlocks = 6

// declaredBlocked is [Declared] where the draft check keeps the text from leaving:
// why comes first, and Send, which would be refused, is not offered.
func declaredBlocked(t *view.Draft, ref view.Ref, head string) kit.Post {
	blocks := []slack.Block{kit.Paragraph("head", head+" The first message does not leave like this:")}
	for i, f := range t.Findings {
		if f.Level == update.Block && i < mostBlocks {
			blocks = append(blocks, kit.Paragraph(fmt.Sprintf("finding%d", i), screen.FindingLine(f)))
		}
	}
	blocks = append(blocks, screen.WhatLeaves("This would go to ", &t.Update)...)
	return kit.Post{
		Text:   head + " The first message does not leave like this: press Edit.",
		Blocks: append(blocks, slack.NewActionBlock("do", kit.Primary(kit.Button(kit.ActEdit, ref, "Edit")), kit.Button(kit.ActDismiss, ref, "Not yet"))),
	}
}

// OpenToo says that another incident of the same client is open.
func OpenToo(other *incident.Incident, c *client.Client) string {
	return fmt.Sprintf("%s for %s is open too: %s. If it is the same trouble, write there and cancel this one.", other.Name(), c.Name, messages.Cut(other.ImpactOn(c.ID), 100))
}

// ReadsLike asks in what answers a declaration whether its words mean another kind of
// incident, which a button makes of it: just above the buttons that end it, where whoever
// is about to press Send looks. Whoever says nothing keeps what they declared.
func ReadsLike(p kit.Post, inc *incident.Incident, opened, pb *playbook.Playbook) kit.Post {
	private := ""
	if pb.Private && !inc.Private {
		private = ", in a private channel"
	}
	text := fmt.Sprintf("Your words read like *%s*, and it was opened as *%s*. Nothing was sent. If it is the first, press the button: it goes on with other first steps and questions%s. If not, go on.", messages.Escape(pb.Name), messages.Escape(opened.Name), private)
	yes := slack.NewButtonBlockElement(kit.ActRun, inc.Name()+" kind "+pb.ID, kit.PlainText(messages.Cut("Yes: "+pb.Name, kit.MaxOption)))
	if p.Text == "" {
		p.Text = text
	} else if len(p.Blocks) == 0 {
		p.Blocks = []slack.Block{kit.Paragraph("said", p.Text)}
	}
	last := len(p.Blocks)
	if last > 0 && p.Blocks[last-1].BlockType() == slack.MBTAction {
		last--
	}
	p.Blocks = slices.Insert(p.Blocks, last, slack.Block(kit.Paragraph("reads-like", text)), slack.Block(slack.NewActionBlock("kind", yes)))
	return p
}

// MayBe is [ReadsLike] of words about an incident that is no bad news so far.
func MayBe(p kit.Post, inc *incident.Incident, kinds map[string]*playbook.Playbook, words string) kit.Post {
	pb, opened := playbook.ReadsLike(kinds, words), kinds[inc.Kind]
	if pb == nil || opened == nil || inc.Over() || inc.BadNews() {
		return p
	}
	return ReadsLike(p, inc, opened, pb)
}

// Unread says above an answer what stood behind a command and was not read; "" is nothing.
func Unread(p kit.Post, verb, rest string) kit.Post {
	if rest == "" {
		return p
	}
	return Beside(p, fmt.Sprintf("“%s” behind %s was *not* read: nothing was done or kept of it.", messages.Cut(rest, 100), verb))
}

// Beside adds a sentence above an answer; an empty one changes nothing.
func Beside(p kit.Post, text string) kit.Post {
	switch {
	case text == "":
		return p
	case len(p.Blocks) > 0:
		p.Blocks = append([]slack.Block{kit.Paragraph("beside", messages.Escape(text))}, p.Blocks...)
	}
	p.Text = messages.Clip(messages.Escape(text)+"\n"+p.Text, kit.MaxPlain)
	return p
}

// SentAway tells the sender that the text leaves, and offers to take it back
// while that is possible.
func SentAway(t *view.Draft, now time.Time) kit.Post {
	if len(t.Asks) > 0 {
		return screen.Asked(t)
	}
	next := ""
	if !t.Update.NextAt.IsZero() {
		next = fmt.Sprintf(" They hear from us again by %s.", messages.ClientTime(t.Update.NextAt, now, &t.Client))
	}
	asking := func(p kit.Post) kit.Post {
		if aff := t.Incident.Affected(t.Client.ID); aff != nil {
			return askingClaims(p, t.Incident, aff, &t.Update, now)
		}
		return p
	}
	wait := t.Held.Sub(now)
	if wait <= 0 {
		return asking(kit.Plain(fmt.Sprintf("On its way to %s.%s", messages.Escape(t.Client.Name), next)))
	}
	text := func(w kit.Pen) string { // it stays there, so it says when: seconds are of now
		return fmt.Sprintf("Sending to %s at %s, in %s.%s", messages.Escape(t.Client.Name), w.At(t.Held), messages.Span(wait), next)
	}
	ref := view.Ref{Number: t.Incident.Number, Client: t.Client.ID, N: t.Update.N}
	return asking(kit.Post{
		Text:   text(kit.Pen{Now: now, Plain: true}) + " Until then, Undo takes it back.",
		Blocks: []slack.Block{kit.Paragraph("text", text(kit.Pen{Now: now})), slack.NewActionBlock("do", kit.Undo(ref, wait))},
	})
}

// Undone stands in place of the offer to take a text back: that it was, or that it has
// left, with which the button goes. Any other error stays one.
func Undone(inc *incident.Incident, client string, err error, now time.Time) (kit.Post, error) {
	if err != nil {
		return offerGone(err)
	}
	return TakenBack(inc, inc.Affected(client), now), nil
}

// UndoneAll is [Undone] for an act for several clients.
func UndoneAll(back, left []client.Client, err error) (kit.Post, error) {
	if err != nil {
		return offerGone(err)
	}
	return screen.TakenBackAll(back, left), nil
}

func offerGone(err error) (kit.Post, error) {
	if late, ok := errors.AsType[*fault.Error](err); ok && late.Code == fault.Conflict {
		return kit.Plain(late.Message), nil
	}
	return kit.Post{}, err
}

// SentUnseen is [SentAway] for a text that its sender has not read yet.
func SentUnseen(t *view.Draft, now time.Time) kit.Post {
	post := SentAway(t, now)
	if len(t.Asks) > 0 || len(post.Blocks) == 0 {
		return post
	}
	post.Blocks = slices.Concat(post.Blocks[:1], screen.ExactTexts(t.Update), post.Blocks[1:])
	return post
}

// TakenBack confirms an undo.
func TakenBack(inc *incident.Incident, aff *incident.Affected, now time.Time) kit.Post {
	text := fmt.Sprintf("Taken back: nothing was sent to %s, and your words are kept.", messages.Escape(aff.Client.Name))
	if p := aff.Next(); p != nil {
		text += fmt.Sprintf(" They %s: %s.", screen.Waits(p, "still expect", "are still"), screen.DueWord(p.DueAt, now, &aff.Client))
	}
	ref := view.Ref{Number: inc.Number, Client: aff.Client.ID}
	edit := kit.Button(kit.ActEdit, ref, "Edit")
	return kit.Post{Text: text, Blocks: []slack.Block{kit.Paragraph("text", text), slack.NewActionBlock("do", edit)}}
}

// Recorded confirms that a call or a message by hand counts.
func Recorded(inc *incident.Incident, aff *incident.Affected, how byhand.How, now time.Time) kit.Post {
	text := fmt.Sprintf("Recorded: %s has been told.", messages.Escape(aff.Client.Name))
	switch {
	case how == byhand.ByVoicemail: // whether they have listened to it, nobody knows
		text = fmt.Sprintf("Recorded: you left %s a voicemail.", messages.Escape(aff.Client.Name))
	case how == byhand.ByRead:
		text = fmt.Sprintf("Recorded: %s has read that.", messages.Escape(aff.Client.Name))
	case aff.Leaving != nil:
		text = NotTheirs(inc, aff)
	case len(inc.Unheard(aff)) > 0:
		text = fmt.Sprintf("Recorded: %s has heard from you.", messages.Escape(aff.Client.Name))
	}
	switch p := aff.Next(); {
	case p == nil || aff.Leaving != nil:
	case unnamed(p):
		text += fmt.Sprintf(" You gave no time by which they hear again: Candor reminds you for %s.", messages.ClientTime(p.DueAt, now, &aff.Client)) + inWords(p, &aff.Client, now)
	default:
		text += fmt.Sprintf(" They hear from us again by %s.", messages.ClientTime(promisedAt(p), now, &aff.Client)) + inWords(p, &aff.Client, now)
	}
	if by := inc.Disclosure(aff); !by.IsZero() {
		text += fmt.Sprintf(" They do not know yet that data is gone: tell them, %s.", screen.DueWord(by, now, &aff.Client))
	}
	if w := aff.Owed(promise.Written); w != nil {
		text += fmt.Sprintf(" Now the same in writing, %s.", screen.DueWord(w.DueAt, now, &aff.Client))
	}
	if how == byhand.ByVoicemail {
		return kit.Plain(text)
	}
	return didYouSay(text, inc, aff)
}

// promisedAt is the time that the client knows.
func promisedAt(p *promise.Promise) time.Time {
	if !p.SaidDue.IsZero() {
		return p.SaidDue
	}
	return p.DueAt
}

// inWords says what was promised in words, and for when each; empty where that is one thing.
func inWords(p *promise.Promise, c *client.Client, now time.Time) string {
	if len(p.Later) == 0 {
		return ""
	}
	one := func(words string, at time.Time) string {
		return fmt.Sprintf("“%s” by %s", messages.Escape(messages.Cut(words, 150)), messages.ClientTime(at, now, c))
	}
	list := []string{one(p.Words, cmp.Or(p.For, p.DueAt))}
	for _, w := range p.Later {
		list = append(list, one(w.Words, w.At))
	}
	return " Each of these stays promised: " + fault.And(list) + "."
}

// Snoozed confirms that the reminder, and only the reminder, moved.
func Snoozed(inc *incident.Incident, aff *incident.Affected, now time.Time) kit.Post {
	p := aff.Next()
	return kit.Plain(fmt.Sprintf("The next reminder comes at %s. The promise stays: %s %s, %s.",
		messages.ClientTime(inc.NextReminder(aff), now, &aff.Client), messages.Escape(aff.Client.Name), screen.PromiseWord(*p), screen.DueWord(p.DueAt, now, &aff.Client)))
}

// Decided confirms what a person decided about a text that was stuck.
func Decided(aff *incident.Affected, r outbox.Resolution) kit.Post {
	switch r {
	case outbox.ItArrived:
		return kit.Plain(fmt.Sprintf("Good: %s has it. It counts as told.", messages.Escape(aff.Client.Name)))
	case outbox.SendAgain:
		return kit.Plain(fmt.Sprintf("It is sent to %s once more, the same words.", messages.Escape(aff.Client.Name)))
	}
	return kit.Plain(fmt.Sprintf("It is not sent. %s still has to hear from us: write an update, or reach them by hand.", messages.Escape(aff.Client.Name)))
}
