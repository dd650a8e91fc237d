// Package owns tells what a text has to own: what nobody made or nobody has proven, how long it
// was, what it was, and what is cleared; and how far the work is.
package owns

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/spell"
	"candor/incident/update"
	"candor/messages/due"
	"candor/messages/grammar"
	"candor/messages/mrkdwn"
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

// ToldTo is the incident as one client is told of it: no other stands in it.
func ToldTo(inc *incident.Incident, aff *incident.Affected) *incident.Incident {
	one := *inc.For(aff)
	one.Clients = []incident.Affected{*aff}
	return &one
}

// NotOurs says whether all that is bad is a backup that does not work, and it is not ours, or nobody has
// said yet whose it was to look after and they have read so.
func NotOurs(inc *incident.Incident, aff *incident.Affected) bool {
	t := inc.KindTraits()
	if !t.BadNews || !t.MayWait || inc.FactsOf(aff).Is(facts.DataLost, facts.Yes) {
		return false
	}
	who := aff.Agreed().Who()
	return who == "" && NoBackup(inc.FactsOf(aff)) || who != "" && who != client.BackupsOurs
}

// Unproven says whether all that is bad is a break-in that nobody has proven.
func Unproven(inc *incident.Incident) bool {
	f := &inc.Facts
	return inc.MayBeIn() && !f.Is(facts.Intruder, facts.Confirmed) && !f.Is(facts.DataLost, facts.Yes)
}

// Lasted is the condition that says how long it was so: for less than a minute, from one
// time to another, or not at all, since it happened at moments of that time or was found at one.
func Lasted(inc *incident.Incident, aff *incident.Affected, u update.Update) string {
	from, to := u.Times["from"], u.Times["resolved_at"]
	switch {
	case due.Found(inc, from):
		return "found"
	case from.Truncate(time.Minute).Equal(to.Truncate(time.Minute)):
		return "brief"
	case len(aff.Worked.Down(from, to)) == 1 && grammar.Happened(mrkdwn.Clean(u.Words["impact_past"], false)):
		return "moments"
	}
	return "spread"
}

// Works says whether a client has read that it works again, and nothing of theirs is lost.
func Works(inc *incident.Incident, aff *incident.Affected) bool {
	return inc.StatusOf(aff) == update.Monitoring || inc.State != incident.Open && inc.ToldLoss(aff) == nil
}

// ReadCleared says whether a client has read that somebody may have got in, and that nobody
// did: their last word says so, too.
func ReadCleared(inc *incident.Incident, aff *incident.Affected) bool {
	return inc.KindTraits().Access == playbook.BrokenIn && inc.FactsOf(aff).Is(facts.Intruder, facts.No) && aff.Knows[facts.Intruder] == facts.No
}

// Cleared says whether what the kind of incident suspects is known not to be so, or not any
// more.
func Cleared(inc *incident.Incident) bool {
	q := inc.KindTraits().Suspects()
	return q != "" && inc.Facts.Is(q, facts.No) || q == facts.DataLost && inc.Facts.Answer(facts.Recoverable) == facts.Restored
}

// Missing says whether a line of what is confirmed reads as if data were gone, or missing.
func Missing(inc *incident.Incident) bool {
	return readsMissing(strings.Join(facts.Texts(inc.Facts.Known), "\n"))
}

func readsMissing(text string) bool {
	return byhand.ClaimsIn(strings.ReplaceAll(text, "missing", "gone"))[facts.DataLost] == facts.Yes
}

// Beside is what a text says that the client notices now, where it reads as if data were gone though it is known
// that none is: both in one text, the client cannot know which of them to believe.
func Beside(inc *incident.Incident, aff *incident.Affected, u *update.Update) string {
	says := cmp.Or(u.Words["impact_now"], u.Words["impact_still"], u.Words["impact"])
	kind := update.KindOf(u.Kind)
	if kind.Recovers || kind.Corrects || update.Aftercare(u.Kind) || !inc.FactsOf(aff).Is(facts.DataLost, facts.No) || !readsMissing(says) {
		return ""
	}
	return strings.TrimRight(says, ".")
}

