package heard_test

import (
	"cmp"
	"strconv"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/heard"
	"candor/incident/outbox"
	"candor/incident/promise"
	"candor/incident/records"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/incident/team"
	"candor/incident/update"
	"candor/incident/work"
)

var ana = incident.Actor{ID: "U0ANA", Name: "Ana Ruiz", Team: "T0STUDIO", Home: "T0STUDIO", InChannel: true}

const (
	dana = "dana@acme.example"
	pat  = "pat@acme.example"
)

// office is a company with one client, who is reached by mail and perhaps in Slack, and
// whose mail comes in.
type office struct {
	*servicetest.Bench
	desk  *heard.Desk
	t     *testing.T
	mails int
}

func newOffice(t *testing.T, slack string) *office {
	t.Helper()
	o := &office{t: t}
	o.Bench = servicetest.New(t, servicetest.Setup{
		Clients: []client.Client{{ID: "acme", Name: "Acme Shop", Slack: slack, Email: true, Contacts: []client.Contact{{Name: "Dana Fox", Email: dana}}},
			{ID: "globex", Name: "Globex Travel", Email: true, Contacts: []client.Contact{{Name: "Globex", Email: "support@globex.example"}}}},
		People: []team.Person{{Slack: "U0ANA", Name: "Ana Ruiz", Role: "Lead", Email: "ana@studio-north.example"}, {Slack: "U0BEN", Name: "Ben Okafor", Email: "ben@studio-north.example"}},
	})
	o.desk = &heard.Desk{Firm: &o.Service.Firm, Desk: o.Desk(), From: "status@studio-north.example"}
	return o
}

func (o *office) declare(who string) {
	o.t.Helper()
	_, err := o.Declare(o.t.Context(), ana, service.Declaration{Client: who, Kind: "outage", Impact: "checkout is down", Doing: "checking what happened", Severity: 1})
	o.Must(err)
	o.Work()
}

func (o *office) tell(kind string, words map[string]string) {
	o.t.Helper()
	_, err := o.Tell(o.t.Context(), ana, 1, incident.Proposal{Client: "acme", Kind: kind, Words: words})
	o.Must(err)
	o.Steps(time.Second, 15*time.Second)
}

func (o *office) first() { o.t.Helper(); o.tell(update.FirstNoticeUnknown, nil) }

// take takes a mail; its id is new, unless it has one.
func (o *office) take(m heard.Mail) {
	o.t.Helper()
	if o.mails++; m.ID == "" {
		m.ID = "<" + strings.Repeat("x", o.mails) + "@acme.example>"
	}
	o.Must(o.desk.Take(o.t.Context(), &m, records.MailMark{UID: uint32(o.mails)}))
	o.Work()
}

func (o *office) acme() *incident.Affected {
	o.t.Helper()
	return o.affected(1)
}

func (o *office) affected(number int64) *incident.Affected {
	o.t.Helper()
	inc, err := o.Peek(o.t.Context(), number)
	o.Must(err)
	return inc.Affected("")
}

// delivery is that of an incident's update by mail to Dana.
func (o *office) delivery(n string) *outbox.Delivery {
	o.t.Helper()
	return o.keyed("INC-1/acme/update/" + n + "/email/" + dana)
}

func (o *office) keyed(key string) (d *outbox.Delivery) {
	o.t.Helper()
	o.Must(o.Store.View(o.t.Context(), func(tx records.Tx) (err error) {
		d, err = tx.Delivery(key)
		return err
	}))
	return d
}

// copies are what was brought to the team.
func (o *office) copies(number int64) (list []outbox.Reply) {
	o.t.Helper()
	seen := map[string]bool{}
	for _, c := range o.affected(number).Copied {
		if !seen[c.Key] {
			seen[c.Key] = true
			list = append(list, o.keyed(c.Key).Replies...)
		}
	}
	return list
}

func (o *office) wantCopies(number int64, want ...string) {
	o.t.Helper()
	var got []string
	for _, r := range o.copies(number) {
		got = append(got, cmp.Or(r.Text, string(r.Mail.Report)))
	}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		o.t.Errorf("INC-%d was brought %q, want %q", number, got, want)
	}
}

