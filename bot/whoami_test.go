package bot

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"candor/bot/people"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/team"
	"candor/messages/kit"
)

const address = "https://wake.example/secret-topic"

// rings gives Ben an address and returns the people whose phones rang.
func rings(b *bench, o outbox.DeliveryOutcome) (rung *[]string) {
	rung = new([]string)
	b.company.Reconfigure(func(r *team.Roster) { r.People[1].Wake = address })
	b.Ring = func(_ context.Context, p team.Person) outbox.DeliveryOutcome {
		if p.Wake != address {
			b.t.Errorf("called with the address %q", p.Wake.Reveal())
		}
		*rung = append(*rung, p.Slack)
		return o
	}
	return rung
}

// as is a request of somebody else than Ana.
func as(user, id string) *request {
	r := ana(id)
	r.user = user
	return r
}

func press(user, id, act, value string) *request {
	r := as(user, id)
	r.action = &slack.BlockAction{ActionID: act, Value: value}
	return r
}

func TestWhoami(t *testing.T) {
	b := newBench(t)
	rings(b, outbox.DeliveryOutcome{Verdict: outbox.Sent})
	b.declared()
	quiet, lookups := team.DoNotDisturb{}, 0
	b.Quiet = func(_ context.Context, user string) (team.DoNotDisturb, error) {
		lookups++
		return quiet, nil
	}
	tests := []struct {
		name, typed string
		want        []string
	}{
		{"Ana, who has no address", "whoami", []string{"Ana Ruiz, Lead developer", "admin of the workspace", "INC-1: in charge", "Candor cannot wake you", "Do Not Disturb is off"}},
		{"Ben, by an admin", "whoami <@U0BEN|ben>", []string{"Ben Okafor", "no role in an open incident", "They have a wake address", "never called"}},
		{"somebody whom the config does not name", "whoami <@U0CLEO>", []string{"not among the people in the config", "Candor cannot wake them"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, err := b.runs(tt.typed)
			b.must(err)
			said := answerText(a)
			for _, want := range tt.want {
				if !strings.Contains(said, want) {
					t.Errorf("%s does not say %q:\n%s", tt.typed, want, said)
				}
			}
			if strings.Contains(said, "wake.example") {
				t.Errorf("%s shows the address:\n%s", tt.typed, said)
			}
		})
	}
	quiet = team.DoNotDisturb{Until: began.Add(time.Hour)}
	a, err := b.runs("whoami")
	b.must(err)
	if lookups != 3 || !strings.Contains(answerText(a), "Do Not Disturb is off") {
		t.Errorf("Slack was asked %d times within a minute about three people", lookups)
	}
	b.who = people.New(b.API, b.Now)
	b.Quiet = func(context.Context, string) (team.DoNotDisturb, error) { return quiet, errors.New("missing_scope") }
	if a, err = b.runs("whoami"); err != nil || !strings.Contains(answerText(a), "Slack did not say") {
		t.Errorf("without the scope: %v\n%s", err, answerText(a))
	}
	if _, err := b.run(context.Background(), as("U0BEN", "other"), "whoami <@U0ANA>"); fault.CodeOf(err) != fault.Denied {
		t.Errorf("Ben, who is no admin, asks about Ana: %v", err)
	}
}

func TestRingMeNow(t *testing.T) {
	tests := []struct {
		name    string
		user    string
		value   string
		outcome outbox.DeliveryOutcome
		want    string
		rings   int
	}{
		{"one's own", "U0BEN", "U0BEN", outbox.DeliveryOutcome{Verdict: outbox.Sent}, "your phone should ring now", 1},
		{"an admin another's", "U0ANA", "U0BEN", outbox.DeliveryOutcome{Verdict: outbox.Sent}, "Ben's phone should ring now", 1},
		{"it fails", "U0BEN", "U0BEN", outbox.DeliveryOutcome{Verdict: outbox.Refused, Reason: "there is nothing at the wake address (404)"}, "The call failed, so Candor cannot wake you: there is nothing at the wake address (404).", 1},
		{"another's", "U0CLEO", "U0BEN", outbox.DeliveryOutcome{}, "Only an admin", 0},
		{"one without an address", "U0ANA", "U0ANA", outbox.DeliveryOutcome{}, "Nobody was called", 0},
		{"nobody's", "U0ANA", "", outbox.DeliveryOutcome{}, "Nobody was called", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBench(t)
			rung := rings(b, tt.outcome)
			a, err := b.press(context.Background(), press(tt.user, "p1", kit.ActRing, tt.value))
			said := answerText(a)
			if err != nil {
				said = err.Error()
			}
			if !strings.Contains(said, tt.want) || len(*rung) != tt.rings {
				t.Errorf("answered %q after %d calls, want %q after %d", said, len(*rung), tt.want, tt.rings)
			}
			if tt.rings == 0 {
				return
			}
			if a, err = b.run(context.Background(), as("U0BEN", "p2"), "whoami"); err != nil {
				t.Fatal(err)
			}
			if known := strings.Contains(answerText(a), "failed"); known == (tt.outcome.Verdict == outbox.Sent) {
				t.Errorf("whoami says after it: %s", answerText(a))
			}
		})
	}
}

// A press from before a restart would ring a phone when nobody waits for it.
func TestAnOldPressRingsNobody(t *testing.T) {
	b := newBench(t)
	rung := rings(b, outbox.DeliveryOutcome{Verdict: outbox.Sent})
	r := press("U0BEN", "old", kit.ActRing, "U0BEN")
	r.late, r.env.At = true, began.Add(-goodFor)
	b.handle(context.Background(), r)
	if len(*rung) > 0 {
		t.Error("the phone rang")
	}
}
