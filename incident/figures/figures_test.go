package figures

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/drill"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/question"
	"candor/incident/records"
	"candor/incident/timeline"
	"candor/incident/update"
)

// Everything is told in minutes from 14:00 UTC on Tuesday 10 March 2026.
var start = time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)

func at(minutes float64) time.Time { return start.Add(time.Duration(minutes * float64(time.Minute))) }

// text is one that left: of a kind, when, and the time that it named; 0: none.
func text(kind string, sent, next float64) *update.Update {
	u := &update.Update{Kind: kind, State: update.Sent, SentAt: at(sent)}
	if next != 0 {
		u.NextAt = at(next)
	}
	return u
}

// one is an incident that was declared at 0 and noticed at -10, with the texts to its
// client. A resolved text resolves it.
func one(texts ...*update.Update) Case {
	inc := &incident.Incident{Number: 1, State: incident.Open, Severity: 2, Since: at(-10), DeclaredAt: at(0), Clients: []incident.Affected{{
		Client: client.Client{ID: "acme", Name: "Acme Shop"}, Promises: []promise.Promise{{N: 1, Kind: promise.Update, First: true, DueAt: at(30)}},
	}}}
	for i, u := range texts {
		u.N = i + 1
		if u.Kind == update.ResolvedUpdate {
			inc.State, inc.ResolvedAt = incident.Resolved, u.SentAt
		}
	}
	return Case{Incident: inc, Client: &inc.Clients[0], Texts: texts}
}

// with adds promises for a day, numbered as they stand in the record.
func (c Case) with(list ...promise.Promise) Case {
	for _, p := range list {
		p.N = len(c.Client.Promises) + 1
		c.Client.Promises = append(c.Client.Promises, p)
	}
	return c
}

func (c Case) but(change func(*Case)) Case {
	change(&c)
	return c
}

// shown writes a value as the tables below do: 5/6=83.3%, 12m|14m, ?, ~ for what is
// unknown beside it, + for what is still open.
func shown(v Value) string {
	out := "?"
	switch {
	case v.Main != nil && v.Unit == Minutes:
		out = fmt.Sprintf("%.4gm", *v.Main)
	case v.Of > 0:
		out = fmt.Sprintf("%d/%d=%.3g%%", v.Part, v.Of, *v.Main)
	case v.Main != nil:
		out = fmt.Sprintf("%.4g%%", *v.Main)
	}
	if v.Beside != nil && v.Days {
		out += fmt.Sprintf("|%.4gd", *v.Beside)
	} else if v.Beside != nil {
		out += fmt.Sprintf("|%.4gm", *v.Beside)
	}
	return out + strings.Repeat("~", v.Unknown) + strings.Repeat("+", v.Open)
}

func valueOf(s Sample, id string) string {
	for _, v := range s.Table() {
		if v.ID == id {
			return shown(v)
		}
	}
	return "no row " + id
}

const (
	first = update.FirstNoticeUnknown
	prog  = update.Progress
	auto  = update.AutoHolding
	over  = update.Overnight
	works = update.ResolvedUpdate
)

var day = 24 * 60.0

