package screen

import (
	"cmp"
	"fmt"

	"github.com/slack-go/slack"

	"candor/incident/update"
	"candor/incident/view"
	"candor/messages/kit"
	"candor/messages/ways"
)

// cameBack says that a text was sent and came back.
func cameBack(v view.View, w kit.Pen) string {
	not := "*not*"
	if w.Plain {
		not = "not"
	}
	after := cmp.Or(elsewhereToo(v), "They have not read it, so what they were promised before is due again.")
	if n := v.Target.Update; n == v.Client.Unsure || n == v.Client.Out {
		after = "Nobody knows whether the other copy is there. Until somebody does, what they were promised before is due again."
	}
	if v.Target.Update < v.Client.Heard && (v.Update == nil || v.Update.State != update.Sent) {
		after = "They have heard from us since, and not what it says: tell them."
	}
	return fmt.Sprintf("%s: update %d did %s reach %s%s. It was sent, and came back: %s\n%s%s",
		v.Incident.Name(), v.Target.Update, not, w.Strong(v.Client.Client.Name), ways.By(v.Target.Destination(), w), kit.Ended(v.Target.Reason), after, deadline(v, w))
}

// backButtons offer a call before anything else.
func backButtons(v view.View, ref view.Ref) []slack.BlockElement {
	rest, plain := deadButtons(v, ref), view.Ref{Number: ref.Number, Client: ref.Client}
	if b, ok := rest[0].(*slack.ButtonBlockElement); ok {
		b.Style = ""
	}
	return append([]slack.BlockElement{kit.Primary(kit.Button(kit.ActCallCard, plain, "What to say")), kit.Button(kit.ActTold, plain, "I told them")}, rest...)
}

// notTold takes back the line that a client was told.
func notTold(v view.View, w kit.Pen) string {
	name := w.Strong(v.Client.Client.Name)
	if v.Update.State != update.Failed {
		return fmt.Sprintf("▲ It is not known whether %s was told: a copy of update %d came back, and nobody knows whether the other is there.", name, v.Update.N)
	}
	return fmt.Sprintf("▲ %s was not told: update %d came back.", name, v.Update.N)
}
