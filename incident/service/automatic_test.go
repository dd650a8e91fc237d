package service_test

import (
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/schedule/scheduletest"
	"candor/incident/service"
	"candor/incident/team"
	"candor/incident/update"
	"candor/incident/view"
)

// agreed is a client that agreed to automatic texts.
var agreed = client.Client{ID: "acme", Name: "Acme Shop", TimeZone: "Europe/London", Slack: "C0ACME", Automatic: true}

// newAgreed is an incident of which the client was told at 14:00, and expects
// news at 14:30.
func newAgreed(t *testing.T, c client.Client) *desk {
	t.Helper()
	d := newDesk(t, c, "ana", "ben")
	d.reconfigure(func(r *team.Roster) {
		for i := range r.People {
			r.People[i].Phone = "+44 20 7946 000" + string(rune('1'+i))
		}
	})
	d.declare("outage")
	d.write("ana", false)
	d.pass(time.Minute)
	return d
}

// automatics are the automatic texts that the client got.
func (d *desk) automatics() (list []string) {
	for _, m := range d.sent {
		if strings.Contains(strings.ToLower(m.Text.Body), "automatic") {
			list = append(list, m.Text.Body)
		}
	}
	return list
}

func TestWhenCandorWritesByItself(t *testing.T) {
	if testing.Short() {
		t.Skip("a sweep in one goroutine")
	}
	snooze := func(d *desk) error {
		d.minutes(25)
		_, err := d.Snooze(d.t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"}, 2*time.Minute)
		return err
	}
	note := func(d *desk) error {
		_, err := d.Note(d.t.Context(), people["ben"], 1, service.Note{Text: "restarted the database"})
		return err
	}
	both := func(d *desk) error {
		if err := note(d); err != nil {
			return err
		}
		return snooze(d)
	}
	open := func(p incident.Proposal) func(d *desk) error {
		return func(d *desk) error {
			if err := note(d); err != nil {
				return err
			}
			d.minutes(25)
			_, err := d.Write(d.t.Context(), people["ana"], 1, p)
			return err
		}
	}
	news := map[string]string{"what_changed": "We restarted the server.", "impact_now": "The shop does not open."}
	edit := func(details incident.Details) func(d *desk) error {
		return func(d *desk) error {
			_, err := d.Edit(d.t.Context(), people["ana"], 1, details)
			return err
		}
	}
	nothing := func(*desk) error { return nil }
	tests := []struct {
		name   string
		client func(*client.Client)
		do     func(*desk) error
		want   string // of the text; "": none
	}{
		{"nobody answered", nil, nothing, "Ana has been alerted. You can call Ana at +44 20 7946 0001."},
		{"somebody takes care of it, and somebody works", nil, both, "we last noted a step of our work at 14:01 GMT. At 14:00 GMT we told you: the shop does not open. Ana writes the next update by 15:00 GMT."},
		{"somebody takes care of it, and nobody works", nil, snooze, "Ana has been alerted"},
		{"somebody works, and nobody takes care of it", nil, note, "Ana has been alerted"},
		{"somebody works, and writes", nil, open(incident.Proposal{Kind: update.Progress, Words: news}), "Ana writes the next update by 15:00 GMT."},
		{"somebody works, and only looks at what would be sent", nil, open(incident.Proposal{Kind: update.Holding, Look: true}), "Ana has been alerted"},
		{"somebody works, and only opens a complete text", nil, open(incident.Proposal{Kind: update.Progress, Words: news, Opened: true}), "Ana has been alerted"},
		{"somebody works, and opens a text without a word of theirs", nil, open(incident.Proposal{Kind: update.Holding}), "Ana has been alerted"},
		{"they did not agree", func(c *client.Client) { c.Automatic = false }, nothing, ""},
		{"it became worse since they were told", nil, edit(incident.Details{Severity: 2}), ""},
		{"we watch", nil, edit(incident.Details{Status: update.Monitoring}), ""},
		{"they notice something else since", nil, func(d *desk) error {
			_, err := d.SetImpact(d.t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme"}, "the shop is slow")
			return err
		}, ""},
		{"they were told by hand", nil, func(d *desk) error {
			_, err := d.Told(d.t.Context(), people["ana"], 1, byhand.Report{Client: "acme", Text: "Rang Dana", NextAt: d.now.Add(2 * time.Hour)})
			return err
		}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := agreed
			if tt.client != nil {
				tt.client(&c)
			}
			d := newAgreed(t, c)
			if err := tt.do(d); err != nil {
				t.Fatal(err)
			}
			d.minutes(39 - int(d.now.Sub(scheduletest.Start)/time.Minute))
			if got := d.automatics(); len(got) > 0 {
				t.Fatalf("nine minutes late, and Candor wrote already: %q", got)
			}
			d.minutes(30)
			got := d.automatics()
			if tt.want == "" && len(got) > 0 || tt.want != "" && (len(got) != 1 || !strings.Contains(got[0], tt.want)) {
				t.Errorf("the client reads %q, want one with %q", got, tt.want)
			}
			if p := d.acme().Owed(promise.Update); tt.want != "" && (p == nil || p.N != 2 || p.Rung < outbox.Everybody) {
				t.Errorf("the promise is %+v, want it still owed, and everybody asked", p)
			}
		})
	}
}

func TestAnAutomaticTextIsNoUpdate(t *testing.T) {
	d := newAgreed(t, agreed)
	told := d.acme().ToldAt
	d.minutes(40)
	aff := d.acme()
	if len(d.automatics()) != 1 || aff.ToldAt != told || aff.Out != 0 || aff.Updates != 2 {
		t.Fatalf("after it: %q, told %s, out %d, updates %d", d.automatics(), aff.ToldAt, aff.Out, aff.Updates)
	}
	p := aff.Owed(promise.Update)
	if _, err := d.AnswerReminder(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme", N: p.N}, p.Draft.Hash()); err != nil {
		t.Fatal(err)
	}
	d.pass(time.Minute)
	aff = d.acme()
	if kept, settled := d.score(aff); kept != 1 || settled != 2 {
		t.Errorf("kept %d of %d, want 1 of 2: the promise was late", kept, settled)
	}
	if last := d.sent[len(d.sent)-1].Text.Body; !strings.Contains(last, "We promised you an update by 14:30 GMT, and it is late") {
		t.Errorf("the person's text does not own the delay: %s", last)
	}
	d.minutes(50)
	if n := len(d.automatics()); n != 2 {
		t.Errorf("after the next late promise there are %d automatic texts, want one for each", n)
	}
}

func TestAPersonsTextComesBeforeAnAutomaticOne(t *testing.T) {
	d := newAgreed(t, agreed)
	d.fail[client.ViaSlack] = outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "Slack is busy", After: 2 * time.Minute}
	d.minutes(40)
	if u := d.acme().Updates; u != 2 {
		t.Fatalf("%d updates, want the automatic one to wait", u)
	}
	p := d.acme().Owed(promise.Update)
	if _, err := d.AnswerReminder(t.Context(), people["ana"], view.Ref{Number: 1, Client: "acme", N: p.N}, p.Draft.Hash()); err != nil {
		t.Fatal(err)
	}
	delete(d.fail, client.ViaSlack)
	d.minutes(5)
	if got := d.automatics(); len(got) != 0 {
		t.Errorf("the client reads %q after a person wrote", got)
	}
	if aff := d.acme(); aff.Heard != 3 || aff.Out != 0 {
		t.Errorf("heard %d, out %d; want the person's text", aff.Heard, aff.Out)
	}
}