func TestEachFigureIsWhatAHandComputes(t *testing.T) {
	told := func() Case {
		return one(text(first, 12, 42), text(prog, 40, 70), text(prog, 85, 115), text(works, 100, 0))
	}
	wrote := func(c *Case) { c.Client.Asks = question.List{{At: at(5), First: true}} }
	tests := []struct {
		name, figure string
		of           []Case
		want         string
	}{
		{"nothing at all", "M1", nil, "?"},
		{"nobody has told them yet", "M1", []Case{one()}, "?~"},
		{"one word", "M1", []Case{told()}, "12m|22m"},
		{"the middle of two is the first, and one waits", "M1", []Case{one(text(first, 30, 60)), told(), one()}, "12m|22m~"},
		{"what Candor wrote is no word of ours", "M1", []Case{one(text(auto, 3, 40), text(prog, 20, 50))}, "20m|30m"},
		{"on a way where it needs not arrive they have heard, too", "M1", []Case{one().but(func(c *Case) { c.Client.FirstAt = at(7) })}, "7m|17m"},
		{"a near miss owes no word", "M1", []Case{one().but(func(c *Case) { c.Client.Promises = nil })}, "?"},

		{"told first", "M3", []Case{told()}, "1/1=100%"},
		{"asked first", "M3", []Case{told().but(wrote)}, "0/1=0%"},
		{"asked, and nobody has answered", "M3", []Case{one().but(wrote)}, "0/1=0%"},
		{"a question later is none before", "M3", []Case{told().but(func(c *Case) { c.Client.Asks = question.List{{At: at(20)}} })}, "1/1=100%"},
		{"they told us of it", "M3", []Case{told().but(func(c *Case) { c.Incident.NoticedBy = incident.NoticedByThem })}, "0/1=0%"},
		{"neither told nor asked is not good", "M3", []Case{told(), one()}, "1/1=100%~"},

		{"no promise", "M5", []Case{one()}, "?"},
		{"three texts named a time, one was missed", "M5", []Case{told()}, "2/3=66.7%|30m"},
		{"one promise, kept to the second", "M5", []Case{one(text(first, 12, 42), text(prog, 42, 0))}, "1/1=100%|30m"},
		{"one promise, a minute late", "M5", []Case{one(text(first, 12, 42), text(prog, 43, 0))}, "0/1=0%|30m"},
		{"its time is still to come", "M5", []Case{one(text(first, 12, 500))}, "?"},
		{"its time has passed", "M5", []Case{one(text(first, 12, 42))}, "0/1=0%|30m+"},
		{"Candor kept nothing by itself", "M5", []Case{one(text(first, 12, 42), text(auto, 40, 70), text(prog, 60, 0))}, "1/2=50%|30m"},
		{"an invitation to talk is no news", "M5", []Case{one(text(first, 12, 42), text(update.MeetingInvite, 30, 0), text(prog, 50, 0))}, "0/1=0%|30m"},
		{"what was taken back named nothing", "M5", []Case{one(&update.Update{Kind: first, State: update.Withdrawn, NextAt: at(30)})}, "?"},
		{"a call counts like a text", "M5", []Case{one(text(update.ByHand, 12, 42), text(update.ByHand, 41, 0))}, "1/1=100%|30m"},

		{"never late", "M6", []Case{one(text(first, 12, 42), text(prog, 42, 0))}, "?"},
		{"late once", "M6", []Case{told()}, "15m|15m"},
		{"late so far counts", "M6", []Case{one(text(first, 12, 42))}, "158m|158m+"},
		{"the middle and nine of ten", "M6", []Case{one(text(first, 1, 10), text(prog, 12, 20), text(prog, 24, 30), text(prog, 38, 40), text(works, 60, 0))}, "4m|20m"},

		{"silence from the declaration on", "M7", []Case{told()}, "45m|45m"},
		{"nobody has heard anything", "M7", []Case{one()}, "200m|200m"},
		{"a night that was announced", "M7", []Case{one(text(first, 10, 20), text(over, 20, 140), text(works, 150, 0))}, "130m|10m"},
		{"a silence of the longest of two", "M7", []Case{told(), one(text(first, 60, 0), text(works, 61, 0))}, "60m|60m"},
		{"after the final message silence is quiet", "M7", []Case{one(text(works, 10, 0))}, "10m|10m"},
		{"a text that cannot be read may have broken it", "M7", []Case{told().but(func(c *Case) { c.Unread = 1 })}, "?~"},

		{"uncovered from 70 to 85", "M8", []Case{told()}, "82.95%"},
		{"covered all the time", "M8", []Case{one(text(first, 10, 40), text(works, 30, 0))}, "100%"},
		{"the time that was named last counts, not the latest", "M8", []Case{one(text(first, 0, 60), text(prog, 10, 20), text(works, 60, 0))}, "33.33%"},
		{"a text that names none leaves the last", "M8", []Case{one(text(first, 0, 60), text(update.ByHand, 10, 0), text(works, 60, 0))}, "100%"},
		{"no word yet", "M8", []Case{one()}, "?~"},
		{"two of them weigh by their minutes", "M8", []Case{told(), one(text(first, 0, 12), text(works, 12, 0))}, "85%"},

		{"no review", "M20", []Case{one(text(first, 12, 42))}, "?"},
		{"works again, and no day was named for the review", "M20", []Case{told()}, "?~"},
		{"soon over, and it needs none", "M20", []Case{one(text(first, 12, 42), text(works, 45, 0))}, "?"},
		{"soon over, and data was touched", "M20", []Case{one(text(first, 12, 42), text(works, 45, 0)).but(func(c *Case) { c.Incident.Traits = &playbook.Traits{BadNews: true} })}, "?~"},
		{"small, and it needs none", "M20", []Case{told().but(func(c *Case) { c.Incident.Severity = 3 })}, "?"},
		{"in time", "M20", []Case{told().with(dated(promise.Review, 100, 150, 140))}, "1/1=100%"},
		{"two days late", "M20", []Case{told().with(dated(promise.Review, 100, 150, 150+2*day))}, "0/1=0%|2d"},
		{"overdue", "M20", []Case{told().with(dated(promise.Review, 100, 200-3*day, 0))}, "0/1=0%|3d+"},
		{"moved in time, and kept", "M20", []Case{told().with(moved(promise.Review, 100, 150, 140), dated(promise.Review, 140, 190, 180))}, "1/1=100%"},
		{"moved once it was overdue", "M20", []Case{told().with(moved(promise.Review, 100, 120, 130), dated(promise.Review, 130, 190, 180))}, "0/1=0%|0.04167d"},
		{"down again before its day", "M20", []Case{told().with(promise.Promise{Kind: promise.Review, Said: true, DueAt: at(150), Outcome: promise.Dropped, SettledAt: at(120)})}, "?~"},
		{"given up once it was overdue", "M20", []Case{told().with(promise.Promise{Kind: promise.Review, Said: true, MadeAt: at(100), DueAt: at(128), Outcome: promise.Dropped, SettledAt: at(160)})}, "0/1=0%|0.05d+"},

		{"no change was promised", "M21", []Case{told()}, "?"},
		{"one of two, the other overdue", "M21", []Case{told().with(dated(promise.Measure, 100, 150, 140), dated(promise.Measure, 100, 200-day, 0))}, "1/2=50%|1d+"},
		{"done late is done late", "M21", []Case{told().with(dated(promise.Measure, 100, 120, 150))}, "0/1=0%"},
		{"not due yet", "M21", []Case{told().with(dated(promise.Measure, 100, 900, 0))}, "?"},
	}
	for _, tt := range tests {
		t.Run(tt.figure+" "+tt.name, func(t *testing.T) {
			var s Sample
			for _, c := range tt.of {
				s = s.Plus(Count(c, Month{}, at(200)))
			}
			if got := valueOf(s, tt.figure); got != tt.want {
				t.Errorf("%s is %s, want %s", tt.figure, got, tt.want)
			}
		})
	}
}

