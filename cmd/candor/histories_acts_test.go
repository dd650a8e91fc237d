package main_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"candor/cmd/candor/candour"
	"candor/incident"
	"candor/incident/approval"
	"candor/incident/byhand"
	"candor/incident/client"
	"candor/incident/eta"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/notyours"
	"candor/incident/outbox"
	"candor/incident/playbook"
	"candor/incident/promise"
	"candor/incident/records"
	"candor/incident/schedule"
	"candor/incident/service"
	"candor/incident/solved"
	"candor/incident/update"
	"candor/incident/view"
	"candor/incident/work"
)

// acts are what people do to an incident, and how often beside each other.
var acts = []struct {
	often int
	name  string
	do    func(*scene) error
}{
	{3, "write", (*scene).write},
	{4, "send", (*scene).send},
	{3, "tell", (*scene).tell},
	{1, "tell all", (*scene).tellAll},
	{2, "told", (*scene).told},
	{1, "snooze", (*scene).snooze},
	{2, "undo", (*scene).undo},
	{3, "answer a reminder", (*scene).answerReminder},
	{1, "answer a group", (*scene).answerGroup},
	{3, "approve", (*scene).decideRequest},
	{2, "rule", (*scene).rule},
	{1, "severity", (*scene).severity},
	{1, "status", (*scene).status},
	{1, "kind", seldom(3, (*scene).kind)},
	{1, "role", (*scene).role},
	{1, "facts", (*scene).facts},
	{1, "estimate", (*scene).estimate},
	{1, "impact", (*scene).impact},
	{1, "cadence", (*scene).cadence},
	{1, "more clients", (*scene).moreClients},
	{1, "not theirs", (*scene).notTheirs},
	{1, "private", seldom(4, (*scene).private)},
	{1, "shared", seldom(3, (*scene).shared)},
	{1, "call", (*scene).call},
	{1, "asked", (*scene).asked},
	{1, "later", (*scene).later},
	{1, "agree", (*scene).agree},
	{2, "resolve", seldom(2, (*scene).resolve)},
	{2, "close", (*scene).close},
	{1, "cancel", seldom(4, (*scene).cancel)},
	{1, "reopen", (*scene).reopen},
	{2, "the client", (*scene).client},
}

// scene is an act under way: whose, and about which client of which incident.
type scene struct {
	*world
	ctx    context.Context
	who    incident.Actor
	inc    *incident.Incident
	aff    *incident.Affected
	n      int64
	id     string // of the client
	detail string // for the log
}

// errNothing is returned where there is nothing to do the act to.
var errNothing = errors.New("nothing to do")

func seldom(in int, do func(*scene) error) func(*scene) error {
	return func(s *scene) error {
		if s.r.IntN(in) > 0 {
			return errNothing
		}
		return do(s)
	}
}

// act does one thing that is possible, as far as somebody outside can know.
func (w *world) act() {
	live := w.live()
	if len(live) == 0 || len(live) < 3 && w.r.IntN(30) == 0 {
		w.declare()
		return
	}
	s := &scene{world: w, ctx: context.Background(), who: w.anybody(), inc: one(w.r, live...)}
	s.aff = &s.inc.Clients[w.r.IntN(len(s.inc.Clients))]
	s.n, s.id = s.inc.Number, s.aff.Client.ID
	if w.r.IntN(3) > 0 { // mostly somebody who may
		s.who = w.envelope(actorOf(s.inc.Holder(playbook.Comms)))
	}
	total := 0
	for _, a := range acts {
		total += a.often
	}
	pick := w.r.IntN(total)
	for _, a := range acts {
		if pick -= a.often; pick < 0 {
			w.judge(fmt.Sprintf("%s: %s, %s of %s", s.who.ID, a.name, s.inc.Name(), s.id), &s.detail, a.do(s))
			return
		}
	}
}

// judge logs an act. A refusal is an answer; an internal error never is.
func (w *world) judge(what string, detail *string, err error) {
	if errors.Is(err, errNothing) {
		return
	}
	if *detail != "" {
		what += " (" + *detail + ")"
	}
	if err == nil {
		w.logf("%s", what)
		return
	}
	w.logf("%s → %s", what, err.Error()[:min(110, len(err.Error()))])
	if fault.CodeOf(err) == fault.Internal && !w.damaged {
		w.breach("%s: %v", what, err)
	}
}

