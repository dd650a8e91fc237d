package aside

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/screen"
)

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
func owes(inc *incident.Incident, aff *incident.Affected, p promise.Promise, now time.Time) string {
	if u, next := inc.HearsBy(aff, p.DueAt, now), aff.Next(); u != nil && next != nil && next.N == p.N {
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
					list = append(list, line{l, p.DueAt, fmt.Sprintf("%s *%s* %s, %s · %s", screen.DueMark(p.DueAt, now), messages.Escape(aff.Client.Name), owes(l.Incident, aff, p, now), screen.DueWord(p.DueAt, now, &aff.Client), name)})
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

// kinds are the names of all kinds of which an incident is, its own first.
func kinds(inc *incident.Incident, book func(kind string) *playbook.Playbook) string {
	names := append([]string{inc.Kind}, inc.Also...)
	for i, id := range names {
		if pb := book(id); pb != nil {
			names[i] = pb.Name
		}
	}
	return messages.Escape(fault.And(names))
}

// State is how an incident stands, for the person who asks; book is the playbook of a kind.
func State(inc *incident.Incident, book func(kind string) *playbook.Playbook, now time.Time) kit.Post {
	lines := []string{
		fmt.Sprintf("*%s* %s: %s", inc.Name(), messages.Escape(messages.Cut(screen.ClientNames(inc), 150)), messages.Escape(inc.Impact)),
		fmt.Sprintf("%s · %s · %s · %s", kit.SeverityWord(inc.Severity), kinds(inc, book), kit.StatusWord(inc.Status), inc.State),
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
