package service_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/notyours"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/schedule"
	"candor/incident/service"
	"candor/incident/service/servicetest"
	"candor/incident/solved"
	"candor/incident/update"
	"candor/incident/view"
)

// The program and the model agree after every command of three people about what is owed
// to whom by when, what became of each step, and who is next. An everyday run gives 600
// commands, always the same; with CANDOR_LONG=1 they are 10,000, and with CANDOR_TEST_SEED
// they are others.
func TestTheProgramAndTheModelAgree(t *testing.T) {
	t.Parallel()
	runs, each := uint64(12), 50
	if os.Getenv("CANDOR_LONG") != "" {
		runs = 200
	}
	first, _ := strconv.ParseUint(os.Getenv("CANDOR_TEST_SEED"), 10, 64)
	count := map[string]int{}
	seeds := []uint64{48, 51, 70, 83, 137, 176, 2117, 3174} // on which they once differed
	for seed := first; seed < first+runs; seed++ {
		seeds = append(seeds, seed)
	}
	for _, seed := range seeds {
		p := newPlay(t, seed)
		for range each {
			if !p.step(count) {
				t.Errorf("run %d:\n%s", seed, strings.Join(p.log, "\n"))
				break
			}
		}
	}
	t.Log(count)
	for _, c := range commands {
		if refused := count[c.name+" refused"]; count[c.name] == refused || refused == 0 && c.refused {
			t.Errorf("%q was given %d times and refused %d times", c.name, count[c.name], count[c.name+" refused"])
		}
	}
}

// A play is one run: a program, the models of its incidents, and what was said so far.
type play struct {
	*servicetest.Bench
	t   *testing.T
	r   *rand.Rand
	all []*model // by number, from 1
	n   int64    // the incident of this command
	m   *model
	log []string

	regrets *mClient // whoever told them takes it back next
	of      int64    // in this incident
}

// always are the hours of clients who never close.
var always = schedule.Hours{Closes: 24 * time.Hour, Days: []time.Weekday{0, 1, 2, 3, 4, 5, 6}}

func newPlay(t *testing.T, seed uint64) *play {
	p := &play{t: t, r: rand.New(rand.NewPCG(seed, 0))}
	now := time.Date(2026, 3, 10, p.r.IntN(24), p.r.IntN(60), p.r.IntN(60), 0, time.UTC)
	p.Bench = servicetest.New(t, servicetest.Setup{Clock: &now, Once: true, Clients: []client.Client{
		{ID: "acme", Name: "Acme Shop", Slack: "C0ACME", TimeZone: "Europe/London", Hours: always, Night: client.NightAlways},
		{ID: "globex", Name: "Globex Travel", Slack: "C0GLOBEX", TimeZone: "Asia/Kolkata", Hours: always, Night: client.NightAlways},
	}})
	return p
}

// crew are those who give commands.
var crew = []string{"U0ANA", "U0BEN", "U0CLEO"}

func actor(id string) incident.Actor {
	return incident.Actor{ID: id, Team: "T0STUDIO", Home: "T0STUDIO", InChannel: true}
}

func (p *play) pick(list ...string) string { return list[p.r.IntN(len(list))] }

func (p *play) client() *mClient { return p.m.clients[p.r.IntN(len(p.m.clients))] }

// A command is what somebody does, in the program and in the model. It returns whether the
// model lets them, and what the program says.
type command struct {
	name    string
	weight  int
	refused bool // it has to be refused now and then
	do      func(p *play, who string) (ok bool, err error)
}

var commands = []command{
	{"declare", 1, false, (*play).declare},
	{"tell", 12, true, (*play).tell},
	{"told", 3, true, (*play).toldByHand},
	{"undo", 3, true, (*play).undo},
	{"check", 8, true, (*play).check},
	{"add", 1, false, (*play).add},
	{"severity", 2, false, (*play).severity},
	{"status", 3, true, (*play).setStatus},
	{"roles", 3, true, (*play).roles},
	{"cadence", 2, true, (*play).cadence},
	{"snooze", 1, false, (*play).snooze},
	{"resolve", 3, true, (*play).resolve},
	{"reopen", 3, true, (*play).reopen},
	{"aftercare", 3, true, (*play).aftercare},
	{"close", 3, true, (*play).close},
	{"cancel", 1, true, (*play).cancel},
	{"not theirs", 1, true, (*play).notTheirs},
}

