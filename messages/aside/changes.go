package aside

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/review"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// Learned answers whoever answered the review: what changes, and that nobody gets it yet where
// it is down again.
func Learned(inc *incident.Incident, w kit.Pen) kit.Post {
	if inc.State != incident.Open {
		return Changes(inc, w)
	}
	return kit.Plain(fmt.Sprintf("Saved. The review of %s goes out once it is resolved: then type `review` again, or press Written review.", inc.Name()))
}

// Changes lists what changes after an incident, who does it and by when.
func Changes(inc *incident.Incident, w kit.Pen) kit.Post {
	if len(inc.Changes) == 0 {
		return kit.Plain(fmt.Sprintf("Nothing is written down that changes after %s. Type `action`, what, who and by when, for example: action test every payment method @ben 20 March", inc.Name()))
	}
	lines := []string{"*What changes after " + inc.Name() + "*"}
	for i := range inc.Changes {
		lines = append(lines, changeLine(inc, &inc.Changes[i], w))
	}
	return kit.Plain(messages.Clip(strings.Join(lines, "\n"), kit.MaxSection))
}

func changeLine(inc *incident.Incident, c *review.Change, w kit.Pen) string {
	text := fmt.Sprintf("%d. %s · %s · ", c.N, messages.Escape(c.Text), kit.Mention(c.Owner))
	switch {
	case c.Dropped():
		return text + "dropped " + w.At(c.DroppedAt) + ": " + messages.Escape(messages.Cut(c.DropWhy, 100)) + awaited(inc, c, w)
	case !c.Open():
		return text + "done " + w.At(c.DoneAt) + awaited(inc, c, w)
	case c.DueAt.Before(w.Now):
		text += "▲ was due " + w.At(c.DueAt)
	default:
		text += "by " + w.At(c.DueAt)
	}
	text += awaited(inc, c, w)
	if n := len(c.Moves); n > 0 {
		text += fmt.Sprintf(" · moved from %s: %s", w.At(c.Moves[n-1].From), messages.Escape(messages.Cut(c.Moves[n-1].Why, 100)))
	}
	return text
}

// awaited says which client waits for a change, or for word that it is made, and the date
// that they know where that is another.
func awaited(inc *incident.Incident, c *review.Change, w kit.Pen) string {
	aff, p := inc.Expecting(c)
	if aff == nil {
		return ""
	}
	name := " · " + messages.Escape(aff.Client.Name)
	switch {
	case c.Dropped():
		return name + " has not read that it does not come"
	case !c.Open():
		return name + " has not read that it is done"
	case !p.DueAt.Equal(c.DueAt):
		return name + " still expects it by " + w.At(p.DueAt)
	}
	return name + " expects it"
}

// Changed confirms what became of a change. Where a client expects it, the text that
// tells them is one press away.
func Changed(inc *incident.Incident, c review.Change, w kit.Pen) kit.Post {
	text := fmt.Sprintf("Noted in %s: “%s” is done.", inc.Name(), messages.Escape(c.Text))
	ref := view.Ref{Number: inc.Number, Key: update.Rebuild}
	act, label := kit.ActMeasure, "Say where it stands"
	if c.Open() {
		text = fmt.Sprintf("Noted in %s: “%s” is now due %s.", inc.Name(), messages.Escape(c.Text), w.At(c.DueAt))
		ref.Key, act, label = update.NewDate, kit.ActNewDate, "Tell them a new date"
	}
	if c.Dropped() {
		text = fmt.Sprintf("Noted in %s: “%s” is dropped.", inc.Name(), messages.Escape(c.Text))
	}
	aff, p := inc.Expecting(&c)
	if aff == nil {
		return kit.Plain(text)
	}
	ref.Client, ref.N = aff.Client.ID, p.N
	switch name := messages.Escape(aff.Client.Name); {
	case c.Dropped():
		text += fmt.Sprintf(" %s was told that it changes by %s, and expects it until they read that it does not come: tell them.", name, w.At(p.DueAt))
	case c.Open():
		text += fmt.Sprintf(" %s was told that it changes by %s. Tell them where it stands.", name, w.At(p.DueAt))
	default:
		text += fmt.Sprintf(" %s has not read that yet. Tell them, or the next text about it does.", name)
	}
	return kit.Post{Text: text, Blocks: []slack.Block{kit.Paragraph("text", text), slack.NewActionBlock("do", kit.Primary(kit.Button(act, ref, label)))}}
}
