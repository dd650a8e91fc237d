package candor

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// AllClients stands for every client of an incident where one is asked for.
const AllClients = "*"

// maxClients is how many clients one incident can affect: a form and a card
// must still show them.
const maxClients = 100

// ImpactOn is what the client notices: its own words, or those of the incident.
func (inc *Incident) ImpactOn(client string) string {
	if aff := inc.Affected(client); aff != nil && aff.Impact != "" {
		return aff.Impact
	}
	return inc.Impact
}

// Each is what became of one client's part of an act for several. A failure for
// one changes nothing for another.
type Each struct {
	Client  Client
	Telling *Telling // nil if Err is set
	Err     error    // an [Error]: why this client was not told
}

// AddClients notes that an incident affects more clients, each named by its id
// or by a tag that several have; impact is what they notice, empty for the same
// words. A first notice is owed to each from now on.
func (s *Service) AddClients(ctx context.Context, a Actor, number int64, names []string, impact string) (*Incident, error) {
	return s.change(ctx, a, Change, number, func(tx Tx, inc *Incident, now time.Time) error {
		list, err := s.named(tx, names)
		if err != nil {
			return err
		}
		if inc.State != Open {
			return Errorf(Conflict, "%s is %s, so it can affect nobody new. Nothing was changed. Declare a new incident.", inc.Name(), inc.State)
		}
		impact := strings.TrimSpace(impact)
		if len([]rune(impact)) > maxLine {
			return fieldError("impact", "Keep it to one line of at most %d characters. Nothing was changed.", maxLine)
		}
		return s.affect(tx, inc, a, list, impact, now)
	})
}

// affect adds clients to an incident and owes each its first notice.
func (s *Service) affect(tx Tx, inc *Incident, a Actor, list []Client, impact string, now time.Time) error {
	var added []string
	for _, c := range list {
		if inc.HasClient(c.ID) {
			continue
		}
		if len(inc.Clients) >= maxClients {
			return Errorf(Conflict, "Nothing was changed: one incident affects at most %d clients. Declare another for the rest.", maxClients)
		}
		inc.Clients = append(inc.Clients, Affected{Client: c, Impact: impact})
		inc.promiseFirst(&inc.Clients[len(inc.Clients)-1], now)
		added = append(added, c.Name)
	}
	if len(added) == 0 {
		return Errorf(Conflict, "%s affects them already. Nothing was changed.", inc.Name())
	}
	return record(tx, inc, a.ID, "clients", "Also affects "+strings.Join(added, ", ")+".", now)
}

// HasClient says whether the incident affects a client.
func (inc *Incident) HasClient(id string) bool {
	return slices.ContainsFunc(inc.Clients, func(aff Affected) bool { return aff.Client.ID == id })
}

// named returns the clients with these ids or tags, once each.
func (s *Service) named(tx Tx, names []string) (list []Client, err error) {
	if len(names) == 0 {
		return nil, nil
	}
	all := s.clients(tx)
	for _, name := range names {
		name = strings.ToLower(strings.TrimSpace(name))
		found := slices.DeleteFunc(slices.Clone(all), func(c Client) bool { return c.ID != name })
		if len(found) == 0 {
			found = tagged(all, name)
		}
		if len(found) == 0 {
			return nil, fieldError("client", "There is no client and no tag %q. Nothing was changed. Known clients: %s.", name, s.clientIDs(tx))
		}
		for _, c := range found {
			if !slices.ContainsFunc(list, func(have Client) bool { return have.ID == c.ID }) {
				list = append(list, c)
			}
		}
	}
	return list, nil
}

// SetImpact changes what a client notices, or with [AllClients] what all notice
// who have no words of their own. The next update says it.
func (s *Service) SetImpact(ctx context.Context, a Actor, number int64, client, impact string) (*Incident, error) {
	return s.change(ctx, a, Change, number, func(tx Tx, inc *Incident, now time.Time) error {
		impact := strings.TrimSpace(impact)
		switch {
		case inc.Over():
			return inc.overError()
		case impact == "" || len([]rune(impact)) > maxLine:
			return fieldError("impact", "Say in one line of at most %d characters what they notice, in words that they may read. Nothing was changed.", maxLine)
		case client == AllClients:
			inc.Impact = impact
			for i := range inc.Clients {
				if inc.Clients[i].Impact == "" {
					inc.noticeNow(&inc.Clients[i], now)
				}
			}
			return record(tx, inc, a.ID, "impact", "They notice: "+impact, now)
		}
		aff, err := inc.find(client)
		if err != nil {
			return err
		}
		aff.Impact = impact
		inc.noticeNow(aff, now)
		return record(tx, inc, a.ID, "impact", aff.Client.Name+" notices: "+impact, now)
	})
}

