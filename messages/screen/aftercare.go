package screen

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/ending"
	"candor/incident/meeting"
	"candor/incident/promise"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// promiseWords are how the team reads of a kind of promise.
type promiseWords struct {
	owes  string // after a client's name, before the time: “expects the written review”; empty: see Waits
	thing string // on the card, and in “… was due”
	do    string // the button that does it
	act   string // its id
	late  string // what has not happened, with the client's name as %s; empty: “they are waiting”
}

// promiseNames has a row for each kind of promise.
var promiseNames = map[promise.Kind]promiseWords{
	promise.Update:    {"", "next", "Client update", kit.ActUpdate, ""},
	promise.Final:     {"", "final message", "Write the final message", kit.ActLastWord, ""},
	promise.Afterword: {"", "next", "Write an update", kit.ActUpdate, ""},
	promise.Review:    {"expects the written review", "written review", "Written review", kit.ActReview, ""},
	promise.Meeting:   {"expects your call", "call", "What to say", kit.ActCallCard, ""},
	promise.Written:   {"has heard it on the phone; in writing", "in writing", "Write it", kit.ActUpdate, "%s has heard it on the phone and does not have it in writing yet"},
	promise.Checkin24: {"is asked how it goes, a day later", "check-in after a day", "Ask how it goes", kit.ActAskHow, "Nobody has asked %s yet how it goes, a day later"},
	promise.Checkin7:  {"is asked how it goes, a week later", "check-in after a week", "Ask how it goes", kit.ActAskHow, "Nobody has asked %s yet how it goes, a week later"},
	promise.Checkin30: {"is asked how it goes, a month later", "check-in after a month", "Ask how it goes", kit.ActAskHow, "Nobody has asked %s yet how it goes, a month later"},
	promise.Answer:    {"expects to hear where it stands", "news on where it stands", "Write where it stands", kit.ActUpdate, ""},
	promise.Made:      {"is told that a change is made", "word that a change is made", "Say where it stands", kit.ActMeasure, "Nobody has told %s yet that a change is made"},
	promise.Measure:   {"expects a change that we promised", "promised change", "Say where it stands", kit.ActMeasure, ""},
}

// calmText reminds of what is due in days.
func calmText(inc *incident.Incident, p *promise.Promise, name string, w kit.Pen) string {
	words, about := promiseNames[p.Kind], ""
	if p.Words != "" {
		about = fmt.Sprintf(", “%s”,", messages.Escape(messages.Cut(p.Words, 150)))
	}
	late, do := promise.Past(w.Now, p.DueAt), "Send it, tell them"
	untold := p.Kind == promise.Review && !p.Said
	if inc.State == incident.Open && promise.Of(p.Kind).Draft != "" {
		do = "It is down again, so this waits for the end. Tell them"
	}
	switch {
	case late < 0:
		return fmt.Sprintf("%s %s%s by %s (in %s).", name, PromiseWord(*p), about, w.At(p.DueAt), messages.Span(late))
	case late < time.Minute && words.late != "":
		return fmt.Sprintf(words.late+". It is due now (%s).", name, w.At(p.DueAt))
	case late < time.Minute:
		return fmt.Sprintf("%s %s%s now (%s).", name, PromiseWord(*p), about, w.At(p.DueAt))
	case untold:
		return fmt.Sprintf("%s has no written review yet, and does not know that one comes. It was due %s, %s ago. Send it, or say that you gave it to them.", name, w.At(p.DueAt), messages.Span(late))
	case words.late != "":
		return fmt.Sprintf(words.late+". It was due %s, %s ago.", name, w.At(p.DueAt), messages.Span(late))
	}
	return fmt.Sprintf("%s is waiting: the %s%s was due %s, %s ago. %s a new date, or say that you gave it to them.", name, words.thing, about, w.At(p.DueAt), messages.Span(late), do)
}

