package form

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/promise"
	"candor/incident/standing"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/grammar"
	"candor/messages/kit"
	"candor/messages/screen"
)

// Names of the fields of the forms about bad news. A question's own field is
// questionField with its id.
const (
	questionField = "q:"
	FieldLost     = "lost"
	FieldFrom     = "from"
	FieldTo       = "to"
	FieldNoticed  = "noticed"
	FieldSlot1    = "slot1"
	FieldSlot2    = "slot2"
	FieldSecond   = "second"
	FieldUntil    = "until"
	FieldWhose    = "whose" // of several clients, whose answers they are
)

// questionWords are the five questions as the form asks them.
var questionWords = map[facts.Question]string{
	facts.DataLost:    "1. Is data gone?",
	facts.SpareCopy:   "2. Was there a tested backup?",
	facts.Recoverable: "3. Can any of it come back?",
	facts.Intruder:    "4. Might somebody have got in?",
	facts.Personal:    "5. Is personal data affected?",
}

// answerWords are the answers as the form offers them; those of a question
// stand before those of all.
var answerWords = map[facts.Question]map[facts.Answer]string{
	facts.DataLost:    {facts.Yes: "Yes, data is gone", facts.No: "No, nothing is gone"},
	facts.SpareCopy:   {facts.NoCopy: "No, there was none", facts.CopyFailed: "There was one, and it does not work", facts.CopyTested: "Yes, and it was tested"},
	facts.Recoverable: {facts.Yes: "Yes, all of it", facts.Partly: "Part of it", facts.No: "No, none of it", facts.PartBack: "Part of it is back, the rest is gone", facts.Restored: "All of it is back already"},
	facts.Intruder:    {facts.No: "No, we checked", facts.Suspected: "Perhaps: there are signs", facts.Confirmed: "Yes, it is confirmed"},
	facts.Personal:    {facts.Yes: "Yes: names, addresses, orders of people", facts.No: "No"},
}

// dontKnow is an answer to every question.
const dontKnow = "Don't know yet"

// answerWord is what screens call an answer.
func answerWord(q facts.Question, a facts.Answer) string {
	if a == facts.DontKnow {
		return dontKnow
	}
	return answerWords[q][a]
}

// Questions asks the five questions of bad news on one screen, of one client or of all.
// What is not answered yet begins with "Don't know yet", which is always a valid answer.
func Questions(inc *incident.Incident, aff *incident.Affected) slack.ModalViewRequest {
	ref := view.Ref{Number: inc.Number, Client: aff.Client.ID}
	known := factsOf(inc, ref.Client)
	blocks := []slack.Block{kit.Small("why", fmt.Sprintf("*%s* · “%s” is a good answer: it becomes a true sentence. You see what they would read before anything leaves.", inc.Name(), dontKnow))}
	if len(inc.Clients) > 1 {
		blocks = append(blocks, whoseField(inc, ref.Client))
	}
	for _, q := range facts.Questions {
		var list []choice
		for _, a := range facts.Answers[q] {
			list = append(list, choice{string(a), answerWord(q, a)})
		}
		chosen := known.Given[q].Answer
		switch {
		case chosen == "":
			chosen = facts.DontKnow
		case q == facts.Recoverable && known.Doubtful(): // to be looked at, not confirmed by a tired thumb
			chosen = ""
		}
		blocks = append(blocks, field(questionOf(inc, q, ref.Client), questionWords[q], "", false, radio(string(chosen), list)))
	}
	return modal(kit.FormQuestions, "Bad news: 5 questions", "Next", "Cancel", ref, blocks...)
}

// questionOf is the name of a question's field. That of one client of several is another
// one, so that an answer about one never stays in the form about another.
func questionOf(inc *incident.Incident, q facts.Question, client string) string {
	if client == incident.AllClients || len(inc.Clients) == 1 {
		return questionField + string(q)
	}
	return questionField + string(q) + "@" + client
}

// factsOf are the facts of a client, or with [incident.AllClients] those of all.
func factsOf(inc *incident.Incident, client string) *facts.Facts {
	if client == incident.AllClients {
		return &inc.Facts
	}
	return inc.FactsOf(inc.Affected(client))
}

// whoseField chooses whose answers they are. For all of them it has to be said: it is not
// what a tired thumb sends.
func whoseField(inc *incident.Incident, chosen string) slack.Block {
	if chosen == incident.AllClients && (len(inc.Facts.Given) == 0 || inc.Differ()) {
		chosen = ""
	}
	return chooseWhose(inc, chosen)
}

