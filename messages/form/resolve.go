package form

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/alike"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/playbook"
	"candor/incident/schedule"
	"candor/incident/solved"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/clock"
	"candor/messages/kit"
)

// toWhom names the client whom the final message goes to, or says how many they are.
func toWhom(inc *incident.Incident, c *client.Client) string {
	switch n, out := len(inc.Clients), len(inc.Unaware()); {
	case n > 1 && out > 0:
		return fmt.Sprintf("%d of %d clients", n-out, n)
	case n > 1:
		return fmt.Sprintf("all %d clients", n)
	}
	return messages.Escape(c.Name)
}

// dataLine is the field of the final message that the answer about the data fills.
const dataLine = update.ResolvedUpdate + ":data_line"

// Resolve ends the trouble. It asks what the final message says and nobody can know but
// a person; the rest of that text follows. A client who was never told is not told now.
func Resolve(w *messages.Words, inc *incident.Incident, aff *incident.Affected, u *update.Update, zone *time.Location, now time.Time) slack.ModalViewRequest {
	ref := view.Ref{Number: inc.Number, Client: aff.Client.ID, N: inc.Look()}
	var blocks []slack.Block
	if inc.State != incident.Resolved {
		blocks = solvedFields(inc, &aff.Client, zone, now)
	}
	if u == nil {
		blocks = append(blocks, kit.Paragraph("untold", sendsNothing(inc, &aff.Client)))
		blocks = append(blocks, whyUntold(inc)...)
		return modal(kit.FormResolve, "Resolve", "Resolve", "Cancel", ref, blocks...)
	}
	blocks = append(blocks, whyUntold(inc)...)
	blocks = append(blocks, kit.Paragraph("word", fmt.Sprintf("*The final message to %s* comes next. You read it before it leaves.", toWhom(inc, &aff.Client))))
	one, several := *u, len(inc.Clients) > 1
	if several { // what stands here is for all of them
		one = sharedAnswers(w, inc, one, now)
	}
	fields := templateFields(w, inc, aff, one, zone)
	if several {
		eachItsOwn(w, inc, one, fields, now)
	}
	corrected(w, inc, fields, now)
	for _, b := range fields {
		if b.ID() != dataLine && b.ID() != fixedID+dataLine || inc.Facts.Is(facts.DataLost, facts.Yes) || inc.State == incident.Resolved {
			blocks = append(blocks, b)
		}
	}
	return modal(kit.FormResolve, "Resolve", "Preview", "Cancel", ref, blocks...)
}

// nothingWrong is the hint of what they could not do where that was called wrong: it is asked,
// and may stay empty.
const (
	nothingWrong = "What they had read was not so, or we corrected it. Leave it empty if nothing was wrong for them: then the text says so."
	wasAnything  = "Was anything wrong for them at all? We corrected what they had read of it. If nothing was, write: nothing. The text then says so."
)

// corrected asks what they could not do of those for whom that was called wrong.
func corrected(w *messages.Words, inc *incident.Incident, fields []slack.Block, now time.Time) {
	var list []string
	known := true // of each of the others
	for i := range inc.Clients {
		if aff := &inc.Clients[i]; nothing(inc, aff) {
			list = append(list, aff.Client.Name)
		} else if w.Begin(inc, aff, update.Update{Kind: update.ResolvedUpdate}, now).Words["impact_past"] == "" {
			known = false
		}
	}
	for _, b := range fields {
		in, ok := b.(*slack.InputBlock)
		switch {
		case !ok || b.ID() != update.ResolvedUpdate+":impact_past":
		case len(list) == 0 && doubtful(inc):
			in.Hint = kit.PlainText(wasAnything)
		case len(list) == 0:
		case len(list) == len(inc.Clients):
			in.Optional, in.Hint = true, kit.PlainText(nothingWrong)
			if text, ok := in.Element.(*slack.PlainTextInputBlockElement); ok && len(list) == 1 && text.InitialValue == "" && doubtful(inc) {
				text.InitialValue = w.ImpactPast(inc.For(&inc.Clients[0]), &inc.Clients[0]) // as it was put right
			}
		default:
			in.Optional, in.Hint = known, kit.PlainText(messages.Clip("Not so for "+fault.And(list)+": what they had read was corrected, and they read so. Read their text before you send it.", maxHint))
		}
	}
}

