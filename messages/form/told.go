package form

import (
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// Names of the fields of the form that records a call or a message by hand.
const (
	FieldHow      = "how"
	FieldText     = "text"
	FieldAnswer   = "answer"
	FieldPromised = "promised"
	FieldStands   = "stands"
)

// howWords are the ways to tell somebody by hand, as the form offers them.
var howWords = []choice{
	{string(incident.ByCall), "I called them"},
	{string(incident.ByVoicemail), "I left a voicemail"},
	{string(incident.ByMessenger), "Another messenger, or SMS"},
	{string(incident.InPerson), "In person"},
}

// Told records a call or a message that a person made. how is what is known
// already, "" if nothing.
func Told(inc *incident.Incident, aff *incident.Affected, how incident.How, proposed, now time.Time) slack.ModalViewRequest {
	ref := view.Ref{Number: inc.Number, Client: aff.Client.ID}
	why := "A call or a message by hand counts like an update. Write down what they know now."
	if len(aff.Client.Destinations()) == 0 {
		why = fmt.Sprintf("Candor has no way to write to %s. Call them, then write down here what they know now.", messages.Escape(aff.Client.Name))
	}
	if how == "" {
		how = incident.ByCall
	}
	blocks := []slack.Block{
		slack.NewContextBlock("why", kit.Mrkdwn(why)),
		field(FieldText, "What did you tell "+aff.Client.Name+"?", "", false, textInput("", true, 1000)),
		field(FieldHow, "How?", "", false, radio(string(how), howWords)),
		field(FieldAnswer, "What did they say?", "What they ask for, and what worries them.", true, textInput("", true, 1000)),
	}
	if inc.State == incident.Open && inc.BadNews() && aff.Client.Manner.Calls() && aff.Owed(incident.AnswerPromise) == nil {
		by := messages.ClientTime(incident.StatusBy(&aff.Client, now), now, &aff.Client)
		blocks = append(blocks, field(FieldStands, "Who did it, what it costs, who pays, can they leave?", "", true, tickBox("I said: by "+by+" you hear where it stands", "")))
	}
	if inc.State == incident.Open {
		blocks = append(blocks, field(FieldPromised, "What did you promise them?", "For example: the list of lost orders. The reminder says it.", true, textInput("", false, 300)))
		blocks = append(blocks, nextFields(&aff.Client, proposed, now)...)
	}
	return modal(kit.FormTold, "I told them myself", "Record", "Cancel", ref, blocks...)
}

// ReadTold takes the report out of a submitted form.
func ReadTold(ref view.Ref, v Values, next time.Time) incident.ByHandReport {
	return incident.ByHandReport{Client: ref.Client, How: incident.How(v.Get(FieldHow)), Text: v.Get(FieldText), Answer: v.Get(FieldAnswer), Promised: v.Get(FieldPromised), Status: v.Get(FieldStands) != "", NextAt: next}
}