func TestAnAutomaticTextThatDidNotArriveStandsInNobodysWay(t *testing.T) {
	d := newAgreed(t, agreed)
	d.fail[client.ViaSlack] = outbox.DeliveryOutcome{Verdict: outbox.Refused, Reason: "I am not in that channel"}
	d.minutes(40)
	aff := d.acme()
	p := aff.Owed(promise.Update)
	if d.count(outbox.Problem) != 1 || aff.Unsure != 0 || p.Draft == nil {
		t.Fatalf("%d problems shown, unsure %d, draft %v", d.count(outbox.Problem), aff.Unsure, p.Draft)
	}
	if _, err := d.ResolveDelivery(t.Context(), people["ana"], view.Ref{Number: 1, Key: "INC-1/acme/update/2/slack"}, outbox.SendAgain); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("an automatic text is sent again: %v", err)
	}
	if _, err := d.ResolveDelivery(t.Context(), people["ana"], view.Ref{Number: 1, Key: "INC-1/acme/update/2/slack"}, outbox.GiveUp); err != nil {
		t.Error(err)
	}
}

func TestNobodyToCallMeansNoAutomaticText(t *testing.T) {
	d := newDesk(t, agreed, "ana")
	d.declare("outage")
	d.write("ana", false)
	d.minutes(45)
	if got := d.automatics(); len(got) != 0 {
		t.Errorf("without a number to call the client reads %q", got)
	}
}

// The draft check reads what nobody has read.
func TestWhatTheDraftCheckStopsIsNotSentByItself(t *testing.T) {
	for name, want := range map[string]int{"Ana": 1, "Ana @everyone": 0} {
		d := newAgreed(t, agreed)
		d.reconfigure(func(r *team.Roster) { r.People[0].Name = name })
		d.minutes(45)
		if got := d.automatics(); len(got) != want {
			t.Errorf("with %s to call the client reads %q, want %d texts", name, got, want)
		}
	}
}