// OwnWords are the fields of texts that say what one client notices: they are
// not the same for all.
var OwnWords = []string{"impact", "impact_still", "impact_now"}

// noticeNow makes the next text begin with the new words instead of those that
// were said last.
func (inc *Incident) noticeNow(aff *Affected, now time.Time) {
	aff.ImpactAt = now
	inc.Happened(aff, Wider, "", now)
	for _, field := range OwnWords {
		delete(aff.Said, field)
	}
}

// forEach runs fn for each client that is meant, and collects what became of
// it. An error that is no sentence for people ends the whole.
func (inc *Incident) forEach(clients []string, fn func(*Affected) (*Telling, error)) ([]Each, error) {
	var list []Each
	failed := 0
	for i := range inc.Clients {
		aff := &inc.Clients[i]
		if !slices.Contains(clients, AllClients) && !slices.Contains(clients, aff.Client.ID) {
			continue
		}
		t, err := fn(aff)
		if err != nil && CodeOf(err) == Internal {
			return nil, err
		}
		if err != nil {
			t = nil
			failed++
		}
		list = append(list, Each{Client: aff.Client, Telling: t, Err: err})
	}
	if failed > 0 && failed == len(list) { // then nothing happened, and the first reason is the answer
		return list, list[0].Err
	}
	return list, nil
}

// WriteAll renders and checks one update for each client and keeps the texts as
// the writer's drafts.
func (s *Service) WriteAll(ctx context.Context, a Actor, number int64, p Proposal) ([]Each, error) {
	var list []Each
	_, err := s.change(ctx, a, Send, number, func(tx Tx, inc *Incident, now time.Time) (err error) {
		list, err = s.draftAll(tx, inc, a, p, now)
		return err
	})
	return list, err
}

