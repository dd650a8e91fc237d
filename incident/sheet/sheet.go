// Package sheet is the client sheet: what somebody who is woken at two in the morning needs
// to know of a client and cannot ask anybody. It stands in the config or the profile of the
// client, and what was written in Slack stands over that, see [Kept].
//
// It holds no secrets: a link to where they are kept takes their place.
package sheet

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"candor/incident/fault"
	"candor/incident/secret"
)

// Sheet is what is known, by the id of its field. nil: nothing is.
type Sheet map[string]string

// Kind is what may stand in a field.
type Kind int

// The kinds of field.
const (
	Text Kind = iota
	Phone
	Link // what can be opened, with or without words around it
)

// Field is a row of [Fields].
type Field struct {
	ID     string // as the config writes it
	Label  string // in front of the answer
	Ask    string // the question to one of the team
	Theirs string // the question to the client; empty: they are not asked
	Hint   string
	Kind   Kind
}

// Fields is all that a sheet has, in the order in which it is read at night.
var Fields = []Field{
	{ID: "phones", Label: "Phones", Kind: Phone,
		Ask:    "Whom do we call at night, and on which number?",
		Theirs: "Whom may we call at night, and on which number?",
		Hint:   "Dana Fox, +44 20 7946 0009; then the office, +44 20 7946 0002"},
	{ID: "tell", Label: "How to tell them", Kind: Text,
		Ask:    "How do they want to hear from us at night?",
		Theirs: "How do you want to hear from us at night: by phone, in writing, or only in the morning?",
		Hint:   "In writing; by phone only if the shop is down"},
	{ID: "decides", Label: "Decides at night", Kind: Text,
		Ask:    "Who may decide at night, for example to take the site down?",
		Theirs: "Who may decide at night, for example to take the site down, if the first person does not answer?",
		Hint:   "Dana alone; over £5,000 only with Globex's office"},
	{ID: "panel", Label: "Panel", Kind: Link,
		Ask:  "Where is the panel of their hosting?",
		Hint: "A link: https://panel.example/acme"},
	{ID: "rollback", Label: "Roll back", Kind: Text,
		Ask:  "How do we go back to the version before?",
		Hint: "The steps in a line, or a link to them"},
	{ID: "access", Label: "Access", Kind: Text,
		Ask:  "Who of us has access, and where are the keys?",
		Hint: "Ana and Ben; the vault: https://vault.example/acme. Never the password itself"},
}

// longest is how much a field takes, in characters: a sheet is read on a phone.
const longest = 300

// ForThem lists what of it the client is asked.
func ForThem() []Field {
	return slices.DeleteFunc(slices.Clone(Fields), func(f Field) bool { return f.Theirs == "" })
}

// FieldOf returns the row with an id; one without an id if there is none.
func FieldOf(id string) Field {
	if i := slices.IndexFunc(Fields, func(f Field) bool { return f.ID == id }); i >= 0 {
		return Fields[i]
	}
	return Field{}
}

// IDs lists the fields as the config writes them.
func IDs() (list []string) {
	for _, f := range Fields {
		list = append(list, f.ID)
	}
	return list
}

// Empty says whether nothing is known.
func (s Sheet) Empty() bool { return len(s.Gaps()) == len(Fields) }

// Gaps lists the fields of which nothing is known, in their order.
func (s Sheet) Gaps() []Field {
	return slices.DeleteFunc(slices.Clone(Fields), func(f Field) bool { return s[f.ID] != "" })
}

// Over is the sheet with another one under it: what stands in both is taken from this
// one, also where it was emptied on purpose.
func (s Sheet) Over(under Sheet) Sheet {
	all := Sheet{}
	maps.Copy(all, under)
	maps.Copy(all, s)
	maps.DeleteFunc(all, func(_, text string) bool { return text == "" })
	return all
}

// Equal says whether two sheets say the same.
func (s Sheet) Equal(o Sheet) bool { return maps.Equal(s.Over(nil), o.Over(nil)) }

// Clean is a text as it is kept: without space around it.
func Clean(text string) string { return strings.TrimSpace(text) }

// Problem says why a text cannot stand in the field, in whole sentences; "" if it can.
// Nothing is no problem.
func (f Field) Problem(text string) string {
	text = Clean(text)
	switch n := utf8.RuneCountInString(text); {
	case text == "":
		return ""
	case secret.IsLikely(text):
		return "This looks like a password or a key, and the sheet is read by all of the team. Keep it where secrets are kept, and write a link to that here."
	case n > longest:
		return fault.Errorf(fault.Invalid, "This is %d characters long. Write at most %d, and a link to the rest.", n, longest).Message
	case strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) && r != '\n' }):
		return "There is a sign in it that cannot be shown. Type it anew."
	case f.Kind == Phone && countDigits(text) < 3:
		return "Nobody could call that. Write it with the number, like Dana Fox, +44 20 7946 0009."
	case f.Kind == Link && !hasLink(text):
		return "There is no link in it. Write one that begins with https://."
	}
	return ""
}

func countDigits(text string) (n int) {
	for _, r := range text {
		if unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// hasLink says whether a text has a web address in it.
func hasLink(text string) bool {
	return slices.ContainsFunc(strings.Fields(text), func(w string) bool { return isLink(strings.Trim(w, "<>().,;")) })
}

func isLink(w string) bool {
	u, err := url.Parse(w)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}
