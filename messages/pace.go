package messages

import (
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/schedule"
	"candor/incident/view"
)

// slowerField offers to write less often from now on, where that may be: the
// text then says so.
func slowerField(inc *incident.Incident, aff *incident.Affected, u incident.Update, now time.Time) []slack.Block {
	step := inc.Slower(aff, now)
	if step == 0 || aff.Client.ID == incident.AllClients || incident.FirstNotice(u.Kind) {
		return nil
	}
	box := choice{"yes", "From now on " + Pace(schedule.Every(step))}.object()
	el := slack.NewCheckboxGroupsBlockElement(valueID, box)
	if !u.Rhythm.IsZero() {
		el.InitialOptions = []*slack.OptionBlockObject{box}
	}
	return []slack.Block{field(FieldSlower, "Nothing happens for long?", "The text says it. Anything that happens goes back to the usual rhythm.", true, el)}
}

// slowerButton is the same offer on a reminder; nil where it may not be made.
func slowerButton(v view.View, ref Ref) slack.BlockElement {
	step := v.Incident.Slower(v.Client, v.Now)
	if step == 0 || draftOf(v) == "" || v.Promise.Draft.Kind != incident.Holding {
		return nil
	}
	return button(ActSlower, ref, "From now on "+Pace(schedule.Every(step)))
}

// CadenceSaved says what a change of rhythm does, and when.
func CadenceSaved(inc *incident.Incident, client string, c schedule.Cadence, now time.Time) Post {
	aff := inc.Affected(client)
	name := escape(aff.Client.Name)
	if client == incident.AllClients {
		aff, name = inc.Affected(""), "Every client"
	}
	stays := ""
	if p := aff.Owed(incident.UpdatePromise); p != nil && client != incident.AllClients {
		stays = fmt.Sprintf(" What they expect now stays: %s.", DueWord(p.DueAt, now, &aff.Client))
	}
	how := "as usual"
	switch {
	case c.Cron != "":
		how = "at the times of " + code(c.Cron) + ", by their clock"
	case c.Step > 0:
		how = Pace(c)
	}
	if !aff.Plan.Cadence.IsZero() {
		return Plain(fmt.Sprintf("%s will hear %s, from the next text on: it says so, and until it has left nothing changes.%s", name, how, stays))
	}
	asked := ""
	if aff.Pace.AskedBy != "" {
		asked = ", as " + escape(aff.Pace.AskedBy) + " asked"
	}
	return Plain(fmt.Sprintf("%s hears %s from the next update on%s.%s", name, how, asked, stays))
}
