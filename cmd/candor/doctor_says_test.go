package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"candor/incident/client"
)

// What the sandbox never says, and Slack may.
func TestDoctorReadsWhatSlackSays(t *testing.T) {
	tests := []struct {
		name, method, answer string
		want                 finding
	}{
		{"an app", "users.info", `{"ok":true,"user":{"id":"U0BEN","is_bot":true}}`, finding{Level: trouble, Subject: "person Ben Okafor", Text: "is an app"}},
		{"a stranger", "users.info", `{"ok":true,"user":{"id":"U0BEN","is_stranger":true}}`, finding{Level: trouble, Subject: "person Ben Okafor", Text: "belongs to another company"}},
		{"nobody", "users.info", `{"ok":false,"error":"user_not_visible"}`, finding{Level: trouble, Subject: "person Ben Okafor", Text: "Slack knows nobody"}},
		{"an invitation that waits", "conversations.info", `{"ok":true,"channel":{"id":"C0ACME","name":"acme","is_member":true,"is_pending_ext_shared":true}}`, finding{Level: warning, Subject: "channel of acme", Text: "has not accepted the invitation"}},
		{"an invitation to one company", "conversations.info", `{"ok":true,"channel":{"id":"C0ACME","name":"acme","is_member":true,"pending_shared":["T0ACME"]}}`, finding{Level: warning, Subject: "channel of acme", Text: "has not accepted the invitation"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if !strings.HasSuffix(r.URL.Path, "/"+tt.method) {
					t.Errorf("called %s", r.URL.Path)
				}
				_, _ = io.WriteString(w, tt.answer)
			}))
			defer web.Close()
			d := &doctor{c: &config{People: []personConfig{{Slack: "U0BEN", Name: "Ben Okafor"}}, Clients: []client.Client{{ID: "acme", Slack: "C0ACME"}}}}
			api := slack.New("xoxb-1", slack.OptionAPIURL(web.URL+"/api/"))
			if tt.method == "users.info" {
				d.people(t.Context(), api, "T0STUDIO", "")
			} else {
				d.channels(t.Context(), api)
			}
			if len(d.list) != 1 || d.list[0].Level != tt.want.Level || d.list[0].Subject != tt.want.Subject || !strings.Contains(d.list[0].Text, tt.want.Text) || d.list[0].Fix == "" {
				t.Errorf("it found %+v, want %+v", d.list, tt.want)
			}
		})
	}
}

// Clients are promised times, so the machine's clock matters.
func TestDoctorComparesTheClock(t *testing.T) {
	theirs := time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC)
	for off, want := range map[time.Duration]level{0: fine, 59 * time.Second: fine, -61 * time.Second: warning, 5 * time.Minute: warning} {
		d := &doctor{now: func() time.Time { return theirs.Add(off) }}
		d.skew(http.Header{"Date": {theirs.Format(http.TimeFormat)}})
		if len(d.list) != 1 || d.list[0].Level != want {
			t.Errorf("%s off: %+v, want %s", off, d.list, want)
		}
	}
	d := &doctor{now: time.Now}
	if d.skew(http.Header{}); len(d.list) > 0 {
		t.Errorf("Slack did not say the time: %+v", d.list)
	}
}

// A mail leaves only if it was asked for.
func TestDoctorSendsAMailOnlyIfAsked(t *testing.T) {
	k := newClinic(t, nil)
	k.mailServer()
	k.want(0, 1, "ok       mail: the server is reached")
	if n := len(k.slack.Mails("")); n != 0 {
		t.Errorf("%d mails arrived, and none was asked for", n)
	}
	k.args = []string{"--mail", "ana@studio-north.example"}
	k.want(0, 1, "ok       mail: the server took over a test mail to ana@studio-north.example.")
	if list := k.slack.Mails("ana@studio-north.example"); len(list) != 1 || !strings.Contains(list[0].Text, "This is a test: Studio North") {
		t.Errorf("Ana has %+v", list)
	}
}
