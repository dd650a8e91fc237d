package messages

import (
	"slices"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages/lint"
)

// rendered is an update of the sample case with its texts, as it is checked.
func rendered(t *testing.T, w *Words, kind string, everything bool, change func(*incident.Incident, *update.Update)) (incident.Incident, view.CheckInput) {
	t.Helper()
	c, u := w.templates[kind].tried(everything)
	if change != nil {
		change(&c.Incident, &u)
	}
	u.Texts = map[string]outbox.Text{}
	for via, to := range map[string]client.Destination{client.ViaSlack: toSlack, client.ViaEmail: byEmail} {
		text, err := w.Render(&c.Incident, &c.Client, u, to)
		if err != nil {
			t.Fatal(err)
		}
		u.Texts[via] = text
	}
	return c.Incident, view.CheckInput{Client: &c.Client, Update: u, Now: c.Now}
}

// Nothing in our own texts blocks or warns, in Slack, as a mail or as its subject.
func TestOwnTextsPassTheDraftCheck(t *testing.T) {
	w := mustLoad(t, "")
	for _, kind := range w.Kinds() {
		for _, everything := range []bool{true, false} {
			inc, c := rendered(t, w, kind, everything, nil)
			c.Known = []string{"agency.example"}
			for _, f := range w.Check(&inc, c) {
				if f.Level != update.Hint {
					t.Errorf("%s, everything %t: %s %s %q in\n%s", kind, everything, f.Level, f.Rule, f.Words, c.Update.Texts[client.ViaSlack].Body)
				}
			}
		}
	}
}

func TestDraftCheck(t *testing.T) {
	w := mustLoad(t, "")
	tests := []struct {
		name, kind string
		change     func(*incident.Incident, *update.Update)
		around     func(*view.CheckInput)
		want       string // rule, level, field, words
	}{
		{"a vague time, at its field", update.Progress, func(_ *incident.Incident, u *update.Update) {
			u.Words["impact_now"] = "card payments fail, that ends soon"
		}, nil,
			"vague-time warn impact_now soon"},
		{"a name of ours stops the text", update.Progress, func(_ *incident.Incident, u *update.Update) { u.Words["action_now"] = "restarting prod-db-01" }, nil,
			"leak-host block action_now prod-db-01"},
		{"another client's name", update.Progress, func(_ *incident.Incident, u *update.Update) { u.Words["what_changed"] = "It hit Globex Travel too" },
			func(c *view.CheckInput) { c.Others = []string{"Globex Travel"} }, "leak-other-client block what_changed Globex Travel"},
		{"another client's name with a sign in it", update.Progress, func(_ *incident.Incident, u *update.Update) { u.Words["what_changed"] = "It hit Globex & Sons too" },
			func(c *view.CheckInput) {
				c.Others = []string{"Globex & Sons"}
				delete(c.Update.Texts, client.ViaEmail) // in Slack it is escaped
			}, "leak-other-client block what_changed Globex & Sons"},
		{"an address of the client's is fine", update.Progress, func(_ *incident.Incident, u *update.Update) {
			u.Words["what_changed"] = "We wrote to dana@webshop.example"
		},
			func(c *view.CheckInput) { c.Known = []string{"dana@webshop.example"} }, ""},
		{"a strange one is not", update.Progress, func(_ *incident.Incident, u *update.Update) {
			u.Words["what_changed"] = "We wrote to guest@else.example"
		}, nil,
			"leak-personal-data block what_changed guest@else.example"},
		{"somebody of the team is blamed", update.Progress, func(_ *incident.Incident, u *update.Update) { u.Words["what_changed"] = "Cleo forgot a check" },
			func(c *view.CheckInput) { c.Staff = []string{"Cleo Lindqvist"} }, "blame-person warn what_changed Cleo forgot"},
		{"a cause before it is known", update.Progress, func(_ *incident.Incident, u *update.Update) {
			u.Words["what_changed"] = "It is slow because of a full disk"
		}, nil,
			"false-certainty-cause warn what_changed It is slow because of"},
		{"a cause that the client knows is known", update.Progress, func(inc *incident.Incident, u *update.Update) {
			inc.Status, u.Words["what_changed"] = update.Identified, "It is slow because of a full disk"
		}, nil, ""},
		{"an estimate has passed and nobody says so", update.Progress, func(inc *incident.Incident, _ *update.Update) {
			inc.Clients[0].SaidTimes["eta_to"] = inc.Since
		}, nil, "eta-passed-unacknowledged warn  "},
		{"resolved before it is", update.Progress, func(_ *incident.Incident, u *update.Update) { u.Words["what_changed"] = "Card payments are fixed" }, nil,
			"contradicts-status warn what_changed are fixed"},
		{"the trade's words", update.Progress, func(_ *incident.Incident, u *update.Update) { u.Words["action_now"] = "clearing the cache" }, nil,
			"jargon hint action_now cache"},
		{"the trade's words, for one who knows them", update.Progress, func(_ *incident.Incident, u *update.Update) { u.Words["action_now"] = "clearing the cache" },
			func(c *view.CheckInput) { c.Client.Technical = true }, ""},
		{"what was said before is taken back", update.Progress, func(_ *incident.Incident, u *update.Update) { u.Words["what_changed"] = "14 orders are missing" },
			func(c *view.CheckInput) { c.Earlier = []string{"We checked it &amp; no orders were lost."} }, "contradicts-earlier warn what_changed 14 orders are missing"},
		{"typed signs stay themselves", update.Progress, func(_ *incident.Incident, u *update.Update) {
			u.Words["what_changed"] = "Orders > 10 EUR & < 20 EUR fail"
		}, nil, ""},
		{"a guess about who did it", update.BreachSuspected, func(_ *incident.Incident, u *update.Update) { u.Words["confirmed"] = "hackers were in the shop." }, nil,
			"speculation-attacker block confirmed hackers"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inc, c := rendered(t, w, tt.kind, true, tt.change)
			if tt.around != nil {
				tt.around(&c)
			}
			var got []string
			for _, f := range w.Check(&inc, c) {
				got = append(got, strings.Join([]string{f.Rule, string(f.Level), f.Field, f.Words}, " "))
			}
			if want := []string{tt.want}; tt.want == "" && len(got) > 0 || tt.want != "" && !slices.Equal(got, want) {
				t.Errorf("found %q, want %q", got, tt.want)
			}
		})
	}
}

