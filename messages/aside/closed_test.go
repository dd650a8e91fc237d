package aside

import (
	"testing"
	"time"

	"candor/incident"
	"candor/incident/promise"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages/kit"
	"candor/messages/scene"
)

func TestClosingAFormSaysWhoWaits(t *testing.T) {
	two := func() *incident.Incident {
		inc := scene.Told14()
		inc.Clients = append(inc.Clients, *scene.Told14().Affected("acme"))
		inc.Clients[1].Client = scene.Globex
		inc.Clients[1].Promises[len(inc.Clients[1].Promises)-1].DueAt = scene.At("14:20")
		return inc
	}
	days := func(d int) *incident.Incident {
		inc := scene.Told14()
		inc.State = incident.Resolved
		inc.Clients[0].Promises = []promise.Promise{{N: 1, Kind: promise.Review, Said: true, DueAt: scene.At("14:00").AddDate(0, 0, d)}}
		return inc
	}
	drafted := func() *incident.Incident {
		inc := days(9)
		inc.Clients[0].Drafts = map[string]update.Update{"U0ANA": {Kind: update.Progress}}
		return inc
	}
	for _, c := range []struct {
		name   string
		inc    *incident.Incident
		client string
		form   string
		want   string
	}{
		{"one waits", scene.Told14(), "acme", kit.FormUpdate, "INC-7: Nothing was sent. *Acme Shop* expects news, due 14:30 GMT (in 25 min)."},
		{"of two the earlier", two(), incident.AllClients, kit.FormPreviewAll, "INC-7: Nothing was sent. 2 clients wait. The first: *Globex Travel* expects news, due 14:20 UTC (in 15 min)."},
		{"of two the one it is about", two(), "acme", kit.FormTold, "INC-7: Nothing was recorded. *Acme Shop* expects news, due 14:30 GMT (in 25 min)."},
		{"due in days, and brought up", days(1), "acme", kit.FormUpdate, "INC-7: Nothing was sent. *Acme Shop* expects the written review, due tomorrow at 14:00 GMT (in 23 h 55 min)."},
		{"due in days, not brought up yet", days(9), "acme", kit.FormUpdate, ""},
		{"a draft for which nobody waits", drafted(), "acme", kit.FormPreview, "INC-7: Nothing was sent. Your text is kept."},
		{"what a form without a draft held", drafted(), "acme", kit.FormUpdate, ""},
		{"a form that no client waits for", scene.Told14(), "acme", kit.FormChecklist, ""},
		{"what is over", scene.With(scene.Told14(), func(inc *incident.Incident) { inc.State = incident.Cancelled }), "acme", kit.FormUpdate, ""},
	} {
		got := Closed(c.inc, view.Ref{Number: 7, Client: c.client}, c.form, "U0ANA", scene.At("14:00").Add(5*time.Minute))
		if got.Text != c.want {
			t.Errorf("%s: %q, want %q", c.name, got.Text, c.want)
		}
	}
}
