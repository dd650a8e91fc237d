package messages

import (
	"slices"
	"strings"
	"testing"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages/mrkdwn"
	"candor/messages/ready"
	"candor/messages/scene"
)

// Every kind of incident says what a client can do meanwhile, and each offer, alone and
// with all others, passes the draft check like our own texts. Read the diff as the client.
func TestWhatTheyCanDoMeanwhilePassesTheDraftCheck(t *testing.T) {
	w := mustLoad(t, "")
	for id, pb := range w.Playbooks() {
		t.Run(id, func(t *testing.T) {
			if len(w.meanwhile.Kinds[id]) < 2 {
				t.Errorf("meanwhile.yaml offers nothing for %s", id)
			}
			c := Sample()
			inc := &c.Incident
			inc.ApplyKind(pb)
			q := w.ReadyFor(inc, update.FirstNoticeUnknown)[ready.Meanwhile]
			chosen := [][]string{}
			var all []string
			for _, a := range q.Answers {
				chosen, all = append(chosen, []string{a.ID}), append(all, a.ID)
				for _, b := range q.Answers {
					chosen = append(chosen, []string{a.ID, b.ID})
				}
			}
			got := ""
			for _, ids := range append(chosen, all) {
				u := w.Begin(inc, &inc.Clients[0], update.Update{Kind: update.FirstNoticeUnknown, At: c.Now, Sender: c.Sender, NextAt: c.Next}, c.Now)
				u.Words[ready.Meanwhile] = q.Says(ids)
				u.Texts = map[string]outbox.Text{}
				for via, to := range map[string]client.Destination{client.ViaSlack: toSlack, client.ViaEmail: byEmail} {
					text, err := w.Render(inc, &c.Client, u, to)
					if err != nil {
						t.Fatal(err)
					}
					if u.Texts[via] = text; !strings.Contains(mrkdwn.Unescape(text.Body), "What you can do meanwhile: "+q.Says(ids)) {
						t.Errorf("%v is not in the text by %s: %s", ids, via, text.Body)
					}
				}
				for _, f := range w.Check(inc, view.CheckInput{Client: &c.Client, Update: u, Now: c.Now}) {
					if f.Rule != "too-long" || len(ids) < 3 { // who chooses everything reads that it is long
						t.Errorf("%v: %s %s %q in %s", ids, f.Level, f.Rule, f.Words, q.Says(ids))
					}
				}
				got = u.Texts[client.ViaSlack].Body + "\n"
			}
			if back, ok := q.Chosen(q.Says(all)); !ok || !slices.Equal(back, all) {
				t.Errorf("from the text come back %v, want %v", back, all)
			}
			scene.Golden(t, "meanwhile/"+id, got)
		})
	}
}

// What is offered is never said unless somebody chose it.
func TestNothingIsOfferedByItself(t *testing.T) {
	w, c := mustLoad(t, ""), Sample()
	for _, kind := range w.Kinds() {
		if _, offers := w.ReadyFor(&c.Incident, kind)[ready.Meanwhile]; !offers {
			continue
		}
		if u := w.Begin(&c.Incident, &c.Incident.Clients[0], update.Update{Kind: kind, At: c.Now, NextAt: c.Next}, c.Now); u.Words[ready.Meanwhile] != "" {
			t.Errorf("%s begins with %q", kind, u.Words[ready.Meanwhile])
		}
	}
	both := c.Incident
	both.Also = []string{"billing"}
	if n := len(w.ReadyFor(&both, update.Progress)[ready.Meanwhile].Answers); n != len(w.meanwhile.Kinds["outage"])+len(w.meanwhile.Kinds["billing"]) {
		t.Errorf("what is two kinds has %d offers", n)
	}
	own := incident.Incident{Kind: "phishing"}
	if q := w.ReadyFor(&own, update.Progress)[ready.Meanwhile]; len(q.Answers) == 0 || q.Answers[0].ID != w.meanwhile.Kinds["other"][0].ID {
		t.Errorf("a kind of your own is offered %+v", q)
	}
}

func TestMistakesInOffers(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"a kind that is none", "ask: What?\nkinds:\n  fire:\n    - {id: a, label: A, text: B.}\n", `meanwhile.yaml:3: kinds.fire: there is no kind of incident fire`},
		{"no text", "ask: What?\nkinds:\n  other:\n    - {id: a, label: A}\n", `meanwhile.yaml:3: kinds.other: each offer needs an id that no other has, and a text`},
		{"twice", "ask: What?\nkinds:\n  outage:\n    - {id: a, label: A, text: B.}\n  other:\n    - {id: a, label: A, text: B.}\n", `meanwhile.yaml:3: kinds.outage: each offer needs an id`},
		{"no question", "kinds:\n  other:\n    - {id: a, label: A, text: B.}\n", `meanwhile.yaml:1: ask is missing`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := loadWith(t, map[string]string{"meanwhile.yaml": tt.text}); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Load = %v\nwant %q", err, tt.want)
			}
		})
	}
}
