package service_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"candor/incident/playbook"
)

// What is promised to clients and what became of the steps, once more and simply: read
// from the design, with nothing of what the program reckons with. It knows no store, no
// delivery, no reminder and no text; clients who never close, and kinds of incident
// without bad news. model_play_test.go holds the program against it.

// A mStep is a line of the checklist.
type mStep struct {
	id, phase, owner, gate, due, means string
	n                                  int  // by which people name it; nothing moves it
	moot                               bool // makes no sense once it works again

	state, by, why string
}

// An mPromise is what one client may expect.
type mPromise struct {
	kind      string
	made, due time.Time
	usual     time.Duration
	first     bool
	said      bool // the client knows the time
	outcome   string
}

// An mText is on its way to a client: it can be taken back until it leaves.
type mText struct {
	kind, by         string
	at, leaves, next time.Time
	rhythm           time.Duration // what it says of how often they hear from now on; 0: nothing
	review           time.Time     // by when it promises the review; zero: not
	untimed          bool          // nobody told them next
	undone           bool
}

// An mClient is a client of the incident.
type mClient struct {
	id        string
	zone      *time.Location
	promises  []*mPromise
	told      time.Time // zero: never
	ended     time.Time // when it had the final message; zero: never
	written   bool
	out       *mText
	last      *mText    // the newest text, taken back or not, or told by hand
	still     int       // “still working” in a row
	changed   time.Time // something has happened since that they have not heard of; zero: no
	askedAny  bool      // others may have been asked to tell them
	own, plan time.Duration
	byText    bool      // own was said in a text
	onlyGood  bool      // what has changed is good news alone
	good      bool      // some of it is
	works     bool      // they read that it works again
	fixed     time.Time // since when, as they read; zero: not
	saysFixed time.Time // and as a text says that may be on its way
	status    string    // what a text to them alone said; "": that of the incident
}

// A model is one incident.
type model struct {
	now                     time.Time
	state, status           string
	sev                     int
	since, resolved, closed time.Time
	commander, comms        string // comms: "" where it is the commander's
	size                    string // how much comes after the final message, as somebody chose; "": by the harm
	steps                   []*mStep
	clients                 []*mClient
}

// rhythms are how soon a client hears at each severity, as the design has them.
var rhythms = map[int]struct{ first, every, less, watch, final time.Duration }{
	1: {15 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 15 * time.Minute},
	2: {30 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour, 30 * time.Minute},
	3: {2 * time.Hour, 4 * time.Hour, 24 * time.Hour, 24 * time.Hour, 2 * time.Hour},
}

// saidBy is what a text of a kind says of the state of things.
var saidBy = map[string]string{"first-notice-unknown": "investigating", "mitigated": "mitigated", "monitoring": "monitoring", "resolved": "resolved"}

func (m *model) teller() string { return cmp.Or(m.comms, m.commander) }

// holder is who has a role: nobody else than the commander, unless they talk to clients.
func (m *model) holder(role string) string {
	if role == string(playbook.Comms) {
		return m.teller()
	}
	return m.commander
}

func (c *mClient) owed(kinds ...string) *mPromise {
	for _, p := range c.promises {
		if p.outcome == "" && slices.Contains(kinds, p.kind) {
			return p
		}
	}
	return nil
}

// of is what a client was told of the state of things.
func (m *model) of(c *mClient) string {
	if m.state != "open" {
		return m.status
	}
	return cmp.Or(c.status, m.status)
}

// stands is that a client was told how it stands. While it is open the incident is no
// better off than whoever still hears of it and is worst off.
func (m *model) stands(c *mClient, s string) {
	relief := map[string]int{"mitigated": 1, "monitoring": 2, "resolved": 3}
	for _, one := range m.clients {
		one.status = cmp.Or(one.status, m.status)
	}
	c.status, m.status = s, s
	for _, one := range m.clients {
		if m.state == "open" && one.owed("update") != nil && relief[one.status] < relief[m.status] {
			m.status = one.status
		}
	}
}

// step is how often a client hears while things stand so.
func (m *model) step(c *mClient, status string) time.Duration {
	r := rhythms[min(m.sev, 3)]
	usual := r.every
	switch status {
	case "mitigated":
		usual = r.less
	case "monitoring", "resolved":
		usual = r.watch
	}
	switch {
	case c.own == 0:
		return usual
	case c.byText:
		return max(c.own, usual)
	}
	return c.own
}

