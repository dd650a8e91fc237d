package resend

import (
	"slices"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/outbox"
	"candor/incident/update"
)

// Whoever says yes to a text says yes to its words: where better is known, or it is not right any more,
// nobody can.
func TestVoid(t *testing.T) {
	now := time.Date(2026, 3, 10, 14, 30, 0, 0, time.UTC)
	given := func(q facts.Question, a facts.Answer, words string) facts.Facts {
		return facts.Facts{Given: map[facts.Question]facts.Fact{q: {Answer: a, Words: words, At: now}}}
	}
	tells := func(q facts.Question, a facts.Answer, words string) update.Update {
		u := update.Update{Kind: update.Progress, Facts: map[facts.Question]facts.Answer{q: a}}
		if words != "" {
			u.Behind = map[facts.Question]string{q: words}
		}
		return u
	}
	loss := tells(facts.DataLost, facts.Yes, "")
	loss.Kind, loss.Loss = update.DataLoss, &facts.Loss{What: "orders"}
	certain := tells(facts.Personal, facts.No, "")
	certain.Notes = map[string]facts.Notes{client.ViaSlack: {Certain: []int{1}}}
	bare := update.Update{Kind: update.Progress}

	for name, tt := range map[string]struct {
		f            facts.Facts
		u            update.Update
		void, turned string // why, as the table says it
	}{
		"the same words":           {given(facts.Personal, facts.Yes, "names"), tells(facts.Personal, facts.Yes, "names"), "", ""},
		"more people know":         {given(facts.Personal, facts.Yes, "names and card numbers"), tells(facts.Personal, facts.Yes, "names"), reasons[1].why, ""},
		"the same loss":            {given(facts.DataLost, facts.Yes, "orders"), loss, "", ""},
		"a greater loss":           {given(facts.DataLost, facts.Yes, "orders and customers"), loss, reasons[1].why, oldAnswer},
		"of what it does not tell": {given(facts.Personal, facts.Yes, "names"), bare, "", ""},
		"better is known":          {given(facts.SpareCopy, facts.CopyTested, ""), tells(facts.SpareCopy, facts.DontKnow, ""), oldAnswer, ""},
		"it is not so":             {given(facts.SpareCopy, facts.CopyTested, ""), tells(facts.SpareCopy, facts.NoCopy, ""), oldAnswer, oldAnswer},
		"a sentence was taken off": {given(facts.Personal, facts.No, ""), certain, reasons[3].why, reasons[3].why},
	} {
		inc := &incident.Incident{State: incident.Open, Facts: tt.f, Clients: []incident.Affected{{Client: client.Client{ID: "acme"}}}}
		u := tt.u
		u.Client, u.At, u.Knew, u.Texts = "acme", now, now, map[string]outbox.Text{client.ViaSlack: {Body: "We have put in a new disk."}}
		if got := Void(inc, &inc.Clients[0], &u, now); got != tt.void {
			t.Errorf("%s: void: “%s”, want “%s”", name, got, tt.void)
		}
		if got := Turned(inc, &inc.Clients[0], &u, now); got != tt.turned {
			t.Errorf("%s: turned: “%s”, want “%s”", name, got, tt.turned)
		}
	}
}

// A text that is not about its reader, or that asks how they are, is held against less.
func TestWhichReasonsATextFallsInto(t *testing.T) {
	for kind, want := range map[string][]bool{ // an answer has changed, was wrong; bad news is left out
		update.Progress: {true, true, true}, update.Checkin24h: {true, true, false}, update.AutoLate: {true, true, false},
		update.MisdeliveryRecipient: {true, false, false}, update.NotYours: {true, false, false},
	} {
		var got []bool
		for _, q := range []facts.Question{facts.SpareCopy, facts.DataLost, facts.Personal} {
			f := map[facts.Question]facts.Fact{q: {Answer: facts.Yes, At: time.Unix(9, 0)}}
			u := update.Update{Client: "acme", Kind: kind, Texts: map[string]outbox.Text{client.ViaSlack: {}}}
			switch q {
			case facts.SpareCopy:
				f[q], u.Facts = facts.Fact{Answer: facts.CopyTested}, map[facts.Question]facts.Answer{q: facts.DontKnow}
			case facts.DataLost:
				u.Facts = map[facts.Question]facts.Answer{q: facts.No}
			}
			inc := &incident.Incident{State: incident.Open, Facts: facts.Facts{Given: f}, Clients: []incident.Affected{{Client: client.Client{ID: "acme"}, Written: true, ToldAt: time.Unix(1, 0)}}}
			ask := Turned
			if q == facts.SpareCopy {
				ask = Void
			}
			got = append(got, ask(inc, &inc.Clients[0], &u, time.Unix(20, 0)) != "")
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", kind, got, want)
		}
	}
}
