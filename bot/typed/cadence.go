package typed

import (
	"errors"
	"regexp"
	"strings"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/schedule"
)

var askedBy = regexp.MustCompile(`(?i)^(.*?) +asked by +(.+)$`)

// Cadence reads what is typed after cadence: how often, then perhaps the
// client, which is every one where there are several, and who asked for it. The word sure
// behind it says that somebody means what was asked back.
func Cadence(text string, inc *incident.Incident) (wish incident.CadenceOverride, client string, err error) {
	text = strings.Join(strings.Fields(text), " ")
	if m := sureWord.FindStringIndex(text); m != nil {
		text, wish.Sure = text[:m[0]], true
	}
	if m := askedBy.FindStringSubmatch(text); m != nil {
		text, wish.AskedBy = m[1], Clip(m[2])
	}
	client = incident.AllClients
	if len(inc.Clients) == 1 {
		client = inc.Clients[0].Client.ID
	}
	if i := strings.LastIndexByte(text, ' '); i > 0 && inc.Affected(strings.ToLower(text[i+1:])) != nil {
		text, client = text[:i], strings.ToLower(text[i+1:])
	}
	if strings.EqualFold(text, "usual") {
		return wish, client, nil
	}
	if step, ok := spoken(text, true); ok {
		text = step.String()
	}
	if wish.Cadence, err = schedule.ParseCadence(text); err != nil {
		return wish, client, fault.Errorf(fault.Invalid, "Nothing was changed. %s", err)
	}
	return wish, client, nil
}

// Sure offers a line that was asked back, given by its words, as one that is meant.
func Sure(err error, line ...string) error {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || e.Code != fault.NeedsYes {
		return err
	}
	return e.Offering(fault.Ready{Line: strings.Join(line, " ") + " sure", Label: "Yes, I mean it"})
}
