package messages

import (
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/promise"
	"candor/incident/update"
	"candor/messages/scene"
)

// afterALoss says of each kind of update that comes after a loss was told how it stands
// to it. A kind that is not listed is missing here.
var afterALoss = map[string]string{
	update.Holding: "refers", update.Progress: "names", update.EtaChange: "names", update.MissedUpdate: "names", update.MitigatedUpdate: "names",
	update.MonitoringUpdate: "names", update.Overnight: "names", update.ResolvedUpdate: "names", update.Checkin24h: "names", update.Checkin7d: "names", update.Checkin30d: "names",
	update.AutoHolding: "names", update.OpenAnswer: "names", update.BreachSuspected: "names",
	update.AutoLate: "silent", update.Correction: "silent", update.MeetingInvite: "silent", update.PostmortemCover: "silent", update.Rebuild: "silent", update.NewDate: "silent",
	update.WrongRecipients: "silent", update.ProcessorNotice: "silent", update.MisdeliveryRecipient: "silent",
	update.NotYours: "takes back", update.DataLoss: "tells", update.FirstNoticeUnknown: "before", update.FirstNoticeKnown: "before", update.FirstNoticeThirdParty: "before",
}

// After “we have lost all user data”, no text of any kind says less, whatever else
// is known: what it does not say itself it refers to.
func TestNoLaterTextSaysLessThanTheyWereTold(t *testing.T) {
	if testing.Short() {
		t.Skip("a sweep in one goroutine")
	}
	w := mustLoad(t, "")
	for _, kind := range w.Kinds() {
		how := afterALoss[kind]
		if how == "" {
			t.Errorf("%s: how does it stand to a loss that was told before?", kind)
		}
		for _, back := range append([]facts.Answer{""}, facts.Answers[facts.Recoverable]...) {
			for _, intruder := range append([]facts.Answer{""}, facts.Answers[facts.Intruder]...) {
				inc := lostAndTold(back, intruder)
				u := answered(w, inc, kind)
				for _, via := range client.ReadWays() {
					text, err := w.Render(inc, &inc.Clients[0].Client, u, client.Destination{Via: via.Via})
					if err != nil {
						t.Fatalf("%s, back %q, intruder %q: %v", kind, back, intruder, err)
					}
					if hope := strings.Contains(strings.ToLower(text.Body), "no recovery news yet"); hope != (kind == update.Holding && back != facts.No && back != facts.PartBack && back != facts.Restored) {
						t.Errorf("%s, back %q: news of a recovery are hoped for: %v\n%s", kind, back, hope, text.Body)
					}
					judge(t, strings.Join([]string{kind, string(back), string(intruder), via.Via}, " "), how, back == facts.Restored, text.Subject+"\n"+text.Body)
				}
			}
		}
	}
}

func judge(t *testing.T, name, how string, allBack bool, text string) {
	t.Helper()
	lower := strings.ToLower(text)
	for _, less := range []string{"some of your data is", "some of your data was", "no data is lost", "data is missing", "was missing", "nothing has changed", "nothing was lost", "need to do anything"} {
		if how != "before" && how != "takes back" && !(allBack && less == "nothing has changed") && strings.Contains(lower, less) {
			t.Errorf("%s says “%s”:\n%s", name, less, text)
		}
	}
	names, refers := strings.Contains(text, "all user data from 10 February to 10 March"), strings.Contains(text, "What we told you at 14:25 GMT about your lost data still holds.")
	switch {
	case how == "names" && !allBack && !names, how == "refers" && !allBack && !refers, how == "tells" && !names, how == "takes back" && !strings.Contains(text, "told you that data is lost") || how == "takes back" && !strings.Contains(text, "none of your data was lost"):
		t.Errorf("%s does not say what is lost:\n%s", name, text)
	case allBack && how != "tells" && (refers || strings.Contains(text, "this is lost")):
		t.Errorf("%s says that it is lost, and all is back:\n%s", name, text)
	}
}

// lostAndTold is an incident whose client was told at 14:25 that all user data of
// four weeks is lost.
func lostAndTold(back, intruder facts.Answer) *incident.Incident {
	inc := scene.Disaster()
	given := map[facts.Question]facts.Answer{facts.DataLost: facts.Yes, facts.SpareCopy: facts.NoCopy}
	for q, a := range map[facts.Question]facts.Answer{facts.Recoverable: back, facts.Intruder: intruder} {
		if a != "" {
			given[q] = a
		}
	}
	scene.Given(inc, given)
	lost := inc.Facts.Given[facts.DataLost]
	lost.Words, lost.From, lost.To = "all user data", "10 February", "10 March"
	inc.Facts.Given[facts.DataLost] = lost
	aff := &inc.Clients[0]
	aff.Client.Email = true
	aff.Said = map[string]string{"impact": "some of your data is missing", "impact_still": "some of your data is missing", "client_action": "Please keep every export."}
	aff.SaidTimes = map[string]time.Time{"eta_from": scene.At("14:30"), "eta_to": scene.At("15:00")}
	aff.FirstAt, aff.ToldAt, inc.ActedAt = scene.At("14:25"), scene.At("14:25"), scene.At("14:40")
	aff.Knows = map[facts.Question]facts.Answer{facts.DataLost: facts.Yes, facts.SpareCopy: facts.NoCopy}
	aff.Wrote = aff.Knows
	aff.Lost = &facts.Loss{What: "all user data", From: "10 February", To: "10 March", At: scene.At("14:25")}
	inc.Promise(aff, promise.Review, scene.At("14:50"), scene.At("14:25")).Said = true
	return inc
}