func (w *world) live() (list []*incident.Incident) {
	err := w.view(func(tx records.Tx) (err error) {
		list, err = tx.LiveIncidents()
		return err
	})
	if err != nil && !w.damaged { // then it lists those that can be read
		w.breach("the live incidents: %v", err)
	}
	return list
}

func (w *world) declare() {
	d := service.Declaration{Client: w.clientID(), Kind: one(w.r, "outage", "outage", "data_loss", "security", "backup_failure", "privacy_leak"),
		Impact: "the shop does not open", Doing: "checking what happened", Severity: w.anySeverity(), Unused: w.r.IntN(4) == 0}
	if w.r.IntN(3) == 0 {
		d.Also = []string{w.clientID()}
	}
	detail := fmt.Sprintf("%s, severity %d, also %v", d.Kind, d.Severity, d.Also)
	_, err := w.Declare(context.Background(), w.anybody(), d)
	w.judge("declare for "+d.Client, &detail, err)
}

func (w *world) anySeverity() client.Severity { return client.Severity(1 + w.r.IntN(4)) }

// kinds are those of the texts that people write.
var kinds = []string{
	update.FirstNoticeUnknown, update.FirstNoticeKnown, update.Holding, update.Progress, update.EtaChange, update.MitigatedUpdate,
	update.MonitoringUpdate, update.ResolvedUpdate, update.DataLoss, update.BreachSuspected, update.Correction, update.Overnight,
	update.MeetingInvite, update.Checkin24h, update.PostmortemCover, update.MissedUpdate, update.ProcessorNotice, update.NotYours,
}

// proposal is a text that a person might choose: mostly one that the form offers.
func (s *scene) proposal(client string) incident.Proposal {
	fits := slices.DeleteFunc(slices.Clone(kinds), func(kind string) bool { return s.inc.Eligible(s.aff, kind, s.now) != nil })
	if len(fits) == 0 || s.r.IntN(6) == 0 {
		fits = kinds
	}
	return s.proposalOf(one(s.r, fits...), client)
}

// proposalOf is a text with an answer to everything that its form asks for.
func (w *world) proposalOf(kind, client string) incident.Proposal {
	p := incident.Proposal{Client: client, Kind: kind, Reason: one(w.r, "", "", "", "we know"), Words: map[string]string{}, Times: map[string]time.Time{}}
	estimate := kind == update.EtaChange || w.r.IntN(6) == 0
	for _, f := range w.words.Fields(kind) {
		switch {
		case f.Flag, !estimate && slices.Contains([]string{"eta_from", "eta_to", "outcome"}, f.Name):
		case f.Future:
			p.Times[f.Name] = w.now.Add(time.Duration(1+len(p.Times)) * time.Hour)
		case f.Name == "since_fixed":
			p.Times[f.Name] = w.now
		case f.Instant:
			p.Times[f.Name] = w.now.Add(-30 * time.Minute)
		case f.Mandatory || w.r.IntN(4) > 0:
			p.Words[f.Name] = "We restarted server " + strconv.Itoa(w.r.IntN(9)) + "."
		}
	}
	p.Quiet = kind == update.MonitoringUpdate && w.r.IntN(2) == 0
	switch w.r.IntN(10) {
	case 0, 1:
		p.NextAt = w.now.Add(w.minutes(1, 120))
	case 2:
		p.NextAt = w.now.Add(time.Duration(1+w.r.IntN(20)) * time.Second)
	}
	return p
}

// draft is where the hash of a person's text about a client is kept.
func (s *scene) draft() string { return "draft " + s.who.ID + " " + s.inc.Name() + " " + s.id }

// reads notes that a person has seen a text: from here on it may leave.
func (s *scene) reads(t *view.Draft, err error) error {
	if err != nil || t == nil {
		return err
	}
	if t.Update.Kind != "" {
		s.seen[t.Update.Hash()] = true
	}
	switch {
	case t.Update.Kind == "":
	case t.Update.N == 0: // it has not left: it is their draft
		s.drafts[s.draft()] = t.Update.Hash()
	default:
		s.presses(&t.Update)
	}
	return s.readsEach(t.All, nil)
}

