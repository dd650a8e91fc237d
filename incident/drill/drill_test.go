package drill

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/schedule/scheduletest"
)

// script asks one thing that every text answers, and one that only some do.
var script = Script{ID: "test", Person: "Dana", Client: "Acme Shop", Lines: []Line{
	{ID: "down", When: Start, After: 2, Says: "down??", Asks: "what is going on"},
	{When: Untold, After: 30, Says: "hello?"},
	{When: Untold, After: 65, Says: "anybody?"},
	{When: Told, After: 6, Says: "at last"},
	{ID: "data", When: Start, After: 75, Says: "data?", Asks: "whether her data is safe", Words: []string{"data", "lost"}},
	{When: Open, Of: "data", After: 40, Says: "yes or no?"},
	{When: Answered, Of: "data", After: 5, Says: "good"},
	{When: Late, After: 12, Says: "you said {promised}"},
	{When: Late, After: 12, Says: "again {promised}"},
	{When: Well, Says: "thank you"},
	{When: Badly, Says: "tomorrow"},
}}

func sec(n int) time.Time { return scheduletest.At(0).Add(time.Duration(n) * time.Second) }

// text arrives so many seconds after the beginning, and promises another so many after it.
func text(at, next int, words string) Text {
	t := Text{At: sec(at), Words: words}
	if next > 0 {
		t.Next = sec(next)
	}
	return t
}

// What she says follows from what she was told, and when.
func TestWhatSheSays(t *testing.T) {
	tests := []struct {
		name  string
		heard []Text
		want  string
	}{
		{"silence makes it worse", nil, "2 down??, 30 hello?, 65 anybody?, 75 data?, 115 yes or no?, 180 tomorrow"},
		{"a text calms her", []Text{text(20, 200, "we look")}, "2 down??, 26 at last, 75 data?, 115 yes or no?, 180 tomorrow"},
		{"an answer, too", []Text{text(20, 200, "we look"), text(90, 300, "No data is lost.")}, "2 down??, 26 at last, 75 data?, 95 good, 180 thank you"},
		{"a late answer", []Text{text(20, 200, "we look"), text(130, 300, "your data is there")}, "2 down??, 26 at last, 75 data?, 115 yes or no?, 135 good, 180 thank you"},
		{"what is said before she asks she does not ask", []Text{text(20, 200, "We lost nothing")}, "2 down??, 26 at last, 180 thank you"},
		{"a word inside another is no answer", []Text{text(20, 200, "we updated the updata")}, "2 down??, 26 at last, 75 data?, 115 yes or no?, 180 tomorrow"},
		{"a late promise", []Text{text(20, 60, "data is safe")}, "2 down??, 26 at last, 72 you said 14:01, 180 thank you"},
		{"a little late is let pass", []Text{text(20, 60, "data is safe"), text(70, 300, "still")}, "2 down??, 26 at last, 180 thank you"},
		{"late twice", []Text{text(20, 60, "data is safe"), text(80, 120, "still")}, "2 down??, 26 at last, 72 you said 14:01, 132 again 14:02, 180 thank you"},
		{"on time", []Text{text(20, 60, "data is safe"), text(60, 240, "still")}, "2 down??, 26 at last, 180 thank you"},
		{"two lines are never at once", []Text{text(29, 300, "we look"), text(69, 300, "still")}, "2 down??, 35 at last, 75 data?, 115 yes or no?, 180 tomorrow"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := &Drill{Script: script, At: sec(0)}
			var got []string
			for n := 0; n <= 200; n++ { // each second, with what has arrived by then
				heard := slices.DeleteFunc(slices.Clone(tt.heard), func(x Text) bool { return x.At.After(sec(n)) })
				for _, s := range d.Play(heard, sec(n), time.UTC) {
					got = append(got, fmt.Sprintf("%d %s", int(s.At.Sub(sec(0)).Seconds()), s.Text))
				}
			}
			if line := strings.Join(got, ", "); line != tt.want {
				t.Errorf("she says %s,\nwant %s", line, tt.want)
			}
			if !d.NextAt.IsZero() {
				t.Errorf("it is looked again at %s", d.NextAt)
			}
		})
	}
}