// id is the Message-ID of a mail of ours.
func id(d *outbox.Delivery) string { return "<" + d.ID + "@studio-north.example>" }

// root is that of its thread.
func (o *office) root() string {
	inc, err := o.Peek(o.t.Context(), 1)
	o.Must(err)
	return "<" + outbox.MailRoot(1, inc.DeclaredAt, dana) + "@STUDIO-NORTH.example>"
}

func TestWhoIsHeard(t *testing.T) {
	for _, tt := range []struct {
		name string
		mail func(o *office) heard.Mail
		want int
	}{
		{"a contact, without an answer to anything", func(*office) heard.Mail { return heard.Mail{From: dana, Text: "Hello"} }, 1},
		{"a contact, in other letters", func(*office) heard.Mail { return heard.Mail{From: "DANA@Acme.Example", Text: "Hello"} }, 1},
		{"a colleague of theirs, who answers the thread", func(o *office) heard.Mail { return heard.Mail{From: pat, Text: "Hello", Refs: []string{o.root()}} }, 1},
		{"a colleague of theirs, whose program names the mail alone", func(o *office) heard.Mail {
			return heard.Mail{From: pat, Text: "Hello", Refs: []string{id(o.delivery("1"))}}
		}, 1},
		{"a stranger", func(*office) heard.Mail { return heard.Mail{From: "x@spam.example", Text: "Buy"} }, 0},
		{"a stranger who names an incident of another store", func(*office) heard.Mail {
			return heard.Mail{From: "x@spam.example", Text: "Buy", Refs: []string{"<inc-1.5." + outbox.Fingerprint(dana) + "@studio-north.example>", "<inc-99.5.0123456789abcdef@studio-north.example>"}}
		}, 0},
		{"a stranger who names our ids at another domain", func(o *office) heard.Mail {
			return heard.Mail{From: "x@spam.example", Text: "Buy", Refs: []string{"<" + o.delivery("1").ID + "@spam.example>", "", "<>", "@", "<@studio-north.example>"}}
		}, 0},
		{"a colleague of ours", func(o *office) heard.Mail {
			return heard.Mail{From: "Ben@studio-north.example", Text: "Dear Dana", Refs: []string{o.root()}}
		}, 0},
		{"our own mail, sent to a list that comes back", func(o *office) heard.Mail {
			return heard.Mail{From: "status@studio-north.example", Text: "Dear Dana", Refs: []string{o.root()}}
		}, 0},
		{"without a sender", func(*office) heard.Mail { return heard.Mail{Text: "Hello"} }, 0},
		{"a machine", func(o *office) heard.Mail {
			return heard.Mail{From: dana, Sort: heard.Machine, Text: "News", Refs: []string{o.root()}}
		}, 0},
		{"a contact of a client without an incident", func(*office) heard.Mail { return heard.Mail{From: "support@globex.example", Text: "Hello"} }, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			o := newOffice(t, "")
			o.declare("acme")
			o.first()
			o.take(tt.mail(o))
			if got := len(o.copies(1)); got != tt.want {
				t.Errorf("%d copies, want %d", got, tt.want)
			}
		})
	}
}

// What is asked waits for an answer; thanks do not. Whoever signed the last text is
// mentioned, and nothing leaves for the client.
func TestOnlyQuestionsByMailWait(t *testing.T) {
	o := newOffice(t, "")
	o.declare("acme")
	o.first()
	o.take(heard.Mail{From: dana, Text: "Thank you. We wait."})
	o.Move(20 * time.Minute)
	o.take(heard.Mail{From: dana, Text: "We lose money.\nWhen exactly will it work?\nRegards, Dana"})
	o.wantCopies(1, "Thank you. We wait.", "We lose money.\nWhen exactly will it work?\nRegards, Dana")
	aff := o.acme()
	if len(aff.Asked) != 1 || aff.Asked[0].Text != "When exactly will it work?" {
		t.Errorf("what waits for an answer: %+v", aff.Asked)
	}
	c := o.keyed(aff.Copied[1].Key)
	if len(c.Users) != 1 || c.Users[0] != "U0ANA" || c.Replies[0].Name != "Dana Fox" || c.Replies[0].User != dana {
		t.Errorf("the copy is for %v, of %+v", c.Users, c.Replies[0])
	}
	if aff.Updates != 1 {
		t.Errorf("%d updates: something answered by itself", aff.Updates)
	}
	o.tell(update.Progress, map[string]string{"what_changed": "We restart the shop."})
	if aff := o.acme(); len(aff.Asked) != 1 { // until somebody says that a text or a call answered it
		t.Errorf("what waits after an update that does not say so: %+v", aff.Asked)
	}
}