func (s *scene) readsEach(list []view.ClientResult, err error) error {
	for _, each := range list {
		if each.Telling != nil {
			s.seen[each.Telling.Update.Hash()] = true
			if each.Telling.Update.N > 0 {
				s.presses(&each.Telling.Update)
			}
		}
	}
	return err
}

// presses notes that somebody let a text leave now.
func (s *scene) presses(u *update.Update) {
	at := s.moment()
	for _, text := range u.Texts {
		s.pressed[text.Body] = at
	}
}

func (s *scene) write() error {
	p := s.proposal(s.id)
	s.detail = p.Kind
	return s.goOn(s.reads(s.Write(s.ctx, s.who, s.n, p)))
}

// goOn sends, mostly, what was written or has to be confirmed.
func (s *scene) goOn(err error) error {
	if err != nil || s.drafts[s.draft()] == "" || s.r.IntN(3) == 0 {
		return err
	}
	return s.send()
}

func (s *scene) send() error {
	hash := s.drafts[s.draft()]
	if hash == "" {
		return errNothing
	}
	delete(s.drafts, s.draft())
	t, err := s.Send(s.ctx, s.who, view.Ref{Number: s.n, Client: s.id}, work.Consent{Hash: hash, Sure: s.r.IntN(2) == 0, Reason: one(s.r, "", "we know")})
	if err == nil && t.Held.After(s.now) && t.Update.Hash() != hash {
		s.breach("%s sent another text than the one that was seen", s.who.ID)
	}
	return s.reads(t, err)
}

func (s *scene) tell() error {
	p := s.proposal(s.id)
	s.detail = p.Kind
	return s.goOn(s.reads(s.Tell(s.ctx, s.who, s.n, p)))
}

func (s *scene) tellAll() error {
	p := s.proposal("")
	s.detail = p.Kind
	return s.readsEach(s.TellAll(s.ctx, s.who, s.n, p))
}

func (s *scene) told() error {
	r := byhand.Report{Client: s.id, How: one(s.r, byhand.Hows...), Text: "we know"}
	if s.r.IntN(2) == 0 {
		r.NextAt = s.now.Add(s.minutes(1, 200))
	}
	if s.r.IntN(4) == 0 {
		r.Promised = "a list"
	}
	if s.r.IntN(2) == 0 {
		r.Said = []facts.Question{one(s.r, facts.Questions...), facts.DataLost}
	}
	s.detail = string(r.How)
	_, err := s.Told(s.ctx, s.who, s.n, r)
	for _, q := range r.Said {
		if err == nil && r.How != byhand.ByVoicemail {
			s.knows(candour.Said, string(q))
		}
	}
	return err
}

func (s *scene) snooze() error {
	_, err := s.Snooze(s.ctx, s.who, view.Ref{Number: s.n, Client: s.id}, s.minutes(1, 31))
	return err
}

func (s *scene) undo() error {
	n := s.aff.Out
	if n == 0 || s.r.IntN(6) == 0 {
		n = s.r.IntN(s.aff.Updates + 1)
	}
	if n == 0 {
		return errNothing
	}
	s.detail = strconv.Itoa(n)
	_, err := s.Undo(s.ctx, s.who, view.Ref{Number: s.n, Client: s.id, N: n})
	if err == nil {
		s.tookBack(s.inc, s.id, n)
	}
	return err
}

func (s *scene) answerReminder() error {
	for _, p := range s.aff.Promises {
		if p.Outcome != promise.Pending || p.Draft == nil {
			continue
		}
		hash := p.Draft.Hash()
		s.seen[hash] = true
		s.detail = fmt.Sprint("promise ", p.N)
		return s.reads(s.AnswerReminder(s.ctx, s.who, view.Ref{Number: s.n, Client: s.id, N: p.N}, hash))
	}
	return errNothing
}

