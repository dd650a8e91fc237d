package whose

import (
	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/update"
)

// Says refuses a review that leaves out what it was promised to say: who was to
// make the backups that there were not.
func Says(inc *incident.Incident, aff *incident.Affected, kind string) error {
	f := inc.FactsOf(aff)
	none := f.Is(facts.SpareCopy, facts.NoCopy) || f.Is(facts.SpareCopy, facts.CopyFailed)
	if kind != update.PostmortemCover || !none || !f.Is(facts.DataLost, facts.Yes) || aff.Agreed().Who() != client.BackupsUnsaid {
		return nil
	}
	return fault.Errorf(fault.Conflict, "Nothing was sent. %s was told that the review says who was to make the backups, and nobody has answered that yet. Type fact %sbackup %s ours, or theirs, not-agreed, or declined and the day. Then send it.", aff.Client.Name, inc.Whose(aff), f.Answer(facts.SpareCopy))
}
