package form

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/alike"
	"candor/incident/byhand"
	"candor/incident/facts"
	"candor/incident/meeting"
	"candor/incident/promise"
	"candor/incident/standing"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// Names of the fields of the form that records a call or a message by hand.
const (
	FieldHow      = "how"
	FieldText     = "text"
	FieldAnswer   = "answer"
	FieldSaid     = "said"
	FieldAsked    = "asked"
	FieldAnswers  = "answers"
	FieldPromised = "promised"
	FieldHear     = "hear"
	FieldStands   = "stands"
	FieldReview   = "review"
	FieldWorks    = "works"
	FieldMeeting  = "meeting"
	FieldAt       = "at" // of a report after the data was put back from a copy
)

// hearWords are when a client may want to hear after bad news.
var hearWords = []choice{
	{string(update.HearHourly), "Every hour, also at night"},
	{string(update.HearThrice), "At 09:30, 12:30 and 16:30"},
	{string(update.HearEvening), "Only what is new, and at 16:30"},
}

// howWords are the ways to tell somebody by hand, as the form offers them.
var howWords = []choice{
	{string(byhand.ByCall), "I called them"},
	{string(byhand.ByVoicemail), "I left a voicemail"},
	{string(byhand.ByMessenger), "Another messenger, or SMS"},
	{string(byhand.InPerson), "In person"},
	{string(byhand.ByLetter), "By letter"},
}

// readWord is that they read it in a text that a copy of the data does not know.
var readWord = choice{string(byhand.ByRead), "They read it in a text of ours"}

// since asks what a client heard or read after the moment of the copy from which the data
// was put back; nothing is asked where no copy was.
func since(aff *incident.Affected, how byhand.How) (first byhand.How, why string, when []slack.Block, ways []choice) {
	if aff.Restored == nil || how != "" {
		return how, "", nil, howWords
	}
	why = fmt.Sprintf("Candor's data is a copy as of %s. Write down what %s read or heard after that, one report for each.", kit.Pen{Now: aff.Restored.At}.At(aff.Restored.AsOf), messages.Escape(aff.Client.Name))
	at := field(FieldAt, "When did they read or hear it?", "Your time, for example 14:12. Their channel or your mail shows it.", false, textInput("", false, maxTime))
	return byhand.ByRead, why, []slack.Block{at}, append([]choice{readWord}, howWords...)
}

// Told records a call or a message that a person made. how is what is known
// already, "" if nothing.
func Told(w *messages.Words, inc *incident.Incident, aff *incident.Affected, how byhand.How, proposed, now time.Time) slack.ModalViewRequest {
	ref := view.Ref{Number: inc.Number, Client: aff.Client.ID}
	why := "A call or a message by hand counts like an update. Write down what they know now."
	if len(aff.Client.Destinations()) == 0 {
		why = fmt.Sprintf("Candor has no way to write to %s. Call them, then write down here what they know now.", messages.Escape(aff.Client.Name))
	}
	told := "What did you tell " + aff.Client.Name + "?"
	how, copied, when, ways := since(aff, how)
	if copied != "" {
		why, told = copied, "What did "+aff.Client.Name+" read or hear from you?"
	}
	how = cmp.Or(how, byhand.ByCall)
	ref.Key = string(how)
	blocks := []slack.Block{
		slack.NewContextBlock("why", kit.Mrkdwn(why)),
		field(FieldText, told, "", false, textInput(toSay(aff), true, 1000)),
		field(FieldHow, "How?", "", false, radio(string(how), ways)),
	}
	blocks = append(blocks, when...)
	if open := answersField(aff, &update.Update{}); open != nil {
		blocks = append(blocks, open)
	}
	if said := saidFields(inc, aff, copied != ""); said != nil {
		blocks = append(blocks, said)
	}
	if works := worksField(inc, aff); works != nil {
		blocks = append(blocks, works)
	}
	blocks = append(blocks, meetingField(aff, now)...)
	if asked := askedField(w, inc, aff); asked != nil {
		blocks = append(blocks, asked)
	}
	blocks = append(blocks,
		field(FieldAnswer, "What did they say?", "What they ask for, and what worries them.", true, textInput("", true, 1000)))
	talked := how != byhand.ByRead // else there was nobody to ask
	if talked && inc.AsksRhythm(aff) {
		blocks = append(blocks, field(FieldHear, "When do they want to hear?", "News goes out within 10 minutes whatever they choose.", false, radio(string(update.HearThrice), hearWords)))
	}
	if talked && !inc.Over() && inc.BadNews() && aff.Client.Manner.Calls() && aff.Owed(promise.Answer) == nil {
		by := messages.ClientTime(meeting.StatusBy(inc, &aff.Client, now), now, &aff.Client)
		blocks = append(blocks, field(FieldStands, "Who did it, what it costs, who pays, can they leave?", "", true, tickBox("I said: by "+by+" you hear where it stands", "")))
	}
	blocks = append(blocks, reviewField(inc, aff, now)...)
	if inc.State == incident.Open {
		blocks = append(blocks, field(FieldPromised, "What did you promise them?", "For example: the list of lost orders. The reminder says it.", true, textInput("", false, 300)))
		blocks = append(blocks, nextFields(&aff.Client, proposed, now)...)
	}
	return modal(kit.FormTold, "I told them myself", "Record", "Cancel", ref, blocks...)
}

