package messages

import (
	"cmp"
	"strings"
	"testing"

	"candor/incident/update"
	"candor/messages/scene"
)

// What a client reads first and last of each answer to “What do they notice?”: its
// words stand in every text in between. Read the diff as a client would.
func TestFirstAndLastWordsOfEveryAnswer(t *testing.T) {
	w := mustLoad(t, "").SignedBy("Studio North")
	for _, choice := range w.Choices() {
		t.Run(choice.ID, func(t *testing.T) {
			got := ""
			for _, kind := range []string{update.FirstNoticeUnknown, update.Holding, update.ResolvedUpdate} {
				c := Sample()
				inc, aff := &c.Incident, &c.Incident.Clients[0]
				inc.ApplyKind(w.Playbooks()[choice.Kind])
				inc.Severity, inc.Doing = choice.Severity, w.Doing()
				inc.Impact = cmp.Or(choice.Impact, "gift cards are refused")
				aff.Said = map[string]string{}
				u := w.Begin(inc, aff, update.Update{Kind: kind, At: c.Now, Sender: c.Sender, NextAt: c.Next}, c.Now)
				if kind == update.ResolvedUpdate {
					u.Words["data_line"] = "No data was lost or changed."
				}
				got += "# " + kind + "\n\n" + asSent(t, w, c, u) + "\n"
			}
			scene.Golden(t, "kind/"+choice.ID, got)
			if strings.Contains(got, "  ") || strings.Contains(got, "..") || strings.ContainsAny(got, "{}") {
				t.Errorf("spaces, stops or brackets were left over:\n%s", got)
			}
		})
	}
}
