package incident

import (
	"cmp"
	"time"

	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/promise"
	"candor/incident/schedule"
	"candor/incident/update"
)

// NightAnswer is what a client was told in one incident, and who chose it: the
// sender of a first notice outside the client's hours. The zero value: nothing.
type NightAnswer struct {
	Choice update.NightChoice `json:"choice,omitempty"`
	By     string             `json:"by,omitempty"` // empty: the client's own policy
	At     time.Time          `json:"at,omitzero"`
}

// NeverWaits says whether a client hears of it whatever the hour.
func (inc *Incident) NeverWaits() bool { return !inc.KindTraits().MayWait }

// nightRule is the rule for a client who was told a choice, "" for none.
func (inc *Incident) nightRule(c *client.Client, choice update.NightChoice) schedule.NightRule {
	switch {
	case inc.NeverWaits():
		return schedule.AsByDay
	case inc.Severity >= client.Small:
		return schedule.OpenTime
	case choice == update.NightThrough || choice == "" && c.Night == client.NightAlways:
		return schedule.AsByDay
	case choice == update.NightTillOpening || c.Night == client.NightSummary || inc.Severity != client.BusinessStopped:
		return schedule.BeforeOpening
	}
	return schedule.AsByDay
}

// firstRule is the rule for the first notice. It is given at once while their
// business is stopped, and while users are hit unless their policy is to sleep.
func (inc *Incident) firstRule(c *client.Client) schedule.NightRule {
	rule := inc.nightRule(c, "")
	switch {
	case rule != schedule.BeforeOpening:
		return rule
	case inc.Severity == client.BusinessStopped, c.Night == client.NightAsk && !inc.Unused:
		return schedule.AsByDay
	}
	return schedule.BeforeOpening
}

// FirstDue returns when a client is owed its first notice of an incident that
// was declared at from; zero if none is owed.
func (inc *Incident) FirstDue(c *client.Client, from time.Time) time.Time {
	first := c.RhythmOf(inc.Severity).First
	if first <= 0 {
		return time.Time{}
	}
	return c.Deadline(inc.firstRule(c), first, from)
}

// FinalDue returns when a client that was told is owed word that it works
// again. Who was told that it hears when it works hears then.
func (inc *Incident) FinalDue(aff *Affected, now time.Time) time.Time {
	c := &aff.Client
	rule := inc.nightRule(c, aff.Night.Choice)
	if rule == schedule.BeforeOpening && (aff.Night.Choice != "" || inc.Severity == client.BusinessStopped) {
		rule = schedule.AsByDay
	}
	return c.Deadline(rule, c.RhythmOf(min(inc.Severity, client.Small)).Final, now)
}

// Sleeps says whether reminders of what a client is owed wait until it opens:
// from half an hour after it closed, so that what was due then is brought up. Bad news does
// not wait, however small it was when it was resolved.
func (inc *Incident) Sleeps(aff *Affected, now time.Time) bool {
	c := &aff.Client
	return inc.MustHear(aff) == nil && inc.nightRule(c, aff.Night.Choice) == schedule.OpenTime && !c.Open(now) && !c.Open(now.Add(-schedule.OpeningMargin)) && !c.NextOpening(now).IsZero()
}

// Night is what a text tells the client about its night: a choice in a first
// notice that leaves outside its hours when the next one would too; else "". The
// client's policy decides; where it has none the sender does, and half-hourly
// holds until then.
func (inc *Incident) Night(aff *Affected, u *update.Update, chosen update.NightChoice, now time.Time) update.NightChoice {
	c := &aff.Client
	if !update.FirstNotice(u.Kind) || inc.NeverWaits() || inc.Severity >= client.Small || c.Open(now) ||
		c.Open(inc.NextAfter(aff, &update.Update{Kind: u.Kind, Night: update.NightThrough}, now)) {
		return ""
	}
	switch {
	case c.Night == client.NightAsk && chosen == update.NightTillOpening:
		return update.NightTillOpening
	case c.Night == client.NightAsk || inc.nightRule(c, "") == schedule.AsByDay:
		return update.NightThrough
	}
	return update.NightTillOpening
}

// ChosenNight is what the writer of a first notice chose: just now, in the draft
// that they go on with, or by a next time in the morning.
func (inc *Incident) ChosenNight(aff *Affected, user string, p Proposal, now time.Time) update.NightChoice {
	draft := aff.Drafts[user].Night
	switch {
	case p.Night != "":
		return p.Night
	case p.NextAt.IsZero():
		return draft
	case p.NextAt.Before(inc.NextAfter(aff, &update.Update{Kind: p.Kind, Night: update.NightTillOpening}, now)):
		return update.NightThrough
	}
	return update.NightTillOpening
}

