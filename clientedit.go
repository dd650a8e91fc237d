package candor

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
)

// ClientForm is what a person wrote about a client. Fields that it does not name
// stay.
type ClientForm struct {
	Now   map[string]string // field → text
	Shown map[string]string // field → [Mark] of the text that the person saw first; nil for a new client
}

// Mark stands for a text that a form showed, so that a change by somebody else
// is noticed.
func Mark(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:4])
}

// Clash is the code of the error that names the fields which somebody else has
// changed meanwhile.
const Clash Code = "clash"

// Saved is a client after a change of its profile.
type Saved struct {
	Client  Client
	Changed bool
	Secret  Secret // of a webhook that is new: shown once and never again
}

// MakeClient stores a new client. An empty id is made from the name.
func (s *Service) MakeClient(ctx context.Context, a Actor, id string, f ClientForm) (saved *Saved, err error) {
	err = s.edit(ctx, a, func(tx Tx, now time.Time) error {
		id := strings.ToLower(strings.TrimSpace(id))
		taken := func(id string) bool { l, err := s.client(tx, id); return l != nil || err != nil }
		switch problem := ClientIDProblem(id); {
		case id == "":
			id = newClientID(f.Now[FieldName], taken)
		case problem != "":
			return fieldError("id", "The client was *not* made. The short word %s", problem)
		case taken(id):
			return fieldError("id", "The client was *not* made: there is one that is typed as %q. Choose another word.", id)
		}
		p := &Profile{Client: Client{ID: id}}
		saved, err = s.write(tx, p, ClientForm{Now: f.Now}, a, "Made.", now)
		return err
	})
	return saved, err
}

// EditClient changes a client that was made in Slack. Of two people who edit at
// the same time both win, unless it is the same field: then nothing is changed
// and the error names it, with code [Clash].
func (s *Service) EditClient(ctx context.Context, a Actor, id string, f ClientForm) (saved *Saved, err error) {
	err = s.edit(ctx, a, func(tx Tx, now time.Time) error {
		p, err := s.own(tx, id)
		if err != nil {
			return err
		}
		saved, err = s.write(tx, p, f, a, "", now)
		return err
	})
	return saved, err
}

// RemoveClient forgets a client. One of an incident that is not over is archived
// instead: it is not offered any more, and the incident goes on. Of a client that
// stands in the config, too, the one in the store is forgotten.
func (s *Service) RemoveClient(ctx context.Context, a Actor, id string) (archived bool, err error) {
	err = s.edit(ctx, a, func(tx Tx, now time.Time) error {
		archived = false
		p, err := tx.Profile(id)
		if err != nil {
			return err
		}
		if s.Roster().client(id) != nil && p != nil {
			return tx.RemoveProfile(id)
		}
		if p, err = s.own(tx, id); err != nil {
			return err
		}
		live, err := tx.LiveIncidents()
		if err != nil {
			return err
		}
		for _, inc := range live {
			aff := inc.Affected(id)
			archived = archived || id != "" && aff != nil && !aff.OneOff
		}
		if !archived {
			return tx.RemoveProfile(id)
		}
		p.Archived = true
		p.changed(a.ID, "Archived.", now)
		return tx.PutProfile(p)
	})
	return archived, err
}

// RestoreClient offers an archived client again.
func (s *Service) RestoreClient(ctx context.Context, a Actor, id string) (c Client, err error) {
	err = s.edit(ctx, a, func(tx Tx, now time.Time) error {
		c = Client{}
		p, err := s.own(tx, id)
		if err != nil || !p.Archived {
			return err
		}
		c, p.Archived = p.Client, false
		p.changed(a.ID, "Brought back.", now)
		return tx.PutProfile(p)
	})
	return c, err
}

// edit is one change of the clients by a person.
func (s *Service) edit(ctx context.Context, a Actor, fn func(tx Tx, now time.Time) error) error {
	if err := May(a, Clients, nil); err != nil {
		return err
	}
	return s.commit(ctx, func(tx Tx, now time.Time) error {
		if err := fn(tx, now); err != nil {
			return err
		}
		return tx.Finish(a.Envelope, now)
	})
}

// own returns a client that was made in Slack, which alone can be changed there.
func (s *Service) own(tx Tx, id string) (*Profile, error) {
	if c := s.Roster().client(id); c != nil {
		return nil, Errorf(Conflict, "%s stands in the config file, so it is changed there. Nothing was changed here.", c.Name)
	}
	p, err := tx.Profile(id)
	if err == nil && p == nil {
		err = noSuchClient(id)
	}
	return p, err
}

// write applies what a person wrote, checks the whole and stores it.
func (s *Service) write(tx Tx, p *Profile, f ClientForm, a Actor, what string, now time.Time) (*Saved, error) {
	if err := clash(p, f); err != nil {
		return nil, err
	}
	before := p.Client.texts()
	wrong := p.Client.apply(f)
	for field, why := range p.Client.settle() {
		wrong[field] = why
	}
	if c := s.sharing(tx, &p.Client); c != nil {
		wrong[FieldSlack] = fmt.Sprintf("%s has this channel. Give each client one of its own: what one is told is not for the other.", c.Name)
	}
	if len(wrong) > 0 {
		return nil, wrongFields(wrong)
	}
	saved := &Saved{Changed: what != ""}
	if h := p.Client.Webhook; h != nil && h.Secret == "" {
		h.Secret = newWebhookSecret()
		saved.Secret = h.Secret
	}
	if changes := p.Client.since(before); what == "" && len(changes) > 0 {
		what = strings.Join(changes, "; ")
	}
	saved.Client = p.Client
	if what == "" {
		return saved, nil
	}
	saved.Changed = true
	p.changed(a.ID, what, now)
	return saved, tx.PutProfile(p)
}

