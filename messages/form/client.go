package form

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"candor/incident/client"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// Fields of a client's forms that are no part of its profile.
const (
	FieldID   = "id"    // the word that is typed in commands; of a new client only
	FieldGoOn = "go_on" // yes: on to the second page
)

// clientQuestion is one field of a profile as a form asks for it.
type clientQuestion struct {
	field       string
	label, hint string
	optional    bool
	input       func(text string) slack.BlockElement
}

// firstPage is what is needed to tell somebody; a phone shows it without much
// scrolling. The rest stands on the second page.
var firstPage = []clientQuestion{
	{client.FieldName, "Name", "As they call themselves.", false, lineInput(75)},
	{client.FieldService, "What do they call the thing?", "For example Acme online shop. Empty: their name.", true, lineInput(75)},
	{client.FieldContact, "Who is greeted?", "The person you would call.", true, lineInput(75)},
	{client.FieldPhone, "Their phone number", "", true, lineInput(75)},
	{client.FieldEmail, "Their e-mail address", "", true, lineInput(200)},
	{client.FieldByMail, "Updates by e-mail, too?", "", true, tickBox("Yes, to every contact with an address")},
	{client.FieldSlack, "The Slack channel you share with them", "Invite Candor there. Without one you tell them by hand.", true, channelInput},
	{client.FieldZone, "Their time zone", "Texts name times in it. A city will do: London.", true, lineInput(75)},
}

var secondPage = []clientQuestion{
	{client.FieldOthers, "Further contacts", "One a line: Dana Fox, +44 20 7946 0009, dana@acme.example", true, linesInput},
	{client.FieldHours, "When do they work?", "By their clock, for example Mon-Fri 09:00-17:30. Empty: Mon-Fri 09:00-17:00.", true, lineInput(100)},
	{client.FieldHolidays, "Holidays", "Each like 2026-12-25, with commas between.", true, lineInput(1000)},
	{client.FieldNight, "Outside these hours", "", false, choiceInput(nightChoices)},
	{client.FieldRhythm1, "How often, while their business stands still", "Empty: first 15m, every 30m.", true, lineInput(150)},
	{client.FieldRhythm2, "How often, while an important part is broken", "Empty: first 30m, every 1h.", true, lineInput(150)},
	{client.FieldRhythm3, "How often, while it is small", "Empty: first 2h, every 4h.", true, lineInput(150)},
	{client.FieldApproval, "Who approves what they read?", "", false, choiceInput(approvalChoices)},
	{client.FieldApprovers, "The people who approve", "Only where you chose these people above.", true, peopleInput},
	{client.FieldTechnical, "Do they know our trade?", "", true, tickBox("Yes, its words need no explaining")},
	{client.FieldAutomatic, "Automatic texts", "", true, tickBox("They agreed: Candor may say that work goes on when nobody writes in time")},
	{client.FieldTags, "Tags", "What they run on, for example web-3. Everyone with a tag can be told at once.", true, lineInput(500)},
	{client.FieldWebhook, "Webhook", "An address of theirs that takes the updates. It begins with https://.", true, lineInput(1000)},
	{client.FieldAliases, "Other names of theirs", "With commas between. No text for another client may name them.", true, lineInput(500)},
	{client.FieldDomains, "Their own domains", "Links to these may be sent to them, for example acme.example.", true, lineInput(500)},
}

func lineInput(most int) func(string) slack.BlockElement {
	return func(text string) slack.BlockElement { return textInput(text, false, most) }
}

func linesInput(text string) slack.BlockElement { return textInput(text, true, 2000) }

func tickBox(label string) func(string) slack.BlockElement {
	return func(text string) slack.BlockElement {
		box := slack.NewCheckboxGroupsBlockElement(valueID, choice{"yes", label}.object())
		if text != "" {
			box.InitialOptions = box.Options
		}
		return box
	}
}

func choiceInput(list []choice) func(string) slack.BlockElement {
	return func(text string) slack.BlockElement {
		if text == "" { // an option needs a value
			text = list[0].value
		}
		return selectOne("Choose", text, list)
	}
}

func channelInput(text string) slack.BlockElement {
	el := slack.NewOptionsSelectBlockElement(slack.OptTypeConversations, kit.PlainText("Choose a channel"), valueID)
	el.Filter = &slack.SelectBlockElementFilter{Include: []string{"public", "private"}, ExcludeBotUsers: true}
	if text != "" {
		el.WithInitialConversation(text)
	}
	return el
}

func peopleInput(text string) slack.BlockElement {
	el := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeUser, kit.PlainText("Choose people"), valueID)
	if text != "" {
		el.WithInitialUsers(strings.Split(text, ", ")...)
	}
	return el
}

// The first choice of each is what a client has without one: the empty text.
var nightChoices = []choice{
	{"ask", "The first word asks you before it wakes them"},
	{string(client.NightAlways), "They hear from us as by day"},
	{string(client.NightWorst), "Only while their business stands still"},
	{string(client.NightSummary), "They get a summary before they open"},
}

