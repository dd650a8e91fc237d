package incident

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/phrase"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/schedule"
	"candor/incident/update"
)

// DueAt returns when the item is due in an incident; zero if it is not.
func DueAt(it *playbook.Item, inc *Incident) time.Time {
	o, err := playbook.ParseOffset(it.Due)
	if err != nil {
		return time.Time{} // a playbook is validated before it is used
	}
	at := after(o, it, inc)
	if at.IsZero() && it.Gate != playbook.ResolveGate {
		return at
	}
	return schedule.Later(at, it.NotTill) // zero where neither is given
}

// worksAgain says whether it works again, as far as anybody said.
func (inc *Incident) worksAgain() bool {
	return inc.State == Resolved || inc.State == Closed || inc.Status == update.Monitoring
}

// CloseMoot closes the steps that make no sense any more, and opens them again when it
// is down again. It returns those that it changed.
func (inc *Incident) CloseMoot(now time.Time) []playbook.Item {
	if inc.Ended() {
		return nil
	}
	changed := append(playbook.CloseMoot(inc.Checklist, playbook.MootWorksAgain, inc.worksAgain(), now), playbook.CloseUnmet(inc.Checklist, &inc.Facts, now)...)
	return append(changed, playbook.CloseRest(inc.Checklist, inc.State == Resolved && inc.Aftercare(now) == Small, now)...)
}

// planned says whether an open step of an incident is due after it was closed.
func (inc *Incident) planned(it *playbook.Item) bool {
	return inc.State == Closed && it.State == playbook.ItemOpen && it.Gate == playbook.CloseGate && !it.ByText() && DueAt(it, inc).After(inc.ClosedAt)
}

// StepAt returns when its owner is told that a step is due while the incident is worked
// on: at severity 3 and 4 in their working hours. Once it is resolved, see [Incident.InDays].
func (inc *Incident) StepAt(it *playbook.Item) time.Time {
	at, owner := inc.stepDue(it), inc.Holder(it.Owner)
	if it.Brought || at.IsZero() || owner == "" || inc.worksAgain() {
		return time.Time{}
	}
	if at = inc.Watch.Lets(owner, at); inc.Severity <= client.ImportantBroken {
		return at
	}
	return inc.Office(owner).Open(at)
}

// stepDue is when a step is due that is open and that no text proves done; zero if never.
func (inc *Incident) stepDue(it *playbook.Item) time.Time {
	if it.State != playbook.ItemOpen || it.ByText() || inc.Ended() && !inc.planned(it) {
		return time.Time{}
	}
	o, err := playbook.ParseOffset(it.Due)
	if err == nil && (o.From == 'D' && inc.Facts.ConfirmedAt().IsZero() || o.From == 'A' && inc.Facts.AwareAt().IsZero()) {
		return time.Time{} // until then it is only the earliest that it can be due
	}
	at := DueAt(it, inc)
	if at.IsZero() && it.Due == "" && inc.State == Resolved { // it gates the close all the same
		at = inc.ReviewDue(inc.Affected(""), inc.ResolvedAt)
	}
	return at
}

// ZoneNamed is the clock of a person, that of the first client where we do not know it.
func (inc *Incident) ZoneNamed(user string) *time.Location {
	name := inc.Zones[user]
	if aff := inc.Affected(""); name == "" && aff != nil {
		name = aff.Client.TimeZone
	}
	return (&client.Client{TimeZone: name}).Zone()
}

// StepsOf are the open steps of a person of which they were told that they are due.
func (inc *Incident) StepsOf(user string) []playbook.Item {
	return slices.DeleteFunc(inc.OpenItems(), func(it playbook.Item) bool { return !it.Brought || inc.Holder(it.Owner) != user })
}

// OpenItems returns the open items, in order.
func (inc *Incident) OpenItems() []playbook.Item {
	return slices.DeleteFunc(slices.Clone(inc.Checklist), func(it playbook.Item) bool { return it.State != playbook.ItemOpen })
}

