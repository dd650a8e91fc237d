package form

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// FieldGoOn is a field of the form of a client that is no part of its profile:
// yes, on to the second page.
const FieldGoOn = "go_on"

// answer is the input of a question, with the text that it has now.
func answer(q client.Question, text string) slack.BlockElement {
	switch q.Input {
	case client.Tick:
		return tickBox(q.Choices[0].Label, text)
	case client.OneChoice:
		if text == "" { // an option needs a value
			text = q.Choices[0].Value
		}
		list := make([]choice, len(q.Choices))
		for i, c := range q.Choices {
			list[i] = choice{c.Value, c.Label}
		}
		return selectOne("Choose", text, list)
	case client.OneChannel:
		return channelInput(text)
	case client.SomePeople:
		return peopleInput(text)
	}
	return textInput(text, q.Input == client.Lines, q.Most)
}

func tickBox(label, text string) slack.BlockElement {
	box := slack.NewCheckboxGroupsBlockElement(valueID, choice{"yes", label}.object())
	if text != "" {
		box.InitialOptions = box.Options
	}
	return box
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
	blocks := append(v.clashes(client.First), v.inputs(client.First)...)
	title := "A new client"
	if c.ID == "" {
		blocks = append(blocks, v.inputs(client.OfNew)...)
	}
	blocks = append(blocks, field(FieldGoOn, "The rest", "", true, tickBox("Go on to hours, nights, how often, approval, tags", v.Typed[FieldGoOn])))
	if c.ID != "" {
		title = c.Name
		blocks = append(blocks, historyBlock(v.Listing), slack.NewActionBlock("remove", sheetButton(c), removeButton(c)))
	}
	return modal(kit.FormClient, title, "Save", "Cancel", v.ref(client.First), blocks...)
}

// ClientMore changes the rest of a client's profile.
func ClientMore(v ClientView) slack.ModalViewRequest {
	blocks := append(v.clashes(client.Rest), v.inputs(client.Rest)...)
	return modal(kit.FormClientMore, v.Listing.Client.Name, "Save", "Cancel", v.ref(client.Rest), append(blocks, historyBlock(v.Listing))...)
}

func (v ClientView) inputs(page client.Page) (blocks []slack.Block) {
	for _, f := range client.Asked(page) {
		blocks = append(blocks, field(f.Name, f.Ask.Label, f.Ask.Hint, !f.Ask.Needed, answer(f.Ask, v.text(f.Name))))
	}
	return blocks
}

// clashes says what somebody else wrote meanwhile. The person's own words stand
// in the fields.
func (v ClientView) clashes(page client.Page) []slack.Block {
	if len(v.Clash) == 0 {
		return nil
	}
	lines := []string{"*Nothing was saved yet.* What you wrote is below; save again to put it in the place of this:"}
	for _, f := range client.Asked(page) {
		if why := v.Clash[f.Name]; why != "" {
			lines = append(lines, fmt.Sprintf("• %s: %s", f.Ask.Label, typedMarks(why)))
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
func (v ClientView) ref(page client.Page) view.Ref {
	var shown []string
	for _, f := range client.Asked(page) {
		shown = append(shown, f.Name+"="+client.Mark(v.Listing.Client.Field(f.Name)))
	}
	return view.Ref{Client: v.Listing.Client.ID, Key: strings.Join(shown, ",")}
}

// ReadClient takes what a person wrote out of a submitted form of a client.
func ReadClient(ref view.Ref, v Values) client.ClientForm {
	f := client.ClientForm{Now: map[string]string{}, Shown: map[string]string{}}
	for _, pair := range strings.Split(ref.Key, ",") {
		name, mark, _ := strings.Cut(pair, "=")
		f.Shown[name] = mark
		f.Now[name] = client.FieldNamed(name).Ask.Answer(strings.Join(v[name], ", "))
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
	for _, f := range append(client.Asked(client.First), client.Asked(client.Rest)...) {
		if text := l.Client.Field(f.Name); text != "" {
			lines = append(lines, fmt.Sprintf("*%s* %s", strings.TrimSuffix(f.Ask.Label, "?"), asRead(f.Ask, text)))
		}
	}
	blocks := []slack.Block{kit.Small("where", fmt.Sprintf("%s is set in the config file, so it is changed there. Typed in commands: %s", messages.Escape(l.Client.Name), kit.Code(l.Client.ID)))}
	for i, page := range kit.Pages(lines, kit.MaxSection) {
		blocks = append(blocks, kit.Paragraph(fmt.Sprintf("page%d", i), page))
	}
	blocks = append(blocks, slack.NewActionBlock("sheet", sheetButton(l.Client)))
	if l.Twice {
		blocks = append(blocks, kit.Small("twice", "A client with the same word was made in Slack. It does not count."),
			slack.NewActionBlock("remove", kit.Button(kit.ActClientRemove, view.Ref{Client: l.Client.ID}, "Forget the one made in Slack")))
	}
	f := modal(kit.FormPreview, l.Client.Name, "", "Close", view.Ref{}, blocks...)
	f.Submit = nil
	return f
}

// asRead is a field's text for somebody who only reads it.
func asRead(q client.Question, text string) string {
	switch q.Input {
	case client.OneChannel:
		return "<#" + text + ">"
	case client.SomePeople:
		return fault.And(kit.MentionEach(strings.Split(text, ", ")))
	case client.OneChoice:
		for _, c := range q.Choices {
			if c.Value == text {
				return strings.ToLower(c.Label[:1]) + c.Label[1:]
			}
		}
	}
	return messages.Escape(messages.Cut(text, 500))
}

// ClientSaved says what a person needs to know of a client that is new, of its
// webhook, whose secret is shown here and never again, or of people whom another
// client has, too.
func ClientSaved(s *client.Saved, command string, made bool) slack.ModalViewRequest {
	var blocks []slack.Block
	if made {
		blocks = append(blocks, kit.Paragraph("made", fmt.Sprintf("*%s* is among your clients. In commands type %s, for example %s.",
			messages.Escape(s.Client.Name), kit.Code(s.Client.ID), kit.Code(command+" declare sev1 "+s.Client.ID+" Checkout is down"))))
	}
	if s.Secret != "" {
		blocks = append(blocks, kit.Paragraph("secret", fmt.Sprintf("*The webhook's secret, shown this once.* Give it to whoever takes the updates there: it proves that they are from you.\n%s", kit.Code(s.Secret.Reveal()))))
	}
	for i, sh := range s.Shared[:min(len(s.Shared), 5)] {
		blocks = append(blocks, kit.Paragraph(fmt.Sprintf("shared%d", i), fmt.Sprintf("*%s* has the %s %s, too. If one person answers for both, that is fine. If not, correct it now: what one client is told is not for the other.",
			messages.Escape(sh.Other.Who()), sh.Noun(), kit.Code(sh.To))))
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
	text := fmt.Sprintf("*%s* is removed. What incidents say about them stays.", messages.Escape(name))
	if archived {
		text = fmt.Sprintf("*%s* is archived: an incident of theirs is open. It goes on; no new one can be declared. Bring them back from the list of clients.", messages.Escape(name))
	}
	f := modal(kit.FormPreview, name, "", "Close", view.Ref{}, kit.Paragraph("gone", text))
	f.Submit = nil
	return f
}