// next is when a client hears after a text of a kind: the first point of the step on their
// clock that is at least half a step away, and not at night once it works.
func (m *model) next(c *mClient, kind string, rhythm time.Duration) time.Time {
	status := cmp.Or(saidBy[kind], m.of(c))
	step := cmp.Or(rhythm, m.step(c, status))
	at := onGrid(m.now, step, c.zone)
	if status != "monitoring" {
		return at
	}
	local := at.In(c.zone)
	half := local.Hour()*60 + local.Minute()
	morning := time.Date(local.Year(), local.Month(), local.Day(), 9, 30, 0, 0, c.zone)
	switch {
	case half >= 21*60:
		return morning.AddDate(0, 0, 1)
	case half < 9*60+30:
		return morning
	}
	return at
}

// onGrid is the point of a step after an instant.
func onGrid(now time.Time, step time.Duration, zone *time.Location) time.Time {
	local := now.In(zone)
	if step >= 24*time.Hour {
		return time.Date(local.Year(), local.Month(), local.Day()+int(step/(24*time.Hour)), local.Hour(), local.Minute(), 0, 0, zone)
	}
	for day := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, zone); ; day = day.AddDate(0, 0, 1) {
		for at := day; at.Before(day.AddDate(0, 0, 1)); at = at.Add(step) {
			if !at.Before(now.Add(step / 2)) {
				return at
			}
		}
	}
}

// workingDay is so many days on, at an hour of the client's clock: these work every day.
func workingDay(now time.Time, zone *time.Location, days, hour, minute int) time.Time {
	local := now.In(zone)
	return time.Date(local.Year(), local.Month(), local.Day()+days, hour, minute, 0, 0, zone)
}

func (c *mClient) promise(kind string, made, due time.Time, usual time.Duration) *mPromise {
	p := &mPromise{kind: kind, made: made, due: due, usual: usual}
	c.promises = append(c.promises, p)
	return p
}

func (m *model) first(c *mClient) {
	if r := rhythms[m.sev]; r.first > 0 {
		c.promise("update", m.now, m.now.Add(r.first), r.first).first = true
	}
}

// settle is that the client heard: within the minute that was named it is in time.
func (p *mPromise) settle(at time.Time) {
	if p.outcome = "kept"; p.overdue(at.Truncate(time.Minute)) {
		p.outcome = "late"
	}
}

// overdue says whether its time has passed: that of a question how it goes is the whole day.
func (p *mPromise) overdue(at time.Time) bool {
	grace := time.Duration(0)
	if strings.HasPrefix(p.kind, "checkin_") {
		grace = 7*time.Hour + 30*time.Minute
	}
	return at.After(p.due.Add(grace))
}

// lead is how long before its time a promise is brought up: a first notice at half of it.
// Whoever talks to the client then was asked, and may tell them after the role went on.
func (p *mPromise) lead() time.Duration {
	step := max(p.due.Sub(p.made), max(p.usual/4, min(5*time.Minute, p.usual)))
	if p.first {
		return step / 2
	}
	return min(30*time.Minute, step/6)
}

// happened is something of which clients who were told should hear soon: good news is over
// once it is down again.
func (m *model) happened(good bool) {
	for _, c := range m.clients {
		if m.state == "open" && !c.told.IsZero() && c.owed("update") != nil {
			if c.changed.IsZero() {
				c.onlyGood, c.good = true, false
			}
			c.changed, c.onlyGood, c.good = m.now, c.onlyGood && good, c.good || good
			c.unslow()
			if c.out != nil && c.out.kind == "holding" { // “still working on it” is not true any more
				m.takeBack(c)
			}
		}
	}
}

func (c *mClient) unslow() {
	if c.plan = 0; c.byText {
		c.own, c.byText = 0, false
	}
}

// aftercare is how much comes after the final message: nothing, the review and one question
// how it goes, or also those after a week and a month.
func (m *model) aftercare() string {
	size := "small"
	for _, c := range m.clients {
		if of := m.aftercareOf(c); of != "small" {
			size = of
		}
	}
	return size
}

// aftercareOf is the same for one client.
func (m *model) aftercareOf(c *mClient) string {
	switch {
	case m.size != "":
		return m.size
	case m.brief(c):
		return "small"
	}
	return "normal"
}

func (m *model) small() bool { return m.aftercare() == "small" }

// brief says whether it was soon over for a client, or hurt little.
func (m *model) brief(c *mClient) bool {
	end := m.now
	if m.state != "open" {
		end = m.resolved
	}
	if at := m.worksSince(c); !at.IsZero() && at.Before(end) {
		end = at
	}
	return m.sev >= 3 || end.Sub(m.since) < time.Hour
}

// worksSince is since when it works: as the client has read, else as a text to them says,
// else as others have read; zero while nobody has said.
func (m *model) worksSince(c *mClient) (at time.Time) {
	works := func(status string) bool { return status == "monitoring" || status == "resolved" }
	switch {
	case !c.fixed.IsZero() && works(m.of(c)):
		return c.fixed
	case !c.saysFixed.IsZero():
		return c.saysFixed
	case !works(m.status):
		return at
	}
	for _, one := range m.clients {
		if one.fixed.After(at) {
			at = one.fixed
		}
	}
	return at
}

