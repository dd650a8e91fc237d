package typed

import (
	"strings"

	"candor/incident/facts"
)

// otherQuestions are other names of the five questions, as people type them.
var otherQuestions = map[string]facts.Question{
	"data": facts.DataLost, "data-lost": facts.DataLost, "datalost": facts.DataLost, "lost": facts.DataLost, "loss": facts.DataLost,
	"backups": facts.SpareCopy, "back-up": facts.SpareCopy,
	"recover": facts.Recoverable, "recovery": facts.Recoverable, "restore": facts.Recoverable,
	"breach": facts.Intruder, "break-in": facts.Intruder, "breakin": facts.Intruder, "hacked": facts.Intruder, "intrusion": facts.Intruder,
	"personal_data": facts.Personal, "personal-data": facts.Personal,
}

// otherAnswers are other words for the answers of each question. What may be meant in two ways is none: that
// somebody might have got in is no yes.
var otherAnswers = map[facts.Question]map[string]facts.Answer{
	facts.DataLost:    {"none": facts.No, "nothing": facts.No},
	facts.SpareCopy:   {"no": facts.NoCopy, "broken": facts.CopyFailed},
	facts.Recoverable: {"partly": facts.Partly, "partial": facts.Partly, "partially": facts.Partly, "some": facts.Partly, "all": facts.Yes, "everything": facts.Yes, "none": facts.No, "nothing": facts.No, "restored": facts.Restored},
	facts.Intruder:    {"maybe": facts.Suspected, "perhaps": facts.Suspected, "possibly": facts.Suspected, "nobody": facts.No},
	facts.Personal:    {"none": facts.No},
}

// noIdea are words of who does not know, whatever is asked.
var noIdea = []string{"?", "dunno", "unsure", "unclear"}

// answered reads a question, the answer to it, and the words behind them.
func answered(text string) (q facts.Question, a facts.Answer, words string) {
	question, rest := FirstWord(text)
	if second, more := FirstWord(rest); strings.EqualFold(question+" "+second, "data lost") {
		rest = more
	}
	value, words := FirstWord(rest)
	question, value = strings.ToLower(question), strings.ToLower(value)
	if q = facts.Question(question); otherQuestions[question] != "" {
		q = otherQuestions[question]
	}
	if a = facts.Answer(value); otherAnswers[q][value] != "" {
		a = otherAnswers[q][value]
	}
	for _, w := range noIdea {
		if value == w {
			a = facts.DontKnow
		}
	}
	return q, a, words
}