// calmSettled says how something that was due in days ended.
func calmSettled(p *promise.Promise, name string, w kit.Pen) string {
	switch {
	case p.Again > 0:
		return fmt.Sprintf("%s was told a new date for the %s.", name, promiseNames[p.Kind].thing)
	case p.Kind == promise.Answer:
		return fmt.Sprintf("%s has heard where it stands, %s.", name, punctuality(p))
	case p.Kind == promise.Written:
		return fmt.Sprintf("%s has had it in writing since %s, %s.", name, w.At(p.SettledAt), punctuality(p))
	}
	return fmt.Sprintf("The %s to %s has been settled since %s, %s.", promiseNames[p.Kind].thing, name, w.At(p.SettledAt), punctuality(p))
}

// calmButtons are what can be done about a promise that is due in days.
func calmButtons(inc *incident.Incident, aff *incident.Affected, p *promise.Promise, now time.Time) []slack.BlockElement {
	ref := view.Ref{Number: inc.Number, Client: aff.Client.ID, N: p.N}
	list := []slack.BlockElement{kit.Primary(calmButton(ref, p))}
	if inc.State == incident.Open && promiseNames[p.Kind].act == kit.ActMeasure { // it is a text for afterwards
		list = nil
	}
	if p.Kind == promise.Written {
		return list
	}
	about := func(kind string) view.Ref {
		return view.Ref{Number: ref.Number, Client: ref.Client, N: ref.N, Key: kind}
	}
	if aff.Client.Manner.Calls() {
		list = append(list, kit.Button(kit.ActOffer, about(update.MeetingInvite), "Offer a call"))
	}
	if slices.Contains(inc.Pledges(aff).Movable(), p) {
		list = append(list, kit.Button(kit.ActNewDate, about(update.NewDate), "Tell them a new date"))
	}
	if !now.Before(p.DueAt) || p.Kind == promise.Measure || p.Kind == promise.Made { // another text may have said that it is done
		list = append(list, kit.Button(kit.ActGave, ref, gaveLabel(p)))
	}
	return list
}

func gaveLabel(p *promise.Promise) string {
	if p.Said || p.Kind == promise.Review {
		return "I gave it to them"
	}
	return map[bool]string{true: "I told them myself", false: "I asked them myself"}[p.Kind == promise.Made]
}

// calmButton opens the text that keeps a promise.
func calmButton(ref view.Ref, p *promise.Promise) *slack.ButtonBlockElement {
	ref.Key = promise.Of(p.Kind).Draft
	return kit.Button(promiseNames[p.Kind].act, ref, promiseNames[p.Kind].do)
}

// afterButtons are what comes after the final message, for the client who is owed
// something of it first.
func afterButtons(inc *incident.Incident) (list []slack.BlockElement) {
	if inc.State == incident.Open || inc.OwesLastWord() {
		return nil
	}
	aff := afterFirst(inc)
	if aff == nil || inc.MustHear(aff) != nil { // that comes first
		return nil
	}
	ref := view.Ref{Number: inc.Number, Client: aff.Client.ID}
	seen := map[string]bool{}
	for _, p := range aff.Pending() {
		if words := promiseNames[p.Kind]; !p.Rings() && !seen[words.do] {
			seen[words.do] = true
			list = append(list, calmButton(ref, p))
		}
	}
	if len(list) == 0 {
		return nil
	}
	if ref.Key = update.MeetingInvite; aff.Client.Manner.Calls() {
		list = append(list, kit.Button(kit.ActOffer, ref, "Offer a call"))
	}
	return list
}

// afterFirst is the client who is owed something first of what comes afterwards;
// nil if nobody is.
func afterFirst(inc *incident.Incident) (first *incident.Affected) {
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		p := aff.Afterwards()
		if p != nil && (first == nil || p.DueAt.Before(first.Afterwards().DueAt)) {
			first = aff
		}
	}
	return first
}

