// Package morning is the message of a morning: all that a person owes in days, with a
// button each.
package morning

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/morning"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/upkeep"
)

// most is how many entries the message has: nobody does more in a day, and each has up to
// three of the fifty blocks that Slack takes.
const most = 10

// standing is the heading of what stands in the message alike.
var standing = map[morning.When]string{morning.Overdue: "Late", morning.Today: "Today", morning.Ahead: "Next"}

// Words are those that the screens have for what is owed.
type Words struct {
	Promise func(view.Errand, kit.Pen) string                 // what a client expects
	Buttons func(view.View, view.Errand) []slack.BlockElement // of that
	Text    func(*update.Update) string                       // what a client would read
	// Approval is a text that waits for somebody's word, and what its reader can do about it.
	Approval func(*incident.Incident, *incident.Affected, string) ([]slack.Block, []slack.BlockElement)
	Asks     func(*incident.Incident, *incident.Affected) []slack.Block // their open questions, each with its button
}

// Post makes the message that a delivery carries.
func (w Words) Post(v view.View, d outbox.Delivery) kit.Post {
	all := entries(v.Morning)
	shown := all[:min(len(all), most)]
	plain, pen := kit.Pen{Now: v.Now, Plain: true}, kit.Pen{Now: v.Now}
	whose, post := "your", kit.Post{Text: "This is on your list:"}
	if d.Data.User != "" {
		whose, post.Text = "their", "I could not reach "+kit.Mention(d.Data.User)+". This is on their list:"
	}
	if d.Kind == outbox.Relisted {
		if post.Text = "Still on " + whose + " list:"; len(all) == 0 {
			post.Text = fmt.Sprintf("✓ Nothing on %s list is due any more.", whose)
		}
	}
	post.Blocks = append(post.Blocks, kit.Paragraph("head", post.Text))
	last, seen := morning.NotYet, map[int64]bool{}
	for i, e := range shown {
		e.reader = d.To
		e.stranger = !e.Incident.Roles.Has(d.To)
		e.hidden = e.Incident.Private && e.stranger
		if e.named = seen[e.Incident.Number]; e.named && e.hidden { // once is all there is to say
			continue
		}
		seen[e.Incident.Number] = true
		post.Text += "\n" + standing[e.When] + ": " + w.text(v, e, plain)
		text := w.text(v, e, pen)
		if e.When != last {
			text = "*" + standing[e.When] + "*\n" + text
		}
		last = e.When
		post.Blocks = append(post.Blocks, kit.Paragraph("owed"+strconv.Itoa(i), messages.Clip(text, kit.MaxSection)))
		post.Blocks = append(post.Blocks, w.parts(v, e, i)...)
	}
	if n := len(all) - len(shown); n > 0 {
		post.Blocks = append(post.Blocks, kit.Small("more", fmt.Sprintf("… and %d more.", n)))
	}
	if v.Gap != nil {
		ask, blocks := upkeep.Question(*v.Gap)
		post.Text += "\n" + ask
		if post.Blocks = append(post.Blocks, blocks...); len(all) == 0 { // nothing is on their list
			post.Text, post.Blocks = ask, blocks
		}
	}
	post.Text = messages.Clip(post.Text, kit.MaxPlain)
	return post
}

// entry is one of the message: steps of an incident share one.
type entry struct {
	view.Errand
	steps    []string
	reader   string
	stranger bool // its reader has no role there: who is not in the channel may change nothing yet
	hidden   bool // from its reader, who learns no more than the incident's name
	named    bool // the incident's channel stands above
}

// entries gathers the steps of an incident that stand alike.
func entries(list []view.Errand) (all []entry) {
	at := map[string]int{}
	for _, e := range list {
		if e.Step == nil {
			all = append(all, entry{Errand: e})
			continue
		}
		key := fmt.Sprint(e.When, e.Incident.Number)
		if _, ok := at[key]; !ok {
			at[key] = len(all)
			all = append(all, entry{Errand: e})
		}
		steps := &all[at[key]].steps
		*steps = append(*steps, messages.Escape(e.Step.Text))
	}
	return all
}

