package typed

import (
	"time"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/schedule"
	"candor/incident/view"
)

// Snooze reads whose reminders move, and by how long: globex 5m. Without a client they are
// those of all whose news are due together.
func Snooze(inc *incident.Incident, text string) (clients []string, by time.Duration, err error) {
	client, text := Client(inc, text, true)
	if text == "" {
		e := fault.Errorf(fault.Invalid, "Snooze for how long? Nothing was changed. Type for example: snooze 5m.")
		for _, span := range []string{"5m", "10m", "15m"} {
			line := inc.Name() + " snooze "
			if client != "" {
				line += client + " "
			}
			e.Ready = append(e.Ready, fault.Ready{Line: line + span, Label: "Snooze " + span})
		}
		return nil, 0, e
	}
	by, ok := spoken(text, false)
	if !ok {
		_, err := schedule.ParseSpan(text, 0)
		return nil, 0, fault.Errorf(fault.Invalid, "Nothing was changed. %s", err)
	}
	if client != "" {
		return []string{client}, by, nil
	}
	return view.DueTogether(inc), by, nil
}
