package incident

import (
	"cmp"
	"slices"

	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/timeline"
	"candor/incident/update"
)

// BadNews says whether the five questions belong to the incident: by its kind,
// or because somebody has begun to answer them, or told a client so in words of their own. That
// no data was lost is no bad news.
func (inc *Incident) BadNews() bool {
	harmless := len(inc.Facts.Given) == 1 && inc.Facts.Is(facts.DataLost, facts.No)
	told := func(aff Affected) bool { return facts.AnyBad(aff.Knows) }
	return inc.KindTraits().BadNews || len(inc.Facts.Given) > 0 && !harmless || slices.ContainsFunc(inc.Clients, told)
}

// FactsOf are the facts as they are for one client.
func (inc *Incident) FactsOf(aff *Affected) *facts.Facts {
	if aff == nil {
		return &inc.Facts
	}
	return inc.Facts.Of(aff.Client.ID, aff.Own)
}

// For is the incident as it is for one client: its facts are that client's.
func (inc *Incident) For(aff *Affected) *Incident {
	f := inc.FactsOf(aff)
	if f == &inc.Facts {
		return inc
	}
	one := *inc
	one.Facts = *f
	return &one
}

// Differ says whether something is known of one client that is not so for another.
func (inc *Incident) Differ() bool {
	return slices.ContainsFunc(inc.Clients, func(aff Affected) bool { return len(aff.Own) > 0 })
}

// Apart says whether the clients have answers of their own to a question.
func (inc *Incident) Apart(q facts.Question) bool {
	return slices.ContainsFunc(inc.Clients, func(aff Affected) bool { _, own := aff.Own[q]; return own })
}

// NewsFor is the event that a changed answer is for a client; nil if it is none.
func (inc *Incident) NewsFor(aff *Affected, q facts.Question) *ClientEvent {
	f := inc.FactsOf(aff)
	now, was := f.Answer(q), aff.Knows[q]
	switch {
	case now == "":
	case q == facts.DataLost && now == facts.Yes && was != facts.Yes:
		return &ClientEvent{What: promise.LossConfirmed, Entry: timeline.Entry{Kind: timeline.LossUntold, Until: cmp.Or(inc.Disclosure(aff), f.Given[q].Since.Add(discloseWithin))}} // also after it was resolved
	case q == facts.DataLost && inc.Outgrown(aff) != nil:
		lost, told := f.Given[q], inc.Outgrown(aff)
		return turned(q, cmp.Or(told.What, string(was)), lost.Words, told.Contradicts(lost))
	case was == "" && facts.Bad(q, now) && (q != facts.SpareCopy || f.Is(facts.DataLost, facts.Yes)):
		return &ClientEvent{What: promise.Unheard, Entry: timeline.Entry{Kind: timeline.NotHeard, Question: q, To: string(now)}}
	case was != "" && was != now:
		return turned(q, string(was), string(now), facts.WasWrong(was, now))
	}
	return inc.newsAs(aff, q)
}

// newsAs is the event that other words behind an answer are that has stayed, or that a sentence which
// they were told was wrong; nil if it is none.
func (inc *Incident) newsAs(aff *Affected, q facts.Question) *ClientEvent {
	if gone := inc.FactsOf(aff).TakenBack(aff.Learned); q == facts.Sentence && len(gone) > 0 {
		return turned(q, gone[0].Text, "it was wrong", true)
	}
	was, is, otherwise := inc.Reworded(aff, q)
	wrong, _ := inc.Wrongly(aff, q)
	if !otherwise || wrong == "" && !facts.Grave(q, aff.Has(q)) {
		return nil
	}
	return turned(q, cmp.Or(was, string(aff.Has(q))), is, wrong != "")
}

// turned is the event of an answer that is another one than they have; wrong says
// whether that is more than that nobody knew.
func turned(q facts.Question, from, to string, wrong bool) *ClientEvent {
	what := map[bool]promise.EventKind{true: promise.FactChanged, false: promise.NowKnown}[wrong]
	return &ClientEvent{What: what, Entry: timeline.Entry{Kind: timeline.ToldOtherwise, Question: q, From: from, To: to}}
}

