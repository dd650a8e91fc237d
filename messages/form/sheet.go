package form

import (
	"strings"

	"github.com/slack-go/slack"

	"candor/incident/client"
	"candor/incident/sheet"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// mostOfSheet is how much a field of the sheet takes; the domain says the same in a sentence.
const mostOfSheet = 300

// SheetAsk shows the question to a client as it would leave; sending it is one press. again
// says that they were asked within the last year; when is empty if it leaves now.
func SheetAsk(s view.Sheet, body, to, when string, again bool) slack.ModalViewRequest {
	ref := view.Ref{Client: s.Client.ID}
	head := "*Not sent yet.* It goes to " + to + when + "."
	if again {
		ref.N, head = kit.Sure, head+" They were asked before: "+kit.Day(s.Kept.Question.At)+"."
	}
	blocks := append([]slack.Block{kit.Paragraph("head", head)}, kit.Exactly("text", body)...)
	blocks = append(blocks, kit.Small("then", "What they answer in the thread comes to you. You put it on the sheet."))
	return modal(kit.FormSheetAsk, s.Client.Name, "Send", "Cancel", ref, blocks...)
}

// SheetAnswer asks for the sheet with what the client has answered beside it; suggested is
// what that would say.
func SheetAnswer(s view.Sheet, suggested sheet.Sheet) slack.ModalViewRequest {
	with := s
	with.Text = suggested.Over(s.Text)
	f := Sheet(with, "")
	f.PrivateMetadata = Sheet(s, "").PrivateMetadata // what is suggested is a change
	said := kit.Paragraph("said", messages.Clip("They wrote:\n"+kit.Quote(messages.Escape(s.Kept.Question.Answer)), kit.MaxSection))
	f.Blocks.BlockSet = append([]slack.Block{said}, f.Blocks.BlockSet...)
	return f
}

// Sheet asks for what a client sheet says; with the id of a field, for that alone.
func Sheet(s view.Sheet, only string) slack.ModalViewRequest {
	var blocks []slack.Block
	var shown []string
	for _, f := range sheet.Fields {
		if only == "" || only == f.ID {
			text := s.Text[f.ID]
			blocks = append(blocks, field(f.ID, f.Ask, f.Hint, true, textInput(text, f.Kind != sheet.Link, mostOfSheet)))
			shown = append(shown, f.ID+"="+client.Mark(text))
		}
	}
	blocks = append(blocks, kit.Small("secrets", "All of the team reads this. A link takes the place of a password."))
	return modal(kit.FormSheet, s.Client.Name, "Save", "Cancel", view.Ref{Client: s.Client.ID, Key: strings.Join(shown, ",")}, blocks...)
}

// ReadSheet takes what a person wrote on a sheet out of its form: the texts, and marks of
// those that they saw.
func ReadSheet(ref view.Ref, v Values) (now, shown map[string]string) {
	now, shown = map[string]string{}, map[string]string{}
	for _, pair := range strings.Split(ref.Key, ",") {
		id, mark, _ := strings.Cut(pair, "=")
		now[id], shown[id] = v.Get(id), mark
	}
	return now, shown
}

// SheetSaved shows what is kept now.
func SheetSaved(s view.Sheet, text, gaps string) slack.ModalViewRequest {
	blocks := []slack.Block{kit.Paragraph("saved", "*Saved.* It is pinned in the channel of their next incident."), kit.Paragraph("sheet", messages.Clip(text, kit.MaxSection))}
	if gaps != "" {
		blocks = append(blocks, kit.Small("gaps", gaps))
	}
	f := modal(kit.FormPreview, s.Client.Name, "", "Done", view.Ref{}, blocks...)
	f.Submit = nil
	return f
}

// ClientOf shows a client: to be changed, or where they stand in the config to be read.
func ClientOf(l view.Listing) slack.ModalViewRequest {
	if l.Client.Provisioned {
		return ClientPage(l)
	}
	return Client(ClientView{Listing: l})
}

// MoreOf is the second page of a client as it is stored.
func MoreOf(l view.Listing) slack.ModalViewRequest { return ClientMore(ClientView{Listing: l}) }

// sheetButton leads to the client sheet.
func sheetButton(c client.Client) *slack.ButtonBlockElement {
	return kit.Button(kit.ActSheet, view.Ref{Client: c.ID}, "Sheet for the night")
}