func (s *scene) answerGroup() error {
	var group []outbox.Member
	for i := range s.inc.Clients {
		for _, p := range s.inc.Clients[i].Promises {
			if p.Outcome != promise.Pending {
				continue
			}
			group = append(group, outbox.Member{Client: s.inc.Clients[i].Client.ID, Promise: p.N})
			if p.Draft != nil {
				s.seen[p.Draft.Hash()] = true
			}
		}
	}
	return s.readsEach(s.AnswerGroup(s.ctx, s.who, s.n, service.ConsentForGroup{Members: group, Hash: view.GroupHash(s.inc, group)}))
}

// decideRequest is what becomes of a text that waits for another's word.
func (s *scene) decideRequest() error {
	r := s.aff.Request
	if r == nil {
		return errNothing
	}
	hash, other := r.Update.Hash(), s.anybody()
	s.seen[hash] = true
	var err error
	switch s.r.IntN(6) {
	case 0:
		s.detail = "reject, " + other.ID
		_, err = s.Reject(s.ctx, other, view.Ref{Number: s.n, Client: s.id, N: r.N}, "no")
	case 1:
		s.detail = "withdraw"
		_, err = s.Withdraw(s.ctx, s.who, view.Ref{Number: s.n, Client: s.id, N: r.N})
	case 2:
		s.detail = "send alone"
		_, err = s.SendAlone(s.ctx, s.who, view.Ref{Number: s.n, Client: s.id, N: r.N}, hash)
		s.approved(r, err)
	default:
		s.detail = "approve, " + other.ID
		_, err = s.Approve(s.ctx, other, view.Ref{Number: s.n, Client: s.id, N: r.N}, hash)
		s.approved(r, err)
	}
	return err
}

// approved notes that the text of a request may have left with that.
func (s *scene) approved(r *approval.Request, err error) {
	if err == nil {
		s.presses(&r.Update)
	}
}

// rule decides about a text that did not arrive, or may not have. Where nobody
// knows, somebody looks, and says what is so.
func (s *scene) rule() error {
	for n := s.aff.Updates; n > 0; n-- {
		for _, to := range s.aff.Client.Destinations() {
			key := updateKey(s.inc, s.id, n, to)
			d := s.delivery(key)
			if d == nil || d.State != outbox.Dead && d.State != outbox.NeedsDecision {
				continue
			}
			ruling := one(s.r, outbox.SendAgain, outbox.GiveUp)
			if s.arrivals[key] > 0 {
				ruling = outbox.ItArrived
			}
			s.detail = key + " " + string(ruling)
			_, err := s.ResolveDelivery(s.ctx, s.who, view.Ref{Number: s.n, Key: key}, ruling)
			return err
		}
	}
	return errNothing
}

func (s *scene) edit(d incident.Details) error {
	_, err := s.Edit(s.ctx, s.who, s.n, d)
	return err
}

func (s *scene) severity() error { return s.edit(incident.Details{Severity: s.anySeverity()}) }

func (s *scene) status() error {
	return s.edit(incident.Details{Status: one(s.r, update.Statuses...)})
}

func (s *scene) kind() error {
	s.detail = one(s.r, "outage", "data_loss", "security", "privacy_leak")
	return s.edit(incident.Details{Kind: s.detail})
}

func (s *scene) role() error {
	role, user := one(s.r, playbook.Roles...), s.member()
	s.detail = string(role) + " " + user
	return s.edit(incident.Details{Roles: map[playbook.Role]string{role: user}})
}

func (s *scene) facts() error {
	q := one(s.r, facts.Questions...)
	a := one(s.r, facts.Answers[q]...)
	of := ""
	if len(s.inc.Clients) > 1 && s.r.IntN(2) == 0 {
		of = s.id
	}
	s.detail = string(q) + " " + string(a) + " " + of
	inc, err := s.SetFacts(s.ctx, s.who, s.n, facts.FactAnswer{Client: of, Question: q, Answer: a})
	if err == nil {
		s.knowsOf(of, candour.Question(q), string(a))
		if s.inc.State == incident.Closed && inc.State != incident.Closed {
			s.ended(candour.Again)
		}
	}
	return err
}

// knows writes a line into the log of what was known of the client of the act.
func (s *scene) knows(q candour.Question, answer string) { s.knowsOf(s.id, q, answer) }

