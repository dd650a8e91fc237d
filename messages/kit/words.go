package kit

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"candor/incident/client"
	"candor/incident/forget"
	"candor/incident/playbook"
	"candor/incident/team"
	"candor/incident/update"
	"candor/messages"
)

// Code sets what is to be typed in code marks, on one line.
func Code(s string) string {
	return "`" + strings.ReplaceAll(messages.Escape(strings.Join(strings.Fields(s), " ")), "`", "'") + "`"
}

// MentionMarks are what the domain writes for people and channels, escaped.
var MentionMarks = regexp.MustCompile(`&lt;([@#][A-Z0-9]+)&gt;`)

// Day writes the day and time of something that is over, in each reader's zone.
func Day(at time.Time) string {
	return fmt.Sprintf("<!date^%d^{date_short_pretty} {time}|%s>", at.Unix(), at.UTC().Format("2 Jan 2006 15:04 MST"))
}

// Numbered writes a list, each entry on its line with its number.
func Numbered(list []string) string {
	var lines []string
	for i, s := range list {
		lines = append(lines, fmt.Sprintf("%d. %s", i+1, messages.Escape(s)))
	}
	return strings.Join(lines, "\n")
}

// EscapeAll makes texts that people typed harmless in mrkdwn.
func EscapeAll(list []string) (out []string) {
	for _, s := range list {
		out = append(out, messages.Escape(s))
	}
	return out
}

// Pages joins lines to texts of at most n bytes, which are never fewer than the
// characters that Slack counts.
func Pages(lines []string, n int) []string {
	var list []string
	page := ""
	for _, l := range lines {
		if page != "" && len(page)+1+len(l) > n {
			list, page = append(list, page), ""
		}
		page = strings.TrimPrefix(page+"\n"+l, "\n")
	}
	if page != "" {
		list = append(list, page)
	}
	return list
}

// Quote sets a text off from ours, line by line.
func Quote(s string) string { return Quoted(messages.Clip(strings.TrimSpace(s), MaxQuote)) }

// Quoted sets a text off from ours and loses nothing of it.
func Quoted(s string) string { return "> " + strings.ReplaceAll(strings.TrimSpace(s), "\n", "\n> ") }

// Glimpse is the beginning of a text on one line.
func Glimpse(s string) string { return messages.Clip(strings.Join(strings.Fields(s), " "), 150) }

// Ended ends a reason with a full stop. Reasons are ours: nothing in them needs
// escaping.
func Ended(s string) string {
	if s == "" {
		return ""
	}
	return strings.TrimSuffix(s, ".") + "."
}

// Sentence is a reason that stands by itself.
func Sentence(s string) string {
	if s = Ended(s); s == "" {
		return ""
	}
	first, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[n:]
}

// Mention names a person so that Slack shows it as they call themselves.
func Mention(user string) string {
	if forget.Is(user) {
		return forget.Gone
	}
	return "<@" + user + ">"
}

// MentionEach names people, for a list in a sentence.
func MentionEach(users []string) (list []string) {
	for _, u := range users {
		list = append(list, Mention(u))
	}
	return list
}

// Mentions calls people at the beginning of a message, one after the other; in a sentence
// they stand in a list of [MentionEach].
func Mentions(users []string) string {
	return strings.Join(MentionEach(users), " ")
}

// SeverityWord is what screens call a severity. The shape tells it without colour.
func SeverityWord(s client.Severity) string {
	switch s {
	case client.BusinessStopped:
		return "▲ Business stopped"
	case client.ImportantBroken:
		return "◆ Important part broken"
	case client.Small:
		return "● Small"
	default:
		return "○ Near miss"
	}
}

// StatusWord is what screens call what the client was told.
func StatusWord(s update.Status) string {
	switch s {
	case update.Identified:
		return "we know why"
	case update.Mitigated:
		return "contained"
	case update.Monitoring:
		return "watching"
	case update.StatusSolved:
		return "works again"
	default:
		return "we are looking"
	}
}

// ParseStatus reads a status as screens call it, or by its name. What is neither
// comes back as it was written.
func ParseStatus(text string) update.Status {
	text = strings.ToLower(strings.Join(strings.Fields(text), " "))
	for _, s := range []update.Status{update.Investigating, update.Identified, update.Mitigated, update.Monitoring, update.StatusSolved} {
		if text == StatusWord(s) {
			return s
		}
	}
	return update.Status(text)
}

// RoleWord is what screens call a role.
func RoleWord(r playbook.Role) string {
	switch r {
	case playbook.Comms:
		return "talks to the client"
	case playbook.Tech:
		return "leads the repair"
	case playbook.Account:
		return "owns the relationship"
	case playbook.Privacy:
		return "personal data"
	default:
		return "in charge"
	}
}

// CallTitle is what the client's calendar calls a call with us, by the name of the company or
// of whoever calls; "" if nobody knows either.
func CallTitle(name string) string { return "Call with " + cmp.Or(name, "us") }

// Quoting is a label behind which stand words of ours, as much of them as an option has room for.
func Quoting(label, words string) string {
	return label + "“" + messages.Cut(words, MaxOption-messages.Units(label)-2) + "”"
}

// Untold and Later begin the line about one client who gets nothing of an act for several, or
// nothing yet.
const Untold, Later = "✕ ", "• "

// InTheirs introduces what one client reads of an act for several.
func InTheirs(others bool) string {
	if others {
		return " reads this, the others in their own words and times:"
	}
	return " reads this:"
}

// FirstName is how the team calls a person.
func FirstName(p team.Person) string {
	if name := strings.Fields(p.Name); len(name) > 0 {
		return messages.Escape(messages.Cut(name[0], 40))
	}
	return Mention(p.Slack)
}
