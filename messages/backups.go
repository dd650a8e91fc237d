package messages

import (
	"strings"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
)

// backupsUnsaid is the key of the sentence for while nobody has said who was to
// make the backups.
const backupsUnsaid = "unsaid"

// backupVariables are those of these sentences.
var backupVariables = []string{"said"}

// backupWords are the sentences about a backup that there was not, or that does
// not work, by who was to make the backups.
type backupWords map[facts.Answer]map[string]string

// check notes which of these sentences is missing or wrong.
func (b backupWords) check(file string, line int, m *mistakes) {
	for _, a := range []facts.Answer{facts.NoCopy, facts.CopyFailed} {
		m.sentence(file, line, b[a][backupsUnsaid], backupVariables)
		for _, who := range client.BackupsSaid {
			m.sentence(file, line, b[a][string(who)], backupVariables)
		}
	}
}

// noBackup says whether there was none, or one that does not work.
func noBackup(f *facts.Facts) bool {
	return f.Is(facts.SpareCopy, facts.NoCopy) || f.Is(facts.SpareCopy, facts.CopyFailed)
}

// backups is the sentence about the backup that there was not, or that does not
// work: the one place that chooses it. Whose it was to make them is a fact of the
// contract with one client: where several may read the text, nobody has said.
func (w *Words) backups(inc *incident.Incident) string {
	who := client.BackupsUnsaid
	if len(inc.Clients) == 1 {
		who = inc.Clients[0].Agreed().Who()
	}
	if who == client.BackupsUnsaid {
		who = backupsUnsaid
	}
	a := inc.Facts.Given[facts.SpareCopy].Answer
	said := w.badNews.Answers[facts.SpareCopy][a].Say
	return w.phrases.write(w.badNews.Backups[a][string(who)], map[string]value{"said": {text: said}, "written": set(!w.aloud), "spoken": set(w.aloud)})
}

// toldTo is the incident as one client is told of it: no other stands in it.
func toldTo(inc *incident.Incident, aff *incident.Affected) *incident.Incident {
	one := *inc
	one.Clients = []incident.Affected{*aff}
	return &one
}

// withBackups adds to what became of the data that there was no backup, where data
// is lost. That is never left out.
func (w *Words) withBackups(inc *incident.Incident, line string) string {
	if !inc.Facts.Is(facts.DataLost, facts.Yes) || !noBackup(&inc.Facts) {
		return line
	}
	return strings.TrimSpace(line + " " + w.backups(inc))
}

// ownership says whose responsibility it was, as far as the sentence about a backup
// that there was not leaves something to say.
func (w *Words) ownership(inc *incident.Incident) string {
	if !noBackup(&inc.Facts) {
		return w.badNews.Ownership.Ours
	}
	if len(inc.Clients) == 1 {
		switch inc.Clients[0].Agreed().Who() {
		case client.BackupsTheirs, client.BackupsDeclined:
			return w.badNews.Ownership.Regret
		}
	}
	return ""
}
