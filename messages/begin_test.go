package messages

import (
	"maps"
	"strings"
	"testing"
	"time"

	"candor/incident/update"
	"candor/incident/view"
)

// begun is what a kind begins with in the sample case.
func begun(w *Words, kind string, said map[string]string, change func(*Case, *update.Update)) (Case, update.Update) {
	c := Sample()
	c.Incident.Clients[0].Said = said
	u := update.Update{Kind: kind, NextAt: c.Next, At: c.Now}
	if change != nil {
		change(&c, &u)
	}
	return c, w.Begin(&c.Incident, &c.Incident.Clients[0], u, c.Now)
}

func TestOnePressNeedsNoTyping(t *testing.T) {
	w := mustLoad(t, "")
	tests := []struct {
		kind string
		said map[string]string
		want string
	}{
		{update.FirstNoticeUnknown, nil, "*Webshop: we are looking into a problem* [INC-41]\nDana, this began at 09:12 CET: visitors see an error page and cannot order. We do not know the cause yet. " +
			"We are checking the server and last night's changes. You do not need to do anything right now. Next update by 13:00 CET, sooner if something changes."},
		{update.Holding, nil, "Webshop: we are still checking the server and last night's changes. Nothing has changed for you since you last heard from us, at 11:15 CET: visitors see an error page and cannot order. Next update by 13:00 CET."},
		{update.MonitoringUpdate, nil, "*Webshop has been working again since 12:00 CET* [INC-41]\nWe are watching it until 13:00 CET. You do not need to do anything right now. Next update by 13:00 CET."},
	}
	for _, tt := range tests {
		t.Run(tt.kind, func(t *testing.T) {
			c, u := begun(w, tt.kind, tt.said, nil)
			text, err := w.Render(&c.Incident, &c.Client, u, toSlack)
			if err != nil || text.Body != tt.want {
				t.Errorf("got %q, %v\nwant %q", text.Body, err, tt.want)
			}
			if list := w.Check(&c.Incident, view.CheckInput{Client: &c.Client, Update: u, Now: c.Now}); len(list) != 0 {
				t.Errorf("findings: %+v", list)
			}
		})
	}
}

// What "still working" says follows from the text before it, also where that
// text was about something else.
func TestStillWorkingSaysWhatIsTrue(t *testing.T) {
	w := mustLoad(t, "")
	tests := []struct {
		name, before string
		words        map[string]string
		want         string
	}{
		{"after the first notice", update.FirstNoticeUnknown, map[string]string{"impact": "Guests cannot book."}, "guests cannot book. Next"},
		{"after news", update.Progress, map[string]string{"what_changed": "It is the disk.", "impact_now": "Only orders over 100 fail now.", "action_now": "moving them"}, "still moving them. Nothing has changed for you since you last heard from us, at 11:15 CET: only orders over 100 fail now. Next"},
		{"with contained", update.MitigatedUpdate, map[string]string{"works_again": "orders work", "measure": "x", "still_off": "gift cards do not work"}, "gift cards do not work. Next"},
		{"when it works again", update.MonitoringUpdate, nil, "still watching that it keeps working. Nothing has changed for you since you last heard from us, at 11:15 CET: it works again. Next"},
		{"twice", update.Holding, map[string]string{"impact_still": "pages are slow", "action_now": "looking"}, "still looking. Nothing has changed for you since you last heard from us, at 11:15 CET: pages are slow. Next"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			said := map[string]string{"impact": "old", "impact_now": "Old.", "impact_still": "old", "action_now": "old"}
			_, before := begun(w, tt.before, said, func(_ *Case, u *update.Update) { u.Words = tt.words })
			maps.Copy(said, before.Words) // as the domain does when a text has arrived
			c, u := begun(w, update.Holding, said, nil)
			text, err := w.Render(&c.Incident, &c.Client, u, toSlack)
			if err != nil || !strings.Contains(text.Body, tt.want) {
				t.Errorf("got %q, %v; want it to hold %q", text.Body, err, tt.want)
			}
		})
	}
}