// The same mail counts once, however often the mailbox shows it and under whatever
// number.
func TestAMailCountsOnce(t *testing.T) {
	o := newOffice(t, "")
	o.declare("acme")
	m := heard.Mail{ID: "<once@acme.example>", From: dana, Text: "When?! Is it safe?"}
	for range 3 {
		o.take(m)
	}
	o.Move(50 * time.Hour) // the inbox has forgotten its id by now
	for range 6 {
		o.take(heard.Mail{From: "x@spam.example"})
	}
	o.take(m)
	o.wantCopies(1, "When?! Is it safe?")
}

func TestAnAnswerByAMachineIsSaidOnce(t *testing.T) {
	o := newOffice(t, "")
	o.declare("acme")
	o.first()
	for range 3 {
		o.take(heard.Mail{From: dana, Sort: heard.Auto, Text: "I am away until Monday. Who is urgent?", Refs: []string{o.root()}})
		o.Move(time.Hour)
	}
	list := o.copies(1)
	if len(list) != 1 || !list[0].ByMachine() || len(o.acme().Asked) != 0 {
		t.Errorf("copies %+v, waiting %+v", list, o.acme().Asked)
	}
	if list[0].Mail.Unknown {
		t.Error("Dana is a stranger")
	}
	if c := o.keyed(o.acme().Copied[0].Key); len(c.Users) != 0 {
		t.Errorf("it calls for %v", c.Users)
	}

	o.take(heard.Mail{From: dana, Sort: heard.Auto, Text: "The shop shows the prices of another customer.", Refs: []string{o.root()}})
	if o.wantCopies(1, "I am away until Monday. Who is urgent?", "The shop shows the prices of another customer."); len(o.acme().Asked) != 0 {
		t.Errorf("waiting %+v", o.acme().Asked)
	}
}

// Whose mail is not about the incident is quiet until the client's next text.
func TestNotAboutThisQuietsAWriter(t *testing.T) {
	o := newOffice(t, "")
	o.declare("acme")
	o.first()
	o.take(heard.Mail{From: dana, Text: "What does the new logo cost?"})
	c := o.acme().Copied[0].Key
	_, err := o.NotAbout(t.Context(), ana, refTo(c), service.Elsewhere{})
	o.Must(err)
	o.Work()
	o.take(heard.Mail{From: dana, Text: "And in blue?"})
	o.take(heard.Mail{From: pat, Refs: []string{o.root()}, Text: "Is anybody there?"})
	o.wantCopies(1, "What does the new logo cost?", "Is anybody there?")
	if list := o.acme().Asked; len(list) != 1 || list[0].User != pat {
		t.Errorf("what waits: %+v", list)
	}
	if list := o.copies(1); !list[1].Mail.Unknown {
		t.Error("Pat is a contact")
	}
	o.take(heard.Mail{From: dana, Proved: true, Text: "That was not me."}) // somebody used her name
	o.tell(update.Progress, map[string]string{"what_changed": "We restart the shop."})
	o.take(heard.Mail{From: dana, Text: "Is it back?"})
	o.wantCopies(1, "What does the new logo cost?", "Is anybody there?", "That was not me.", "Is it back?")
}

// An answer to an incident that is over is about the one that is under way, if the
// client has one.
func TestAnAnswerToWhatIsOver(t *testing.T) {
	o := newOffice(t, "")
	o.declare("acme")
	root := o.root()
	_, err := o.Cancel(t.Context(), ana, 1, "pressed by mistake")
	o.Must(err)
	o.Work()
	o.take(heard.Mail{From: pat, Text: "Are you sure?", Refs: []string{root}})
	o.wantCopies(1, "Are you sure?")
	o.declare("acme")
	o.take(heard.Mail{From: pat, Text: "It is down again.", Refs: []string{root}})
	o.wantCopies(2, "It is down again.")
}