// dated is a promise for a day: when it was made, due and settled; 0: it is not.
func dated(kind promise.Kind, made, due, settled float64) promise.Promise {
	p := promise.Promise{Kind: kind, Said: true, MadeAt: at(made), DueAt: at(due)}
	if settled != 0 {
		p.Settle(1, at(settled))
	}
	return p
}

// moved is one that was told a new date, in the place of which stands the next one.
func moved(kind promise.Kind, made, due, settled float64) promise.Promise {
	p := dated(kind, made, due, 0)
	p.Outcome, p.SettledAt, p.Again = promise.Moved, at(settled), 3
	return p
}

// What is over is waited for again once it is down again.
func TestReopenedIsWaitedForAgain(t *testing.T) {
	c := one(text(first, 10, 40), text(works, 30, 0), text(prog, 110, 140), text(works, 120, 0))
	c.Reopened = []time.Time{at(100)}
	s := Count(c, Month{}, at(200))
	for id, want := range map[string]string{"M7": "20m|20m", "M8": "100%", "M5": "2/2=100%|30m"} {
		if got := valueOf(s, id); got != want {
			t.Errorf("%s is %s, want %s: from 30 to 100 nobody waited", id, got, want)
		}
	}
	unheard := one(text(first, 10, 40), text(prog, 100, 140), text(works, 120, 0))
	unheard.Reopened = []time.Time{at(100)}
	if got := valueOf(Count(unheard, Month{}, at(200)), "M8"); got != "45.45%" {
		t.Errorf("M8 is %s, want 45.45%%, 50 of the 110 minutes since they heard first: they had not heard that it works, and waited once", got)
	}
	never := one(text(first, 10, 40))
	never.Reopened = []time.Time{at(100)}
	if got := valueOf(Count(never, Month{}, at(200)), "M7"); got != "190m|190m" {
		t.Errorf("M7 is %s, want 190m: they never heard that it works", got)
	}
}

