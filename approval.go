package candor

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Need is one approval that an update must have before it leaves. Any of People
// can give it.
type Need struct {
	For    string    `json:"for"`              // whose word it is: NeedOther, NeedNamed, or a role
	People []string  `json:"people,omitempty"` // who is asked, in this order
	Anyone bool      `json:"anyone,omitempty"` // so can everybody else of the team but the writer
	By     string    `json:"by,omitempty"`     // who gave it; empty: nobody yet
	At     time.Time `json:"at,omitzero"`
}

// Needs that are no role's.
const (
	NeedOther = "other"
	NeedNamed = "named"
)

// Request is an update that waits for approval. The text that is approved is
// the text that leaves: a change of the words, of who receives them or of the
// severity ends the request, and the words go back to their writer.
type Request struct {
	N        int       `json:"n"` // counts per client; part of the keys of what asks
	Update   Update    `json:"update"`
	Severity Severity  `json:"severity"` // when it was asked
	Needs    []Need    `json:"needs"`
	Findings []Finding `json:"findings,omitempty"` // what the draft check had to say
	AskedAt  time.Time `json:"asked_at"`
	Asked    []string  `json:"asked,omitempty"`  // people who were asked by direct message
	NextAt   time.Time `json:"next_at,omitzero"` // when the next person is asked; zero: everybody was
	Posts    []string  `json:"posts,omitempty"`  // keys of the messages that ask
}

// Given is an approval that an update has had.
type Given struct {
	For string    `json:"for"`
	By  string    `json:"by"`
	At  time.Time `json:"at"`
}

// An approver has a third of the time that is left until the client expects
// news, within these bounds; then the next one is asked.
const (
	longestApproval  = 5 * time.Minute
	shortestApproval = 20 * time.Second
)

// rolesFor says whose approval bad news needs beside what the client's own rule
// asks for.
func rolesFor(u *Update) []Role {
	var list []Role
	switch u.Kind {
	case DataLoss:
		list = []Role{Commander, Account}
	case BreachSuspected, ProcessorNotice:
		list = []Role{Commander, Privacy}
	case MisdeliveryRecipient:
		list = []Role{Privacy}
	}
	for _, o := range u.Overrides {
		if grave(o.Rule) {
			list = append(list, Commander, Privacy)
		}
	}
	return list
}

// needs returns the approvals that an update still needs when its writer wants
// to send it. The writer's own press is the word of every role that they hold.
func (s *Service) needs(inc *Incident, aff *Affected, u *Update, writer string) []Need {
	var list []Need
	add := func(n Need) {
		if !slices.Contains(n.People, writer) && (len(n.People) > 0 || n.Anyone) {
			list = append(list, n)
		}
	}
	switch rule := aff.Client.Approval; rule.Rule {
	case ApprovalOther:
		others := slices.DeleteFunc(s.team(inc), func(p string) bool { return p == writer })
		if len(others) > 0 {
			add(Need{For: NeedOther, People: others, Anyone: true})
		}
	case ApprovalCommander:
		add(Need{For: string(Commander), People: []string{inc.Roles[Commander]}})
	case ApprovalNamed:
		add(Need{For: NeedNamed, People: rule.People})
	}
	seen := map[string]bool{}
	for _, r := range rolesFor(u) {
		holder := inc.Holder(r)
		if !seen[holder] {
			add(Need{For: string(r), People: []string{holder}})
		}
		seen[holder] = true
	}
	return list
}

// team lists who can be asked: the people with a role, then those to escalate
// to, then everybody who is known.
func (s *Service) team(inc *Incident) []string {
	list := inc.everybody()
	for _, user := range s.Roster().EscalateTo {
		list = appendNew(list, user)
	}
	for _, p := range s.Roster().People {
		list = appendNew(list, p.Slack)
	}
	return list
}

