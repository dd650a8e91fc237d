package form

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// The fields of the form in which many clients are pasted.
const (
	FieldList     = "list"
	FieldMailToo  = "mail_too"  // yes: updates go by mail, too, to who has an address
	FieldLeaveOut = "leave_out" // yes: the rest is saved where some lines cannot be
)

// PasteClients takes a list of clients as it comes out of a spreadsheet, or a line each.
func PasteClients() slack.ModalViewRequest {
	return modal(kit.FormPasteClients, "Several clients", "Save", "Cancel", view.Ref{},
		kit.Paragraph("how", "Paste the rows of a spreadsheet with their header, whatever the order: name, contact, phone, mail, channel, service, time zone. Or write a client a line:\n"+kit.Code("Acme Shop, Dana Fox, +44 20 7946 0002, dana@acme.example, #acme-shared")+"\nA name is enough. Clients that are there already stay as they are."),
		field(FieldList, "The list", "", false, textInput("", true, 3000)),
		field(FieldMailToo, "Updates by e-mail, too?", "", true, tickBox("Yes, to every contact with an address", "")),
		field(FieldLeaveOut, "If some lines cannot be read", "", true, tickBox("Leave them out and save the others", "")))
}

// Pasted is what became of a list.
type Pasted struct {
	Added   []string // ids
	Known   []string // names of those who were there before
	Left    []string // lines that were left out, each with why
	Ignored []string // columns
}

// ClientsPasted says what became of it.
func ClientsPasted(p Pasted, command string) slack.ModalViewRequest {
	lines := []string{"*No client is new.*"}
	if n := len(p.Added); n > 0 {
		lines[0] = fmt.Sprintf("*%s saved.* In commands type %s. %s shows all of them, and what each lacks.", howMany(n), codes(p.Added), kit.Code(command+" clients"))
	}
	for _, part := range []struct {
		what string
		list []string
		with string
	}{{"There already, and as they were: ", p.Known, ", "}, {"Left out:\n", p.Left, "\n"}, {"Columns that were not read: ", p.Ignored, ", "}} {
		if len(part.list) > 0 {
			lines = append(lines, part.what+messages.Escape(messages.Cut(strings.Join(part.list, part.with), 2000)))
		}
	}
	var blocks []slack.Block
	for i, line := range lines {
		blocks = append(blocks, kit.Paragraph(fmt.Sprint("pasted", i), line))
	}
	f := modal(kit.FormPreview, "Several clients", "", "Done", view.Ref{}, blocks...)
	f.Submit = nil
	return f
}

func howMany(n int) string {
	if n == 1 {
		return "1 client is"
	}
	return fmt.Sprintf("%d clients are", n)
}

// codes are the first words of a list that are typed in commands.
func codes(ids []string) string {
	const most = 30
	var list []string
	for _, id := range ids[:min(most, len(ids))] {
		list = append(list, kit.Code(id))
	}
	if len(ids) > most {
		list = append(list, "…")
	}
	return strings.Join(list, ", ")
}
