package screen

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/restore"
	"candor/incident/team"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// ringPost is what stands on the phone of somebody who is woken. Others may see
// that screen, and the service that makes it ring reads along: it says which
// incident and who waits, of a private one only its name, and so of others that
// wait.
func ringPost(v view.View, d outbox.Delivery) kit.Post {
	inc := v.Incident
	needs := inc.Name() + " needs you"
	others := otherNeeds(strings.Fields(d.Data.Also))
	if inc.Private {
		return kit.Post{Text: needs + others}
	}
	w := kit.Pen{Now: v.Now, Plain: true}
	others = strings.TrimSuffix(kit.AsOf(". ", lateAsOf(v), w), ".") + others
	room := max(20, 150-len(others))
	if d.Data.Cry {
		return kit.Post{Text: fmt.Sprintf("%s: %s has been waiting for an answer since %s%s", needs, messages.Cut(v.Client.Client.Name, room), w.At(d.QueuedAt), others)}
	}
	if d.Data.Call {
		return kit.Post{Text: fmt.Sprintf("%s: %s has been asking for a call since %s%s", needs, messages.Cut(v.Client.Client.Name, room), w.At(d.QueuedAt), others)}
	}
	if d.Data.Guard {
		p := *v.Promise
		p.Said = p.Said && !p.Hurried() // the time of what happened is ours
		return kit.Post{Text: fmt.Sprintf("%s: nobody has taken it, and %s %s by %s%s", needs, messages.Cut(v.Client.Client.Name, room), Waits(&p, "expects", "is"), w.At(v.Promise.Urgent()), others)}
	}
	who, since := v.Client.Client.Name+" has", v.Promise.Known().DueAt
	what := news(v.Promise)
	if text := reasonToRing(v, w); text != "" && len(lateClients(v)) < 2 {
		return kit.Post{Text: needs + ": " + messages.Cut(text, room) + others}
	}
	if late := lateClients(v); len(late) > 1 {
		who, what = fmt.Sprintf("%d clients have", len(late)), "news"
		since = slices.MinFunc(late, time.Time.Compare)
	}
	return kit.Post{Text: fmt.Sprintf("%s: %s been waiting for %s since %s%s", needs, messages.Cut(who, room), what, w.At(since), others)}
}

// reasonToRing says why a phone rings where no promised time has passed: something
// happened of which the client should know, or we owe it sooner than it was told.
func reasonToRing(v view.View, w kit.Pen) string {
	p, name := v.Promise, v.Client.Client.Name
	switch {
	case p.Hurried() && v.Now.Before(p.DueAt):
		var list []string
		for _, k := range p.Event.Kinds {
			list = append(list, eventWords[k])
		}
		return fmt.Sprintf("%s, and %s has been waiting for news since %s", fault.And(list), messages.Cut(name, 60), w.At(p.Event.At))
	case p.Known().DueAt.After(v.Now):
		return fmt.Sprintf("%s was to be told by %s", name, w.At(p.DueAt))
	}
	return ""
}

// otherNeeds names the incidents that wait for the same person; "" if there are none.
func otherNeeds(names []string) string {
	if more := len(names) - shownNames; more > 0 {
		names = append(slices.Clone(names[:shownNames]), fmt.Sprintf("%d more", more))
	}
	switch len(names) {
	case 0:
		return ""
	case 1:
		return ". " + names[0] + " needs you too"
	}
	return ". " + fault.And(names) + " need you too"
}

// lateClients lists since when clients wait, one time for each that does.
func lateClients(v view.View) (since []time.Time) {
	for i := range v.Incident.Clients {
		if aff := &v.Incident.Clients[i]; isLate(aff, v.Now) {
			since = append(since, aff.Next().Urgent())
		}
	}
	return since
}

// lateAsOf is the copy as of which it is known that somebody waits; nil if it is known
// as always.
func lateAsOf(v view.View) *restore.Mark {
	mark := v.Client.Restored
	for i := range v.Incident.Clients {
		if aff := &v.Incident.Clients[i]; mark == nil && isLate(aff, v.Now) {
			mark = aff.Restored
		}
	}
	return mark
}

func isLate(aff *incident.Affected, now time.Time) bool {
	p := aff.Next()
	return p != nil && !p.Urgent().After(now)
}

// sleepLine says on the card who could not be woken if a promise were missed,
// and for whom Slack is silent now; "" if there is nobody.
func sleepLine(list []view.Sleeper, w kit.Pen) string {
	var silent, quiet []string
	for _, s := range list {
		q := s.Reach.Quiet
		disturb := ""
		if q.On(w.Now) {
			disturb = "Do Not Disturb until " + w.At(q.Until)
		}
		switch why := unreachable(s); {
		case why == "" && disturb != "":
			quiet = append(quiet, kit.FirstName(s.Person)+" until "+w.At(q.Until))
		case why != "" && disturb != "":
			silent = append(silent, fmt.Sprintf("%s (%s, %s)", kit.FirstName(s.Person), why, disturb))
		case why != "":
			silent = append(silent, fmt.Sprintf("%s (%s)", kit.FirstName(s.Person), why))
		}
	}
	var parts []string
	if len(silent) > 0 {
		parts = append(parts, "Cannot be woken: "+strings.Join(silent, ", "))
	}
	if len(quiet) > 0 {
		parts = append(parts, "Do Not Disturb: "+strings.Join(quiet, ", "))
	}
	return strings.Join(parts, " · ")
}

// unreachable says in a word why a person cannot be woken; "" if they can.
func unreachable(s view.Sleeper) string {
	switch {
	case s.Person.Wake == "":
		return "no address"
	case !s.Reach.FailedAt.IsZero():
		return "last call failed"
	}
	return ""
}

// notWoken tells somebody that another could not be woken, and what is left to do.
func notWoken(v view.View, reader string) (what, safe string) {
	why := kit.Ended(v.Target.Reason)
	if v.Target.To == reader {
		return "Candor could not wake you: " + why, "Type whoami and press the button there to try your wake address. The reminders go on."
	}
	p := team.Person{Slack: v.Target.To}
	for _, known := range v.People {
		if known.Slack == p.Slack {
			p = known
		}
	}
	call := "Call them"
	if p.Phone != "" {
		call = "Call " + messages.Escape(p.Phone)
	}
	return kit.FirstName(p) + " could not be woken: " + why, call + ", or tell the client yourself. The reminders go on."
}

// TestCall is what stands on the phone of somebody who tries whether it rings.
func TestCall() kit.Post {
	return kit.Post{Text: "This is a test: Candor can wake you. Nothing is wrong."}
}
