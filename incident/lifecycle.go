package incident

import (
	"slices"
	"time"

	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/update"
)

// MayBeResolved refuses to resolve what is over.
func (inc *Incident) MayBeResolved() error {
	switch inc.State {
	case Open:
		return nil
	case Resolved:
		return fault.Errorf(fault.Conflict, "%s is resolved already. Nothing was changed. What is left: check and close.", inc.Name())
	}
	return inc.OverError()
}

// MayResolve refuses to resolve what is over, and what a client does not know
// yet: a loss that was confirmed is told before the last word, not never.
func (inc *Incident) MayResolve() error {
	if err := inc.MayBeResolved(); err != nil {
		return err
	}
	for i := range inc.Clients {
		if err := inc.TellFirst(&inc.Clients[i], inc.Name()+" was *not* resolved, and nothing was sent."); err != nil {
			return err
		}
	}
	return inc.askedBack()
}

// askedBack refuses to say that it works again while nobody has said what became
// of the data, or of what the kind of the incident suspects: the final message says it. The same of
// harm of which words speak that they have read.
func (inc *Incident) askedBack() error {
	for i := range inc.Clients {
		if err := inc.unanswered(&inc.Clients[i]); err != nil {
			return err
		}
	}
	return nil
}

// unanswered refuses where nobody has answered for a client what its final message says.
func (inc *Incident) unanswered(aff *Affected) error {
	f := inc.FactsOf(aff)
	for _, q := range facts.Questions {
		asks := fault.OneOf(q, facts.DataLost, inc.KindTraits().Suspects()) || facts.Bad(q, aff.Knows[q])
		asks = f.Answer(q) == "" && (asks && inc.BadNews() || inc.hinted(aff, q))
		if !asks && !(q == facts.Recoverable && inc.BadNews() && f.Doubtful()) {
			continue
		}
		of, why := "", "the final message says it"
		if _, own := aff.Own[q]; own {
			of = " for " + aff.Client.Name
		}
		if !inc.BadNews() {
			why = "what " + aff.Client.Name + " read sounds like it"
		}
		err := fault.Errorf(fault.Conflict, "%s was *not* resolved, and nothing was sent: nobody has answered%s whether %s, and %s. Answer the questions first; “don't know yet” is an answer.", inc.Name(), of, facts.Whether[q], why)
		return &UntoldError{Incident: inc.Number, Client: aff.Client.ID, First: true, Ask: true, Err: err}
	}
	return nil
}

// hinted says whether words that they have read speak of harm that resolving does not ask about:
// that somebody got in, or of personal data.
func (inc *Incident) hinted(aff *Affected, q facts.Question) bool {
	return fault.OneOf(q, facts.Intruder, facts.Personal) && (aff.Hinted[q] != "" || slices.Contains(inc.Hints, q)) && fault.OneOf(aff.Knows[q], "", facts.DontKnow)
}

// DropPromises ends all that is owed, with the reason why nothing is owed any more.
func (inc *Incident) DropPromises(why string, now time.Time) {
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		aff.NoPromise = why
		for j := range aff.Promises {
			if p := &aff.Promises[j]; p.Outcome == promise.Pending {
				p.End(promise.Dropped, why, now)
			}
		}
	}
}

// Details is a change of what an incident is; empty fields stay.
type Details struct {
	Severity  client.Severity
	Kind      string
	Also      string // a kind that it is beside its own
	Status    update.Status
	Roles     map[playbook.Role]string // "" gives a role back to the commander
	Aftercare Size                     // how much comes after the final message
	Names     map[string]string        // of those who get a role, as their Slack profiles say
}

// Phase is the lane in which the incident is: that of its first open item.
func (inc *Incident) Phase() playbook.Phase {
	if open := inc.OpenItems(); len(open) > 0 {
		return open[0].Phase
	}
	return playbook.Phases[len(playbook.Phases)-1]
}
