package typed

import (
	"regexp"
	"strings"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/schedule"
)

var askedBy = regexp.MustCompile(`(?i)^(.*?) +asked by +(.+)$`)

// Cadence reads what is typed after cadence: how often, then perhaps the
// client, which is every one where there are several, and who asked for it.
func Cadence(text string, inc *incident.Incident) (c schedule.Cadence, client, asker string, err error) {
	text = strings.Join(strings.Fields(text), " ")
	if m := askedBy.FindStringSubmatch(text); m != nil {
		text, asker = m[1], Clip(m[2])
	}
	client = incident.AllClients
	if len(inc.Clients) == 1 {
		client = inc.Clients[0].Client.ID
	}
	if i := strings.LastIndexByte(text, ' '); i > 0 && inc.Affected(strings.ToLower(text[i+1:])) != nil {
		text, client = text[:i], strings.ToLower(text[i+1:])
	}
	if strings.EqualFold(text, "usual") {
		return c, client, asker, nil
	}
	if len(text) > 6 && strings.EqualFold(text[:6], "every ") {
		text = text[6:]
	}
	if c, err = schedule.ParseCadence(text); err != nil {
		return c, client, asker, fault.Errorf(fault.Invalid, "Nothing was changed. %s", err)
	}
	return c, client, asker, nil
}
