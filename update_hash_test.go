package candor_test

import (
	"maps"
	"slices"
	"testing"

	"candor"
)

// Hashes stand in the buttons of messages that were posted long ago: these were
// computed when there were three ways, and never change.
func TestANewWayChangesNoHash(t *testing.T) {
	dana := candor.Destination{Via: candor.ViaEmail, To: "dana@acme.example", Name: "Dana Fox"}
	slack, mail := candor.Text{Body: "*Acme Shop* Orders fail."}, candor.Text{Subject: "Acme Shop: orders fail", Body: "Hi Dana,\n\nOrders fail."}
	tests := []struct {
		name string
		u    candor.Update
		want string
	}{
		{"to Slack and as a mail", candor.Update{
			To:    []candor.Destination{{Via: candor.ViaSlack, To: "C0ACME"}, dana},
			Texts: map[string]candor.Text{candor.ViaSlack: slack, candor.ViaEmail: mail},
		}, "c22d72ed7d57c954"},
		{"to nobody", candor.Update{}, "3b760dafc695c08d"},
		{"to a webhook", candor.Update{
			To:    []candor.Destination{{Via: candor.ViaWebhook, To: "https://acme.example/hook"}},
			Texts: map[string]candor.Text{candor.ViaWebhook: {Body: `{"text":"Orders fail."}`}},
		}, "d1d5ae79bce24ea5"},
	}
	ways := candor.Ways
	t.Cleanup(func() { candor.Ways = ways })
	for _, more := range [][]string{nil, {"telex"}} {
		candor.Ways = append(slices.Clone(more), ways...)
		for _, tt := range tests {
			if got := tt.u.Hash(); got != tt.want {
				t.Errorf("%s, with %d ways: the hash is %s, want %s", tt.name, len(candor.Ways), got, tt.want)
			}
		}
	}
}

// What leaves on a way that came later is approved like all others.
func TestTheTextOfALaterWayIsPartOfTheHash(t *testing.T) {
	u := candor.Update{Texts: map[string]candor.Text{candor.ViaSlack: {Body: "Orders fail."}, "telex": {Body: "ORDERS FAIL"}}}
	seen := map[string]bool{}
	for _, telex := range []candor.Text{{}, {Body: "ORDERS FAIL"}, {Body: "ORDERS WORK"}, {Subject: "ORDERS FAIL"}} {
		u.Texts = maps.Clone(u.Texts)
		u.Texts["telex"] = telex
		seen[u.Hash()] = true
	}
	delete(u.Texts, "telex")
	seen[u.Hash()] = true
	if len(seen) != 5 {
		t.Errorf("%d different hashes of 5 different texts", len(seen))
	}
	u.Texts["telex"], u.Texts["semaphore"] = candor.Text{Body: "a"}, candor.Text{Body: "b"}
	for want, i := u.Hash(), 0; i < 20; i++ {
		if got := u.Hash(); got != want {
			t.Fatalf("the same texts have the hashes %s and %s", want, got)
		}
	}
}