// step is a command, and some time after it.
func (p *play) step(count map[string]int) bool {
	total := 0
	for _, c := range commands {
		total += c.weight
	}
	at := p.r.IntN(total)
	i := slices.IndexFunc(commands, func(c command) bool { at -= c.weight; return at < 0 })
	if i = p.choose(i); i > 0 {
		p.m = p.all[p.n-1]
	}
	if i > 0 && p.m.state == "resolved" && p.r.IntN(6) == 0 && !slices.ContainsFunc(p.m.clients, func(c *mClient) bool { return c.owed("final") != nil }) {
		often := p.pick("close", "aftercare") // what comes after the end is tried, too
		i = slices.IndexFunc(commands, func(c command) bool { return c.name == often })
	}
	who := p.pick(crew...)
	if p.regrets != nil {
		i = slices.IndexFunc(commands, func(c command) bool { return c.name == "undo" })
		p.n, p.m, who = p.of, p.all[p.of-1], p.regrets.last.by
	}
	c := commands[i]
	p.log = append(p.log, fmt.Sprintf("%s INC-%d %s", p.Now().Format("2 15:04:05"), p.n, c.name))
	ok, err := c.do(p, who)
	p.log[len(p.log)-1] += fmt.Sprintf(" → %v", err)
	count[c.name]++
	if err != nil {
		count[c.name+" refused"]++
	}
	if ok != (err == nil) {
		p.log = append(p.log, fmt.Sprintf("the model lets them: %t", ok))
		return false
	}
	p.m.follow()
	p.Work()
	return p.passes(0) && p.passes(p.pause())
}

// choose says which incident a command is about, the newest or the one before, and turns it
// into a declaration where there is none that lives: the first command.
func (p *play) choose(i int) int {
	alive := 0
	for _, m := range p.all {
		if !m.over() {
			alive++
		}
	}
	switch n := len(p.all); {
	case n == 0:
		return 0
	case i == 0 && alive >= 2:
		i = 1
	default:
		p.n = int64(n - p.r.IntN(min(2, n)))
		if p.all[p.n-1].over() && p.r.IntN(5) > 0 {
			p.n = int64(n)
		}
		if p.all[p.n-1].over() && alive == 0 && p.r.IntN(5) > 0 {
			return 0
		}
		return i
	}
	p.n = int64(len(p.all))
	return i
}

// pause is how long it takes until the next command: mostly minutes, seldom a moment or half a
// day.
func (p *play) pause() time.Duration {
	if p.regrets != nil {
		return time.Duration(p.r.IntN(12)) * time.Second
	}
	switch p.r.IntN(40) {
	case 0, 1, 2, 3, 5:
		return time.Duration(1+p.r.IntN(8)) * time.Second
	case 4:
		return time.Duration(60+p.r.IntN(480)) * time.Minute
	}
	return time.Minute + time.Duration(2+p.r.IntN(10*60))*time.Second
}

// passes lets time go by, in the program and in the models, and holds them against each other.
func (p *play) passes(d time.Duration) bool {
	p.Until(p.Now().Add(d))
	for i, m := range p.all {
		m.pass(p.Now())
		inc, err := p.Peek(p.t.Context(), int64(i+1))
		p.Must(err)
		if want, got := m.text(), text(inc); want != got {
			p.log = append(p.log, fmt.Sprintf("%s INC-%d: the model has (-), the program has (+)\n%s", p.Now().Format("2 15:04:05"), i+1, differences(want, got)))
			return false
		}
	}
	return true
}

