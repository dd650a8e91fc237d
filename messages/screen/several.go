package screen

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// ReadyFor parts the clients that have a text from the reasons why others have none.
func ReadyFor(list []view.ClientResult) (ids, failed []string) {
	for _, e := range list {
		if e.Err != nil {
			failed = append(failed, fmt.Sprintf("✕ *%s* gets nothing now: %s", messages.Escape(e.Client.Name), e.Err))
			continue
		}
		ids = append(ids, e.Client.ID)
	}
	return ids, failed
}

// AllRef says which texts for which clients a button sends.
func AllRef(inc *incident.Incident, list []view.ClientResult, ids []string) view.Ref {
	return view.Ref{Number: inc.Number, Client: incident.AllClients, Key: view.HashAll(list) + " " + inc.FormatClients(ids)}
}

// DeclaredSeveral answers the declare command for several clients: the first
// messages, ready to send.
func DeclaredSeveral(inc *incident.Incident, list []view.ClientResult, now time.Time) kit.Post {
	ids, failed := ReadyFor(list)
	head := fmt.Sprintf("*%s* is open and you are in charge. Its channel comes in a moment. %d clients have not heard yet.", inc.Name(), len(list))
	var t *view.Draft
	for _, e := range list {
		if t == nil && e.Telling != nil {
			t = e.Telling
		}
	}
	head += fmt.Sprintf(" This is ready for %s; the others get it in their own words and times:", messages.Escape(t.Client.Name))
	blocks := append([]slack.Block{kit.Paragraph("head", head)}, ExactTexts(t.Update)...)
	if len(failed) > 0 {
		blocks = append(blocks, kit.Paragraph("failed", messages.Clip(strings.Join(failed, "\n"), kit.MaxSection)))
	}
	send := kit.Button(kit.ActSendAll, AllRef(inc, list, ids), fmt.Sprintf("Send to all %d", len(ids)))
	read := kit.Button(kit.ActUpdate, view.Ref{Number: inc.Number, Client: incident.AllClients}, "Read and edit")
	blocks = append(blocks, slack.NewActionBlock("do", kit.Primary(send), read, kit.Button(kit.ActDismiss, view.Ref{Number: inc.Number}, "Not yet")))
	return kit.Post{Text: fmt.Sprintf("%s is open. %d clients have not heard yet%s. The first messages are ready: press Send.", inc.Name(), len(list), firstDue(inc, t, now)), Blocks: blocks}
}
