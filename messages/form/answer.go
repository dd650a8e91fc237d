package form

import (
	"fmt"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// Declared says that the incident is open where its first message could not
// be made.
func Declared(inc *incident.Incident, why string) slack.ModalViewRequest {
	f := modal(kit.FormPreview, inc.Name()+" is open", "", "Close", view.Ref{Number: inc.Number},
		kit.Paragraph("why", messages.Clip(fmt.Sprintf("*%s is open.* Its channel comes in a moment. The client has not heard yet. %s", inc.Name(), why), kit.MaxSection)))
	f.Submit = nil
	return f
}

// Refusal replaces a form that has no field on which an error could stand.
func Refusal(title, why, metadata string) slack.ModalViewRequest {
	f := modal(kit.FormPreview, title, "", "Close", view.Ref{}, kit.Paragraph("why", messages.Clip(why, kit.MaxSection)))
	f.Submit, f.PrivateMetadata = nil, metadata
	return f
}
