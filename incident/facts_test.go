package incident

import (
	"strings"
	"testing"
	"time"

	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/schedule"
	"candor/incident/update"
)

// known are facts that were all given at minute m.
func known(m int, answers map[facts.Question]facts.Answer) facts.Facts {
	f := facts.Facts{Given: map[facts.Question]facts.Fact{}}
	for q, a := range answers {
		f.Given[q] = facts.Fact{Answer: a, At: at(m), Since: at(m)}
	}
	return f
}

func TestWhatBringsAClientUpToDateWithTheFacts(t *testing.T) {
	type answers = map[facts.Question]facts.Answer
	tests := []struct {
		name   string
		kind   string
		facts  answers
		wrote  answers
		opened bool
		want   string
		news   string
	}{
		{"nothing is known and nobody was told", "data_loss", answers{facts.DataLost: facts.DontKnow}, nil, false, update.FirstNoticeUnknown, ""},
		{"that nobody knows is no news", "data_loss", answers{facts.DataLost: facts.DontKnow, facts.Intruder: facts.DontKnow}, nil, true, update.Progress, ""},
		{"a loss comes before everything", "outage", answers{facts.DataLost: facts.Yes, facts.Intruder: facts.Suspected}, nil, true, update.DataLoss, "data_lost intruder"},
		{"a loss comes even before the first notice", "data_loss", answers{facts.DataLost: facts.Yes}, nil, false, update.DataLoss, "data_lost"},
		{"a suspicion in any kind", "data_loss", answers{facts.DataLost: facts.Yes, facts.Intruder: facts.Suspected}, answers{facts.DataLost: facts.Yes, facts.Intruder: facts.DontKnow}, true, update.BreachSuspected, "intruder"},
		{"a break-in that was suspected is told like one that nobody suspected", "security", answers{facts.Intruder: facts.Confirmed}, answers{facts.Intruder: facts.Suspected}, true, update.BreachSuspected, "intruder"},
		{"maybe hacked, and nobody knows", "security", answers{facts.Intruder: facts.DontKnow}, nil, true, update.BreachSuspected, ""},
		{"maybe hacked, and nobody got in", "security", answers{facts.Intruder: facts.No}, nil, true, update.Progress, "intruder"},
		{"what was not known is known", "data_loss", answers{facts.DataLost: facts.Yes, facts.Recoverable: facts.Partly}, answers{facts.DataLost: facts.Yes, facts.Recoverable: facts.DontKnow}, true, update.Progress, "recoverable"},
		{"more comes back than was said", "data_loss", answers{facts.DataLost: facts.Yes, facts.Recoverable: facts.Yes}, answers{facts.DataLost: facts.Yes, facts.Recoverable: facts.Partly}, true, update.Progress, "recoverable"},
		{"less comes back than was said", "data_loss", answers{facts.DataLost: facts.Yes, facts.Recoverable: facts.No}, answers{facts.DataLost: facts.Yes, facts.Recoverable: facts.Partly}, true, update.Correction, "recoverable"},
		{"we said that there was a copy", "data_loss", answers{facts.DataLost: facts.Yes, facts.SpareCopy: facts.NoCopy}, answers{facts.DataLost: facts.Yes, facts.SpareCopy: facts.CopyTested}, true, update.Correction, "backup"},
		{"what comes back of nothing is no news", "security", answers{facts.DataLost: facts.No, facts.Recoverable: facts.Partly}, nil, true, update.Progress, "data_lost"},
		{"nor while nobody knows that it is lost", "security", answers{facts.DataLost: facts.DontKnow, facts.Recoverable: facts.No}, nil, true, update.Progress, ""},
		{"we said that nothing was lost", "data_loss", answers{facts.DataLost: facts.Yes}, answers{facts.DataLost: facts.No}, true, update.DataLoss, "data_lost"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			aff := Affected{Client: client.Client{ID: "acme", Slack: "C0ACME"}, Wrote: tt.wrote, Written: tt.opened}
			inc := &Incident{Kind: tt.kind, State: Open, Facts: known(0, tt.facts), Clients: []Affected{aff}}
			if got := inc.NewsKind(&aff); got != tt.want {
				t.Errorf("NewsKind = %s, want %s", got, tt.want)
			}
			if got := strings.ReplaceAll(fault.Join(inc.News(&aff)), ", ", " "); got != tt.news {
				t.Errorf("News = %q, want %q", got, tt.news)
			}
		})
	}
}