var approvalChoices = []choice{
	{"none", "Nobody has to"},
	{string(client.ApprovalOther), "Somebody else than the writer"},
	{string(client.ApprovalCommander), "Whoever is in charge"},
	{string(client.ApprovalNamed), "One of these people (below)"},
}

// ClientView is what a form about a client shows.
type ClientView struct {
	Listing view.Listing      // without an id: a new one
	Typed   map[string]string // what the person wrote that was not saved, over what is stored; nil: nothing
	Clash   map[string]string // field → what somebody else wrote there meanwhile
	Zone    string            // of the person who makes a new client
}

func (v ClientView) text(field string) string {
	if typed, ok := v.Typed[field]; ok {
		return typed
	}
	if field == client.FieldZone && v.Listing.Client.ID == "" {
		return v.Zone
	}
	return v.Listing.Client.Field(field)
}

// Client makes a client or changes what is needed to tell it.
func Client(v ClientView) slack.ModalViewRequest {
	c := v.Listing.Client
	blocks := append(v.clashes(firstPage), v.inputs(firstPage)...)
	title := "A new client"
	if c.ID == "" {
		blocks = append(blocks, field(FieldID, "Short word for commands", "For example acme. Empty: made of the name. It stays for ever.", true, textInput(v.Typed[FieldID], false, 24)))
	}
	blocks = append(blocks, field(FieldGoOn, "The rest", "", true, tickBox("Go on to hours, nights, how often, approval, tags")(v.Typed[FieldGoOn])))
	if c.ID != "" {
		title = c.Name
		blocks = append(blocks, historyBlock(v.Listing), slack.NewActionBlock("remove", removeButton(c)))
	}
	return modal(kit.FormClient, title, "Save", "Cancel", v.ref(firstPage), blocks...)
}

// ClientMore changes the rest of a client's profile.
func ClientMore(v ClientView) slack.ModalViewRequest {
	blocks := append(v.clashes(secondPage), v.inputs(secondPage)...)
	return modal(kit.FormClientMore, v.Listing.Client.Name, "Save", "Cancel", v.ref(secondPage), append(blocks, historyBlock(v.Listing))...)
}

func (v ClientView) inputs(page []clientQuestion) (blocks []slack.Block) {
	for _, q := range page {
		blocks = append(blocks, field(q.field, q.label, q.hint, q.optional, q.input(v.text(q.field))))
	}
	return blocks
}

// clashes says what somebody else wrote meanwhile. The person's own words stand
// in the fields.
func (v ClientView) clashes(page []clientQuestion) []slack.Block {
	if len(v.Clash) == 0 {
		return nil
	}
	lines := []string{"*Nothing was saved yet.* What you wrote stands below; save again to put it in the place of this:"}
	for _, q := range page {
		if why := v.Clash[q.field]; why != "" {
			lines = append(lines, fmt.Sprintf("• %s: %s", q.label, typedMarks(why)))
		}
	}
	return []slack.Block{kit.Paragraph("clash", messages.Clip(strings.Join(lines, "\n"), kit.MaxSection/2))}
}

// typedMarks writes what the domain quotes: its mentions of people and channels
// stay, the rest is text.
func typedMarks(s string) string {
	return kit.MentionMarks.ReplaceAllString(messages.Escape(s), "<$1>")
}

// ref carries the client and what the form showed, so that saving changes what
// the person changed.
func (v ClientView) ref(page []clientQuestion) view.Ref {
	shown := make([]string, len(page))
	for i, q := range page {
		shown[i] = q.field + "=" + client.Mark(v.Listing.Client.Field(q.field))
	}
	return view.Ref{Client: v.Listing.Client.ID, Key: strings.Join(shown, ",")}
}

// ReadClient takes what a person wrote out of a submitted form of a client.
func ReadClient(ref view.Ref, v Values) client.ClientForm {
	f := client.ClientForm{Now: map[string]string{}, Shown: map[string]string{}}
	for _, pair := range strings.Split(ref.Key, ",") {
		name, mark, _ := strings.Cut(pair, "=")
		f.Shown[name] = mark
		f.Now[name] = strings.Join(v[name], ", ")
		for _, list := range [][]choice{nightChoices, approvalChoices} {
			if (name == client.FieldNight || name == client.FieldApproval) && f.Now[name] == list[0].value {
				f.Now[name] = ""
			}
		}
	}
	if ref.Client == "" {
		f.Shown = nil
	}
	return f
}

func removeButton(c client.Client) *slack.ButtonBlockElement {
	b := kit.Button(kit.ActClientRemove, view.Ref{Client: c.ID}, "Remove this client").WithStyle(slack.StyleDanger)
	return b.WithConfirm(slack.NewConfirmationBlockObject(kit.PlainText(messages.Cut("Remove "+c.Name+"?", 100)),
		kit.PlainText("What was written about them in incidents stays. While an incident of theirs is open, they are only archived."), kit.PlainText("Remove"), kit.PlainText("Keep")))
}