func chooseWhose(inc *incident.Incident, chosen string) slack.Block {
	list := []choice{{incident.AllClients, fmt.Sprintf("All %d clients: it is the same for each", len(inc.Clients))}}
	for i := range inc.Clients {
		list = append(list, choice{inc.Clients[i].Client.ID, inc.Clients[i].Client.Name})
	}
	b := field(FieldWhose, "Whose data is it?", "What you answer is so for them, and they hear it. Nobody else does.", false, selectOne("Choose", chosen, list))
	b.DispatchAction = true
	return b
}

// Extent asks how far the bad news goes that was just answered: which data, who was
// to make the backups, when it was noticed. Nothing has to be filled in; what has no
// room has a default. zone is the reader's.
func Extent(inc *incident.Incident, aff *incident.Affected, zone *time.Location) slack.ModalViewRequest {
	blocks := []slack.Block{kit.Small("why", fmt.Sprintf("*%s* · Your answers are saved, and what is known stands here already. What you leave empty, the text says that we do not know yet.", inc.Name()))}
	known := factsOf(inc, aff.Client.ID)
	if lost := known.Given[facts.DataLost]; lost.Answer == facts.Yes {
		if lost.Words == "" { // as they have read it
			lost.Words = grammar.Missing(inc.ImpactOn(aff.Client.ID))
		}
		blocks = append(blocks,
			field(FieldLost, "Which data?", "In their words, for example: all user accounts.", true, textInput(lost.Words, false, 300)),
			field(FieldFrom, "Gone from", "For example: 10 February. Leave it empty where the line above says when.", true, textInput(lost.From, false, 100)),
			field(FieldTo, "Gone until", "For example: 10 March, or 11:40 today. Likewise.", true, textInput(lost.To, false, 100)))
	}
	room := mostQuestions - len(blocks) + 1
	if facts.Bad(facts.SpareCopy, known.Answer(facts.SpareCopy)) {
		list := makers(inc, aff)
		blocks = append(blocks, list[:min(len(list), room)]...)
	}
	if len(blocks) <= mostQuestions {
		one := inc.Affected(aff.Client.ID)
		if one == nil { // it is the same for all
			one = inc.Affected("")
		}
		blocks = append(blocks, field(FieldNoticed, "When did you notice it?", "Your time: when the first of you saw it. They read it, and a deadline may count from it.", true,
			textInput(FieldTime(inc.LossNoticed(one).In(zone)), false, maxTime)))
	}
	submit := "Next: the text"
	if aff.Owed(promise.Written) == nil && aff.Client.Manner.Calls() {
		submit = "Next: the call"
	}
	return modal(kit.FormExtent, "How far does it go?", submit, "Not yet", view.Ref{Number: inc.Number, Client: aff.Client.ID}, blocks...)
}

// makerField is the name of the field that asks who was to make the backups of a
// client's data, without the client's id.
const makerField = "backups:"

// makerWords are the answers to that question. None has to be chosen.
var makerWords = []choice{
	{string(client.BackupsOurs), "We"}, {string(client.BackupsTheirs), "They"},
	{string(client.BackupsDeclined), "They declined"}, {string(client.BackupsNotAgreed), "Nobody agreed"},
}

// makers asks who was to make the backups, of each client of whom no record says it.
func makers(inc *incident.Incident, aff *incident.Affected) (blocks []slack.Block) {
	for i := range inc.Clients {
		one := &inc.Clients[i]
		if aff.Client.ID != incident.AllClients && one.Client.ID != aff.Client.ID || one.Client.Backups != client.BackupsUnsaid && one.Backups == client.BackupsUnsaid {
			continue
		}
		label := "Who was to make the backups?"
		if len(inc.Clients) > 1 {
			label = messages.Clip("Backups of "+one.Client.Name+": who was to make them?", 150)
		}
		blocks = append(blocks, field(makerField+one.Client.ID, label, makerHint(&one.Client), true, radio(string(one.Agreed().Who()), makerWords)))
	}
	return blocks
}

// makerHint says where the answer is kept: the config file is changed by nobody but
// whoever runs the program.
func makerHint(c *client.Client) string {
	if c.Provisioned {
		return "They read it, and it holds for this incident. To keep it, write backups: ours, theirs, declined or not-agreed for them in the config file."
	}
	return "They read it in the text about a missing backup, and it is kept."
}

// readMakers reads what was chosen there.
func readMakers(inc *incident.Incident, v Values) map[string]string {
	said := map[string]string{}
	for i := range inc.Clients {
		id := inc.Clients[i].Client.ID
		if who := v.Get(makerField + id); who != "" {
			said[id] = who
		}
	}
	return said
}