// newWebhookSecret is a key as the Standard Webhooks write it.
func newWebhookSecret() Secret {
	key := make([]byte, 32)
	rand.Read(key) // it never fails
	return Secret("whsec_" + base64.StdEncoding.EncodeToString(key))
}

// clash says in which fields somebody else wrote something meanwhile that the
// person has not seen and would overwrite.
func clash(p *Profile, f ClientForm) error {
	theirs := map[string]string{}
	for name, now := range f.Now {
		shown, edited := f.Shown[name]
		have := p.Client.Field(name)
		if !edited || Mark(have) == shown || Mark(strings.TrimSpace(now)) == shown || strings.TrimSpace(now) == have {
			continue
		}
		theirs[name] = fmt.Sprintf("Meanwhile %s wrote here: %s", by(p.Last().By), quoted(name, have))
	}
	if len(theirs) == 0 {
		return nil
	}
	return &Error{Code: Clash, Fields: theirs, Message: "Nothing was saved: somebody else has changed the same thing meanwhile."}
}

func by(user string) string {
	if user == "" {
		return "the command line"
	}
	return mention(user)
}

// apply writes the fields that the person has changed. It returns what is wrong
// with each.
func (c *Client) apply(f ClientForm) map[string]string {
	wrong := map[string]string{}
	for _, field := range clientFields {
		now, named := f.Now[field.name]
		now = strings.TrimSpace(now)
		if !named || f.Shown != nil && Mark(now) == f.Shown[field.name] {
			continue
		}
		if err := field.set(c, now); err != nil {
			wrong[field.name] = err.Error()
		}
	}
	return wrong
}

// settle takes out what is empty and says what does not fit together.
func (c *Client) settle() map[string]string {
	wrong := map[string]string{}
	if len(c.Contacts) > 0 && c.Contacts[0] == (Contact{}) {
		c.Contacts = c.Contacts[1:]
	}
	if len(c.Contacts) == 0 {
		c.Contacts = nil
	}
	if c.Approval.Rule != ApprovalNamed {
		c.Approval.People = nil
	}
	switch {
	case strings.TrimSpace(c.Name) == "":
		wrong[FieldName] = "Write how the client is called, for example Acme Shop."
	case len(c.Contacts) > 0 && c.Contacts[0].Name == "":
		wrong[FieldContact] = "Write the name of the person, too: texts greet them by it."
	case c.Email && !c.hasAddress():
		wrong[FieldByMail] = "No contact has an e-mail address. Write one, or take this off."
	case c.Approval.Rule == ApprovalNamed && len(c.Approval.People) == 0:
		wrong[FieldApprovers] = "Choose who approves, or choose another rule."
	}
	return wrong
}

func (c *Client) hasAddress() bool {
	for _, ct := range c.Contacts {
		if ct.Email != "" {
			return true
		}
	}
	return false
}

// sharing returns another client with the same channel, nil if there is none.
func (s *Service) sharing(tx Tx, c *Client) *Client {
	if c.Slack == "" {
		return nil
	}
	for _, other := range s.clients(tx) {
		if other.Slack == c.Slack && other.ID != c.ID {
			return &other
		}
	}
	return nil
}

func wrongFields(wrong map[string]string) *Error {
	e := &Error{Code: Invalid, Fields: wrong}
	var why []string
	for _, f := range clientFields {
		if wrong[f.name] != "" {
			why = append(why, wrong[f.name])
		}
	}
	e.Message = "The client was *not* saved. " + strings.Join(why, " ")
	return e
}

// texts are the fields of the profile as they read now.
func (c *Client) texts() map[string]string {
	texts := map[string]string{}
	for _, f := range clientFields {
		texts[f.name] = f.get(c)
	}
	return texts
}

// since lists what differs from the texts before, each in a few words.
func (c *Client) since(before map[string]string) (changes []string) {
	for _, f := range clientFields {
		now := f.get(c)
		switch was := before[f.name]; {
		case now == was:
		case f.name == FieldWebhook: // an address may hold a key
			changes = append(changes, "webhook changed")
		default:
			changes = append(changes, fmt.Sprintf("%s: %s → %s", f.word, quoted(f.name, was), quoted(f.name, now)))
		}
	}
	return changes
}

// quoted is a field's text as a sentence quotes it.
func quoted(field, text string) string {
	switch {
	case text == "":
		return "nothing"
	case field == FieldWebhook:
		return "another address"
	case field == FieldSlack:
		return "<#" + text + ">"
	}
	return "“" + clipped(strings.ReplaceAll(text, "\n", "; ")) + "”"
}
