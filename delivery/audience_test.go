package delivery

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"candor/incident/outbox"
	"candor/incident/view"
	"candor/messages/kit"
	"candor/sandbox/faults"
)

// speaks says how a kind says something in the incident's channel: as a new
// message, as an edit of one, or as its topic. What is in neither list says
// nothing there, for the reason given.
var speaks = map[string]string{
	outbox.Card: "post", outbox.Reminder: "post", outbox.Line: "post", outbox.Problem: "post", outbox.AsOfCopy: "post", outbox.Copy: "post", outbox.Farewell: "post",
	outbox.ApprovalAsk: "post", outbox.EstimateAsk: "post", outbox.NightOver: "post", outbox.RoleGap: "post", outbox.AllLeft: "post", outbox.DrillBegun: "post", outbox.DrillScore: "post", outbox.Sheet: "post",
	outbox.Answered: "edit", outbox.Retold: "edit", outbox.Recopy: "edit",
	outbox.Topic: "topic",
}

var unspoken = map[string]string{
	outbox.ClientText:  "is for the client",
	outbox.OpenChannel: "has no words",
	outbox.Invite:      "has no words",
	outbox.Kick:        "has no words",
	outbox.Pin:         "has no words",
	outbox.PinSheet:    "has no words",
	outbox.AskClient:   "is for the client",
	outbox.Paper:       "is for the client",
	outbox.SheetAnswer: "goes to one person",
	outbox.Trial:       "goes to one person",
	outbox.TrialSaid:   "goes to one person",
	outbox.Relisted:    "goes to one person",
	outbox.Remove:      "shows less, not more",
	outbox.OldCard:     "shows less, not more",
	outbox.WakeCall:    "does not go to Slack",
	outbox.AskQuiet:    "has no words",
	outbox.Direct:      "goes to one person",
	outbox.Notice:      "goes to one person",
	outbox.Damaged:     "goes to one person",
	outbox.Morning:     "goes to one person",
	outbox.AskGuest:    "goes to one person",
	outbox.GuestSaid:   "goes to one person",

	outbox.Digest: "goes to the channel for all of the team",

	outbox.GoodNight:  "goes to one person",
	outbox.TakeOver:   "goes to one person",
	outbox.Passed:     "goes to one person",
	outbox.Muted:      "goes to one person",
	outbox.HandedOver: "goes to one person",
	outbox.ClockDue:   "goes to one person",

	outbox.Second:        "goes to one person",
	outbox.StepDue:       "goes to one person",
	outbox.ApprovalAlone: "goes to one person",
	outbox.ApprovalEnded: "goes to one person",
}

// room is a channel in some state.
type room struct {
	name    string
	posted  bool // what is for the team is posted there
	prepare func(b *bench, channel string)
	trusted []string
}

func rooms() []room {
	must := func(b *bench, err error) {
		b.t.Helper()
		if err != nil {
			b.t.Fatal(err)
		}
	}
	// old is a channel of which nothing is known any more.
	old := func(b *bench, channel string) { b.clock.move(freshness); b.Forget(channel) }
	guest := func(b *bench, channel string) {
		must(b, b.box.Regrade("@cleo", false, true))
		must(b, b.box.Invite(context.Background(), "@ana", channel, "@cleo"))
		old(b, channel)
	}
	fault := func(f faults.Fault) func(*bench, string) {
		return func(b *bench, channel string) { old(b, channel); b.box.Break(f) }
	}
	return []room{
		{"internal", true, old, nil},
		{"just created", true, func(*bench, string) {}, nil},
		{"shared", false, func(b *bench, channel string) {
			must(b, b.box.Share(context.Background(), channel))
			old(b, channel)
		}, nil},
		{"offered to another company", false, func(b *bench, channel string) { must(b, b.box.OfferShare(channel)); old(b, channel) }, nil},
		{"of which Slack says nothing", false, fault(faults.Fault{Method: "conversations.info", Empty: true}), nil},
		{"that cannot be looked up", false, fault(faults.Fault{Method: "conversations.info", Error: "internal_error"}), nil},
		{"whose members are not known", false, fault(faults.Fault{Method: "conversations.members", Lost: true}), nil},
		{"whose members are nobody", false, fault(faults.Fault{Method: "conversations.members", Empty: true}), nil},
		{"of whose members nothing is known", false, fault(faults.Fault{Method: "users.info", Status: 503}), nil},
		{"with a member whom Slack hides", false, fault(faults.Fault{Method: "users.info", Error: "user_not_found"}), nil},
		{"with an unknown guest", false, guest, nil},
		{"with another guest trusted", false, guest, []string{"U0BEN"}},
		{"with a trusted guest", true, guest, []string{"U0CLEO"}},
	}
}

