// Package clientlist reads many clients from what people have anyway: a table out
// of a spreadsheet (CSV, in any of its dialects, with a header in any order of
// columns), the cards of an address book (vCard 2.1, 3.0 and 4.0), or a line for
// each client as somebody types it:
//
//	Acme Shop, Dana Fox, +44 20 7946 0002, dana@acme.example, #acme-shared
//
// A name is enough; a contact without a name is greeted by the client's. What
// cannot be taken is a [Bad] row with its line and the reason, and does not keep
// the others from being read: whether they are taken all the same is for who asks.
package clientlist

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"candor/incident/client"
	"candor/incident/fault"
)

// Most is how many clients one list may hold.
const Most = 1000

// Row is a client that was read. Its channel is as it was written, by name or id:
// who asked has to find it.
type Row struct {
	Line    int // where it begins, from 1
	Client  client.Client
	Channel string // #acme-shared or an id; empty: none
}

// Bad is a row that cannot be taken.
type Bad struct {
	Line int
	Name string // what is known of whose it is; may be empty
	Why  string // one or two sentences
}

// String is the row for a person: where it is, whose, and why.
func (b Bad) String() string {
	if b.Name == "" {
		return fmt.Sprintf("Line %d: %s", b.Line, b.Why)
	}
	return fmt.Sprintf("Line %d, %s: %s", b.Line, b.Name, b.Why)
}

// List is what was read.
type List struct {
	Rows    []Row
	Bad     []Bad    // in the order of their lines
	Known   []string // names of those who are among the clients already: they stay as they are
	Ignored []string // columns that mean nothing here
}

// Read reads a list. Those among have their ids and names already. The error is one
// about the whole: nothing of it could be read.
func Read(text []byte, have []client.Client) (List, error) {
	lines := plain(text)
	if strings.TrimSpace(lines) == "" {
		return List{}, fault.Errorf(fault.Invalid, "There is nothing in the list. Write a client a line: name, contact, phone, mail, channel.")
	}
	var found []found
	var l List
	var err error
	if isCards(lines) {
		found = cards(lines)
	} else if found, l.Ignored, err = table(lines); err != nil {
		return List{}, err
	}
	if len(found) > Most {
		return List{}, fault.Errorf(fault.Invalid, "The list holds %d clients. Take at most %d at a time.", len(found), Most)
	}
	l.take(found, have)
	return l, nil
}

// found is a client as its fields were found.
type found struct {
	line   int
	fields map[string]string // field of a client → text
	ranks  map[string]int    // how much the value of a field is preferred to others in its card
	why    string            // why it could not be read; empty: it could
}

func (f found) name() string { return f.fields[client.FieldName] }

// take makes clients of what was found.
func (l *List) take(all []found, have []client.Client) {
	ids := map[string]bool{}
	known := map[string]bool{}
	for _, c := range have {
		ids[c.ID] = true
		for _, n := range append(c.Names(), c.ID) {
			known[folded(n)] = true
		}
	}
	rows := map[string]int{} // name → its place in Rows
	for _, f := range all {
		switch at, again := rows[folded(f.name())]; {
		case f.why != "":
			l.bad(f, f.why)
		case known[folded(f.name())] && f.name() != "":
			l.Known = fault.AppendNew(l.Known, f.name())
		case again:
			l.further(f, &l.Rows[at])
		default:
			if row, why := f.row(ids); why != "" {
				l.bad(f, why)
			} else {
				ids[row.Client.ID] = true
				rows[folded(f.name())] = len(l.Rows)
				l.Rows = append(l.Rows, row)
			}
		}
	}
	slices.SortStableFunc(l.Bad, func(a, b Bad) int { return a.Line - b.Line })
}

func (l *List) bad(f found, why string) {
	l.Bad = append(l.Bad, Bad{f.line, fault.Clipped(f.name()), why})
}

// Refuse makes a bad row of one that was read.
func (l *List) Refuse(line int, why string) {
	i := slices.IndexFunc(l.Rows, func(r Row) bool { return r.Line == line })
	if i < 0 {
		return
	}
	l.Bad = append(l.Bad, Bad{line, l.Rows[i].Client.Name, why})
	l.Rows = slices.Delete(l.Rows, i, i+1)
	slices.SortStableFunc(l.Bad, func(a, b Bad) int { return a.Line - b.Line })
}

