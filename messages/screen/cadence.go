package screen

import (
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/promise"
	"candor/incident/schedule"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// slowerButton is the same offer on a reminder; nil where it may not be made.
func slowerButton(v view.View, ref view.Ref) slack.BlockElement {
	step := v.Incident.Slower(v.Client, v.Now)
	if step == 0 || draftOf(v) == "" || v.Promise.Draft.Kind != update.Holding {
		return nil
	}
	return kit.Button(kit.ActSlower, ref, "From now on "+messages.Pace(schedule.Every(step)))
}

// CadenceSaved says what a change of rhythm does, and when.
func CadenceSaved(inc *incident.Incident, client string, c schedule.Cadence, now time.Time) kit.Post {
	aff := inc.Affected(client)
	name := messages.Escape(aff.Client.Name)
	if client == incident.AllClients {
		aff, name = inc.Affected(""), "Every client"
	}
	stays := ""
	if p := aff.Owed(promise.Update); p != nil && client != incident.AllClients {
		stays = fmt.Sprintf(" What is due to them now stays: %s.", DueWord(p.DueAt, now, &aff.Client))
	}
	how := "as usual"
	switch {
	case c.Cron != "":
		how = "at the times of " + kit.Code(c.Cron) + ", by their clock"
	case c.Step > 0:
		how = messages.Pace(c)
	}
	if !aff.Plan.Cadence.IsZero() {
		return kit.Plain(fmt.Sprintf("%s will hear %s, from the next text on: it says so, and until it has left nothing changes.%s", name, how, stays))
	}
	asked := ""
	if aff.Pace.AskedBy != "" {
		asked = ", as " + messages.Escape(aff.Pace.AskedBy) + " asked"
	}
	return kit.Plain(fmt.Sprintf("%s hears %s from the next update on%s.%s", name, how, asked, stays))
}
