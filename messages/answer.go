package messages

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/view"
)

// Plain is an answer of a sentence or two.
func Plain(text string) Post { return Post{Text: clip(text, maxPlain)} }

// code sets what is to be typed in code marks, on one line.
func code(s string) string {
	return "`" + strings.ReplaceAll(escape(strings.Join(strings.Fields(s), " ")), "`", "'") + "`"
}

// upTo joins as many lines as fit into n bytes, and counts the others.
func upTo(n int, lines []string) string {
	const more = len("\n… and 1000000 more")
	text := ""
	for i, l := range lines {
		if len(text)+len(l)+more > n {
			return text + fmt.Sprintf("\n… and %d more", len(lines)-i)
		}
		text += "\n" + l
	}
	return text
}

// UnknownVerb answers a mistyped command with the nearest one: shown is that
// command as it reads, run as the button carries it, "" if it is to be typed. shown
// is "" if nothing is near.
func UnknownVerb(command, typed, shown, run string) Post {
	none := fmt.Sprintf("There is no %s. Nothing was done.", code(command+" "+cut(typed, 60)))
	if shown == "" {
		return Plain(fmt.Sprintf("%s Type %s for the list.", none, code(command+" help")))
	}
	shown = strings.Join(strings.Fields(shown), " ")
	text := fmt.Sprintf("%s Did you mean %s?", none, code(command+" "+cut(shown, 300)))
	if run == "" || units(run) > maxValue { // a button would run only the beginning of it
		return Plain(text + " Type it again.")
	}
	yes := slack.NewButtonBlockElement(ActRun, run, plainText(cut("Yes: "+shown, maxOption)))
	return Post{Text: text, Blocks: []slack.Block{paragraph("ask", text), slack.NewActionBlock("do", yes)}}
}

// maxValue is how much a button can carry.
const maxValue = 2000

// MovesAway confirms that an incident moves to a private channel. Others may
// stand beside the reader's screen: it says nothing of what it is about.
func MovesAway(inc *incident.Incident) Post {
	return Plain(fmt.Sprintf("%s moves to a private channel. Whoever has a role is invited there, and so are you. Here nothing more is posted.", inc.Name()))
}

// HelpLine is one verb of the help.
type HelpLine struct{ Verb, Usage, Does string }

// Help lists what can be typed.
func Help(command string, lines []HelpLine) Post {
	var b strings.Builder
	fmt.Fprintf(&b, "*What you can type after %s.* In an incident's channel it is about that incident; elsewhere put its name first: %s.\n", code(command), code(command+" INC-7 still"))
	for _, l := range lines {
		fmt.Fprintf(&b, "%s %s\n", code(l.Verb+" "+l.Usage), l.Does)
	}
	var blocks []slack.Block
	for i, page := range pages(strings.Split(strings.TrimSpace(b.String()), "\n"), 2900) {
		blocks = append(blocks, paragraph(fmt.Sprintf("help%d", i), page))
	}
	return Post{Text: "What you can type after " + command, Blocks: blocks}
}

// Listed is an incident as one person may see it.
type Listed struct {
	Incident *incident.Incident
	Hidden   bool // private, and the person is no member: only its name is shown
}

// List is the incidents that are not closed.
func List(live []Listed, now time.Time) Post {
	if len(live) == 0 {
		return declareHint("No incident is open.")
	}
	var lines []string
	for _, l := range live {
		lines = append(lines, listLine(l))
	}
	return Plain("*Not closed yet*" + upTo(maxSection, lines))
}

func listLine(l Listed) string {
	inc := l.Incident
	if l.Hidden {
		return "*" + inc.Name() + "* private"
	}
	line := fmt.Sprintf("*%s* %s · %s · %s", inc.Name(), escape(cut(clientNames(inc), 150)), SeverityWord(inc.Severity), StatusWord(inc.Status))
	if inc.Channel.ID != "" {
		line += " · <#" + inc.Channel.ID + ">"
	}
	return line
}

func clientNames(inc *incident.Incident) string {
	var names []string
	for i := range inc.Clients {
		names = append(names, inc.Clients[i].Client.Name)
	}
	return strings.Join(names, ", ")
}

