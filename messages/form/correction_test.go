package form

import (
	"testing"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/update"
	"candor/messages/scene"
)

// input is the input with a name in a form; nil if there is none.
func input(f slack.ModalViewRequest, name string) *slack.InputBlock {
	for _, b := range f.Blocks.BlockSet {
		if in, ok := b.(*slack.InputBlock); ok && in.BlockID == name {
			return in
		}
	}
	return nil
}

// Which text was wrong only who writes the correction knows: nothing is chosen for them where
// there are several, unless the answers say which.
func TestWhichTextWasWrongIsAsked(t *testing.T) {
	w := mustLoad(t)
	inc := scene.Told14()
	aff := &inc.Clients[0]
	text := func(n int, state update.State) *update.Update {
		return &update.Update{N: n, Kind: update.Progress, State: state, To: []client.Destination{{Via: client.ViaSlack}}, At: scene.At("14:00"), SentAt: scene.At("14:00")}
	}
	for _, tt := range []struct {
		name   string
		texts  []*update.Update
		chosen int
		want   string // the value that is chosen; "" none
	}{
		{"one", []*update.Update{text(1, update.Sent)}, 0, "1"},
		{"one, and one that was taken back", []*update.Update{text(1, update.Sent), text(2, update.Withdrawn)}, 0, "1"},
		{"two", []*update.Update{text(1, update.Sent), text(2, update.Sent)}, 0, ""},
		{"two, and the answers say which", []*update.Update{text(1, update.Sent), text(2, update.Sent)}, 1, "1"},
	} {
		f := Update(w, inc, aff, update.Update{Kind: update.Correction}, scene.London, scene.At("14:20"))
		if input(f, update.Correction+":wrong_at") == nil {
			t.Fatal("the form asks for no time that could go")
		}
		f = AskWhich(f, tt.texts, tt.chosen, &aff.Client, scene.At("14:20"))
		in, got := input(f, FieldWhich), ""
		if in == nil || in.Optional || input(f, update.Correction+":wrong_at") != nil {
			t.Fatalf("%s: it is not asked, or may stay empty, or when it was is asked, too: %+v", tt.name, in)
		}
		if o := in.Element.(*slack.SelectBlockElement).InitialOption; o != nil {
			got = o.Value
		}
		if got != tt.want {
			t.Errorf("%s: %q is chosen, want %q", tt.name, got, tt.want)
		}
	}
}

// For several clients the time is asked for, and nothing stands there; where the answers say
// what was wrong, each reads when it was told.
func TestWhenSeveralWereToldWhatWasWrong(t *testing.T) {
	w := mustLoad(t)
	for _, known := range []bool{false, true} {
		inc := scene.Told14()
		inc.Clients = append(inc.Clients, inc.Clients[0])
		inc.Clients[1].Client.ID, inc.Clients[1].Client.Name = "globex", "Globex Travel"
		if known {
			scene.Given(inc, map[facts.Question]facts.Answer{facts.Personal: facts.No})
			for i := range inc.Clients {
				inc.Clients[i].WroteIn, inc.Clients[i].Wrote = 1, map[facts.Question]facts.Answer{facts.Personal: facts.Yes}
			}
		}
		all := inc.Clients[0]
		all.Client.ID = incident.AllClients
		now := scene.At("14:20")
		in := input(Update(w, inc, &all, w.Begin(inc, &all, update.Update{Kind: update.Correction}, now), scene.London, now), update.Correction+":wrong_at")
		if value := in.Element.(*slack.PlainTextInputBlockElement).InitialValue; in.Optional != known || value != "" {
			t.Errorf("the answers say it: %t; may stay empty: %t, and stands there: %q", known, in.Optional, value)
		}
	}
}
