package ways

import (
	"strings"
	"testing"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/messages/kit"
	"candor/messages/scene"
)

var (
	inSlack     = client.Destination{Via: client.ViaSlack, To: "C0ACME"}
	toDanasMail = client.Destination{Via: client.ViaEmail, To: "dana@acme.example", Name: "Dana Fox"}
	toTheirHook = client.Destination{Via: client.ViaWebhook, To: "https://hooks.acme.example/s3cret", Optional: true}
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
			got := ResultsLine(&incident.Affected{Results: tt.results}, kit.Pen{Now: scene.At("14:31"), Plain: true})
			if got != tt.want {
				t.Errorf("it says\n%s\nwant\n%s", got, tt.want)
			}
			if strings.Contains(got, "s3cret") {
				t.Error("it shows the address of a webhook")
			}
		})
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
		if words.place == nil || words.by == nil || words.Name == nil || words.Address == nil || words.Reached == nil || words.Short == "" || words.look == "" {
			t.Errorf("%s: words are missing in its row", via)
		}
		if machine := client.WayOf(via).Machine; words.IDs[0] == "" || machine != (words.About != "") || words.IDs[1] == "" {
			t.Errorf("%s: a text has the ids of its blocks; what no person reads says what it is", via)
		}
		if other := ids[words.IDs[0]]; other != "" {
			t.Errorf("%s and %s have the same id for a block", other, via)
		}
		ids[words.IDs[0]] = via
	}
	for via := range wordsByWay {
		if client.WayOf(via).Field == "" {
			t.Errorf("there are words for %q, which is no way", via)
		}
	}
}
