package update_test

import (
	"maps"
	"slices"
	"testing"

	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/update"
)

// Hashes stand in the buttons of messages that were posted long ago: these were
// computed when there were three ways, and never change.
func TestANewWayChangesNoHash(t *testing.T) {
	dana := client.Destination{Via: client.ViaEmail, To: "dana@acme.example", Name: "Dana Fox"}
	slack, mail := outbox.Text{Body: "*Acme Shop* Orders fail."}, outbox.Text{Subject: "Acme Shop: orders fail", Body: "Hi Dana,\n\nOrders fail."}
	tests := []struct {
		name string
		u    update.Update
		want string
	}{
		{"to Slack and as a mail", update.Update{
			To:    []client.Destination{{Via: client.ViaSlack, To: "C0ACME"}, dana},
			Texts: map[string]outbox.Text{client.ViaSlack: slack, client.ViaEmail: mail},
		}, "c22d72ed7d57c954"},
		{"to nobody", update.Update{}, "3b760dafc695c08d"},
		{"to a webhook", update.Update{
			To:    []client.Destination{{Via: client.ViaWebhook, To: "https://acme.example/hook"}},
			Texts: map[string]outbox.Text{client.ViaWebhook: {Body: `{"text":"Orders fail."}`}},
		}, "d1d5ae79bce24ea5"},
	}
	ways := client.Ways
	t.Cleanup(func() { client.Ways = ways })
	for _, more := range [][]string{nil, {"telex"}} {
		client.Ways = append(slices.Clone(more), ways...)
		for _, tt := range tests {
			if got := tt.u.Hash(); got != tt.want {
				t.Errorf("%s, with %d ways: the hash is %s, want %s", tt.name, len(client.Ways), got, tt.want)
			}
		}
	}
}

// What leaves on a way that came later is approved like all others.
func TestTheTextOfALaterWayIsPartOfTheHash(t *testing.T) {
	u := update.Update{Texts: map[string]outbox.Text{client.ViaSlack: {Body: "Orders fail."}, "telex": {Body: "ORDERS FAIL"}}}
	seen := map[string]bool{}
	for _, telex := range []outbox.Text{{}, {Body: "ORDERS FAIL"}, {Body: "ORDERS WORK"}, {Subject: "ORDERS FAIL"}} {
		u.Texts = maps.Clone(u.Texts)
		u.Texts["telex"] = telex
		seen[u.Hash()] = true
	}
	delete(u.Texts, "telex")
	seen[u.Hash()] = true
	if len(seen) != 5 {
		t.Errorf("%d different hashes of 5 different texts", len(seen))
	}
	u.Texts["telex"], u.Texts["semaphore"] = outbox.Text{Body: "a"}, outbox.Text{Body: "b"}
	for want, i := u.Hash(), 0; i < 20; i++ {
		if got := u.Hash(); got != want {
			t.Fatalf("the same texts have the hashes %s and %s", want, got)
		}
	}
}
