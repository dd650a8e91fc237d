package work

import (
	"slices"
	"time"

	"candor/incident"
	"candor/incident/facts"
	"candor/incident/meeting"
	"candor/incident/promise"
	"candor/incident/timeline"
	"candor/incident/whose"
)

// FactsChanged follows new answers, by the client for whom they are new: the severity that
// they ask for, the hour within which a loss is told, and the clients who have heard otherwise.
func (w *Unit) FactsChanged(a incident.Actor, changed map[string][]facts.Question) error {
	w.JoinSteps(w.Inc, slices.Clone(w.Inc.Checklist))
	if floor := w.FloorOf(w.Inc); w.Inc.State == incident.Open && floor != 0 && w.Inc.Severity > floor {
		was := w.Inc.Severity
		if err := w.Inc.SetSeverity(floor, w.Now); err != nil {
			return err
		}
		if err := w.weighed(a, was, w.hit(changed)); err != nil {
			return err
		}
	}
	if err := w.bringUp(a); err != nil {
		return err
	}
	for i := range w.Inc.Clients {
		aff := &w.Inc.Clients[i]
		for _, q := range changed[aff.Client.ID] {
			if err := w.answerFor(aff, q); err != nil {
				return err
			}
		}
	}
	return nil
}

// answerFor follows a new answer for a client: it is news to them, or what a person had told them
// in words of their own, and then they have it in writing, too.
func (w *Unit) answerFor(aff *incident.Affected, q facts.Question) error {
	if e := w.Inc.NewsFor(aff, q); e != nil {
		return w.ClientEvent(aff, *e)
	}
	if facts.Bad(q, aff.Knows[q]) {
		meeting.OweWriting(w.Inc, aff, w.Now)
	}
	return nil
}

// hit are the clients for whom an answer is new: of what is known of one alone the others hear
// nothing.
func (w *Unit) hit(changed map[string][]facts.Question) (list []*incident.Affected) {
	for id := range changed {
		list = append(list, w.Inc.Affected(id))
	}
	return list
}

// bringUp makes due what a client has to hear more of it, also of one that is closed, and
// reminded nobody.
func (w *Unit) bringUp(a incident.Actor) (err error) {
	untold := func(aff incident.Affected) bool { return len(w.Inc.Unheard(&aff)) > 0 }
	if w.Inc.State == incident.Closed && slices.ContainsFunc(w.Inc.Clients, untold) {
		err = w.Unclose(timeline.Entry{By: a.ID})
	}
	for i := range w.Inc.Clients {
		w.Inc.Hurry(&w.Inc.Clients[i], w.Now)
	}
	return err
}

// What somebody is still to hear of who has had the last word.
const (
	MoreKnown = "what is confirmed since"
	MoreSeen  = "what they notice since"
)

// Since owes a client, or with "" all of them, what has come up after their last word: within the hour.
func (w *Unit) Since(client, what string) {
	for i := range w.Inc.Clients {
		aff := &w.Inc.Clients[i]
		if w.Inc.State != incident.Resolved || client != "" && client != aff.Client.ID || aff.ToldAt.IsZero() || aff.Owed(promise.Final) != nil || aff.Owed(promise.Afterword) != nil {
			continue
		}
		by := w.Now.Add(time.Hour)
		if w.Inc.Sleeps(aff, w.Now) {
			by = w.Inc.EventDue(aff, w.Now)
		}
		w.Inc.Promise(aff, promise.Afterword, by, w.Now).Words = what
	}
}

// NoneSince ends that once nothing is left of what is confirmed that they have not been told.
func (w *Unit) NoneSince() error {
	for i := range w.Inc.Clients {
		aff := &w.Inc.Clients[i]
		p := aff.Owed(promise.Afterword)
		if p == nil || p.Words != MoreKnown || len(w.Inc.FactsOf(aff).Untold(aff.Learned)) > 0 {
			continue
		}
		p.End(promise.Dropped, "it was taken off the list", w.Now)
		if err := w.Collapse(aff, p, 0); err != nil {
			return err
		}
	}
	return nil
}

// LineGone follows that a line is certain no more: a text that waits for a word and says it is not
// sent, and who was told it hears that it was wrong, if it was.
func (w *Unit) LineGone(a incident.Actor, gone facts.Noted) error {
	wrong := map[string][]facts.Question{}
	for i := range w.Inc.Clients {
		aff := &w.Inc.Clients[i]
		if len(w.Inc.FactsOf(aff).TakenBack(aff.Learned)) > 0 {
			wrong[aff.Client.ID] = []facts.Question{facts.Sentence}
		}
	}
	return w.FactsChanged(a, wrong)
}

// Unclose takes back that an incident was closed: a client has to hear more from it.
func (w *Unit) Unclose(e timeline.Entry) error {
	w.Inc.State, w.Inc.ClosedAt, e.Kind = incident.Resolved, time.Time{}, timeline.Unclosed
	for i := range w.Inc.Clients {
		w.Inc.Clients[i].NoPromise = "it was closed before that was known"
	}
	return w.Record(e)
}

// Noticed keeps when somebody says that we noticed the bad news of a client, nil: of all, if that
// is another time than it was, and than they were shown.
func (w *Unit) Noticed(a incident.Actor, aff *incident.Affected, at, shown time.Time) error {
	if at.IsZero() || at.Truncate(time.Minute).Equal(shown.Truncate(time.Minute)) {
		return nil
	}
	changed, err := whose.SetNoticed(w.Inc, aff, at, w.Now)
	if err != nil || !changed {
		return err
	}
	return w.Record(timeline.Entry{Kind: timeline.Noticed, By: a.ID, Start: at.Truncate(time.Minute)})
}
