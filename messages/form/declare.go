package form

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/menu"
)

// Names of the fields of the declare form.
const (
	FieldClient   = "client"
	FieldNotice   = "notice"
	FieldExactly  = "which" // below an answer that asks more exactly
	FieldSince    = "since"
	FieldSinceAt  = "since_at"
	FieldImpact   = "impact"
	FieldSeverity = "severity"
	FieldPerson   = "commander"
	FieldPrivate  = "private"
	FieldAlso     = "also"
	FieldUnused   = "unused"
	FieldNoticer  = "noticer"

	FieldOther      = "other" // name of a client who is in no list
	FieldOtherSlack = "other_slack"
	FieldOtherMail  = "other_mail"
)

// OtherClient is the answer to "who is affected" that reads the name from a field
// below it. No client can have it for an id.
const OtherClient = "?"

// noticedByUs is the answer to "who noticed" that is the same as none.
const noticedByUs = "us"

// NoticedBy is who noticed it first, as the declare form says.
func NoticedBy(v Values) incident.Noticer {
	switch by := incident.Noticer(v.Get(FieldNoticer)); by {
	case incident.NoticedByThem, incident.NoticedByAlarm:
		return by
	}
	return incident.NoticedByUs
}

// SinceOther is the answer to "since when" that reads the time from the field below it.
const SinceOther = "other"

// Begun is what is known when somebody opens the form to declare; each may be empty.
type Begun struct {
	Text      string          // what the client notices, as they may read it
	Client    string          // its id
	Severity  client.Severity // 0: as usual
	Notice    string          // what was chosen of the answers
	Since     string          // since when, as people type it
	NoticedBy incident.Noticer
	NoticedAt time.Time        // when the message was posted from which it is opened; zero: there is none
	Hints     []facts.Question // harm of which that speaks
}

// key keeps in the form when it was noticed, and what of harm the message speaks.
func (b Begun) key() string {
	if b.NoticedAt.IsZero() {
		return ""
	}
	return strings.TrimSpace(b.NoticedAt.UTC().Format(time.RFC3339) + " " + fault.Join(b.Hints))
}

// severity is the choice that stands for how bad it is.
func (b Begun) severity() string {
	if b.Severity == 0 {
		return ""
	}
	return strconv.Itoa(int(b.Severity))
}

// Message is when it was noticed, as the form knows from the message from which it was opened,
// and of what harm that speaks; zero if there is none.
func Message(ref view.Ref) (at time.Time, hints []facts.Question) {
	words := strings.FieldsFunc(ref.Key, func(c rune) bool { return c == ' ' || c == ',' })
	if len(words) == 0 {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339, words[0])
	if err != nil {
		return time.Time{}, nil
	}
	for _, q := range words[1:] {
		hints = append(hints, facts.Question(q))
	}
	return at, hints
}

// BegunIn is what is known of a form to declare that is open: what was filled in under
// the names of its fields stays there by itself.
func BegunIn(f *slack.View) Begun {
	v := Read(*f)
	begun := Begun{Text: v.Get(FieldImpact), Notice: v.Get(FieldNotice), Since: strings.TrimSpace(v.Get(FieldSinceAt)), NoticedBy: incident.Noticer(v.Get(FieldNoticer))}
	if ref, err := view.ParseRef(f.PrivateMetadata); err == nil {
		begun.NoticedAt, begun.Hints = Message(ref)
	}
	return begun
}

// IsShort says whether a form leaves questions out, which a button brings.
func IsShort(f *slack.View) bool {
	return slices.ContainsFunc(f.Blocks.BlockSet, func(b slack.Block) bool { return b.ID() == wholeID })
}

// Redraws says whether another form to declare belongs to the answer that was chosen:
// one that asks more exactly, or asks that no more.
func Redraws(f *slack.View, choices []menu.Choice, field, chosen string) bool {
	asks := slices.ContainsFunc(f.Blocks.BlockSet, func(b slack.Block) bool { return b.ID() == FieldExactly })
	return field == FieldNotice && asks != (len(exactlyField(choices, chosen)) > 0)
}

