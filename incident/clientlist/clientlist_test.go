package clientlist

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"candor/incident/client"
)

// shown writes what was read, a line each.
func shown(l List, err error) string {
	var b strings.Builder
	if err != nil {
		fmt.Fprintln(&b, "error:", err)
	}
	for _, r := range l.Rows {
		fmt.Fprintf(&b, "%d %s %s", r.Line, r.Client.ID, r.Client.Name)
		for _, ct := range r.Client.Contacts {
			fmt.Fprintf(&b, " [%s %s %s]", ct.Name, ct.Phone, ct.Email)
		}
		for _, s := range append([]string{r.Channel, r.Client.TimeZone, r.Client.Service}, r.Client.Tags...) {
			if s != "" {
				fmt.Fprintf(&b, " %s", s)
			}
		}
		fmt.Fprintln(&b)
	}
	for _, bad := range l.Bad {
		fmt.Fprintln(&b, "bad:", bad)
	}
	if len(l.Known) > 0 {
		fmt.Fprintln(&b, "known:", strings.Join(l.Known, ", "))
	}
	if len(l.Ignored) > 0 {
		fmt.Fprintln(&b, "ignored:", strings.Join(l.Ignored, ", "))
	}
	return b.String()
}

const acme = "acme-shop Acme Shop [Dana Fox +44 20 7946 0002 dana@acme.example]"