// meetingField asks whether it was the call that they were promised for later.
func meetingField(aff *incident.Affected, now time.Time) []slack.Block {
	p := aff.Owed(promise.Meeting)
	if p == nil || p.Meets(now) {
		return nil
	}
	began := ""
	if aff.OnCall() { // somebody pressed a button for it
		began = "yes"
	}
	at := messages.ClientTime(p.DueAt, now, &aff.Client)
	return []slack.Block{field(FieldMeeting, "They expect your call: "+at, "Without a tick it stays promised.", true, tickBox("This was that call", began))}
}

// toSay is what a correction says that was to be told on the phone, as a report begins with it.
func toSay(aff *incident.Affected) string {
	u := alike.Spoken(aff)
	if u == nil {
		return ""
	}
	return fmt.Sprintf("What we told you was wrong: %s. Right is: %s", strings.TrimRight(u.Words["wrong"], ". "), u.Words["right"])
}

// reviewField asks whether a client whose last word this is was told by when the review comes;
// nothing if none follows, or they expect it.
func reviewField(inc *incident.Incident, aff *incident.Affected, now time.Time) []slack.Block {
	if inc.State != incident.Resolved || aff.Owed(promise.Final) == nil || aff.Owed(promise.Review) != nil || inc.AftercareOf(aff, now) == incident.Small {
		return nil
	}
	by := messages.ClientTime(inc.ReviewDue(aff, now), now, &aff.Client)
	return []slack.Block{field(FieldReview, "The written review", "", true, tickBox("I said: you get our written review by "+by, ""))}
}

// saidFields asks which bad news was said; nil if there is none that the client
// does not know. What is not ticked, they do not know, and it is still owed.
func saidFields(inc *incident.Incident, aff *incident.Affected, copied bool) slack.Block {
	var list []choice
	for _, u := range inc.Unheard(aff) {
		list = append(list, choice{string(u.Question) + "=" + string(u.Answer), "That " + u.That()})
	}
	if len(list) == 0 {
		return nil
	}
	boxes := slack.NewCheckboxGroupsBlockElement(valueID, options(list)...)
	if copied {
		return field(FieldSaid, "What of this did they read or hear?", "What they did not, they have not been told: it is still due.", true, boxes)
	}
	return field(FieldSaid, "What of this did you say?", "What you did not say, they have not been told: it is still due.", true, boxes)
}

// worksField asks whether they heard that it works again, since somebody has said so; nil
// where nobody has, or they know it.
func worksField(inc *incident.Incident, aff *incident.Affected) slack.Block {
	if inc.State != incident.Open || aff.Works.IsZero() || inc.StatusOf(aff) == update.Monitoring {
		return nil
	}
	since, value := aff.Works.In(aff.Client.Zone()).Format("15:04 MST"), fmt.Sprint(aff.Works.Unix())
	box := slack.NewCheckboxGroupsBlockElement(valueID, choice{value, "I said: it has been working again since " + since}.object())
	box.InitialOptions = box.Options // somebody wanted to tell them so
	return field(FieldWorks, "Did you say that it works again?", "Then no later text says that it does not.", true, box)
}

// asksPrefix begins the value of what was asked of them; what is over has the bare question.
const asksPrefix = "ask:"

