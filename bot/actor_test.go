package bot

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/slack-go/slack"

	"candor/bot/people"
	"candor/incident/fault"
)

// knows makes Slack say what is given of each person, and nothing of others.
func (b *bench) knows(users map[string]object) {
	b.t.Helper()
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := object{"ok": false, "error": "user_not_visible"}
		if u := users[r.FormValue("user")]; u != nil {
			answer = object{"ok": true, "user": u}
		}
		text, err := json.Marshal(answer)
		if err != nil {
			b.t.Error(err)
		}
		_, _ = w.Write(text)
	}))
	b.t.Cleanup(web.Close)
	b.who = people.New(slack.New("xoxb-1", slack.OptionAPIURL(web.URL+"/")), b.Now)
}

// In an organisation of several workspaces a colleague of another one is of the
// team. A stranger is none, whatever the payload claims.
func TestWhoIsOfOurOrganisation(t *testing.T) {
	b := newBench(t)
	studio, acme := object{"enterprise_id": "E0STUDIO"}, object{"enterprise_id": "E0ACME"}
	b.knows(map[string]object{
		"U0ANA":  {"id": "U0ANA", "team_id": "T0STUDIO", "enterprise_user": studio},
		"U0BEN":  {"id": "U0BEN", "team_id": "T0HQ", "enterprise_user": studio},
		"U0CLEO": {"id": "U0CLEO", "team_id": "E0STUDIO"},
		"U0DANA": {"id": "U0DANA", "team_id": "T0ACME", "enterprise_user": acme},
		"U0GONE": {"id": "U0GONE", "team_id": "T0HQ", "enterprise_user": studio, "deleted": true},
		"U0LEFT": {"id": "U0LEFT", "team_id": "T0STUDIO", "deleted": true},
		"U0APP":  {"id": "U0APP", "team_id": "T0STUDIO", "is_bot": true},
		"U0NONE": {"id": "U0NONE", "team_id": ""},
	})
	tests := []struct {
		user, team string // as what came in says it
		alone, org bool   // is of us in a workspace of its own, in an organisation
	}{
		{"U0ANA", "T0STUDIO", true, true},
		{"U0ANA", "", true, true},
		{"U0ANA", "E0STUDIO", false, true},
		{"U0BEN", "T0HQ", false, true},
		{"U0BEN", "T0STUDIO", false, true},
		{"U0CLEO", "E0STUDIO", false, true},
		{"U0DANA", "T0ACME", false, false},
		{"U0DANA", "T0STUDIO", false, false},
		{"U0DANA", "E0STUDIO", false, false},
		{"U0DANA", "", false, false},
		{"U0GONE", "T0HQ", false, false},
		{"U0LEFT", "T0STUDIO", false, false},
		{"U0APP", "T0STUDIO", false, false},
		{"U0NONE", "T0STUDIO", true, true},
		{"U0NONE", "", false, false},
		{"", "", false, false},
	}
	for _, org := range []string{"", "E0STUDIO"} {
		b.Org = org
		for _, tt := range tests {
			r := ana("asked")
			r.user, r.team = tt.user, tt.team
			a, err := b.asker(t.Context(), r)
			want := map[bool]bool{true: tt.org, false: tt.alone}[org != ""]
			if err != nil || (a.Team == a.Home) != want {
				t.Errorf("%s of %q in organisation %q is %+v, %v", tt.user, tt.team, org, a, err)
			}
			if err := b.outsider(t.Context(), r); tt.team != b.Home && (err == nil) != want || !want && err != nil && fault.CodeOf(err) != fault.Denied {
				t.Errorf("%s of %q in organisation %q is let in: %v", tt.user, tt.team, org, err)
			}
		}
	}
}

// What a colleague writes in the client's thread is theirs although the channel is
// the client's, and although Slack names an organisation or nothing.
func TestALineOfOursInTheirChannelIsOurs(t *testing.T) {
	for _, tt := range []struct {
		user, team string
		copied     bool
	}{{"U0BEN", "T0STUDIO", false}, {"U0BEN", "E0STUDIO", false}, {"U0BEN", "", false}, {"U0DANA", "T0ACME", true}, {"U0DANA", "", true}} {
		b := answering(t)
		b.knows(map[string]object{
			"U0ANA":  {"id": "U0ANA", "team_id": "T0STUDIO"},
			"U0BEN":  {"id": "U0BEN", "team_id": "T0HQ", "enterprise_user": object{"enterprise_id": "E0STUDIO"}},
			"U0DANA": {"id": "U0DANA", "team_id": "T0ACME"},
		})
		b.Org = "E0STUDIO"
		event := reply(tt.user, tt.team, "1773151300.000200", "still down here?", nil)
		if tt.team == "" {
			delete(event, "user_team")
		}
		r := b.envelope("Ev1", "Ev1", event)
		b.handle(t.Context(), r)
		if copied := len(b.delivers()) > 0; copied != tt.copied {
			t.Errorf("a line of %s, whose team is said to be %q: brought to the team %t, want %t", tt.user, tt.team, copied, tt.copied)
		}
	}
}