func TestTables(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"any order of columns", "mail,phone,contact,name\ndana@acme.example,+44 20 7946 0002,Dana Fox,Acme Shop\n", "2 " + acme + "\n"},
		{"semicolons, as in much of Europe", "Name;Contact;Phone;Mail\nAcme Shop;Dana Fox;+44 20 7946 0002;dana@acme.example", "2 " + acme + "\n"},
		{"a paste from a spreadsheet", "Client\tContact\tPhone\tE-mail\nAcme Shop\tDana Fox\t+44 20 7946 0002\tdana@acme.example\n", "2 " + acme + "\n"},
		{"bars", "Client|Contact\nAcme Shop|Dana Fox\n", "2 acme-shop Acme Shop [Dana Fox  ]\n"},
		{"the separator in a line of its own", "sep=;\nname;phone\nAcme Shop;+44 20 7946 0002\n", "3 acme-shop Acme Shop [Acme Shop +44 20 7946 0002 ]\n"},
		{"a mark at the beginning, and Windows ends of lines", "\ufeffname,phone\r\nAcme Shop,+44 20 7946 0002\r\n", "2 acme-shop Acme Shop [Acme Shop +44 20 7946 0002 ]\n"},
		{"old ends of lines", "name,phone\rAcme Shop,+44 20 7946 0002\r", "2 acme-shop Acme Shop [Acme Shop +44 20 7946 0002 ]\n"},
		{"7.11: zones as Windows calls them", "name,contact,time zone\nAcme Shop,Dana Fox,W. Europe Standard Time\n", "2 acme-shop Acme Shop [Dana Fox  ] Europe/Berlin\n"},
		{"the alphabet of Windows", "name;contact\nCaf\xe9 M\xfcller \x80;J\xf6rg\n", "2 cafe-muller Café Müller € [Jörg  ]\n"},
		{"Unicode text of a spreadsheet", utf16le("Name\tTel\nAcme Shop\t+44 20 7946 0002\n"), "2 acme-shop Acme Shop [Acme Shop +44 20 7946 0002 ]\n"},
		{"quotes", "name,contact\n\"Shop, \"\"Acme\"\"\",\"Dana\nFox\"\nGlobex Travel,Cleo\n", "4 globex-travel Globex Travel [Cleo  ]\nbad: Line 2, Shop, \"Acme\": Write it on one line.\n"},
		{"a quote that is never closed costs its own line", "name,contact\nAcme Shop,\"Dana\nGlobex Travel,Cleo\n", "3 globex-travel Globex Travel [Cleo  ]\nbad: Line 2, Acme Shop: A quote is opened and never closed. Close it, or take it out.\n"},
		{"numbers that a spreadsheet was kept from", "name,phone\nAcme Shop,\"=\"\"+442079460002\"\"\"\nGlobex Travel,'+493055501\n", "2 acme-shop Acme Shop [Acme Shop +442079460002 ]\n3 globex-travel Globex Travel [Globex Travel +493055501 ]\n"},
		{"a number where a name should be", "name,contact\nAcme Shop,12345\n", "bad: Line 2, Acme Shop: \"12345\" is not a valid name. Write how the person is called, for example Dana Fox.\n"},
		{"a number that a spreadsheet has cut", "name,phone\nAcme Shop,4.42079E+11\n", "bad: Line 2, Acme Shop: The spreadsheet has cut the phone number to 4.42079E+11. Make its column one of text, and write the number again.\n"},
		{"by mail alone", "Kunde;E-Mail-Adresse\nAcme Shop;dana@acme.example\n", "2 acme-shop Acme Shop [Acme Shop  dana@acme.example]\n"},
		{"the export of Outlook", "First Name,Last Name,Company,E-mail Address,Mobile Phone,Birthday\nDana,Fox,Acme Shop,dana@acme.example,+44 20 7946 0002,1.1.1980\n", "2 " + acme + "\nignored: Birthday\n"},
		{"the export of Google", "Name,Organization Name,E-mail 1 - Value,Phone 1 - Value\nDana Fox,Acme Shop,dana@acme.example,+44 20 7946 0002\n", "2 " + acme + "\n"},
		{"all the rest", "client,short word,channel,time zone,service,runs on\nAcme Shop,ACME,#acme-shared,london,Acme online shop,web-3; eu\n", "2 acme Acme Shop #acme-shared Europe/London Acme online shop web-3 eu\n"},
		{"an empty line, and one of separators", "name,phone\n\nAcme Shop,+44 20 7946 0002\n,\n", "3 acme-shop Acme Shop [Acme Shop +44 20 7946 0002 ]\n"},
		{"of two numbers the first that is there", "name,phone,mobile\nAcme Shop,+44 20 7946 0002,+44 7700 900002\nGlobex Travel,,+49 170 5550101\n", "2 acme-shop Acme Shop [Acme Shop +44 20 7946 0002 ]\n3 globex-travel Globex Travel [Globex Travel +49 170 5550101 ]\n"},
		{"several contacts of one client", "client,contact,phone\nAcme Shop,Dana Fox,+44 20 7946 0002\nacme  shop,Ben Fox,+44 20 7946 0009\n", "2 acme-shop Acme Shop [Dana Fox +44 20 7946 0002 ] [Ben Fox +44 20 7946 0009 ]\n"},
		{"twice the same", "name,phone\nAcme Shop,+44 20 7946 0002\nAcme Shop,+44 20 7946 0002\n", "2 acme-shop Acme Shop [Acme Shop +44 20 7946 0002 ]\nbad: Line 3, Acme Shop: This name is in line 2 already. Keep one of the two.\n"},
		{"twice with another channel", "name,channel,contact\nAcme Shop,#a,Dana\nAcme Shop,#b,Ben\n", "2 acme-shop Acme Shop [Dana  ] #a\nbad: Line 3, Acme Shop: This name is in line 2 already, with “#a” where this line has “#b”. Keep one of the two.\n"},
		{"names that make one short word", "name\nAcme Shop\nAcme-Shop\n", "2 acme-shop Acme Shop\n3 acme-shop-2 Acme-Shop\n"},
		{"each mistake has its line", "name,phone,mail,time zone,short word\n,+44 20 7946 0002,,,\nAcme Shop,call me,,,\nGlobex Travel,,dana at globex,,\nInitech,,,Londn,\nHooli,,,,declare\nPied,12,,,\nA,1,2,3,4,5,6\n",
			"bad: Line 2: It has no name. Write how the client is called.\n" +
				"bad: Line 3, Acme Shop: “call me” is not a valid phone number. Write it like +44 20 7946 0002, or leave it empty.\n" +
				"bad: Line 4, Globex Travel: “dana at globex” is not a valid e-mail address. Write it like dana@acme.example.\n" +
				"bad: Line 5, Initech: “Londn” is not a time zone that Candor knows. Write the largest city of their zone, such as London, or its name, Europe/London.\n" +
				"bad: Line 6, Hooli: The short word “declare” is a word of the commands. Choose another one, for example declare-shop.\n" +
				"bad: Line 7, Pied: “12” is too short for a phone number. Write it like +44 20 7946 0002.\n" +
				"bad: Line 8, A: It has more cells than there are columns: “5”. Put quotes around what holds the separator.\n"},
		{"clients that are there already", "name\nGlobex Travel\nglobex\nAcme Shop\n", "4 acme-shop Acme Shop\nknown: Globex Travel, globex\n"},
		{"columns that nobody knows", "Bezeichnung,Nummer\nAcme Shop,+44 20 7946 0002\n", "error: None of the columns is known: Bezeichnung, Nummer. Call them in the first line: name, contact, phone, mail, channel, service, time zone, runs on; what you have of these, in any order.\n"},
		{"no column of names", "phone,mail\n+44 20 7946 0002,dana@acme.example\n", "error: No column holds the clients' names. Call it name, or client, in the first line.\n"},
		{"nothing", " \n\n", "error: There is nothing in the list. Write a client a line: name, contact, phone, mail, channel.\n"},

		{"lines as they are typed", "Acme Shop, Dana Fox, +44 20 7946 0002, dana@acme.example, #acme-shared\nGlobex Travel, C0GLOBEX, Europe/Berlin\n", "1 " + acme + " #acme-shared\n2 globex-travel Globex Travel C0GLOBEX Europe/Berlin\n"},
		{"names alone", "Acme Shop\nGlobex Travel\n", "1 acme-shop Acme Shop\n2 globex-travel Globex Travel\n"},
		{"one thing too many", "Acme Shop, Dana Fox, Ben Fox\n", "bad: Line 1, Acme Shop: “Ben Fox” is one thing too many. Write name, contact, phone, mail and channel, each once, or a first line that says what stands where.\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := shown(Read([]byte(tt.text), []client.Client{{ID: "globex", Name: "Globex Travel"}}[:has(tt.text, "globex\n")])); got != tt.want {
				t.Errorf("it reads\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

func has(text, part string) int { return min(1, strings.Count(text, "\n"+part)) }

func utf16le(s string) string {
	b := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return string(b)
}

func TestCards(t *testing.T) {
	card := func(lines ...string) string {
		return "BEGIN:VCARD\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VCARD\r\n"
	}
	tests := []struct{ name, text, want string }{
		{"3.0", card("VERSION:3.0", "N:Fox;Dana;;;", "FN:Dana Fox", "ORG:Acme Shop;Sales", "TEL;TYPE=CELL:+44 20 7946 0002", "EMAIL:dana@acme.example"), "1 " + acme + "\n"},
		{"4.0", card("VERSION:4.0", "KIND:individual", "FN:Dana Fox", "ORG:Acme Shop", "TEL;VALUE=uri;TYPE=\"voice,home\":tel:+44 20 7946 0002", "EMAIL;PREF=1:dana@acme.example", "TZ:Europe/London"), "1 " + acme + " Europe/London\n"},
		{"2.1", card("VERSION:2.1", "N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6rg", "ORG;ENCODING=QUOTED-PRINTABLE:Caf=C3=A9 of the =", "Corner", "TEL;WORK;VOICE:+44 20 7946 0002"), "1 cafe-of-the-corner Café of the Corner [Jörg Müller +44 20 7946 0002 ]\n"},
		{"folded, grouped and escaped", card("VERSION:3.0", "FN:Dana", "  Fox", "item1.ORG:Shop\\, Acme", "item1.EMAIL;type=INTERNET:dana@", " acme.example"), "1 shop-acme Shop, Acme [Dana Fox  dana@acme.example]\n"},
		{"the preferred of several, and no fax", card("FN:Acme Shop", "TEL;TYPE=FAX:+44 1", "TEL:+44 20 7946 0001", "TEL;TYPE=CELL,PREF:+44 20 7946 0002"), "1 acme-shop Acme Shop [Acme Shop +44 20 7946 0002 ]\n"},
		{"the most preferred of several", card("FN:Acme Shop", "TEL;PREF=2:+44 20 7946 0001", "TEL;TYPE=\"voice,work\";PREF=1:+44 20 7946 0002", "TEL;PREF=3:+44 20 7946 0003", "TEL:+44 20 7946 0004"), "1 acme-shop Acme Shop [Acme Shop +44 20 7946 0002 ]\n"},
		{"an extension", card("FN:Acme Shop", "TEL;VALUE=uri:tel:+44-20-7946-0002;ext=12;phone-context=x"), "1 acme-shop Acme Shop [Acme Shop +44-20-7946-0002 ext. 12 ]\n"},
		{"two people of one company, and a group", card("FN:Dana Fox", "ORG:Acme Shop", "TEL:+44 20 7946 0002") + card("KIND:group", "FN:Friends") + card("FN:Ben Fox", "ORG:Acme Shop"), "1 acme-shop Acme Shop [Dana Fox +44 20 7946 0002 ] [Ben Fox  ]\n"},
		{"without a name", card("TEL:+44 20 7946 0002"), "bad: Line 1: It has no name. Write how the client is called.\n"},
		{"cut off", card("FN:Acme Shop") + "BEGIN:VCARD\nFN:Globex\n", "1 acme-shop Acme Shop\nbad: Line 4, Globex: The card has no end. Export it again.\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := shown(Read([]byte(tt.text), nil)); got != tt.want {
				t.Errorf("it reads\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// Whatever the file is, each of its clients is a row or a bad row, and what is read
// can stand in a config.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"name,phone\nAcme,1234\n", "BEGIN:VCARD\nFN:a\nEND:VCARD", "Acme, Dana, #a", "sep=;\na;\"b", "name\t\"x\ny\"\t", "\xff\xfea\x00"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		l, err := Read(text, nil)
		if err != nil {
			return
		}
		ids := map[string]bool{}
		for _, r := range l.Rows {
			if why := client.ClientIDProblem(r.Client.ID); why != "" || ids[r.Client.ID] {
				t.Errorf("%q: the id %q: %s, twice: %t", text, r.Client.ID, why, ids[r.Client.ID])
			}
			ids[r.Client.ID] = true
			if wrong := r.Client.Settle(); len(wrong) > 0 {
				t.Errorf("%q: %v", text, wrong)
			}
		}
		for _, b := range l.Bad {
			if b.Why == "" || b.Line < 1 {
				t.Errorf("%q: a bad row without a reason or a line: %+v", text, b)
			}
		}
	})
}