// askedField asks what they were asked to do, as the text would have asked it, and what they
// were told is over; nil where there is neither.
func askedField(w *messages.Words, inc *incident.Incident, aff *incident.Affected) slack.Block {
	f := inc.FactsOf(aff)
	anew, over := standing.Sayable(aff.Standing, f, inc.NewsKind(aff)), standing.Endable(aff.Standing, f)
	var list []choice
	for _, q := range anew {
		if text := w.AskOf(q, f); text != "" {
			list = append(list, choice{asksPrefix + string(q), kit.Quoting("I asked: ", text)})
		}
	}
	label := "What did you ask them to do?"
	switch {
	case len(list) == 0 && len(over) == 0:
		return nil
	case len(list) == 0:
		label = "What did you say is over?"
	case len(over) > 0:
		label = "What did you ask of them, or say is over?"
	}
	for _, a := range over {
		list = append(list, choice{string(a.About), kit.Quoting("It is over: ", a.Text)})
	}
	return field(FieldAsked, label, "It is kept until somebody says that it is over. What is, the next text says, too.", true, slack.NewCheckboxGroupsBlockElement(valueID, options(list)...))
}

// ReadAsked adds to a report what was ticked there.
func ReadAsked(w *messages.Words, inc *incident.Incident, r *byhand.Report, v Values) {
	aff := inc.Affected(r.Client)
	if aff == nil {
		return
	}
	if at, err := strconv.ParseInt(v.Get(FieldWorks), 10, 64); err == nil {
		r.Works = time.Unix(at, 0).UTC()
	}
	r.Asked = map[facts.Question]string{}
	for _, ticked := range v[FieldAsked] {
		if q, asks := strings.CutPrefix(ticked, asksPrefix); asks {
			r.Asked[facts.Question(q)] = w.AskOf(facts.Question(q), inc.FactsOf(aff))
		} else {
			r.Over = append(r.Over, facts.Question(ticked))
		}
	}
}

// answersField asks which of the client's open questions a text or a call answers;
// nil if none is open. What the draft answers is ticked.
func answersField(aff *incident.Affected, u *update.Update) slack.Block {
	var list []choice
	var ticked []*slack.OptionBlockObject
	for i, ask := range aff.Asks {
		if ask.AnsweredAt.IsZero() && len(list) < maxBoxes {
			list = append(list, choice{fmt.Sprint(i + 1), messages.Cut(ask.Text, kit.MaxOption)})
			if slices.Contains(u.Answers, i+1) {
				ticked = append(ticked, list[len(list)-1].object())
			}
		}
	}
	for _, r := range aff.Asked {
		if r.Asks() && r.Wish == "" && len(list) < maxBoxes {
			list = append(list, choice{r.TS, messages.Cut(messages.Clean(r.Text, false), kit.MaxOption)})
			if slices.Contains(u.Replies, r.TS) {
				ticked = append(ticked, list[len(list)-1].object())
			}
		}
	}
	if len(list) == 0 {
		return nil
	}
	boxes := slack.NewCheckboxGroupsBlockElement(valueID, options(list)...)
	boxes.InitialOptions = ticked
	return field(FieldAnswers, "Which of their questions does it answer?", "The others stay open on the card.", true, boxes)
}

// maxBoxes is how many boxes Slack takes in one group.
const maxBoxes = 10

// ReadAnswers are the numbers of the questions that were ticked as answered.
func ReadAnswers(v Values) (list []int) {
	for _, n := range v[FieldAnswers] {
		if n, err := strconv.Atoi(n); err == nil {
			list = append(list, n)
		}
	}
	return list
}

// ReadReplies are those that they wrote in their channel, by timestamp.
func ReadReplies(v Values) (list []string) {
	for _, ts := range v[FieldAnswers] {
		if _, err := strconv.Atoi(ts); err != nil {
			list = append(list, ts)
		}
	}
	return list
}

// ReadTold takes the report out of a submitted form.
func ReadTold(ref view.Ref, v Values, next time.Time) byhand.Report {
	var said []facts.Question
	shown := map[facts.Question]facts.Answer{}
	for _, ticked := range v[FieldSaid] {
		q, a, _ := strings.Cut(ticked, "=")
		said = append(said, facts.Question(q))
		shown[facts.Question(q)] = facts.Answer(a)
	}
	return byhand.Report{Client: ref.Client, How: HowTold(ref, v), Text: v.Get(FieldText), Answer: v.Get(FieldAnswer), Promised: v.Get(FieldPromised), Meeting: v.Get(FieldMeeting) != "", Review: v.Get(FieldReview) != "", Status: v.Get(FieldStands) != "", Hear: update.Hear(v.Get(FieldHear)), NextAt: next, Said: said, Shown: shown, Answers: ReadAnswers(v), NotTheirs: v.Get(FieldSure)}
}
