package bot

import (
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages/kit"
)

// presses is a button's press by a person, without the wire.
func presses(user, act string, ref view.Ref) *request {
	r := ana("press " + user + act)
	r.user = user
	r.action = &slack.BlockAction{ActionID: act, Value: ref.String()}
	return r
}

// Whoever is asked to agree that a client hears later may answer before they are
// in the private channel; nobody else may.
func TestTheSecondPersonAnswersFromOutside(t *testing.T) {
	b := newBench(t)
	if _, err := b.runs("declare sev1 acme data_loss orders are missing"); err != nil {
		t.Fatal(err)
	}
	inc, err := b.Service.TellLater(b.soon(), incident.Actor{ID: "U0ANA", Team: "T0STUDIO", Home: "T0STUDIO"}, 1,
		incident.DecisionRequest{Client: "acme", Reason: "in the air", Second: "U0BEN", Until: began.Add(time.Hour)})
	b.must(err)
	ref := view.Ref{Number: 1, Client: "acme", Key: inc.Clients[0].Embargo.Key}
	if _, err := b.press(b.soon(), presses("U0CLEO", kit.ActAgree, ref)); fault.CodeOf(err) != fault.Denied {
		t.Errorf("somebody else agreed: %v", err)
	}
	a, err := b.press(b.soon(), presses("U0BEN", kit.ActAgree, ref))
	if err != nil || !strings.Contains(a.Text, "Acme Shop hears later") {
		t.Errorf("answered %q, %v", a.Text, err)
	}
}

// A draft says what was known when it was written: what the facts fill is filled
// anew once they have changed, and a person's own words stay.
func TestADraftFollowsTheFacts(t *testing.T) {
	b := newBench(t)
	for _, text := range []string{"declare sev1 acme data_loss orders are missing", "INC-1 fact data_lost yes all orders", "INC-1 fact backup unknown"} {
		if _, err := b.runs(text); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
	a := incident.Actor{ID: "U0ANA", Team: "T0STUDIO", Home: "T0STUDIO"}
	_, err := b.Service.Write(b.soon(), a, 1, incident.Proposal{Client: "acme", Kind: update.DataLoss, Words: map[string]string{"protect_line": "stopped all changes"}})
	b.must(err)
	inc := b.incident(1)
	u := b.drafts().Begin(inc, inc.Affected(""), a, update.DataLoss)
	if !strings.Contains(u.Words["backup_line"], "do not know yet whether we have a working backup") || u.Words["protect_line"] != "stopped all changes" {
		t.Errorf("the draft is %v", u.Words)
	}
	later := began.Add(time.Minute)
	b.Service.Now = func() time.Time { return later }
	if _, err := b.runs("INC-1 fact backup none"); err != nil {
		t.Fatal(err)
	}
	inc = b.incident(1)
	u = b.drafts().Begin(inc, inc.Affected(""), a, update.DataLoss)
	if !strings.HasPrefix(u.Words["backup_line"], "There was no backup of this data") || u.Words["protect_line"] != "stopped all changes" {
		t.Errorf("after the answer the draft is %v", u.Words)
	}
}

// What a typed report says about how the client was told, and when they hear next.
func TestTypedReports(t *testing.T) {
	tests := []struct{ typed, how, text, next string }{
		{"call: we rang Dana, she asks for numbers, next 45m", "call", "we rang Dana, she asks for numbers", "45m"},
		{"Phone: it is down", "call", "it is down", ""},
		{"voicemail: call us, next 15:30", "voicemail", "call us", "90m"},
		{"sms: it is down", "messenger", "it is down", ""},
		{"in person: it is down; next 1h", "person", "it is down", "60m"},
		{"call centre is down next 20m", "", "call centre is down", "20m"},
		{"we told Dana", "", "we told Dana", ""},
	}
	for _, tt := range tests {
		b := newBench(t)
		b.declared()
		if _, err := b.runs("INC-1 told " + tt.typed); err != nil {
			t.Errorf("%s: %v", tt.typed, err)
			continue
		}
		list, err := b.Service.Updates(b.soon(), incident.Actor{ID: "U0ANA", Team: "T0STUDIO", Home: "T0STUDIO"}, 1, "acme")
		b.must(err)
		u := list[0]
		if u.Words["how"] != tt.how || u.Words["text"] != tt.text {
			t.Errorf("%s: recorded %q %q, want %q %q", tt.typed, u.Words["how"], u.Words["text"], tt.how, tt.text)
		}
		if d, _ := time.ParseDuration(tt.next); tt.next != "" && !u.NextAt.Equal(began.Add(d)) {
			t.Errorf("%s: they hear next at %s, want in %s", tt.typed, u.NextAt, tt.next)
		}
	}
}