// reviewBy is by when the review may be expected: a small thing has twice the time.
func (m *model) reviewBy(c *mClient) time.Time {
	if m.sev >= 3 {
		return workingDay(m.now, c.zone, 10, 17, 0)
	}
	return workingDay(m.now, c.zone, 5, 17, 0)
}

// approve lets a text leave: in ten seconds, or half of the time that is left.
func (m *model) approve(c *mClient, kind, by string, next time.Time) {
	t := &mText{kind: kind, by: by, at: m.now, next: next}
	names := kind != "resolved" // when they hear next
	if names {
		t.rhythm = c.plan
		if next.IsZero() {
			t.next = m.next(c, kind, t.rhythm)
		}
	} else if m.aftercareOf(c) != "small" {
		t.review = m.reviewBy(c)
	}
	wait := 10 * time.Second
	if p := c.owed("update", "final"); p != nil {
		wait = min(wait, max(0, p.due.Sub(m.now)/2))
	}
	if names {
		wait = min(wait, t.next.Sub(m.now)/2)
	}
	t.leaves = m.now.Add(wait)
	c.out, c.last = t, t
	if kind == "monitoring" {
		c.saysFixed = m.now
	}
}

// arrives is that a client has read a text.
func (m *model) arrives(c *mClient, t *mText) {
	at := t.leaves
	c.out, c.written = nil, true
	m.heard(c, t, at)
}

// heard is that a client was told, in a text or by hand.
func (m *model) heard(c *mClient, t *mText, at time.Time) {
	c.told = at
	if c.still++; t.kind != "holding" {
		c.still = 0
	}
	if t.kind == "monitoring" {
		c.works, c.fixed = true, t.at
	}
	if s := saidBy[t.kind]; s != "" && (m.state == "open") == (s != "resolved") && t.kind != "first-notice-unknown" { // others may have heard more
		m.stands(c, s)
	}
	if m.state == "open" {
		m.done("first-notice", t.by)
	}
	if t.rhythm > 0 {
		c.own, c.byText = t.rhythm, true
		if c.plan == t.rhythm {
			c.plan = 0
		}
	}
	if m.state != "open" {
		m.heardAfter(c, t, at)
		return
	}
	if p := c.owed("update"); p != nil {
		p.settle(at)
	}
	if !c.changed.After(t.at) {
		c.changed = time.Time{}
	} else {
		c.unslow()
	}
	p := c.promise("update", at, t.next, m.step(c, m.of(c)))
	p.said, c.askedAny = !t.untimed, false
}

// heardAfter is the same once it is resolved: the final message settles what is owed, and
// promises what it says, to whoever reads it.
func (m *model) heardAfter(c *mClient, t *mText, at time.Time) {
	final := c.owed("final")
	if t.kind != "resolved" && (t.kind != "by-hand" || final == nil) {
		return
	}
	if final != nil {
		final.settle(at)
		c.ended, c.askedAny = at, false
		m.done("resolved", t.by)
	}
	if t.kind == "resolved" {
		m.done("resolved", t.by)
	}
	byHand := t.kind == "by-hand" && m.aftercareOf(c) == "small" // who says it names no day
	if !t.review.IsZero() && !byHand && c.owed("review") == nil {
		c.promise("review", at, t.review, 0).said = true
	}
	m.asksLater(c, cmpTime(c.ended, at), at)
}

// asksLater makes the questions how it goes that belong to the size, counted from the final
// message, and gives up what is too much for it. What a client was told stays.
func (m *model) asksLater(c *mClient, since, at time.Time) {
	for _, q := range []struct {
		kind string
		days int
		from string
	}{{"checkin_24h", 1, "normal"}, {"checkin_7d", 7, "full"}, {"checkin_30d", 30, "full"}} {
		wanted := m.aftercareOf(c) == "full" || m.aftercareOf(c) == q.from
		was := slices.ContainsFunc(c.promises, func(p *mPromise) bool {
			return p.kind == q.kind && p.outcome != "dropped" && !p.made.Before(since)
		})
		due, owed := workingDay(since, c.zone, q.days, 9, 30), c.owed(q.kind)
		switch {
		case wanted && owed == nil && !was && due.After(at):
			c.promise(q.kind, at, due, 0)
		case !wanted && owed != nil:
			owed.outcome = "dropped"
		}
	}
}

// lists are what people owe in days: the questions, the review, and once it works the steps
// that must be answered; of a closed incident those that were planned for later.
func (m *model) lists() (list []string) {
	for _, c := range m.clients {
		for i, p := range c.promises {
			if p.outcome == "" && (p.kind == "review" || strings.HasPrefix(p.kind, "checkin_")) {
				list = append(list, fmt.Sprintf("%s owes %s %d", m.holder("account"), c.id, i+1))
			}
		}
	}
	for _, s := range m.steps {
		if s.state == "" && s.gate != "" && !s.byText() && (m.state == "resolved" || m.state == "closed" && m.planned(s)) {
			list = append(list, m.holder(s.owner)+" owes "+s.id)
		}
	}
	return list
}