// That it went to the wrong people is told by a text of its own, also where another text has
// said that personal data is affected; a formal notice has told it, and so has a call to who
// reads nothing of ours.
func TestThatItWasSentHasATextOfItsOwn(t *testing.T) {
	type answers = map[facts.Question]facts.Answer
	slack := client.Client{ID: "acme", Slack: "C0ACME"}
	for name, tt := range map[string]struct {
		aff  Affected
		want string
	}{
		"nobody told them":            {Affected{Client: slack, Written: true}, update.WrongRecipients},
		"a text about something else": {Affected{Client: slack, Written: true, Wrote: answers{facts.Personal: facts.Yes}, Knows: answers{facts.Personal: facts.Yes}}, update.WrongRecipients},
		"its own text":                {Affected{Client: slack, Written: true, Wrote: answers{facts.Personal: facts.Yes}, Said: map[string]string{"sent": "We sent it."}}, update.Progress},
		"a formal notice":             {Affected{Client: slack, Written: true, Wrote: answers{facts.Personal: facts.Yes}, Said: map[string]string{"nature": "It was sent."}}, update.Progress},
		"a call":                      {Affected{Client: client.Client{ID: "acme"}, Written: true, Knows: answers{facts.Personal: facts.Yes}}, update.Progress},
		"no call":                     {Affected{Client: client.Client{ID: "acme"}, Written: true}, update.WrongRecipients},
	} {
		inc := &Incident{Traits: &playbook.Traits{BadNews: true, Access: playbook.SentOut}, State: Open, Facts: known(0, answers{facts.Personal: facts.Yes}), Clients: []Affected{tt.aff}}
		if got := inc.NewsKind(&tt.aff); got != tt.want {
			t.Errorf("%s: NewsKind = %s, want %s", name, got, tt.want)
		}
	}
}

func TestTheMildestSeverityFollowsWhatIsKnown(t *testing.T) {
	leak := &playbook.Playbook{ID: "privacy_leak", Floor: 2, Eased: &playbook.Easing{Floor: 3, Fact: facts.Personal, Answer: facts.No}}
	loss := &playbook.Playbook{ID: "data_loss", Floor: 1, Eased: &playbook.Easing{Floor: 2, Fact: facts.Recoverable, Answer: facts.Yes}}
	backup := &playbook.Playbook{ID: "backup_failure", Floor: 3}
	tests := []struct {
		name  string
		pb    *playbook.Playbook
		facts map[facts.Question]facts.Answer
		want  client.Severity
	}{
		{"nothing is known: the kind's", leak, nil, 2},
		{"no personal data", leak, map[facts.Question]facts.Answer{facts.Personal: facts.No}, 3},
		{"it is", leak, map[facts.Question]facts.Answer{facts.Personal: facts.Yes}, 2},
		{"nobody knows", leak, map[facts.Question]facts.Answer{facts.Personal: facts.DontKnow}, 2},
		{"all of it comes back", loss, map[facts.Question]facts.Answer{facts.DataLost: facts.Yes, facts.Recoverable: facts.Yes}, 2},
		{"part of it comes back", loss, map[facts.Question]facts.Answer{facts.DataLost: facts.Yes, facts.Recoverable: facts.Partly}, 1},
		{"a backup is missing and nothing is lost", backup, map[facts.Question]facts.Answer{facts.DataLost: facts.No}, 3},
		{"a backup is missing and data is gone", backup, map[facts.Question]facts.Answer{facts.DataLost: facts.Yes}, 1},
		{"data is gone in a kind of your own", nil, map[facts.Question]facts.Answer{facts.DataLost: facts.Yes}, 1},
	}
	for _, tt := range tests {
		inc := &Incident{Facts: known(0, tt.facts)}
		if got := inc.Floor(tt.pb); got != tt.want {
			t.Errorf("%s: floor = %d, want %d", tt.name, got, tt.want)
		}
	}
}

func TestStepsCountFromWhatIsKnown(t *testing.T) {
	tests := []struct {
		name  string
		facts facts.Facts
		due   string
		want  time.Time
	}{
		{"loss: declared, until it is confirmed", facts.Facts{}, "D+60m", at(60)},
		{"loss: confirmed", known(40, map[facts.Question]facts.Answer{facts.DataLost: facts.Yes}), "D+60m", at(100)},
		{"a break-in counts too", known(50, map[facts.Question]facts.Answer{facts.Intruder: facts.Confirmed}), "D+60m", at(110)},
		{"a suspicion does not", known(50, map[facts.Question]facts.Answer{facts.Intruder: facts.Suspected}), "D+60m", at(60)},
		{"nothing is lost", known(50, map[facts.Question]facts.Answer{facts.DataLost: facts.No}), "D+60m", at(60)},
		{"people: declared", known(30, map[facts.Question]facts.Answer{facts.Personal: facts.DontKnow}), "A+60m", at(60)},
		{"people: aware", known(30, map[facts.Question]facts.Answer{facts.Personal: facts.Yes}), "A+60m", at(90)},
		{"declared stays", known(30, map[facts.Question]facts.Answer{facts.Personal: facts.Yes, facts.DataLost: facts.Yes}), "T+60m", at(60)},
	}
	for _, tt := range tests {
		it := playbook.Item{Due: tt.due}
		if got := DueAt(&it, &Incident{DeclaredAt: at(0), Facts: tt.facts}); !got.Equal(tt.want) {
			t.Errorf("%s: %s is due at T%+v, want T%+v", tt.name, tt.due, got.Sub(at(0)), tt.want.Sub(at(0)))
		}
	}
}

