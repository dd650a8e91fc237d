package typed

import (
	"fmt"
	"slices"
	"strings"

	"candor/incident"
	"candor/incident/byhand"
	"candor/incident/facts"
	"candor/incident/fault"
)

// Fact reads the answer to one question: data_lost yes all orders. Of several clients
// the one whom it is about stands in front, or behind the answer; all stands for each of
// them. Without a question it is who was named.
func Fact(inc *incident.Incident, text string) (whose string, ans facts.FactAnswer, err error) {
	if err := gone(inc, text); err != nil {
		return "", ans, err
	}
	whose, text = eachOrOne(inc, text)
	question, value, words := answered(text)
	if err := gone(inc, words); err != nil {
		return "", ans, err
	}
	if id, more := Client(inc, words, false); len(inc.Clients) > 1 && whose == "" && id != "" {
		whose, words = id, more
	}
	ans = facts.FactAnswer{Question: question, Answer: value, Words: words}
	if err := answers(inc, whose, ans); err != nil {
		return "", ans, err
	}
	if whose == "" && asksWhose(inc, &ans) {
		return "", ans, fault.Errorf(fault.Invalid, "Nothing was changed. Whose is it? %s affects %d clients, and each hears only what is so for them. Type fact %s %s, or fact all %s if it is so for each.",
			inc.Name(), len(inc.Clients), inc.Clients[0].Client.ID, text, text).
			Offering(append(eachClient(inc, "fact ", " "+text), fault.Ready{Line: inc.Name() + " fact all " + text, Label: "All of them"})...)
	}
	known := &inc.Facts
	if whose != incident.AllClients {
		ans.Client, known = whose, inc.FactsOf(inc.Affected(whose))
	}
	return whose, ans, choose(inc, whose, &ans, known.Given[ans.Question])
}

// answers refuses what answers no question, and good news with words behind it that leave it open, and
// offers what is meant.
func answers(inc *incident.Incident, whose string, ans facts.FactAnswer) error {
	allowed, ok := facts.Answers[ans.Question]
	switch {
	case ans.Question == "":
		return nil
	case !ok:
		return ans.Check().(*fault.Error).Offering(fault.Ready{Line: inc.Name() + " fact", Label: "The five questions"})
	case ans.Answer != "" && !slices.Contains(allowed, ans.Answer):
		return ans.Check().(*fault.Error).Offering(eachAnswer(inc, whose, allowed, ans)...)
	case assures(ans.Question, ans.Answer) && byhand.Doubts(ans.Words):
		bare := facts.FactAnswer{Question: ans.Question} // behind another answer they would read that doubt
		if ans.Question == facts.Recoverable {           // until 10:00 says which part
			bare.Words = ans.Words
		}
		return fault.FieldError(string(ans.Question), "Nothing was changed: “%s” leaves open whether it is so, and a client would read that it is. Press what you know.", ans.Words).
			Offering(eachAnswer(inc, whose, allowed, bare)...)
	}
	return nil
}

// eachAnswer are the answers that a question has, with all that was typed as the words behind each.
func eachAnswer(inc *incident.Incident, whose string, allowed []facts.Answer, ans facts.FactAnswer) (list []fault.Ready) {
	words := string(ans.Answer) + " " + ans.Words
	if fault.OneOf(ans.Answer, "yes", "no") { // it answers, but not this
		words = ans.Words
	}
	for _, a := range allowed {
		line := fmt.Sprintf("%s %s %s", ans.Question, a, words)
		if a == facts.No || a == facts.DontKnow || assures(ans.Question, a) {
			line = fmt.Sprintf("%s %s", ans.Question, a)
		}
		line = strings.TrimSpace(line)
		list = append(list, fault.Ready{Line: strings.Join(strings.Fields(inc.Name()+" fact "+whose+" "+line), " "), Label: line})
	}
	return list
}

// assures says whether an answer is good news of which a client reads no words behind it.
func assures(q facts.Question, a facts.Answer) bool {
	return q != facts.SpareCopy && facts.Comforts(q, a)
}

// eachOrOne takes off the beginning of what was typed whose it is, where that is said.
func eachOrOne(inc *incident.Incident, text string) (whose, rest string) {
	if whose, rest = Client(inc, text, false); whose != "" || len(inc.Clients) == 1 {
		return whose, rest
	}
	if word, rest := FirstWord(text); strings.EqualFold(word, "all") {
		return incident.AllClients, rest
	}
	return "", text
}

// asksWhose says whether an answer that names no client has to: bad news, or what is not
// the same for all.
func asksWhose(inc *incident.Incident, ans *facts.FactAnswer) bool {
	apart := slices.ContainsFunc(inc.Clients, func(aff incident.Affected) bool {
		_, own := aff.Own[ans.Question]
		return own
	})
	return len(inc.Clients) > 1 && (apart || facts.Bad(ans.Question, ans.Answer) && !inc.Facts.Is(ans.Question, ans.Answer))
}
