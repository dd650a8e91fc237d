package service_test

import (
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/outbox"
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
		for q, s := range map[facts.Question]string{facts.DataLost: "Some of your data is lost", facts.SpareCopy: "There was no backup", facts.Recoverable: "None of it can be recovered", facts.Personal: "Personal data is affected"} {
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
		d.tell(incident.ByCall, 0)
		d.skip(25 * time.Minute)
		d.fact(facts.DataLost, facts.Yes)
		d.disclose()
		if body := d.sent[0].Text.Body; strings.Contains(body, "as we told you on the phone at") != before {
			t.Errorf("the loss was known when they spoke: %t; they read: %s", before, body)
		}
	}
}