// The time of an answer is that of the answer, not of words that were added.
func TestAnAnswerKeepsItsTime(t *testing.T) {
	var f facts.Facts
	say := func(m int, a facts.Answer, words string) bool {
		return f.Give(facts.FactAnswer{Question: facts.DataLost, Answer: a, Words: words}, "U0ANA", at(m))
	}
	if !say(10, facts.Yes, "") || say(11, facts.Yes, " ") || !say(20, facts.Yes, "all orders") {
		t.Error("an answer is kept once, and again with other words")
	}
	if got := f.Given[facts.DataLost]; !got.Since.Equal(at(10)) || !got.At.Equal(at(20)) {
		t.Errorf("it counts from %s and was said last at %s, want minutes 10 and 20", got.Since, got.At)
	}
	say(30, facts.No, "")
	say(40, facts.Yes, "all orders")
	if got := f.Given[facts.DataLost]; !got.Since.Equal(at(40)) {
		t.Errorf("confirmed again, it counts from %s, want minute 40", got.Since)
	}
}

func TestMeetingSlots(t *testing.T) {
	on := func(day, hour, minute int) time.Time { return time.Date(2026, 3, day, hour, minute, 0, 0, time.UTC) } // the 10th is a Tuesday
	acme := &client.Client{TimeZone: "Europe/Berlin"}
	tests := []struct {
		name   string
		c      *client.Client
		now    time.Time
		first  time.Time
		second time.Time
	}{
		{"in the morning: twice today", acme, on(10, 8, 10), on(10, 9, 30), on(10, 11, 30)},
		{"an hour to get ready", acme, on(10, 8, 30), on(10, 10, 0), on(10, 12, 0)},
		{"in the afternoon: today and tomorrow", acme, on(10, 13, 10), on(10, 14, 30), on(11, 8, 0)},
		{"at night: tomorrow", acme, on(10, 23, 0), on(11, 8, 0), on(11, 10, 0)},
		{"on Friday evening: the weekend does not wait", acme, on(13, 19, 0), on(14, 9, 0), on(14, 15, 0)},
		{"on a holiday", &client.Client{TimeZone: "Europe/Berlin", Holidays: []string{"2026-03-10", "2026-03-11"}}, on(10, 8, 10), on(10, 15, 0), on(11, 9, 0)},
		{"by their own hours", &client.Client{Hours: schedule.Hours{Days: []time.Weekday{time.Tuesday}, Opens: 18 * time.Hour, Closes: 22 * time.Hour}}, on(10, 8, 10), on(10, 18, 0), on(10, 20, 0)},
	}
	for _, tt := range tests {
		got := client.MeetingSlots(tt.c, tt.now)
		if !got[0].Equal(tt.first) || !got[1].Equal(tt.second) {
			t.Errorf("%s: %s and %s, want %s and %s", tt.name, got[0].UTC(), got[1].UTC(), tt.first, tt.second)
		}
		if got[1].Sub(tt.now) > 25*time.Hour {
			t.Errorf("%s: the second is %s away", tt.name, got[1].Sub(tt.now))
		}
	}
}

func TestDaysThatAreNone(t *testing.T) {
	for date, want := range map[string]bool{"31 February": true, "30. April": false, "31 April": true, "29 February": false, "0 May": true, "10 March": false, "31 Sometime": false, "11:40 today": false, "": false} {
		if facts.NoSuchDay(date) != want {
			t.Errorf("noSuchDay(%q) = %t", date, !want)
		}
	}
}

// The decision to tell a client later stands whatever else they are told, until they
// are told of the loss.
func TestTellingLaterStandsUntilTheLossIsTold(t *testing.T) {
	for _, tt := range []struct {
		name   string
		kind   string
		told   answers
		stands bool
	}{
		{"of something else", update.Progress, answers{facts.Personal: facts.Yes}, true},
		{"of nothing", update.Holding, nil, true},
		{"of the loss", update.DataLoss, answers{facts.DataLost: facts.Yes, facts.Personal: facts.Yes}, false},
	} {
		aff := Affected{Client: client.Client{ID: "acme", Slack: "C0ACME"}, Written: true, Embargo: &Decision{Reason: "asleep", AgreedAt: at(1), Until: at(60)}}
		inc := &Incident{Kind: "data_loss", State: Open, Facts: known(0, answers{facts.DataLost: facts.Yes, facts.Personal: facts.Yes}), Clients: []Affected{aff}}
		hears(inc, &aff, update.Update{N: 2, Kind: tt.kind, Facts: tt.told})
		if (aff.Embargo != nil) != tt.stands {
			t.Errorf("they were told %s, and the decision stands: %t", tt.name, !tt.stands)
		}
	}
}

