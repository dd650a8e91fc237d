package aside

import (
	"cmp"
	"strings"

	"candor/incident/fault"
	"candor/messages"
	"candor/messages/screen"
)

// WhichIncident asks which incident a line without one is about: shown is the line as it
// reads. There is a press for each of the live ones that its typist sees.
func WhichIncident(command, line, shown string, live []screen.Listed) error {
	shown = messages.Cut(strings.TrimSpace(cmp.Or(shown, "due")), 60)
	e := fault.Errorf(fault.NotFound, "Which incident? Nothing was done. Choose it, or type it first, for example: %s INC-7 %s. In the incident's own channel it need not be named.", command, shown)
	for _, l := range live {
		if !l.Hidden {
			e.Ready = append(e.Ready, fault.Ready{Line: l.Incident.Name() + " " + cmp.Or(line, "due"), Label: l.Incident.Name() + ": " + cmp.Or(l.Incident.Title, l.Incident.Impact)})
		}
	}
	if len(e.Ready) == 0 {
		e.Ready = []fault.Ready{{Line: "new", Label: "Declare incident"}}
		e.Message = "Nothing was done: no incident is open that you can see. Type one that is over first, for example: " + command + " INC-7 " + shown + ". " + command + " list closed shows them."
	}
	return e
}