// differences are the lines that only one of two texts has.
func differences(want, got string) string {
	var b strings.Builder
	a, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for _, l := range a {
		if !slices.Contains(g, l) {
			fmt.Fprintln(&b, "-", l)
		}
	}
	for _, l := range g {
		if !slices.Contains(a, l) {
			fmt.Fprintln(&b, "+", l)
		}
	}
	if b.Len() == 0 {
		return "the same in another order:\n" + want + "\n" + got
	}
	return b.String()
}

func stamp(t time.Time) string { return t.UTC().Format("2 Jan 15:04:05.000") }

// text is all that the model says of its incident.
func (m *model) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s severity %d, %s in charge\n", m.state, m.status, m.sev, m.commander)
	for _, s := range m.steps {
		fmt.Fprintf(&b, "step %s %q by %q %s\n", s.id, s.state, s.by, s.why)
	}
	if s := m.nextStep(); s != nil {
		fmt.Fprintf(&b, "next is %s: %s\n", s.id, m.holder(s.owner))
	}
	for _, c := range m.clients {
		for i, p := range c.promises {
			fmt.Fprintf(&b, "%s is promised %d %s by %s: %q\n", c.id, i+1, p.kind, stamp(p.due), p.outcome)
		}
		if p := c.owed("update", "final"); p != nil {
			fmt.Fprintf(&b, "%s hears by %s from %s\n", c.id, stamp(p.due), m.teller())
		}
		if !c.changed.IsZero() && c.owed("update") != nil {
			fmt.Fprintf(&b, "%s hears of a change, for the better: %t\n", c.id, c.good)
		}
	}
	return b.String() + sorted(m.lists())
}

// sorted are lines in the order of their letters: who owes two things owes them in any.
func sorted(lines []string) string {
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// text is the same of the program's.
func text(inc *incident.Incident) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s severity %d, %s in charge\n", inc.State, inc.Status, inc.Severity, inc.Roles[playbook.Commander])
	for _, it := range inc.Checklist {
		fmt.Fprintf(&b, "step %s %q by %q %s\n", it.ID, it.State, it.By, it.Reason)
	}
	if list := inc.NextItems(); len(list) > 0 {
		fmt.Fprintf(&b, "next is %s: %s\n", list[0].ID, inc.Holder(list[0].Owner))
	}
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		for _, p := range aff.Promises {
			fmt.Fprintf(&b, "%s is promised %d %s by %s: %q\n", aff.Client.ID, p.N, p.Kind, stamp(p.DueAt), p.Outcome)
		}
		if p := aff.Next(); p != nil {
			fmt.Fprintf(&b, "%s hears by %s from %s\n", aff.Client.ID, stamp(p.DueAt), inc.Holder(promise.Of(p.Kind).Owner))
		}
		if p := aff.Owed(promise.Update); p != nil && p.Event != nil {
			better := func(k promise.EventKind) bool { return k == promise.LessHarm || k == promise.WorksAgain }
			fmt.Fprintf(&b, "%s hears of a change, for the better: %t\n", aff.Client.ID, slices.ContainsFunc(p.Event.Kinds, better))
		}
	}
	var lists []string
	for _, t := range inc.InDays() {
		if p := inc.Affected(t.Client).PromiseN(t.Promise); t.Promise > 0 && p.Rings() { // the model rings nobody
			continue
		}
		lists = append(lists, fmt.Sprintf("%s owes %s", t.Owner, t.Step+t.Client+strings.TrimSuffix(fmt.Sprintf(" %d", t.Promise), " 0")))
	}
	return b.String() + sorted(lists)
}

