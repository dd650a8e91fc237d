package resend

import (
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/eta"
	"candor/incident/facts"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/schedule/scheduletest"
	"candor/incident/update"
)

// A text that was written at 0 is held against what was written down at 1, whatever it waits for.
func TestWhatATextSaysIsHeldAgainstWhatIsKnownSince(t *testing.T) {
	at := scheduletest.At
	answer := func(q facts.Question, a facts.Answer, when time.Time, words string) func(*incident.Incident) {
		return func(inc *incident.Incident) {
			inc.Facts.Given = map[facts.Question]facts.Fact{facts.DataLost: {Answer: facts.No, At: at(-9)}, q: {Answer: a, At: when, Since: when, Words: words}}
		}
	}
	noticed := func(impact string, when time.Time) func(*incident.Incident) {
		return func(inc *incident.Incident) { inc.Impact, inc.Clients[0].ImpactAt = impact, when }
	}
	happened := func(kind promise.EventKind, when time.Time) func(*incident.Incident) {
		return func(inc *incident.Incident) {
			inc.Clients[0].Promises = []promise.Promise{{N: 1, Kind: promise.Update, Event: &promise.Event{Kinds: []promise.EventKind{kind}, At: when}}}
		}
	}
	known := func(n int, when time.Time) func(*incident.Incident) {
		return func(inc *incident.Incident) {
			inc.Facts.Known = []facts.Noted{{N: n, Text: "40 orders were charged twice", At: when}}
		}
	}
	estimate := func(to, when time.Time) func(*incident.Incident) {
		return func(inc *incident.Incident) { inc.Estimate = &eta.Estimate{To: to, At: when} }
	}
	tells := func(q facts.Question, a facts.Answer) update.Update {
		return update.Update{Kind: update.Progress, Facts: map[facts.Question]facts.Answer{facts.DataLost: facts.No, q: a}}
	}
	plain := func(kind string) update.Update { return update.Update{Kind: kind} }
	names := update.Update{Kind: update.Progress, Words: map[string]string{"impact_still": "checkout is down"}}
	says := plain(update.MitigatedUpdate)
	says.Texts = map[string]outbox.Text{client.ViaSlack: {Body: "Nobody can log in, but checkout works."}}
	lost := update.Update{Kind: update.DataLoss, Facts: map[facts.Question]facts.Answer{facts.DataLost: facts.Yes}, Loss: &facts.Loss{What: "all orders"}}
	ended := update.Update{Kind: update.Progress, Times: map[string]time.Time{"eta_to": at(60)}}
	certain := update.Update{Kind: update.Progress, Notes: map[string]facts.Notes{client.ViaSlack: {Certain: []int{1}}}}

	for _, tt := range []struct {
		name   string
		u      update.Update
		since  func(*incident.Incident)
		turned bool
	}{
		{"nothing", plain(update.Progress), func(*incident.Incident) {}, false},
		{"none is lost, and some is", tells(facts.DataLost, facts.No), answer(facts.DataLost, facts.Yes, at(1), "all orders"), true},
		{"nobody knew, and it is bad", tells(facts.Personal, facts.DontKnow), answer(facts.Personal, facts.Yes, at(1), ""), true},
		{"nobody knew, and it is well", tells(facts.SpareCopy, facts.DontKnow), answer(facts.SpareCopy, facts.CopyTested, at(1), ""), false},
		{"somebody may have got in, and nobody has", tells(facts.Intruder, facts.Suspected), answer(facts.Intruder, facts.No, at(1), ""), true},
		{"there was no backup that works, and there is", tells(facts.SpareCopy, facts.CopyFailed), answer(facts.SpareCopy, facts.CopyTested, at(1), ""), true},
		{"another loss", lost, answer(facts.DataLost, facts.Yes, at(1), "all orders and all invoices"), true},
		{"the same loss, said again", lost, answer(facts.DataLost, facts.Yes, at(1), "all orders"), false},
		{"bad news that it leaves out", plain(update.Progress), answer(facts.Personal, facts.Yes, at(1), ""), true},
		{"bad news that its writer knew", plain(update.Progress), answer(facts.Personal, facts.Yes, at(-1), ""), false},
		{"a loss comes before other bad news", update.Update{Kind: update.DataLoss}, answer(facts.Personal, facts.Yes, at(1), ""), false},
		{"they notice something else, and it names it", names, noticed("nobody can log in", at(1)), true},
		{"they notice something else, and it says nothing of that", plain(update.Progress), noticed("nobody can log in", at(1)), false},
		{"they notice something else, and it works again", plain(update.MonitoringUpdate), noticed("nobody can log in", at(1)), true},
		{"they notice something else, and it is over", plain(update.ResolvedUpdate), noticed("nobody can log in", at(1)), true},
		{"they notice something else, and nothing has changed", plain(update.Holding), noticed("nobody can log in", at(1)), true},
		{"its writer knew what they notice", plain(update.MonitoringUpdate), noticed("nobody can log in", at(-1)), false},
		{"it says so itself", says, noticed("nobody can log in", at(1)), false},
		{"it asks how it goes", plain(update.Checkin24h), noticed("nobody can log in", at(1)), false},
		{"it is worse, and nothing has changed", plain(update.Holding), happened(promise.Worse, at(1)), true},
		{"they asked, and nothing has changed", plain(update.Holding), happened(promise.ClientAsked, at(1)), false},
		{"it is worse, and there is news", plain(update.Progress), happened(promise.Worse, at(1)), false},
		{"more is certain, and nothing has changed", plain(update.Holding), known(1, at(1)), true},
		{"more is certain, and it is over", plain(update.ResolvedUpdate), known(1, at(1)), true},
		{"more is certain, and there is news", plain(update.Progress), known(1, at(1)), false},
		{"its writer knew what is certain", plain(update.ResolvedUpdate), known(1, at(-1)), false},
		{"a sentence was taken off", certain, known(2, at(-1)), true},
		{"a sentence stands", certain, known(1, at(-1)), false},
		{"another estimate", ended, estimate(at(90), at(1)), true},
		{"the same estimate", ended, estimate(at(60), at(1)), false},
	} {
		inc := &incident.Incident{State: incident.Open, Impact: "checkout is down", Clients: []incident.Affected{{Client: client.Client{ID: "acme"}, Written: true, ToldAt: at(-30)}}}
		tt.since(inc)
		u := tt.u
		if u.Client, u.At, u.Knew = "acme", at(5), at(0); u.Texts == nil {
			u.Texts = map[string]outbox.Text{client.ViaSlack: {Body: "We have put in a new disk."}}
		}
		if why := Turned(inc, &inc.Clients[0], &u, at(6)); (why != "") != tt.turned {
			t.Errorf("%s: “%s”", tt.name, why)
		}
	}
}
