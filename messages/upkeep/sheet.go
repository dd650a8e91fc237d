// Package upkeep is what the team reads and fills in for the night while nothing is wrong:
// the client sheets, and whether copies can be restored.
package upkeep

import (
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"candor/incident/outbox"
	"candor/incident/sheet"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// mostSheets is how many sheets one message holds: more than that nobody reads at night.
const mostSheets = 4

// Sheets is the message with the sheets of an incident's clients, which is pinned.
func Sheets(v view.View, _ outbox.Delivery) kit.Post {
	post := kit.Post{}
	for i, s := range v.Sheets[:min(len(v.Sheets), mostSheets)] {
		post.Text += "\n" + Text(s, kit.Pen{Now: v.Now, Plain: true})
		post.Blocks = append(post.Blocks, block(fmt.Sprintf("sheet%d", i), s, kit.Pen{Now: v.Now})...)
	}
	if more := v.Sheets[min(len(v.Sheets), mostSheets):]; len(more) > 0 {
		var ids []string
		for _, s := range more {
			ids = append(ids, kit.Code(s.Client.ID))
		}
		post.Blocks = append(post.Blocks, kit.Small("more", messages.Clip(fmt.Sprintf("There are sheets of more clients. Type %s with one of: %s", kit.Code(v.Command+" sheet"), strings.Join(ids, ", ")), 2000)))
	}
	post.Text = messages.Clip(strings.TrimSpace(post.Text), kit.MaxPlain)
	return post
}

// block is a sheet as it is read: what is known, and on a grey line what is not.
func block(id string, s view.Sheet, pen kit.Pen) []slack.Block {
	blocks := []slack.Block{kit.Paragraph(id, Text(s, pen))}
	if gaps := Gaps(s); gaps != "" {
		blocks = append(blocks, kit.Small(id+"-gaps", gaps))
	}
	return blocks
}

// Text is what a sheet says, a line for each field.
func Text(s view.Sheet, pen kit.Pen) string {
	lines := []string{pen.Strong(s.Client.Name) + ", for the night:"}
	for _, f := range sheet.Fields {
		if text := s.Text[f.ID]; text != "" {
			lines = append(lines, pen.Strong(f.Label)+" "+written(text))
		}
	}
	if len(lines) == 1 {
		return pen.Strong(s.Client.Name) + ": nothing is written down for the night yet."
	}
	return strings.Join(lines, "\n")
}

// written is what somebody wrote, so that a link in it can be pressed: Slack makes one of
// the bare address.
func written(text string) string {
	return messages.Escape(strings.NewReplacer("<", "", ">", "", "\n", "; ").Replace(text))
}

// Gaps names on one line what a sheet does not say; "" if it says all.
func Gaps(s view.Sheet) string {
	var labels []string
	for _, f := range s.Text.Gaps() {
		labels = append(labels, strings.ToLower(f.Label[:1])+f.Label[1:])
	}
	if len(labels) == 0 {
		return ""
	}
	return "Not written down: " + strings.Join(labels, ", ")
}

// Shown is the sheet for whoever asked for it, with the button to write on it.
func Shown(s view.Sheet, proof, asked string) kit.Post {
	pen := kit.Pen{}
	blocks := block("sheet", s, pen)
	if proof != "" {
		blocks = append(blocks, kit.Small("restored", proof))
	}
	if asked != "" {
		blocks = append(blocks, kit.Small("asked", asked))
	}
	blocks = append(blocks, slack.NewActionBlock("do", kit.Button(kit.ActSheet, view.Ref{Client: s.Client.ID}, "Write on it"), AskThem(s)))
	return kit.Post{Text: Text(s, kit.Pen{Plain: true}), Blocks: blocks}
}

// Skipped says that nobody is asked again.
func Skipped(s view.Sheet, field, command string) kit.Post {
	return kit.Plain(fmt.Sprintf("Nobody is asked that about *%s* again: “%s” Type `%s sheet %s` if you come to know it.",
		messages.Escape(s.Client.Name), sheet.FieldOf(field).Ask, command, s.Client.ID))
}

// Question asks about a gap, as a part of the message of a morning.
func Question(g view.Gap) (plain string, blocks []slack.Block) {
	ref := view.Ref{Client: g.Client.ID, Key: g.Field.ID}
	ask := func(pen kit.Pen) string {
		return fmt.Sprintf("One question for the night, about %s: %s", pen.Strong(g.Client.Name), g.Field.Ask)
	}
	return ask(kit.Pen{Plain: true}), []slack.Block{
		kit.Paragraph("gap", ask(kit.Pen{})),
		kit.Small("gap-why", "It goes on their sheet, which is pinned when an incident of theirs is opened. One question a week."),
		slack.NewActionBlock("gap-do", kit.Button(kit.ActSheetGap, ref, "Answer"), kit.Button(kit.ActSheetSkip, ref, "Skip")),
	}
}