// A program that gives each of its mails the same Message-ID is heard each time.
func TestAnotherMailUnderTheSameID(t *testing.T) {
	o := newOffice(t, "")
	o.declare("acme")
	for _, text := range []string{"Is it back?", "It is down again.", "Is it back?"} {
		o.take(heard.Mail{ID: "<scan@acme.example>", From: dana, Text: text})
	}
	o.wantCopies(1, "Is it back?", "It is down again.")
}

// Who is a contact of one client and names the mail of another is not taken for the
// other's: an answer would go there.
func TestAMailOfAnotherClientThanItNames(t *testing.T) {
	o := newOffice(t, "")
	o.declare("acme")
	o.first()
	acme := o.root()
	globex := heard.Mail{From: "support@globex.example", Text: "Is our data safe?", Refs: []string{acme, id(o.delivery("1"))}}
	o.declare("globex")
	o.take(globex)
	o.wantCopies(1)
	o.wantCopies(2, "Is our data safe?")
}

// Of two incidents it is about the one that the client was told of last.
func TestOfTwoIncidentsTheOneToldLast(t *testing.T) {
	o := newOffice(t, "")
	o.declare("acme")
	o.Move(2 * time.Minute)
	_, err := o.Declare(t.Context(), ana, service.Declaration{Client: "acme", Kind: "outage", Impact: "search is slow", Doing: "checking", Severity: 2})
	o.Must(err)
	o.first()
	o.take(heard.Mail{From: dana, Text: "Thanks"})
	o.wantCopies(1, "Thanks")
	o.wantCopies(2)
}

// A text that came back and was their only copy was not told: what was promised before
// is owed again, and a first notice is the first notice still.
func TestATextThatCameBackWasNotTold(t *testing.T) {
	o := newOffice(t, "")
	o.declare("acme")
	due := o.acme().Owed(promise.Update).DueAt
	o.first()
	if o.acme().ToldAt.IsZero() {
		t.Fatal("they were not told to begin with")
	}
	o.take(heard.Mail{From: "", Sort: heard.Bounced, Refs: []string{id(o.delivery("1"))}, Failed: heard.Failure{To: dana, Code: "5.1.1"}})
	d, aff := o.delivery("1"), o.acme()
	if d.State != outbox.Dead || d.Bounced.IsZero() || !strings.Contains(d.Reason, "does not know that address (5.1.1). Call them") || d.Target == "" {
		t.Errorf("the copy is %s: %s, shown by %q", d.State, d.Reason, d.Target)
	}
	p := aff.Owed(promise.Update)
	if !aff.ToldAt.IsZero() || aff.Written || aff.Heard != 0 || p == nil || !p.First || !p.DueAt.Equal(due) {
		t.Errorf("told at %s, written %t, heard %d, owed %+v", aff.ToldAt, aff.Written, aff.Heard, p)
	}
	if !aff.Results[0].Back {
		t.Errorf("the card does not know that it came back: %+v", aff.Results)
	}
	again := o.delivery("1").EndedAt
	o.Move(time.Minute)
	o.take(heard.Mail{Sort: heard.Bounced, Refs: []string{o.root()}, Failed: heard.Failure{To: dana, Code: "5.4.7"}}) // a second report on it
	if got := o.delivery("1"); !got.EndedAt.Equal(again) {
		t.Errorf("it came back twice: %s", got.EndedAt)
	}
}

// It is sent once more, and comes back once more.
func TestATextThatComesBackTwice(t *testing.T) {
	o := newOffice(t, "")
	o.declare("acme")
	o.first()
	back := heard.Mail{Sort: heard.Bounced, Refs: []string{id(o.delivery("1"))}, Failed: heard.Failure{To: dana, Code: "5.2.2"}}
	o.take(back)
	_, err := o.ResolveDelivery(t.Context(), ana, refTo(o.delivery("1").Key), outbox.SendAgain)
	o.Must(err)
	o.Work()
	if d := o.delivery("1"); d.State != outbox.Delivered || !d.Bounced.IsZero() || o.acme().ToldAt.IsZero() {
		t.Fatalf("sent once more it is %s, came back at %s, told at %s", d.State, d.Bounced, o.acme().ToldAt)
	}
	o.take(back)
	if d := o.delivery("1"); d.State != outbox.Dead || !o.acme().ToldAt.IsZero() {
		t.Errorf("come back once more it is %s, told at %s", d.State, o.acme().ToldAt)
	}
}

