package checking

import (
	"strings"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/phrase"
	"candor/incident/playbook"
)

// Pass answers what has to be answered to close it: the steps named as done are done,
// the others are skipped for the reason of m, whose State does not count. Without a
// reason nothing may be left.
func Pass(inc *incident.Incident, done []string, m playbook.Mark) error {
	var left []string
	for _, open := range inc.Gated(m.At) {
		if !fault.OneOf(open.ID, done...) {
			left = append(left, open.ID)
		}
	}
	if len(left) > 0 && strings.TrimSpace(m.Reason) == "" {
		return fault.FieldError("reason", "%d steps are still open. Tick what is done, and give one reason for the rest. Nothing was changed.", len(left))
	}
	if len(left) > 0 && phrase.SaysDone(m.Reason) {
		return playbook.NotSkipped(m.Reason)
	}
	for _, id := range done {
		if _, err := inc.Answer(id, playbook.Mark{State: playbook.ItemDone, By: m.By, At: m.At}); err != nil {
			return err
		}
	}
	for _, id := range left {
		if _, err := inc.Answer(id, playbook.Mark{State: playbook.ItemSkipped, Reason: m.Reason, By: m.By, At: m.At}); err != nil {
			return err
		}
	}
	return nil
}
