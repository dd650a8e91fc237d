package clientlist

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/schedule"
)

// columns are the names under which people keep what is known of a client, by the
// field that it is. Programs' own names are among them: those of Outlook and of
// Google's contacts. A name stands here in small letters, without signs.
var columns = map[string][]string{
	client.FieldID:      {"id", "short word", "short name", "shortcut", "key", "kurzwort"},
	client.FieldName:    {"client", "client name", "customer", "customer name", "company", "company name", "organization", "organisation", "organization name", "organization 1 name", "account", "firm", "kunde", "firma", "societe", "entreprise", "empresa", "cliente"},
	fieldPerson:         {"name", "full name", "display name", "nom", "nombre"},
	fieldGiven:          {"first name", "given name", "vorname", "prenom"},
	fieldFamily:         {"last name", "family name", "surname", "nachname"},
	client.FieldContact: {"contact", "contact name", "contact person", "person", "who", "greeted", "ansprechpartner", "kontakt", "contacto"},
	client.FieldPhone:   {"phone", "phone number", "telephone", "tel", "mobile", "mobile phone", "cell", "business phone", "primary phone", "phone 1 value", "phone 2 value", "telefon", "handy", "mobil", "telefono"},
	client.FieldEmail:   {"email", "e mail", "mail", "email address", "e mail address", "mail address", "e mail 1 value", "email 1 value", "e mail adresse", "email adresse", "mailadresse", "courriel", "correo"},
	client.FieldSlack:   {"slack", "slack channel", "channel", "shared channel", "kanal"},
	client.FieldService: {"service", "what they call it", "product", "site", "website", "app", "dienst"},
	client.FieldZone:    {"time zone", "timezone", "zone", "tz", "zeitzone"},
	client.FieldHours:   {"hours", "working hours", "opening hours"},
	client.FieldTags:    {"tags", "tag", "runs on", "server", "servers", "host", "hosting", "machine", "where it runs"},
	client.FieldAliases: {"aliases", "alias", "other names", "also called"},
	client.FieldDomains: {"domains", "domain", "their domains"},
	client.FieldBackups: {"backups", "who makes the backups"},
	client.FieldNight:   {"night", "nights", "at night"},
}

// What is a field here and becomes one of a client.
const (
	fieldPerson = "person" // a name that is the client's where there is none of a company, else the contact's
	fieldGiven  = "given"
	fieldFamily = "family"
)

var fieldOf = func() map[string]string {
	m := map[string]string{}
	for field, names := range columns {
		for _, n := range names {
			m[n] = field
		}
	}
	return m
}()

// columnName is how a column's name is looked up.
func columnName(s string) string {
	s = strings.NewReplacer("é", "e", "è", "e", "ü", "u", "ó", "o").Replace(strings.ToLower(s))
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}

// table reads rows of cells, below a header or, without one, by what stands in them.
func table(text string) (list []found, ignored []string, err error) {
	text, sep, first := dialect(text)
	rows := records(text, sep)
	if len(rows) == 0 {
		return nil, nil, fault.Errorf(fault.Invalid, "There is nothing in the list but an empty table.")
	}
	for i := range rows {
		rows[i].line += first
	}
	fields, ignored := header(rows[0].cells)
	if fields == nil {
		if likeHeader(rows) {
			return nil, nil, fault.Errorf(fault.Invalid, "None of the columns is known: %s. Call them in the first line: name, contact, phone, mail, channel, service, time zone, runs on; what you have of these, in any order.", strings.Join(rows[0].cells, ", "))
		}
		for _, r := range rows {
			list = append(list, byLooks(r))
		}
		return list, nil, nil
	}
	if !slices.ContainsFunc(fields, func(f string) bool {
		return slices.Contains([]string{client.FieldName, fieldPerson, fieldGiven, fieldFamily, client.FieldContact}, f)
	}) {
		return nil, nil, fault.Errorf(fault.Invalid, "No column holds the clients' names. Call it name, or client, in the first line.")
	}
	for _, r := range rows[1:] {
		list = append(list, byColumn(r, fields))
	}
	return list, ignored, nil
}

// header says which field each column is; nil if the line is none.
func header(cells []string) (fields, ignored []string) {
	known := 0
	fields = make([]string, len(cells))
	for i, c := range cells {
		switch f := fieldOf[columnName(c)]; {
		case f != "":
			fields[i] = f
			known++
		case strings.TrimSpace(c) != "":
			ignored = append(ignored, strings.TrimSpace(c))
		}
	}
	if known == 0 || len(cells) > 1 && known == 1 && looks(cells) {
		return nil, nil
	}
	return fields, ignored
}

// looks says whether a cell is what only stands under a header: a number, an
// address, a channel.
func looks(cells []string) bool {
	return slices.ContainsFunc(cells, func(c string) bool { return kindOf(strings.TrimSpace(c)) != "" })
}

// likeHeader says whether the first line names the columns, in words that are not known.
func likeHeader(rows []record) bool {
	return len(rows) > 1 && len(rows[0].cells) > 1 && !looks(rows[0].cells) && slices.ContainsFunc(rows[1:], func(r record) bool { return looks(r.cells) })
}