// leave sends the update of t if it may leave, or asks for what it needs. Bad
// news, and a text that somebody else should have approved where there is
// nobody else, is confirmed by its writer a second time; sure says that it was.
func (s *Service) leave(tx Tx, inc *Incident, aff *Affected, t *Telling, a Actor, sure bool, now time.Time) error {
	u := &t.Update
	if err := inc.maySend(a, aff); err != nil {
		return err
	}
	if len(u.To) == 0 {
		return aff.byHandOnly()
	}
	if t.Asks = s.needs(inc, aff, u, a.ID); len(t.Asks) > 0 {
		return s.ask(tx, inc, aff, t, a, t.Asks, now)
	}
	alone := aff.Client.Approval.Rule == ApprovalOther // and nobody else is there
	if (BadNews(u.Kind) || alone) && (u.Again != u.Hash() || !sure) {
		u.Again, t.Again = u.Hash(), true
		aff.keepDraft(*u)
		return nil
	}
	u.Alone = alone || BadNews(u.Kind)
	return s.approve(tx, inc, aff, t, a.ID, now)
}

// ask keeps the update as a request and brings it before those who can approve it.
func (s *Service) ask(tx Tx, inc *Incident, aff *Affected, t *Telling, a Actor, needs []Need, now time.Time) error {
	if aff.Out > 0 {
		return onItsWay(aff)
	}
	if err := s.replaceRequest(tx, inc, aff, a.ID, now); err != nil {
		return err
	}
	u := t.Update
	u.By, u.At = a.ID, now
	aff.Requests++
	aff.Request = &Request{N: aff.Requests, Update: u, Severity: inc.Severity, Needs: needs, Findings: t.Findings, AskedAt: now}
	delete(aff.Drafts, a.ID)
	if err := s.askNext(tx, inc, aff, now); err != nil {
		return err
	}
	if inc.takesPosts() {
		if err := s.askIn(tx, inc, aff, "", now); err != nil {
			return err
		}
	}
	return record(tx, inc, a.ID, "approval", fmt.Sprintf("Asked for approval of an update (%s) to %s.", u.Kind, aff.Client.Name), now)
}

// askNext asks, for each need that nobody has met, the next of its people who
// was not asked yet.
func (s *Service) askNext(tx Tx, inc *Incident, aff *Affected, now time.Time) error {
	r := aff.Request
	for _, n := range r.Needs {
		if n.By != "" {
			continue
		}
		rest := slices.DeleteFunc(slices.Clone(n.People), func(p string) bool { return oneOf(p, r.Asked...) })
		if len(rest) == 0 {
			continue
		}
		r.Asked = append(r.Asked, rest[0])
		if err := s.askIn(tx, inc, aff, rest[0], now); err != nil {
			return err
		}
	}
	r.NextAt = now.Add(approvalWait(aff, now))
	return nil
}

func approvalWait(aff *Affected, now time.Time) time.Duration {
	wait := longestApproval
	if p := aff.Next(); p != nil {
		wait = min(wait, p.DueAt.Sub(now)/3)
	}
	return max(wait, shortestApproval)
}

// askIn queues the message that asks: to a person, or with "" to the channel.
func (s *Service) askIn(tx Tx, inc *Incident, aff *Affected, user string, now time.Time) error {
	what := "channel"
	if user != "" {
		what = user
	}
	d := inc.newDelivery(ApprovalAsk, fmt.Sprintf("%s/request/%d/%s", aff.Client.ID, aff.Request.N, what), now)
	d.Client, d.To, d.Data = aff.Client.ID, user, map[string]string{"request": itoa(aff.Request.N)}
	if user != "" {
		d.Lane = "direct/" + user
	}
	if user != "" && !inc.HasRole(user) {
		d.Data["outside"] = "yes"
	}
	aff.Request.Posts = append(aff.Request.Posts, d.Key)
	return enqueue(tx, d)
}