func (p *play) declare(who string) (bool, error) {
	kind, sev := p.pick("outage", "bad_deploy"), 1+p.r.IntN(4)
	p.n = int64(len(p.all) + 1)
	d := service.Declaration{Client: "acme", Kind: kind, Impact: fmt.Sprintf("page %d does not open", p.n), Doing: "checking what happened", Severity: client.Severity(sev)}
	m := &model{now: p.Now(), state: "open", status: "investigating", sev: sev, since: p.Now(), commander: who}
	m.clients = append(m.clients, &mClient{id: "acme", zone: schedule.Zone("Europe/London")})
	if p.r.IntN(2) == 0 {
		d.Also = []string{"globex"}
		m.clients = append(m.clients, &mClient{id: "globex", zone: schedule.Zone("Asia/Kolkata")})
	}
	for _, s := range p.Playbook(kind).Steps {
		if s.Only == "" {
			m.steps = append(m.steps, &mStep{n: len(m.steps) + 1, id: s.ID, phase: string(s.Phase), owner: string(s.Owner), gate: string(s.Gate), due: s.Due, means: s.Means, moot: s.Moot != ""})
		}
	}
	for _, c := range m.clients {
		m.first(c)
	}
	p.m, p.all = m, append(p.all, m)
	_, err := p.Declare(p.t.Context(), actor(who), d)
	return true, err
}

// mayTell says whether somebody may tell a client: who talks to them, and who is in
// charge. Whom the ladder asked may, too, so nobody else tries once it may have asked.
func (p *play) mayTell(c *mClient, who *string) bool {
	if c.askedAny && *who != p.m.teller() {
		*who = p.m.teller()
	}
	return *who == p.m.teller() || *who == p.m.commander
}

func (p *play) tell(who string) (bool, error) {
	m, c := p.m, p.client()
	may := p.mayTell(c, &who)
	kind := p.pick("first-notice-unknown", "holding", "holding", "progress", "mitigated", "monitoring", "resolved")
	if m.state == "open" && c.told.IsZero() && p.r.IntN(2) == 0 {
		kind = "first-notice-unknown"
	}
	if m.state == "resolved" && p.r.IntN(2) == 0 {
		kind = "resolved"
	}
	prop := incident.Proposal{Client: c.id, Kind: kind}
	n := len(p.log)
	switch kind {
	case "progress":
		prop.Words = map[string]string{"what_changed": fmt.Sprintf("We looked at part %d.", n), "impact_now": "The shop does not open."}
	case "mitigated":
		prop.Words = map[string]string{"works_again": fmt.Sprintf("page %d", n), "measure": "the previous version is back", "still_off": "the search"}
		prop.Times = map[string]time.Time{"since_mitigated": m.now}
	}
	var next time.Time
	if kind != "resolved" && p.r.IntN(3) == 0 {
		next = m.now.Add(m.step(c, m.of(c))/2 + time.Duration(10+p.r.IntN(20))*time.Minute).Truncate(time.Minute)
		prop.NextAt = next
	}
	p.log[len(p.log)-1] += fmt.Sprintf(" %s %s to %s, next %s", who, kind, c.id, stamp(next))
	ok := may && m.fits(c, kind, next)
	_, err := p.Tell(p.t.Context(), actor(who), p.n, prop)
	if ok && err == nil {
		m.approve(c, kind, who, next)
		if p.r.IntN(6) == 0 {
			p.regrets, p.of = c, p.n
		}
		for _, other := range p.all { // what was approved first for one place leaves first
			for _, o := range other.clients {
				if o.id == c.id && o.out != nil && o.out.leaves.After(c.out.leaves) {
					c.out.leaves = o.out.leaves
				}
			}
		}
	}
	return ok, err
}

// fits says whether a text may be sent to a client now; next is when they hear next, if
// somebody chose that.
func (m *model) fits(c *mClient, kind string, next time.Time) bool {
	switch {
	case c.out != nil: // one at a time
		return false
	case m.state == "open" && kind == "resolved", m.state == "resolved" && kind != "resolved", m.state == "closed", m.state == "cancelled":
		return false
	case m.state == "resolved":
		return !c.repeats(m, kind)
	case kind == "first-notice-unknown":
		return !c.written
	case kind == "holding":
		return c.written && !c.repeats(m, kind) && (c.still < 2 || !next.IsZero()) && c.changed.IsZero() && !c.hasRead(next)
	case kind == "progress", kind == "mitigated":
		if c.told.IsZero() {
			return false
		}
	}
	if l := c.last; l != nil && !l.undone && l.kind == kind {
		if kind == "monitoring" && c.changed.IsZero() { // they have read that it works
			return false
		}
	}
	return true
}