// byColumn reads a row below a header. Of several columns of one field the first
// that holds something counts.
func byColumn(r record, fields []string) found {
	f := found{line: r.line, fields: map[string]string{}, why: r.why}
	for i, cell := range r.cells {
		cell = unquoted(cell)
		switch {
		case cell == "":
		case i >= len(fields):
			f.why = fault.FirstOf(f.why, fmt.Sprintf("It has more cells than there are columns: “%s”. Put quotes around what holds the separator.", fault.Clipped(cell)))
		case fields[i] != "" && f.fields[fields[i]] == "":
			f.fields[fields[i]] = cell
		}
	}
	f.people()
	f.tidy()
	return f
}

// people makes of the names of a person that of the client or of its contact.
func (f *found) people() {
	person := strings.TrimSpace(f.fields[fieldGiven] + " " + f.fields[fieldFamily])
	person = fault.FirstOf(f.fields[fieldPerson], person)
	if f.fields[client.FieldName] == "" {
		f.fields[client.FieldName] = fault.FirstOf(person, f.fields[client.FieldContact])
	} else if f.fields[client.FieldContact] == "" {
		f.fields[client.FieldContact] = person
	}
	for _, own := range []string{fieldPerson, fieldGiven, fieldFamily} {
		delete(f.fields, own)
	}
}

// tidy writes what is found in tables as a client's profile has it.
func (f *found) tidy() {
	for _, field := range []string{client.FieldTags, client.FieldAliases, client.FieldDomains} {
		if s, ok := f.fields[field]; ok {
			f.fields[field] = strings.NewReplacer(";", ",", "|", ",").Replace(s)
		}
	}
	if mail, ok := f.fields[client.FieldEmail]; ok {
		f.fields[client.FieldEmail] = strings.TrimPrefix(mail, "mailto:")
	}
	if phone, ok := f.fields[client.FieldPhone]; ok {
		f.fields[client.FieldPhone] = dialled(phone)
	}
}

// dialled is a phone number as people write it, of one that may be the address of a phone:
// tel:+44-20-7946-0002;ext=12.
func dialled(phone string) string {
	number, ok := strings.CutPrefix(phone, "tel:")
	if !ok {
		return phone
	}
	number, params, _ := strings.Cut(number, ";")
	for param := range strings.SplitSeq(params, ";") {
		if ext, ok := strings.CutPrefix(strings.ToLower(param), "ext="); ok {
			number += " ext. " + ext
		}
	}
	return number
}

// unquoted takes off what a spreadsheet writes so that a number stays a text: ="+44…" and '+44….
func unquoted(cell string) string {
	cell = strings.TrimSpace(cell)
	if inner, ok := strings.CutPrefix(cell, `="`); ok && strings.HasSuffix(inner, `"`) {
		return strings.TrimSpace(strings.TrimSuffix(inner, `"`))
	}
	if strings.HasPrefix(cell, "'+") || strings.HasPrefix(cell, "'0") {
		return cell[1:]
	}
	return cell
}

var (
	channelLike = regexp.MustCompile(`^(#\S+|[CG][A-Z0-9]{5,20}|<#[CG][A-Z0-9]+(\|[^>]*)?>)$`)
	numberLike  = regexp.MustCompile(`^(?:tel:)?\+?[0-9][0-9 ()./-]{4,}$`)
)

var channelID = regexp.MustCompile(`^[CG][A-Z0-9]{2,20}$`)

// IsID says whether a channel was written by its id.
func IsID(channel string) bool { return channelID.MatchString(channel) }

// Is says whether a file is read here, by its name or by how it begins.
func Is(path string, text []byte) bool {
	lower := strings.ToLower(path)
	return isCards(plain(text)) || slices.ContainsFunc([]string{".csv", ".tsv", ".vcf", ".vcard"}, func(end string) bool { return strings.HasSuffix(lower, end) })
}

// kindOf says which field a text is by its looks; empty for one that may be a name.
func kindOf(s string) string {
	switch _, zone := client.ZoneOf(s); {
	case channelLike.MatchString(s):
		return client.FieldSlack
	case strings.Contains(s, "@"):
		return client.FieldEmail
	case numberLike.MatchString(strings.TrimPrefix(s, "(")):
		return client.FieldPhone
	case zone && (strings.Contains(s, "/") || schedule.WindowsZone(s) != ""):
		return client.FieldZone
	}
	return ""
}

// byLooks reads a line without a header: the name, then what there is.
func byLooks(r record) found {
	f := found{line: r.line, fields: map[string]string{}, why: r.why}
	for _, cell := range r.cells {
		cell = unquoted(cell)
		field := kindOf(cell)
		switch {
		case cell == "":
			continue
		case field == "" && f.name() == "":
			field = client.FieldName
		case field == "":
			field = client.FieldContact
		}
		if f.fields[field] != "" {
			f.why = fault.FirstOf(f.why, fmt.Sprintf("“%s” is one thing too many. Write name, contact, phone, mail and channel, each once, or a first line that says what stands where.", fault.Clipped(cell)))
			continue
		}
		f.fields[field] = cell
	}
	f.tidy()
	return f
}
