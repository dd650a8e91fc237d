package review

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/lint"
)

// Left is a sentence of the record that a text for a client leaves out.
type Left struct {
	Field string // of the text, in which it would stand
	Names string // what in it no client may read
}

// fit is a text without the sentences that a client may not read. What is left out is
// noted.
func (s Source) fit(text string) string {
	var list []string
	for _, line := range strings.FieldsFunc(strings.ReplaceAll(text, ". ", ".\n"), func(r rune) bool { return r == '\n' || r == '\r' }) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if names := s.ours(line); names == "" {
			list = append(list, line)
		} else if s.left != nil {
			*s.left = append(*s.left, Left{s.field, names})
		}
	}
	return strings.Join(list, " ")
}

// in is the source as it fills a field of the text.
func (s Source) in(field string) Source {
	s.field = field
	return s
}

// Inside says whether a text has anything that its client may not read.
func Inside(s Source, text string) bool { return s.ours(text) != "" }

// ours is what a sentence has of the team's: whom or what it names; "" if a client may
// read it.
func (s Source) ours(sentence string) string {
	lower := strings.ToLower(sentence)
	switch {
	case lint.FindSecret(sentence) != "": // it is not repeated
		return "a password or a key"
	case strings.Contains(lower, "<@"):
		return "somebody of the team"
	case strings.Contains(lower, "<#"):
		return "a channel"
	}
	for _, list := range [][]string{s.Others, s.Staff} {
		for _, name := range list {
			if n := named(sentence, name); n != "" {
				return n
			}
		}
	}
	if id := ours(sentence, s.Incident.Name()); id != "" {
		return id
	}
	found := lint.Check(sentence, lint.Context{Kind: "reply", OtherClients: s.Others, Staff: s.Staff, AllowedDomains: s.Client.Client.Domains, Now: s.Now})
	for _, f := range found {
		if strings.HasPrefix(f.Rule, "leak") || f.Rule == "blame-person" {
			return cmp.Or(f.Words, "what stays inside")
		}
	}
	return ""
}

// ids are what the team calls its things by: tickets and other incidents, channels, versions of
// its code, tables and settings. standards look like a ticket and are none.
var (
	ids       = regexp.MustCompile(`\b[A-Z]{2,10}-\d{2,7}\b|\bINC-\d+\b|(?:^|\s)#[a-z][a-z0-9_-]+|\b[0-9a-f]{7,40}\b|\b[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+\b`)
	standards = regexp.MustCompile(`^(?:SHA|ISO|RFC|AES|RSA|PCI|UTF|COVID|\d+$|[a-f]+$)`)
)

// ours is the first of them in a sentence, but for the number under which the client knows the
// incident; "" if there is none.
func ours(sentence, incident string) string {
	for _, id := range ids.FindAllString(sentence, -1) {
		if id = strings.TrimSpace(id); id != incident && !standards.MatchString(id) {
			return id
		}
	}
	return ""
}

// named is the part of a name by which a sentence names somebody: the whole, or the first
// one; "" if it does not.
func named(sentence, name string) string {
	first, _, _ := strings.Cut(name, " ")
	for _, n := range []string{name, first} {
		if len(n) > 2 && strings.Contains(bare(sentence), bare(n)) {
			return n
		}
	}
	return ""
}

// bare is a text as words between single spaces, so that a name is found as a word.
func bare(s string) string {
	apart := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	return " " + strings.Join(strings.FieldsFunc(strings.ToLower(s), apart), " ") + " "
}

// words are what the record says in a text of a kind, and what is left out of it.
func (s Source) words(u *update.Update) (text map[string]string, left []Left) {
	if fill := words[u.Kind]; fill != nil {
		s.left, s.text = &left, u
		text = fill(s)
	}
	return text, left
}

// unsaid is what was left out of those fields of a text into which nobody has written
// anything of their own.
func unsaid(u *update.Update, words map[string]string, left []Left) []Left {
	return slices.DeleteFunc(left, func(l Left) bool {
		own, filled := strings.TrimSpace(u.Own(l.Field)), strings.TrimSpace(words[l.Field])
		return filled == "" && own != "" || !strings.HasPrefix(own, filled)
	})
}

// parts are what the fields say, whole and in part.
var parts = map[string][2]string{
	"summary_line": {"what they could not do", "a sentence of what they could not do"},
	"cause_line":   {"the cause", "a sentence of the cause"},
	"gap_line":     {"what should have been in place", "a sentence of what should have been in place"},
	"fix_line":     {"what fixed it", "a sentence of what fixed it"},
	"actions_line": {"what changes", "a change"},
	"open_line":    {"what is open", "a sentence of what is open"},
	"done_line":    {"what is done", "a change that is made"},
	"changed_line": {"what has changed", "a change that is made"},
	"done_list":    {"what is done", "a change that is made"},
	"why_line":     {"why it is later", "the reason that is written down"},
}

// Warnings say to whoever writes or approves a text what it leaves out and why, a sentence
// for each field, and where to say it.
func Warnings(w *messages.Words, u *update.Update, left []Left) (list []update.Finding) {
	for _, field := range w.Fields(u.Kind) {
		var names []string
		for _, l := range left {
			if l.Field == field.Name {
				names = fault.AppendNew(names, l.Names)
			}
		}
		if len(names) == 0 {
			continue
		}
		what := parts[field.Name][0]
		if strings.TrimSpace(u.Own(field.Name)) != "" {
			what = parts[field.Name][1]
		}
		list = append(list, update.Finding{Rule: update.LeftOut, Level: update.Warn, Field: field.Name,
			Why: fmt.Sprintf("Their text leaves %s out: it names %s. Say it in your own words under “%s”.", what, fault.And(names), field.Label)})
	}
	return list
}

// Checked are the words with a draft check that also says what of the record a text leaves
// out because its client may not read it: nobody sends, or approves, less than they think.
type Checked struct{ *messages.Words }

// Check says so after what keeps a text from leaving, and before all else.
func (w Checked) Check(inc *incident.Incident, c view.CheckInput) []update.Finding {
	list := w.Words.Check(inc, c)
	if len(c.Open) > 0 {
		list = slices.Insert(list, update.Blocks(list), openBeside(c.Open))
	}
	aff := inc.Affected(c.Client.ID)
	if words[c.Update.Kind] == nil || aff == nil {
		return list
	}
	text, left := Source{Incident: inc, Client: aff, Others: c.Others, Staff: c.Staff, Now: c.Now}.words(&c.Update)
	return slices.Insert(list, update.Blocks(list), Warnings(w.Words, &c.Update, unsaid(&c.Update, text, left))...)
}

// openBeside says that a client is asked how it goes while something else of theirs does not work.
func openBeside(open []string) update.Finding {
	return update.Finding{Rule: update.LeftOut, Level: update.Warn,
		Why: fmt.Sprintf("They have read of something else that is not over: %s. Asked now whether everything works, they can only say no. Ask once that is over, or call them.", strings.Join(open, "; "))}
}