// hasRead says whether the time that was chosen is the one that they wait for: to read it
// again tells them nothing.
func (c *mClient) hasRead(next time.Time) bool {
	p := c.owed("update")
	return p != nil && p.said && p.due.Sub(next).Abs() < time.Minute
}

// repeats says whether the same text left within the minute before.
func (c *mClient) repeats(m *model, kind string) bool {
	return c.last != nil && !c.last.undone && c.last.kind == kind && m.now.Sub(c.last.at) <= time.Minute
}

func (p *play) toldByHand(who string) (bool, error) {
	m, c := p.m, p.client()
	may := p.mayTell(c, &who)
	r := byhand.Report{Client: c.id, How: byhand.ByMessenger, Text: fmt.Sprintf("we are at it, %d", len(p.log))}
	p.log[len(p.log)-1] += fmt.Sprintf(" %s %s", who, c.id)
	ok := may && m.state != "cancelled" && c.out == nil // what was said after the end is written down, too
	if ok && m.state == "open" {
		next, untimed := m.next(c, "by-hand", 0), true
		if o := c.owed("update"); o != nil && o.said { // what was said stands until it is brought up
			if m.now.Before(o.due.Add(-o.lead())) && o.due.Before(next) {
				next = o.due
			}
			untimed = !next.Equal(o.due)
		}
		c.last = &mText{kind: "by-hand", by: who, at: m.now, leaves: m.now, next: next, untimed: untimed}
		m.heard(c, c.last, m.now)
	} else if ok {
		c.last = &mText{kind: "by-hand", by: who, at: m.now, leaves: m.now, review: m.reviewBy(c)}
		m.heard(c, c.last, m.now)
	}
	_, err := p.Told(p.t.Context(), actor(who), p.n, r)
	return ok, err
}

func (p *play) undo(who string) (bool, error) {
	m, c := p.m, p.client()
	if p.regrets != nil {
		c, p.regrets = p.regrets, nil
	}
	may := p.mayTell(c, &who)
	p.log[len(p.log)-1] += fmt.Sprintf(" %s %s", who, c.id)
	ok := may && c.out != nil && c.out.leaves.After(m.now)
	n := 0
	inc, err := p.Peek(p.t.Context(), p.n)
	p.Must(err)
	n = inc.Affected(c.id).Updates
	_, err = p.Undo(p.t.Context(), actor(who), view.Ref{Number: p.n, Client: c.id, N: n})
	if ok {
		m.takeBack(c)
	}
	return ok, err
}

// takeBack is that a text does not leave.
func (m *model) takeBack(c *mClient) {
	if c.out.kind == "monitoring" {
		c.saysFixed = c.fixed
	}
	c.out.undone, c.out = true, nil
	if f := c.owed("final"); f != nil && m.state == "resolved" && c.told.IsZero() {
		f.outcome = "dropped"
	}
}

func (p *play) check(who string) (bool, error) {
	m := p.m
	i := p.r.IntN(len(m.steps))
	s := m.steps[i]
	ans := service.StepAnswer{Item: fmt.Sprint(s.n), State: playbook.ItemDone}
	if p.r.IntN(2) == 0 {
		ans.Item = s.id
	}
	switch p.r.IntN(8) {
	case 0, 1:
		ans.State, ans.Reason = playbook.ItemSkipped, "no staging system"
	case 2:
		ans.State = playbook.ItemOpen
	case 3:
		ans.State, ans.Reason = playbook.ItemSkipped, p.pick("", "done", "ok")
	}
	p.log[len(p.log)-1] += fmt.Sprintf(" %s %s %q %q", who, s.id, ans.State, ans.Reason)
	ok := !m.over() && (ans.State != playbook.ItemSkipped || ans.Reason == "no staging system")
	if ok && (s.state != string(ans.State) || s.why != ans.Reason) {
		s.state, s.by, s.why = string(ans.State), who, ans.Reason
		if ans.State == playbook.ItemOpen {
			s.by = ""
		}
		if s.means == "review" && s.state == "done" {
			for _, c := range m.clients {
				if r := c.owed("review"); r != nil {
					r.settle(m.now)
				}
			}
		}
	}
	_, err := p.Check(p.t.Context(), actor(who), p.n, ans)
	return ok, err
}

