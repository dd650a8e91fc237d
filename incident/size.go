package incident

import (
	"slices"
	"time"

	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/schedule"
)

// Size is how much comes after the final message, so that one bad hour does not bring
// weeks of work, and a loss is not over with one sentence.
type Size string

const (
	// Small is the final message alone: what happened, why, and what changes.
	Small Size = "small"
	// Normal brings the written review, and one question how it goes.
	Normal Size = "normal"
	// Full brings all there is, to the question after a month.
	Full Size = "full"
)

// Sizes lists them, the smallest first.
var Sizes = []Size{Small, Normal, Full}

// Aftercare is how much comes after the final message, at most: what comes for the client
// for whom most does.
func (inc *Incident) Aftercare(now time.Time) Size {
	most := 0
	for i := range inc.Clients {
		most = max(most, slices.Index(Sizes, inc.AftercareOf(&inc.Clients[i], now)))
	}
	return Sizes[most]
}

// AftercareOf is how much comes for one client: as somebody chose, else by what was done to
// this one. now counts while it is not resolved.
func (inc *Incident) AftercareOf(aff *Affected, now time.Time) Size {
	if inc.Chosen != "" {
		return inc.Chosen
	}
	end := now
	if inc.State != Open && !inc.ResolvedAt.IsZero() {
		end = inc.ResolvedAt
	}
	switch {
	case inc.harmed(aff):
		return Full
	case !inc.reviewRow(aff, end).Required:
		return Small
	}
	return Normal
}

// harmed says whether it is about a client's data, by its kind or by what is known of them.
func (inc *Incident) harmed(aff *Affected) bool {
	return inc.traitsFor(aff).BadNews || facts.AnyGrave(inc.FactsOf(aff).Answers())
}

// traitsFor are the traits of the kind as they hold for one client. Where it is known of
// each whether it was hit, bad news of the others is none of this one's; nor is a loss that was none.
func (inc *Incident) traitsFor(aff *Affected) playbook.Traits {
	t := inc.KindTraits()
	if own, apart := aff.Own[t.Suspects()]; apart && own.Answer == facts.No || t.Suspects() == facts.DataLost && inc.FactsOf(aff).Is(facts.DataLost, facts.No) && aff.Knows[facts.DataLost] != facts.Yes {
		t.BadNews, t.Access = false, playbook.NoAccess
	}
	return t
}

// ChooseAftercare keeps how much is to come after the final message. Where that has
// been sent, what we owe only ourselves follows; what a client was told stays.
func (inc *Incident) ChooseAftercare(s Size, now time.Time) error {
	switch {
	case inc.Over():
		return inc.OverError()
	case !fault.OneOf(s, Sizes...):
		return fault.FieldError("aftercare", "Say how much is to come after the final message: small, normal or full. Nothing was changed.")
	case !slices.ContainsFunc(inc.Clients, func(aff Affected) bool { return inc.AftercareOf(&aff, now) != s }):
		return fault.Errorf(fault.Conflict, "It is %s already. Nothing was changed.", s)
	}
	inc.Chosen = s
	for i := range inc.Clients {
		if aff := &inc.Clients[i]; inc.State != Open && !aff.EndedAt().IsZero() {
			inc.follow(aff, aff.EndedAt(), now)
		}
	}
	return nil
}

// EndedAt is when the client got the final message; zero if they have none.
func (aff *Affected) EndedAt() (at time.Time) {
	for _, p := range aff.Promises {
		if p.Kind == promise.Final && (p.Outcome == promise.Kept || p.Outcome == promise.Late) {
			at = p.SettledAt
		}
	}
	return at
}

// checkins are the questions how it goes: after how many days, and from which size on.
var checkins = []struct {
	kind promise.Kind
	days int
	from Size
}{{promise.Checkin24, 1, Normal}, {promise.Checkin7, 7, Full}, {promise.Checkin30, 30, Full}}

// follow makes what we owe ourselves after the final message, which left at ended, and
// gives up what is too much for the size.
func (inc *Incident) follow(aff *Affected, ended, now time.Time) {
	size := inc.AftercareOf(aff, now)
	for _, c := range checkins {
		wanted := inc.Drill == nil && (size == Full || size == c.from) && aff.Client.Manner != client.Lawyer // nobody asks a lawyer how it goes
		due := inc.staffed(c.kind, c.days, func(days int) time.Time { return aff.Client.MorningAfter(days, ended) })
		switch have := aff.Owed(c.kind); {
		case wanted && have == nil && !aff.promised(c.kind, ended) && due.After(now):
			inc.Promise(aff, c.kind, due, now)
		case !wanted && have != nil && !have.Said:
			have.End(promise.Dropped, "not needed after an incident of this size", now)
		}
	}
}

// promised says whether a promise of a kind was made since.
func (aff *Affected) promised(k promise.Kind, since time.Time) bool {
	for _, p := range aff.Promises {
		if p.Kind == k && !p.MadeAt.Before(since) && p.Outcome != promise.Dropped {
			return true
		}
	}
	return false
}

// quietDay is how long after its end an incident stays where it can be reopened.
const quietDay = 24 * time.Hour

// CloseAgain is after how long it is tried again to close what was still under way.
const CloseAgain = time.Hour

// ClosesAt is when an incident closes by itself: a day after its end, and after the last
// that was promised; zero while anything is due, asked, missing or to be answered.
func (inc *Incident) ClosesAt() time.Time {
	if inc.State != Resolved || inc.Drill != nil || inc.Owes() || inc.Moving || inc.asks() {
		return time.Time{}
	}
	at := inc.ResolvedAt
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		if aff.Out > 0 || aff.Unsure > 0 || len(aff.Missing) > 0 || aff.Request != nil || len(aff.Unanswered()) > 0 || len(inc.Unheard(aff)) > 0 {
			return time.Time{}
		}
		at = schedule.Later(at, aff.ToldAt)
		for _, p := range aff.Promises {
			at = schedule.Later(at, p.SettledAt)
		}
	}
	return schedule.Later(at.Add(quietDay), inc.NotClosedBefore)
}

// asks says whether a step is open that has to be answered before it is closed.
func (inc *Incident) asks() bool {
	return slices.ContainsFunc(inc.OpenItems(), func(it playbook.Item) bool { return it.Gate != playbook.NoGate })
}