func declareHint(text string) Post {
	button := slack.NewButtonBlockElement(ActDeclare, "new", plainText("Declare incident")).WithStyle(slack.StyleDanger)
	return Post{Text: text, Blocks: []slack.Block{paragraph("text", text), slack.NewActionBlock("do", button)}}
}

// Overview is the command alone, outside an incident's channel: what is due
// from the person, then what is open.
func Overview(live []Listed, user string, now time.Time) Post {
	var mine []Listed
	for _, l := range live {
		if !l.Hidden && l.Incident.Holder(playbook.Comms) == user {
			mine = append(mine, l)
		}
	}
	due := dueLines(mine, now)
	text := "Nothing is due from you."
	if len(due) > 0 {
		text = "*Due from you*" + upTo(maxSection/2, due)
	}
	if len(live) == 0 {
		return declareHint(text + " No incident is open.")
	}
	var lines []string
	for _, l := range live {
		lines = append(lines, listLine(l))
	}
	return declareHint(text + "\n*Not closed yet*" + upTo(maxSection/2-100, lines))
}

// DueList is what is owed to whom, the earliest first.
func DueList(live []Listed, now time.Time) Post {
	lines := dueLines(live, now)
	if len(lines) == 0 {
		return Plain("Nothing is owed to any client.")
	}
	return Plain("*What clients expect from us*" + upTo(maxSection, lines))
}

func dueLines(live []Listed, now time.Time) []string {
	type line struct {
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
			for _, p := range aff.Promises {
				if p.Outcome == incident.Pending && p.Event != nil {
					list = append(list, line{p.Event.DueAt, fmt.Sprintf("▲ *%s* should hear now: %s · %s", escape(aff.Client.Name), eventWhy(p.Event), l.Incident.Name())})
				}
				if p.Outcome == incident.Pending {
					list = append(list, line{p.DueAt, fmt.Sprintf("%s *%s* %s, %s · %s", dueMark(p.DueAt, now), escape(aff.Client.Name), promiseWord(p), DueWord(p.DueAt, now, &aff.Client), l.Incident.Name())})
				}
			}
		}
	}
	slices.SortStableFunc(list, func(a, b line) int { return a.at.Compare(b.at) })
	var out []string
	for _, l := range list {
		out = append(out, l.text)
	}
	return out
}

func dueMark(due, now time.Time) string {
	if now.After(due) {
		return "▲"
	}
	return "•"
}

func promiseWord(p incident.Promise) string {
	switch {
	case p.Kind == incident.FinalPromise:
		return "expects the last word"
	case p.Kind == incident.ReviewPromise:
		return "expects the written review"
	case p.Kind == incident.MeetingPromise:
		return "expects your call"
	case p.Kind == incident.WrittenPromise:
		return "has heard it on the phone; in writing"
	case p.First:
		return "has not heard yet; first word"
	}
	return "expects news"
}

// DueWord says when something is due and how far that is.
func DueWord(due, now time.Time, c *client.Client) string {
	at := ClientTime(due, now, c)
	if now.After(due) {
		return fmt.Sprintf("due %s (%s late)", at, Span(now.Sub(due)))
	}
	return fmt.Sprintf("due %s (in %s)", at, Span(due.Sub(now)))
}

// State is how an incident stands, for the person who asks.
func State(inc *incident.Incident, pb *playbook.Playbook, now time.Time) Post {
	kind := inc.Kind
	if pb != nil {
		kind = pb.Name
	}
	done, all := inc.Done()
	lines := []string{
		fmt.Sprintf("*%s* %s: %s", inc.Name(), escape(cut(clientNames(inc), 150)), escape(inc.Impact)),
		fmt.Sprintf("%s · %s · %s · %s", SeverityWord(inc.Severity), escape(kind), StatusWord(inc.Status), inc.State),
		fmt.Sprintf("In charge: <@%s> · talks to the client: <@%s>", inc.Roles[playbook.Commander], inc.Holder(playbook.Comms)),
	}
	owed := dueLines([]Listed{{Incident: inc}}, now)
	for i := range inc.Clients {
		if why := inc.Clients[i].NoPromise; why != "" {
			owed = append(owed, fmt.Sprintf("• *%s* is owed no update: %s", escape(inc.Clients[i].Client.Name), escape(cut(why, 150))))
		}
	}
	next := ""
	if open := inc.NextItems(); len(open) > 0 && !inc.Over() {
		next = " Next: " + escape(cut(open[0].Text, 150))
	}
	return Plain(strings.Join(lines, "\n") + upTo(maxSection/2, owed) + fmt.Sprintf("\nChecklist: %d of %d done.%s", done, all, next))
}

