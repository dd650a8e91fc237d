package form

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/asleep"
	"candor/incident/night"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/screen"
)

// nobodyOn is the answer that work pauses.
const nobodyOn = "nobody"

// For what a phone may ring.
const (
	ringUntaken = "untaken"
	ringWished  = "wished"
)

// maxColleagues is how many people are offered: Slack shows ten radio buttons.
const maxColleagues = 9

// GoodNight asks who of those that are proposed is on it while the person sleeps. zone is
// that of their clock; mute: their phone cannot ring.
func GoodNight(inc *incident.Incident, mates []night.Mate, mute bool, zone *time.Location, now time.Time) slack.ModalViewRequest {
	on, chosen := []choice(nil), nobodyOn
	for _, m := range mates[:min(len(mates), maxColleagues)] {
		text := m.Name
		if m.Until.After(now) {
			text += ", asleep until " + m.Until.In(zone).Format("15:04")
		}
		if m.AskAt.After(now) {
			text += ", asked at " + m.AskAt.In(zone).Format("15:04")
		} else {
			text += ", asked now"
		}
		on = append(on, choice{m.Person, text})
	}
	if len(on) > 0 {
		chosen = on[0].value
	}
	on = append(on, choice{nobodyOn, "Nobody: work pauses"})
	boxes := slack.NewCheckboxGroupsBlockElement(valueID, options([]choice{
		{ringUntaken, fmt.Sprintf("Only if nobody has taken it %s before their time", messages.Span(night.Guard))},
		{ringWished, "If they ask for a call"},
	})...)
	boxes.InitialOptions = boxes.Options[:1]
	blocks := []slack.Block{
		field(night.FieldOn, "Who is on it while you sleep?", "", false, radio(chosen, on)),
		field(night.FieldRing, "Ring me", "", true, boxes),
		field(night.FieldUntil, "Until", "By your clock.", false, textInput(night.Until(zone, now).In(zone).Format("15:04"), false, 40)),
		kit.Paragraph("due", dueMeanwhile(inc, night.Until(zone, now), now)),
		kit.Small("always", alwaysRung(inc, mute)),
	}
	return modal(kit.FormNight, "Good night", "Good night", "Not yet", view.Ref{Number: inc.Number, Client: inc.Clients[0].Client.ID}, blocks...)
}

// dueMeanwhile lists what falls due while the person sleeps, and what nobody then does.
func dueMeanwhile(inc *incident.Incident, until, now time.Time) string {
	w, list := kit.Pen{Now: now}, asleep.Falls(inc, until)
	lines := []string{fmt.Sprintf("*Due until %s*", w.At(until))}
	if len(list) == 0 {
		lines[0] = fmt.Sprintf("Nothing is due to a client until %s.", w.At(until))
	}
	for _, d := range list[:min(len(list), maxColleagues)] {
		line := fmt.Sprintf("• *%s* %s, %s", messages.Escape(messages.Cut(d.Client.Client.Name, 75)), screen.PromiseWord(*d.Promise), w.At(d.Promise.Urgent()))
		if d.ByPhone() {
			line += ". ▲ Somebody has to call them, so somebody has to be up"
		}
		lines = append(lines, line)
	}
	if n := len(list) - maxColleagues; n > 0 {
		lines = append(lines, fmt.Sprintf("• … and %d more: type due", n))
	}
	for i := range inc.Clients {
		if at := asleep.Watched(inc, &inc.Clients[i], now); !at.IsZero() {
			lines = append(lines, fmt.Sprintf("▲ %s reads that we are watching it until %s. If nobody does, the text that comes next tells them so: send it.", messages.Escape(messages.Cut(inc.Clients[i].Client.Name, 75)), w.At(at)))
		}
	}
	return messages.Clip(strings.Join(lines, "\n"), kit.MaxSection)
}

// alwaysRung says who is rung before a promise is late, whatever is chosen.
func alwaysRung(inc *incident.Incident, mute bool) string {
	text := fmt.Sprintf("A promise never goes unseen: %s before it is due somebody is rung. That is you, if you ticked it; else whoever is on it, or the next on the list; and you if nobody else can be rung. Next you read what they read: you send it, or not.", messages.Span(night.Guard))
	if mute {
		text = "▲ Your phone cannot ring: no wake address of yours is set. " + text
	}
	if inc.Private {
		text += " Whoever is on it is invited when they are asked: the channel is private."
	}
	return text
}

// ReadGoodNight is what was chosen; until is what they typed.
func ReadGoodNight(v Values) (r night.Request, until string) {
	r = night.Request{Act: night.GoodNight, To: v.Get(night.FieldOn)}
	if r.To == nobodyOn {
		r.To = ""
	}
	for _, what := range v[night.FieldRing] {
		r.Choice.Untaken = r.Choice.Untaken || what == ringUntaken
		r.Choice.Wished = r.Choice.Wished || what == ringWished
	}
	return r, v.Get(night.FieldUntil)
}
