package delivery

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages/kit"
	"candor/messages/screen"
)

// Behind dozens of mails for a server that hangs, and calls of a host that does, a text in
// Slack leaves within a second, and so does what the team is to read. In real time, with a
// real store.
func TestASlackTextPassesMailsThatHang(t *testing.T) {
	t.Parallel()
	const incidents, each = 2, 30
	var list []client.Client
	for i := range incidents * each {
		c := client.Client{ID: fmt.Sprintf("m%d", i), Name: fmt.Sprint("Client ", i), Tags: []string{fmt.Sprint("web-", i/each)}, Email: true, TimeZone: "Europe/London",
			Contacts: []client.Contact{{Name: "Dana Fox", Email: fmt.Sprintf("dana%d@acme.example", i)}}}
		if i%10 == 0 {
			c.Webhook = &client.Webhook{URL: fmt.Sprintf("https://dead.example/%d", i), Secret: hookSecret}
		}
		list = append(list, c)
	}
	list = append(list, client.Client{ID: "acme", Name: "Acme Shop", Slack: "C0ACME", TimeZone: "Europe/London"})
	began := time.Now()
	s := servicetest.New(t, servicetest.Setup{Clients: list, Once: true})
	var ahead atomic.Int64 // of the clock: what can be undone is held for a moment
	s.Now = func() time.Time { return start.Add(time.Since(began) + time.Duration(ahead.Load())) }
	ctx, stop := context.WithCancel(t.Context())
	defer stop()

	arrived, hang := make(chan string, 100*incidents*each), make(chan bool, 100*incidents*each)
	sender := senderFunc(func(ctx context.Context, l *view.Lease, _ kit.Post) outbox.DeliveryOutcome {
		d := l.Delivery
		if d.Kind == outbox.ClientText && d.Via != client.ViaSlack {
			hang <- true
			<-ctx.Done()
			return outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "nobody answers"}
		}
		arrived <- d.Kind
		return outbox.DeliveryOutcome{Verdict: outbox.Sent, Receipt: outbox.Receipt{Channel: "C0INC", TS: d.ID}}
	})
	w := &Worker{Queue: s.Service, Sender: sender, Render: screen.Internal, Log: slog.New(slog.DiscardHandler)}
	s.Queued = w.Wake
	tell := func(n int, d service.Declaration) {
		d.Kind, d.Impact, d.Doing, d.Severity = s.UsualKind(), "the site does not open", "checking what happened", 1
		if _, err := s.Declare(ctx, ana, d); err != nil {
			t.Fatal(err)
		}
		if list, err := s.TellAll(ctx, ana, int64(n), incident.Proposal{Kind: update.FirstNoticeUnknown}); err != nil || list[0].Err != nil {
			t.Fatalf("%+v, %v", list, err)
		}
	}
	for n := range incidents {
		tell(n+1, service.Declaration{Client: fmt.Sprint("m", n*each), Also: []string{fmt.Sprint("web-", n)}})
	}
	ended := make(chan error, 1)
	ahead.Add(int64(time.Minute))
	go func() { ended <- w.Run(ctx) }()
	for hangs := true; hangs; { // until no more mail finds a hand
		select {
		case <-hang:
		case <-time.After(time.Second):
			hangs = false
		}
	}
	tell(incidents+1, service.Declaration{Client: "acme"})
	ahead.Add(int64(time.Minute))
	w.Wake()
	released := time.Now()
	for kind := ""; kind != outbox.ClientText; {
		select {
		case kind = <-arrived:
		case <-time.After(20 * time.Second):
			t.Fatal("the text in Slack has not left after 20 seconds")
		}
	}
	if took := time.Since(released); took > slackInTime {
		t.Errorf("the text in Slack left after %s, want %s at most", took, slackInTime)
	} else {
		t.Logf("the text in Slack left after %s", took)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// slackInTime is a second, and some for a machine that does much else.
const slackInTime = 3 * time.Second
