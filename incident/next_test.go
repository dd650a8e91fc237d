package incident

import (
	"testing"
	"time"

	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/standing"
	"candor/incident/update"
)

// nightly is an incident of a shop in London that is open from Monday to Friday,
// 09:00 to 17:00. 13 March 2026 is a Friday.
func nightly(sev client.Severity, kind string, policy client.NightPolicy) (*Incident, *Affected) {
	c := shop
	c.Night = policy
	inc := &Incident{State: Open, Status: update.Investigating, Severity: sev, Kind: kind, Roles: map[playbook.Role]string{playbook.Commander: "U0ANA"}, Clients: []Affected{{Client: c}}}
	return inc, &inc.Clients[0]
}

func TestWhenAFirstNoticeIsDue(t *testing.T) {
	tests := []struct {
		name   string
		sev    client.Severity
		kind   string
		policy client.NightPolicy
		unused bool
		now    string
		want   string
	}{
		{"stopped, at night: at once", 1, "outage", client.NightAsk, false, "11 02:00", "11 02:15"},
		{"stopped, whatever their policy", 1, "outage", client.NightSummary, false, "11 02:00", "11 02:15"},
		{"stopped and nobody uses it", 1, "outage", client.NightAsk, true, "11 02:00", "11 02:15"},
		{"broken, at night, users are hit: at once", 2, "outage", client.NightAsk, false, "11 02:00", "11 02:30"},
		{"broken, nobody uses it: half an hour before they open", 2, "outage", client.NightAsk, true, "11 02:00", "11 08:30"},
		{"broken, nobody uses it, by day", 2, "outage", client.NightAsk, true, "11 14:00", "11 14:30"},
		{"broken, nobody uses it, minutes before they open", 2, "outage", client.NightAsk, true, "11 08:20", "11 08:50"},
		{"broken, nobody uses it, and they want to hear always", 2, "outage", client.NightAlways, true, "11 02:00", "11 02:30"},
		{"broken, and at night they hear of the worst only", 2, "outage", client.NightWorst, false, "11 02:00", "11 08:30"},
		{"broken, and they want a summary", 2, "outage", client.NightSummary, false, "13 20:00", "16 08:30"},
		{"lost data never waits", 2, "data_loss", client.NightSummary, true, "11 02:00", "11 02:30"},
		{"a break-in never waits", 3, "security", client.NightSummary, true, "14 02:00", "14 04:00"},
		{"small, by day", 3, "outage", client.NightAsk, false, "11 10:00", "11 12:00"},
		{"small, in the evening: two open hours", 3, "outage", client.NightAlways, false, "11 20:00", "12 11:00"},
		{"small, before they close: what is left counts in the morning", 3, "outage", client.NightAsk, false, "11 16:30", "12 10:30"},
		{"small, at the weekend", 3, "outage", client.NightAsk, false, "14 12:00", "16 11:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inc, aff := nightly(tt.sev, tt.kind, tt.policy)
			inc.Unused = tt.unused
			inc.PromiseFirst(aff, march(t, tt.now))
			p := aff.Owed(promise.Update)
			if !p.DueAt.Equal(march(t, tt.want)) {
				t.Errorf("declared %s, due %s, want %s", tt.now, p.DueAt, tt.want)
			}
			if first := aff.Client.RhythmOf(tt.sev).First; p.Step() > first {
				t.Errorf("its ladder is laid over %s, more than the %s that count", p.Step(), first)
			}
		})
	}
}

func TestWhenTheNextUpdateIsProposed(t *testing.T) {
	tests := []struct {
		name   string
		sev    client.Severity
		kind   string
		policy client.NightPolicy
		choice update.NightChoice
		now    string
		want   string
	}{
		{"stopped, nobody chose: half-hourly", 1, "outage", client.NightAsk, "", "11 02:10", "11 02:30"},
		{"stopped, through the night", 1, "outage", client.NightAsk, update.NightThrough, "11 02:10", "11 02:30"},
		{"stopped, when it works", 1, "outage", client.NightAsk, update.NightTillOpening, "11 02:10", "11 08:30"},
		{"stopped, when it works, on a Friday", 1, "outage", client.NightAsk, update.NightTillOpening, "13 22:10", "16 08:30"},
		{"stopped, when it works, and by day again", 1, "outage", client.NightAsk, update.NightTillOpening, "11 08:40", "11 09:00"},
		{"stopped, and they want a summary", 1, "outage", client.NightSummary, "", "11 02:10", "11 08:30"},
		{"stopped, and they hear of the worst only", 1, "outage", client.NightWorst, "", "11 02:10", "11 02:30"},
		{"broken, after they closed", 2, "outage", client.NightAsk, "", "11 16:40", "12 08:30"},
		{"broken, the last time of the day", 2, "outage", client.NightAsk, "", "11 16:20", "11 17:00"},
		{"broken, through the night", 2, "outage", client.NightAsk, update.NightThrough, "11 22:20", "11 23:00"},
		{"broken, always", 2, "outage", client.NightAlways, "", "11 22:20", "11 23:00"},
		{"lost data does not sleep", 2, "data_loss", client.NightSummary, update.NightTillOpening, "11 22:20", "11 23:00"},
		{"small, by day", 3, "outage", client.NightAsk, "", "11 09:40", "11 12:00"},
		{"small: the evening does not count", 3, "outage", client.NightAlways, "", "11 15:10", "12 12:00"},
		{"small: what falls into the night moves to after they opened", 3, "outage", client.NightAsk, "", "11 14:40", "12 09:30"},
		{"small, over the weekend", 3, "outage", client.NightAsk, "", "13 16:50", "16 12:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inc, aff := nightly(tt.sev, tt.kind, tt.policy)
			aff.Night.Choice, aff.Written = tt.choice, true
			if got := inc.ProposeNext(aff, update.Progress, false, march(t, tt.now)); !got.Equal(march(t, tt.want)) {
				t.Errorf("told %s, next %s, want %s", tt.now, got, tt.want)
			}
		})
	}
}