// nothing says whether nothing was wrong for a client, as far as is known.
func nothing(inc *incident.Incident, aff *incident.Affected) bool {
	return alike.Unaffected(aff) || alike.Unfounded(inc, aff, &update.Update{})
}

// doubtful says whether what their one client had read was called wrong.
func doubtful(inc *incident.Incident) bool {
	return len(inc.Clients) == 1 && alike.TakenBack(&inc.Clients[0])
}

// whyUntold asks why those hear nothing who have heard nothing so far: once it is resolved
// no first notice is due to them any more.
func whyUntold(inc *incident.Incident) []slack.Block {
	list, hint := inc.Unaware(), "For example: nobody outside could see it."
	if inc.State != incident.Open || len(list) == 0 {
		return nil
	}
	if inc.Told() {
		hint = messages.Clip(fault.And(list), maxHint) + " heard nothing of this from us. If they noticed it, go back and tell them first: press Client update."
	}
	return []slack.Block{field(solved.FieldWhy, "Why do they not hear of it?", hint, false, textInput("", false, 300))}
}

// fellLast is when it was down again last, for any of them; zero if it never was.
func fellLast(inc *incident.Incident) (at time.Time) {
	for i := range inc.Clients {
		at = schedule.Later(at, inc.Clients[i].Worked.Fell())
	}
	return at
}

// solvedFields are the questions whose answers nobody knows but a person. What somebody has
// answered or ticked since it was down last is chosen.
func solvedFields(inc *incident.Incident, c *client.Client, zone *time.Location, now time.Time) []slack.Block {
	works := inc.CanWorkAgain()
	ask, hint, seen := "Seen working from outside?", "Not in your logs: in their shop, on their page, as their visitors do.", "Yes: I used it as they do"
	if !works {
		ask, hint, seen = "Have you seen yourself that it is over?", "", "Yes"
	}
	fell, chosen := fellLast(inc), ""
	if it := playbook.SeenOutside(inc.Checklist, fell); it != nil && works {
		chosen, hint = string(solved.ByUs), fmt.Sprintf("It was ticked at %s. %s", clock.Of(it.At.In(zone), now.In(zone)), hint)
	}
	blocks := []slack.Block{field(solved.FieldSeen, ask, hint, false, radio(chosen, []choice{
		{string(solved.ByUs), seen}, {string(solved.ByThem), whoSays(inc, c)}, {string(solved.NotYet), "Not yet"},
	}))}
	if inc.Apart(facts.DataLost) || !inc.Facts.Is(facts.DataLost, facts.Yes) {
		hint, list := whoseLost(inc)
		known := ""
		if f := inc.Facts.Given[facts.DataLost]; !inc.Apart(facts.DataLost) && f.At.After(fell) { // what was true before it broke again is asked again
			known = string(f.Answer)
			hint = fmt.Sprintf("It was answered at %s. %s", clock.Of(f.At.In(zone), now.In(zone)), hint)
		}
		blocks = append(blocks, field(solved.FieldData, "Was data lost?", hint, false, radio(known, list)))
	}
	if works && inc.AsksStopgap() {
		blocks = append(blocks, field(solved.FieldUntil, "Is it a temporary fix?", "If it is, they read by when you replace it, and you are reminded.", false, radio("", untilWhen(inc, c, now))))
	}
	return blocks
}

// whoseLost are the answers to what became of the data, and what stands below the question.
// Of several clients they are all the same, or stand there for each.
func whoseLost(inc *incident.Incident) (hint string, list []choice) {
	switch {
	case inc.Apart(facts.DataLost):
		of := map[facts.Answer][]string{}
		for i := range inc.Clients {
			aff := &inc.Clients[i]
			a := inc.FactsOf(aff).Answer(facts.DataLost)
			of[a] = append(of[a], aff.Client.Name)
		}
		for _, a := range append(facts.Answers[facts.DataLost], "") {
			if len(of[a]) > 0 {
				hint += strings.Join(of[a], ", ") + ": " + lostWords[a] + ". "
			}
		}
		return messages.Clip(strings.TrimSpace(hint), maxHint) + " Each reads what is so for them.", []choice{{string(solved.Each), "It is still so, for each of them"}, {string(facts.Yes), "Not for each: I say whose it is"}}
	case len(inc.Clients) > 1:
		return "Each of them reads the answer.", []choice{
			{string(facts.No), "None is lost, of any of them: I checked"}, {string(facts.DontKnow), dontKnow + ", of any of them"}, {string(facts.Yes), "Yes, or not the same for each: I say whose"},
		}
	}
	return "They read the answer.", []choice{
		{string(facts.No), "None is lost: I checked"}, {string(facts.DontKnow), dontKnow}, {string(facts.Yes), "Yes, data is lost"},
	}
}