// ended writes that an incident is over, for each of its clients.
func (s *scene) ended(how string) {
	for _, aff := range s.inc.Clients {
		s.knowsOf(aff.Client.ID, candour.Over, how)
	}
}

// knowsOf writes one of a client, or with "" of all.
func (s *scene) knowsOf(client string, q candour.Question, answer string) {
	s.truth = append(s.truth, candour.Known{At: s.moment(), Incident: s.inc.Name(), Client: client, Question: q, Answer: answer})
}

func (s *scene) estimate() error {
	e := eta.Estimate{From: s.now.Add(s.minutes(0, 60)), To: s.now.Add(s.minutes(61, 160))}
	if s.r.IntN(4) == 0 {
		e = eta.Estimate{}
	}
	_, err := s.SetEstimate(s.ctx, s.who, s.n, e)
	return err
}

func (s *scene) impact() error {
	_, err := s.SetImpact(s.ctx, s.who, view.Ref{Number: s.n, Client: s.id}, "the cart is empty "+strconv.Itoa(s.r.IntN(9)))
	return err
}

func (s *scene) cadence() error {
	c := one(s.r, schedule.Every(10*time.Minute), schedule.Every(3*time.Hour), schedule.Cadence{Cron: "0 9,13,17 * * MON-FRI"}, schedule.Cadence{})
	_, err := s.SetCadence(s.ctx, s.who, view.Ref{Number: s.n, Client: s.id}, incident.CadenceOverride{Cadence: c, AskedBy: one(s.r, "", "Dana")})
	return err
}

func (s *scene) moreClients() error {
	s.detail = s.clientID()
	_, err := s.AddClients(s.ctx, s.who, s.n, service.MoreClients{Names: []string{s.detail}})
	if err == nil {
		s.truth = append(s.truth, candour.Joins(s.truth, s.inc.Name(), s.detail, s.moment())...)
	}
	return err
}

// notTheirs says that it is not the client's. Who was told hears that in a text, or from
// somebody who calls.
func (s *scene) notTheirs() error {
	swap := notyours.Swap{Client: s.id, Why: "their server is another one"}
	if s.r.IntN(3) == 0 {
		swap.Instead = s.clientID()
	}
	s.detail = "instead " + swap.Instead
	joins := swap.Instead != "" && !s.inc.HasClient(swap.Instead)
	_, told, err := s.NotTheirs(s.ctx, s.who, s.n, swap)
	if err != nil {
		return err
	}
	if joins {
		s.truth = append(s.truth, candour.Joins(s.truth, s.inc.Name(), swap.Instead, s.moment())...)
	}
	if !told {
		s.truth = append(s.truth, candour.Leaves(s.truth, s.inc.Name(), s.id, s.moment())...)
		return nil
	}
	if s.aff.Written && s.r.IntN(3) > 0 {
		p := s.proposalOf(update.NotYours, s.id)
		return s.goOn(s.reads(s.Write(s.ctx, s.who, s.n, p)))
	}
	_, err = s.Told(s.ctx, s.who, s.n, byhand.Report{Client: s.id, How: byhand.ByCall, Text: "it is not theirs, and we are sorry", NotTheirs: swap.Why})
	return err
}

func (s *scene) private() error {
	_, err := s.MovePrivate(s.ctx, s.who, s.n)
	return err
}

func (s *scene) shared() error {
	if s.inc.Channel.ID == "" {
		return errNothing
	}
	return s.ChannelShared(s.ctx, s.inc.Channel.ID, s.r.IntN(2) == 0)
}

func (s *scene) call() (err error) {
	if s.r.IntN(2) == 0 {
		_, err = s.StartCall(s.ctx, s.who, s.n, s.id)
		return err
	}
	s.detail = "nobody answered"
	_, err = s.NobodyAnswered(s.ctx, s.who, s.n, s.id)
	return err
}

func (s *scene) asked() error {
	_, err := s.Asked(s.ctx, s.who, view.Ref{Number: s.n, Client: s.id}, "when?")
	return err
}