// Floor is the mildest severity that the incident may have: that of its kind,
// eased where a fact is known that eases it, and the worst where data is gone
// for which nobody has shown that all of it comes back.
func (inc *Incident) Floor(pb *playbook.Playbook) client.Severity {
	var floor client.Severity
	if pb != nil {
		floor = pb.Floor
		if e := pb.Eased; e != nil && inc.Facts.Is(e.Fact, e.Answer) {
			floor = e.Floor
		}
	}
	if inc.LossOpen() && !inc.Facts.Is(facts.Recoverable, facts.Yes) {
		floor = client.BusinessStopped
	}
	return floor
}

// Has is the answer that the client has as it should have it: in writing where
// we can write to them. What was only said on the phone is written, too.
func (aff *Affected) Has(q facts.Question) facts.Answer {
	if len(aff.Client.Destinations()) > 0 {
		return aff.Wrote[q]
	}
	return aff.Knows[q]
}

// News lists the questions whose answer the client does not have as it is now,
// in the order of the questions. That nobody knows is no news to somebody who
// never heard of the question.
func (inc *Incident) News(aff *Affected) (list []facts.Question) {
	for _, q := range facts.Questions {
		now := inc.FactsOf(aff).Answer(q)
		if _, _, otherwise := inc.Reworded(aff, q); otherwise {
			list = append(list, q)
			continue
		}
		if now == "" || now == aff.Has(q) && !facts.Reassures(q, now, aff.Has(facts.Intruder), inc.FactsOf(aff).Answer(facts.Intruder)) || now == facts.DontKnow && aff.Has(q) == "" {
			continue
		}
		if q == facts.DataLost && now == facts.No && aff.Has(q) == "" && inc.FactsOf(aff).Given[q].Since.Before(aff.Worked.Fell()) {
			continue // nobody has looked since it was down again
		}
		list = append(list, q)
	}
	return list
}

// NewsKind is the kind of update that brings the client up to date with the
// facts: the disclosure first, then a correction where they were told something
// that is not so, then what is new.
func (inc *Incident) NewsKind(aff *Affected) string {
	f := inc.FactsOf(aff)
	switch {
	case f.Is(facts.DataLost, facts.Yes) && (aff.Has(facts.DataLost) != facts.Yes || inc.Outgrown(aff) != nil):
		return update.DataLoss
	case inc.breachOpen(aff):
		return update.BreachSuspected
	case inc.KindTraits().Access == playbook.SentOut && !aff.toldOfSending() && (f.Is(facts.Personal, facts.Yes) || f.Asked()):
		return update.WrongRecipients
	case !aff.Opened():
		return inc.Proposed(aff, nil).Kind
	}
	if len(aff.Client.Destinations()) > 0 && (len(inc.Wrong(aff, 0))+len(f.TakenBack(aff.Learned)) > 0 || aff.Said[update.Amend+"right"] != "") {
		return update.Correction
	}
	return update.Progress
}

// toldOfSending says whether a client has read that it went to the wrong people. That
// personal data is affected may stand in a text about something else.
func (aff *Affected) toldOfSending() bool {
	if len(aff.Client.Destinations()) == 0 {
		return aff.Knows[facts.Personal] != ""
	}
	return aff.Said["sent"] != "" || aff.Said["nature"] != ""
}

// breachOpen says whether the client has to hear that somebody may have got in.
func (inc *Incident) breachOpen(aff *Affected) bool {
	f, has := inc.FactsOf(aff), aff.Has(facts.Intruder)
	switch {
	case f.Is(facts.Intruder, facts.Confirmed): // a suspicion that is confirmed is told like what was never told
		return has != facts.Confirmed
	case f.Is(facts.Intruder, facts.Suspected):
		return has != facts.Suspected && has != facts.Confirmed
	}
	return inc.KindTraits().Access == playbook.BrokenIn && f.Is(facts.Intruder, facts.DontKnow) && has == ""
}

// MayBeIn says whether nobody has ruled out that someone got in, where that is
// the question: then nobody knows that nothing is lost either.
func (inc *Incident) MayBeIn() bool {
	a := inc.Facts.Answer(facts.Intruder)
	return fault.OneOf(a, facts.Suspected, facts.Confirmed) || inc.KindTraits().Access == playbook.BrokenIn && a != facts.No
}

// Agreed is who was to make the backups of the client's data: as the client's
// record says, else as was said in this incident.
func (aff *Affected) Agreed() client.Backups { return cmp.Or(aff.Client.Backups, aff.Backups) }
