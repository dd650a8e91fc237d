package form

import (
	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/playbook"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// Found offers one line for each step that was just ticked and asks for one. The steps
// are done already, whatever becomes of it.
func Found(inc *incident.Incident, asks []playbook.Item) slack.ModalViewRequest {
	blocks := []slack.Block{kit.Paragraph("about", "Ticked. *One line, if you like*: it goes into the timeline and the review, and the next draft for the client offers it. Names of people and machines stay inside.")}
	for _, it := range asks {
		blocks = append(blocks, field(playbook.FieldFound+it.ID, it.Ask, messages.Cut(it.Text, 150), true, textInput("", false, playbook.MaxFound)))
	}
	return modal(kit.FormFound, "What came of it", "Save", "Skip", view.Ref{Number: inc.Number}, blocks...)
}

// ReadFound takes the lines out of the form, in the order of the checklist.
func ReadFound(inc *incident.Incident, v Values) (answers []playbook.Answer) {
	for _, it := range inc.Checklist {
		if text := v.Get(playbook.FieldFound + it.ID); text != "" {
			answers = append(answers, playbook.Answer{Item: it.ID, State: playbook.ItemDone, Found: text})
		}
	}
	return answers
}
