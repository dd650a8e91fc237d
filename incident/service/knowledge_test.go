package service_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/outbox"
	"candor/incident/team"
	"candor/incident/update"
	"candor/incident/view"
)

// say sends a text as ana and lets it arrive.
func (d *desk) say(p incident.Proposal) {
	d.t.Helper()
	t, err := d.Tell(d.t.Context(), people["ana"], 1, p)
	if err != nil {
		d.t.Fatal(err)
	}
	d.pass(t.Held.Sub(d.now) + time.Second)
}

// A text tells what stands in it, not what was known when it was written.
func TestABreakInIsNotToldByATextThatIsAboutSomethingElse(t *testing.T) {
	d := opened(t, withChannel, "security")
	d.fact(facts.Intruder, facts.Confirmed)
	if err := d.agreeLater(4 * time.Hour); err != nil { // else nothing else leaves
		t.Fatal(err)
	}
	d.say(incident.Proposal{Kind: update.Progress, Words: map[string]string{"what_changed": "We restarted the web server.", "impact_now": "The shop is slow."}})
	aff := d.acme()
	if got := aff.Wrote[facts.Intruder]; got != "" || d.incident().NewsKind(aff) != update.BreachSuspected {
		t.Errorf("in writing they have %q and the next kind is %s; they read: %s", got, d.incident().NewsKind(aff), d.sent[1].Text.Body)
	}
	d.fact(facts.Personal, facts.No)
	d.say(incident.Proposal{Kind: update.Progress, Words: map[string]string{"what_changed": "No personal data is affected."}})
	if got := d.acme().Wrote; got[facts.Personal] != facts.No || got[facts.Intruder] != "" {
		t.Errorf("in writing they have %v, want only that it is not about people", got)
	}
}

// Where Slack carries less than the mail, it tells less: the rest is told by the
// mail, once that has arrived.
func TestTheFullFactsAreToldByTheMailThatHasThem(t *testing.T) {
	for _, optional := range []bool{true, false} {
		c := withChannel
		c.Contacts, c.Email = []client.Contact{{Name: "Dana Fox", Email: "dana@acme.example"}}, true
		if optional {
			c.Optional = []string{client.ViaEmail}
		}
		d := newDesk(t, c, "ana")
		d.declare("data_loss")
		d.fail[client.ViaEmail] = refusedThere
		d.fact(facts.DataLost, facts.Yes)
		d.fact(facts.SpareCopy, facts.NoCopy)
		d.fact(facts.Recoverable, facts.No)
		d.fact(facts.Personal, facts.Yes)
		d.disclose()
		aff, body := d.acme(), d.sent[0].Text.Body
		for q, s := range map[facts.Question]string{facts.DataLost: "Some of your data is lost", facts.SpareCopy: "There was no backup", facts.Recoverable: "None of the lost data can be recovered", facts.Personal: "Personal data is affected"} {
			if stands, told := strings.Contains(body, s), aff.Wrote[q] != ""; stands != told {
				t.Errorf("optional %t: that “%s” stands there: %t, is told: %t", optional, s, stands, told)
			}
		}
		if strings.Contains(body, "by e-mail") == optional || len(d.incident().News(aff)) > 0 == optional {
			t.Errorf("optional %t: still news: %v; they read: %s", optional, d.incident().News(aff), body)
		}
		if optional {
			continue
		}
		clear(d.fail)
		if _, err := d.ResolveDelivery(t.Context(), people["ana"], view.Ref{Number: 1, Key: aff.Missing[0].Key}, outbox.SendAgain); err != nil {
			t.Fatal(err)
		}
		d.pass(15 * time.Second)
		if news := d.incident().News(d.acme()); len(news) > 0 {
			t.Errorf("the mail has arrived, and still news: %v", news)
		}
	}
}

// A correction names the text that said it, not a newer one about something else.
func TestACorrectionNamesTheTextThatWasWrong(t *testing.T) {
	d := opened(t, withChannel, "security")
	d.fact(facts.Personal, facts.No)
	d.say(incident.Proposal{Kind: update.Progress})
	wrong := d.now
	d.skip(20 * time.Minute)
	d.fact(facts.SpareCopy, facts.CopyTested)
	d.say(incident.Proposal{Kind: update.Progress})
	d.skip(5 * time.Minute)
	d.say(incident.Proposal{Kind: update.Progress, Words: map[string]string{"what_changed": "We restarted the web server."}})
	d.fact(facts.Personal, facts.Yes)
	tell, err := d.Write(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.Correction, Words: map[string]string{"how_found": "We read the logs."}})
	if err != nil {
		t.Fatal(err)
	}
	body := tell.Update.Texts[client.ViaSlack].Body
	if want := "at " + wrong.Format("15:04"); tell.Update.Corrects != 2 || !strings.Contains(body, want) {
		t.Errorf("it corrects update %d, want 2 %s: %s", tell.Update.Corrects, want, body)
	}
}

// What two texts said wrong is taken back by two corrections, each with its time.
func TestEachWrongTextHasItsOwnCorrection(t *testing.T) {
	d := opened(t, withChannel, "security")
	d.fact(facts.Personal, facts.No)
	d.say(incident.Proposal{Kind: update.Progress})
	d.skip(20 * time.Minute)
	d.fact(facts.SpareCopy, facts.CopyTested)
	d.say(incident.Proposal{Kind: update.Progress})
	d.fact(facts.Personal, facts.Yes)
	d.fact(facts.SpareCopy, facts.CopyFailed)
	for _, want := range []string{"we have a backup that works", "no personal data is affected"} {
		d.skip(time.Minute)
		d.say(incident.Proposal{Kind: update.Correction, Words: map[string]string{"how_found": "We read the logs."}})
		if body := d.sent[len(d.sent)-1].Text.Body; !strings.Contains(body, "we told you that "+want+". That was wrong.") {
			t.Errorf("it should take back only that %s: %s", want, body)
		}
	}
	if news := d.incident().News(d.acme()); len(news) > 0 {
		t.Errorf("after both, still news: %v", news)
	}
}

