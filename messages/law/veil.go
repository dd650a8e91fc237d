package law

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"candor/incident/client"
	"candor/incident/forget"
	"candor/messages/history"
	"candor/messages/lint"
)

// What stands in place of what was taken out.
const (
	anotherClient = "[another client]"
	aSecret       = "[a secret]"
)

// veil takes out what is of other clients, and secrets; people have their names.
type veil struct {
	others *regexp.Regexp
	people []*forget.List
	name   func(user string) string
}

// newVeil knows what is of others: names, people, addresses, numbers, machines and ids.
// What the client has too stays.
func newVeil(s Source) *veil {
	inc, own := s.Record.Incident, map[string]bool{}
	for _, word := range traces(&inc.Affected(s.Client).Client) {
		own[strings.ToLower(word)] = true
	}
	others := slices.Clone(s.Others)
	for _, aff := range inc.Everybody() {
		others = append(others, aff.Client)
	}
	var list []string
	for i := range others {
		if others[i].ID == s.Client {
			continue
		}
		for _, word := range traces(&others[i]) {
			if utf8.RuneCountInString(word) > 2 && !own[strings.ToLower(word)] {
				list = append(list, strings.ReplaceAll(regexp.QuoteMeta(strings.Join(strings.Fields(word), " ")), " ", `\s+`))
			}
		}
	}
	v := &veil{name: s.Record.Name, people: s.others()}
	if len(list) == 0 {
		return v
	}
	slices.SortFunc(list, func(a, b string) int { return len(b) - len(a) }) // a name before its first word
	v.others = regexp.MustCompile(`(?i)(?:` + strings.Join(list, "|") + `)`)
	return v
}

// others find the people of other clients of whom the store has no names. Who speaks for the
// client, too, stays.
func (s Source) others() (list []*forget.List) {
	own := s.Record.Incident.Affected(s.Client).Client.Persons()
	for id, people := range s.People {
		if id != s.Client && people != nil {
			theirs := people.But(own...)
			theirs.As = anotherClient
			list = append(list, theirs)
		}
	}
	return list
}

// unknownPeople says what may still stand in the copy; "" if nothing.
func (s Source) unknownPeople() string {
	known, unknown := 0, 0
	for id, people := range s.People {
		switch {
		case id == s.Client:
		case people == nil:
			unknown++
		case len(people.Entries) > 0:
			known++
		}
	}
	text := ""
	if known > 0 {
		text = "This copy was made without the config: of the people of other clients, first names alone may still be in it. Read it through before you hand it on.\n"
	}
	if unknown > 0 {
		text += fmt.Sprintf("Who speaks for %d of our other clients is not known in that copy of the store, so their names may be in it. Make it from a newer copy, or read it through before you hand it on.\n", unknown)
	}
	return text
}

// traces are the words by which a client is known.
func traces(c *client.Client) (list []string) {
	list = append(c.Traces(), c.Hook().URL)
	for _, ct := range c.Contacts {
		list = append(append(list, ct.Name, ct.Email, ct.Phone), strings.Fields(ct.Name)...)
	}
	return list
}

// text is what people wrote, in one line of Markdown, without what is of others.
func (v *veil) text(text string) string {
	text = v.without(history.Named(text, v.name))
	for _, people := range v.people {
		text = people.Text(text)
	}
	if lint.FindSecret(text) != "" {
		words := strings.Fields(text)
		for i, word := range words {
			if lint.FindSecret(word) != "" {
				words[i] = aSecret
			}
		}
		if text = strings.Join(words, " "); lint.FindSecret(text) != "" { // it is several words
			return aSecret
		}
	}
	return strings.NewReplacer(`\[another client\]`, anotherClient, `\[a secret\]`, aSecret).Replace(line(text))
}

// without takes out each word in which something of others stands, so that of
// web-3.globex.example no half stays.
func (v *veil) without(text string) string {
	if v.others == nil {
		return text
	}
	var b strings.Builder
	for text != "" {
		m := v.others.FindStringIndex(text)
		if m == nil {
			break
		}
		if inWord(text, m) {
			_, n := utf8.DecodeRuneInString(text[m[0]:])
			b.WriteString(text[:m[0]+n])
			text = text[m[0]+n:]
			continue
		}
		from, to := m[0]-len(trailing(text[:m[0]])), m[1]+len(leading(text[m[1]:]))
		b.WriteString(text[:from] + anotherClient)
		text = text[to:]
	}
	return b.String() + text
}

func wordy(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// inWord says whether a match is a part of a longer word: Ann of planned.
func inWord(text string, m []int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:m[0]])
	first, _ := utf8.DecodeRuneInString(text[m[0]:])
	last, _ := utf8.DecodeLastRuneInString(text[:m[1]])
	after, _ := utf8.DecodeRuneInString(text[m[1]:])
	return wordy(before) && wordy(first) || wordy(last) && wordy(after)
}

// joins are the signs that hold an address or the name of a machine together.
const joins = "._@-:/"

func joined(r rune) bool { return wordy(r) || strings.ContainsRune(joins, r) }

// leading is how an address goes on after a match; a full stop ends a sentence.
func leading(text string) string {
	i := strings.IndexFunc(text, func(r rune) bool { return !joined(r) })
	if i < 0 {
		i = len(text)
	}
	return strings.TrimRight(text[:i], joins)
}

// trailing is how an address begins before a match.
func trailing(text string) string {
	i := strings.LastIndexFunc(text, func(r rune) bool { return !joined(r) })
	_, n := utf8.DecodeRuneInString(text[max(i, 0):])
	if i < 0 {
		n, i = 0, 0
	}
	return strings.TrimLeft(text[i+n:], joins)
}