// lanes are the phases of a checklist in their order.
var lanes = []string{"assess", "communicate", "contain", "recover", "verify", "learn", "rebuild"}

func (p *play) add(who string) (bool, error) {
	m := p.m
	lane := "rebuild"
	for _, s := range m.steps {
		if s.state == "" {
			lane = s.phase
			break
		}
	}
	ok := !m.over()
	if ok {
		at := 0
		for i, s := range m.steps {
			if slices.Index(lanes, s.phase) <= slices.Index(lanes, lane) {
				at = i + 1
			}
		}
		m.steps = slices.Insert(m.steps, at, &mStep{n: len(m.steps) + 1, id: fmt.Sprintf("added.%d", len(m.steps)+1), phase: lane, owner: "commander"})
	}
	_, err := p.AddStep(p.t.Context(), actor(who), p.n, "look at the other server")
	return ok, err
}

func (p *play) severity(who string) (bool, error) {
	m, sev := p.m, 1+p.r.IntN(4)
	p.log[len(p.log)-1] += fmt.Sprintf(" %d", sev)
	ok := !m.over() || sev == m.sev
	if was := m.sev; ok && sev != was {
		m.sev = sev
		for _, c := range m.clients {
			m.reweigh(c)
		}
		if sev < was {
			m.happened(false)
		}
	}
	_, err := p.Edit(p.t.Context(), actor(who), p.n, incident.Details{Severity: client.Severity(sev)})
	return ok, err
}

// reweigh is that a first notice that nobody has sent follows the severity: the earlier of
// the two times, of which a third is left. A near miss owes none.
func (m *model) reweigh(c *mClient) {
	if m.state != "open" {
		return
	}
	p, r := c.owed("update"), rhythms[m.sev]
	switch {
	case p == nil:
		m.first(c)
	case !p.first:
	case r.first == 0:
		p.outcome = "dropped"
	default:
		due := p.made.Add(r.first)
		if least := m.now.Add(r.first / 3); due.Before(least) {
			due = least
		}
		if due.Before(p.due) {
			p.due, p.usual = due, r.first
		}
	}
}

func (p *play) setStatus(who string) (bool, error) {
	m, s := p.m, p.pick("investigating", "identified", "mitigated", "monitoring", "resolved")
	if m.status == "mitigated" {
		s = p.pick("monitoring", "monitoring", s)
	}
	return p.becomes(who, s)
}

// becomes is that somebody says how it stands now.
func (p *play) becomes(who, s string) (bool, error) {
	m := p.m
	p.log[len(p.log)-1] += " " + s
	ok := s == m.status || m.state == "open" && s != "resolved"
	if ok && s != m.status {
		for _, c := range m.clients {
			c.status = ""
		}
		if m.status = s; s == "mitigated" || s == "monitoring" {
			m.happened(true)
		}
	}
	_, err := p.Edit(p.t.Context(), actor(who), p.n, incident.Details{Status: update.Status(s)})
	return ok, err
}

func (p *play) roles(who string) (bool, error) {
	m, to := p.m, p.pick(append(crew, "")...)
	role, holds := playbook.Comms, &m.comms
	if p.r.IntN(3) == 0 {
		role, holds = playbook.Commander, &m.commander
	}
	p.log[len(p.log)-1] += fmt.Sprintf(" %s %s", role, to)
	ok := to == *holds || !m.over() && (to != "" || role == playbook.Comms)
	if ok {
		*holds = to
	}
	_, err := p.Edit(p.t.Context(), actor(who), p.n, incident.Details{Roles: map[playbook.Role]string{role: to}})
	return ok, err
}