// “We do not know yet” is never wrong afterwards, and neither is a suspicion.
func TestThatWeDidNotKnowWasNotWrong(t *testing.T) {
	d := opened(t, withChannel, "security")
	d.fact(facts.SpareCopy, facts.CopyTested)
	d.fact(facts.Personal, facts.DontKnow)
	d.say(incident.Proposal{Kind: update.Progress, Words: map[string]string{"what_changed": "We have a backup of this data and have tested it. We do not know yet whether personal data is affected."}})
	d.fact(facts.SpareCopy, facts.CopyFailed)
	d.fact(facts.Personal, facts.Yes)
	tell, err := d.Write(t.Context(), people["ana"], 1, incident.Proposal{Kind: update.Correction, Words: map[string]string{"how_found": "We read the logs."}})
	if err != nil {
		t.Fatal(err)
	}
	if body := tell.Update.Texts[client.ViaSlack].Body; !strings.Contains(body, "that we have a backup that works. That was wrong.") || strings.Contains(body, "did not know") {
		t.Errorf("it calls more wrong than was: %s", body)
	}
}

// A text is what was said on the phone in writing only if it was known then.
func TestATextRefersToACallOnlyForWhatWasKnownThen(t *testing.T) {
	for _, before := range []bool{true, false} {
		d := newDesk(t, withChannel, "ana")
		d.declare("data_loss")
		if before {
			d.fact(facts.DataLost, facts.Yes)
		}
		d.skip(5 * time.Minute)
		d.tell(byhand.ByCall, 0)
		d.skip(25 * time.Minute)
		d.fact(facts.DataLost, facts.Yes)
		d.disclose()
		if body := d.sent[0].Text.Body; strings.Contains(body, "as we told you on the phone at") != before {
			t.Errorf("the loss was known when they spoke: %t; they read: %s", before, body)
		}
	}
}

// The mail that told a loss never arrived, Slack's copy did: whoever reads the mailbox
// reads of it in whichever text comes next, with what belongs to it, and once. So
// does an address that is newer, and one whose copy was given up.
func TestWhoMissedTheLossReadsOfItInTheNextText(t *testing.T) {
	invite := incident.Proposal{Kind: update.MeetingInvite, Words: map[string]string{"people": "Ben and me"}}
	office := client.Contact{Name: "Office", Email: "office@acme.example"}
	for name, tt := range map[string]struct {
		next  incident.Proposal
		reads bool          // its copy arrived
		miss  func(d *desk) // what happens then
	}{
		"an invitation": {next: invite},
		"what is new":   {next: incident.Proposal{Kind: update.Progress, Words: map[string]string{"what_changed": "The server is up.", "action_now": "looking for copies"}}},
		"their copy was given up": {next: invite, miss: func(d *desk) {
			if _, err := d.ResolveDelivery(t.Context(), people["ana"], view.Ref{Number: 1, Key: d.acme().Missing[0].Key}, outbox.GiveUp); err != nil {
				t.Fatal(err)
			}
		}},
		"an address that is newer": {next: invite, reads: true, miss: func(d *desk) {
			d.reconfigure(func(r *team.Roster) { r.Clients[0].Contacts[0].Email = office.Email })
		}},
		"one address more": {next: invite, reads: true, miss: func(d *desk) {
			d.reconfigure(func(r *team.Roster) { r.Clients[0].Contacts = append(slices.Clone(r.Clients[0].Contacts), office) })
		}},
	} {
		c := withChannel
		c.Contacts, c.Email = []client.Contact{{Name: "Dana Fox", Email: "dana@acme.example"}}, true
		d := newDesk(t, c, "ana")
		d.declare("data_loss")
		if !tt.reads {
			d.fail[client.ViaEmail] = refusedThere
		}
		d.fact(facts.DataLost, facts.Yes)
		d.fact(facts.SpareCopy, facts.NoCopy)
		d.disclose()
		clear(d.fail)
		if tt.miss != nil {
			tt.miss(d)
		}
		d.skip(20 * time.Minute)
		for i := range 2 {
			d.sent = nil
			at := d.now.Add(20 * time.Hour)
			tt.next.Times = map[string]time.Time{"slot1": at, "slot2": at.Add(2 * time.Hour)}
			if tt.next.Kind != invite.Kind {
				tt.next.Times = nil
			}
			d.say(tt.next)
			d.skip(5 * time.Minute)
			for _, s := range d.sent {
				lost, copies := strings.Count(s.Text.Body, "this is lost: some of your data."), strings.Count(s.Text.Body, "There was no backup of this data.")
				want := s.Via == client.ViaEmail && i == 0
				if (lost == 1) != (want || tt.next.Kind == update.Progress) || (copies == 1) != want || max(lost, copies) > 1 {
					t.Errorf("%s, text %d by %s: want that it tells what they missed: %t; it says\n%s", name, i+1, s.Via, want, s.Text.Body)
				}
			}
			if len(d.sent) < 2 {
				t.Errorf("%s: %d texts left", name, len(d.sent))
			}
		}
	}
}
