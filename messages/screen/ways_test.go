package screen

import (
	"strings"
	"testing"

	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/update"
	"candor/messages/scene"
)

func TestWhereADraftGoes(t *testing.T) {
	mail := client.Destination{Via: client.ViaEmail, To: "dana@acme.example", Name: "Dana Fox"}
	both := &update.Update{To: []client.Destination{{Via: client.ViaSlack, To: "C0ACME"}, mail},
		Texts: map[string]outbox.Text{client.ViaSlack: {Body: "x"}, client.ViaEmail: {Body: "x"}}}
	alone := &update.Update{To: []client.Destination{mail}, Texts: map[string]outbox.Text{client.ViaEmail: {Body: "x"}}}
	for want, u := range map[string]*update.Update{
		"It goes into their channel and to Dana Fox (dana@acme.example) by e-mail.": both,
		"It goes to Dana Fox (dana@acme.example) by e-mail.":                        alone,
	} {
		if got := elsewhere(u); got != want {
			t.Errorf("it says %q, want %q", got, want)
		}
	}
}

// The words that only a machine gets stand there all the same: the mail that would show
// them is not always sent.
func TestWhatOnlyAMachineGetsIsRead(t *testing.T) {
	to := client.Destination{Via: client.ViaWebhook, To: "https://acme.example/hook"}
	notice := outbox.Text{Body: `{"type":"incident.update","data":{"text":"Hi Dana,\n\nwe have lost <all> orders."}}`}
	for name, tt := range map[string]struct {
		texts map[string]outbox.Text
		shown bool
	}{
		"alone":                    {map[string]outbox.Text{client.ViaWebhook: notice}, true},
		"beside a shorter message": {map[string]outbox.Text{client.ViaSlack: {Body: "x"}, client.ViaWebhook: notice}, true},
		"beside the mail":          {map[string]outbox.Text{client.ViaEmail: {Body: "x"}, client.ViaWebhook: notice}, false},
	} {
		s := scene.ReadableJSON(t, WhatLeaves("This goes to ", &update.Update{To: []client.Destination{to}, Texts: tt.texts}))
		if strings.Contains(s, "we have lost &lt;all&gt; orders") != tt.shown || !strings.Contains(s, "as JSON, with the status") {
			t.Errorf("%s: %s", name, s)
		}
	}
}