// A call in which they heard that it works ends the waiting like a text.
func TestTheFinalMessageMayBeACall(t *testing.T) {
	c := one(text(first, 10, 40), text(update.ByHand, 30, 0)).with(promise.Promise{Kind: promise.Final, Outcome: promise.Kept, Update: 2, SettledAt: at(30)})
	if got := valueOf(Count(c, Month{}, at(200)), "M7"); got != "20m|20m" {
		t.Errorf("M7 is %s, want 20m: at 30 they heard on the phone that it works", got)
	}
}

// A promise counts in the month in which it was due by the client's clock, the rest in
// that of the declaration.
func TestAMonthIsTheClients(t *testing.T) {
	march, april := Month{2026, time.March}, Month{2026, time.April}
	until := time.Date(2026, 3, 31, 23, 30, 0, 0, time.UTC).Sub(start).Minutes() // 00:30 on 1 April in London
	tests := []struct {
		zone                 string
		marchM1, marchM5     string
		aprilM1, aprilM5     string
		marchCases, aprilAll int
	}{
		{"UTC", "10m", "2/2=100%", "?", "1/1=100%", 1, 1},
		{"Europe/London", "?", "?", "10m", "3/3=100%", 0, 1},
		{"America/New_York", "10m", "3/3=100%", "?", "?", 1, 0},
	}
	for _, tt := range tests {
		t.Run(tt.zone, func(t *testing.T) {
			c := one(text(first, until+10, until+20), text(prog, until+15, until+25), text(prog, until+22, until+40), text(prog, until+35, 0))
			c.Incident.DeclaredAt, c.Incident.Since, c.Client.Client.TimeZone = at(until), at(until), tt.zone
			now := at(until + 50)
			in := func(m Month, id string) string {
				value, _, _ := strings.Cut(valueOf(Count(c, m, now), id), "|")
				return value
			}
			for _, want := range []struct{ got, want, what string }{
				{in(march, "M1"), tt.marchM1, "M1 of March"}, {in(march, "M5"), tt.marchM5, "M5 of March"},
				{in(april, "M1"), tt.aprilM1, "M1 of April"}, {in(april, "M5"), tt.aprilM5, "M5 of April"},
			} {
				if want.got != want.want {
					t.Errorf("%s is %s, want %s", want.what, want.got, want.want)
				}
			}
			if got := Count(c, march, now).Cases; got != tt.marchCases {
				t.Errorf("March has %d incidents, want %d", got, tt.marchCases)
			}
			if got := Count(c, april, now).Cases; got != tt.aprilAll {
				t.Errorf("April has %d incidents, want %d", got, tt.aprilAll)
			}
		})
	}
}

// A promise for a day may be due in another month than its incident: there it counts.
func TestAPromiseCountsWhereItWasDue(t *testing.T) {
	c := one(text(first, 12, 42), text(works, 100, 0)).with(dated(promise.Review, 100, 30*day, 0), dated(promise.Measure, 100, 30*day, 29*day))
	now := at(40 * day)
	for _, tt := range []struct {
		m          Month
		id, want   string
		because    string
		wantNumber int
	}{
		{Month{2026, time.March}, "M20", "?", "it was due in April", 1},
		{Month{2026, time.April}, "M20", "0/1=0%|10d+", "ten days overdue", 1},
		{Month{2026, time.April}, "M21", "1/1=100%", "", 1},
		{Month{2026, time.April}, "M1", "?", "it was declared in March", 1},
		{Month{2026, time.February}, "M20", "?", "nothing was then", 0},
	} {
		s := Count(c, tt.m, now)
		if got := valueOf(s, tt.id); got != tt.want || s.Cases != tt.wantNumber {
			t.Errorf("%s of %s is %s of %d incidents, want %s of %d: %s", tt.id, tt.m, got, s.Cases, tt.want, tt.wantNumber, tt.because)
		}
		if !touches(c.Incident, tt.m) && s.Cases > 0 {
			t.Errorf("%s: it counts and is not read", tt.m)
		}
	}
}

