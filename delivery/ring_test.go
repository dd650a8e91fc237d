package delivery

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/team"
	"candor/incident/view"
	"candor/messages/kit"
	"candor/sandbox/faults"
	"candor/sandbox/world"
)

// phone is a service that takes calls, and what it was told.
type phone struct {
	*httptest.Server
	calls  []*http.Request
	bodies []string
	answer http.HandlerFunc // nil: 200
}

func newPhone(t *testing.T) *phone {
	p := &phone{}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		p.calls, p.bodies = append(p.calls, r), append(p.bodies, string(body))
		if p.answer != nil {
			p.answer(w, r)
		}
	}))
	t.Cleanup(p.Close)
	return p
}

func ben(address string, f team.WakeFormat) team.Person {
	return team.Person{Slack: "U0BEN", Name: "Ben Okafor", Wake: client.Secret(address), WakeFormat: f}
}

func newRing(log *bytes.Buffer) *Ring {
	g := NewGuard(prefixes("127.0.0.0/8"), nil)
	return &Ring{guard: g, client: g.Client(300 * time.Millisecond), Log: slog.New(slog.NewTextHandler(log, nil))}
}

const needs = "INC-7 needs you: Café Zürich expects news since 14:30 UTC"

// One POST suits ntfy, a webhook and services that want a form with their keys.
func TestHowAWakeAddressIsCalled(t *testing.T) {
	tests := []struct {
		name   string
		format team.WakeFormat
		kind   string
		title  string
		body   func(body string) map[string]string
		want   map[string]string
	}{
		{"text", team.WakeText, "text/plain; charset=utf-8", "Candor", func(b string) map[string]string { return map[string]string{"": b} }, map[string]string{"": needs}},
		{"json", team.WakeJSON, "application/json", "", func(b string) (m map[string]string) {
			if err := json.Unmarshal([]byte(b), &m); err != nil {
				t.Error(err)
			}
			return m
		}, map[string]string{"title": "Candor", "message": needs, "text": needs}},
		{"form", team.WakeForm, "application/x-www-form-urlencoded", "", func(b string) map[string]string {
			v, err := url.ParseQuery(b)
			if err != nil {
				t.Error(err)
			}
			m := map[string]string{}
			for k := range v {
				m[k] = v.Get(k)
			}
			return m
		}, map[string]string{"title": "Candor", "message": needs, "token": "k y", "priority": "2"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := newPhone(t)
			address := strings.Replace(p.URL, "http://", "http://ben:pass@", 1) + "/topic?token=k+y&priority=2"
			l := &view.Lease{Delivery: outbox.Delivery{Kind: outbox.WakeCall, To: "U0BEN"}, View: view.View{People: []team.Person{{Slack: "U0ANA", Wake: "http://127.0.0.1:1/"}, ben(address, tt.format)}}}
			o := newRing(new(bytes.Buffer)).Do(t.Context(), l, kit.Post{Text: needs})
			if o.Verdict != outbox.Sent || len(p.calls) != 1 {
				t.Fatalf("%+v after %d calls, want it sent by one", o, len(p.calls))
			}
			r := p.calls[0]
			user, pass, _ := r.BasicAuth()
			if r.Method != http.MethodPost || r.URL.RequestURI() != "/topic?token=k+y&priority=2" || user != "ben" || pass != "pass" {
				t.Errorf("called %s %s as %s:%s", r.Method, r.URL.RequestURI(), user, pass)
			}
			if got := r.Header.Get("Content-Type"); got != tt.kind {
				t.Errorf("the type is %s, want %s", got, tt.kind)
			}
			got := tt.body(p.bodies[0])
			if len(got) != len(tt.want) {
				t.Errorf("the body holds %v, want %v", got, tt.want)
			}
			for k, v := range tt.want {
				if got[k] != v {
					t.Errorf("%q of the body is %q, want %q", k, got[k], v)
				}
			}
			urgent := r.Header.Get("Priority") == "urgent" && r.Header.Get("Tags") == "rotating_light"
			if r.Header.Get("Title") != tt.title || urgent != (tt.title != "") {
				t.Errorf("the headers of ntfy are %q", r.Header)
			}
		})
	}
}