// remindOfRequest asks the next approver when the time of the one before is up;
// when everybody was asked, the writer learns that they may decide alone.
func (s *Service) remindOfRequest(tx Tx, inc *Incident, aff *Affected, now time.Time) error {
	r := aff.Request
	if r == nil || r.NextAt.IsZero() || now.Before(r.NextAt) {
		return nil
	}
	before := len(r.Asked)
	if err := s.askNext(tx, inc, aff, now); err != nil || len(r.Asked) > before {
		return err
	}
	r.NextAt = time.Time{}
	d := inc.newDelivery(ApprovalAlone, fmt.Sprintf("%s/request/%d/alone", aff.Client.ID, r.N), now)
	d.Client, d.To, d.Lane, d.Data = aff.Client.ID, r.Update.By, "direct/"+r.Update.By, map[string]string{"request": itoa(r.N)}
	r.Posts = append(r.Posts, d.Key)
	if err := enqueue(tx, d); err != nil {
		return err
	}
	return record(tx, inc, "", "approval", fmt.Sprintf("Nobody has approved the update to %s yet; everybody was asked.", aff.Client.Name), now)
}

// request returns the open request with a number, or says why there is none.
func (aff *Affected) request(n int) (*Request, error) {
	if r := aff.Request; r != nil && r.N == n {
		return r, nil
	}
	return nil, Errorf(Conflict, "This was answered already, or the text was changed since. Nothing was sent now.")
}

// changeRequest changes the open request with a number, and what hangs on it.
func (s *Service) changeRequest(ctx context.Context, a Actor, act Action, number int64, client string, n int, fn func(tx Tx, inc *Incident, aff *Affected, r *Request, now time.Time) error) (*Incident, error) {
	return s.changeFor(ctx, a, act, number, client, func(tx Tx, inc *Incident, aff *Affected, now time.Time) error {
		r, err := aff.request(n)
		if err != nil {
			return err
		}
		return fn(tx, inc, aff, r, now)
	})
}

// Approve gives a person's word to the text with that hash. When nothing is
// missing any more, it leaves.
func (s *Service) Approve(ctx context.Context, a Actor, number int64, client string, n int, hash string) (*Telling, error) {
	var t *Telling
	_, err := s.changeRequest(ctx, a, Approve, number, client, n, func(tx Tx, inc *Incident, aff *Affected, r *Request, now time.Time) error {
		t = &Telling{Incident: inc, Client: aff.Client, Update: r.Update}
		switch {
		case r.Update.Hash() != hash:
			return Errorf(Conflict, "The text has changed since you read it. It was *not* approved, and not sent. Read it again.")
		case a.ID == r.Update.By:
			return Errorf(Denied, "You wrote it, so somebody else approves it. It was *not* sent. Press Withdraw to change it.")
		case !r.meet(a.ID, now):
			return Errorf(Denied, "It needs the word of %s. It was *not* approved by you, and not sent.", r.lacking())
		}
		if err := s.stillTrue(tx, inc, aff, r, now); err != nil {
			return err
		}
		if err := record(tx, inc, a.ID, "approval", fmt.Sprintf("Approved the update (%s) to %s.", r.Update.Kind, aff.Client.Name), now); err != nil {
			return err
		}
		if t.Asks = r.open(); len(t.Asks) > 0 {
			return nil
		}
		return s.sendRequested(tx, inc, aff, t, requestApproved, now)
	})
	return t, err
}

// meet notes the person's word where it counts and says whether it did.
func (r *Request) meet(user string, now time.Time) bool {
	met := false
	for i := range r.Needs {
		n := &r.Needs[i]
		if n.By == "" && (n.Anyone || slices.Contains(n.People, user)) {
			n.By, n.At, met = user, now, true
		}
	}
	return met
}

// open returns the needs that nobody has met.
func (r *Request) open() []Need {
	return slices.DeleteFunc(slices.Clone(r.Needs), func(n Need) bool { return n.By != "" })
}

