package screen

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/score"
	"candor/incident/team"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/exercise"
	"candor/messages/kit"
	"candor/messages/waking"
)

// HomeView is what one person's App Home shows.
type HomeView struct {
	Now      time.Time
	User     string
	Member   bool                 // of the team, with everything that can be done; guests read
	Open     []*incident.Incident // those that are not over, also closed ones that owe something, and that the person may see
	Ended    []*incident.Incident // the last that are over, newest first
	Clients  []ClientLine         // for members
	Restores string               // whether their copies can be restored, on one line; empty: none is ours
	Waking   *waking.Whoami       // how the person is woken; nil: not shown
	Mistakes []*incident.Incident // for admins: what was declared by mistake and cancelled at once, newest first
	Health   []string             // for admins: what would be missed on the night when it is needed; nil: not shown
}

// How much of each part the Home shows: together they stay under the 100 blocks
// that Slack takes.
const (
	homeDue     = 12
	homeOpen    = 20
	homeEnded   = 5
	homeClients = 25
)

// Home is a person's App Home: what is due from them comes first. It holds no
// time that passes by itself, so that it is the same until something happens.
func Home(v HomeView) slack.HomeTabViewRequest {
	var blocks []slack.Block
	blocks = append(blocks, v.due()...)
	if v.Member {
		declare := slack.NewButtonBlockElement(kit.ActDeclare, "new", kit.PlainText("Declare incident")).WithStyle(slack.StyleDanger)
		do := slack.NewActionBlock("do", declare, kit.Button(kit.ActPast, view.Ref{}, "Past incidents"), exercise.Start())
		if i := slices.IndexFunc(v.Open, func(inc *incident.Incident) bool { return inc.State == incident.Open && inc.Roles.Has(v.User) }); i >= 0 {
			do.Elements.ElementSet = append(do.Elements.ElementSet, kit.Button(kit.ActGoodNight, view.Ref{Number: v.Open[i].Number}, "Good night"))
		}
		blocks = append(blocks, do)
	}
	blocks = append(blocks, v.open()...)
	blocks = append(blocks, v.ended()...)
	if v.Member {
		blocks = append(blocks, v.clients()...)
	}
	if v.Waking != nil {
		blocks = append(blocks, homeHead("wake", "When a promise is late at night"))
		blocks = append(blocks, waking.Lines(*v.Waking, v.Now)...)
	}
	blocks = append(blocks, v.health()...)
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, CallbackID: "home", Blocks: slack.Blocks{BlockSet: blocks}}
}

func homeHead(id, text string) *slack.HeaderBlock {
	return slack.NewHeaderBlock(kit.PlainText(messages.Clip(text, kit.MaxHeader)), slack.HeaderBlockOptionBlockID(id))
}

// owed is a promise that the person has to keep.
type owed struct {
	inc *incident.Incident
	aff *incident.Affected
	p   promise.Promise
}

// mine lists what is due from the person, the earliest and so the overdue first.
func (v HomeView) mine() []owed {
	var list []owed
	for _, inc := range v.Open {
		for i := range inc.Clients {
			aff := &inc.Clients[i]
			for _, p := range aff.Promises {
				if p.Outcome == promise.Pending && inc.Holder(promise.Of(p.Kind).Owner) == v.User {
					list = append(list, owed{inc, aff, p})
				}
			}
		}
	}
	slices.SortStableFunc(list, func(a, b owed) int { return a.p.DueAt.Compare(b.p.DueAt) })
	return list
}

func (v HomeView) due() []slack.Block {
	mine := v.mine()
	if len(mine) == 0 {
		return []slack.Block{homeHead("due", "Nothing is due from you")}
	}
	blocks := []slack.Block{homeHead("due", fmt.Sprintf("Due from you · %d", len(mine)))}
	for i, o := range mine[:min(homeDue, len(mine))] {
		section := kit.Paragraph("due"+itoa(i), o.line(v.Now))
		if v.Member {
			section.Accessory = slack.NewAccessory(o.button())
		}
		blocks = append(blocks, section)
	}
	return append(blocks, andMore("due-more", len(mine)-homeDue)...)
}