// The structure has named a secret at its field; it is not said twice, and no
// reason lets it pass. Other blocks are a person's to answer for.
func TestOnlyTheStructureAndSecretsAreFinal(t *testing.T) {
	w := mustLoad(t, "")
	inc, c := rendered(t, w, update.Progress, true, func(_ *incident.Incident, u *update.Update) {
		u.Words["action_now"] = "testing with password: Lighthouse77 on prod-db-01"
	})
	got := map[string]bool{}
	for _, f := range w.Check(&inc, c) {
		if f.Level != update.Block {
			continue
		}
		if _, twice := got[f.Rule]; twice {
			t.Errorf("%s is said twice", f.Rule)
		}
		got[f.Rule] = f.Final
	}
	if final, ok := got[lint.Secret]; !ok || !final {
		t.Errorf("the secret is found %t and final %t", ok, final)
	}
	if final, ok := got["leak-host"]; !ok || final {
		t.Errorf("the machine is found %t and final %t", ok, final)
	}
}

func TestASecretIsFinalWhereverItIsFound(t *testing.T) {
	tpl := mustLoad(t, "").templates[update.Progress]
	for rule, want := range map[string]bool{lint.Secret: true, "leak-host": false} {
		if f := tpl.finding(lint.Finding{Rule: rule, Level: lint.Block}, update.Update{}); f.Final != want {
			t.Errorf("%s is final: %t, want %t", rule, f.Final, want)
		}
	}
}

// A late text owns its delay in its first sentence; without it, it is found.
func TestALateTextOwnsIt(t *testing.T) {
	w := mustLoad(t, "")
	inc, c := rendered(t, w, update.Holding, true, func(inc *incident.Incident, u *update.Update) { u.LateFor = inc.Since })
	if list := w.Check(&inc, c); len(list) > 0 {
		t.Errorf("with its sentence: %+v", list)
	}
	c.Update.Texts[client.ViaSlack] = outbox.Text{Body: "We are still testing. Orders fail. Next update at 13:00 CET."}
	delete(c.Update.Texts, client.ViaEmail)
	if list := w.Check(&inc, c); len(list) != 1 || list[0].Rule != "late-unacknowledged" {
		t.Errorf("without: %+v", list)
	}
	c.Update.LateFor = c.Now.Add(-time.Minute)
	if list := w.Check(&inc, c); len(list) > 0 {
		t.Errorf("a minute late: %+v", list)
	}
}