// Whoever looks only when something is due sees the same as who looks each second.
func TestItIsEnoughToLookWhenSomethingIsDue(t *testing.T) {
	d := &Drill{Script: script, At: sec(0), Pace: 3}
	var got []string
	for now, n := sec(0), 0; !now.IsZero() && n < 50; now, n = d.NextAt, n+1 {
		for _, s := range d.Play(nil, now, time.UTC) {
			got = append(got, fmt.Sprintf("%d %s", int(s.At.Sub(sec(0)).Seconds()), s.Text))
		}
	}
	if line := strings.Join(got, ", "); line != "6 down??, 90 hello?, 195 anybody?, 225 data?, 345 yes or no?, 540 tomorrow" {
		t.Errorf("three times as slow she says %s", line)
	}
}

// How it went, from what was promised, asked and written.
func TestScore(t *testing.T) {
	tests := []struct {
		name  string
		heard []Text
		want  string
	}{
		{"nothing", nil, "never; asked 2 never, asked 75 never; sooner answer"},
		{"all well", []Text{text(40, 120, "we look"), text(110, 240, "no data is lost")}, "40; due 120 wrote 110; asked 2 after 38, asked 75 after 35; well"},
		{"late, and nothing was said of the data", []Text{text(40, 60, "we look"), text(110, 240, "still")}, "40; due 60 wrote 110; asked 2 after 38, asked 76 never; kept answer"},
		{"no time was named", []Text{text(40, 0, "no data is lost")}, "40; asked 2 after 38, before 40; time"},
		{"the last word names none", []Text{{At: sec(40), Words: "it works, no data is lost", Last: true}}, "40; asked 2 after 38, before 40; well"},
		{"nobody wrote again", []Text{text(40, 100, "no data is lost")}, "40; due 100 never; asked 2 after 38, before 40; kept"},
		{"the first word was late", []Text{text(90, 300, "no data is lost")}, "90; asked 2 after 88, asked 75 after 15; sooner answer"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := &Drill{Script: script, At: sec(0)}
			for n := 0; n <= 180; n++ {
				d.Play(slices.DeleteFunc(slices.Clone(tt.heard), func(x Text) bool { return x.At.After(sec(n)) }), sec(n), time.UTC)
			}
			if got := said(d.Score(tt.heard, sec(180))); got != tt.want {
				t.Errorf("%s,\nwant %s", got, tt.want)
			}
		})
	}
}

// said is a score in one line.
func said(s *Score) string {
	after := func(at time.Time) string {
		if at.IsZero() {
			return "never"
		}
		return fmt.Sprint(int(at.Sub(sec(0)).Seconds()))
	}
	parts := []string{after(s.ToldAt)}
	for _, p := range s.Promises {
		if parts = append(parts, "due "+after(p.Due)+" wrote "+after(p.Wrote)); p.Wrote.IsZero() {
			parts[len(parts)-1] = "due " + after(p.Due) + " never"
		}
	}
	var asked []string
	for _, q := range s.Questions {
		switch {
		case q.At.IsZero():
			asked = append(asked, "before "+after(q.Answered))
		case q.Answered.IsZero():
			asked = append(asked, "asked "+after(q.At)+" never")
		default:
			asked = append(asked, fmt.Sprintf("asked %s after %d", after(q.At), int(q.Answered.Sub(q.At).Seconds())))
		}
	}
	var do []string
	for _, a := range s.Do {
		do = append(do, string(a))
	}
	return strings.Join(append(parts, strings.Join(asked, ", "), strings.Join(do, " ")), "; ")
}

func TestEveryKindOfDeliveryHasARule(t *testing.T) {
	for _, k := range outbox.Kinds() {
		rule := Rules[k.Name]
		if rule == 0 {
			t.Errorf("%s has no row in Rules: what becomes of it in a drill?", k.Name)
		}
		if (rule == OwnPlace) != (k.Where == outbox.ToClient) {
			t.Errorf("%s: its rule is %d, and whether it is for a client is %t", k.Name, rule, k.Where == outbox.ToClient)
		}
		if (rule == ToTeam || rule == ToJoined) && k.Where != outbox.ToPerson {
			t.Errorf("%s goes to people of the drill alone, and to no person", k.Name)
		}
		if rule == Goes && k.Where == outbox.ToPerson && k.Manner == outbox.Posts {
			t.Errorf("%s is written to a person, whoever that is", k.Name)
		}
	}
	for name := range Rules {
		if outbox.KindOf(name).Name == "" {
			t.Errorf("Rules has a row for %s, which is no kind", name)
		}
	}
}