func (s *Service) draftAll(tx Tx, inc *Incident, a Actor, p Proposal, now time.Time) ([]Each, error) {
	return inc.forEach([]string{AllClients}, func(aff *Affected) (*Telling, error) {
		if p.Kind == ResolvedUpdate && inc.State == Resolved && aff.Owed(FinalPromise) == nil {
			return nil, Errorf(Conflict, "nothing is owed to them (%s).", firstOf(aff.NoPromise, "they have the last word"))
		}
		if len(aff.Client.Destinations()) == 0 {
			return nil, aff.byHandOnly()
		}
		if p.Kind == Correction && p.Words["wrong"] == "" && len(inc.Wrong(aff, 0)) == 0 {
			return nil, fieldError("wrong", "Nothing that %s was told is wrong by the answers. If something was, write what.", aff.Client.Name)
		}
		p.Client = aff.Client.ID
		return s.draft(tx, inc, a, p, now)
	})
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// HashAll identifies the texts that a person read for several clients.
func HashAll(list []Each) string {
	h := sha256.New()
	for _, e := range list {
		if e.Telling != nil {
			h.Write([]byte(e.Client.ID + "\x00" + e.Telling.Update.Hash() + "\x00"))
		}
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}

// SendAll lets the writer's drafts leave, if they are the texts that they have
// read: clients whose draft has gone or changed meanwhile make it none of them.
func (s *Service) SendAll(ctx context.Context, a Actor, number int64, clients []string, c Consent) ([]Each, error) {
	var list []Each
	_, err := s.change(ctx, a, Send, number, func(tx Tx, inc *Incident, now time.Time) (err error) {
		var read []Each
		for _, id := range clients {
			if aff := inc.Affected(id); aff != nil {
				read = append(read, Each{Client: aff.Client, Telling: &Telling{Update: aff.Drafts[a.ID]}})
			}
		}
		if HashAll(read) != c.Hash {
			return Errorf(Conflict, "A text has changed since you read it. Nothing was sent to anybody. Open Client update to read them again.")
		}
		batch := rand.Text()
		list, err = inc.forEach(clients, func(aff *Affected) (*Telling, error) {
			u := aff.Drafts[a.ID]
			u.Batch = batch
			return s.sendDraft(tx, inc, aff, u, a, c, now)
		})
		return err
	})
	return list, err
}

// TellAll writes and sends to each client in one act, for words that the person
// has typed or confirmed in the same press.
func (s *Service) TellAll(ctx context.Context, a Actor, number int64, p Proposal) ([]Each, error) {
	var list []Each
	_, err := s.change(ctx, a, Send, number, func(tx Tx, inc *Incident, now time.Time) (err error) {
		batch := rand.Text()
		list, err = inc.forEach([]string{AllClients}, func(aff *Affected) (*Telling, error) {
			return s.tell(tx, inc, aff, a, p, batch, now)
		})
		return err
	})
	return list, err
}

// AnswerGroup sends the drafts that a reminder for several clients shows; hash
// is that of the texts which the person has read. Clients that were told
// meanwhile are left out; texts that are no longer the right ones become drafts
// and wait to be read.
func (s *Service) AnswerGroup(ctx context.Context, a Actor, number int64, group []Member, hash string) ([]Each, error) {
	var list []Each
	_, err := s.change(ctx, a, Send, number, func(tx Tx, inc *Incident, now time.Time) (err error) {
		var clients []string
		n := map[string]int{}
		for _, m := range group {
			if aff := inc.Affected(m.Client); aff != nil && aff.promiseN(m.Promise).answerable(aff) == nil {
				clients = append(clients, m.Client)
				n[m.Client] = m.Promise
			}
		}
		if len(clients) == 0 {
			return Errorf(Conflict, "They have all been told already. Nothing was sent twice.")
		}
		batch, fresh := rand.Text(), GroupHash(inc, group) == hash
		list, err = inc.forEach(clients, func(aff *Affected) (*Telling, error) {
			p := aff.promiseN(n[aff.Client.ID])
			return s.answer(tx, inc, aff, p, a, batch, func(u *Update) bool { return fresh }, now)
		})
		return err
	})
	return list, err
}

// GroupHash identifies the drafts of a group of promises that are still open.
func GroupHash(inc *Incident, group []Member) string {
	var list []Each
	for _, m := range group {
		aff := inc.Affected(m.Client)
		if aff == nil {
			continue
		}
		if p := aff.promiseN(m.Promise); p.answerable(aff) == nil && p.Draft != nil {
			list = append(list, Each{Client: aff.Client, Telling: &Telling{Update: *p.Draft}})
		}
	}
	return HashAll(list)
}

// UndoAll takes back the updates of one act that are still held. Those that
// have left stay.
func (s *Service) UndoAll(ctx context.Context, a Actor, number int64, batch string) (back []Client, left []Client, err error) {
	_, err = s.change(ctx, a, Send, number, func(tx Tx, inc *Incident, now time.Time) error {
		back, left = nil, nil
		for i := range inc.Clients {
			aff := &inc.Clients[i]
			if aff.Batch != batch {
				continue
			}
			err := s.undo(tx, inc, aff, aff.Out, a, now) // a call may have been recorded since
			switch {
			case CodeOf(err) == Conflict:
				left = append(left, aff.Client)
			case err != nil:
				return err
			default:
				back = append(back, aff.Client)
			}
		}
		if len(back) == 0 {
			return Errorf(Conflict, "Too late to take it back: it has left for all of them. If it was wrong, send a correction.")
		}
		return nil
	})
	return back, left, err
}

// place names a client of the incident in a few characters: a button carries a
// hundred of them. Clients are added to an incident and never taken out, so its
// place in the list stays.
func (inc *Incident) place(client string) string {
	for i := range inc.Clients {
		if inc.Clients[i].Client.ID == client {
			return "@" + strconv.Itoa(i)
		}
	}
	return client
}

// inPlace returns the id of the client that place named; any other word is an id.
func (inc *Incident) inPlace(s string) string {
	at, ok := strings.CutPrefix(s, "@")
	if i, err := strconv.Atoi(at); ok && err == nil && i >= 0 && i < len(inc.Clients) {
		return inc.Clients[i].Client.ID
	}
	return s
}

// FormatClients writes ids of clients so that a button can carry a hundred.
func (inc *Incident) FormatClients(ids []string) string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = inc.place(id)
	}
	return strings.Join(list, ",")
}

// ParseClients reads what FormatClients wrote.
func (inc *Incident) ParseClients(s string) []string {
	ids := strings.Split(s, ",")
	for i := range ids {
		ids[i] = inc.inPlace(ids[i])
	}
	return ids
}

// FormatGroup writes a group so that a button can carry a hundred.
func (inc *Incident) FormatGroup(group []Member) string {
	list := make([]string, len(group))
	for i, m := range group {
		list[i] = fmt.Sprintf("%s:%d", inc.place(m.Client), m.Promise)
	}
	return strings.Join(list, ",")
}

// ParseGroup reads what FormatGroup wrote.
func (inc *Incident) ParseGroup(s string) (group []Member, err error) {
	for part := range strings.SplitSeq(s, ",") {
		client, n, ok := strings.Cut(part, ":")
		m := Member{Client: inc.inPlace(client)}
		if _, err := fmt.Sscan(n, &m.Promise); !ok || client == "" || err != nil {
			return nil, Errorf(Invalid, "This button is from an older version. Nothing was sent. Write an update instead.")
		}
		group = append(group, m)
	}
	return group, nil
}
