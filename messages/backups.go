package messages

import (
	"slices"
	"strings"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/promise"
	"candor/incident/update"
	"candor/messages/owns"
	"candor/messages/strictyaml"
)

// backupsUnsaid is the key of the sentence for while nobody has said who was to
// make the backups.
const backupsUnsaid = "unsaid"

// backupVariables are those of these sentences.
var backupVariables = []string{"said", "words"}

// backupWords are the sentences about a backup that there was not, or that does
// not work, by who was to make the backups.
type backupWords map[facts.Answer]map[string]string

// check notes which of these sentences is missing or wrong.
func (b backupWords) check(file string, line int, m *strictyaml.Mistakes) {
	for _, a := range []facts.Answer{facts.NoCopy, facts.CopyFailed} {
		checkSentence(m, file, line, b[a][backupsUnsaid], backupVariables)
		for _, who := range client.BackupsSaid {
			checkSentence(m, file, line, b[a][string(who)], backupVariables)
		}
	}
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
	words := value{text: inc.Facts.Given[facts.SpareCopy].Words, typed: true}
	said := w.phrases.write(w.badNews.Answers[facts.SpareCopy][a].Say, map[string]value{"words": words})
	call := len(inc.Clients) == 1 && inc.Clients[0].Client.Manner.Calls() && (w.kind == update.DataLoss || update.BadNews(w.kind) && inc.Clients[0].Owed(promise.Meeting) != nil)
	return w.phrases.write(w.badNews.Backups[a][string(who)], map[string]value{
		"said": {text: said}, "words": words, "written": set(!w.aloud), "spoken": set(w.aloud),
		"call": set(!w.aloud && call), "review": set(!w.aloud && !call && w.kind != update.PostmortemCover),
		"kept": set(inc.Facts.Is(facts.DataLost, facts.No)), "gone": set(!inc.Facts.Is(facts.DataLost, facts.No)),
		"sorry": set(w.kind != update.BreachSuspected),
	})
}

// of are the words for one kind of text.
func (w *Words) of(kind string) *Words {
	one := *w
	one.kind = kind
	return &one
}

// withBackups adds to what became of the data that there was no backup, where data
// is lost. That is never left out.
func (w *Words) withBackups(inc *incident.Incident, line string) string {
	if !inc.Facts.Is(facts.DataLost, facts.Yes) || !owns.NoBackup(&inc.Facts) {
		return line
	}
	return strings.TrimSpace(line + " " + w.backups(inc))
}

// ownershipWords say whose responsibility it was.
type ownershipWords struct {
	Ours   string `yaml:"ours"`   // that of whoever sends it
	Regret string `yaml:"regret"` // it is a matter of what was agreed: only that we are sorry
}

// ownership says whose responsibility it was, as far as the sentence about a backup
// that there was not leaves something to say. Nobody owns a break-in that is not
// proven.
func (w *Words) ownership(inc *incident.Incident) string {
	switch {
	case owns.NoBackup(&inc.Facts) && len(inc.Clients) == 1 && owns.AgreedOtherwise(&inc.Clients[0]):
		return w.badNews.Ownership.Regret
	case owns.NoBackup(&inc.Facts):
		return ""
	case owns.Unproven(inc):
		return w.badNews.Unproven
	}
	return w.badNews.Ownership.Ours
}

// unowned is what a text says in place of owning a break-in that nobody has proven, or backups of
// which it is a matter of what was agreed; "" where its usual sentence is right.
func (w *Words) unowned(inc *incident.Incident, aff *incident.Affected, kind string) string {
	if owns.NotOurs(inc, aff) {
		return w.badNews.Ownership.Regret
	}
	if kind == update.BreachSuspected || !owns.Unproven(inc) {
		return ""
	}
	return w.badNews.Unproven
}

// anew takes out of a draft's words what follows from what is known now, unless
// somebody changed it: whose responsibility it was, and what a first notice asks of them.
func (w *Words) anew(words map[string]string) {
	if w.ownAsk(words["client_action"]) {
		delete(words, "client_action")
	}
	if o := w.badNews.Ownership; slices.Contains([]string{o.Ours, o.Regret}, words["ownership_line"]) {
		delete(words, "ownership_line")
	}
}