// Each kind that acts has an act, and no other has.
func TestEveryKindThatActsHasAnAct(t *testing.T) {
	found := 0
	for _, k := range outbox.Kinds() {
		_, has := acts[k.Name]
		if k.Name == outbox.WakeCall || k.Name == outbox.Paper { // which [Ways] hands to other senders
			has = !has
		}
		if has != (k.Manner == outbox.Acts) {
			t.Errorf("%s: it is carried out in a way of its own: %t, there is one: %t", k.Name, k.Manner == outbox.Acts, has)
		}
		if acts[k.Name] != nil {
			found++
		}
	}
	if found != len(acts) {
		t.Errorf("%d of %d acts are for kinds that do not exist", len(acts)-found, len(acts))
	}
}

// Every internal delivery × every state of the channel: posted, or held back.
func TestWrongAudience(t *testing.T) {
	for _, k := range outbox.Kinds() {
		if (speaks[k.Name] == "") == (unspoken[k.Name] == "") {
			t.Errorf("a delivery of kind %s has no row, or two: does it say something in the incident's channel?", k.Name)
		}
		inPublic := k.Words && (k.Where == outbox.InChannel || k.Where == outbox.InOld)
		if inPublic != (speaks[k.Name] != "") && k.Name != outbox.OldCard {
			t.Errorf("the table of kinds says that a %s has words in a channel: %t", k.Name, inPublic)
		}
		if edits := k.Manner == outbox.Edits && inPublic; edits != (speaks[k.Name] == "edit") {
			t.Errorf("the table of kinds says that a %s edits a message in a channel: %t", k.Name, edits)
		}
	}
	for kind, how := range speaks {
		for _, r := range rooms() {
			t.Run(fmt.Sprintf("%s in a channel %s", kind, r.name), func(t *testing.T) {
				b := newBench(t)
				inc := b.incident()
				to := b.open(inc, 0).Receipt.Channel
				b.want(b.try(outbox.Delivery{Kind: outbox.Invite, To: to, Users: []string{"U0ANA"}}, view.View{Incident: inc}, kit.Post{}), outbox.Sent, "")
				said := b.try(outbox.Delivery{Kind: outbox.Line, To: to}, view.View{Incident: inc}, kit.Post{Text: "before"}).Receipt
				r.prepare(b, to)

				v := view.View{Incident: inc, Known: r.trusted}
				if how == "edit" {
					v.Target = &outbox.Delivery{Receipt: said}
				}
				o := b.try(outbox.Delivery{Kind: kind, To: to}, v, words)
				shows := b.channel(to).Topic == words.Text
				for _, m := range b.box.Messages(to) {
					shows = shows || m.Subtype == "" && m.Text == words.Text
				}
				if shows != r.posted || (o.Verdict == outbox.Sent) != r.posted {
					t.Errorf("it is shown: %t, outcome %+v, want it shown: %t", shows, o, r.posted)
				}
			})
		}
	}
}

