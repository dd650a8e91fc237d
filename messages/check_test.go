package messages

import (
	"strings"
	"testing"
	"time"

	"candor/incident/client"
	"candor/incident/outbox"
	"candor/incident/update"
	"candor/incident/view"
)

func TestCheck(t *testing.T) {
	w, c := mustLoad(t, ""), Sample()
	tests := []struct {
		name, kind string
		change     func(*update.Update)
		want       []string // rule and field, in order
	}{
		{"all is well", update.FirstNoticeUnknown, func(*update.Update) {}, nil},
		{"the final message promises no update", update.ResolvedUpdate, func(u *update.Update) { u.NextAt = time.Time{} }, nil},
		{"by hand has no text", update.ByHand, func(u *update.Update) { u.NextAt = time.Time{} }, nil},
		{"no next time", update.Holding, func(u *update.Update) { u.NextAt = time.Time{} }, []string{"missing-next-update next_update"}},
		{"a next time that has passed", update.Holding, func(u *update.Update) { u.NextAt = c.Now }, []string{"past-due-time next_update"}},
		{"a missing answer", update.Progress, func(u *update.Update) { delete(u.Words, "what_changed") }, []string{"missing-field what_changed"}},
		{"the worst comes first", update.Progress, func(u *update.Update) {
			u.Words["impact_now"] = " "
			u.NextAt = time.Time{}
			u.Words["action_now"] = "testing with password hunter2"
		}, []string{"leak-secret action_now", "missing-next-update next_update", "missing-field impact_now"}},
		{"an estimate that has passed", update.Progress, func(u *update.Update) { u.Times["eta_from"] = c.Now.Add(-time.Hour) }, []string{"past-due-time eta_from"}},
		{"it works again from tomorrow on", update.MonitoringUpdate, func(u *update.Update) { u.Times["since_fixed"] = c.Now.Add(24 * time.Hour) }, []string{"time-to-come since_fixed"}},
		{"a secret from elsewhere", update.Holding, func(u *update.Update) {
			u.Texts = map[string]outbox.Text{client.ViaSlack: {Body: "see https://a:b&amp;c@d.example"}}
		}, []string{"leak-secret "}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			u := update.Update{Kind: tt.kind}
			if tpl := w.template(tt.kind); tpl != nil {
				u = tpl.sample(true)
			}
			tt.change(&u)
			var got []string
			for _, f := range w.Check(&c.Incident, view.CheckInput{Client: &c.Client, Update: u, Now: c.Now}) {
				if !f.Final {
					continue // about the words
				}
				got = append(got, f.Rule+" "+f.Field)
				if f.Level != update.Block || f.Why == "" || strings.Contains(f.Words+f.Why, "hunter") {
					t.Errorf("finding %+v", f)
				}
			}
			if strings.Join(got, "|") != strings.Join(tt.want, "|") {
				t.Errorf("Check found %q, want %q", got, tt.want)
			}
		})
	}
}
