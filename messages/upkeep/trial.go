package upkeep

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/proof"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// took are the minutes that can be chosen: nobody types on a Friday.
var took = []int{5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 480}

// Trial is the message about a task, and later what became of it.
func Trial(v view.View, d outbox.Delivery) kit.Post {
	t := v.Trial
	if d.Kind == outbox.TrialSaid {
		return kit.BothWays(v.Now, func(pen kit.Pen) string { return became(t, pen) })
	}
	if d.Data.Failed {
		return kit.BothWays(v.Now, func(pen kit.Pen) string { return failed(t, v.Command, pen) })
	}
	ref := view.Ref{Client: t.Client.ID}
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, kit.PlainText("It worked, in …"), kit.ActRestored)
	for _, n := range took {
		ref.N = n
		menu.Options = append(menu.Options, slack.NewOptionBlockObject(ref.String(), kit.PlainText("It worked, in "+minutes(n)), nil))
	}
	ref.N = 0
	return kit.BothWays(v.Now, func(pen kit.Pen) string { return task(t, v.Command, pen) },
		kit.Small("count", Count(t.Count)),
		slack.NewActionBlock("do", menu, kit.Button(kit.ActRestoreFailed, ref, "It failed"), kit.Button(kit.ActRestoreLater, ref, "Another week")))
}

// task asks for one thing, and says what for.
func task(t *view.Trial, command string, pen kit.Pen) string {
	last := lastWorked(t.Record)
	if last == "" {
		last = "Nobody has written down yet that it was tried."
	}
	if r := t.Record; r.Failed {
		last = strings.TrimSpace("It failed on " + dayOf(r.At) + by(r) + ", and nobody has written down since that it works. " + map[bool]string{true: last}[!r.Proven.IsZero()])
	}
	return fmt.Sprintf("This week's test: put the newest backup of %s back, in a separate place and never over what runs, and look whether the data is there. %s\nTake the time. To the minute: `%s restored %s 14`.",
		pen.Strong(t.Client.Name), last, command, t.Client.ID)
}

// failed tells another of the team that a client has no backup that works, or has one again.
func failed(t *view.Trial, command string, pen kit.Pen) string {
	if !t.Record.Failed {
		return fmt.Sprintf("The backup of %s works again: it was restored on %s%s, in %s. Nothing is due from you.", pen.Strong(t.Client.Name), dayOf(t.Record.At), by(t.Record), minutes(t.Record.Minutes))
	}
	return fmt.Sprintf("The newest backup of %s could not be restored on %s%s. %s Who mends it? Then try it once more: `%s restored %s 14`. It stands in red on their sheet until it works.",
		pen.Strong(t.Client.Name), dayOf(t.Record.At), by(t.Record), cmp.Or(lastWorked(t.Record), "Nobody has seen one work before."), command, t.Client.ID)
}

// by names who tried; "" of a script.
func by(r proof.Record) string {
	if r.By == "" {
		return ""
	}
	return " (" + kit.Mention(r.By) + ")"
}

// lastWorked says when a restore last worked; "" if none ever did.
func lastWorked(r proof.Record) string {
	if r.Proven.IsZero() {
		return ""
	}
	return "It last worked on " + dayOf(r.Proven) + "."
}

func became(t *view.Trial, pen kit.Pen) string {
	name := pen.Strong(t.Client.Name)
	switch r := t.Record; {
	case !r.At.After(r.AskedAt):
		return fmt.Sprintf("%s: another week. Nothing is due from you; others have their turn first.", name)
	case r.Failed:
		return fmt.Sprintf("%s: it could not be restored. Good that you know it today. Mend the backup, then try it once more.", name)
	default:
		return fmt.Sprintf("%s: restored in %s.", name, minutes(r.Minutes))
	}
}

// dayOf names a day.
func dayOf(t time.Time) string { return t.UTC().Format("2 January 2006") }

// minutes is a length of time as people say it.
func minutes(n int) string {
	switch {
	case n == 1:
		return "1 minute"
	case n < 60:
		return fmt.Sprintf("%d minutes", n)
	case n == 60:
		return "1 hour"
	case n%60 == 0:
		return fmt.Sprintf("%d hours", n/60)
	}
	return fmt.Sprintf("%d h %d min", n/60, n%60)
}

// Count is one line about all of them; "" if no backup is ours.
func Count(n proof.Count) string {
	if n.Of == 0 {
		return ""
	}
	text := fmt.Sprintf("Restores: %d of %d proven since %s", n.Proven, n.Of, n.Since.UTC().Format("January"))
	if n.Next != "" {
		text += " · next: " + messages.Escape(n.Next)
	}
	return text
}

// Standing is how it is with the backups of a client, on one line; "" if these are not
// ours. What is bad begins with a red mark.
func Standing(c *client.Client, r proof.Record, stands proof.Standing) string {
	if c.Backups.Who() != client.BackupsOurs {
		return ""
	}
	switch stands {
	case proof.Untested:
		return "Restore: not tested yet"
	case proof.Failed:
		return "🔴 Restore: failed on " + dayOf(r.At)
	case proof.Old:
		return "🔴 Restore: last worked on " + dayOf(r.Proven) + ", over a year ago"
	}
	return "Restore: worked on " + dayOf(r.Proven) + ", in " + minutes(r.Minutes)
}

// Restores is one line about all clients of a list whose backups are ours; "" if there is
// none. Archived ones are not counted.
func Restores(list []view.Listing, now time.Time) string {
	var tried []proof.Client
	for _, l := range list {
		if !l.Archived && l.Client.Backups.Who() == client.BackupsOurs {
			tried = append(tried, proof.Client{ID: l.Client.ID, Name: l.Client.Name, Record: l.Tried})
		}
	}
	return Count(proof.CountOf(tried, now))
}

// Noted says what was noted of a restore.
func Noted(s view.Sheet) kit.Post {
	r, name := s.Kept.Proof, "*"+messages.Escape(s.Client.Name)+"*"
	if r.Failed {
		return kit.Plain("Noted: the backup of " + name + " could not be restored. Mend it, then try it once more. It stands in red until it works.")
	}
	return kit.Plain(fmt.Sprintf("Noted: the backup of %s was restored in %s.", name, minutes(r.Minutes)))
}

// PutOff says that a task is put off.
func PutOff(s view.Sheet) kit.Post {
	return kit.Plain("*" + messages.Escape(s.Client.Name) + "* has its turn in another week. Nothing is due from you.")
}
