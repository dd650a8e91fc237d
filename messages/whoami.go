package messages

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident/outbox"
	"candor/incident/team"
	"candor/incident/view"
)

// Whoami is what Candor knows of a person, for [Waking] and [WhoamiPost].
type Whoami struct {
	view.Colleague
	Other      bool       // somebody else than the reader
	Admin      bool       // of the workspace
	Quiet      team.Quiet // as Slack says now
	QuietKnown bool       // Slack did say
}

// WhoamiPost answers whoami: who the person is, what they do, how they are woken.
func WhoamiPost(w Whoami, now time.Time) Post {
	who := "*" + mention(w.Person.Slack) + "*"
	if w.Named {
		who += " · texts to clients are signed: " + escape(signature(w.Person))
	} else {
		who += " · not among the people in the config, so texts to clients carry no name"
	}
	if w.Admin {
		who += " · admin of the workspace"
	}
	p := pen{now: now, plain: true}
	blocks := append([]slack.Block{paragraph("who", who+"\n"+dutyLine(w)+"\n"+quietLine(w, pen{now: now}))}, Waking(w, now)...)
	return Post{Text: clip(mention(w.Person.Slack)+": "+addressLine(w, p)+" "+quietLine(w, p), maxPlain), Blocks: blocks}
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
			roles = append(roles, RoleWord(r))
		}
		parts = append(parts, fmt.Sprintf("INC-%d: %s", d.Incident, strings.Join(roles, ", ")))
	}
	if len(parts) == 0 {
		parts = []string{"no role in an open incident"}
	}
	if w.Place > 0 {
		parts = append(parts, fmt.Sprintf("number %d of those who are asked when nobody answers", w.Place))
	}
	return clip(strings.Join(parts, " · "), maxSection/2)
}

// Waking shows how a person is woken, with the button that tries it. It fits
// into any message or view, and holds no time that passes by itself.
func Waking(w Whoami, now time.Time) []slack.Block {
	blocks := []slack.Block{paragraph("waking", clip(addressLine(w, pen{now: now}), maxSection))}
	if w.Person.Wake == "" {
		return blocks
	}
	label := "Ring me now"
	if w.Other {
		label = "Ring " + cut(firstName(w.Person), 60) + " now"
	}
	return append(blocks, slack.NewActionBlock("ring", slack.NewButtonBlockElement(ActRing, w.Person.Slack, plainText(label))))
}

func addressLine(w Whoami, p pen) string {
	you, they := "you", "You"
	if w.Other {
		you, they = "them", "They"
	}
	switch r := w.Reach; {
	case w.Person.Wake == "":
		return fmt.Sprintf("Candor cannot wake %s: there is no wake address. Whoever runs it writes one under people in its config. Until then a missed promise reaches %s by Slack only.", you, you)
	case !r.FailedAt.IsZero():
		return fmt.Sprintf("%s have a wake address, and the last call, at %s, failed: %s", they, p.at(r.FailedAt), ended(r.Why))
	case r.RangAt.IsZero():
		return fmt.Sprintf("%s have a wake address. It was never called: try it before a night in which it is needed.", they)
	default:
		return fmt.Sprintf("%s have a wake address. It took the last call at %s.", they, p.at(r.RangAt))
	}
}

func quietLine(w Whoami, p pen) string {
	switch {
	case !w.QuietKnown:
		return "Slack did not say whether Do Not Disturb is on."
	case w.Quiet.On(p.now):
		return "Do Not Disturb is on until " + p.at(w.Quiet.Until) + ": Slack notifies of nothing until then; the wake address does."
	case w.Quiet.Until.After(p.now):
		return fmt.Sprintf("Do Not Disturb comes on at %s, until %s.", p.at(w.Quiet.From), p.at(w.Quiet.Until))
	}
	return "Do Not Disturb is off."
}

// Rang tells the person who tried a wake address what became of it.
func Rang(p team.Person, other bool, o outbox.DeliveryOutcome) Post {
	phone, they := "your phone", "you"
	if other {
		phone, they = firstName(p)+"'s phone", firstName(p)
	}
	if o.Verdict == outbox.Sent {
		return Plain(fmt.Sprintf("The wake address took the call: %s should ring now. If it does not, the app on it is muted, or nobody is signed in there.", phone))
	}
	return Plain(fmt.Sprintf("The call failed, so Candor cannot wake %s: %s", they, ended(o.Reason)))
}