// Declare asks the three questions that a tired person can answer on a
// phone without typing. Everything else is optional and stands below.
func Declare(clients []client.Client, choices []menu.Choice, begun Begun) slack.ModalViewRequest {
	var who, what []choice
	for _, c := range clients {
		who = append(who, choice{c.ID, c.Name})
	}
	for _, c := range menu.Below(choices, "") {
		what = append(what, choice{c.ID, c.Label})
	}
	who = append(who, choice{OtherClient, "Another client (name them below)"})
	first := begun.Client
	if len(clients) <= 1 {
		first = who[0].value
	}
	usual := "0s"
	if begun.Since != "" {
		usual = SinceOther
	}
	since := []choice{{"0s", "Just now"}, {"15m", "15 minutes ago"}, {"1h", "1 hour ago"}, {SinceOther, "Another time (below)"}}
	blocks := []slack.Block{
		field(FieldClient, "Who is affected?", "", false, selectOne("Choose the client", first, who)),
		field(FieldNotice, "What do they notice?", "", false, oneOfThese(begun.Notice, what)),
		field(FieldSince, "Since when?", "", false, radio(usual, since)),
		field(FieldNoticer, "Who noticed?", "If they told us, what they read thanks them for it. If you choose nothing, it was you.", true, radio(string(begun.NoticedBy), []choice{
			{noticedByUs, "We"}, {string(incident.NoticedByThem), "They told us"}, {string(incident.NoticedByAlarm), "An alarm"}})),
		slack.NewContextBlock("optional", kit.Mrkdwn("Everything below is optional. _Next_ shows the first message to the client, ready to send.")),
		field(FieldSinceAt, "Another time", "Your time, for example 02:15, or 40m for 40 minutes ago.", true, textInput(begun.Since, false, maxTime)),
		field(FieldImpact, "In their words", "What the client cannot do, in plain words. They may read this line.", true, textInput(begun.Text, false, maxInTheirWords)),
		field(FieldSeverity, "How bad is it for them?", "If unsure, take the worse one.", true, selectOne("As usual for this", begun.severity(), severityChoices())),
		field(FieldPerson, "Who is in charge?", "You, if nobody is named.", true, person("")),
		field(FieldUnused, "Is anybody using it now?", "At night an important part that nobody uses can wait until they open.", true,
			slack.NewCheckboxGroupsBlockElement(valueID, choice{"yes", "Nobody is using it now"}.object())),
		field(FieldPrivate, "Who may see it?", "", true,
			slack.NewCheckboxGroupsBlockElement(valueID, choice{"yes", "Only invited people (private channel)"}.object())),
	}
	blocks = slices.Insert(blocks, 2, exactlyField(choices, begun.Notice)...)
	at := slices.IndexFunc(blocks, func(b slack.Block) bool { return b.ID() == FieldSeverity })
	if len(clients) == 0 { // then it is the one that is chosen
		at = 1
	}
	blocks = slices.Insert(blocks, at, otherClient()...)
	if len(clients) > 1 {
		blocks = append(blocks, alsoField(clients))
	}
	for _, b := range blocks { // another client, another time, and which of the rest are asked for below
		if in, ok := b.(*slack.InputBlock); ok && slices.Contains([]string{FieldClient, FieldSince, FieldNotice}, in.BlockID) {
			in.DispatchAction = true
		}
	}
	return cutOff(modal(kit.FormDeclare, "Declare an incident", "Next", "Cancel", view.Ref{Key: begun.key()}, blocks...), "In their words", begun.Text, maxInTheirWords)
}

// oneOfThese shows all answers at once, as long as Slack takes so many.
func oneOfThese(chosen string, list []choice) slack.BlockElement {
	if len(list) > menu.MaxRadios {
		return selectOne("Choose what they notice", chosen, list)
	}
	return radio(chosen, list)
}

// exactlyField asks more exactly what they notice; nothing where the answer that was chosen
// has no others below it.
func exactlyField(choices []menu.Choice, chosen string) []slack.Block {
	var list []choice
	for _, c := range menu.Below(choices, chosen) {
		list = append(list, choice{c.ID, c.Label})
	}
	if chosen == "" || len(list) == 0 {
		return nil
	}
	return []slack.Block{field(FieldExactly, "Which of these is it?", "None of them? Choose nothing, and write it in their words.", true, oneOfThese("", list))}
}

// Noticed is what was chosen of the answers, the more exact one where there is one.
func Noticed(w *messages.Words, v Values) (menu.Choice, bool) {
	if c, ok := w.Choice(v.Get(FieldExactly)); ok && c.Under != "" && c.Under == v.Get(FieldNotice) {
		return c, true
	}
	return w.Choice(v.Get(FieldNotice))
}

// otherClient asks who a client is that stands in no list.
func otherClient() []slack.Block {
	return []slack.Block{
		field(FieldOther, "Another client: their name", "Only where you chose another client. You can keep them afterwards.", true, textInput("", false, 75)),
		field(FieldOtherSlack, "Another client: the channel you share", "Without a channel or an address you tell them by hand.", true, channelInput("")),
		field(FieldOtherMail, "Another client: their e-mail address", "", true, textInput("", false, 200)),
	}
}

// maxInTheirWords is how long the line may be that the client reads first.
const maxInTheirWords = 150

// alsoField asks for further clients; their tags stand first, each for everybody
// who has it.
func alsoField(clients []client.Client) slack.Block {
	var list []choice
	count := map[string]int{}
	for _, c := range clients {
		for _, tag := range c.Tags {
			count[tag]++
		}
	}
	for _, tag := range slices.Sorted(maps.Keys(count)) {
		list = append(list, choice{tag, fmt.Sprintf("Everybody on %s (%d)", tag, count[tag])})
	}
	for _, c := range clients {
		list = append(list, choice{c.ID, c.Name})
	}
	return field(FieldAlso, "Who else is affected?", "Each gets its own updates.", true, selectSeveral("Choose clients", list))
}

func severityChoices() []choice {
	var list []choice
	for sev := client.BusinessStopped; sev <= client.NearMiss; sev++ {
		list = append(list, choice{fmt.Sprint(int(sev)), kit.SeverityWord(sev)})
	}
	return list
}
