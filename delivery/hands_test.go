package delivery

import (
	"context"
	"fmt"
	"testing"

	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/view"
)

func to(kind, via, at string) *outbox.Delivery {
	return &outbox.Delivery{Kind: kind, Via: via, To: at}
}

// However many mailboxes, hosts and phones do not answer, a text in Slack finds a hand,
// and one dead host leaves hands for the others of its way.
func TestASlowWayKeepsNoOtherWaiting(t *testing.T) {
	h := hands{}
	fill := func(d func(n int) *outbox.Delivery) (n int) {
		for ; n < 1000 && h.free(d(n).NextHop()) > 0; n++ {
			h.add(d(n).NextHop(), 1)
		}
		return n
	}
	dead := func(int) *outbox.Delivery {
		return to(outbox.ClientText, client.ViaWebhook, "https://dead.example/hook")
	}
	for _, tt := range []struct {
		name string
		of   func(n int) *outbox.Delivery
		want int
	}{
		{"mail", func(n int) *outbox.Delivery {
			return to(outbox.ClientText, client.ViaEmail, fmt.Sprintf("dana%d@acme.example", n))
		}, 16},
		{"one dead host", dead, 4},
		{"other hosts", func(n int) *outbox.Delivery {
			return to(outbox.ClientText, client.ViaWebhook, fmt.Sprintf("https://h%d.example/hook", n))
		}, 12},
		{"phones", func(n int) *outbox.Delivery { return to(outbox.WakeCall, "", fmt.Sprintf("U%d", n)) }, 8},
		{"browsers", func(n int) *outbox.Delivery {
			return to(outbox.Paper, client.ViaEmail, fmt.Sprintf("dana%d@acme.example", n))
		}, 1},
		{"a way of tomorrow", func(n int) *outbox.Delivery {
			return to(outbox.ClientText, "pager", fmt.Sprintf("https://p%d.example", n))
		}, 8},
		{"texts in Slack", func(n int) *outbox.Delivery { return to(outbox.ClientText, client.ViaSlack, "C0ACME") }, 64},
	} {
		if got := fill(tt.of); got != tt.want {
			t.Errorf("%s: %d at once, want %d", tt.name, got, tt.want)
		}
	}
	if h.free(to(outbox.Reminder, "", "").NextHop()) > 0 { // with texts in Slack it shares the hands
		t.Error("a reminder found a hand where none was left")
	}
	if h.free(dead(0).NextHop()) > 0 {
		t.Error("the dead host has a hand more")
	}
	if all := h.all(); all != 16+4+12+8+1+8+64 {
		t.Errorf("%d under way", all)
	}
	h.add(dead(0).NextHop(), -1)
	if h.free(dead(0).NextHop()) != 1 || len(h) == 0 {
		t.Error("a hand that was given back is not free")
	}
}

// roomFor gives each run of a claim the room of a worker that has nothing else to do.
func roomFor(ctx context.Context, most int) func() outbox.Room {
	w := &Worker{}
	w.init()
	return w.grip(ctx, "", most).room
}

// Each run of a claim has room of its own, for no more than there are hands, than may be
// under way, and than one commit may claim.
func TestTheRoomOfAClaim(t *testing.T) {
	mail, slack := client.ViaEmail, client.ViaSlack
	for _, tt := range []struct {
		name              string
		mails, limit, all int
		want              int // texts in Slack after one mail
	}{
		{"as many as one claims", 0, 0, 5, 4},
		{"as many as may be under way", 3, 6, 9, 2},
		{"no mail where no hand is free", 16, 0, 5, 5},
		{"nothing", 16, 16, 5, 0},
	} {
		w := &Worker{Parallel: tt.limit}
		w.init()
		w.busy.add(mail, tt.mails)
		g := w.grip(t.Context(), "", tt.all)
		for run := range 2 {
			r, got := g.room(), 0
			if r.Free(mail) {
				r.Take(mail)
			}
			for ; r.Free(slack); got++ {
				r.Take(slack)
			}
			if got != tt.want {
				t.Errorf("%s: run %d has room for %d, want %d", tt.name, run, got, tt.want)
			}
		}
		if g.end(nil, nil); w.busy.all() != tt.mails {
			t.Errorf("%s: %d are under way after a claim that came to nothing, want %d", tt.name, w.busy.all(), tt.mails)
		}
	}
}

// Nothing is left only if nothing has ended since the claim began: what followed from that may be ready.
func TestAClaimKnowsWhatEndedMeanwhile(t *testing.T) {
	w := &Worker{}
	w.init()
	for _, ends := range []bool{false, true} {
		w.busy.add(client.ViaSlack, 1)
		filling, settling := w.grip(t.Context(), "", 4), w.grip(t.Context(), client.ViaSlack, 4)
		if settling.end(nil, nil); !ends { // before it began
			filling = w.grip(t.Context(), "", 4)
		}
		if idle, _ := filling.end(nil, nil); idle == ends {
			t.Errorf("something ended meanwhile: %t; nothing is left: %t", ends, idle)
		}
	}
}

// Two who claim at once share the hands: what one has taken the other does not find, and an
// attempt that has ended keeps its own hand for what follows from it.
func TestClaimsBesideEachOtherShareTheHands(t *testing.T) {
	w := &Worker{}
	w.init()
	dead := "webhook dead.example" // a host has four hands
	w.busy.add(dead, 3)
	settling, filling := w.grip(t.Context(), dead, 4), w.grip(t.Context(), "", 16)
	s, f := settling.room(), filling.room()
	if f.Free("webhook alive.example"); !f.Free(dead) {
		t.Fatal("the last hand of the host is not free")
	}
	f.Take(dead)
	if f.Free(dead) {
		t.Error("the claim found a hand that it had taken")
	}
	if !s.Free(dead) || s.Free("webhook alive.example") {
		t.Fatal("an attempt that ended has its own hand, and no other host's")
	}
	s.Take(dead)
	if s.Free(dead) {
		t.Error("the attempt that ended found a hand that the claim had taken")
	}
	filling.end(nil, nil)
	if !s.Free(dead) {
		t.Error("a hand that a claim gave back is not free")
	}
	lease := &view.Lease{Delivery: *to(outbox.ClientText, client.ViaWebhook, "https://dead.example/hook")}
	if lease.Delivery.NextHop() != dead {
		t.Fatalf("the next hop is %q", lease.Delivery.NextHop())
	}
	if settling.end([]*view.Lease{lease}, nil); w.busy[dead] != 3 {
		t.Errorf("%d are under way at the host, want 3: one ended, one followed", w.busy[dead])
	}
}
