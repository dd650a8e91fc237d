package form

import (
	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/view"
	"candor/messages/kit"
)

// FieldEta is the field of the estimate form that holds the range.
const FieldEta = "eta"

// Estimate asks for a new estimate.
func Estimate(inc *incident.Incident) slack.ModalViewRequest {
	return modal(kit.FormEta, "When will it work?", "Save", "Cancel", view.Ref{Number: inc.Number},
		field(FieldEta, "Between when and when?", "A range, for example 2-4h or 15:00-16:00. Write none if nobody can say.", false, textInput("", false, 2*maxTime)),
		field(FieldReason, "Why?", "If it is another one than before. The client may read it.", true, textInput("", false, 300)))
}