// Every answer ends in words for a person, and none of them, and no line of the
// log, shows the address.
// Those who are asked first are woken; where none of them can be, everybody who can.
func TestWhoIsWokenForCandorItself(t *testing.T) {
	for _, tt := range []struct {
		first []string
		want  string
	}{{[]string{"U0BEN"}, "ben"}, {[]string{"U0CLEO"}, "ana ben"}, {nil, "ana ben"}, {[]string{"U0CLEO", "U0ANA"}, "ana"}} {
		p := newPhone(t)
		people := []team.Person{{Slack: "U0ANA", Wake: client.Secret(p.URL + "/ana")}, ben(p.URL+"/ben", team.WakeText), {Slack: "U0CLEO"}}
		newRing(new(bytes.Buffer)).Wake(t.Context(), &team.Roster{People: people, EscalateTo: tt.first}, "The token is dead.")
		var got []string
		for _, c := range p.calls {
			got = append(got, strings.TrimPrefix(c.URL.Path, "/"))
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("asked first %v: woken %v, want %s", tt.first, got, tt.want)
		}
	}
}

func TestWhatAWakeAddressAnswers(t *testing.T) {
	status := func(code int, header ...string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			for i := 0; i < len(header); i += 2 {
				w.Header().Set(header[i], header[i+1])
			}
			w.WriteHeader(code)
		}
	}
	tests := []struct {
		name   string
		answer http.HandlerFunc
		want   outbox.Verdict
		reason string
		after  time.Duration
	}{
		{"200", status(200), outbox.Sent, "", 0},
		{"202", status(202), outbox.Sent, "", 0},
		{"a redirect is not followed", status(302, "Location", "/elsewhere"), outbox.Refused, "leads to another one (302)", 0},
		{"307 neither", status(307, "Location", "/elsewhere"), outbox.Refused, "leads to another one (307)", 0},
		{"400", status(400), outbox.Refused, "did not take the call (400)", 0},
		{"401", status(401), outbox.Refused, "does not let Candor in (401)", 0},
		{"403", status(403), outbox.Refused, "does not let Candor in (403)", 0},
		{"404", status(404), outbox.Refused, "nothing at the wake address (404)", 0},
		{"408", status(408), outbox.Retry, "trouble (408)", 0},
		{"410", status(410), outbox.Refused, "nothing at the wake address (410)", 0},
		{"429", status(429, "Retry-After", "7"), outbox.Retry, "asked to wait", 7 * time.Second},
		{"429 without a time", status(429), outbox.Retry, "asked to wait", 0},
		{"429 for an hour would silence the call", status(429, "Retry-After", "3600"), outbox.Retry, "asked to wait", 30 * time.Second},
		{"500", status(500), outbox.Retry, "trouble (500)", 0},
		{"503", status(503), outbox.Retry, "trouble (503)", 0},
		{"no answer", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, outbox.Retry, "did not answer in time", 0},
		{"cut off", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, outbox.Retry, "broke off", 0},
		{"an endless answer", func(w http.ResponseWriter, r *http.Request) {
			for n := 0; r.Context().Err() == nil; n += 32 << 10 {
				if _, err := w.Write(make([]byte, 32<<10)); err != nil {
					return
				}
				if n > 64<<20 {
					t.Error("it reads on and on")
					return
				}
			}
		}, outbox.Sent, "", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, log := newPhone(t), new(bytes.Buffer)
			p.answer = tt.answer
			o := newRing(log).Call(t.Context(), ben(p.URL+"/secret-topic?k=secret-key", team.WakeText), needs)
			p.Close() // it waits for the answer to end
			if o.Verdict != tt.want || !strings.Contains(o.Reason, tt.reason) || o.After != tt.after || (o.Reason == "") != (tt.want == outbox.Sent) {
				t.Errorf("%+v, want %s because %q, after %s", o, tt.want, tt.reason, tt.after)
			}
			if len(p.calls) != 1 {
				t.Errorf("called %d times by one attempt", len(p.calls))
			}
			if said := o.Reason + log.String(); strings.Contains(said, "secret-") || strings.Contains(said, "/elsewhere") {
				t.Errorf("the address is shown: %s", said)
			}
			if tt.want != outbox.Sent && !strings.Contains(log.String(), "U0BEN") {
				t.Errorf("the log does not say whose call it was: %s", log)
			}
		})
	}
}