// ProposeNext proposes when the client should hear after an update of the kind.
func (inc *Incident) ProposeNext(aff *Affected, kind string, quiet bool, now time.Time) time.Time {
	u := update.Update{Kind: kind, Quiet: quiet}
	u.Night = inc.Night(aff, &u, "", now)
	return inc.NextAfter(aff, &u, now)
}

// ProposeSlower is ProposeNext for a text that says that the client hears less
// often from it on.
func (inc *Incident) ProposeSlower(aff *Affected, kind string, step time.Duration, now time.Time) time.Time {
	return inc.NextAfter(aff, &update.Update{Kind: kind, Rhythm: schedule.Every(step)}, now)
}

// Ends says whether a text of the kind comes after the last word and need name no time: of
// harm, and of what was asked of them, more is to follow.
func (inc *Incident) Ends(aff *Affected, kind string) bool {
	return update.KindOf(kind).MayEnd && inc.State != Open && aff.Owed(promise.Final) == nil && len(aff.Standing) == 0 && !facts.AnyGrave(inc.FactsOf(aff).Answers())
}

// NextAfter is when the client hears after an update that says what it says of
// nights and rhythm.
func (inc *Incident) NextAfter(aff *Affected, u *update.Update, now time.Time) time.Time {
	c, cadence := &aff.Client, u.Rhythm
	if u.Kind == update.Overnight {
		return schedule.Morning(c.Zone(), now)
	}
	from := now
	if told := inc.disclosed(aff, u); !told.IsZero() && (cadence.IsZero() || cadence == told) {
		cadence, from = told, now.Add(soonAfter)
	}
	if cadence.IsZero() {
		cadence = inc.Cadence(aff, u.Kind)
	}
	rule := inc.nightRule(c, cmp.Or(u.Night, aff.Night.Choice))
	if rule == schedule.OpenTime && cadence.Cron == "" && cadence.Step < 24*time.Hour {
		from = c.AfterOpen(now, cadence.Step/2).Add(-cadence.Step / 2)
	}
	next := cadence.Propose(aff.beyond(from, cadence), c.Zone())
	if u.Quiet || update.StatusAfter(u.Kind, inc.StatusOf(aff)) == update.Monitoring { // it works: nobody has to be up for it
		next = schedule.Quiet(c.Shift(rule, schedule.Quiet(next, c.Zone())), c.Zone())
	} else {
		next = c.Shift(rule, next)
	}
	p := aff.Owed(promise.Update)
	if u.Kind == update.ByHand && p.StandsAt(now) {
		next = schedule.Sooner(next, p.DueAt)
	}
	return schedule.Sooner(next, p.StillFor(now))
}

// beyond is a little after an instant that is half a step before a time that the client knows:
// that is not named again, and whoever answers a reminder is not asked again at once.
func (aff *Affected) beyond(t time.Time, every schedule.Cadence) time.Time {
	if p := aff.Owed(promise.Update); p != nil && p.Said && p.DueAt.Equal(t.Add(every.Gap(t, aff.Client.Zone())/2)) {
		return t.Add(1)
	}
	return t
}

// Cadence is how often a client hears after an update of the kind: that of the status that
// it leaves.
func (inc *Incident) Cadence(aff *Affected, kind string) schedule.Cadence {
	if aff == nil {
		return schedule.Cadence{}
	}
	status := update.StatusAfter(kind, inc.StatusOf(aff))
	sev := min(inc.Severity, client.Small) // a near miss that is told after all has the calmest rhythm
	return aff.pace(update.During(aff.Client.RhythmOf(sev), status))
}

// AskBack asks whether a next time is meant of which a slip of the finger is
// likelier: tomorrow's, where the time of day has just passed, and one more than
// four of the usual steps away. A night in which nothing is usual does not count.
func (inc *Incident) AskBack(aff *Affected, p *Proposal, now time.Time) error {
	step := inc.Cadence(aff, p.Kind).Gap(now, aff.Client.Zone())
	last := schedule.Later(now, inc.ProposeNext(aff, p.Kind, p.Quiet, now).Add(-step)).Add(usualSteps * step)
	far := step > 0 && p.NextAt.After(last)
	if p.Asks.Sure || !p.NextAt.After(now) || !far && !p.Asks.Passed {
		return nil
	}
	e := fault.FieldError("next_update", "Nothing was sent or recorded, and the promise stays: %s is much later than %s usually hears. Give an earlier time, or write the day and the time if you mean it.",
		aff.Client.Clock(p.NextAt, "Mon 2 January 15:04"), aff.Client.Name)
	e.Code = fault.NeedsYes
	return e
}

// usualSteps is how many of the usual steps away a next time may be without being
// asked back.
const usualSteps = 4
