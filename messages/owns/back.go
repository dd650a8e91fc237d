package owns

import (
	"slices"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/update"
)

// PartBack says whether part of what a client was told is lost is back, or was, and they know it or
// read it now: the loss is then told as it was. says is whether what is back and what is gone has to
// stand behind it, since no other line of the text says so.
func PartBack(inc *incident.Incident, aff *incident.Affected, kind string) (was, says bool) {
	if !fault.OneOf(inc.FactsOf(aff).SaidAs(facts.Recoverable), facts.PartBack, facts.PartDoubt) {
		return false, false
	}
	told := slices.Contains(inc.News(aff), facts.Recoverable) && fault.OneOf(kind, update.Progress, update.OpenAnswer, update.MonitoringUpdate)
	told = told || fault.OneOf(kind, update.PostmortemCover, update.BreachSuspected, update.ResolvedUpdate) // which have a line of their own for it
	knows := aff.Knows[facts.Recoverable] == facts.PartBack
	return knows || told, knows && !told
}