// maxHint is how much of who has lost data there is room for below a question.
const maxHint = 1500

// lostWords say what is known of a client's data.
var lostWords = map[facts.Answer]string{
	facts.Yes: "data is lost", facts.No: "none is lost", facts.DontKnow: "nobody knows yet", "": "nobody has said",
}

// EachQuestions asks the five questions of one client after the other: what is so for all
// has to be said.
func EachQuestions(inc *incident.Incident) slack.ModalViewRequest {
	f := Questions(inc, &incident.Affected{Client: client.Client{ID: incident.AllClients}})
	f.Blocks.BlockSet[1] = chooseWhose(inc, "")
	if inc.State != incident.Open {
		return Because(f, inc.Name()+" was resolved a moment ago, without this, and it is not saved yet. Say whose data it is: that comes before the final message.")
	}
	return Because(f, inc.Name()+" was not resolved, and nothing is saved yet. Say whose data it is; then press Resolve again.")
}

// LossFirst says what became of resolving where data turned out to be lost. Somebody else may
// have resolved it while the form was open.
func LossFirst(inc *incident.Incident) string {
	if inc.State != incident.Open {
		return inc.Name() + " was resolved a moment ago, without this. That data is lost is saved, and comes before the final message."
	}
	return inc.Name() + " was not resolved: that data is lost comes first. It is saved."
}

// whoSays is the answer that not we have seen it.
func whoSays(inc *incident.Incident, c *client.Client) string {
	if len(inc.Clients) > 1 {
		return "They say so, each of them"
	}
	return c.Name + " says so"
}

// stays is the answer that a repair is the lasting one.
const stays = "stays"

// untilWhen offers how long a temporary fix stays, in working days of the client. Of one
// that fell over the day comes first that they were promised.
func untilWhen(inc *incident.Incident, c *client.Client, now time.Time) []choice {
	before := inc.Changes.Stopgap()
	var days []time.Time
	if before != nil && before.DueAt.After(now) {
		days = append(days, before.DueAt)
	}
	for _, n := range []int{1, 5, 20} {
		if at := inc.BusinessDays(c, n, now); !slices.Contains(days, at) {
			days = append(days, at)
		}
	}
	list := []choice{{stays, "No, it stays"}}
	for _, at := range days {
		list = append(list, choice{strconv.FormatInt(at.Unix(), 10), "Yes: we replace it by " + messages.ClientTime(at, now, c)})
	}
	return list
}

// lastingRepair is what a temporary fix is replaced by; the review says it to the client.
const lastingRepair = "a lasting repair in place of the temporary fix"

// ReadSolved takes the answers out of a submitted form.
func ReadSolved(v Values) solved.Answers {
	a := solved.Answers{Seen: solved.Seen(v.Get(solved.FieldSeen)), Data: facts.Answer(v.Get(solved.FieldData)), Reason: v.Get(solved.FieldWhy)}
	if sec, err := strconv.ParseInt(v.Get(solved.FieldUntil), 10, 64); err == nil {
		a.Until, a.Lasting = time.Unix(sec, 0), lastingRepair
	}
	return a
}

// sendsNothing says why there are no last words to write.
func sendsNothing(inc *incident.Incident, c *client.Client) string {
	if inc.Told() && len(c.Destinations()) > 0 {
		return fmt.Sprintf("The final message to %s comes from <@%s>, who talks to them: Candor asks for it as soon as this is resolved.", messages.Escape(c.Name), inc.Holder(playbook.Comms))
	}
	if inc.Told() {
		return fmt.Sprintf("*Candor has no channel and no address for %s*, so resolving sends nothing. Call them with the final message, then press I told them myself.", messages.Escape(c.Name))
	}
	return fmt.Sprintf("*%s has not heard of this from us.* Resolving now sends nothing. If they noticed it, go back and tell them first.", messages.Escape(c.Name))
}

// asksNow says whether a form has to ask a field at once: nothing is known that could
// stand there, or it was called wrong.
func asksNow(b *slack.InputBlock) bool {
	text, ok := b.Element.(*slack.PlainTextInputBlockElement)
	return ok && (!b.Optional && text.InitialValue == "" || b.Hint != nil && b.Hint.Text == nothingWrong)
}