// NextItems returns the open items in the order in which they help. Once it works
// again, what was for its first minutes comes last: nobody needs to be stopped.
func (inc *Incident) NextItems() []playbook.Item {
	list := inc.OpenItems()
	if inc.State == Open && inc.Status != update.Monitoring {
		return list
	}
	early := func(it playbook.Item) int {
		if it.Phase == "assess" || it.Phase == "contain" {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(list, func(a, b playbook.Item) int { return early(a) - early(b) })
	return list
}

// Gated returns the open items that have to be answered to close it. What is due
// days later does not hold up a close: it is planned, and its owner is reminded.
func (inc *Incident) Gated(now time.Time) []playbook.Item {
	return slices.DeleteFunc(inc.OpenItems(), func(it playbook.Item) bool {
		return it.Gate == playbook.NoGate || it.Gate == playbook.CloseGate && DueAt(&it, inc).After(now)
	})
}

// Done counts the items that were answered, and all.
func (inc *Incident) Done() (done, all int) {
	for i := range inc.Checklist {
		if inc.Checklist[i].State != playbook.ItemOpen {
			done++
		}
	}
	return done, len(inc.Checklist)
}

// Item finds an item by its id or by its number on the screen ("3").
func (inc *Incident) item(ref string) (*playbook.Item, error) {
	for i := range inc.Checklist {
		if inc.Checklist[i].ID == ref {
			return &inc.Checklist[i], nil
		}
	}
	if ref == "" {
		return nil, fault.Errorf(fault.NotFound, "Which step? Nothing was changed. Type its number; only check shows them all.").
			Offering(fault.Ready{Line: inc.Name() + " check", Label: "Show the steps"})
	}
	n, err := strconv.Atoi(ref)
	at := playbook.WithNumber(inc.Checklist, n)
	if err != nil || at < 0 {
		return nil, fault.Errorf(fault.NotFound, "%s has no step “%s” now. Type check to see them. Nothing was changed.", inc.Name(), ref)
	}
	return &inc.Checklist[at], nil
}

// Answer marks a step done (reason empty) or skipped with a reason, or opens it
// again (state ItemOpen).
func (inc *Incident) Answer(ref string, m playbook.Mark) (*playbook.Item, error) {
	if inc.Over() {
		return nil, inc.OverError()
	}
	it, err := inc.item(ref)
	if err != nil {
		return nil, err
	}
	m.Reason = strings.TrimSpace(m.Reason)
	if m.State == playbook.ItemSkipped && m.Reason == "" {
		return nil, fault.FieldError("reason", "A skipped step needs its reason, for example: check skip 3 no staging system. Nothing was changed.")
	}
	if m.State == playbook.ItemSkipped && phrase.SaysDone(m.Reason) {
		return nil, playbook.NotSkipped(m.Reason)
	}
	if it.State == m.State && it.Reason == m.Reason {
		return it, nil
	}
	if it.Mark = m; m.State == playbook.ItemOpen {
		it.By, it.At = "", time.Time{}
	}
	if it.Means == playbook.MeansReview && m.State == playbook.ItemDone {
		inc.reviewed(m.At)
	}
	return it, nil
}

// MaxItems is the most steps that a checklist has: what a form can show.
const MaxItems = 60

// MayAdd refuses a step that cannot be added.
func (inc *Incident) MayAdd(text string) error {
	switch n := utf8.RuneCountInString(text); {
	case inc.Over():
		return inc.OverError()
	case text == "":
		return fault.Errorf(fault.Invalid, "Say what the step is, for example: check add call the hosting company. Nothing was changed.")
	case n > 300:
		return fault.FieldError("add", "A step is one line of at most 300 characters; this one has %d. Nothing was changed.", n)
	case len(inc.Checklist) >= MaxItems:
		return fault.FieldError("add", "Nothing was added: the checklist is full (%d steps). Write it down with note instead.", MaxItems)
	}
	return nil
}

// Add puts a step of the team's own at the end of its lane.
func (inc *Incident) Add(text string, phase playbook.Phase) (*playbook.Item, error) {
	text = strings.TrimSpace(text)
	if err := inc.MayAdd(text); err != nil {
		return nil, err
	}
	var it *playbook.Item
	inc.Checklist, it = playbook.Put(inc.Checklist, text, phase)
	return it, nil
}

// tick marks the steps done that the sending of an update proves.
func (inc *Incident) tick(kind, by string, now time.Time) {
	means := update.Proof(kind, inc.Aftercare(now) != Full)
	if means == "" && inc.State == Open {
		means = playbook.MeansFirstNotice // whatever was sent first, the client knows
	}
	inc.Prove(means, by, now)
}

// Prove marks the steps done that something shows to be done, those that are still to
// come too; "" shows nothing.
func (inc *Incident) Prove(means, by string, now time.Time) {
	if means != "" {
		inc.Proven = inc.Proven.With(means, by, now)
		playbook.Prove(inc.Checklist, means, inc.Proven[means])
	}
}

// reviewed settles the promise of a written review.
func (inc *Incident) reviewed(now time.Time) {
	for i := range inc.Clients {
		if p := inc.Clients[i].Owed(promise.Review); p != nil {
			p.Settle(0, now)
		}
	}
}

// rest moves the open steps to the morning: it works again, people sleep.
func (inc *Incident) rest(till time.Time) {
	for i := range inc.Checklist {
		if it := &inc.Checklist[i]; it.State == playbook.ItemOpen {
			it.NotTill = schedule.Later(it.NotTill, till)
		}
	}
}