// ReadQuestions takes the answers out of a submitted form of questions about a client, or
// about all. What was added to the same answer elsewhere stays.
func ReadQuestions(inc *incident.Incident, client string, v Values) (list []facts.FactAnswer, err error) {
	if whose := v.Get(FieldWhose); len(inc.Clients) > 1 && whose != client {
		return nil, fault.FieldError(FieldWhose, "Nothing was saved: the answers below were about somebody else. Choose once more, and look at them again.")
	}
	known := factsOf(inc, client)
	for _, q := range facts.Questions {
		given := known.Given[q]
		ans := facts.FactAnswer{Client: only(client), Question: q, Answer: facts.Answer(v.Get(questionOf(inc, q, client))), From: given.From, To: given.To}
		if ans.Answer == "" {
			ans.Answer = facts.DontKnow
		}
		ans.Words = given.Stay(q, ans.Answer)
		list = append(list, ans)
	}
	return list, nil
}

// only is the client whom an answer is about; "" for all.
func only(client string) string {
	if client == incident.AllClients {
		return ""
	}
	return client
}

// ReadExtent takes out of its form what belongs to the answers as they stand, one
// answer at least.
func ReadExtent(inc *incident.Incident, client string, v Values) []facts.FactAnswer {
	known := factsOf(inc, client)
	lost, spare := known.Given[facts.DataLost], known.Given[facts.SpareCopy]
	if lost.Answer == facts.Yes {
		lost.Words, lost.From, lost.To = v.Get(FieldLost), v.Get(FieldFrom), v.Get(FieldTo)
	}
	return []facts.FactAnswer{
		{Client: only(client), Question: facts.DataLost, Answer: lost.Answer, Words: lost.Words, From: lost.From, To: lost.To},
		{Client: only(client), Question: facts.SpareCopy, Answer: spare.Answer, Words: spare.Words, Makers: readMakers(inc, v)},
	}
}

// QuestionFields renames the fields of an error to those of the form of questions.
func QuestionFields(fields map[string]string) map[string]string {
	named := map[string]string{}
	for name, why := range fields {
		switch name {
		case string(facts.DataLost) + "_words":
			name = FieldLost
		case string(facts.DataLost) + "_from":
			name = FieldFrom
		case string(facts.DataLost) + "_to":
			name = FieldTo
		case FieldNoticed, FieldWhose:
		default:
			name = questionField + name
		}
		named[name] = why
	}
	return named
}

// maxOpening is how much of the first sentences fits beside the rest of the card.
const maxOpening = 2000

// CallCard leads through the call: whom, the first sentences, what not to say,
// two times to offer. zone is the reader's, in which the times are typed.
func CallCard(w *messages.Words, inc *incident.Incident, aff *incident.Affected, s messages.Speaker, slots [2]time.Time, zone *time.Location) slack.ModalViewRequest {
	ref := view.Ref{Number: inc.Number, Client: aff.Client.ID}
	blocks := []slack.Block{
		kit.Paragraph("phones", screen.Phones(&aff.Client)),
		kit.Paragraph("say", messages.Clip("*Say first*\n"+kit.Numbered(w.Opening(inc, aff, s)), maxOpening)),
	}
	if list := askedOnCall(w, inc, aff); len(list) > 0 {
		blocks = append(blocks, kit.Paragraph("ask", "*Ask of them*\n“"+strings.Join(kit.EscapeAll(list), "”\n“")+"”"))
	}
	if list := w.OverNow(inc, aff, s); len(list) > 0 {
		blocks = append(blocks, kit.Paragraph("over", "*Say too that it is over*\n“"+strings.Join(kit.EscapeAll(list), "”\n“")+"”"))
	}
	blocks = append(blocks, kit.Paragraph("avoid", "*Do not say*\n• "+strings.Join(kit.EscapeAll(w.Avoid()), "\n• ")))
	if questions, answer := w.Hard(inc, aff, s.Now); len(questions) > 0 && aff.Client.Manner.Calls() {
		blocks = append(blocks, kit.Paragraph("hard", "*If they ask*\n• "+strings.Join(kit.EscapeAll(questions), "\n• ")+"\n*Say*\n“"+messages.Escape(answer)+"”"))
	}
	if text := w.Voicemail(inc, aff, s); text != "" {
		blocks = append(blocks, kit.Paragraph("voicemail", "*On their voicemail*\n“"+messages.Escape(text)+"”"))
	}
	if state := screen.CallState(aff, kit.Pen{Now: s.Now}); state != "" {
		blocks = append([]slack.Block{kit.Small("state", state)}, blocks...)
	}
	if rest := callNext(inc, aff); rest != "" {
		blocks = append(blocks, kit.Small("rest", rest))
	}
	blocks = append(blocks, slack.NewActionBlock("do",
		kit.Primary(kit.Button(kit.ActCalling, ref, "I am calling now")), kit.Button(kit.ActTold, screen.Called(ref), "I spoke to them"), kit.Button(kit.ActNobody, ref, "Nobody answered"), kit.Button(kit.ActLater, ref, "Tell later")))
	blocks = append(blocks, mannerBlocks(inc, aff)...)
	for i, name := range []string{FieldSlot1, FieldSlot2} {
		hint := fmt.Sprintf("Your time. For them: %s.", messages.ClientTime(slots[i], s.Now, &aff.Client))
		blocks = append(blocks, field(name, []string{"Offer to meet at", "Or at"}[i], hint, false, textInput(FieldTime(slots[i].In(zone)), false, maxTime)))
	}
	submit := "Next: in writing"
	if len(aff.Client.Destinations()) == 0 {
		submit = "I spoke to them"
	}
	return modal(kit.FormCall, "Call "+aff.Client.Name, submit, "Not yet", ref, blocks...)
}