// A decision that a client hears later of what is no loss, too, stands until they have
// heard just that: no other text ends it, and none that says half of it.
func TestTellingLaterStandsUntilTheyKnowWhatWasPutOff(t *testing.T) {
	breakIn := answers{facts.Intruder: facts.Suspected}
	both := answers{facts.Intruder: facts.Suspected, facts.Personal: facts.Yes}
	for _, tt := range []struct {
		name   string
		known  answers
		kind   string
		told   answers
		stands bool
	}{
		{"of nothing", breakIn, update.Holding, nil, true},
		{"that no data is lost", breakIn, update.Progress, answers{facts.DataLost: facts.No}, true},
		{"that there is a backup", both, update.Progress, answers{facts.SpareCopy: facts.CopyTested}, true},
		{"of the break-in alone, and personal data is affected", both, update.BreachSuspected, breakIn, true},
		{"of personal data alone, and somebody may have got in", both, update.Progress, answers{facts.Personal: facts.Yes}, true},
		{"of the suspicion, and it is confirmed", answers{facts.Intruder: facts.Confirmed}, update.BreachSuspected, breakIn, true},
		{"of the break-in", breakIn, update.BreachSuspected, breakIn, false},
		{"of the loss, on the phone", answers{facts.DataLost: facts.Yes}, update.ByHand, answers{facts.DataLost: facts.Yes}, false},
		{"of both", both, update.BreachSuspected, both, false},
	} {
		inc, aff := untoldOf("outage", tt.known, Affected{Written: true, Embargo: &Decision{Reason: "asleep", AgreedAt: at(1), Until: at(60)}})
		hears(inc, aff, update.Update{N: 2, Kind: tt.kind, Facts: tt.told})
		if (aff.Embargo != nil) != tt.stands {
			t.Errorf("they were told %s, and the decision stands: %t", tt.name, !tt.stands)
		}
	}
}

// A client has an hour to hear of a loss, counted from when it was first known: never
// less, whatever was decided, and longer only where two people put it off. What is no
// loss has no hour; it comes up at the time that two people chose.
func TestALossIsToldWithinTheHourOrWhenTwoDecided(t *testing.T) {
	until := func(m int) *Decision { return &Decision{AgreedAt: at(1), Until: at(m)} }
	for _, tt := range []struct {
		name  string
		q     facts.Question
		later *Decision
		want  int // minutes after it was known
	}{
		{"nobody decided anything", facts.DataLost, nil, 60},
		{"one asked, and nobody agreed", facts.DataLost, &Decision{Until: at(300)}, 60},
		{"two put it off", facts.DataLost, until(300), 300},
		{"two put it off to before the hour is over", facts.DataLost, until(20), 60},
		{"two put off a break-in", facts.Intruder, until(20), 20},
		{"two put off personal data for longer", facts.Personal, until(300), 300},
	} {
		bad := facts.Yes
		if tt.q == facts.Intruder {
			bad = facts.Suspected
		}
		inc, aff := untoldOf("outage", answers{tt.q: bad}, Affected{Embargo: tt.later})
		changed := inc.Facts.Given[tt.q] // words were added since: that gives nobody a new hour
		changed.At = at(50)
		inc.Facts.Given[tt.q] = changed
		if got := inc.tellBy(aff, tt.q); !got.Equal(at(tt.want)) {
			t.Errorf("%s: they hear by %s, want %s", tt.name, got.UTC().Format("15:04"), at(tt.want).UTC().Format("15:04"))
		}
		if by := inc.Disclosure(aff); tt.q == facts.DataLost && !by.Equal(at(tt.want)) {
			t.Errorf("%s: the card says %s, want %s", tt.name, by.UTC().Format("15:04"), at(tt.want).UTC().Format("15:04"))
		}
	}
}

// Somebody is mentioned for the first line that a client writes after they were told,
// not for each one after it.
func TestWhatTheyWroteSinceTheyWereTold(t *testing.T) {
	for _, tt := range []struct {
		name  string
		asked []int // minutes at which they wrote what still waits
		want  bool
	}{
		{"nothing", nil, false},
		{"before they were told", []int{5}, false},
		{"at the moment they were told", []int{10}, false},
		{"after it", []int{11}, true},
		{"before and after it", []int{5, 11}, true},
	} {
		aff := Affected{ToldAt: at(10)}
		for _, m := range tt.asked {
			aff.Ask(outbox.Reply{At: at(m), Text: "When?"})
		}
		if got := aff.WroteSince(); got != tt.want {
			t.Errorf("they wrote %s: %t", tt.name, got)
		}
	}
}
