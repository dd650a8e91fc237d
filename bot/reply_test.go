package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/records"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages/form"
)

func TestApologise(t *testing.T) {
	b := newBench(t)
	told := fault.Errorf(fault.Conflict, "It was *not* sent.")
	if got := b.apologise(fmt.Errorf("tell acme: %w", told)); got != "It was *not* sent." {
		t.Errorf("a sentence for people is shown as %q", got)
	}
	for _, err := range []error{
		errors.New("dial tcp 10.0.0.7:443: xoxb-secret"),
		fault.Errorf(fault.Internal, "bucket xoxb-secret is missing"),
		fmt.Errorf("put: %w", fault.Errorf(fault.Internal, "xoxb-secret")),
	} {
		got := b.apologise(err)
		if strings.Contains(got, "secret") || strings.Contains(got, "bucket") || !failed(got) {
			t.Errorf("an error of ours is shown as %q", got)
		}
		ref := got[strings.LastIndex(got, " ")+1 : len(got)-1]
		if len(ref) != 6 || !strings.Contains(b.log.String(), "ref="+ref) {
			t.Errorf("the reference %q is not in the log", ref)
		}
	}
}

// submission is a form as Slack hands it back.
func submission(t *testing.T, user, team string, form slack.ModalViewRequest) (*request, *any) {
	t.Helper()
	sent, err := json.Marshal(form)
	if err != nil {
		t.Fatal(err)
	}
	view := &slack.View{}
	if err := json.Unmarshal(sent, view); err != nil {
		t.Fatal(err)
	}
	acked := new(any)
	r := &request{env: records.Envelope{ID: "form", Type: "interactive"}, user: user, team: team, channel: "C0TEAM", view: view, submit: true}
	r.ack = func(payload any) {
		if *acked != nil {
			t.Error("a submission was acknowledged twice")
		}
		*acked = payload
	}
	return r, acked
}

func TestFormErrorsStandOnInputsOfTheForm(t *testing.T) {
	b := newBench(t)
	inc := b.declared()
	form := form.Told(b.Words, inc, inc.Affected(""), "", began, began)
	mistake := func(fields map[string]string) error {
		e := fault.Errorf(fault.Invalid, "Nothing was *recorded*. Ask <@U0ANA> or <@U0NEW> in <#C0INC1>, or type `/incident told`.")
		e.Fields = fields
		return fmt.Errorf("told: %w", e)
	}
	b.who.Zone(context.Background(), "U0ANA")
	whole := "Nothing was recorded. Ask Ana Ruiz or that person in the incident's channel, or type /incident told."
	tests := []struct {
		name string
		err  error
		want map[string]string
	}{
		{"on its field", mistake(map[string]string{"text": "Say *what*."}), map[string]string{"text": "Say what. Nothing was done yet, and what you wrote stays here."}},
		{"on both", mistake(map[string]string{"text": "a", "next_at": "b"}), map[string]string{"text": "a Nothing was done yet, and what you wrote stays here.", "next_at": "b"}},
		{"one of another form is left out", mistake(map[string]string{"text": "a", "client": "b"}), map[string]string{"text": "a Nothing was done yet, and what you wrote stays here."}},
		{"all of another form: on the first", mistake(map[string]string{"client": "b"}), map[string]string{"text": whole}},
		{"a moment is by the clock of whoever reads it", mistake(map[string]string{"text": "At " + fault.Clock(time.Date(2026, 7, 1, 14, 0, 0, 0, time.UTC)) + "."}), map[string]string{"text": "At 15:00 BST. Nothing was done yet, and what you wrote stays here."}},
		{"of no field: on the first", mistake(nil), map[string]string{"text": whole}},
		{"a line without input has none", mistake(map[string]string{"why": "b"}), map[string]string{"text": whole}},
	}
	for _, tt := range tests {
		r, _ := submission(t, "U0ANA", "T0STUDIO", form)
		got := b.formErrors(r, tt.err)
		if fmt.Sprint(got.Errors) != fmt.Sprint(tt.want) || got.ResponseAction != slack.RAErrors {
			t.Errorf("%s: %s %v, want %v", tt.name, got.ResponseAction, got.Errors, tt.want)
		}
	}

	internal := fault.Errorf(fault.Internal, "secret")
	internal.Fields = map[string]string{"text": "secret"}
	r, _ := submission(t, "U0ANA", "T0STUDIO", form)
	if got := b.formErrors(r, internal); !failed(got.Errors["text"]) {
		t.Errorf("an error of ours stands on a field: %v", got.Errors)
	}
}

// A form without inputs has no place for an error: it becomes the error, and
// still knows what it was about.
func TestAPreviewBecomesItsError(t *testing.T) {
	b := newBench(t)
	tell := &view.Draft{Incident: b.declared(), Client: b.Service.Roster().Clients[0], Update: update.Update{Texts: map[string]outbox.Text{client.ViaSlack: {Body: "x"}}}}
	r, _ := submission(t, "U0ANA", "T0STUDIO", form.Preview(tell, began))
	got := b.formErrors(r, fault.Errorf(fault.Conflict, "It was *not* sent."))
	if got.ResponseAction != slack.RAUpdate || got.View.Submit != nil || got.View.PrivateMetadata != r.view.PrivateMetadata || len(got.Errors) > 0 {
		t.Errorf("it becomes %+v", got)
	}
}

func TestAnUnknownFormSaysSo(t *testing.T) {
	b := newBench(t)
	form := form.Declare(b.Service.Roster().Clients, b.Words.Choices(), form.Begun{})
	form.CallbackID = "of-last-year"
	r, acked := submission(t, "U0ANA", "T0STUDIO", form)
	b.handle(context.Background(), r)
	if s := fmt.Sprint(*acked); !strings.Contains(s, "older version") || !strings.Contains(s, "Nothing was changed") {
		t.Errorf("it is answered %s", s)
	}
}

// What is shown where the disk is full, for each way to ask.
func TestRefusalIsSeen(t *testing.T) {
	b := newBench(t)
	tell := &view.Draft{Incident: b.declared(), Client: b.Service.Roster().Clients[0], Update: update.Update{Texts: map[string]outbox.Text{client.ViaSlack: {Body: "x"}}}}
	preview, _ := submission(t, "U0ANA", "T0STUDIO", form.Preview(tell, began))
	declare, _ := submission(t, "U0ANA", "T0STUDIO", form.Declare(b.Service.Roster().Clients, b.Words.Choices(), form.Begun{}))
	for name, r := range map[string]*request{"a command": ana("x"), "a preview": preview, "a form": declare} {
		said, err := json.Marshal(b.refusal(r, fault.Errorf(fault.Conflict, "Nothing was done: Candor cannot write to its disk.")))
		b.must(err)
		if !strings.Contains(string(said), "cannot write to its disk") || strings.Contains(string(said), `"":`) {
			t.Errorf("%s is refused with %s", name, said)
		}
	}
}