func TestWhenTheLastWordIsDue(t *testing.T) {
	tests := []struct {
		name   string
		sev    client.Severity
		policy client.NightPolicy
		choice update.NightChoice
		want   string // of 02:10 at night
	}{
		{"stopped: at once", 1, client.NightAsk, "", "11 02:25"},
		{"stopped, and told that they hear when it works", 1, client.NightAsk, update.NightTillOpening, "11 02:25"},
		{"stopped, and they want a summary", 1, client.NightSummary, "", "11 02:25"},
		{"broken, and told that they hear when it works", 2, client.NightAsk, update.NightTillOpening, "11 02:40"},
		{"broken, and nobody asked", 2, client.NightAsk, "", "11 08:30"},
		{"broken, always", 2, client.NightAlways, "", "11 02:40"},
		{"small: two open hours", 3, client.NightAsk, "", "11 11:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inc, aff := nightly(tt.sev, "outage", tt.policy)
			aff.Night.Choice = tt.choice
			if got := inc.FinalDue(aff, march(t, "11 02:10")); !got.Equal(march(t, tt.want)) {
				t.Errorf("resolved 02:10, the last word is due %s, want %s", got, tt.want)
			}
		})
	}
}

func TestWhatAFirstNoticeSaysOfTheNight(t *testing.T) {
	tests := []struct {
		name   string
		sev    client.Severity
		kind   string
		policy client.NightPolicy
		chosen update.NightChoice
		now    string
		want   update.NightChoice
	}{
		{"nobody chose", 1, "outage", client.NightAsk, "", "11 02:10", update.NightThrough},
		{"the sender chose", 2, "outage", client.NightAsk, update.NightTillOpening, "11 02:10", update.NightTillOpening},
		{"their policy decides, whatever the sender chose", 1, "outage", client.NightAlways, update.NightTillOpening, "11 02:10", update.NightThrough},
		{"a summary", 1, "outage", client.NightSummary, "", "11 02:10", update.NightTillOpening},
		{"the worst only, and it is", 1, "outage", client.NightWorst, "", "11 02:10", update.NightThrough},
		{"the worst only, and it is not", 2, "outage", client.NightWorst, "", "11 02:10", update.NightTillOpening},
		{"by day", 1, "outage", client.NightAsk, update.NightTillOpening, "11 16:50", ""},
		{"the next update is after they opened anyway", 2, "outage", client.NightAsk, "", "11 08:45", ""},
		{"small ones wait by themselves", 3, "outage", client.NightAsk, "", "11 02:10", ""},
		{"nobody sleeps over lost data", 1, "data_loss", client.NightAsk, "", "11 02:10", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inc, aff := nightly(tt.sev, tt.kind, tt.policy)
			if got := inc.Night(aff, &update.Update{Kind: update.FirstNoticeUnknown}, tt.chosen, march(t, tt.now)); got != tt.want {
				t.Errorf("at %s: %q, want %q", tt.now, got, tt.want)
			}
			if got := inc.Night(aff, &update.Update{Kind: update.Progress}, tt.chosen, march(t, tt.now)); got != "" {
				t.Errorf("a later text says %q again", got)
			}
		})
	}
}

