package delivery

import (
	"testing"

	"candor/incident/drill"
	"candor/incident/outbox"
	"candor/incident/view"
	"candor/messages/kit"
)

// A text of a drill is posted where nobody but the team reads: never in a client's channel,
// and not in its own once somebody else is there.
func TestATextOfADrillIsReadByTheTeamAlone(t *testing.T) {
	b := newBench(t)
	inc := b.incident()
	inc.Drill = &drill.Drill{}
	o := b.open(inc, 0)
	b.want(o, outbox.Sent, "")
	own := o.Receipt.Channel
	_, err := b.api.InviteUsersToConversationContext(t.Context(), own, "U0ANA", "U0BEN")
	b.must(err)
	d := clientText("DRILL: we look")
	d.To = own
	b.want(b.try(d, view.View{Incident: inc}, kit.Post{}), outbox.Sent, "")

	d.To = "C0ACME"
	before := len(b.box.Messages("C0ACME"))
	b.want(b.try(d, view.View{Incident: inc}, kit.Post{}), outbox.Refused, "another company")
	if n := len(b.box.Messages("C0ACME")); n > before {
		t.Errorf("a text of a drill stands in a client's channel: %q", b.last("C0ACME").Text)
	}

	d.To = own
	b.must(b.box.Regrade("@ben", false, true))
	b.clock.move(stillOurs)
	b.Forget(own)
	o = b.try(d, view.View{Incident: inc}, kit.Post{})
	b.want(o, outbox.Refused, "a guest is in that channel")
	if len(o.Guests) > 0 {
		t.Errorf("a text asks who %v are", o.Guests)
	}
}
