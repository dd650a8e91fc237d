// Package owns tells what a text has to own: what nobody made, or nobody has proven.
package owns

import (
	"slices"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/update"
)

// NoBackup says whether there was none, or one that does not work.
func NoBackup(f *facts.Facts) bool {
	return f.Is(facts.SpareCopy, facts.NoCopy) || f.Is(facts.SpareCopy, facts.CopyFailed)
}

// Kinds are the kinds of update that say whose responsibility it was, or that
// we are sorry, and also that there was no backup of data that is lost.
var Kinds = []string{update.DataLoss, update.BreachSuspected, update.ProcessorNotice, update.ResolvedUpdate, update.PostmortemCover}

// TellsNoBackup says whether a text of one of these kinds says that there was no
// backup. That sentence brings what is to be owned.
func TellsNoBackup(f *facts.Facts, kind string) bool {
	return NoBackup(f) && slices.Contains(Kinds, kind) && (kind == update.DataLoss || f.Is(facts.DataLost, facts.Yes))
}

// Backup says whether such a sentence says already that we are sorry: then the
// rest of the text does not say it once more. In a text about a break-in it stands
// under what is confirmed, and the text is sorry for the break-in.
func Backup(inc *incident.Incident, aff *incident.Affected, kind string) bool {
	return kind != update.BreachSuspected && TellsNoBackup(&inc.Facts, kind) && !AgreedOtherwise(aff)
}

// AgreedOtherwise says whether the backups were not ours to make.
func AgreedOtherwise(aff *incident.Affected) bool {
	who := aff.Agreed().Who()
	return who == client.BackupsTheirs || who == client.BackupsDeclined
}

// Unproven says whether all that is bad is a break-in that nobody has proven.
func Unproven(inc *incident.Incident) bool {
	f := &inc.Facts
	return inc.MayBeIn() && !f.Is(facts.Intruder, facts.Confirmed) && !f.Is(facts.DataLost, facts.Yes)
}