func (p *play) cadence(who string) (bool, error) {
	m, c := p.m, p.client()
	may := p.mayTell(c, &who)
	every := time.Duration(20*(1+p.r.IntN(9))) * time.Minute
	asked := p.pick("", "", "Dana")
	p.log[len(p.log)-1] += fmt.Sprintf(" %s %s every %s %s", who, c.id, every, asked)
	ok := may && m.state == "open"
	if ok {
		c.plan = 0
		if asked != "" || every <= m.step(c, m.of(c)) { // more often holds at once; less often must be said
			c.own, c.byText = every, false
		} else {
			c.plan = every
		}
	}
	_, err := p.SetCadence(p.t.Context(), actor(who), view.Ref{Number: p.n, Client: c.id}, incident.CadenceOverride{Cadence: schedule.Every(every), AskedBy: asked})
	return ok, err
}

func (p *play) snooze(who string) (bool, error) {
	m, c := p.m, p.client()
	may := p.mayTell(c, &who)
	inc, err := p.Peek(p.t.Context(), p.n)
	p.Must(err)
	n := len(inc.Affected(c.id).Promises)
	_, err = p.Snooze(p.t.Context(), actor(who), view.Ref{Number: p.n, Client: c.id, N: n}, 5*time.Minute)
	o := c.owed("update", "final")
	if o == nil || !c.changed.IsZero() || m.state != "open" {
		return err == nil, err
	}
	return may && m.now.Before(o.due), err
}

func (p *play) resolve(who string) (bool, error) {
	m := p.m
	ok := m.state == "open"
	if ok {
		m.state, m.resolved = "resolved", m.now
		m.done("repair", who)
		for _, c := range m.clients {
			m.lastWord(c)
		}
	}
	_, err := p.Resolve(p.t.Context(), actor(who), p.n, service.Solved{Answers: solved.Answers{Seen: solved.ByUs, Data: facts.No, Reason: "nobody outside saw it"}})
	return ok, err
}

// lastWord owes a client who was told word that it works: soon, and never later than news.
func (m *model) lastWord(c *mClient) {
	old := c.owed("update")
	if c.told.IsZero() && c.out == nil {
		if old != nil {
			old.outcome = "dropped"
		}
		return
	}
	made, due := m.now, m.now.Add(rhythms[min(m.sev, 3)].final)
	if old != nil {
		if old.due.Before(due) {
			made, due = old.made, old.due
		}
		old.outcome = "moved"
	}
	c.promise("final", made, due, 0)
	c.changed = time.Time{}
}

func (p *play) reopen(who string) (bool, error) {
	m := p.m
	for _, s := range []string{"mitigated", "monitoring"} { // it got better step by step, and nobody has told them yet
		if m.state != "open" || p.r.IntN(4) == 0 {
			continue
		}
		if ok, err := p.becomes(who, s); !ok || err != nil {
			return ok, err
		}
	}
	ok := m.state == "resolved" || m.state == "open" && slices.ContainsFunc(m.clients, func(c *mClient) bool { return m.of(c) == "monitoring" })
	if ok {
		m.downAgain()
	}
	_, err := p.Reopen(p.t.Context(), actor(who), view.Ref{Number: p.n}, service.Seen{Reason: "it fails again"})
	return ok, err
}

// downAgain is that it does not work after all: what was promised for afterwards is
// dropped, and who was told that it works hears of it at once.
func (m *model) downAgain() {
	was := m.state
	for _, c := range m.clients {
		if c.out != nil && (c.out.kind == "monitoring" || c.out.kind == "resolved") {
			m.takeBack(c)
		}
	}
	knew := map[*mClient]bool{}
	for _, c := range m.clients {
		knew[c] = c.knows(was)
	}
	m.state, m.status, m.resolved = "open", "investigating", time.Time{}
	for _, s := range m.steps {
		if s.means == "resolved" || s.means == "repair" {
			s.state, s.by, s.why = "", "", ""
		}
	}
	for _, c := range m.clients {
		c.status = ""
		c.fixed, c.saysFixed = time.Time{}, time.Time{}
		if c.works, c.good = false, false; c.onlyGood {
			c.changed = time.Time{}
		}
		for _, p := range c.promises {
			if p.outcome == "" && p.kind != "update" && p.kind != "review" { // they wait for that all the same
				p.outcome = "dropped"
			}
		}
		switch due := rhythms[m.sev].first; {
		case was != "resolved":
		case c.told.IsZero() && c.out == nil:
			m.first(c)
		default:
			if due == 0 {
				due = 10 * time.Minute
			}
			c.promise("update", m.now, m.now.Add(due), 0)
		}
		if knew[c] && !c.told.IsZero() {
			c.changed, c.onlyGood = m.now, false
			c.unslow()
		}
	}
}

