package aside

import (
	"fmt"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"candor/incident/fault"
	"candor/messages"
	"candor/messages/kit"
)

// HelpLine is one verb of the help.
type HelpLine struct{ Verb, Usage, Does string }

// HelpTopic is what one screen of the help is about.
type HelpTopic struct {
	Name  string
	About string
	Verbs []string // in the order in which they are shown
}

// HelpTopics parts the verbs: each stands in one of them. The first is what somebody needs
// at night, and fits on a phone.
var HelpTopics = []HelpTopic{
	{"tonight", "what you need tonight", []string{"new", "declare", "update", "still", "works", "told", "due", "check", "resolve"}},
	{"telling", "what a client hears, and when", []string{"next", "cadence", "later", "eta", "doing", "status", "correct", "asked", "call", "round", "meeting"}},
	{"facts", "bad news: what is known, and the law", []string{"fact", "known", "unknown", "clocks", "insurer", "lawyer"}},
	{"incident", "the incident itself, and its end", []string{"sev", "kind", "affects", "not", "impact", "private", "reopen", "close", "cancel", "mistake", "confirm"}},
	{"people", "who does what, sleep, reminders", []string{"commander", "comms", "tech", "account", "privacy", "handover", "goodnight", "snooze", "whoami"}},
	{"after", "what happened, and what is learned", []string{"note", "timeline", "aftercare", "review", "action", "actions"}},
	{"clients", "whom you tell", []string{"clients", "sheet", "restored"}},
	{"overview", "what there is, and practice", []string{"list", "figures", "drill", "help"}},
}

// allHelp is asked for by whoever wants every line.
const allHelp = "all"

// Called answers who speaks to Candor as to a person.
func Called(command string) kit.Post {
	return kit.Plain(fmt.Sprintf("Candor takes commands only. Type %s to see what is due, %s for what you can type.", kit.Code(command), kit.Code(command+" help")))
}

// Help shows what can be typed about a topic, one verb, or all; without either what is
// needed tonight, and what else there is to ask about.
func Help(command, asked string, lines []HelpLine) kit.Post {
	asked = strings.ToLower(strings.TrimSpace(asked))
	verb := func(v string) bool { return slices.ContainsFunc(lines, func(l HelpLine) bool { return l.Verb == v }) }
	topic := slices.IndexFunc(HelpTopics, func(t HelpTopic) bool { return t.Name == asked })
	switch {
	case asked == "":
		t := HelpTopics[0]
		return helpPage(command, fmt.Sprintf("*What you can type after %s* tonight. In an incident's channel it is about that incident; elsewhere put its name first: %s.", kit.Code(command), kit.Code(command+" INC-7 still")), helpLines(lines, t.Verbs...))
	case topic >= 0:
		return helpPage(command, fmt.Sprintf("*%s*, after %s", messages.UpperFirst(HelpTopics[topic].About), kit.Code(command)), helpLines(lines, HelpTopics[topic].Verbs...))
	case asked == allHelp:
		var all []string
		for _, t := range HelpTopics {
			all = append(all, "*"+messages.UpperFirst(t.About)+"*")
			all = append(all, helpLines(lines, t.Verbs...)...)
		}
		return helpPage(command, "*All that you can type after "+kit.Code(command)+"*", all)
	case verb(asked):
		return helpPage(command, "*After "+kit.Code(command)+"*", helpLines(lines, asked))
	}
	return helpPage(command, fmt.Sprintf("There is no help about %s.", kit.Code(messages.Cut(asked, 60))), nil)
}

// helpLines say what verbs do.
func helpLines(lines []HelpLine, verbs ...string) (list []string) {
	for _, v := range verbs {
		if i := slices.IndexFunc(lines, func(l HelpLine) bool { return l.Verb == v }); i >= 0 {
			list = append(list, kit.Code(v+" "+lines[i].Usage)+" "+lines[i].Does)
		}
	}
	return list
}

// helpPage is one answer, with a menu of all topics.
func helpPage(command, head string, lines []string) kit.Post {
	var names []string
	var ready []fault.Ready
	for _, t := range HelpTopics {
		names = append(names, kit.Code("help "+t.Name))
		ready = append(ready, fault.Ready{Line: "help " + t.Name, Label: messages.UpperFirst(t.About)})
	}
	more := "More: " + strings.Join(names[1:], ", ") + ", or " + kit.Code("help "+allHelp) + "."
	var blocks []slack.Block
	for i, page := range kit.Pages(append(append([]string{head}, lines...), more), 2900) {
		blocks = append(blocks, kit.Paragraph(fmt.Sprintf("help%d", i), page))
	}
	return kit.Post{Text: "What you can type after " + command, Blocks: append(blocks, kit.Choices(append(ready, fault.Ready{Line: "help " + allHelp, Label: "All of it"}))...)}
}
