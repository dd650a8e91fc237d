package typed

import (
	"fmt"
	"slices"
	"strings"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/phrase"
)

// choose reads what stands behind an answer: who was to make the backups, in front of what the client
// reads, and those words; where there are none, those of the same answer stay. A word of the choices that stands
// among them is asked about: nobody would read it there as what it means. What is in quotation marks is
// meant as it stands.
func choose(inc *incident.Incident, whose string, ans *facts.FactAnswer, given facts.Fact) error {
	ans.From, ans.To = given.From, given.To
	if m := inQuotes.FindStringSubmatch(ans.Words); m != nil {
		ans.Words = m[1]
		return nil
	}
	words := ans.Words
	if ans.Question == facts.SpareCopy {
		var who string
		if who, words = makers(words); who != "" {
			ans.Makers = map[string]string{}
			for i := range inc.Clients {
				if id := inc.Clients[i].Client.ID; ans.Client == "" || ans.Client == id {
					ans.Makers[id] = who
				}
			}
		}
	}
	if ans.Words = words; words == "" {
		ans.Words = given.Stay(ans.Question, ans.Answer)
	}
	return strayWord(inc, whose, ans, words)
}

// makers is who was to make the backups, where words say that alone or in front, before a colon, a comma
// or a semicolon, and the rest of them.
func makers(words string) (who, rest string) {
	front, rest := words, ""
	if i := strings.IndexAny(words, ":,;"); i >= 0 {
		front, rest = words[:i], strings.TrimSpace(words[i+1:])
	}
	if b, err := client.BackupsOf(front); b == client.BackupsUnsaid || err != nil {
		return "", words
	}
	return strings.TrimSpace(front), rest
}

// strayWord asks about a word of the choices that stands behind the words, or alone, and of who was to
// make the backups also in front.
func strayWord(inc *incident.Incident, whose string, ans *facts.FactAnswer, words string) error {
	list := strings.Fields(words)
	if len(list) == 0 {
		return nil
	}
	last := len(list) - 1
	first, end := choiceWord(list[0]), choiceWord(list[last])
	rest := strings.TrimRight(strings.Join(list[:last], " "), ",;: ")
	denied := last > 0 && phrase.Denies(choiceWord(list[last-1]))
	line := strings.TrimSpace(whose + " " + string(ans.Question))
	switch {
	case isMaker(ans, end) && !denied:
		return strayAsked(inc, ans, end, fault.Ready{Line: fmt.Sprintf("%s %s %s: %s", line, ans.Answer, end, rest), Label: fmt.Sprintf("Backups: %s. They read “%s”", end, rest)}, words, line)
	case isMaker(ans, first):
		rest = strings.Join(list[1:], " ")
		return strayAsked(inc, ans, first, fault.Ready{Line: fmt.Sprintf("%s %s %s: %s", line, ans.Answer, first, rest), Label: fmt.Sprintf("Backups: %s. They read “%s”", first, rest)}, words, line)
	case slices.Contains(facts.Answers[ans.Question], facts.Answer(end)) && facts.Answer(end) != ans.Answer && !denied:
		return strayAsked(inc, ans, end, fault.Ready{Line: line + " " + end, Label: "The answer is " + end}, words, line)
	}
	if id, more := Client(inc, list[last], false); len(inc.Clients) > 1 && whose == "" && id != "" && more == "" && last > 0 {
		return strayAsked(inc, ans, list[last], fault.Ready{Line: fmt.Sprintf("%s %s %s %s", id, ans.Question, ans.Answer, rest), Label: "It is about " + inc.Affected(id).Client.Name}, words, line)
	}
	return nil
}

// choiceWord is a word without what is written beside it.
func choiceWord(word string) string { return strings.ToLower(strings.Trim(word, ".,;:!()")) }

// isMaker says whether a word says who was to make the backups, where that is asked.
func isMaker(ans *facts.FactAnswer, word string) bool {
	return ans.Question == facts.SpareCopy && (word == "unsaid" || slices.Contains(client.BackupsSaid, client.Backups(word)))
}

func strayAsked(inc *incident.Incident, ans *facts.FactAnswer, word string, choice fault.Ready, words, line string) error {
	who := "the client"
	if len(inc.Clients) == 1 {
		who = inc.Clients[0].Client.Name
	}
	ready := []fault.Ready{{Line: fmt.Sprintf("%s fact %s %s “%s”", inc.Name(), line, ans.Answer, words), Label: "They read all of it as it stands"}}
	if choiceWord(words) != word || ans.Question != facts.SpareCopy {
		choice.Line = inc.Name() + " fact " + choice.Line
		ready = append([]fault.Ready{choice}, ready...)
	}
	return fault.Errorf(fault.Invalid, "Nothing was changed. “%s” is a word of the choices, and %s would read it behind the answer: “%s”. Say which is meant; what stands in quotation marks is read as it stands.", word, who, fault.Clipped(words)).Offering(ready...)
}