func TestUnknownGuestsAreNamed(t *testing.T) {
	b := newBench(t)
	to := b.open(b.incident(), 0).Receipt.Channel
	if err := b.box.Regrade("@cleo", false, true); err != nil {
		t.Fatal(err)
	}
	b.want(b.try(outbox.Delivery{Kind: outbox.Invite, To: to, Users: []string{"U0ANA", "U0CLEO"}}, view.View{}, kit.Post{}), outbox.Sent, "")
	say := func() outbox.DeliveryOutcome {
		return b.try(outbox.Delivery{Kind: outbox.Line, To: to}, view.View{}, words)
	}
	b.clock.move(freshness)
	o := say()
	b.want(o, outbox.Refused, "client or colleague")
	if !slices.Equal(o.Guests, []outbox.Guest{{User: "U0CLEO", Name: "Cleo Lindqvist"}}) {
		t.Errorf("the guests are %+v", o.Guests)
	}
	before := len(b.box.Calls())
	b.want(say(), outbox.Refused, "client or colleague")
	if n := len(b.box.Calls()); n != before {
		t.Errorf("asked Slack %d times within a minute", n-before)
	}

	// She becomes a member of the team: known within a minute.
	if err := b.box.Regrade("@cleo", false, false); err != nil {
		t.Fatal(err)
	}
	b.clock.move(freshness)
	b.want(say(), outbox.Sent, "")
	people := b.called("users.info")
	b.clock.move(freshness)
	b.want(say(), outbox.Sent, "")
	if n := b.called("users.info") - people; n != 0 {
		t.Errorf("asked about %d people again after a minute; colleagues stay colleagues for a while", n)
	}
	b.clock.move(stillOurs)
	b.want(say(), outbox.Sent, "")
	if n := b.called("users.info") - people; n != 2 {
		t.Errorf("asked about %d people again, want 2", n)
	}
}

func TestKick(t *testing.T) {
	b := newBench(t)
	to := b.open(b.incident(), 0).Receipt.Channel
	kick := func() outbox.DeliveryOutcome {
		return b.try(outbox.Delivery{Kind: outbox.Kick, To: to, Users: []string{"U0CLEO"}}, view.View{}, kit.Post{})
	}
	b.want(b.try(outbox.Delivery{Kind: outbox.Invite, To: to, Users: []string{"U0CLEO"}}, view.View{}, kit.Post{}), outbox.Sent, "")
	for range 2 { // the second finds them gone
		b.want(kick(), outbox.Sent, "")
	}
	if slices.Contains(b.channel(to).Members, "U0CLEO") {
		t.Error("she is still there")
	}
	b.box.Break(faults.Fault{Method: "conversations.kick", Error: "restricted_action", Times: 1})
	b.want(kick(), outbox.Refused, "I may not take <@U0CLEO> out")
	b.box.Break(faults.Fault{Method: "conversations.kick", RetryAfter: time.Second, Times: 1})
	b.want(kick(), outbox.Retry, "asked to wait")
}

// A text in a channel that nobody of the client's reads would count as told.
func TestAClientTextGoesOnlyWhereTheyReadIt(t *testing.T) {
	ctx := context.Background()
	guest := func(b *bench) {
		b.must(b.box.Unshare(ctx, "acme-shared"))
		b.must(b.box.Regrade("@cleo", false, true))
	}
	tests := []struct {
		name   string
		make   func(*bench)
		ours   []string
		want   outbox.Verdict
		reason string
	}{
		{"shared", func(*bench) {}, nil, outbox.Sent, ""},
		{"no longer shared", func(b *bench) { b.must(b.box.Unshare(ctx, "acme-shared")) }, nil, outbox.Refused, "they can no longer read it"},
		{"no longer shared, offered again", func(b *bench) {
			b.must(b.box.Unshare(ctx, "acme-shared"))
			b.must(b.box.OfferShare("acme-shared"))
		}, nil, outbox.Refused, "they can no longer read it"},
		{"with a guest", guest, nil, outbox.Sent, ""},
		{"with a guest of the team", guest, []string{"U0CLEO"}, outbox.Refused, "they can no longer read it"},
		{"of which Slack says nothing", func(b *bench) { b.box.Break(faults.Fault{Method: "conversations.info", Empty: true, Times: 1}) }, nil, outbox.Retry, "did not say"},
		{"of which Slack may not speak", func(b *bench) {
			b.box.Break(faults.Fault{Method: "conversations.info", Error: "missing_scope", Times: 1})
		}, nil, outbox.Sent, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			tt.make(b)
			o := b.try(clientText("Hello"), view.View{Known: tt.ours}, kit.Post{})
			b.want(o, tt.want, tt.reason)
			if posted := b.called("chat.postMessage"); (posted > 0) != (tt.want == outbox.Sent) {
				t.Errorf("posted %d times", posted)
			}
		})
	}
}

func (b *bench) must(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}
