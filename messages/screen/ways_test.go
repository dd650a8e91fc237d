package screen

import (
	"strings"
	"testing"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/update"
	"candor/messages/kit"
	"candor/messages/scene"
)

func TestWhatTheCardSaysOfEachDestination(t *testing.T) {
	to := func(d client.Destination, state outbox.DeliveryState, reason string) outbox.Result {
		return outbox.Result{To: d, State: state, At: scene.At("14:30"), Reason: reason}
	}
	later := func(n string) client.Destination {
		return client.Destination{Via: client.ViaEmail, To: n + "@acme.example"}
	}
	tests := []struct {
		name    string
		results []outbox.Result
		want    string
	}{
		{"nothing was sent", nil, ""},
		{"one channel that has it: the card says so already", []outbox.Result{to(inSlack, outbox.Delivered, "")}, ""},
		{"what only waits for its time is no news", []outbox.Result{to(inSlack, outbox.Waiting, ""), to(toDanasMail, outbox.InFlight, "")}, ""},
		{"taken back", []outbox.Result{to(inSlack, outbox.Recalled, "")}, ""},
		{"mail alone: how far it got", []outbox.Result{to(toDanasMail, outbox.Delivered, "")}, "dana@acme.example: accepted by the mail server 14:30 UTC"},
		{"all there", []outbox.Result{to(inSlack, outbox.Delivered, ""), to(toDanasMail, outbox.Delivered, ""), to(toTheirHook, outbox.Delivered, "")},
			"Slack ✓ 14:30 UTC · dana@acme.example: accepted by the mail server 14:30 UTC · webhook ✓ 14:30 UTC"},
		{"problems first, then what is under way", []outbox.Result{
			to(inSlack, outbox.Delivered, ""), to(toTheirHook, outbox.Waiting, "their webhook asked to wait"), to(toDanasMail, outbox.Dead, "no such address")},
			"▲ dana@acme.example: not sent · webhook: trying again, their webhook asked to wait · Slack ✓ 14:30 UTC"},
		{"nobody knows", []outbox.Result{to(inSlack, outbox.InDoubt, "no answer"), to(toDanasMail, outbox.NeedsDecision, "no answer")},
			"▲ dana@acme.example: not known whether it arrived · Slack: looking whether it arrived"},
		{"a person saw it", []outbox.Result{{To: toDanasMail, State: outbox.Delivered, Seen: true}}, "dana@acme.example ✓ somebody looked: it arrived"},
		{"given up in doubt", []outbox.Result{to(inSlack, outbox.Delivered, ""), {To: toDanasMail, State: outbox.Dead, Unsure: true}},
			"Slack ✓ 14:30 UTC · dana@acme.example: given up, not known whether it arrived"},
		{"optional", []outbox.Result{to(inSlack, outbox.Delivered, ""), to(toTheirHook, outbox.Dead, "gone")}, "▲ webhook (optional): not sent · Slack ✓ 14:30 UTC"},
		{"a channel alone that has a problem", []outbox.Result{to(inSlack, outbox.Dead, "archived")}, "▲ Slack: not sent"},
		{"many", []outbox.Result{to(inSlack, outbox.Delivered, ""), to(later("a"), outbox.Dead, "x"), to(later("b"), outbox.Dead, "x"), to(later("c"), outbox.Dead, "x"), to(later("d"), outbox.Dead, "x")},
			"▲ a@acme.example: not sent · ▲ b@acme.example: not sent · ▲ c@acme.example: not sent · 2 more"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := resultsLine(&incident.Affected{Results: tt.results}, kit.Pen{Now: scene.At("14:31"), Plain: true})
			if got != tt.want {
				t.Errorf("it says\n%s\nwant\n%s", got, tt.want)
			}
			if strings.Contains(got, "s3cret") {
				t.Error("it shows the address of a webhook")
			}
		})
	}
}

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

// TestEveryWayHasWords holds the table of words against the ways that there are.
func TestEveryWayHasWords(t *testing.T) {
	ids := map[string]string{}
	for _, via := range client.Ways {
		words, ok := wordsByWay[via]
		if !ok {
			t.Errorf("%s has no words: it needs a row in wordsByWay", via)
			continue
		}
		if words.place == nil || words.by == nil || words.name == nil || words.address == nil || words.reached == nil || words.short == "" || words.look == "" {
			t.Errorf("%s: words are missing in its row", via)
		}
		if machine := client.WayOf(via).Machine; words.ids[0] == "" || machine != (words.about != "") || words.ids[1] == "" {
			t.Errorf("%s: a text has the ids of its blocks; what no person reads says what it is", via)
		}
		if other := ids[words.ids[0]]; other != "" {
			t.Errorf("%s and %s have the same id for a block", other, via)
		}
		ids[words.ids[0]] = via
	}
	for via := range wordsByWay {
		if client.WayOf(via).Field == "" {
			t.Errorf("there are words for %q, which is no way", via)
		}
	}
}
