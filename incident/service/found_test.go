package service_test

import (
	"testing"
	"time"

	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/view"
)

// A text whose answer was lost and that is found later was read when it stood there: it
// keeps the promise that it kept, however long nobody knew. Whose clock says so may be
// wrong, and what a person finds counts from when it was sent.
func TestATextThatIsFoundCountsFromWhenItStoodThere(t *testing.T) {
	const lost = 20 * time.Minute // from the attempt until somebody looks: the first notice was due after 15
	tests := []struct {
		name  string
		via   string
		says  func(sent, now time.Time) time.Time // when Slack says that it was posted
		since func(sent, now time.Time) time.Time
		want  promise.Outcome
	}{
		{"found in Slack", client.ViaSlack, func(sent, _ time.Time) time.Time { return sent.Add(time.Second) }, func(sent, _ time.Time) time.Time { return sent.Add(time.Second) }, promise.Kept},
		{"posted late", client.ViaSlack, func(_, now time.Time) time.Time { return now.Add(-time.Minute) }, func(_, now time.Time) time.Time { return now.Add(-time.Minute) }, promise.Late},
		{"a clock that is ahead", client.ViaSlack, func(_, now time.Time) time.Time { return now.Add(time.Hour) }, func(_, now time.Time) time.Time { return now }, promise.Late},
		{"nobody says when", client.ViaSlack, func(_, _ time.Time) time.Time { return time.Time{} }, func(_, now time.Time) time.Time { return now }, promise.Late},
		{"a person knows", client.ViaEmail, nil, func(sent, _ time.Time) time.Time { return sent }, promise.Kept},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, reached[tt.via], "ana")
			d.declare("outage")
			d.write("ana", false)
			d.fail[tt.via] = outbox.DeliveryOutcome{Verdict: outbox.Unknown, Reason: "the answer was lost"}
			key := ""
			for _, to := range d.acme().Client.Destinations() {
				key = "INC-1/acme/update/1/" + to.Key()
			}
			var sent time.Time
			for d.now.Before(d.acme().Promises[0].DueAt) && sent.IsZero() {
				d.pass(time.Second)
				sent = d.delivery(key).TriedAt
			}
			d.pass(lost)
			if tt.says == nil {
				_, err := d.ResolveDelivery(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme", Key: key}, outbox.ItArrived)
				d.Must(err)
			} else {
				d.changeDelivery(key, func(m *outbox.Delivery) { m.State, m.NotTill = outbox.InDoubt, d.now })
				d.fail[tt.via] = outbox.DeliveryOutcome{Verdict: outbox.Sent, Receipt: outbox.Receipt{Channel: "C0ACME", TS: "1.1", At: tt.says(sent, d.now)}}
				d.work()
			}
			aff, want := d.acme(), tt.since(sent, d.now)
			if p := aff.Promises[0]; p.Outcome != tt.want || !p.SettledAt.Equal(want) || !aff.ToldAt.Equal(want) {
				t.Errorf("the promise due %v is %s at %v, told at %v; want %s at %v", p.DueAt, p.Outcome, p.SettledAt, aff.ToldAt, tt.want, want)
			}
		})
	}
}
