package clientlist

import (
	"io"
	"mime/quotedprintable"
	"strconv"
	"strings"

	"candor/incident/client"
)

func isCards(text string) bool {
	return strings.HasPrefix(strings.ToUpper(strings.TrimSpace(text)), "BEGIN:VCARD")
}

// property is a line of a card, unfolded: item1.TEL;TYPE=cell:+44 20 …
type property struct {
	line   int
	name   string // in capitals, without a group
	params string // in capitals
	value  string // as it was written
}

// cards reads the cards of an address book. A card of a person is a contact of the
// company that it names.
func cards(text string) (list []found) {
	var open *found
	for _, p := range properties(text) {
		switch {
		case p.name == "BEGIN":
			if open != nil {
				open.why = "The card has no end. Export it again."
				list = append(list, *open)
			}
			open = &found{line: p.line, fields: map[string]string{}, ranks: map[string]int{}}
		case open == nil:
		case p.name == "END":
			open.people()
			open.tidy()
			if open.fields[kindKey] != "group" {
				delete(open.fields, kindKey)
				list = append(list, *open)
			}
			open = nil
		default:
			open.property(p)
		}
	}
	if open != nil {
		open.people()
		delete(open.fields, kindKey)
		open.why = "The card has no end. Export it again."
		list = append(list, *open)
	}
	return list
}

// kindKey is what a card is of, where it says so.
const kindKey = "kind"

// cardFields are what is read of a card.
var cardFields = map[string]string{"FN": fieldPerson, "ORG": client.FieldName, "TEL": client.FieldPhone, "EMAIL": client.FieldEmail, "TZ": client.FieldZone, "KIND": kindKey}

func (f *found) property(p property) {
	field, known := cardFields[p.name]
	value := p.text()
	switch {
	case p.name == "N" && f.fields[fieldPerson] == "":
		parts := append(parted(value), "", "")
		f.fields[fieldFamily], f.fields[fieldGiven] = unescaped(parts[0]), unescaped(parts[1])
		return
	case !known:
		return
	case p.name == "ORG":
		value = parted(value)[0] // then come its departments
	case p.name == "TEL" && strings.Contains(p.params, "FAX"):
		return
	}
	value = unescaped(value)
	if p.name == "TZ" {
		if _, ok := client.ZoneOf(value); !ok { // an offset: it does not say when clocks change
			return
		}
	}
	if rank := p.rank(); value != "" && (f.fields[field] == "" || rank < f.ranks[field]) {
		f.fields[field] = value
		f.ranks[field] = rank
	}
}

// rank says how much of several values one is preferred: the less, the more. Version 4.0 writes
// PREF=1 to PREF=100, those before PREF or TYPE=PREF.
func (p property) rank() int {
	_, after, said := strings.Cut(p.params, "PREF")
	if !said {
		return unranked
	}
	after, _, _ = strings.Cut(strings.TrimPrefix(after, "="), ";")
	if n, err := strconv.Atoi(strings.Trim(after, `"`)); err == nil && n > 0 {
		return min(n, unranked-1)
	}
	return 1
}

const unranked = 101

// parted cuts a value at its semicolons, not at those that are escaped.
func parted(value string) (parts []string) {
	start := 0
	for i := 0; i < len(value); i++ {
		switch value[i] {
		case '\\':
			i++
		case ';':
			parts, start = append(parts, value[start:i]), i+1
		}
	}
	return append(parts, value[start:])
}

func unescaped(s string) string {
	return strings.TrimSpace(strings.NewReplacer(`\\`, `\`, `\,`, ",", `\;`, ";", `\:`, ":", `\n`, " ", `\N`, " ").Replace(s))
}

// text is the value, decoded. Cards of version 2.1 write letters beyond ASCII as
// =C3=A9, in an alphabet that they name or not.
func (p property) text() string {
	if !strings.Contains(p.params, "QUOTED-PRINTABLE") {
		return p.value
	}
	raw, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(p.value)))
	if err != nil {
		return p.value
	}
	return strings.ReplaceAll(plain(raw), "\n", " ")
}

// properties unfolds the lines: one that begins with a space goes on, and so does
// one after an = at the end where that is how the value is written.
func properties(text string) (list []property) {
	for i, line := range strings.Split(text, "\n") {
		last := len(list) - 1
		switch soft := last >= 0 && strings.HasSuffix(list[last].value, "=") && strings.Contains(list[last].params, "QUOTED-PRINTABLE"); {
		case soft:
			list[last].value = strings.TrimSuffix(list[last].value, "=") + line
		case last >= 0 && (strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t")):
			list[last].value += line[1:]
		case strings.TrimSpace(line) != "":
			head, value := headOf(line)
			name, params, _ := strings.Cut(strings.ToUpper(head), ";")
			if _, plainName, grouped := strings.Cut(name, "."); grouped {
				name = plainName
			}
			list = append(list, property{line: i + 1, name: strings.TrimSpace(name), params: params, value: value})
		}
	}
	return list
}

// headOf cuts a line at its colon: not at one in quotes.
func headOf(line string) (head, value string) {
	quoted := false
	for i, r := range line {
		switch {
		case r == '"':
			quoted = !quoted
		case r == ':' && !quoted:
			return line[:i], strings.TrimRight(line[i+1:], " ")
		}
	}
	return line, ""
}