// byText says whether a text, or a person who answers for one, proves the step done.
func (s *mStep) byText() bool {
	return slices.Contains([]string{"first-notice", "resolved", "review", "checkin"}, s.means)
}

// planned says whether the step was left open on purpose as it was closed.
func (m *model) planned(s *mStep) bool { return s.gate == "close" && m.stepDue(s).After(m.closed) }

// cmpTime is the first of the two that is not zero.
func cmpTime(a, b time.Time) time.Time {
	if a.IsZero() {
		return b
	}
	return a
}

// done marks what a text or an act proves.
func (m *model) done(means, by string) {
	for _, s := range m.steps {
		if s.means == means && s.state == "" {
			s.state, s.by = "done", by
		}
	}
}

// follow closes the steps that make no sense any more, and opens them again.
func (m *model) follow() {
	if m.state == "closed" || m.state == "cancelled" {
		return
	}
	works := m.state == "resolved" || m.status == "monitoring"
	enough := m.state == "resolved" && m.small()
	for _, s := range m.steps {
		s.closeIf(s.moot, works, "it works again")
		s.closeIf(s.means != "resolved" && !strings.HasPrefix(s.id, "added."), enough, "not needed after an incident of this size")
	}
}

func (s *mStep) closeIf(concerned, holds bool, why string) {
	switch {
	case !concerned:
	case holds && s.state == "":
		s.state, s.by, s.why = "skipped", "", why
	case !holds && s.state == "skipped" && s.by == "" && s.why == why:
		s.state, s.why = "", ""
	}
}

// pass lets time go by: texts leave, and what is settled closes after a day.
func (m *model) pass(to time.Time) {
	for {
		var soonest *mClient
		for _, c := range m.clients {
			if c.out != nil && !c.out.leaves.After(to) && (soonest == nil || c.out.leaves.Before(soonest.out.leaves)) {
				soonest = c
			}
		}
		if soonest == nil {
			break
		}
		m.now = soonest.out.leaves
		m.arrives(soonest, soonest.out)
		m.follow()
	}
	m.now = to
	for _, c := range m.clients {
		if p := c.owed("update", "final"); p != nil && !m.now.Before(p.due.Add(-p.lead())) || !c.changed.IsZero() {
			c.askedAny = true
		}
	}
	if at := m.closesAt(); !at.IsZero() && !at.After(to) {
		m.state, m.closed = "closed", at
	}
}

// closesAt is a day after the end, where nothing is left.
func (m *model) closesAt() time.Time {
	if m.state != "resolved" || slices.ContainsFunc(m.steps, func(s *mStep) bool { return s.state == "" && s.gate != "" }) {
		return time.Time{}
	}
	at := m.resolved
	for _, c := range m.clients {
		if m.owes(c) || c.out != nil {
			return time.Time{}
		}
		if c.told.After(at) {
			at = c.told
		}
	}
	return at.Add(24 * time.Hour)
}

func (m *model) owes(c *mClient) bool {
	return slices.ContainsFunc(c.promises, func(p *mPromise) bool { return p.outcome == "" })
}

// stepDue is when a step of the close is due; zero if its time is not fixed.
func (m *model) stepDue(s *mStep) time.Time {
	after, ok := strings.CutPrefix(s.due, "R+")
	if !ok {
		return time.Time{}
	}
	switch {
	case strings.HasSuffix(after, "bd"):
		return workingDay(m.resolved, m.clients[0].zone, int(after[0]-'0'), 17, 0)
	case strings.HasSuffix(after, "d"):
		return m.resolved.AddDate(0, 0, int(after[0]-'0'))
	}
	d, _ := time.ParseDuration(after)
	return m.resolved.Add(d)
}

// over says whether nothing changes any more.
func (m *model) over() bool {
	if m.state != "closed" {
		return m.state == "cancelled"
	}
	for _, s := range m.steps {
		if s.state == "" && !s.byText() && m.planned(s) {
			return false
		}
	}
	return !slices.ContainsFunc(m.clients, m.owes)
}

// nextStep is what is to be done next; nil if nothing is.
func (m *model) nextStep() *mStep {
	early := func(s *mStep) bool { return s.phase == "assess" || s.phase == "contain" }
	var late *mStep
	for _, s := range m.steps {
		switch {
		case s.state != "":
		case m.state == "open" && m.status != "monitoring" || !early(s):
			return s
		case late == nil:
			late = s
		}
	}
	return late
}