func (s *scene) later() error {
	_, err := s.TellLater(s.ctx, s.who, s.n, incident.DecisionRequest{Client: s.id, Reason: "we do not know yet", Second: s.member(), Until: s.now.Add(s.minutes(1, 600))})
	return err
}

func (s *scene) agree() error {
	l := s.aff.Embargo
	if l == nil {
		return errNothing
	}
	s.detail = l.Second
	yes := s.r.IntN(3) > 0
	_, err := s.Decide(s.ctx, s.envelope(actorOf(l.Second)), view.Ref{Number: s.n, Client: s.id, Key: l.Key}, yes)
	if err == nil && yes {
		s.knows(candour.Agreed, "")
	}
	return err
}

// closing answers all steps.
func (s *scene) closing() service.Closing {
	c := service.Closing{Reason: "not needed"}
	for _, it := range s.inc.OpenItems() {
		c.Done = append(c.Done, it.ID)
	}
	return c
}

func (s *scene) resolve() error {
	c := service.Solved{Answers: solved.Answers{Seen: solved.ByUs, Data: []facts.Answer{facts.No, facts.DontKnow}[s.r.IntN(2)], Reason: "nobody outside saw it"}}
	if s.inc.Apart(facts.DataLost) {
		c.Data = solved.Each
	}
	if s.r.IntN(3) == 0 {
		c.Lasting = "a lasting repair"
		c.Until = s.now.Add(time.Duration(1+s.r.IntN(20)) * 24 * time.Hour)
	}
	if s.r.IntN(2) == 0 {
		p := s.proposalOf(update.ResolvedUpdate, s.id)
		p.NextAt = time.Time{}
		c.Last = &p
	}
	t, err := s.Resolve(s.ctx, s.who, s.n, c)
	if err == nil && c.Data != solved.Each && !s.inc.Facts.Is(facts.DataLost, facts.Yes) {
		s.knowsOf("", candour.Question(facts.DataLost), string(c.Data))
	}
	return s.goOn(s.reads(t, err))
}

func (s *scene) close() error {
	if s.inc.State != incident.Resolved && s.r.IntN(4) > 0 {
		return errNothing
	}
	inc, err := s.Close(s.ctx, s.who, s.n, s.closing())
	if err == nil {
		if inc.Over() { // else what is promised for later still leaves
			s.over[s.n] = s.now
		}
		s.ended("closed")
	}
	return err
}

func (s *scene) cancel() error {
	_, err := s.Cancel(s.ctx, s.who, s.n, "it was a planned restart")
	if err != nil {
		return err
	}
	s.over[s.n] = s.now
	s.ended("cancelled")
	for key, times := range s.arrivals {
		spared := slices.ContainsFunc(s.inc.Spared, func(aff incident.Affected) bool { return strings.HasPrefix(key, s.inc.Name()+"/"+aff.Client.ID+"/") })
		if times > 0 && strings.HasPrefix(key, s.inc.Name()+"/") && !spared { // they have heard that it was not theirs
			s.breach("%s was cancelled although %s arrived", s.inc.Name(), key)
		}
	}
	return nil
}

func (s *scene) reopen() error {
	_, err := s.Reopen(s.ctx, s.who, view.Ref{Number: s.n}, service.Seen{Reason: "it is down again", Impact: "the search is empty"})
	return err
}

// client is what somebody at the client does: says that they have read the newest
// text, or answers it.
func (s *scene) client() error {
	s.who = dana
	newest := fmt.Sprintf("%s/%s/update/%d/slack", s.inc.Name(), s.id, s.aff.Heard)
	if s.r.IntN(2) == 0 && s.arrivals[newest] > 0 {
		s.detail = "got it"
		_, err := s.Acknowledge(s.ctx, s.who, view.Ref{Number: s.n, Client: s.id, N: s.aff.Heard, Key: s.aff.Client.Slack}, "Dana")
		return err
	}
	if len(s.aff.Threads) == 0 {
		return errNothing
	}
	s.serial++
	return s.Replied(s.ctx, s.who, s.aff.Threads[0], outbox.Reply{TS: strconv.Itoa(s.serial), User: dana.ID, Name: "Dana", Text: "when?"})
}
