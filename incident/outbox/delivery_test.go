package outbox

import (
	"slices"
	"testing"
	"time"

	"candor/incident/client"
	"candor/incident/schedule/scheduletest"
)

func TestHowAnAttemptEnds(t *testing.T) {
	tests := []struct {
		name    string
		kind    string
		via     string
		outcome DeliveryOutcome
		want    DeliveryState
		wait    time.Duration // until it is tried, or looked at, again
		attempt int
	}{
		{"it arrived", ClientText, client.ViaSlack, DeliveryOutcome{Verdict: Sent}, Delivered, 0, 0},
		{"surely not done: again in a second", ClientText, client.ViaSlack, DeliveryOutcome{Verdict: Retry, Reason: "the line is dead"}, Waiting, time.Second, 1},
		{"asked to wait: that long, and it is no failed attempt", ClientText, client.ViaSlack, DeliveryOutcome{Verdict: Retry, After: 5 * time.Second}, Waiting, 5 * time.Second, 0},
		{"refused: a person is told", ClientText, client.ViaSlack, DeliveryOutcome{Verdict: Refused, Reason: "not in the channel"}, Dead, 0, 1},
		{"nobody knows, Slack: it is looked up", ClientText, client.ViaSlack, DeliveryOutcome{Verdict: Unknown, Reason: "no answer"}, InDoubt, 5 * time.Second, 1},
		{"nobody knows, mail: a person is asked", ClientText, client.ViaEmail, DeliveryOutcome{Verdict: Unknown, Reason: "no answer"}, NeedsDecision, 0, 1},
		{"nobody knows, webhook: again, its id makes that harmless", ClientText, client.ViaWebhook, DeliveryOutcome{Verdict: Unknown, Reason: "no answer"}, Waiting, time.Second, 1},
		{"nobody knows, internal: it is done again", Card, "", DeliveryOutcome{Verdict: Unknown}, Waiting, time.Second, 1},
		{"refused, internal", Card, "", DeliveryOutcome{Verdict: Refused}, Dead, 0, 1},
		{"told to wait until its text is no longer true", ClientText, client.ViaSlack, DeliveryOutcome{Verdict: Retry, After: 31 * time.Minute}, Dead, 31 * time.Minute, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := Delivery{Kind: tt.kind, Via: tt.via, State: Waiting, NotTill: scheduletest.At(0), Expires: scheduletest.At(30)}
			d.Claim(1, scheduletest.At(0))
			d.Settle(tt.outcome, scheduletest.At(0))
			if d.State != tt.want || d.Attempt != tt.attempt {
				t.Errorf("after %+v it is %s with %d failed attempts, want %s with %d", tt.outcome, d.State, d.Attempt, tt.want, tt.attempt)
			}
			if wait := d.NotTill.Sub(scheduletest.At(0)); wait != tt.wait {
				t.Errorf("it is tried again after %s, want %s", wait, tt.wait)
			}
			if d.Ended() == d.Wake().IsZero() {
				return
			}
			t.Errorf("ended is %t and it wakes at %s", d.Ended(), d.Wake())
		})
	}
}

// A lost answer is looked up. What is found at any time is there; what is not is
// absent only after two looks and a minute.
func TestWhatBecomesOfALostAnswer(t *testing.T) {
	found, absent := DeliveryOutcome{Verdict: Sent}, DeliveryOutcome{Verdict: Absent}
	failed, blind := DeliveryOutcome{Verdict: Unknown}, DeliveryOutcome{Verdict: Blind}
	tests := []struct {
		name  string
		looks []DeliveryOutcome
		want  DeliveryState
		after time.Duration // from the lost answer
	}{
		{"found at once", []DeliveryOutcome{found}, Delivered, 5 * time.Second},
		{"found at the second look", []DeliveryOutcome{absent, found}, Delivered, time.Minute},
		{"absent twice: sent again", []DeliveryOutcome{absent, absent}, Waiting, time.Minute},
		{"one look failed: one more is needed", []DeliveryOutcome{failed, absent, absent}, Waiting, time.Minute},
		{"it may not be looked up: a person is asked", []DeliveryOutcome{blind}, NeedsDecision, 5 * time.Second},
		{"it could not be looked up for a minute and a half: a person is asked", slices.Repeat([]DeliveryOutcome{failed}, 18), NeedsDecision, 90 * time.Second},
		{"the first look that succeeds is late: one more is needed", append(slices.Repeat([]DeliveryOutcome{failed}, 12), absent, absent), Waiting, 66 * time.Second},
		{"the last look fails, the next ones do not", []DeliveryOutcome{absent, failed, absent}, Waiting, 65 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := Delivery{Kind: ClientText, Via: client.ViaSlack, State: Waiting, NotTill: scheduletest.At(0), Expires: scheduletest.At(30)}
			d.Claim(1, scheduletest.At(0))
			d.Settle(DeliveryOutcome{Verdict: Unknown, Reason: "no answer"}, scheduletest.At(0))
			now := scheduletest.At(0)
			for i, o := range tt.looks {
				if d.State != InDoubt {
					t.Fatalf("before look %d it is %s", i+1, d.State)
				}
				now = d.Wake()
				d.Claim(uint64(i+2), now)
				d.Settle(o, now)
			}
			if d.State != tt.want || now.Sub(scheduletest.At(0)) != tt.after {
				t.Errorf("it is %s %s after the lost answer, want %s after %s", d.State, now.Sub(scheduletest.At(0)), tt.want, tt.after)
			}
			if d.State == Waiting && (d.Looking || d.NotTill.After(now.Add(time.Second))) {
				t.Errorf("it is sent again at %s, looking: %t", d.NotTill, d.Looking)
			}
		})
	}
}

func TestBackOffGrowsToAMinute(t *testing.T) {
	var total time.Duration
	for attempt, want := range []time.Duration{1, 2, 4, 8, 16, 32, 60, 60} {
		got := backoff(attempt + 1)
		if got != want*time.Second {
			t.Errorf("after %d failures it waits %s, want %s", attempt+1, got, want*time.Second)
		}
		total += got
	}
	if total != 3*time.Minute+3*time.Second {
		t.Errorf("eight attempts take %s", total)
	}
	if got := backoff(1 << 20); got != time.Minute {
		t.Errorf("after very many failures it waits %s, want a minute", got)
	}
}
