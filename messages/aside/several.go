package aside

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/screen"
)

// DeclaredSeveral answers the declare command for several clients: the first
// messages, ready to send.
func DeclaredSeveral(inc *incident.Incident, list []view.ClientResult, now time.Time) kit.Post {
	ids, failed := screen.ReadyFor(list)
	head := fmt.Sprintf("*%s* is open and you are in charge. Its channel comes in a moment. %d clients have not heard yet.", inc.Name(), len(list))
	var t *view.Draft
	for _, e := range list {
		if t == nil && e.Telling != nil || !screen.PeopleRead(t) && screen.PeopleRead(e.Telling) {
			t = e.Telling
		}
	}
	head += fmt.Sprintf(" This is ready for %s; the others get it in their own words and times:", messages.Escape(t.Client.Name))
	blocks := append([]slack.Block{kit.Paragraph("head", head)}, screen.ExactTexts(t.Update)...)
	if len(failed) > 0 {
		blocks = append(blocks, kit.Paragraph("failed", messages.Clip(strings.Join(failed, "\n"), kit.MaxSection)))
	}
	send := kit.Button(kit.ActSendAll, screen.AllRef(inc, list, ids), "Send to "+screen.HowMany(len(ids), len(list)))
	read := kit.Button(kit.ActUpdate, view.Ref{Number: inc.Number, Client: incident.AllClients}, "Read and edit")
	blocks = append(blocks, slack.NewActionBlock("do", kit.Primary(send), read, kit.Button(kit.ActDismiss, view.Ref{Number: inc.Number}, "Not yet")))
	return kit.Post{Text: fmt.Sprintf("%s is open. %d clients have not heard yet%s. The first messages are ready: press Send.", inc.Name(), len(list), screen.FirstDue(inc, t, now)), Blocks: blocks}
}