// text says what is owed.
func (w Words) text(v view.View, e entry, pen kit.Pen) string {
	name := pen.Strong(e.Incident.Name())
	if e.hidden {
		return fmt.Sprintf("%s needs you: something of yours is due %s. Join its channel and type `%s action` there.", name, pen.At(e.Due), v.Command)
	}
	if !e.named {
		name += pen.In(e.Incident.Channel.ID)
	}
	switch name += ": "; {
	case e.Promise != nil:
		return name + w.Promise(e.Errand, pen) + e.waits() + e.beside()
	case len(e.Asked) > 0:
		return name + asked(e, v.Command, pen)
	case e.Request != nil:
		return name + toApprove(e, pen)
	case e.Handover != nil:
		return name + fmt.Sprintf("you asked %s to take over (%s), and there is no answer yet. It is still yours, reminders too. To ask somebody else, type `%s %s handover @name`.", kit.Mention(e.Handover.To), pen.At(e.Handover.At), v.Command, e.Incident.Name())
	case e.Change != nil:
		return name + changing(e, pen) + fmt.Sprintf(" If it takes longer, type `%s %s action move %d`, the new date and why.", v.Command, e.Incident.Name(), e.Change.N)
	case len(e.steps) == 1:
		return name + "a step is open: " + e.steps[0]
	}
	return name + fmt.Sprintf("%d steps are open:", len(e.steps)) + Bullets(e.steps, mostSteps)
}

// waits says of what a client expects that its text is written and waits for somebody's word.
func (e entry) waits() string {
	if e.Promise == nil || e.Client.Request == nil || e.Client.Request.Update.Kind != promise.Of(e.Promise.Kind).Draft {
		return ""
	}
	var who []string
	for _, need := range e.Client.Request.Open() {
		for _, user := range need.People {
			who = fault.AppendNew(who, kit.Mention(user))
		}
	}
	if len(who) == 0 {
		return " The text is written and waits for somebody else to approve it."
	}
	return " The text is written and waits for " + fault.And(who) + " to approve it."
}

// beside says of a question how it goes that something else of theirs is not over.
func (e entry) beside() string {
	if len(e.Open) == 0 {
		return ""
	}
	return " They have read of something else that is not over: " + messages.Escape(strings.Join(e.Open, "; ")) + ". Ask once that is over."
}

// toApprove says of a text that it waits for the reader's word.
func toApprove(e entry, pen kit.Pen) string {
	r, due := e.Request, "It is due "
	if e.When == morning.Overdue {
		due = "It was due "
	}
	return fmt.Sprintf("%s asked %s for your approval of “%s” to %s. %s%s; nothing leaves without it.",
		kit.Mention(r.Update.By), pen.At(r.AskedAt), messages.Escape(kit.KindWord(r.Update.Kind)), pen.Strong(e.Client.Client.Name), due, pen.At(e.Due))
}

// mostAsked is how many questions of a client the message names.
const mostAsked = 3

// asked says that a client asked what nobody has answered. The questions stand below, each with
// its button; where there are none, they stand here, the oldest first.
func asked(e entry, command string, pen kit.Pen) string {
	what := "something"
	if n := len(e.Asked); n > 1 {
		what = fmt.Sprintf("%d things", n)
	}
	text := fmt.Sprintf("%s wrote %s that nobody has answered. Answer where they wrote, then ", pen.Strong(e.Client.Client.Name), what)
	if more := len(e.Asked) - mostAsked; !pen.Plain && more > 0 {
		return text + fmt.Sprintf("press Answered. For the other %d, type `%s asked` in the channel.", more, command)
	} else if !pen.Plain {
		return text + "press Answered."
	}
	var list []string
	for _, asked := range e.Asked {
		list = append(list, "“"+kit.Quiet(messages.Cut(messages.Clean(asked, false), 150))+"”")
	}
	return text + fmt.Sprintf("type `%s asked` in the channel and press Answered.", command) + Bullets(list, mostAsked)
}

// asks are the first of those, each with the button that says that it was answered.
func (w Words) asks(e entry, i int) (blocks []slack.Block) {
	for _, b := range w.Asks(e.Incident, e.Client) {
		section, ok := b.(*slack.SectionBlock)
		if !ok || len(blocks) == mostAsked || !slices.ContainsFunc(e.Asked, func(text string) bool { return section.Text.Text == "“"+messages.Escape(text)+"”" }) {
			continue
		}
		section.BlockID = fmt.Sprintf("asked%d-%d", i, len(blocks))
		blocks = append(blocks, section)
	}
	return blocks
}