func TestAWakeAddressThatIsNotThere(t *testing.T) {
	gone := httptest.NewServer(nil)
	gone.Close()
	log := new(bytes.Buffer)
	tests := []struct {
		name, address string
		want          outbox.Verdict
		reason        string
	}{
		{"nobody listens", gone.URL + "/secret-topic", outbox.Retry, "could not be reached"},
		{"no such host", "https://secret-topic.invalid/", outbox.Retry, "could not be reached"},
		{"in a private network", "https://192.168.7.7/secret-topic", outbox.Refused, "the wake address leads into a private network"},
		{"in the clear", "http://8.8.8.8/secret-topic", outbox.Refused, "the wake address is not encrypted"},
		{"no address at all", "https://%zz/secret-topic", outbox.Refused, "is not a valid web address"},
		{"removed from the config", "", outbox.Refused, "no wake address any more"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := &view.Lease{Delivery: outbox.Delivery{Kind: outbox.WakeCall, To: "U0BEN"}, View: view.View{People: []team.Person{ben(tt.address, team.WakeText)}}}
			o := newRing(log).Do(t.Context(), l, kit.Post{Text: needs})
			if o.Verdict != tt.want || !strings.Contains(o.Reason, tt.reason) || strings.Contains(o.Reason, "secret") {
				t.Errorf("%+v, want %s because %q", o, tt.want, tt.reason)
			}
		})
	}
	if strings.Contains(log.String(), "/secret-topic") {
		t.Errorf("the log shows the address: %s", log)
	}
}

// Slack is asked about each person; one whom it does not know is left out.
func TestWhoHasDoNotDisturbOn(t *testing.T) {
	b := newBench(t)
	until := start.Add(8 * time.Hour)
	if err := b.box.Change("U0BEN", func(p *world.Person) { p.QuietFrom, p.QuietUntil = start, until }); err != nil {
		t.Fatal(err)
	}
	ask := outbox.Delivery{Kind: outbox.AskQuiet, Users: []string{"U0ANA", "U0GONE", "U0BEN"}}
	o := b.try(ask, view.View{}, kit.Post{})
	b.want(o, outbox.Sent, "")
	ana, known := o.Quiet["U0ANA"]
	_, gone := o.Quiet["U0GONE"]
	if q := o.Quiet["U0BEN"]; !known || ana.On(start) || gone || !q.On(start) || q.On(until) || !q.Until.Equal(until) {
		t.Errorf("Slack said %+v", o.Quiet)
	}
	for _, f := range []struct {
		code, reason string
		want         outbox.Verdict
	}{{"missing_scope", "permission", outbox.Refused}, {"internal_error", "trouble", outbox.Retry}} {
		b.box.Break(faults.Fault{Method: "dnd.info", Error: f.code, Times: 1})
		b.want(b.try(ask, view.View{}, kit.Post{}), f.want, f.reason)
	}
}

// What somebody paused by hand goes before their nightly hours.
func TestAPauseByHandIsQuietToo(t *testing.T) {
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"ok":true,"dnd_enabled":true,"next_dnd_start_ts":1773180000,"next_dnd_end_ts":1773216000,"snooze_enabled":true,"snooze_endtime":1773150000}`)
	}))
	defer web.Close()
	s := NewSlack(slack.New("xoxb-1", slack.OptionAPIURL(web.URL+"/api/")), "U0APP", nil)
	q, err := s.Quiet(t.Context(), "U0BEN")
	if err != nil || !q.Until.Equal(time.Unix(1773150000, 0)) || !q.On(time.Unix(1773140000, 0)) {
		t.Errorf("Quiet = %+v, %v, want until the end of the pause", q, err)
	}
}