// Steps is the checklist after a change by command.
func Steps(inc *incident.Incident, now time.Time) Post {
	done, all := inc.Done()
	var lines []string
	for i, it := range inc.Checklist {
		if it.State == playbook.ItemOpen {
			lines = append(lines, fmt.Sprintf("%d. %s", i+1, escape(cut(it.Text, 150))))
		}
	}
	text := fmt.Sprintf("*%s* · %d of %d done.", inc.Name(), done, all)
	if len(lines) > 0 {
		more := ""
		if len(lines) > 3 {
			lines, more = lines[:3], "\n…"
		}
		text += " Next:\n" + strings.Join(lines, "\n") + more
	}
	return Plain(text)
}

// Declared answers the declare command: the first message to the client, ready
// to send. t is nil where there is none; why says why.
func Declared(inc *incident.Incident, t *view.Telling, command, why string, now time.Time) Post {
	head := fmt.Sprintf("*%s* is open and you are in charge. Its channel comes in a moment.", inc.Name())
	if t == nil {
		return Plain(strings.TrimSpace(head + " " + why))
	}
	if byPhone(&t.Client) {
		return declaredByPhone(inc, t, head, now)
	}
	ref := Ref{Number: inc.Number, Client: t.Client.ID, Key: t.Update.Hash()}
	head += fmt.Sprintf(" %s has not heard yet.", escape(t.Client.Name))
	next := fmt.Sprintf("You promise the next word by *%s* (in %s). Candor reminds you.", ClientTime(t.Update.NextAt, now, &t.Client), Span(t.Update.NextAt.Sub(now)))
	blocks := append([]slack.Block{paragraph("head", head)}, whatLeaves("Ready to send to ", &t.Update)...)
	return Post{
		Text: fmt.Sprintf("%s is open. %s has not heard yet%s. The first message is ready: press Send.", inc.Name(), escape(t.Client.Name), firstDue(inc, t, now)),
		Blocks: append(append(blocks, nightBlocks(&t.Client, &t.Update, Ref{Number: inc.Number, Client: t.Client.ID})...),
			slack.NewContextBlock("next", mrkdwnText(next)),
			slack.NewActionBlock("do", primary(button(ActSend, ref, "Send")), button(ActEdit, ref, "Edit"), button(ActDismiss, ref, "Not yet"))),
	}
}

// OpenToo says that another incident of the same client is open.
func OpenToo(other *incident.Incident, c *client.Client) string {
	return fmt.Sprintf("%s for %s is open too: %s. If it is the same trouble, write there and cancel this one.", other.Name(), c.Name, cut(other.ImpactOn(c.ID), 100))
}

// Beside adds a sentence above an answer; an empty one changes nothing.
func Beside(p Post, text string) Post {
	switch {
	case text == "":
		return p
	case len(p.Blocks) > 0:
		p.Blocks = append([]slack.Block{paragraph("beside", escape(text))}, p.Blocks...)
	}
	p.Text = clip(escape(text)+"\n"+p.Text, maxPlain)
	return p
}

// firstDue says until when the first word is due; nothing where none is owed.
func firstDue(inc *incident.Incident, t *view.Telling, now time.Time) string {
	aff := inc.Affected(t.Client.ID)
	if aff == nil || aff.Next() == nil {
		return ""
	}
	return ": " + DueWord(aff.Next().DueAt, now, &t.Client)
}

// DeclaredForm says that the incident is open where its first message could not
// be made.
func DeclaredForm(inc *incident.Incident, why string) slack.ModalViewRequest {
	f := form(FormPreview, inc.Name()+" is open", "", "Close", Ref{Number: inc.Number},
		paragraph("why", clip(fmt.Sprintf("*%s is open.* Its channel comes in a moment. The client has not heard yet. %s", inc.Name(), why), maxSection)))
	f.Submit = nil
	return f
}

// Refusal replaces a form that has no field on which an error could stand.
func Refusal(title, why, metadata string) slack.ModalViewRequest {
	f := form(FormPreview, title, "", "Close", Ref{}, paragraph("why", clip(why, maxSection)))
	f.Submit, f.PrivateMetadata = nil, metadata
	return f
}