// shownEdits is how many changes a form names.
const shownEdits = 3

// historyBlock says who changed what last. Where nobody did, the client was
// imported as it is.
func historyBlock(l view.Listing) slack.Block {
	lines := []string{fmt.Sprintf("Typed in commands: %s", kit.Code(l.Client.ID))}
	for i, e := range slices.Backward(l.History) {
		if i < len(l.History)-shownEdits {
			break
		}
		who := "the command line"
		if e.By != "" {
			who = kit.Mention(e.By)
		}
		lines = append(lines, fmt.Sprintf("%s by %s: %s", kit.Day(e.At), who, typedMarks(messages.Cut(e.What, 150))))
	}
	return kit.Small("history", strings.Join(lines, "\n"))
}

// ClientPage shows a client that cannot be changed here, and says where it can.
func ClientPage(l view.Listing) slack.ModalViewRequest {
	var lines []string
	for _, q := range slices.Concat(firstPage, secondPage) {
		if text := l.Client.Field(q.field); text != "" {
			lines = append(lines, fmt.Sprintf("*%s* %s", strings.TrimSuffix(q.label, "?"), asRead(q, text)))
		}
	}
	blocks := []slack.Block{kit.Small("where", fmt.Sprintf("%s stands in the config file, so it is changed there. Typed in commands: %s", messages.Escape(l.Client.Name), kit.Code(l.Client.ID)))}
	for i, page := range kit.Pages(lines, kit.MaxSection) {
		blocks = append(blocks, kit.Paragraph(fmt.Sprintf("page%d", i), page))
	}
	if l.Twice {
		blocks = append(blocks, kit.Small("twice", "A client with the same word was made in Slack. It does not count."),
			slack.NewActionBlock("remove", kit.Button(kit.ActClientRemove, view.Ref{Client: l.Client.ID}, "Forget the one made in Slack")))
	}
	f := modal(kit.FormPreview, l.Client.Name, "", "Close", view.Ref{}, blocks...)
	f.Submit = nil
	return f
}

// asRead is a field's text for somebody who only reads it.
func asRead(q clientQuestion, text string) string {
	switch q.field {
	case client.FieldSlack:
		return "<#" + text + ">"
	case client.FieldApprovers:
		return kit.Mentions(strings.Split(text, ", "))
	case client.FieldNight, client.FieldApproval:
		for _, c := range slices.Concat(nightChoices, approvalChoices) {
			if c.value == text {
				return strings.ToLower(c.label[:1]) + c.label[1:]
			}
		}
	}
	return messages.Escape(messages.Cut(text, 500))
}

// ClientSaved says what a person needs to know of a client that is new, or of
// its webhook: the secret is shown here and never again.
func ClientSaved(s *client.Saved, command string, made bool) slack.ModalViewRequest {
	var blocks []slack.Block
	if made {
		blocks = append(blocks, kit.Paragraph("made", fmt.Sprintf("*%s* is among your clients. In commands type %s, for example %s.",
			messages.Escape(s.Client.Name), kit.Code(s.Client.ID), kit.Code(command+" declare sev1 "+s.Client.ID+" Checkout is down"))))
	}
	if s.Secret != "" {
		blocks = append(blocks, kit.Paragraph("secret", fmt.Sprintf("*The webhook's secret, shown this once.* Give it to whoever takes the updates there: it proves that they are from you.\n%s", kit.Code(s.Secret.Reveal()))))
	}
	f := modal(kit.FormPreview, s.Client.Name, "", "Done", view.Ref{}, blocks...)
	f.Submit = nil
	return f
}

// maxAck is how large a form may be as the answer to a submission, with some
// room: Slack takes 16 KB there, and 250 KB elsewhere.
const maxAck = 15 << 10

// FitsAck says whether a form can be the answer to a submission.
func FitsAck(f slack.ModalViewRequest) bool {
	text, err := json.Marshal(f)
	return err == nil && len(text) <= maxAck
}

// ClientGoOn leads to the second page where that is too large to follow at once.
func ClientGoOn(c client.Client) slack.ModalViewRequest {
	f := modal(kit.FormPreview, c.Name, "", "Done", view.Ref{}, kit.Paragraph("saved", "*"+messages.Escape(c.Name)+"* is saved."),
		slack.NewActionBlock("do", kit.Primary(kit.Button(kit.ActClientMore, view.Ref{Client: c.ID}, "Go on"))))
	f.Submit = nil
	return f
}

// ClientGone says what became of a client that somebody removed.
func ClientGone(name string, archived bool) slack.ModalViewRequest {
	text := fmt.Sprintf("*%s* is removed. What stands in the incidents about them stays.", messages.Escape(name))
	if archived {
		text = fmt.Sprintf("*%s* is archived: an incident of theirs is open. It goes on; no new one can be declared. Bring them back from the list of clients.", messages.Escape(name))
	}
	f := modal(kit.FormPreview, name, "", "Close", view.Ref{}, kit.Paragraph("gone", text))
	f.Submit = nil
	return f
}
