package candor

import (
	"cmp"
	"context"
	"time"
)

// NightChoice is what a client was told that happens outside its hours.
type NightChoice string

const (
	NightThrough     NightChoice = "through" // we write as by day
	NightTillOpening NightChoice = "opening" // we write when it works, and at the latest half an hour before they open
)

// NightAnswer is what a client was told in one incident, and who chose it: the
// sender of a first notice outside the client's hours. The zero value: nothing.
type NightAnswer struct {
	Choice NightChoice `json:"choice,omitempty"`
	By     string      `json:"by,omitempty"` // empty: the client's own policy
	At     time.Time   `json:"at,omitzero"`
}

// nightRule is what becomes of a time that falls outside the client's hours.
type nightRule int

const (
	asByDay       nightRule = iota // it stays
	beforeOpening                  // it moves to half an hour before they open
	openTime                       // their clock stands still: only open time counts, and what is left moves to half an hour after they open
)

// openingMargin is the half hour before or after a client opens.
const openingMargin = 30 * time.Minute

// neverWaits says whether a client hears of it whatever the hour.
func (inc *Incident) neverWaits() bool { return !inc.KindTraits().MayWait }

// nightRule is the rule for a client who was told a choice, "" for none.
func (inc *Incident) nightRule(c *Client, choice NightChoice) nightRule {
	switch {
	case inc.neverWaits():
		return asByDay
	case inc.Severity >= Small:
		return openTime
	case choice == NightThrough || choice == "" && c.Night == NightAlways:
		return asByDay
	case choice == NightTillOpening || c.Night == NightSummary || inc.Severity != BusinessStopped:
		return beforeOpening
	}
	return asByDay
}

// shift moves a time by the rule.
func (c *Client) shift(rule nightRule, at time.Time) time.Time {
	if rule == asByDay || c.Open(at) || c.Open(at.Add(-1)) { // the minute in which they close still counts
		return at
	}
	opens := c.NextOpening(at)
	switch {
	case opens.IsZero():
		return at
	case rule == beforeOpening:
		return later(at, opens.Add(-openingMargin))
	}
	return opens.Add(openingMargin)
}

// deadline returns when d has passed for the client since from, by the rule.
func (c *Client) deadline(rule nightRule, d time.Duration, from time.Time) time.Time {
	if rule == openTime {
		return c.afterOpen(from, d)
	}
	return c.shift(rule, from.Add(d))
}

// firstRule is the rule for the first notice. It is given at once while their
// business is stopped, and while users are hit unless their policy is to sleep.
func (inc *Incident) firstRule(c *Client) nightRule {
	rule := inc.nightRule(c, "")
	switch {
	case rule != beforeOpening:
		return rule
	case inc.Severity == BusinessStopped, c.Night == NightAsk && !inc.Unused:
		return asByDay
	}
	return beforeOpening
}

// firstDue returns when a client is owed its first notice of an incident that
// was declared at from; zero if none is owed.
func (inc *Incident) firstDue(c *Client, from time.Time) time.Time {
	first := c.RhythmOf(inc.Severity).First
	if first <= 0 {
		return time.Time{}
	}
	return c.deadline(inc.firstRule(c), first, from)
}

// finalDue returns when a client that was told is owed word that it works
// again. Who was told that it hears when it works hears then.
func (inc *Incident) finalDue(aff *Affected, now time.Time) time.Time {
	c := &aff.Client
	rule := inc.nightRule(c, aff.Night.Choice)
	if rule == beforeOpening && (aff.Night.Choice != "" || inc.Severity == BusinessStopped) {
		rule = asByDay
	}
	return c.deadline(rule, c.RhythmOf(min(inc.Severity, Small)).Final, now)
}

// sleeps says whether reminders of what a client is owed wait until it opens:
// from half an hour after it closed, so that what was due then is brought up.
func (inc *Incident) sleeps(aff *Affected, now time.Time) bool {
	c := &aff.Client
	return inc.nightRule(c, aff.Night.Choice) == openTime && !c.Open(now) && !c.Open(now.Add(-openingMargin)) && !c.NextOpening(now).IsZero()
}

// night is what a text tells the client about its night: a choice in a first
// notice that leaves outside its hours when the next one would too; else "". The
// client's policy decides; where it has none the sender does, and half-hourly
// holds until then.
func (inc *Incident) night(aff *Affected, u *Update, chosen NightChoice, now time.Time) NightChoice {
	c := &aff.Client
	if !FirstNotice(u.Kind) || inc.neverWaits() || inc.Severity >= Small || c.Open(now) ||
		c.Open(inc.nextAfter(aff, &Update{Kind: u.Kind, Night: NightThrough}, now)) {
		return ""
	}
	switch {
	case c.Night == NightAsk && chosen == NightTillOpening:
		return NightTillOpening
	case c.Night == NightAsk || inc.nightRule(c, "") == asByDay:
		return NightThrough
	}
	return NightTillOpening
}