// holdersChanged brings open requests before those who hold the roles now. Where
// that is the writer, nobody else's word is needed, so they send it again.
func (s *Service) holdersChanged(tx Tx, inc *Incident, now time.Time) error {
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		if !aff.Request.follow(inc) {
			continue
		}
		var err error
		if slices.ContainsFunc(aff.Request.open(), func(n Need) bool { return slices.Contains(n.People, aff.Request.Update.By) && !n.Anyone }) {
			err = s.voidRequest(tx, inc, aff, "you hold the role whose word it needed; send it again", now)
		} else {
			err = s.askNext(tx, inc, aff, now)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// follow makes the unmet needs those of who holds the roles now, and says
// whether one of them has changed.
func (r *Request) follow(inc *Incident) (changed bool) {
	if r == nil {
		return false
	}
	for i := range r.Needs {
		n := &r.Needs[i]
		if n.By != "" || n.Anyone || n.For == NeedNamed {
			continue
		}
		if now := []string{inc.Holder(Role(n.For))}; !slices.Equal(n.People, now) {
			n.People, changed = now, true
		}
	}
	return changed
}

func (r *Request) lacking() string {
	var names []string
	for _, n := range r.open() {
		for _, p := range n.People {
			names = appendNew(names, mention(p))
		}
	}
	return strings.Join(names, " or ")
}

// stillTrue refuses a request whose words, recipients or weight are no longer
// those that were asked about.
func (s *Service) stillTrue(tx Tx, inc *Incident, aff *Affected, r *Request, now time.Time) error {
	if err := s.stale(inc, aff, r.Update, now); err != nil {
		return err
	}
	u := r.Update
	switch changed, err := s.renew(tx, inc, aff, &u, now); {
	case err != nil:
		return err
	case !slices.Equal(u.To, r.Update.To):
		return Errorf(Conflict, "It was *not* sent: %s is reached in another place now than when you were asked. The writer has to send it anew.", aff.Client.Name)
	case changed:
		return Errorf(Conflict, "It was *not* sent: something has happened since it was written, such as a call, and its words are no longer right. The writer has to send it anew.")
	}
	return nil
}

// sendRequested queues a request that has all it needs.
func (s *Service) sendRequested(tx Tx, inc *Incident, aff *Affected, t *Telling, how string, now time.Time) error {
	r := aff.Request
	for _, n := range r.Needs {
		if n.By != "" {
			t.Update.Approved = append(t.Update.Approved, Given{For: n.For, By: n.By, At: n.At})
		}
	}
	if err := s.closeRequest(tx, inc, aff, how, now); err != nil {
		return err
	}
	return s.approve(tx, inc, aff, t, r.Update.By, now)
}

// SendAlone sends a request that nobody has answered: from the time at which the
// client expects news, or once everybody was asked. It is recorded as approved
// alone. Who wrote it, or is in charge, may do so.
func (s *Service) SendAlone(ctx context.Context, a Actor, number int64, client string, n int, hash string) (*Telling, error) {
	var t *Telling
	_, err := s.changeRequest(ctx, a, Send, number, client, n, func(tx Tx, inc *Incident, aff *Affected, r *Request, now time.Time) error {
		t = &Telling{Incident: inc, Client: aff.Client, Update: r.Update}
		switch {
		case r.Update.Hash() != hash:
			return Errorf(Conflict, "The text has changed since you read it. It was *not* sent. Read it again.")
		case a.ID != r.Update.By && a.ID != inc.Roles[Commander]:
			return Errorf(Denied, "Only %s, who wrote it, or who is in charge sends it without approval. It was *not* sent.", mention(r.Update.By))
		case !r.mayGoAlone(aff, now):
			return Errorf(Conflict, "%s still has time to answer. It was *not* sent. Ask them, or wait until %s expects news.", r.lacking(), aff.Client.Name)
		}
		if err := s.stillTrue(tx, inc, aff, r, now); err != nil {
			return err
		}
		t.Update.Alone = true
		if err := record(tx, inc, a.ID, "approval", "Approved alone: nobody else had answered.", now); err != nil {
			return err
		}
		return s.sendRequested(tx, inc, aff, t, requestAlone, now)
	})
	return t, err
}

// mayGoAlone says whether the writer may stop waiting for others.
func (r *Request) mayGoAlone(aff *Affected, now time.Time) bool {
	p := aff.Next()
	return r.NextAt.IsZero() || p != nil && !now.Before(p.DueAt)
}
