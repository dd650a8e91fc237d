package screen

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// secondPost asks a second person whether a client may hear later, or whether bad
// news is taken back that it has not heard. They decide with the reason before
// them, and see what happens if they do nothing.
func secondPost(v view.View, d outbox.Delivery) kit.Post {
	dec := v.Incident.DecisionOf(v.Client, d.Key)
	if dec == nil {
		dec = v.Client.Embargo
	}
	ref := view.Ref{Number: v.Incident.Number, Client: v.Client.Client.ID, Key: dec.Key}
	yes, no := "I agree: later", "No, tell them now"
	if dec.Act != nil {
		yes = "I agree: do it"
	}
	if dec.Alone {
		yes = strings.Replace(yes, "I agree", "I decide alone", 1)
	}
	return kit.BothWays(v.Now, func(w kit.Pen) string {
		return w.Strong(v.Incident.Name()) + w.In(v.Incident.Channel.ID) + ": " + asksSecond(v, dec, w)
	}, slack.NewActionBlock("do", kit.Primary(kit.Button(kit.ActDisagree, ref, no)), kit.Button(kit.ActAgree, ref, yes)))
}

// asksSecond is the question in words.
func asksSecond(v view.View, dec *incident.Decision, w kit.Pen) string {
	name, why := w.Strong(v.Client.Client.Name), messages.Escape(dec.Reason)
	switch {
	case dec.Act != nil && dec.Alone:
		return fmt.Sprintf("four hours ago you wanted to %s. %s. Why: “%s”\nNobody else can be asked. If you still want it, decide it alone; that is recorded in the timeline. If not, tell them now. If you do nothing, nothing is taken back.",
			messages.Escape(dec.Act.String()), stillUntold(v.Incident, dec, w), why)
	case dec.Act != nil:
		return fmt.Sprintf("%s wants to %s. %s. Why: “%s”\nIt takes two of you. If you do not agree, or do not answer, nothing is taken back and they are told. Your name is recorded with it in the timeline.",
			kit.Mention(dec.By), messages.Escape(dec.Act.String()), stillUntold(v.Incident, dec, w), why)
	case dec.Alone:
		return fmt.Sprintf("four hours ago you wanted to tell %s later, by %s at the latest. Why: “%s”\nNobody else can be asked. If you still want it, decide it alone; that is recorded in the timeline. If not, tell them now.",
			name, w.At(dec.Until), why)
	}
	return fmt.Sprintf("%s wants to tell %s later, by %s at the latest. Why: “%s”\nIt takes two of you. If you do not agree, or do not answer, they are told now. Your name is recorded with it in the timeline.",
		kit.Mention(dec.By), name, w.At(dec.Until), why)
}

// stillUntold says what each client has not heard that would be taken back.
func stillUntold(inc *incident.Incident, dec *incident.Decision, w kit.Pen) string {
	that := map[string][]string{}
	for _, u := range dec.Act.Untold {
		if aff := inc.Affected(u.Client); aff != nil {
			that[aff.Client.Name] = append(that[aff.Client.Name], "that "+u.That())
		}
	}
	var list []string
	for _, name := range slices.Sorted(maps.Keys(that)) {
		list = append(list, w.Strong(name)+" has not been told "+fault.And(that[name]))
	}
	return strings.Join(list, "; ")
}

// decidedLater is the line that the question becomes once it is answered.
func decidedLater(v view.View, ruling string, w kit.Pen) string {
	name := w.Strong(v.Client.Client.Name)
	switch {
	case ruling == outbox.TakenBackNow:
		return "You agreed, and it is done. Both names and the reason are recorded in the timeline."
	case ruling == outbox.NotTakenBack:
		return fmt.Sprintf("Nothing is taken back: %s is told.", name)
	case ruling == outbox.Replaced:
		return "This was asked anew."
	case ruling == outbox.Moot:
		return fmt.Sprintf("Nothing is left to decide about %s. You need do nothing.", name)
	case ruling == outbox.Agreed && v.Client.Embargo.Agreed():
		return fmt.Sprintf("You agreed: %s hears later, by %s at the latest. Candor reminds again before.", name, w.At(v.Client.Embargo.Until))
	}
	return fmt.Sprintf("%s is told now; nothing is put off.", name)
}

// takeBackPart says on the card what two people have not decided yet; "" if nothing.
func takeBackPart(inc *incident.Incident, w kit.Pen) string {
	dec := inc.TakeBack
	if !dec.Open() || !w.Now.Before(dec.Until) || inc.Over() {
		return ""
	}
	if dec.Alone {
		return fmt.Sprintf("%s is alone and may decide from %s to %s; until then nothing changes", kit.Mention(dec.By), w.At(dec.AnswerFrom()), messages.Escape(dec.Act.String()))
	}
	return fmt.Sprintf("%s is asked whether to %s; until then nothing changes", kit.Mention(dec.Second), messages.Escape(dec.Act.String()))
}

// Untold refuses what would bury bad news, with the button that tells it, and the
// one to decide with a second person where that is possible.
func Untold(e *incident.UntoldError) kit.Post {
	ref := view.Ref{Number: e.Incident, Client: e.Client}
	buttons := []slack.BlockElement{kit.Primary(kit.Button(kit.ActUpdate, ref, "Tell them now"))}
	if e.Ask {
		buttons = []slack.BlockElement{kit.Primary(kit.Button(kit.ActQuestions, ref, "Answer the questions"))}
	}
	if e.Decide {
		buttons = append(buttons, kit.Button(kit.ActTakeBack, ref, "Do not tell: decide"))
	}
	text := e.Error()
	return kit.Post{Text: text, Blocks: []slack.Block{kit.Paragraph("why", text), slack.NewActionBlock("do", buttons...)}}
}

// laterPart says on the card that a client hears later on purpose; "" if not.
func laterPart(aff *incident.Affected, w kit.Pen) string {
	l := aff.Embargo
	switch {
	case l.Open() && w.Now.Before(l.Until):
		if l.Alone {
			return fmt.Sprintf("%s is alone and may decide from %s that they hear later", kit.Mention(l.By), w.At(l.AnswerFrom()))
		}
		return fmt.Sprintf("%s is asked whether they may hear later", kit.Mention(l.Second))
	case l.Agreed() && w.Now.Before(l.Until):
		if l.Alone {
			return fmt.Sprintf("hears later, by %s: %s decided it alone (%s)", w.At(l.Until), kit.Mention(l.By), messages.Escape(l.Reason))
		}
		return fmt.Sprintf("hears later, by %s: %s and %s decided it (%s)", w.At(l.Until), kit.Mention(l.By), kit.Mention(l.Second), messages.Escape(l.Reason))
	}
	return ""
}