// The final message came back: the last word is owed still.
func TestAFinalMessageThatCameBack(t *testing.T) {
	o := newOffice(t, "")
	o.declare("acme")
	o.first()
	last := incident.Proposal{Kind: update.ResolvedUpdate, Words: map[string]string{"impact_past": "the shop did not open", "data_line": "No data was lost."}}
	tell, err := o.Resolve(t.Context(), ana, 1, service.Solved{Answers: servicetest.Solved, Last: &last})
	o.Must(err)
	_, err = o.Send(t.Context(), ana, refTo(""), work.Consent{Hash: tell.Update.Hash(), Reason: "short"})
	o.Must(err)
	o.Steps(time.Second, 15*time.Second)
	if o.acme().Owed(promise.Final) != nil {
		t.Fatal("the final message did not settle anything")
	}
	o.take(heard.Mail{Sort: heard.Bounced, Refs: []string{id(o.delivery("2"))}, Failed: heard.Failure{To: dana, Code: "5.1.1"}})
	if p := o.acme().Owed(promise.Final); p == nil || o.acme().Heard != 1 {
		t.Errorf("owed %+v, heard %d", p, o.acme().Heard)
	}
	o.Until(o.Now().Add(time.Hour))
	o.Sound()
}

// The second text came back: they know the first, and its time is owed.
func TestALaterTextThatCameBack(t *testing.T) {
	o := newOffice(t, "")
	o.declare("acme")
	o.first()
	first := *o.acme().Owed(promise.Update)
	told := o.acme().ToldAt
	o.Move(5 * time.Minute)
	o.tell(update.Progress, map[string]string{"what_changed": "We restart the shop."})
	o.take(heard.Mail{Sort: heard.Bounced, Refs: []string{"<other@x.example>", id(o.delivery("2")), o.root()}, Failed: heard.Failure{Code: "5.2.2"}})
	aff := o.acme()
	p := aff.Owed(promise.Update)
	if p == nil || p.N != first.N || !p.DueAt.Equal(first.DueAt) || !aff.ToldAt.Equal(told) || aff.Heard != 1 || !aff.Written {
		t.Errorf("owed %+v, told at %s, heard %d; want %+v, %s, 1", p, aff.ToldAt, aff.Heard, first, told)
	}
	o.Until(o.Now().Add(2 * time.Hour)) // the ladder goes on, and the state stays sound
	o.Sound()
}

// Who has it in Slack too was told; the copy that came back is missing, and people are
// reminded of it.
func TestACopyThatCameBackIsMissing(t *testing.T) {
	o := newOffice(t, "C0ACME")
	o.declare("acme")
	o.first()
	o.take(heard.Mail{Sort: heard.Bounced, Refs: []string{o.root()}, Failed: heard.Failure{To: dana, Code: "5.1.1"}})
	aff := o.acme()
	if aff.ToldAt.IsZero() || len(aff.Missing) != 1 || aff.Missing[0].Key != o.delivery("1").Key {
		t.Errorf("told at %s, missing %+v", aff.ToldAt, aff.Missing)
	}
	for i := range aff.Promises {
		if p := &aff.Promises[i]; p.Update == 1 && aff.Complete(p) {
			t.Error("it counts as kept")
		}
	}
	o.Move(5 * time.Minute)
	o.tell(update.Progress, map[string]string{"what_changed": "We restart the shop."})
	if aff := o.acme(); len(aff.Missing) != 1 || aff.Missing[0].Update != 1 {
		t.Errorf("their server took a newer mail, which may come back as well: missing is %+v", aff.Missing)
	}
}

