package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"candor/incident/fault"
	"candor/incident/view"
	"candor/messages/form"
	"candor/messages/kit"
)

const refused = "This is for the team that runs it. Nothing was changed."

// People of another company see our buttons and forms in shared channels. They
// may do nothing with them, whatever the payload claims.
func TestForeignersPressNothing(t *testing.T) {
	b := newBench(t)
	rev := b.declared().Rev
	for _, act := range slices.Sorted(maps.Keys(buttons())) {
		if buttons()[act].foreign { // what they may: see gotit_test.go
			continue
		}
		for _, from := range []string{"T0ACME", "T0STUDIO"} { // the second: a payload that claims our team
			if from == "T0STUDIO" && (act == kit.ActDismiss || act == kit.ActRun) {
				continue // these show and do nothing by themselves
			}
			value := view.Ref{Number: 1, Client: "acme", N: 1}.String()
			r := ana("press")
			r.user, r.team, r.fromMsg = "U0DANA", from, true
			r.action = &slack.BlockAction{ActionID: act, Value: value}
			switch act {
			case kit.ActMore:
				r.action.Value = kit.MoreResolve + " " + value
			case kit.ActRun:
				r.action.Value = "help"
			}
			a, err := b.press(context.Background(), r)
			if fault.CodeOf(err) != fault.Denied || !strings.HasPrefix(err.Error(), refused) || a.remove || a.Text != "" {
				t.Errorf("%s pressed from %s: %v", act, from, err)
			}
		}
	}
	if inc := b.incident(1); inc.Rev != rev {
		t.Error("a press by somebody of another company changed the incident")
	}
}

func TestForeignersTypeNothing(t *testing.T) {
	for _, about := range []string{"", "INC-1 "} {
		b := newBench(t)
		rev := b.declared().Rev
		for _, v := range verbs() {
			r := ana("typed")
			r.user, r.team, r.channel = "U0DANA", "T0ACME", "C0ACME"
			r.text = about + v.name
			before := len(b.slack.Messages("C0ACME"))
			b.typed(context.Background(), r)
			said := b.slack.Messages("C0ACME")[before:]
			if len(said) != 1 || said[0].Ephemeral != "U0DANA" || !strings.HasPrefix(said[0].Text, refused) {
				t.Errorf("%s%s: said %+v", about, v.name, said)
			}
		}
		if inc := b.incident(1); inc.Rev != rev {
			t.Error("a command by somebody of another company changed the incident")
		}
	}
}

func TestForeignersSubmitNothing(t *testing.T) {
	b := newBench(t)
	inc := b.declared()
	for _, from := range []string{"T0ACME", "T0STUDIO"} {
		for _, id := range slices.Sorted(maps.Keys(forms())) {
			form := form.Told(b.Words, inc, inc.Affected(""), "", began, began)
			form.CallbackID = id
			r, acked := submission(t, "U0DANA", from, form)
			b.handle(context.Background(), r)
			said, err := json.Marshal(*acked)
			b.must(err)
			if !strings.Contains(string(said), refused) {
				t.Errorf("the form %s of %s is answered %s", id, from, said)
			}
		}
	}
	if now := b.incident(1); now.Rev != inc.Rev {
		t.Error("a form of somebody of another company changed the incident")
	}
}

// The same over the wire, in a message that everybody sees and in one that only
// Dana sees: the answer is hers alone, and her message stays.
func TestForeignersAreRefusedInTheSharedChannel(t *testing.T) {
	b := connected(t)
	b.types("declare sev1 acme Checkout is down")
	rev := b.incident(1).Rev
	ref := view.Ref{Number: 1, Client: "acme", N: 1}.String()
	buttons := func(act, label string) slack.MsgOption {
		return slack.MsgOptionBlocks(slack.NewActionBlock("do", slack.NewButtonBlockElement(act, ref, slack.NewTextBlockObject(slack.PlainTextType, label, false, false))))
	}
	ctx := b.soon()
	_, _, err := b.API.PostMessageContext(ctx, "C0ACME", slack.MsgOptionText("for all", false), buttons(kit.ActStill, "Still working"))
	b.must(err)
	for _, act := range []string{kit.ActSend, kit.ActDismiss} {
		_, err = b.API.PostEphemeralContext(ctx, "C0ACME", "U0DANA", slack.MsgOptionText("for Dana", false), buttons(act, act))
		b.must(err)
	}
	for _, label := range []string{"Still working", kit.ActSend, kit.ActDismiss} {
		before := len(b.slack.Messages("C0ACME"))
		b.must(b.slack.Press(b.soon(), "@dana", "#acme-shared", label))
		b.settle()
		said := b.slack.Messages("C0ACME")[before:]
		if len(said) != 1 || said[0].Ephemeral != "U0DANA" || !strings.HasPrefix(said[0].Text, refused) {
			t.Errorf("pressing %s is answered %s", label, fmt.Sprint(said))
		}
	}
	for _, m := range b.slack.Messages("C0ACME") {
		if m.Deleted || m.Edited {
			t.Errorf("the message %q was taken away", m.Text)
		}
	}
	if b.incident(1).Rev != rev {
		t.Error("the incident was changed")
	}
}
