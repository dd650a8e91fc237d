package screen

import (
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/outbox"
	"candor/incident/update"
	"candor/messages/scene"
)

// readUpdate is an update that two people at the client have read.
func readUpdate() update.Update {
	u := sentUpdate
	u.Readings = []update.Acknowledgement{{Update: 3, User: "U0DANA", Name: "Dana Fox", Company: "Acme Shop", At: scene.At("14:32")}, {Update: 3, User: "U0EVE", Name: "<!here>"}}
	return u
}

// hostile is what somebody outside may write.
const hostile = "Is it safe? <!channel> @here *bold* _it_ `code` https://evil.example/a_b?c=1 evil.example <@U0ANA> &amp;\n> quoted\u202e"

var replies = []outbox.Reply{
	{TS: "1.1", User: "U0DANA", Name: "Dana *Fox* <!here>", Text: hostile, Files: []string{"bill <b>.pdf", "x.png"}, Link: "https://studio-north.slack.com/archives/C0ACME/p11", At: scene.At("14:10")},
	{TS: "1.2", User: "U0DANA", Name: "Dana Fox", Text: "We lose orders", At: scene.At("14:11"), EditedAt: scene.At("14:12")},
	{TS: "1.3", User: "U0DANA", At: scene.At("14:11"), DeletedAt: scene.At("14:13"), EditedAt: scene.At("14:13")},
}

// byMail are replies that came by mail: from whom nobody knows, proved, and from a machine.
var byMail = []outbox.Reply{
	{TS: "mail/1", User: "dana@evil.example", Name: "Dana *Fox* <!here>", Text: hostile, At: scene.At("14:10"), Mail: &outbox.Mailed{Unknown: true, Subject: "Checkout <!here> https://evil.example"}},
	{TS: "mail/2", User: "dana@acme.example", Name: "Dana Fox", Text: "When will it work?", At: scene.At("14:11"), Mail: &outbox.Mailed{Proved: true, Subject: "Re: Checkout"}},
	{TS: "auto/1", User: "dana@acme.example", Name: "Dana Fox", Text: "I am away until Monday.", At: scene.At("14:11"), Mail: &outbox.Mailed{Proved: true, Auto: true, Subject: "Automatic reply"}},
	{TS: "delayed/1", User: "dana@acme.example", At: scene.At("14:12"), Mail: &outbox.Mailed{Auto: true, Report: outbox.StillTrying}},
}

// unread are mails without words: they are encrypted, stand in the subject, or there are none.
var unread = []outbox.Reply{
	{TS: "mail/3", User: "dana@acme.example", Name: "Dana Fox", Files: []string{"smime.p7m"}, At: scene.At("14:10"), Mail: &outbox.Mailed{Proved: true, Unread: true, Subject: "Re: Checkout"}},
	{TS: "mail/4", User: "dana@acme.example", Name: "Dana Fox", At: scene.At("14:11"), Mail: &outbox.Mailed{Proved: true, Subject: "When will it work?"}},
	{TS: "mail/5", User: "dana@acme.example", Name: "Dana Fox", At: scene.At("14:12"), Mail: &outbox.Mailed{Proved: true}},
}

// late is a mail that came while the mailbox could not be read.
var late = outbox.Reply{TS: "mail/6", User: "dana@acme.example", Name: "Dana Fox", Text: "When will it work?", At: scene.At("14:11"), Mail: &outbox.Mailed{Proved: true, Subject: "Re: Checkout", Came: scene.At("10:02")}}

// theirs is what the client did: read an update, and asked.
func theirs(inc *incident.Incident) {
	inc.Clients[0].Read = update.Acknowledgement{Update: 1, Name: "Dana Fox", At: scene.At("14:02")}
	inc.Clients[0].Asked, inc.Clients[0].AskedMore = replies[:2], 3
}

func copyCases() []internalCase {
	first := outbox.Delivery{Kind: outbox.Copy, Replies: replies[:1], Users: []string{"U0BEN"}}
	edited := viewAt(scene.Told14(), "14:15", 0)
	edited.Target = &outbox.Delivery{Replies: replies}
	over := viewAt(scene.With(scene.Reviewed(), func(inc *incident.Incident) { inc.State, inc.ClosedAt = incident.Closed, scene.At("17:00") }), "17:10", 0)
	return []internalCase{
		{"copy/asked", viewAt(scene.Told14(), "14:10", 0), first},
		{"copy/edited", edited, outbox.Delivery{Kind: outbox.Recopy}},
		{"copy/mailed", viewAt(scene.Told14(), "14:15", 0), outbox.Delivery{Kind: outbox.Copy, Replies: byMail[:2], Users: []string{"U0BEN"}}},
		{"copy/mailed-by-machine", viewAt(scene.Told14(), "14:15", 0), outbox.Delivery{Kind: outbox.Copy, Replies: byMail[2:]}},
		{"copy/mailed-unread", viewAt(scene.Told14(), "14:15", 0), outbox.Delivery{Kind: outbox.Copy, Replies: unread}},
		{"copy/mailed-aside", viewAt(scene.Told14(), "14:15", 0), outbox.Delivery{Kind: outbox.Copy, Replies: byMail[1:2], Data: outbox.Payload{Aside: "U0ANA"}}},
		{"copy/mailed-late", viewAt(scene.Told14(), "14:15", 0), outbox.Delivery{Kind: outbox.Copy, Replies: []outbox.Reply{late}}},
		{"copy/over", over, outbox.Delivery{Kind: outbox.Copy, Replies: replies[1:2]}},
	}
}

// Nothing that a client writes is read by Slack as a mark, a name or a link.
func TestCopiesAreHarmless(t *testing.T) {
	for _, c := range append(copyCases(), cardCases()...) {
		p, err := Internal(c.v, c.d)
		if err != nil {
			t.Fatal(err)
		}
		said := p.Text
		for _, b := range p.Blocks {
			if s, ok := b.(*slack.SectionBlock); ok {
				said += "\n" + s.Text.Text
			}
		}
		for _, bad := range []string{"<!here", "<@U0ANA> &", "https://evil", "evil.example", "@here", "\u202e", "<b>"} {
			if strings.Contains(said, bad) {
				t.Errorf("%s shows %q:\n%s", c.name, bad, said)
			}
		}
	}
}