// mostSteps is how many steps of an incident the message names: nobody reads ten before
// the first coffee, and the checklist has them all.
const mostSteps = 3

// Bullets lists the first of some lines, each on its own, and says how many there are beside.
func Bullets(lines []string, n int) (text string) {
	for _, line := range lines[:min(n, len(lines))] {
		text += "\n• " + line
	}
	if more := len(lines) - n; more > 0 {
		text += fmt.Sprintf("\n• … and %d more", more)
	}
	return text
}

// changing says by when something of the person's changes.
func changing(e entry, pen kit.Pen) string {
	c := e.Change
	by, what := "to be done by ", "“"+messages.Escape(c.Text)+"”"
	if e.When == morning.Overdue {
		by = "was to be done by "
	}
	if c.Stopgap && !strings.Contains(c.Text, "temporary") {
		what += ", in place of the temporary fix"
	}
	return what + ", " + by + pen.At(c.DueAt) + "."
}

// approval is a text that waits for somebody's word, with what its reader can do about it; where it
// is too long for the message, it stands in the one that asked.
func (w Words) approval(v view.View, e entry, i int) (blocks []slack.Block) {
	text, buttons := w.Approval(e.Incident, e.Client, e.reader)
	if len(buttons) == 0 {
		return nil
	}
	if len(text) > mostText {
		r := e.Client.Request
		return []slack.Block{kit.Small("text"+strconv.Itoa(i), "The text is long: it stands in my message of "+kit.Pen{Now: v.Now}.At(r.AskedAt)+", with its buttons.")}
	}
	for _, b := range text {
		switch b := b.(type) {
		case *slack.SectionBlock:
			b.BlockID = fmt.Sprintf("text%d-%d", i, len(blocks))
		case *slack.ContextBlock:
			b.BlockID = fmt.Sprintf("text%d-%d", i, len(blocks))
		}
		blocks = append(blocks, b)
	}
	return append(blocks, slack.NewActionBlock("do"+strconv.Itoa(i), buttons...))
}

// mostText is how many blocks of a text that waits stand in the message.
const mostText = 2

// bare says whether an entry has no buttons: it takes a minute and is due tomorrow, when it comes
// again. Word that a change is made is true today.
func (e entry) bare() bool {
	return e.When == morning.Ahead && e.Promise != nil && e.Promise.Kind != promise.Made && promise.Of(e.Promise.Kind).Morning == morning.Own
}

// parts are the text that is ready for an entry, and its buttons.
func (w Words) parts(v view.View, e entry, i int) (blocks []slack.Block) {
	if e.waits() != "" || e.Request != nil && !e.hidden {
		return w.approval(v, e, i)
	}
	if e.bare() {
		return nil
	}
	ref := view.Ref{Number: e.Incident.Number, Client: e.Incident.Affected("").Client.ID}
	var buttons []slack.BlockElement
	switch {
	case e.hidden:
		buttons = append(buttons, kit.Button(kit.ActJoin, ref, "Join"))
	case len(e.Asked) > 0: // who answers does it where they wrote
		return w.asks(e, i)
	case e.Promise != nil:
		if e.Ready != nil && (e.When == morning.Overdue || e.Promise.Kind == promise.Measure) {
			blocks = append(blocks, kit.Paragraph("ready"+strconv.Itoa(i), "If it comes later, tell them today. *Not sent yet:*\n"+kit.Quote(w.Text(e.Ready))))
		}
		buttons = w.Buttons(v, e.Errand)
	case e.Handover != nil:
		ref.N = e.Handover.N
		buttons = append(buttons, kit.Button(kit.ActTake, ref, "Take it back"))
	case e.Change != nil:
		ref.N = e.Change.N
		buttons = append(buttons, kit.Button(kit.ActMade, ref, "It is done"))
	default:
		buttons = append(buttons, kit.Button(kit.ActChecklist, ref, "Checklist"))
	}
	if e.stranger && !e.hidden && e.Promise == nil {
		buttons = append(buttons, kit.Button(kit.ActJoin, ref, "Join"))
	}
	return append(blocks, slack.NewActionBlock("do"+strconv.Itoa(i), buttons...))
}
