package screen

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// eventWords say what happened, as the end of "Tell Acme now: …".
var eventWords = map[promise.EventKind]string{
	promise.Worse:          "it is worse than they know",
	promise.Wider:          "what they notice has changed",
	promise.DataHit:        "it concerns their data",
	promise.EstimateMissed: "the estimate that they know does not hold",
	promise.LessHarm:       "it is contained now",
	promise.WorksAgain:     "it works again",
	promise.Unheard:        "there is bad news that they have not heard",
	promise.FactChanged:    "what they were told has turned out otherwise",
	promise.NowKnown:       "what nobody knew when they were told is known now",
	promise.DownAgain:      "it is down again",
	promise.ClientAsked:    "they asked",
}

// EventWhy says what happened since a client heard last, in mrkdwn.
func EventWhy(e *promise.Event) string {
	var list []string
	for _, k := range e.Kinds {
		words := eventWords[k]
		if k == promise.ClientAsked { // the notes are what they asked
			words += quotes(e)
		}
		list = append(list, words)
	}
	why := fault.And(list)
	if !slices.Contains(e.Kinds, promise.ClientAsked) {
		why += quotes(e)
	}
	return why
}

func quotes(e *promise.Event) (quoted string) {
	for _, note := range e.Notes {
		quoted += " “" + messages.Escape(messages.Cut(note, 150)) + "”"
	}
	return quoted
}

// eventText brings what happened before people, and says what the client
// expects by itself.
func eventText(v view.View, d outbox.Delivery, who string, w kit.Pen) string {
	p := v.Promise
	e := p.Event
	late := promise.Past(v.Now, e.DueAt)
	if !e.DueAt.Before(p.DueAt) { // what was promised is due first, and one time is enough
		return dueAnyway(v, who, w) + hurry(d)
	}
	var text string
	switch {
	case late < 0:
		text = fmt.Sprintf("Tell %s now, by %s (in %s): %s.", who, w.At(e.DueAt), messages.Span(late), EventWhy(e))
	case late < time.Minute:
		text = fmt.Sprintf("Tell %s now: %s.", who, EventWhy(e))
	default:
		text = fmt.Sprintf("%s has not been told yet: %s. That was %s, %s ago.", who, EventWhy(e), w.At(e.At), messages.Span(v.Now.Sub(e.At)))
	}
	switch text += hurry(d); {
	case !p.Said:
		return text
	case v.Now.After(p.DueAt):
		return text + fmt.Sprintf(" News was due %s, too.", w.At(p.DueAt))
	}
	return text + fmt.Sprintf(" The next time that they know of is %s.", w.At(p.Known().DueAt))
}

// hurry is for when everybody is asked.
func hurry(d outbox.Delivery) string {
	if d.Rung < outbox.Everybody {
		return ""
	}
	return " Whoever reads this first: send it, or call them."
}

// dueAnyway says what happened where news is due as soon as that, or sooner.
func dueAnyway(v view.View, who string, w kit.Pen) string {
	p := v.Promise
	switch late := promise.Past(v.Now, p.DueAt); {
	case late < 0:
		return fmt.Sprintf("Tell %s now: %s. They %s by %s (in %s).", who, EventWhy(p.Event), Waits(p, "expect", "are"), w.At(p.DueAt), messages.Span(late))
	case late < time.Minute:
		return fmt.Sprintf("Tell %s now: %s. News is due (%s).", who, EventWhy(p.Event), w.At(p.DueAt))
	default:
		return fmt.Sprintf("News to %s was due %s, %s ago, and %s.", who, w.At(p.DueAt), messages.Span(late), EventWhy(p.Event))
	}
}

// eventPart is what the card says of a client that should hear now; "" if
// nothing happened.
func eventPart(aff *incident.Affected, w kit.Pen) string {
	p := aff.Owed(promise.Update)
	if p == nil || p.Event == nil {
		return ""
	}
	return "▲ tell them now, by " + w.At(p.Urgent()) + ": " + strings.TrimSuffix(EventWhy(p.Event), ".")
}

// mostAsks is how many questions stand with a button of their own.
const mostAsks = 10

// Asks are the open questions of a client, those that one of us wrote down and those that
// they wrote themselves, each with the button that says that it was answered: hearing
// something else is no answer.
func Asks(inc *incident.Incident, aff *incident.Affected) (blocks []slack.Block) {
	add := func(ref view.Ref, text string) {
		if len(blocks) < mostAsks {
			section := kit.Paragraph(fmt.Sprintf("ask-%s-%d", aff.Client.ID, len(blocks)), "“"+messages.Escape(text)+"”")
			section.Accessory = slack.NewAccessory(kit.Button(kit.ActAnswered, ref, "Answered"))
			blocks = append(blocks, section)
		}
	}
	for i, ask := range aff.Asks {
		if ask.AnsweredAt.IsZero() {
			add(view.Ref{Number: inc.Number, Client: aff.Client.ID, N: i + 1}, ask.Text)
		}
	}
	for _, r := range aff.Asked {
		if r.Asks() {
			add(view.Ref{Number: inc.Number, Client: aff.Client.ID, Key: r.TS}, r.Text)
		}
	}
	return blocks
}