func (o owed) line(now time.Time) string {
	w := kit.Pen{Now: now}
	due := "due " + w.At(o.p.DueAt)
	if now.After(o.p.DueAt) {
		due = "was due " + w.At(o.p.DueAt)
	}
	return fmt.Sprintf("%s *%s* %s, %s\n%s%s", DueMark(o.p.DueAt, now), messages.Escape(messages.Cut(o.aff.Client.Name, 75)), PromiseWord(o.p), due, homeName(o.inc), messages.Escape(messages.Cut(headline(o.inc), 150))) + kit.AsOf("\n▲ ", o.aff.Restored, w)
}

// homeName is an incident's name with its channel, before its words.
func homeName(inc *incident.Incident) string {
	if inc.Channel.ID == "" {
		return inc.Name() + " · "
	}
	return inc.Name() + " · <#" + inc.Channel.ID + "> · "
}

func (o owed) button() *slack.ButtonBlockElement {
	ref := view.Ref{Number: o.inc.Number, Client: o.aff.Client.ID}
	switch {
	case o.aff.Restored != nil: // nothing else can be sent
		return kit.VouchButton(o.aff.Restored, ref, kit.Vouch)
	case o.p.Kind == promise.Final:
		return kit.Primary(kit.Button(kit.ActLastWord, ref, "Write the final message"))
	case o.p.Kind == promise.Meeting:
		return kit.Primary(kit.Button(kit.ActCallCard, ref, "What to say"))
	case !o.p.Rings():
		return kit.Primary(calmButton(ref, &o.p))
	}
	return kit.Primary(kit.Button(kit.ActUpdate, ref, "Client update"))
}

func (v HomeView) open() []slack.Block {
	open := slices.DeleteFunc(slices.Clone(v.Open), (*incident.Incident).Ended)
	if len(open) == 0 {
		return []slack.Block{homeHead("open", "No incident is open")}
	}
	blocks := []slack.Block{homeHead("open", fmt.Sprintf("Not closed yet · %d", len(open)))}
	for i, inc := range open[:min(homeOpen, len(open))] {
		text := fmt.Sprintf("%s · in charge: %s%s", ListLine(Listed{Incident: inc}), kit.Mention(inc.Roles[playbook.Commander]), StepsDone(inc, " · checklist: "))
		for j := range inc.Clients {
			if p := inc.Clients[j].Next(); p != nil && j < 3 {
				text += "\n" + owed{inc, &inc.Clients[j], *p}.short(v.Now)
			}
		}
		blocks = append(blocks, kit.Paragraph("open"+itoa(i), text))
	}
	return append(blocks, andMore("open-more", len(open)-homeOpen)...)
}

// short is a promise on the line of its incident.
func (o owed) short(now time.Time) string {
	word := "due"
	if now.After(o.p.DueAt) {
		word = "was due"
	}
	w := kit.Pen{Now: now}
	return fmt.Sprintf("%s %s %s, %s %s", DueMark(o.p.DueAt, now), messages.Escape(messages.Cut(o.aff.Client.Name, 75)), PromiseWord(o.p), word, w.At(o.p.DueAt)) + kit.AsOf(". ", o.aff.Restored, w)
}

func (v HomeView) ended() []slack.Block {
	if len(v.Ended) == 0 {
		return nil
	}
	var lines []string
	var sum promise.Score
	for i, inc := range v.Ended {
		var tally promise.Score
		for j := range inc.Clients {
			tally = tally.Plus(score.Of(&inc.Clients[j], v.Now))
		}
		sum = sum.Plus(tally)
		if i >= homeEnded {
			continue
		}
		line := fmt.Sprintf("%s%s · %s · %s %s", homeName(inc), messages.Escape(messages.Cut(ClientNames(inc), 75)), messages.Escape(messages.Cut(headline(inc), 75)), inc.State, kit.Day(inc.ClosedAt))
		if s := scoreLine(tally, ""); s != "" {
			line += " · " + s
		}
		lines = append(lines, line)
	}
	blocks := []slack.Block{homeHead("ended", "Over")}
	if t := sum.Promises; t.Of > 0 {
		blocks[0] = homeHead("ended", fmt.Sprintf("Over · lately %d of %d updates on time", t.Kept, t.Of))
	}
	return append(blocks, kit.Paragraph("ended-list", messages.Clip(strings.Join(lines, "\n"), kit.MaxSection)))
}

