package aside

import (
	"cmp"
	"fmt"
	"time"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/promise"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/screen"
)

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
	if inc.Ended() {
		text += fmt.Sprintf(" %s stays closed.", inc.Name())
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