// BackupsAside are the questions that a text about who had access leaves out: a
// backup, and what can be recovered, matter once data is lost.
func BackupsAside(inc *incident.Incident) []facts.Question {
	if inc.Facts.Is(facts.DataLost, facts.Yes) {
		return nil
	}
	return []facts.Question{facts.SpareCopy, facts.Recoverable}
}

// RightNow lists what a correction of text n tells the client: what was wrong in it, and
// what they have not heard. What was wrong in another text gets its own correction.
func RightNow(inc *incident.Incident, aff *incident.Affected, n int) []facts.Question {
	all, wrong, news := inc.Wrong(aff, 0), inc.Wrong(aff, n), inc.News(aff)
	return slices.DeleteFunc(slices.Clone(facts.Questions), func(q facts.Question) bool {
		return !slices.Contains(wrong, q) && (!slices.Contains(news, q) || slices.Contains(all, q))
	})
}

// Unread says whether a client knows of a loss, and somebody who reads on a way does
// not: the copy that told it never arrived there, or their address is newer.
func Unread(inc *incident.Incident, aff *incident.Affected, via string) bool {
	if inc.ToldLoss(aff) == nil || len(aff.LossAt) == 0 {
		return false
	}
	return slices.ContainsFunc(aff.Client.Destinations(), func(d client.Destination) bool {
		return d.Via == via && !slices.Contains(aff.LossAt, d.Key())
	})
}

// ToldNone is when a client was told that no data was lost, which is checked again since
// someone may have got in; zero elsewhere.
func ToldNone(inc *incident.Incident, aff *incident.Affected) time.Time {
	sure := inc.KindTraits().Access != playbook.BrokenIn && fault.OneOf(aff.Has(facts.Intruder), "", facts.No) // then they read it without a reserve
	if !sure || !inc.MayBeIn() || !inc.FactsOf(aff).Is(facts.DataLost, facts.No) || aff.Has(facts.DataLost) != facts.No {
		return time.Time{}
	}
	return promise.SettledBy(aff.Promises, aff.ToldIn(facts.DataLost))
}

// Phase is how far the work is: it decides what nobody can know for sure yet.
func Phase(inc *incident.Incident, kind string) string {
	switch {
	case update.Aftercare(kind):
		return "rebuild"
	case inc.State == incident.Resolved || kind == update.ResolvedUpdate || kind == update.MonitoringUpdate || inc.Status == update.Monitoring:
		return "verify"
	case inc.Status == update.Mitigated:
		return "recover"
	case inc.Status == update.Identified:
		return "contain"
	}
	return "assess"
}

// CauseState is confirmed where the client is told that the cause is known.
func CauseState(inc *incident.Incident, kind string) string {
	if kind == update.FirstNoticeKnown || inc.Status == update.Identified {
		return "confirmed"
	}
	return ""
}

// Then joins what a client has read that they noticed, one effect after the other: turn says one
// as it is said once it is over, at is since when the next was so, as a text names it. "" where
// they read of one alone, or one cannot be turned.
func Then(list []spell.Effect, turn func(string) string, at func(time.Time) string, pattern string) string {
	if len(list) < 2 || pattern == "" {
		return ""
	}
	whole := turn(list[0].Text)
	for _, e := range list[1:] {
		next := turn(e.Text)
		if whole == "" || next == "" {
			return ""
		}
		whole = strings.NewReplacer("{{before}}", whole, "{{time}}", at(e.At), "{{what}}", next).Replace(pattern)
	}
	return whole
}

// Letter says whether the client gets the longer words, too.
func Letter(u update.Update) bool {
	return slices.ContainsFunc(client.ReadWays(), func(w client.Way) bool {
		_, has := u.Texts[w.Via]
		return has && !w.Marked
	})
}