// answered is an update as it begins, with an example wherever a person has to
// write something.
func answered(w *Words, inc *incident.Incident, kind string) update.Update {
	now := scene.At("15:00")
	u := update.Update{Kind: kind, At: now, LateFor: scene.At("14:55")}
	u.Sender.Name, u.Sender.Phone = "Ana Ruiz", "+44 20 7946 0001"
	if update.PromisesNext(kind) {
		u.NextAt = scene.At("15:30")
	}
	u = w.Begin(inc, &inc.Clients[0], u, now)
	t := w.templates[kind]
	for _, f := range t.fields {
		switch at, _ := f.sampleTime(); {
		case !f.Mandatory || f.Unless != "" || f.When != "" || f.Flag:
		case f.instant() && u.Times[f.Name].IsZero():
			u.Times[f.Name] = at
		case !f.instant() && u.Words[f.Name] == "":
			u.Words[f.Name] = f.Sample
		}
	}
	for _, name := range t.oneOf[min(1, len(t.oneOf)):] {
		u.Words[name] = "yes"
	}
	return u
}

// The final message says on every way what became of personal data and whether somebody
// got in: what is known, and what nobody knows. It says nothing of it that is no news.
func TestTheFinalMessageLeavesNoBadNewsOut(t *testing.T) {
	w := mustLoad(t, "")
	for _, tt := range []struct {
		name                     string
		lost, back, in, personal facts.Answer
		want                     []string
		never                    []string
	}{
		{"personal data is among what is lost", facts.Yes, facts.Partly, facts.No, facts.Yes, []string{"Personal data is affected."}, nil},
		{"nobody knows whether it is", facts.Yes, facts.Partly, facts.No, facts.DontKnow, []string{"whether personal data is affected"}, []string{"Personal data is affected"}},
		{"nobody was asked", facts.Yes, facts.No, facts.No, "", []string{"whether personal data is affected"}, nil},
		{"it is not", facts.Yes, facts.No, facts.No, facts.No, nil, []string{"ersonal data is affected"}},
		{"all is back, and it was affected", facts.Yes, facts.Restored, facts.No, facts.Yes, []string{"All of the lost data is back.", "Personal data is affected."}, nil},
		{"all is back, and nobody was asked", facts.Yes, facts.Restored, facts.No, "", []string{"We do not know yet whether personal data is affected."}, nil},
		{"somebody got in, and data is lost", facts.Yes, facts.Partly, facts.Confirmed, facts.No, []string{"Someone got in who should not have."}, nil},
		{"somebody may have got in, and data is lost", facts.Yes, facts.Partly, facts.Suspected, facts.No, []string{"whether someone got in who should not have"}, []string{"Someone got in"}},
		{"no data is lost, and somebody got in", facts.No, "", facts.Confirmed, facts.Yes, []string{"Someone got in who should not have.", "Personal data is affected."}, []string{"No data was lost"}},
		{"no data is lost, and somebody may have got in", facts.No, "", facts.Suspected, facts.DontKnow, []string{"We suspect that someone got in who should not have. This is not confirmed.", "We do not know yet whether personal data is affected."}, []string{"No data was lost"}},
		{"nothing of it", facts.No, "", facts.No, facts.No, []string{"No data was lost."}, []string{"ersonal data", "got in"}},
		{"an outage of which nobody asked that", facts.No, "", "", "", []string{"No data was lost."}, []string{"ersonal data", "got in"}},
	} {
		inc := lostAndTold(tt.back, tt.in)
		if tt.personal != "" {
			inc.Facts.Given[facts.Personal] = facts.Fact{Answer: tt.personal}
		}
		if tt.lost == facts.No {
			inc.Kind, inc.Facts.Given[facts.DataLost] = "outage", facts.Fact{Answer: facts.No}
			delete(inc.Facts.Given, facts.SpareCopy)
			delete(inc.Facts.Given, facts.Recoverable)
			inc.Clients[0].Knows, inc.Clients[0].Wrote, inc.Clients[0].Lost = nil, nil, nil
		}
		for _, via := range client.ReadWays() {
			u := answered(w, inc, update.ResolvedUpdate)
			text, err := w.Render(inc, &inc.Clients[0].Client, u, client.Destination{Via: via.Via})
			if err != nil {
				t.Fatalf("%s: %v", tt.name, err)
			}
			for _, want := range tt.want {
				if !strings.Contains(text.Body, want) {
					t.Errorf("%s, %s: it lacks “%s”:\n%s", tt.name, via.Via, want, text.Body)
				}
			}
			for _, never := range tt.never {
				if strings.Contains(text.Body, never) {
					t.Errorf("%s, %s: it says “%s”:\n%s", tt.name, via.Via, never, text.Body)
				}
			}
		}
	}
}

