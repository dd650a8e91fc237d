package client

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"candor/incident/fault"
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

// Saved is a client after a change of its profile.
type Saved struct {
	Client  Client
	Changed bool
	Secret  Secret   // of a webhook that is new: shown once and never again
	Shared  []Shared // addresses and phones of people that another client has, too
}

// NewWebhookSecret is a key as the Standard Webhooks write it.
func NewWebhookSecret() Secret {
	key := make([]byte, 32)
	rand.Read(key) // it never fails
	return Secret("whsec_" + base64.StdEncoding.EncodeToString(key))
}

// Clash says in which fields somebody else wrote something meanwhile that the
// person has not seen and would overwrite.
func Clash(p *Profile, f ClientForm) error {
	theirs := map[string]string{}
	for name, now := range f.Now {
		shown, edited := f.Shown[name]
		have := p.Client.Field(name)
		if !edited || Mark(have) == shown || Mark(strings.TrimSpace(now)) == shown || strings.TrimSpace(now) == have {
			continue
		}
		theirs[name] = fmt.Sprintf("Meanwhile %s wrote here: %s", by(p.Last().By), fieldNamed[name].quoted(have))
	}
	if len(theirs) == 0 {
		return nil
	}
	return &fault.Error{Code: fault.Clash, Fields: theirs, Message: "Nothing was saved: somebody else has changed the same thing meanwhile."}
}

func by(user string) string {
	if user == "" {
		return "the command line"
	}
	return fault.Mention(user)
}

// Apply writes the fields that the person has changed. It returns what is wrong
// with each.
func (c *Client) Apply(f ClientForm) map[string]string {
	wrong := map[string]string{}
	for _, field := range Fields {
		now, named := f.Now[field.Name]
		now = strings.TrimSpace(now)
		if !named || field.set == nil || f.Shown != nil && Mark(now) == f.Shown[field.Name] {
			continue
		}
		if err := field.set(c, now); err != nil {
			wrong[field.Name] = err.Error()
		}
	}
	return wrong
}

// Settle takes out what is empty and says what does not fit together.
func (c *Client) Settle() map[string]string {
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
	c.Optional = slices.DeleteFunc(slices.Clone(c.Optional), func(via string) bool { return WayOf(via).Field != "" && !WayOf(via).used(c) })
	if len(c.Optional) == 0 || !c.awaited() { // one has to arrive
		c.Optional = nil
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

// WrongFields is the refusal of a client, by the field what is wrong with it.
func WrongFields(wrong map[string]string) *fault.Error {
	e := &fault.Error{Code: fault.Invalid, Fields: wrong}
	var why []string
	for _, f := range Fields {
		if wrong[f.Name] != "" {
			why = append(why, wrong[f.Name])
		}
	}
	e.Message = "The client was *not* saved. " + strings.Join(why, " ")
	return e
}

// Texts are the fields of the profile as they read now.
func (c *Client) Texts() map[string]string {
	texts := map[string]string{}
	for _, f := range Fields {
		texts[f.Name] = f.get(c)
	}
	return texts
}

// Since lists what differs from the texts before, each in a few words.
func (c *Client) Since(before map[string]string) (changes []string) {
	for _, f := range Fields {
		now := f.get(c)
		switch was := before[f.Name]; {
		case now == was:
		case f.isKey():
			changes = append(changes, f.word+" changed")
		default:
			changes = append(changes, fmt.Sprintf("%s: %s → %s", f.word, f.quoted(was), f.quoted(now)))
		}
	}
	return changes
}

// isKey says whether the field is an address that may hold a key.
func (f Field) isKey() bool {
	return slices.ContainsFunc(ways, func(w Way) bool { return w.Field == f.Name && w.Web })
}

// quoted is a field's text as a sentence quotes it.
func (f Field) quoted(text string) string {
	switch {
	case text == "":
		return "nothing"
	case f.isKey():
		return "another address"
	case f.Ask.Input == OneChannel:
		return "<#" + text + ">"
	}
	return "“" + fault.Clipped(strings.ReplaceAll(text, "\n", "; ")) + "”"
}