// What is known of the data is for a person to tell.
func TestNoAutomaticTextOnceDataIsConcerned(t *testing.T) {
	c := withChannel
	c.Automatic = true
	d := newDesk(t, c, "ana")
	d.reconfigure(func(r *team.Roster) { r.People[0].Phone = "+44 20 7946 0001" })
	d.declare("outage")
	d.write("ana", false)
	d.pass(15 * time.Second)
	promised := d.acme().Owed(promise.Update).DueAt
	d.skip(2 * time.Minute)
	d.fact(facts.DataLost, facts.Yes)
	d.skip(2 * time.Hour)
	for _, m := range d.sent[1:] {
		t.Errorf("promised %s; the loss was confirmed at 14:02; at %s the client read: %s", promised.Format("15:04"), m.QueuedAt.Format("15:04"), m.Text.Body)
	}
}

// An automatic text speaks of now: an hour after its time, because the program was
// away, only a person can find the words.
func TestAnAutomaticTextIsNotSentAnHourLate(t *testing.T) {
	for late, want := range map[time.Duration]int{time.Hour: 1, time.Hour + time.Minute: 0} {
		d := newAgreed(t, agreed)
		d.minutes(31) // somebody was asked
		d.now = scheduletest.At(40).Add(late)
		d.work()
		d.minutes(20)
		if got := d.automatics(); len(got) != want {
			t.Errorf("%s late the client reads %q, want %d", late, got, want)
		}
	}
}

// An automatic text that has arrived on one way goes on to the others: it is not
// taken back as if nobody had it.
func TestAnAutomaticTextThatIsThereIsNotTakenBack(t *testing.T) {
	c := agreed
	c.Webhook = &client.Webhook{URL: "https://acme.example/hook", Secret: "whsec_x"}
	d := newAgreed(t, c)
	d.fail[client.ViaWebhook] = outbox.DeliveryOutcome{Verdict: outbox.Retry, Reason: "it is busy", After: 3 * time.Minute}
	d.minutes(39)
	if got := d.automatics(); len(got) != 1 {
		t.Fatalf("the client reads %q", got)
	}
	d.rang("Rang Dana")
	delete(d.fail, client.ViaWebhook)
	d.minutes(8)
	if got := d.state(t, "INC-1/acme/update/2/webhook"); got != outbox.Delivered {
		t.Errorf("on the other way it is %s", got)
	}
	list, err := d.Updates(t.Context(), people["ana"], 1, "acme")
	d.Must(err)
	for _, u := range list {
		if u.N == 2 && u.State == update.Withdrawn {
			t.Error("what the client has read counts as taken back")
		}
	}
}

// A program that was away at the due time has asked nobody by then. Its automatic
// text still leaves, names somebody, and does not say that they were alerted before.
func TestAfterADowntimeTheAutomaticTextNamesSomebody(t *testing.T) {
	for _, tt := range []struct {
		away string
		from int // the program is away from then on, minutes after 14:00
		to   int
		want int // automatic texts
	}{
		{"over the due time and every rung", 2, 41, 1},
		{"after the reminder ahead", 26, 50, 1},
		{"up to the last minute in which one may be written", 2, 99, 1},
		{"so long that only a person finds the words", 2, 103, 0},
	} {
		t.Run(tt.away, func(t *testing.T) {
			d := newAgreed(t, agreed)
			d.minutes(tt.from)
			d.now = scheduletest.Start.Add(time.Duration(tt.to) * time.Minute)
			d.Tick(t.Context())
			d.minutes(2)
			got := d.automatics()
			if len(got) != tt.want {
				t.Fatalf("Candor was away %s and wrote %d automatic texts, want %d: %q", tt.away, len(got), tt.want, got)
			}
			for _, text := range got {
				if !strings.Contains(text, "You can call Ana at +44 20 7946 0001.") {
					t.Errorf("the client reads nobody to call: %q", text)
				}
			}
		})
	}
}

// Where nobody has a number to call, that is decided once: the incident does not stay
// due for a text that never comes.
func TestAnAutomaticTextWithNobodyToCallIsDecidedOnce(t *testing.T) {
	d := newAgreed(t, agreed)
	d.reconfigure(func(r *team.Roster) {
		for i := range r.People {
			r.People[i].Phone = ""
		}
	})
	d.minutes(41)
	if got := d.automatics(); len(got) != 0 {
		t.Errorf("Candor wrote %q, and there is nobody to call", got)
	}
	if aff := d.acme(); !d.inc().AutoAt(aff).IsZero() {
		t.Errorf("an automatic text stays due at %s", d.inc().AutoAt(aff))
	}
}