// What a loss that came back told is not known to the client.
func TestBadNewsThatCameBackIsNotKnown(t *testing.T) {
	o := newOffice(t, "")
	o.declare("acme")
	o.first()
	o.loss()
	if aff := o.acme(); aff.Lost == nil || len(aff.Knows) == 0 {
		t.Fatalf("they were not told of the loss: %+v", aff.Knows)
	}
	o.take(heard.Mail{Sort: heard.Bounced, Refs: []string{id(o.delivery("2"))}, Failed: heard.Failure{To: dana, Code: "5.1.1"}})
	inc, err := o.Peek(t.Context(), 1)
	o.Must(err)
	if aff := inc.Affected(""); aff.Lost != nil || len(inc.Untold(aff)) == 0 || len(aff.Wrote) != 0 {
		t.Errorf("lost %+v, untold %+v, in writing %+v", aff.Lost, inc.Untold(aff), aff.Wrote)
	}
}

func TestReportsThatChangeNothing(t *testing.T) {
	for name, m := range map[string]func(o *office) heard.Mail{
		"on a mail that is not ours": func(*office) heard.Mail {
			return heard.Mail{Refs: []string{"<x@elsewhere.example>"}, Failed: heard.Failure{To: "x@elsewhere.example", Code: "5.1.1"}}
		},
		"without anything": func(*office) heard.Mail { return heard.Mail{} },
		"on an id that never was": func(*office) heard.Mail {
			return heard.Mail{Refs: []string{"<ABCDEF@studio-north.example>"}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t, "")
			o.declare("acme")
			o.first()
			r := m(o)
			r.Sort = heard.Bounced
			o.take(r)
			if d := o.delivery("1"); d.State != outbox.Delivered {
				t.Errorf("the mail is %s: %s", d.State, d.Reason)
			}
		})
	}
}

// A report that names nothing but the address is about the newest mail to it.
func TestAReportThatNamesTheAddressAlone(t *testing.T) {
	o := newOffice(t, "")
	o.declare("acme")
	o.first()
	o.take(heard.Mail{Sort: heard.Bounced, Failed: heard.Failure{To: dana}})
	if d := o.delivery("1"); d.State != outbox.Dead || !strings.Contains(d.Reason, "sent it back. Call them") {
		t.Errorf("the mail is %s: %s", d.State, d.Reason)
	}
}

// A report on another mail takes nothing back; one that may be about any of several, or
// about a mail of somebody's own in our thread, is asked about.
func TestAReportOnAnotherMail(t *testing.T) {
	const asks = string(outbox.WhichOne)
	for name, tt := range map[string]struct {
		ids   []string
		root  bool // it stands in our thread
		texts int
		want  []string
	}{
		"of a stranger's":        {ids: []string{"<other@x.example>"}, texts: 1},
		"of our domain":          {ids: []string{"<holiday-photos.7@studio-north.example>"}, texts: 1},
		"written in our thread":  {ids: []string{"<ana@studio-north.example>"}, root: true, texts: 1, want: []string{asks}},
		"no name, of two":        {texts: 2, want: []string{asks}},
		"no name, of the thread": {root: true, texts: 2, want: []string{asks}},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t, "")
			o.declare("acme")
			o.first()
			if tt.texts > 1 {
				o.tell(update.Progress, map[string]string{"what_changed": "We restart the shop."})
			}
			m := heard.Mail{From: "mailer-daemon@mx.acme.example", Sort: heard.Bounced, Refs: append([]string{"<" + dana + ">"}, tt.ids...), Named: tt.ids, Failed: heard.Failure{To: dana, Code: "5.3.4"}}
			if tt.root {
				m.Refs = append(m.Refs, o.root())
			}
			o.take(m)
			for n := range tt.texts {
				if d := o.delivery(strconv.Itoa(n + 1)); d.State != outbox.Delivered || !d.Bounced.IsZero() {
					t.Errorf("text %d is %s: %s", n+1, d.State, d.Reason)
				}
			}
			o.wantCopies(1, tt.want...)
		})
	}
}

// Whoever has answered since has the text, whatever a report without a name says.
func TestAReportAfterTheyAnswered(t *testing.T) {
	o := newOffice(t, "")
	o.declare("acme")
	o.first()
	o.Move(time.Minute)
	o.take(heard.Mail{From: dana, Text: "Thank you, we wait.", Refs: []string{o.root()}})
	o.take(heard.Mail{Sort: heard.Bounced, Failed: heard.Failure{To: dana, Code: "5.1.1"}})
	if d := o.delivery("1"); d.State != outbox.Delivered {
		t.Errorf("the mail is %s: %s", d.State, d.Reason)
	}
	o.wantCopies(1, "Thank you, we wait.", string(outbox.WhichOne))
}