// SentAway tells the sender that the text leaves, and offers to take it back
// while that is possible.
func SentAway(t *view.Telling, now time.Time) Post {
	if len(t.Asks) > 0 {
		return Asked(t)
	}
	next := ""
	if !t.Update.NextAt.IsZero() {
		next = fmt.Sprintf(" They hear from us again by %s.", ClientTime(t.Update.NextAt, now, &t.Client))
	}
	wait := t.Held.Sub(now)
	if wait <= 0 {
		return Plain(fmt.Sprintf("On its way to %s.%s", escape(t.Client.Name), next))
	}
	text := fmt.Sprintf("It leaves for %s in %s.%s", escape(t.Client.Name), Span(wait), next)
	ref := Ref{Number: t.Incident.Number, Client: t.Client.ID, N: t.Update.N}
	return Post{
		Text:   text + " Until it leaves, Undo takes it back.",
		Blocks: []slack.Block{paragraph("text", text), slack.NewActionBlock("do", button(ActUndo, ref, "Undo"))},
	}
}

// TakenBack confirms an undo.
func TakenBack(inc *incident.Incident, aff *incident.Affected, now time.Time) Post {
	text := fmt.Sprintf("Taken back: nothing was sent to %s, and your words are kept.", escape(aff.Client.Name))
	if p := aff.Next(); p != nil {
		text += fmt.Sprintf(" They still expect news: %s.", DueWord(p.DueAt, now, &aff.Client))
	}
	ref := Ref{Number: inc.Number, Client: aff.Client.ID}
	edit := button(ActEdit, ref, "Edit")
	return Post{Text: text, Blocks: []slack.Block{paragraph("text", text), slack.NewActionBlock("do", edit)}}
}

// Recorded confirms that a call or a message by hand counts.
func Recorded(inc *incident.Incident, aff *incident.Affected, how incident.How, now time.Time) Post {
	text := fmt.Sprintf("Recorded: %s knows.", escape(aff.Client.Name))
	switch {
	case how == incident.ByVoicemail: // whether they have listened to it, nobody knows
		text = fmt.Sprintf("Recorded: you left %s a voicemail.", escape(aff.Client.Name))
	case !inc.DisclosureDue(aff).IsZero():
		text = fmt.Sprintf("Recorded: %s has heard from you.", escape(aff.Client.Name))
	}
	p := aff.Next()
	if p != nil {
		text += fmt.Sprintf(" They hear from us again by %s.", ClientTime(promisedAt(p), now, &aff.Client))
	}
	if by := inc.DisclosureDue(aff); !by.IsZero() {
		text += fmt.Sprintf(" They do not know yet that data is gone: tell them, %s.", DueWord(by, now, &aff.Client))
	}
	if w := aff.Owed(incident.WrittenPromise); w != nil {
		text += fmt.Sprintf(" Now the same in writing, %s.", DueWord(w.DueAt, now, &aff.Client))
	}
	return Plain(text)
}

// promisedAt is the time that the client knows.
func promisedAt(p *incident.Promise) time.Time {
	if !p.SaidDue.IsZero() {
		return p.SaidDue
	}
	return p.DueAt
}

// Snoozed confirms that the reminder, and only the reminder, moved.
func Snoozed(inc *incident.Incident, aff *incident.Affected, now time.Time) Post {
	p := aff.Next()
	return Plain(fmt.Sprintf("The next reminder comes at %s. The promise stays: %s expects news, %s.",
		ClientTime(inc.NextReminder(aff), now, &aff.Client), escape(aff.Client.Name), DueWord(p.DueAt, now, &aff.Client)))
}

// Decided confirms what a person decided about a text that was stuck.
func Decided(aff *incident.Affected, r outbox.Ruling) Post {
	switch r {
	case outbox.ItArrived:
		return Plain(fmt.Sprintf("Good: %s has it. It counts as told.", escape(aff.Client.Name)))
	case outbox.SendAgain:
		return Plain(fmt.Sprintf("It is sent to %s once more, the same words.", escape(aff.Client.Name)))
	}
	return Plain(fmt.Sprintf("It is not sent. %s still expects news: write an update, or reach them by hand.", escape(aff.Client.Name)))
}
