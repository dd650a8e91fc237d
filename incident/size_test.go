package incident

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/question"
	"candor/incident/update"
)

func answeredAs(q facts.Question, a facts.Answer) facts.Facts {
	return facts.Facts{Given: map[facts.Question]facts.Fact{q: {Answer: a}}}
}

// How much comes after the final message follows from the harm, and a person may say
// otherwise.
func TestTheSizeOfAftercareFollowsFromTheHarm(t *testing.T) {
	now := at0
	for _, tt := range []struct {
		name string
		inc  Incident
		want Size
	}{
		{"forty minutes, business stopped", Incident{Severity: 1, Since: now.Add(-40 * time.Minute)}, Small},
		{"an hour, business stopped", Incident{Severity: 1, Since: now.Add(-time.Hour)}, Normal},
		{"a day, something small", Incident{Severity: 3, Since: now.Add(-24 * time.Hour)}, Small},
		{"a near miss", Incident{Severity: 4, Since: now.Add(-2 * time.Hour)}, Small},
		{"it lasted half an hour, a day ago", Incident{Severity: 2, Since: now.Add(-24 * time.Hour), State: Resolved, ResolvedAt: now.Add(-24*time.Hour + 30*time.Minute)}, Small},
		{"data was lost in ten minutes", Incident{Severity: 3, Since: now.Add(-10 * time.Minute), Facts: answeredAs(facts.DataLost, facts.Yes)}, Full},
		{"somebody may have got in", Incident{Severity: 3, Since: now.Add(-10 * time.Minute), Facts: answeredAs(facts.Intruder, facts.Suspected)}, Full},
		{"personal data is affected", Incident{Severity: 3, Since: now, Facts: answeredAs(facts.Personal, facts.Yes)}, Full},
		{"no data was lost", Incident{Severity: 2, Since: now.Add(-3 * time.Hour), Facts: answeredAs(facts.DataLost, facts.No)}, Normal},
		{"a kind of bad news", Incident{Severity: 4, Since: now, Traits: &playbook.Traits{BadNews: true}}, Full},
		{"somebody chose", Incident{Severity: 1, Since: now.Add(-9 * time.Hour), Chosen: Small}, Small},
	} {
		if tt.inc.State == "" {
			tt.inc.State = Open
		}
		if tt.inc.Traits == nil {
			tt.inc.Traits = &playbook.Traits{}
		}
		tt.inc.Clients = []Affected{{Client: shop}}
		if got := tt.inc.Aftercare(now); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// Of two clients on one server each gets what follows from its own harm, not from that of
// the other.
func TestTheSizeOfAftercareIsThatOfEachClient(t *testing.T) {
	suspects := &playbook.Traits{BadNews: true, Access: playbook.BrokenIn}
	for _, tt := range []struct {
		name          string
		traits        *playbook.Traits
		q             facts.Question
		acme, globex  facts.Answer
		minutes       int // how long it was down
		forA, forG    Size
		reviewsGlobex int // in working days
	}{
		{"one has lost data", &playbook.Traits{}, facts.DataLost, facts.Yes, facts.No, 30, Full, Small, 5},
		{"one has lost data, it was long", &playbook.Traits{}, facts.DataLost, facts.Yes, facts.No, 90, Full, Normal, 5},
		{"of the other nobody knows", &playbook.Traits{}, facts.DataLost, facts.Yes, facts.DontKnow, 30, Full, Normal, 5},
		{"of the other nobody was asked", &playbook.Traits{}, facts.DataLost, facts.Yes, "", 30, Full, Small, 5},
		{"somebody got in at one", suspects, facts.Intruder, facts.Confirmed, facts.No, 30, Full, Small, 5},
		{"perhaps at the other, too", suspects, facts.Intruder, facts.Confirmed, facts.DontKnow, 30, Full, Full, 10},
		{"personal data of one", &playbook.Traits{}, facts.Personal, facts.Yes, facts.No, 30, Full, Small, 5},
	} {
		inc := Incident{Number: 1, State: Resolved, Severity: 1, Traits: tt.traits, Since: at0, ResolvedAt: at0.Add(time.Duration(tt.minutes) * time.Minute), Facts: answeredAs(tt.q, tt.acme),
			Clients: []Affected{{Client: client.Client{ID: "acme"}, Own: facts.Own{tt.q: {Answer: tt.acme}}}, {Client: client.Client{ID: "globex"}, Own: facts.Own{tt.q: {Answer: tt.globex}}}}}
		acme, globex := &inc.Clients[0], &inc.Clients[1]
		if a, g := inc.AftercareOf(acme, inc.ResolvedAt), inc.AftercareOf(globex, inc.ResolvedAt); a != tt.forA || g != tt.forG {
			t.Errorf("%s: %s and %s, want %s and %s", tt.name, a, g, tt.forA, tt.forG)
		}
		if got := inc.reviewRow(globex, inc.ResolvedAt).Days; got != tt.reviewsGlobex {
			t.Errorf("%s: the other reads its review after %d working days, want %d", tt.name, got, tt.reviewsGlobex)
		}
		if got := inc.Aftercare(inc.ResolvedAt); got != Full {
			t.Errorf("%s: for the incident it is %s", tt.name, got)
		}
		if err := inc.ChooseAftercare(Small, inc.ResolvedAt); err != nil || inc.AftercareOf(acme, inc.ResolvedAt) != Small { // somebody may say so of all
			t.Errorf("%s: %v", tt.name, err)
		}
		if err := inc.ChooseAftercare(Small, inc.ResolvedAt); err == nil {
			t.Errorf("%s: it was chosen twice", tt.name)
		}
	}
}

// How much follows goes by how long it was down, and not by when somebody called it solved.
func TestSolvedTheDayAfterItWorked(t *testing.T) {
	for _, tt := range []struct {
		name   string
		worked int // minutes after it began; 0: nobody said
		want   Size
	}{{"it worked after 40 min", 40, Small}, {"after 90", 90, Normal}, {"nobody said since when", 0, Normal}} {
		inc := Incident{Number: 1, State: Resolved, Severity: 1, Status: update.StatusSolved, Traits: &playbook.Traits{}, Since: at0, ResolvedAt: at0.Add(19 * time.Hour), Clients: []Affected{{Client: client.Client{ID: "acme"}}}}
		if tt.worked > 0 {
			inc.Clients[0].Works = at0.Add(time.Duration(tt.worked) * time.Minute)
		}
		if got := inc.AftercareOf(&inc.Clients[0], inc.ResolvedAt); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// What is still to be answered, told or asked keeps an incident from closing by itself;
// that two people decided to tell bad news later does, too: it would be buried.
func TestWhatKeepsAnIncidentFromClosingByItself(t *testing.T) {
	ended := march(t, "10 15:00")
	for name, change := range map[string]func(*Incident, *Affected){
		"":                     func(*Incident, *Affected) {},
		"a promise":            func(inc *Incident, aff *Affected) { inc.Promise(aff, promise.Review, ended.AddDate(0, 0, 5), ended) },
		"a question of theirs": func(_ *Incident, aff *Affected) { aff.Asks = question.List{{Text: "Who pays?", At: ended}} },
		"a question they wrote": func(_ *Incident, aff *Affected) {
			aff.Asked = []outbox.Reply{{TS: "1", Text: "Which of our customers saw it?", At: ended}}
		},
		"a text on its way":                          func(_ *Incident, aff *Affected) { aff.Out = 2 },
		"a text in doubt":                            func(_ *Incident, aff *Affected) { aff.Unsure = 2 },
		"a step of the gate":                         func(inc *Incident, _ *Affected) { inc.Checklist = []playbook.Item{{Gate: playbook.CloseGate}} },
		"a loss that is untold":                      func(inc *Incident, _ *Affected) { inc.Facts = answeredAs(facts.DataLost, facts.Yes) },
		"personal data is affected, which is untold": func(inc *Incident, _ *Affected) { inc.Facts = answeredAs(facts.Personal, facts.Yes) },
		"a loss that is told later, as two decided": func(inc *Incident, aff *Affected) {
			inc.Facts = answeredAs(facts.DataLost, facts.Yes)
			aff.Embargo = &Decision{Key: "x", AgreedAt: ended, Until: ended.AddDate(0, 0, 3)}
		},
	} {
		inc := &Incident{Number: 1, State: Resolved, Severity: 1, Traits: &playbook.Traits{}, Since: ended.Add(-time.Hour), ResolvedAt: ended, Clients: []Affected{{Client: shop, ToldAt: ended, Written: true}}}
		change(inc, &inc.Clients[0])
		want := time.Time{}
		if name == "" {
			want = ended.Add(quietDay)
		}
		if got := inc.ClosesAt(); !got.Equal(want) {
			t.Errorf("%s: it closes at %s, want %s", name, got, want)
		}
	}
}

// A change of the size makes and drops what we owe ourselves; what the client was told
// stays, and nothing is asked twice.
func TestWhatFollowsAnotherSize(t *testing.T) {
	ended := march(t, "10 15:00")
	inc := &Incident{Number: 1, State: Resolved, Severity: 1, Traits: &playbook.Traits{}, Since: ended.Add(-3 * time.Hour), ResolvedAt: ended, Clients: []Affected{{Client: shop}}}
	aff := &inc.Clients[0]
	inc.Promise(aff, promise.Final, ended, ended).Settle(1, ended)
	inc.afterwards(aff, ended.AddDate(0, 0, 5), ended)
	pending := func() string {
		var list []string
		for _, p := range aff.Pending() {
			list = append(list, fmt.Sprintf("%s %s", p.Kind, p.DueAt.In(shop.Zone()).Format("2 Jan")))
		}
		return strings.Join(list, ", ")
	}
	steps := []struct {
		day  string
		size Size
		want string
	}{
		{"10 15:10", "", "checkin_24h 11 Mar, review 15 Mar"},
		{"10 15:20", Small, "review 15 Mar"},
		{"10 15:30", Full, "checkin_24h 11 Mar, review 15 Mar, checkin_7d 17 Mar, checkin_30d 9 Apr"},
		{"12 12:00", Normal, "checkin_24h 11 Mar, review 15 Mar"},
		{"18 12:00", Full, "checkin_24h 11 Mar, review 15 Mar, checkin_30d 9 Apr"}, // nobody asks in March how the week was
	}
	for _, s := range steps {
		if s.size != "" {
			if err := inc.ChooseAftercare(s.size, march(t, s.day)); err != nil {
				t.Fatal(err)
			}
		}
		if got := pending(); got != s.want {
			t.Errorf("%s %s: due are %s, want %s", s.day, s.size, got, s.want)
		}
	}
	aff.Client.Manner = client.Lawyer
	if err := inc.ChooseAftercare("huge", ended); err == nil {
		t.Error("a size that is none was taken")
	}
}

// What is owed in days does not fall due on a holiday of ours: nobody would hear of it
// before it is late. The client's own holidays are left out as before.
func TestNothingIsDueInDaysOnAHolidayOfOurs(t *testing.T) {
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 3, day, hour, minute, 0, 0, time.UTC) }
	inc := &Incident{State: Resolved, Severity: 1, Since: at(10, 8, 0), ResolvedAt: at(10, 14, 0), Traits: &playbook.Traits{}, Chosen: Full,
		Clients: []Affected{{Client: client.Client{ID: "acme", TimeZone: "UTC", Holidays: []string{"2026-03-11"}}}}}
	aff := &inc.Clients[0]
	for _, tt := range []struct {
		off                     []string
		review, checkin, inWeek time.Time
	}{
		{nil, at(18, 17, 0), at(12, 9, 30), at(17, 9, 30)},
		{[]string{"2026-03-12", "2026-03-17", "2026-03-18"}, at(19, 17, 0), at(13, 9, 30), at(19, 9, 30)},
	} {
		inc.Observe(tt.off)
		aff.Promises = nil
		inc.follow(aff, inc.ResolvedAt, inc.ResolvedAt)
		if got := inc.ReviewDue(aff, inc.ResolvedAt); !got.Equal(tt.review) {
			t.Errorf("off on %v: the review is due %s, want %s", tt.off, got, tt.review)
		}
		for kind, want := range map[promise.Kind]time.Time{promise.Checkin24: tt.checkin, promise.Checkin7: tt.inWeek} {
			if p := aff.Owed(kind); p == nil || !p.DueAt.Equal(want) {
				t.Errorf("off on %v: %s is %+v, want it %s", tt.off, kind, p, want)
			}
		}
	}
}

// What a client was told to expect is not given up because somebody chooses less.
func TestASmallerSizeKeepsWhatWasSaid(t *testing.T) {
	inc := &Incident{State: Resolved, Severity: 1, Since: at0, ResolvedAt: at0.Add(2 * time.Hour), Traits: &playbook.Traits{}, Chosen: Full, Clients: []Affected{{Client: shop}}}
	aff, now := &inc.Clients[0], at0.Add(2*time.Hour)
	inc.follow(aff, now, now)
	aff.Owed(promise.Checkin7).Said = true
	inc.Chosen = Small
	inc.follow(aff, now, now)
	if aff.Owed(promise.Checkin7) == nil || aff.Owed(promise.Checkin24) != nil || aff.Owed(promise.Checkin30) != nil {
		t.Errorf("still owed are %v", aff.Pending())
	}
}

// One review is written for all clients of an incident: by the first of their dates.
func TestOfSeveralReviewsTheFirstDateCounts(t *testing.T) {
	at := func(day, hour int) time.Time { return time.Date(2026, 3, day, hour, 0, 0, 0, time.UTC) }
	inc := &Incident{State: Resolved, Severity: 1, Since: at(10, 8), ResolvedAt: at(10, 14), Traits: &playbook.Traits{}, Chosen: Normal, Clients: []Affected{
		{Client: client.Client{ID: "globex", TimeZone: "UTC", Holidays: []string{"2026-03-11"}}}, {Client: client.Client{ID: "acme", TimeZone: "UTC"}}, {Client: client.Client{ID: "initech", TimeZone: "UTC", Holidays: []string{"2026-03-11", "2026-03-12"}}}}}
	if !inc.OpenReview(inc.ResolvedAt) || !inc.Review.DueAt.Equal(at(17, 17)) {
		t.Errorf("the review is %+v, want it by the 17th", inc.Review)
	}
	for i, due := range []time.Time{at(20, 17), at(19, 17)} {
		inc.Promise(&inc.Clients[i], promise.Review, due, inc.ResolvedAt)
	}
	if inc.reviewPromised(inc.ResolvedAt); !inc.Review.DueAt.Equal(at(19, 17)) {
		t.Errorf("clients expect it by the 19th and 20th, and it is due %s", inc.Review.DueAt)
	}
}