// laterParts say what a client is promised beside the next word, each with who
// sees to it.
func laterParts(inc *incident.Incident, aff *incident.Affected, next *promise.Promise, w kit.Pen) (parts []string) {
	for _, p := range aff.Pending() {
		if p == next || p.Rings() && p.Kind != promise.Meeting {
			continue
		}
		verb := "by"
		if p.Kind == promise.Meeting {
			verb = "at"
		}
		part := fmt.Sprintf("%s %s %s", promiseNames[p.Kind].thing, verb, w.At(p.DueAt))
		if p.Wished {
			part = "they asked for a call: by " + w.At(p.DueAt)
		}
		if p.Kind == promise.Meeting && !aff.Client.HasPhone() {
			part += ", and there is no phone number of theirs"
		}
		if p.Overdue(w.Now) {
			part = fmt.Sprintf("▲ %s was due %s", promiseNames[p.Kind].thing, w.At(p.DueAt))
		}
		if inc.State != incident.Open {
			part += " (" + kit.Mention(inc.Holder(promise.Of(p.Kind).Owner)) + ")"
		}
		parts = append(parts, part)
	}
	return parts
}

// Thing is what the team calls what a client is promised, where it is not what is “next due”.
func Thing(p promise.Promise) string {
	return strings.Replace(promiseNames[p.Kind].thing, "next", "news", 1)
}

// StillOwed refuses to close an incident and offers what settles it, a row of
// buttons for each promise.
func StillOwed(inc *incident.Incident, why string, now time.Time) kit.Post {
	post := kit.Post{Text: why, Blocks: []slack.Block{kit.Paragraph("why", messages.Escape(why))}}
	w := kit.Pen{Now: now}
	list := ending.Obstacles(inc, now)
	for i, o := range list[:min(len(list), shownNames)] {
		buttons := calmButtons(inc, o.Client, o.Promise, now)
		if o.Promise.Rings() {
			ref := view.Ref{Number: inc.Number, Client: o.Client.Client.ID, N: o.Promise.N}
			buttons = []slack.BlockElement{kit.Primary(calmButton(ref, o.Promise)), kit.Button(kit.ActTold, ref, "I told them myself")}
		}
		post.Blocks = append(post.Blocks, kit.Paragraph("owed"+itoa(i), calmText(inc, o.Promise, w.Strong(o.Client.Client.Name), w)),
			slack.NewActionBlock("do"+itoa(i), buttons...))
	}
	return post
}

// Given confirms that a person gave the client what was promised.
func Given(inc *incident.Incident, aff *incident.Affected, n int) kit.Post {
	p := aff.PromiseN(n)
	say := ""
	if update.KindOf(promise.Of(p.Kind).Draft).Asks {
		say = " What did they say? If something is wrong, type `asked` and their words in the channel: it stays open until it is answered. If all is well, type `note` and their words."
	}
	return kit.Plain(fmt.Sprintf("Noted for %s: the %s to %s is settled, %s.%s", inc.Name(), promiseNames[p.Kind].thing, messages.Escape(aff.Client.Name), punctuality(p), say))
}

// scoreLine says how promises were kept, each figure by its name; "" if there is
// nothing to count. so is what follows the first figure.
func scoreLine(s promise.Score, so string) string {
	var parts []string
	for _, f := range []struct {
		format string
		t      promise.Tally
	}{{"%d of %d updates on time" + so, s.Promises}, {"%d of %d own deadlines on time", s.Deadlines}, {"%d of %d events told in time", s.Events}} {
		if f.t.Of > 0 {
			parts = append(parts, fmt.Sprintf(f.format, f.t.Kept, f.t.Of))
		}
	}
	return strings.Join(parts, " · ")
}

// DownAgain says that the incident is open again, with the way back until a client
// has heard of it.
func DownAgain(inc *incident.Incident, text string) kit.Post {
	ref := view.Ref{Number: inc.Number, Client: inc.Affected("").Client.ID}
	return kit.Post{Text: text, Blocks: []slack.Block{kit.Paragraph("text", text), slack.NewActionBlock("do", kit.Button(kit.ActNotDown, ref, "Pressed by mistake"))}}
}

// otherTime lets the team note that the client chose the second of the times to talk.
func otherTime(v view.View) []slack.BlockElement {
	aff := v.Client
	if len(aff.Slots) != 2 || !aff.Slots[1].After(v.Now) || aff.Slots[1].Equal(v.Promise.DueAt) {
		return nil
	}
	ref := view.Ref{Number: v.Incident.Number, Client: aff.Client.ID, N: 2, Key: meeting.Mark(aff.Slots[1])}
	return []slack.BlockElement{kit.Button(kit.ActMeet, ref, "They chose the other time")}
}