// torn is a store in which some texts, and the timeline, cannot be read.
type torn struct {
	records.Tx
	lost map[int]bool
	line error
}

func (t torn) ClientUpdate(_ int64, _ string, n int) (*update.Update, error) {
	if t.lost[n] {
		return nil, errors.New("torn")
	}
	return text(prog, float64(n), 0), nil
}

func (t torn) Timeline(int64) ([]timeline.Entry, error) {
	return []timeline.Entry{{Kind: timeline.Note, At: at(1)}, {Kind: timeline.Reopened, At: at(2)}}, t.line
}

// What cannot be read is unknown, and takes nothing else away.
func TestWhatCannotBeReadIsUnknown(t *testing.T) {
	inc := one().Incident
	inc.Clients[0].Updates = 3
	for _, tt := range []struct {
		tx            torn
		texts, unread int
		silence       string
	}{
		{torn{}, 3, 0, "198m|198m"},
		{torn{lost: map[int]bool{2: true}}, 2, 1, "?~"},
		{torn{line: errors.New("torn")}, 3, 1, "?~"},
	} {
		cases := Read(tt.tx, []*incident.Incident{inc}, Month{})
		if len(cases) != 1 || len(cases[0].Texts) != tt.texts || cases[0].Unread != tt.unread || len(cases[0].Reopened) != 1 {
			t.Fatalf("read %+v, want %d texts, %d that cannot be read, down again once", cases, tt.texts, tt.unread)
		}
		if got := valueOf(Count(cases[0], Month{}, at(201)), "M7"); got != tt.silence {
			t.Errorf("with %d unread M7 is %s, want %s", tt.unread, got, tt.silence)
		}
	}
}

// What was no incident is in no figure.
func TestMistakesCountNowhere(t *testing.T) {
	for name, change := range map[string]func(*incident.Incident){
		"cancelled":    func(inc *incident.Incident) { inc.State = incident.Cancelled },
		"a drill":      func(inc *incident.Incident) { inc.Drill = &drill.Drill{} },
		"by a mistake": func(inc *incident.Incident) { inc.Mistake = "U0ANA" },
	} {
		c := one(text(first, 12, 42))
		change(c.Incident)
		if s := Count(c, Month{}, at(200)); s.Cases != 0 || len(s.Promises) != 0 || valueOf(s, "M1") != "?" {
			t.Errorf("%s: it counts: %+v", name, s)
		}
	}
}

// Every row has what people read, and the ids are those that were asked for.
func TestEveryFigureHasItsRow(t *testing.T) {
	var ids []string
	for _, r := range Rows {
		ids = append(ids, r.ID)
		if r.Name == "" || r.How == "" || r.of == nil || r.Unit == "" {
			t.Errorf("%s lacks something: %+v", r.ID, r)
		}
	}
	if got := strings.Join(ids, " "); got != "M1 M3 M5 M6 M7 M8 M20 M21" {
		t.Errorf("the figures are %s", got)
	}
}

func TestShareIsTheSmallestThatCoversIt(t *testing.T) {
	of := func(list ...int) (d []time.Duration) {
		for _, n := range list {
			d = append(d, time.Duration(n))
		}
		return d
	}
	for _, tt := range []struct {
		list          []time.Duration
		percent, want int
	}{
		{nil, 50, 0}, {of(7), 50, 7}, {of(7), 90, 7}, {of(3, 1), 50, 1}, {of(3, 1, 2), 50, 2},
		{of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), 90, 9}, {of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), 90, 10}, {of(1, 2), 100, 2},
	} {
		if got := share(tt.list, tt.percent); int(got) != tt.want {
			t.Errorf("%d of 100 of %v keep to %d, want %d", tt.percent, tt.list, got, tt.want)
		}
	}
}

// A client reads how late we were beside both times, and those are cut to the minute.
func TestHowLateFitsTheTimesBesideIt(t *testing.T) {
	due := time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)
	now := due.Add(21*time.Minute + 59*time.Second)
	for _, p := range []Promise{{Due: due, Done: now}, {Due: due}} {
		if got := p.end(now).Late; got != 21*time.Minute {
			t.Errorf("it is late by %s", got)
		}
	}
}