// Place gives a row its channel.
func (l *List) Place(line int, id string) {
	for i := range l.Rows {
		if l.Rows[i].Line == line {
			l.Rows[i].Client.Slack = id
		}
	}
}

// Clients are the clients of the rows.
func (l *List) Clients() (list []client.Client) {
	for _, r := range l.Rows {
		list = append(list, r.Client)
	}
	return list
}

func folded(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// aboutContacts are the fields that each contact has of its own.
var aboutContacts = []string{client.FieldContact, client.FieldPhone, client.FieldEmail}

// further adds to a client another contact of the same name of a client. A row that
// says anything else of them than the first is one of two that cannot both hold.
func (l *List) further(f found, r *Row) {
	more, why := f.row(map[string]bool{})
	if why != "" {
		l.bad(f, why)
		return
	}
	first := r.Client.Texts()
	first[client.FieldSlack] = r.Channel
	for field, text := range f.fields {
		if field != client.FieldName && !slices.Contains(aboutContacts, field) && text != "" && text != first[field] {
			l.bad(f, fmt.Sprintf("This name is in line %d already, with “%s” where this line has “%s”. Keep one of the two.", r.Line, fault.Clipped(first[field]), fault.Clipped(text)))
			return
		}
	}
	ct := more.Client.First()
	if ct == (client.Contact{}) || slices.Contains(r.Client.Contacts, ct) {
		l.bad(f, fmt.Sprintf("This name is in line %d already. Keep one of the two.", r.Line))
		return
	}
	r.Client.Contacts = append(r.Client.Contacts, ct)
}

// row makes a client of the fields, or says why not.
func (f found) row(taken map[string]bool) (Row, string) {
	fields := maps.Clone(f.fields)
	if strings.TrimSpace(f.name()) == "" {
		return Row{}, "It has no name. Write how the client is called."
	}
	r := Row{Line: f.line, Channel: fields[client.FieldSlack]}
	delete(fields, client.FieldSlack)
	id := strings.ToLower(fields[client.FieldID])
	delete(fields, client.FieldID)
	if fields[client.FieldContact] == "" && (fields[client.FieldPhone] != "" || fields[client.FieldEmail] != "") {
		fields[client.FieldContact] = f.name() // texts greet by it
	}
	if why := wrongNumber(fields[client.FieldPhone]); why != "" {
		return Row{}, why
	}
	wrong := r.Client.Apply(client.ClientForm{Now: fields})
	maps.Copy(wrong, r.Client.Settle())
	for _, field := range client.Fields { // in their order: the first reason is enough
		if why := wrong[field.Name]; why != "" {
			return Row{}, why
		}
	}
	switch {
	case id == "":
		id = client.NewClientID(f.name(), func(s string) bool { return taken[s] })
	case client.ClientIDProblem(id) != "":
		return Row{}, "The short word " + client.ClientIDProblem(id)
	case taken[id]:
		return Row{}, fmt.Sprintf("The short word “%s” is another client's. Choose another one.", id)
	}
	r.Client.ID = id
	var j judged
	client.Judge{File: &j}.Client("", &r.Client) // what a config would not take
	return r, string(j)
}

// judged is the first thing that is wrong with a client.
type judged string

// Unread says that everything was read.
func (*judged) Unread(string) bool { return false }

// Bad keeps the first reason, as a sentence about the row.
func (j *judged) Bad(_, format string, args ...any) {
	if why := fmt.Sprintf(format, args...); *j == "" {
		if strings.HasPrefix(why, "is ") {
			why = "Something " + why
		}
		*j = judged(why)
	}
}

// wrongNumber finds a phone number that a spreadsheet has taken for a sum of money.
func wrongNumber(s string) string {
	mantissa, exponent, cut := strings.Cut(strings.ToUpper(s), "E+")
	digits := func(s string) bool {
		return s != "" && strings.Trim(s, "0123456789.,") == ""
	}
	if cut && digits(mantissa) && digits(exponent) {
		return fmt.Sprintf("The spreadsheet has cut the phone number to %s. Make its column one of text, and write the number again.", s)
	}
	return ""
}