// What is lost is one sentence, whatever of it is known; nobody reads “from a day
// that we do not know yet to a day that we do not know yet”.
func TestALossIsSaidAsFarAsItIsKnown(t *testing.T) {
	w := mustLoad(t, "")
	tests := []struct{ what, from, to, want string }{
		{"all orders", "8 March", "10 March", "We have lost all orders from 8 March to 10 March."},
		{"All orders.", "8 March", "10 March", "We have lost all orders from 8 March to 10 March."},
		{"all orders", "", "", "We have lost all orders. We do not yet know from which dates."},
		{"all orders of today", "", "", "We have lost all orders of today."},
		{"every invoice since last Monday", "", "", "We have lost every invoice since last Monday."},
		{"the orders of 3 May", "", "", "We have lost the orders of 3 May."},
		{"the reports from 2024", "", "", "We have lost the reports from 2024."},
		{"the Sunday roast bookings", "", "", "We have lost the Sunday roast bookings. We do not yet know from which dates."},
		{"2024 user accounts", "", "", "We have lost 2024 user accounts. We do not yet know from which dates."},
		{"all orders of today", "", "14:00", "We have lost all orders of today up to 14:00."},
		{"all orders", "8 March", "", "We have lost all orders from 8 March onwards. We do not yet know until when."},
		{"all orders", "", "10 March", "We have lost all orders up to 10 March. We do not yet know from when on."},
		{"", "8 March", "10 March", "We have lost some of your data from 8 March to 10 March. We do not yet know which."},
		{"", "8 March", "", "We have lost some of your data from 8 March onwards. We do not yet know which. We do not yet know until when."},
		{"", "", "", "Some of your data is lost. We do not yet know which, or from which dates."},
	}
	for _, tt := range tests {
		if got := w.lossSentences(facts.Loss{What: tt.what, From: tt.from, To: tt.to}); got != tt.want {
			t.Errorf("%q from %q to %q: %q, want %q", tt.what, tt.from, tt.to, got, tt.want)
		}
	}
}

// Where a text says how things stand, it says what is only suspected, too.
func TestASuspicionStandsWhereATextSaysHowThingsStand(t *testing.T) {
	w := mustLoad(t, "")
	inc := lostAndTold("", facts.Suspected)
	for _, kind := range []string{update.MitigatedUpdate, update.Overnight, update.MissedUpdate, update.MonitoringUpdate, update.ResolvedUpdate, update.Checkin24h, update.Checkin7d, update.Checkin30d} {
		for _, via := range []string{client.ViaSlack, client.ViaEmail} {
			text, err := w.Render(inc, &inc.Clients[0].Client, answered(w, inc, kind), client.Destination{Via: via})
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(text.Body, "someone got in who should not have") {
				t.Errorf("%s by %s is silent about it:\n%s", kind, via, text.Body)
			}
		}
	}
}

// What a person writes beside it changes nothing of what they were told, and what
// nobody has answered is said although its line was emptied.
func TestWhatIsTypedDoesNotSoftenALoss(t *testing.T) {
	w := mustLoad(t, "")
	inc := lostAndTold("", "")
	for kind, words := range map[string]map[string]string{
		update.Progress:         {"what_changed": "The shop is faster.", "impact_now": "Some of your data is missing.", "action_now": "looking"},
		update.MonitoringUpdate: {"check_result": "All is well.", "client_action": "You can work."},
		update.Overnight:        {"state_line": "Some of your data is missing."},
		update.ResolvedUpdate:   {"data_line": "We have lost some of your data.", "data_gone": "", "data_coming": "", "data_unknown": ""},
	} {
		u := answered(w, inc, kind)
		for name, text := range words {
			u.Words[name] = text
		}
		text, err := w.Render(inc, &inc.Clients[0].Client, u, client.Destination{Via: client.ViaSlack})
		if err != nil {
			t.Fatal(err)
		}
		want := "As we told you at 14:25 GMT, this is lost: all user data from 10 February to 10 March."
		if kind == update.ResolvedUpdate {
			want = "Not known yet: how much of the lost data can be recovered; whether anyone got in; whether personal data is affected."
		}
		if !strings.Contains(text.Body, want) {
			t.Errorf("%s lacks “%s”:\n%s", kind, want, text.Body)
		}
	}
}