// That a mail is late is said once, and it is still on its way.
func TestAMailThatIsLate(t *testing.T) {
	o := newOffice(t, "")
	o.declare("acme")
	o.first()
	for range 2 {
		o.take(heard.Mail{Sort: heard.Delayed, Refs: []string{o.root(), id(o.delivery("1"))}, Failed: heard.Failure{To: dana, Code: "4.4.1"}})
	}
	o.wantCopies(1, string(outbox.StillTrying))
	if d := o.delivery("1"); d.State != outbox.Delivered {
		t.Errorf("the mail is %s", d.State)
	}
}

// A crash between reading and keeping loses nothing and doubles nothing: how far the
// mailbox was read is kept in the same commit.
func TestTheMarkIsKeptWithTheMail(t *testing.T) {
	o := newOffice(t, "")
	o.declare("acme")
	crash := &crashing{Store: o.Store}
	o.desk.Store = crash
	m := heard.Mail{ID: "<1@acme.example>", From: dana, Text: "Is it back?"}
	mark := records.MailMark{Validity: 3, UID: 9}
	if err := o.desk.Take(t.Context(), &m, mark); err == nil {
		t.Fatal("the crash was not noticed")
	}
	if got, err := o.desk.Mark(t.Context()); got != (records.MailMark{}) || err != nil {
		t.Errorf("after a crash it was read to %+v, %v", got, err)
	}
	o.wantCopies(1)
	crash.mended = true
	o.Must(o.desk.Take(t.Context(), &m, mark))
	if got, err := o.desk.Mark(t.Context()); got != mark || err != nil {
		t.Errorf("read to %+v, %v; want %+v", got, err, mark)
	}
	o.wantCopies(1, "Is it back?")
}

// Both texts came back, the older one first: they know nothing, and the first notice is owed
// by its own time.
func TestTwoTextsThatCameBackTheOlderFirst(t *testing.T) {
	o := newOffice(t, "")
	o.declare("acme")
	first := *o.acme().Owed(promise.Update)
	o.first()
	o.Move(5 * time.Minute)
	o.tell(update.Progress, map[string]string{"what_changed": "We restart the shop."})
	for _, n := range []string{"1", "2"} {
		o.take(heard.Mail{Sort: heard.Bounced, Refs: []string{id(o.delivery(n))}, Failed: heard.Failure{To: dana, Code: "5.2.2"}})
		if d := o.delivery(n); d.State != outbox.Dead || d.Bounced.IsZero() || d.Target == "" {
			t.Errorf("the mail of update %s is %s, and nobody was asked to call", n, d.State)
		}
	}
	aff := o.acme()
	if p := aff.Owed(promise.Update); p == nil || p.N != first.N || !p.DueAt.Equal(first.DueAt) || aff.Heard != 0 || aff.Written {
		t.Errorf("owed %+v, heard %d; want %+v, 0", p, aff.Heard, first)
	}
	o.Until(o.Now().Add(2 * time.Hour))
	o.Sound()
}

// What came back told nobody that personal data is affected: no legal clock has ended.
func TestALegalClockDoesNotEndWithWhatCameBack(t *testing.T) {
	o := newOffice(t, "")
	o.declare("acme")
	o.first()
	_, err := o.SetFacts(t.Context(), ana, 1, facts.FactAnswer{Question: facts.Personal, Answer: facts.Yes})
	o.Must(err)
	o.loss()
	if o.acme().Law.KeptAt().IsZero() {
		t.Fatal("they were told, and no clock has ended")
	}
	o.take(heard.Mail{Sort: heard.Bounced, Refs: []string{id(o.delivery("2"))}, Failed: heard.Failure{To: dana, Code: "5.1.1"}})
	if law := o.acme().Law; !law.HeardAt.IsZero() || !law.KeptAt().IsZero() {
		t.Errorf("it came back, and they heard at %s", law.HeardAt)
	}
}