func TestRemindersOfASmallOneSleepWhileTheClientDoes(t *testing.T) {
	inc, aff := nightly(3, "outage", client.NightAsk)
	aff.promise(promise.Update, march(t, "11 16:50"), march(t, "11 12:50")).Said = true
	p := aff.Owed(promise.Update)
	for _, tt := range []struct {
		rung outbox.Rung
		want string
	}{{0, "11 16:20"}, {outbox.Due, "11 17:05"}, {outbox.TooLate, "11 17:20"}, {outbox.Everybody, "12 09:00"}} {
		p.Rung = tt.rung
		if got := inc.NextReminder(aff); !got.Equal(march(t, tt.want)) {
			t.Errorf("after rung %d the next reminder comes %s, want %s", tt.rung, got, tt.want)
		}
	}
	inc.Severity = client.ImportantBroken
	if got, want := inc.NextReminder(aff), march(t, "11 17:50"); !got.Equal(want) {
		t.Errorf("an important one does not sleep: %s, want %s", got, want)
	}
}

func TestAKindThatNeverWaitsTakesTheEarlierDeadline(t *testing.T) {
	inc, aff := nightly(3, "outage", client.NightAsk)
	inc.Private = true
	now := march(t, "14 02:00")
	inc.PromiseFirst(aff, now)
	if err := inc.SetKind(&playbook.Playbook{ID: "data_loss", Private: true}, now.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if got := aff.Owed(promise.Update).DueAt; !got.Equal(now.Add(2 * time.Hour)) {
		t.Errorf("lost data on a Saturday night is told %s, want two hours after it was declared", got)
	}
}

// A next time that a finger slipped into is asked back; what somebody usually
// hears, and whatever was confirmed, is not.
func TestANextTimeIsAskedBack(t *testing.T) {
	monday := time.Date(2026, 3, 9, 10, 0, 0, 0, time.UTC)
	friday := time.Date(2026, 3, 13, 16, 50, 0, 0, time.UTC)
	tests := []struct {
		name string
		sev  client.Severity
		now  time.Time
		in   time.Duration
		asks byhand.Asks
		want bool
	}{
		{"the usual time", client.ImportantBroken, monday, time.Hour, byhand.Asks{}, false},
		{"four steps", client.ImportantBroken, monday, 4 * time.Hour, byhand.Asks{}, false},
		{"more than four", client.ImportantBroken, monday, 5*time.Hour + time.Minute, byhand.Asks{}, true},
		{"a month", client.ImportantBroken, monday, 30 * 24 * time.Hour, byhand.Asks{}, true},
		{"a month, confirmed", client.ImportantBroken, monday, 30 * 24 * time.Hour, byhand.Asks{Sure: true}, false},
		{"a time that has passed", client.ImportantBroken, monday, 2 * time.Hour, byhand.Asks{Passed: true}, true},
		{"a time that has passed, confirmed", client.Small, monday, 23*time.Hour + 30*time.Minute, byhand.Asks{Passed: true, Sure: true}, false},
		{"what is refused elsewhere", client.ImportantBroken, monday, -time.Hour, byhand.Asks{}, false},
		{"a month of a small one", client.Small, friday, 30 * 24 * time.Hour, byhand.Asks{}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inc := &Incident{Number: 1, State: Open, Severity: tt.sev, Clients: []Affected{{Client: client.Client{ID: "acme", Name: "Acme Shop", TimeZone: "UTC"}}}}
			err := inc.AskBack(&inc.Clients[0], &Proposal{Kind: update.Holding, NextAt: tt.now.Add(tt.in), Asks: tt.asks}, tt.now)
			if got := fault.CodeOf(err) == fault.NeedsYes; got != tt.want || err != nil && !got {
				t.Errorf("asked back: %v (%v), want %v", got, err, tt.want)
			}
		})
	}
}

// A text after the last word need name no time, but of harm, and of what was asked of them.
func TestWhatNeedNameNoTime(t *testing.T) {
	for name, tt := range map[string]struct {
		kind   string
		change func(*Incident, *Affected)
		want   bool
	}{
		"a correction after it": {update.Correction, nil, true},
		"something new":         {update.Progress, nil, true},
		"lost data":             {update.DataLoss, nil, false},
		"it is open":            {update.Correction, func(inc *Incident, _ *Affected) { inc.State = Open }, false},
		"the last word is owed": {update.Correction, func(inc *Incident, aff *Affected) { inc.Promise(aff, promise.Final, at(60), at(30)) }, false},
		"of harm": {update.Correction, func(inc *Incident, _ *Affected) {
			inc.Facts.Give(facts.FactAnswer{Question: facts.Personal, Answer: facts.Yes}, "U0ANA", at(0))
		}, false},
		"they keep from something": {update.Correction, func(_ *Incident, aff *Affected) { aff.Standing = []standing.Ask{{}} }, false},
	} {
		inc, aff, _ := toldAt0(2, at(60))
		inc.State = Resolved
		for i := range aff.Promises {
			aff.Promises[i].Settle(1, at(10))
		}
		if tt.change != nil {
			tt.change(inc, aff)
		}
		if got := inc.Ends(aff, tt.kind); got != tt.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
