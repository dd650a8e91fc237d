package candor

import (
	"testing"
	"time"
)

func TestHowAnAttemptEnds(t *testing.T) {
	tests := []struct {
		name    string
		kind    string
		outcome DeliveryOutcome
		want    DeliveryState
		wait    time.Duration // until it is tried again
		attempt int
	}{
		{"it arrived", ClientText, DeliveryOutcome{Verdict: Sent}, Delivered, 0, 0},
		{"surely not done: again in a second", ClientText, DeliveryOutcome{Verdict: Retry, Reason: "the line is dead"}, Waiting, time.Second, 1},
		{"asked to wait: that long, and it is no failed attempt", ClientText, DeliveryOutcome{Verdict: Retry, After: 5 * time.Second}, Waiting, 5 * time.Second, 0},
		{"refused: a person is told", ClientText, DeliveryOutcome{Verdict: Refused, Reason: "not in the channel"}, Dead, 0, 1},
		{"nobody knows: a person is asked", ClientText, DeliveryOutcome{Verdict: Unknown, Reason: "no answer"}, Asks, 0, 1},
		{"nobody knows, internal: it is done again", Card, DeliveryOutcome{Verdict: Unknown}, Waiting, time.Second, 1},
		{"refused, internal", Card, DeliveryOutcome{Verdict: Refused}, Dead, 0, 1},
		{"told to wait until its text is no longer true", ClientText, DeliveryOutcome{Verdict: Retry, After: 31 * time.Minute}, Dead, 31 * time.Minute, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := Delivery{Kind: tt.kind, State: Waiting, NotTill: at(0), Expires: at(30)}
			d.claim(1, at(0))
			d.settle(tt.outcome, at(0))
			if d.State != tt.want || d.Attempt != tt.attempt {
				t.Errorf("after %+v it is %s with %d failed attempts, want %s with %d", tt.outcome, d.State, d.Attempt, tt.want, tt.attempt)
			}
			if wait := d.NotTill.Sub(at(0)); wait != tt.wait {
				t.Errorf("it is tried again after %s, want %s", wait, tt.wait)
			}
			if d.Ended() == d.Wake().IsZero() {
				return
			}
			t.Errorf("ended is %t and it wakes at %s", d.Ended(), d.Wake())
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
