package aside

import (
	"fmt"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/screen"
)

// DeclaredSeveral answers the declare command for several clients: the first
// messages, ready to send.
func DeclaredSeveral(inc *incident.Incident, list []view.ClientResult, now time.Time) kit.Post {
	list = view.Kept(list)
	ids, failed := screen.ReadyFor(list)
	head := fmt.Sprintf("*%s* is open and you are in charge. Its channel comes in a moment. %d clients have not heard yet.", inc.Name(), len(list))
	var t *view.Draft
	for _, e := range list {
		if t == nil && e.Telling != nil || !screen.PeopleRead(t) && screen.PeopleRead(e.Telling) {
			t = e.Telling
		}
	}
	blocks := []slack.Block{kit.Paragraph("head", head+readyFor(t, len(ids)))}
	if t != nil {
		blocks = append(blocks, screen.ExactTexts(t.Update)...)
	}
	if len(failed) > 0 {
		blocks = append(blocks, kit.Paragraph("failed", messages.Clip(strings.Join(failed, "\n"), kit.MaxSection)))
	}
	do := []slack.BlockElement{kit.Button(kit.ActUpdate, view.Ref{Number: inc.Number, Client: incident.AllClients}, "Read and edit"), kit.Button(kit.ActDismiss, view.Ref{Number: inc.Number}, "Not yet")}
	text := fmt.Sprintf("%s is open. %d clients have not heard yet: no first message is ready.", inc.Name(), len(list))
	if t != nil {
		do = append([]slack.BlockElement{kit.Primary(kit.Button(kit.ActSendAll, screen.AllRef(inc, list, ids), "Send to "+screen.HowMany(len(ids), len(list))))}, do...)
		text = fmt.Sprintf("%s is open. %d clients have not heard yet%s. The first messages are ready: press Send.", inc.Name(), len(list), screen.FirstDue(inc, t, now))
	}
	return kit.Post{Text: text, Blocks: append(blocks, slack.NewActionBlock("do", do...))}
}

// readyFor introduces the text of the first client who has one; t is nil where none has.
func readyFor(t *view.Draft, ready int) string {
	switch {
	case t == nil:
		return " No first message is ready:"
	case ready == 1:
		return fmt.Sprintf(" This is ready for %s:", messages.Escape(t.Client.Name))
	}
	return fmt.Sprintf(" This is ready for %s; the others get it in their own words and times:", messages.Escape(t.Client.Name))
}

// SentToAll tells the sender what became of an act for several clients, and asks what the texts
// say in words of their own.
func SentToAll(inc *incident.Incident, list []view.ClientResult, now time.Time) kit.Post {
	return askingAll(screen.SentToAll(inc, list, now), inc, textsOf(list), now)
}

// SentToAllUnseen is [SentToAll] for texts that their sender has not read yet.
func SentToAllUnseen(inc *incident.Incident, list []view.ClientResult, now time.Time) kit.Post {
	return askingAll(screen.SentToAllUnseen(inc, list, now), inc, textsOf(list), now)
}

// textsOf are those that leave, or wait for somebody's word.
func textsOf(list []view.ClientResult) (texts []*update.Update) {
	for _, e := range list {
		if e.Err == nil && !e.Telling.Again {
			texts = append(texts, &e.Telling.Update)
		}
	}
	return texts
}

// SaidSoAll confirms what texts for several clients say, and asks for the rest.
func SaidSoAll(inc *incident.Incident, texts []*update.Update, now time.Time) kit.Post {
	return askingAll(kit.Plain("Written down: each client whose text says so is told that by it."), inc, texts, now)
}