func (v HomeView) clients() []slack.Block {
	blocks := []slack.Block{homeHead("clients", fmt.Sprintf("Clients · %d", len(v.Clients)))}
	if v.Restores != "" {
		blocks = append(blocks, kit.Small("restores", v.Restores))
	}
	for i, l := range v.Clients[:min(homeClients, len(v.Clients))] {
		section := kit.Paragraph("client"+itoa(i), clientListLine(l))
		section.Accessory = slack.NewAccessory(clientButton(l.Listing))
		blocks = append(blocks, section)
	}
	blocks = append(blocks, andMore("clients-more", len(v.Clients)-homeClients)...)
	return append(blocks, slack.NewActionBlock("client-new", kit.Button(kit.ActClientNew, view.Ref{}, "New client")))
}

func (v HomeView) health() []slack.Block {
	switch {
	case v.Health == nil:
		return nil
	case len(v.Health) == 0:
		return append(v.mistakes(), kit.Small("health", "For admins: every client can be told, and somebody is asked when nobody answers."))
	}
	return append(v.mistakes(), kit.Small("health", "*For admins*\n"+strings.Join(v.Health, "\n")))
}

// mistakes lists what was cancelled at once, without a second person and without
// a word to a client. It says no more than that: the incident may be private.
func (v HomeView) mistakes() []slack.Block {
	var lines []string
	for i, inc := range v.Mistakes {
		if i < homeEnded {
			lines = append(lines, fmt.Sprintf("%s · pressed by mistake, says %s · cancelled %s", inc.Name(), kit.Mention(inc.Mistake), kit.Day(inc.ClosedAt)))
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return []slack.Block{kit.Small("mistakes", "*For admins: cancelled at once, nobody else was asked*\n"+strings.Join(lines, "\n"))}
}

// andMore counts what a part does not show.
func andMore(id string, n int) []slack.Block {
	if n <= 0 {
		return nil
	}
	return []slack.Block{kit.Small(id, fmt.Sprintf("… and %d more", n))}
}

// Health says what an admin would want to know before the night in which it is
// needed; empty if nothing is wrong.
func Health(list []ClientLine, r *team.Roster) []string {
	var unreached, outside, nobody, noPhone []string
	for _, l := range list {
		if l.Archived {
			continue
		}
		name := messages.Escape(messages.Cut(l.Client.Name, 75))
		if len(l.Client.Destinations()) == 0 {
			unreached = append(unreached, name)
		}
		if l.Outside {
			outside = append(outside, name)
		}
		contact, phone := contactAndPhone(&l.Client)
		if !contact {
			nobody = append(nobody, name)
		}
		if !phone {
			noPhone = append(noPhone, name)
		}
	}
	lines := []string{}
	for _, part := range []struct {
		what  string
		names []string
	}{
		{"▲ Candor is not in the channel of", outside}, {"Told by hand only:", unreached}, {"No named contact:", nobody}, {"No phone number:", noPhone},
	} {
		if len(part.names) > 0 {
			lines = append(lines, messages.Clip(part.what+" "+fault.And(part.names), 600))
		}
	}
	var silent []string
	for _, p := range r.People {
		if p.Wake == "" && slices.Contains(r.EscalateTo, p.Slack) {
			silent = append(silent, kit.FirstName(p))
		}
	}
	if len(silent) > 0 {
		lines = append(lines, messages.Clip("▲ No phone can ring, because no wake address is set: "+fault.And(silent), 600))
	}
	if len(r.EscalateTo) == 0 {
		lines = append(lines, "▲ No one is set up to be asked next: write people under escalate_to in the config.")
	}
	return lines
}

func itoa(n int) string { return fmt.Sprint(n) }