// callNext names the other clients who do not have what is known; "" if none.
func callNext(inc *incident.Incident, aff *incident.Affected) string {
	var list []string
	for i := range inc.Clients {
		if other := &inc.Clients[i]; other.Client.ID != aff.Client.ID && len(inc.News(other)) > 0 {
			list = append(list, fmt.Sprintf("*%s* (type call %s)", messages.Escape(other.Client.Name), other.Client.ID))
		}
	}
	if len(list) == 0 {
		return ""
	}
	return messages.Clip("Then call "+fault.And(list)+".", kit.MaxSection)
}

// Untold stands in the place of a form whose content would bury bad news.
func Untold(e *incident.UntoldError) slack.ModalViewRequest {
	f := modal(kit.FormPreview, "Not without telling", "", "Close", view.Ref{Number: e.Incident, Client: e.Client}, screen.Untold(e).Blocks...)
	f.Submit = nil
	return f
}

// TakeBack asks for the decision to take back bad news that a client has not
// heard: why, and who agrees. Who is alone confirms it later.
func TakeBack(inc *incident.Incident, t *incident.TakeBack, alone bool) slack.ModalViewRequest {
	blocks := []slack.Block{
		kit.Paragraph("why", fmt.Sprintf("You want to %s. The client has not been told what is known, and would not be. Clients forgive bad news that they hear from you more easily than bad news that they find.", messages.Escape(t.String()))),
		field(FieldReason, "Why is it taken back?", "One sentence. It is shown when this is reviewed.", false, textInput("", true, 300)),
	}
	return modal(kit.FormTakeBack, "Do not tell", "Ask them", "Cancel", view.Ref{Number: inc.Number}, append(blocks, whoAgrees(alone))...)
}

// whoAgrees asks for the second person, or says how it goes without one.
func whoAgrees(alone bool) slack.Block {
	if alone {
		return kit.Small("alone", "Nobody else is named under people or escalate_to, so you confirm it once more after four hours. Reminders go on until then, without phones. The timeline says that you decided alone.")
	}
	return field(FieldSecond, "Who has to agree?", "Somebody else. Nothing is changed before they press a button.", false, person(""))
}

// Later asks for the decision not to tell a client yet: why, who agrees,
// until when.
func Later(inc *incident.Incident, aff *incident.Affected, alone bool) slack.ModalViewRequest {
	until, first := []choice{{"1h", "1 hour"}, {"2h", "2 hours"}, {"4h", "4 hours"}, {"12h", "12 hours"}, {"24h", "24 hours, the longest"}}, "1h"
	if alone { // it is confirmed after four
		until, first = until[3:], "12h"
	}
	return modal(kit.FormLater, "Tell them later", "Ask them", "Cancel", view.Ref{Number: inc.Number, Client: aff.Client.ID},
		kit.Paragraph("why", fmt.Sprintf("Clients forgive bad news that they hear from you more easily than bad news that they find. If %s should really hear later, two of you decide it, and it is recorded in the timeline with both names.", messages.Escape(aff.Client.Name))),
		field(FieldReason, "Why not now?", "One sentence. It is shown when this is reviewed.", false, textInput("", true, 300)),
		whoAgrees(alone),
		field(FieldUntil, "For how long at most?", "After that you are reminded again.", false, radio(first, until)))
}

// askedOnCall are what to ask of a client on the phone that nobody asked yet.
func askedOnCall(w *messages.Words, inc *incident.Incident, aff *incident.Affected) (list []string) {
	f := inc.FactsOf(aff)
	for _, q := range standing.Sayable(aff.Standing, f, inc.NewsKind(aff)) {
		list = append(list, w.AskOf(q, f))
	}
	return list
}