// chosenNight is what the writer of a first notice chose: just now, in the draft
// that they go on with, or by a next time in the morning.
func (inc *Incident) chosenNight(aff *Affected, user string, p Proposal, now time.Time) NightChoice {
	draft := aff.Drafts[user].Night
	switch {
	case p.Night != "":
		return p.Night
	case p.NextAt.IsZero():
		return draft
	case p.NextAt.Before(inc.nextAfter(aff, &Update{Kind: p.Kind, Night: NightTillOpening}, now)):
		return NightThrough
	}
	return NightTillOpening
}

// AsksNight says whether the sender of a text chooses what happens at night.
func (u *Update) AsksNight(c *Client) bool { return u.Night != "" && c.Night == NightAsk }

// ProposeNext proposes when the client should hear after an update of the kind.
func (inc *Incident) ProposeNext(aff *Affected, kind string, quiet bool, now time.Time) time.Time {
	u := Update{Kind: kind, Quiet: quiet}
	u.Night = inc.night(aff, &u, "", now)
	return inc.nextAfter(aff, &u, now)
}

// ProposeSlower is ProposeNext for a text that says that the client hears less
// often from it on.
func (inc *Incident) ProposeSlower(aff *Affected, kind string, step time.Duration, now time.Time) time.Time {
	return inc.nextAfter(aff, &Update{Kind: kind, Rhythm: Every(step)}, now)
}

// nextAfter is when the client hears after an update that says what it says of
// nights and rhythm.
func (inc *Incident) nextAfter(aff *Affected, u *Update, now time.Time) time.Time {
	c, cadence := &aff.Client, u.Rhythm
	if u.Kind == Overnight {
		return Morning(c.Zone(), now)
	}
	if cadence.IsZero() {
		cadence = inc.cadence(aff, u.Kind)
	}
	rule := inc.nightRule(c, cmp.Or(u.Night, aff.Night.Choice))
	from := now
	if rule == openTime && cadence.Cron == "" && cadence.Step < 24*time.Hour {
		from = c.afterOpen(now, cadence.Step/2).Add(-cadence.Step / 2)
	}
	next := cadence.Propose(from, c.Zone())
	if u.Quiet || StatusAfter(u.Kind, inc.Status) == Monitoring { // it works: nobody has to be up for it
		next = quiet(c.shift(rule, quiet(next, c.Zone())), c.Zone())
	} else {
		next = c.shift(rule, next)
	}
	if p := aff.Owed(UpdatePromise); p.stillFor(now) || u.Kind == ByHand && p.standsAt(now) {
		next = sooner(next, p.DueAt)
	}
	return next
}

// cadence is that of the status that a kind of update leaves.
func (inc *Incident) cadence(aff *Affected, kind string) Cadence {
	status := StatusAfter(kind, inc.Status)
	sev := min(inc.Severity, Small) // a near miss that is told after all has the calmest rhythm
	return aff.pace(aff.Client.RhythmOf(sev).During(status))
}

// ChooseNight writes a first notice again with another choice for the client's
// night: the person's draft, or with a promise's number the one of its reminder.
// It becomes the person's draft.
func (s *Service) ChooseNight(ctx context.Context, a Actor, number int64, client string, promise int, choice NightChoice) (*Telling, error) {
	var t *Telling
	_, err := s.changeFor(ctx, a, Send, number, client, func(tx Tx, inc *Incident, aff *Affected, now time.Time) error {
		u, ok := aff.Drafts[a.ID]
		if p := aff.promiseN(promise); p != nil && p.Draft != nil {
			u, ok = *p.Draft, true
		}
		if !ok || !FirstNotice(u.Kind) || aff.Written {
			return Errorf(Conflict, "The first word to %s has left, or its draft is gone. Nothing was changed.", aff.Client.Name)
		}
		var err error
		t, err = s.draft(tx, inc, a, Proposal{Client: client, Kind: u.Kind, Words: u.Words, Times: u.Times, Night: choice}, now)
		return err
	})
	return t, err
}

// CadenceAfter returns how often a client hears after an update of the kind.
func (inc *Incident) CadenceAfter(client, kind string) Cadence {
	aff := inc.Affected(client)
	if aff == nil {
		return Cadence{}
	}
	return inc.cadence(aff, kind)
}