// knows says whether a client was told that it works.
func (c *mClient) knows(was string) bool {
	return c.works || was == "resolved" && (!c.told.IsZero() || c.out != nil) && c.owed("final") == nil
}

func (p *play) close(who string) (bool, error) {
	m := p.m
	reason := p.pick("a small one", "a small one", "")
	ok := m.state == "resolved"
	for _, c := range m.clients {
		if c.out != nil || c.owed("final") != nil || slices.ContainsFunc(c.promises, func(q *mPromise) bool { return q.outcome == "" && q.overdue(m.now) }) {
			ok = false
		}
	}
	var open []*mStep
	for _, s := range m.steps {
		if s.state == "" && s.gate != "" && !(s.gate == "close" && m.stepDue(s).After(m.now)) {
			open = append(open, s)
		}
	}
	if len(open) > 0 && reason == "" {
		ok = false
	}
	if ok {
		m.state, m.closed = "closed", m.now
		for _, s := range open {
			s.state, s.by, s.why = "skipped", who, reason
		}
	}
	_, err := p.Close(p.t.Context(), actor(who), p.n, service.Closing{Reason: reason})
	return ok, err
}

func (p *play) aftercare(who string) (bool, error) {
	m, size := p.m, p.pick("small", "normal", "full", "full")
	if p.m.aftercare() == "full" { // what was begun is given up now and then
		size = p.pick("small", "small", "normal")
	}
	p.log[len(p.log)-1] += " " + size
	ok := !m.over() && size != m.aftercare()
	if ok {
		m.size = size
		for _, c := range m.clients {
			if m.state != "open" && !c.ended.IsZero() {
				m.asksLater(c, c.ended, m.now)
			}
		}
	}
	_, err := p.Edit(p.t.Context(), actor(who), p.n, incident.Details{Aftercare: incident.Size(size)})
	return ok, err
}

func (p *play) cancel(who string) (bool, error) {
	m := p.m
	ok := m.state == "open"
	for _, c := range m.clients {
		ok = ok && c.told.IsZero() && c.out == nil
	}
	if p.r.IntN(3) > 0 && ok { // else hardly any incident would last
		return p.check(who)
	}
	if m.state == "resolved" {
		ok = !slices.ContainsFunc(m.clients, func(c *mClient) bool { return !c.told.IsZero() || c.out != nil })
	}
	if ok {
		m.state, m.closed = "cancelled", m.now
		for _, c := range m.clients {
			for _, o := range c.promises {
				if o.outcome == "" {
					o.outcome = "dropped"
				}
			}
		}
	}
	_, err := p.Cancel(p.t.Context(), actor(who), p.n, "it was a planned restart")
	return ok, err
}

// notTheirs takes out a client who has heard nothing, where others are left. Who was told
// stays, until they have heard that.
func (p *play) notTheirs(who string) (bool, error) {
	m, c := p.m, p.client()
	ok := !m.over() && c.out == nil && len(m.clients) > 1
	if told := !c.told.IsZero(); ok && !told {
		m.clients = slices.DeleteFunc(slices.Clone(m.clients), func(one *mClient) bool { return one == c })
	}
	_, _, err := p.NotTheirs(p.t.Context(), actor(who), p.n, notyours.Swap{Client: c.id, Why: "it is another's"})
	return ok, err
}