// Nothing of a drill reaches a client, a phone of somebody who has not joined, or
// somebody who takes no part.
func TestWhatADrillKeepsToItself(t *testing.T) {
	here := Place{Own: "C0DRILL", Team: []string{"U0ANA"}}
	text := func(via, to string) outbox.Delivery {
		return outbox.Delivery{Kind: outbox.ClientText, Via: via, To: to}
	}
	tests := []struct {
		name string
		d    outbox.Delivery
		at   Place
		kept bool
	}{
		{"a text for its own channel", text(client.ViaSlack, "C0DRILL"), here, false},
		{"a text for a client's channel", text(client.ViaSlack, "C0ACME"), here, true},
		{"a text while there is no channel", text(client.ViaSlack, ""), Place{}, true},
		{"a mail", text(client.ViaEmail, "dana@acme.example"), here, true},
		{"a mail that names the channel", text(client.ViaEmail, "C0DRILL"), here, true},
		{"a webhook", text(client.ViaWebhook, "https://acme.example"), here, true},
		{"a way that nobody knows", text("sms", "C0DRILL"), here, true},
		{"the card", outbox.Delivery{Kind: outbox.Card}, here, false},
		{"the line for all of the team", outbox.Delivery{Kind: outbox.Digest, To: "C0ANNOUNCE"}, here, true},
		{"a legal clock", outbox.Delivery{Kind: outbox.ClockDue, To: "U0ANA"}, here, true},
		{"a call to who joined", outbox.Delivery{Kind: outbox.WakeCall, To: "U0CLEO"}, here, false},
		{"a call to who has a role alone", outbox.Delivery{Kind: outbox.WakeCall, To: "U0ANA"}, here, true},
		{"a call to another", outbox.Delivery{Kind: outbox.WakeCall, To: "U0BEN"}, here, true},
		{"a direct message to who has a role", outbox.Delivery{Kind: outbox.Direct, To: "U0ANA"}, here, false},
		{"one to who joined", outbox.Delivery{Kind: outbox.Direct, To: "U0CLEO"}, here, false},
		{"one to another", outbox.Delivery{Kind: outbox.Direct, To: "U0BEN"}, here, true},
		{"a kind of a later version", outbox.Delivery{Kind: "unheard-of"}, here, true},
	}
	for _, tt := range tests {
		d := &Drill{Joined: []string{"U0CLEO"}}
		if got := d.Withholds(&tt.d, tt.at); got != tt.kept {
			t.Errorf("%s: withheld %t, want %t", tt.name, got, tt.kept)
		}
		if (*Drill)(nil).Withholds(&tt.d, tt.at) {
			t.Errorf("%s: withheld of an incident that is real", tt.name)
		}
	}
}

// However its client is configured, one way is left.
func TestTheClientOfADrillHasOneWay(t *testing.T) {
	d := New(script)
	c := client.Client{ID: "drill", Slack: "C0ACME", Email: true, Webhook: &client.Webhook{URL: "https://acme.example"}, Letters: "law@acme.example",
		Manner: client.Lawyer, Optional: []string{client.ViaSlack}, Automatic: true, Contacts: []client.Contact{{Name: "Dana Fox", Email: "dana@acme.example", Phone: "+44 20 7946 0002"}}}
	d.Stage(&c, "C0DRILL")
	if to := c.Destinations(); len(to) != 1 || to[0].Via != client.ViaSlack || to[0].To != "C0DRILL" || to[0].Optional {
		t.Errorf("it is reached at %v", to)
	}
	if c.First().Phone != "" || c.Automatic {
		t.Errorf("its phone is %q, and automatic texts are %t", c.First().Phone, c.Automatic)
	}
	if d.Stage(&c, ""); len(c.Destinations()) != 0 {
		t.Errorf("without a channel it is reached at %v", c.Destinations())
	}
	for _, way := range client.Ways {
		if !slices.Contains([]string{client.ViaSlack, client.ViaEmail, client.ViaWebhook}, way) {
			t.Errorf("%s is a new way to a client: Stage has to close it, and this test to try it", way)
		}
	}
}

func TestTheFirstWordIsDueSoon(t *testing.T) {
	c := New(script).Client()
	for sev := client.Severity(1); sev <= 3; sev++ {
		if r := c.RhythmOf(sev); r.First != First || r.Every.Step != Every || r.Mitigated.Step != Every || r.Monitoring.Step != Every || r.Final != First {
			t.Errorf("severity %d: %v", sev, r)
		}
	}
}
