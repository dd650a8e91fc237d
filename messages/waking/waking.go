// Package waking is what somebody reads of how they are woken: who they are to Candor, whether their
// phone can be rung, and when it last was.
package waking

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident/outbox"
	"candor/incident/team"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// Whoami is what Candor knows of a person, for [Lines] and [Post].
type Whoami struct {
	view.Colleague
	Other      bool              // somebody else than the reader
	Admin      bool              // of the workspace
	Quiet      team.DoNotDisturb // as Slack says now
	QuietKnown bool              // Slack did say
}

// Post answers whoami: who the person is, what they do, how they are woken.
func Post(w Whoami, now time.Time) kit.Post {
	who := "*" + kit.Mention(w.Person.Slack) + "*"
	if w.Named {
		who += " · texts to clients are signed: " + messages.Escape(signature(w.Person))
	} else {
		who += " · not among the people in the config, so texts to clients carry no name"
	}
	if w.Admin {
		who += " · admin of the workspace"
	}
	p := kit.Pen{Now: now, Plain: true}
	blocks := append([]slack.Block{kit.Paragraph("who", who+"\n"+dutyLine(w)+"\n"+quietLine(w, kit.Pen{Now: now}))}, Lines(w, now)...)
	return kit.Post{Text: messages.Clip(kit.Mention(w.Person.Slack)+": "+addressLine(w, p)+" "+quietLine(w, p), kit.MaxPlain), Blocks: blocks}
}

func signature(p team.Person) string {
	return strings.TrimSuffix(p.Name+", "+p.Role, ", ")
}

// dutyLine says what the person does in which incident, and when they are asked.
func dutyLine(w Whoami) string {
	var parts []string
	for _, d := range w.Duties {
		var roles []string
		for _, r := range d.Roles {
			roles = append(roles, kit.RoleWord(r))
		}
		parts = append(parts, fmt.Sprintf("INC-%d: %s", d.Incident, strings.Join(roles, ", ")))
	}
	if len(parts) == 0 {
		parts = []string{"no role in an open incident"}
	}
	if w.Place > 0 {
		parts = append(parts, fmt.Sprintf("number %d of those who are asked when nobody answers", w.Place))
	}
	return messages.Clip(strings.Join(parts, " · "), kit.MaxSection/2)
}

// Lines shows how a person is woken, with the button that tries it. It fits
// into any message or view, and holds no time that passes by itself.
func Lines(w Whoami, now time.Time) []slack.Block {
	blocks := []slack.Block{kit.Paragraph("waking", messages.Clip(addressLine(w, kit.Pen{Now: now}), kit.MaxSection))}
	if w.Person.Wake == "" {
		return blocks
	}
	label := "Ring me now"
	if w.Other {
		label = "Ring " + messages.Cut(kit.FirstName(w.Person), 60) + " now"
	}
	return append(blocks, slack.NewActionBlock("ring", slack.NewButtonBlockElement(kit.ActRing, w.Person.Slack, kit.PlainText(label))))
}

func addressLine(w Whoami, p kit.Pen) string {
	you, they := "you", "You"
	if w.Other {
		you, they = "them", "They"
	}
	switch r := w.Reach; {
	case w.Person.Wake == "":
		return fmt.Sprintf("Candor cannot wake %s: there is no wake address. Whoever runs it writes one under people in its config. Until then a missed promise reaches %s by Slack only.", you, you)
	case !r.FailedAt.IsZero():
		return fmt.Sprintf("%s have a wake address, and the last call, at %s, failed: %s", they, p.At(r.FailedAt), kit.Ended(r.Why))
	case r.RangAt.IsZero():
		return fmt.Sprintf("%s have a wake address. It was never called: try it before a night in which it is needed.", they)
	default:
		return fmt.Sprintf("%s have a wake address. It took the last call at %s.", they, p.At(r.RangAt))
	}
}

func quietLine(w Whoami, p kit.Pen) string {
	switch {
	case !w.QuietKnown:
		return "Slack did not say whether Do Not Disturb is on."
	case w.Quiet.On(p.Now):
		return "Do Not Disturb is on until " + p.At(w.Quiet.Until) + ": Slack notifies of nothing until then; the wake address does."
	case w.Quiet.Until.After(p.Now):
		return fmt.Sprintf("Do Not Disturb comes on at %s, until %s.", p.At(w.Quiet.From), p.At(w.Quiet.Until))
	}
	return "Do Not Disturb is off."
}

// Rang tells the person who tried a wake address what became of it.
func Rang(p team.Person, other bool, o outbox.DeliveryOutcome) kit.Post {
	phone, they := "your phone", "you"
	if other {
		phone, they = kit.FirstName(p)+"'s phone", kit.FirstName(p)
	}
	if o.Verdict == outbox.Sent {
		return kit.Plain(fmt.Sprintf("The wake address took the call: %s should ring now. If it does not, the app on it is muted, or nobody is signed in there.", phone))
	}
	return kit.Plain(fmt.Sprintf("The call failed, so Candor cannot wake %s: %s", they, kit.Ended(o.Reason)))
}