func TestBeginMakesNoClaims(t *testing.T) {
	w := mustLoad(t, "")
	tests := []struct {
		kind  string
		empty []string
	}{
		{update.FirstNoticeKnown, []string{"cause_line", "still_works", "outcome"}},
		{update.Progress, []string{"what_changed", "cause_suspected", "outcome"}},
		{update.MitigatedUpdate, []string{"works_again", "measure", "still_off"}},
		{update.ResolvedUpdate, []string{"impact_past", "data_line", "cause_line", "fix_line", "client_action"}},
		{update.DataLoss, []string{"data_what", "window_from", "window_to", "backup_line", "protect_line", "client_action"}},
		{update.BreachSuspected, []string{"confirmed", "protect_line", "client_action"}},
	}
	for _, tt := range tests {
		said := map[string]string{"client_action": "You do not need to do anything right now."}
		_, u := begun(w, tt.kind, said, nil)
		for _, f := range tt.empty {
			if u.Words[f] != "" {
				t.Errorf("%s: %s begins with %q; nobody said that", tt.kind, f, u.Words[f])
			}
		}
	}
}

func TestBeginKnows(t *testing.T) {
	w := mustLoad(t, "")
	tests := []struct {
		name, kind, field, want string
		said                    map[string]string
		change                  func(*Case, *update.Update)
	}{
		{name: "typed words stay", kind: update.Holding, field: "action_now", want: "resting", change: func(_ *Case, u *update.Update) { u.Words = map[string]string{"action_now": "resting"} }},
		{name: "what was said last is newer than what was declared", kind: update.Progress, field: "action_now", want: "restoring", said: map[string]string{"action_now": "restoring"}},
		{name: "the impact as a sentence", kind: update.Progress, field: "impact_now", want: "Visitors see an error page and cannot order."},
		{name: "a choice in the past", kind: update.ResolvedUpdate, field: "impact_past", want: "your site or app did not open", change: func(c *Case, _ *update.Update) { c.Incident.Impact = "your site or app does not open" }},
		{name: "an estimate gets its words", kind: update.Progress, field: "outcome", want: "it to work again", change: func(c *Case, u *update.Update) { u.Times = map[string]time.Time{"eta_to": c.Next} }},
		{name: "the first part of a notice", kind: update.ProcessorNotice, field: "part", want: "1"},
		{name: "the next part of a notice", kind: update.ProcessorNotice, field: "part", want: "3", said: map[string]string{"part": "2"}},
		{name: "how it is now, before the night", kind: update.Overnight, field: "state_line", want: "Visitors see an error page and cannot order."},
		{name: "a box is not ticked by itself", kind: update.EtaChange, field: "no_eta", want: ""},
		{name: "we own it", kind: update.ResolvedUpdate, field: "ownership_line", want: "This was our responsibility, and we are sorry."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, u := begun(w, tt.kind, tt.said, tt.change); u.Words[tt.field] != tt.want {
				t.Errorf("%s begins with %q, want %q", tt.field, u.Words[tt.field], tt.want)
			}
		})
	}
}

func TestBeginTimes(t *testing.T) {
	w, solved := mustLoad(t, ""), Sample().Now.Add(-10*time.Minute)
	c, u := begun(w, update.ResolvedUpdate, nil, func(c *Case, _ *update.Update) { c.Incident.ResolvedAt = solved })
	want := map[string]time.Time{"from": c.Incident.Since, "resolved_at": solved, "to": solved, "review_due": c.Client.BusinessDays(5, c.Now)}
	if !maps.EqualFunc(u.Times, want, time.Time.Equal) {
		t.Errorf("times = %v, want %v", u.Times, want)
	}
	_, u = begun(w, update.ResolvedUpdate, nil, func(c *Case, u *update.Update) { u.Times = map[string]time.Time{"resolved_at": c.Incident.Since} })
	if !u.Times["to"].Equal(c.Incident.Since) {
		t.Error("it worked again when the person says that it did")
	}
}

func TestBeginLeavesItsArgumentAlone(t *testing.T) {
	w := mustLoad(t, "")
	words, times := map[string]string{}, map[string]time.Time{}
	begun(w, update.MonitoringUpdate, nil, func(_ *Case, u *update.Update) { u.Words, u.Times = words, times })
	if len(words)+len(times) > 0 {
		t.Errorf("Begin wrote into the maps of its argument: %v %v", words, times)
	}
}
