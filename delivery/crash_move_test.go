package delivery

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/service"
	"candor/incident/view"
	"candor/messages/kit"
)

// runMove plays a story in which the incident moves to a private channel, with a
// process that dies once. It returns how many steps that process began.
func (st *story) runMove(at int, after bool) int {
	st.t.Helper()
	ctx := st.t.Context()
	steps := 1 << 30
	p := &doomed{Queue: st.s, Sender: st.Slack, at: steps}
	var q Queue = p
	var s Sender = p
	rest := func(till time.Time) {
		st.t.Helper()
		err := st.work(q, s, till)
		if errors.Is(err, errCrash) {
			q, s = st.s, st.Slack
			st.clock.move(31 * time.Second) // its leases lapse
			err = st.work(q, s, till.Add(time.Minute))
		}
		if err != nil {
			st.t.Fatal(err)
		}
	}
	must := func(err error) {
		st.t.Helper()
		if err != nil {
			st.t.Fatal(err)
		}
	}
	_, err := st.s.Declare(ctx, ana, service.Declaration{Client: "acme", Kind: "outage", Title: "Database gone", Impact: "your shop does not open", Doing: "checking what happened", Severity: 1})
	must(err)
	rest(start.Add(8 * time.Minute)) // a reminder stands in the channel

	p.steps, p.at, p.after = 0, at, after                          // from here on it dies
	_, err = st.s.Edit(ctx, ana, 1, incident.Details{Severity: 2}) // an edit of the card is on its way
	must(err)
	_, err = st.s.MovePrivate(ctx, ana, 1)
	must(err)
	rest(start.Add(9 * time.Minute))
	return p.steps
}

// Wherever the process dies while an incident moves: it stands in one private
// channel with its card pinned and its people in it, and the old channel shows
// nothing of it any more.
func TestDyingWhileMoving(t *testing.T) {
	t.Parallel()
	whole := newStory(t)
	steps := whole.runMove(1<<30, false)
	whole.checkMoved()
	if steps < 20 {
		t.Fatalf("the move has only %d steps", steps)
	}
	for at := 1; at <= steps; at += strideOfDeaths() {
		for _, after := range []bool{false, true} {
			t.Run(fmt.Sprintf("at %d, after it took effect %t", at, after), func(t *testing.T) {
				t.Parallel()
				st := newStory(t)
				if n := st.runMove(at, after); n < at {
					t.Fatalf("the process did not die: it came to step %d", n)
				}
				st.checkMoved()
			})
		}
	}
}

func (st *story) checkMoved() {
	st.t.Helper()
	inc, err := st.s.Get(st.t.Context(), ana, 1)
	if err != nil {
		st.t.Fatal(err)
	}
	if len(inc.Old) != 1 || inc.Moving || !inc.Private {
		st.t.Fatalf("it did not move: %+v, moving %t", inc.Old, inc.Moving)
	}
	private := 0
	for _, c := range st.box.Channels() {
		if c.Private {
			private++
		}
	}
	now, old := st.channel(inc.Channel.ID), st.channel(inc.Old[0].ID)
	if private != 1 || !now.Private || len(now.Pins) != 1 || now.Topic != "INC-1" || !slices.Contains(now.Members, "U0ANA") {
		st.t.Errorf("%d private channels, and its own is %+v", private, now)
	}
	said, reminders := st.texts(now.ID)
	if !strings.Contains(said, "Database gone") || reminders == 0 {
		st.t.Errorf("the new channel says\n%s with %d reminders", said, reminders)
	}
	said, reminders = st.texts(old.ID)
	lines := strings.Count(said, "INC-1 goes on elsewhere.")
	if strings.Contains(said, "Database gone") || reminders > 0 || lines < 2 {
		st.t.Errorf("the old channel says\n%s with %d reminders and %d neutral lines", said, reminders, lines)
	}
}

// texts is what stands in a channel, and how many reminders are among it.
func (st *story) texts(channel string) (said string, reminders int) {
	for _, m := range st.box.Messages(channel) {
		if m.Deleted || m.Subtype != "" {
			continue
		}
		said += m.Text + string(m.Blocks) + "\n"
		if strings.Contains(m.Text, "has not heard from us yet") {
			reminders++
		}
	}
	return said, reminders
}

// A public channel that is on its way when the incident turns private is left at
// once, before anything is posted there.
func TestMovingBeforeTheChannelIsThere(t *testing.T) {
	tests := []struct {
		name    string
		claimed bool // Slack is being asked for the public channel
		dies    bool // and the process dies before it hears the answer
	}{
		{"not asked for yet", false, false},
		{"being opened", true, false},
		{"opened by a process that died", true, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			st := newStory(t)
			ctx := t.Context()
			must := func(err error) {
				t.Helper()
				if err != nil {
					t.Fatal(err)
				}
			}
			_, err := st.s.Declare(ctx, ana, service.Declaration{Client: "acme", Kind: "outage", Title: "Database gone", Impact: "your shop does not open", Severity: 1})
			must(err)
			var l *view.Lease
			if tt.claimed {
				list, err := st.s.Claim(ctx, roomFor(ctx, 1))
				must(err)
				l = list[0]
			}
			_, err = st.s.MovePrivate(ctx, ana, 1)
			must(err)
			if tt.claimed {
				o := st.Do(ctx, l, kit.Post{})
				if st.clock.move(31 * time.Second); !tt.dies {
					st.clock.move(-31 * time.Second)
					_, err = st.s.Settle(ctx, l, o, nil)
					must(err)
				}
			}
			must(st.work(st.s, st.Slack, start.Add(3*time.Minute)))
			inc, err := st.s.Get(ctx, ana, 1)
			must(err)
			ch := st.channel(inc.Channel.ID)
			if !ch.Private || len(ch.Pins) != 1 || inc.Moving || len(inc.Old) > 1 || (len(inc.Old) == 1) != tt.claimed {
				t.Errorf("it is in %+v, left %+v", ch, inc.Old)
			}
			for _, left := range inc.Old {
				if said, _ := st.texts(left.ID); strings.Contains(said, "Database") || strings.Contains(said, "shop") {
					t.Errorf("the channel that it left says %s", said)
				}
			}
		})
	}
}
