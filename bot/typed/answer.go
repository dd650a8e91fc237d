package typed

import (
	"regexp"
	"strings"
	"unicode"

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
	facts.DataLost: {"none": facts.No, "nothing": facts.No, "not lost": facts.No, "not gone": facts.No, "not missing": facts.No,
		"gone": facts.Yes, "lost": facts.Yes, "missing": facts.Yes, "deleted": facts.Yes, "wiped": facts.Yes},
	facts.SpareCopy: {"no": facts.NoCopy, "missing": facts.NoCopy, "not there": facts.NoCopy, "broken": facts.CopyFailed, "does not work": facts.CopyFailed, "doesn't work": facts.CopyFailed,
		"not working": facts.CopyFailed, "do not work": facts.CopyFailed, "don't work": facts.CopyFailed, "unusable": facts.CopyFailed},
	facts.Recoverable: {"partly": facts.Partly, "partial": facts.Partly, "partially": facts.Partly, "some": facts.Partly, "all": facts.Yes, "everything": facts.Yes, "none": facts.No, "nothing": facts.No,
		"not possible": facts.No, "impossible": facts.No, "restored": facts.Restored},
	facts.Intruder: {"maybe": facts.Suspected, "perhaps": facts.Suspected, "possibly": facts.Suspected, "nobody": facts.No},
	facts.Personal: {"none": facts.No, "not affected": facts.No, "affected": facts.Yes},
}

// noIdea are words of who does not know, whatever is asked.
var noIdea = []string{"?", "dunno", "unsure", "unclear", "don't know", "dont know", "do not know", "we don't know", "we do not know", "not known", "no idea", "not sure", "not clear", "nobody knows"}

// sayings ask and answer at once.
var sayings = []struct {
	words string
	q     facts.Question
	a     facts.Answer
}{
	{"no data is lost", facts.DataLost, facts.No}, {"no data was lost", facts.DataLost, facts.No}, {"no data lost", facts.DataLost, facts.No}, {"nothing is lost", facts.DataLost, facts.No},
	{"nothing was lost", facts.DataLost, facts.No}, {"nothing lost", facts.DataLost, facts.No}, {"nothing is gone", facts.DataLost, facts.No}, {"nothing gone", facts.DataLost, facts.No},
	{"there is no backup", facts.SpareCopy, facts.NoCopy}, {"no backups", facts.SpareCopy, facts.NoCopy}, {"no backup", facts.SpareCopy, facts.NoCopy},
	{"nobody got in", facts.Intruder, facts.No}, {"no break-in", facts.Intruder, facts.No}, {"not hacked", facts.Intruder, facts.No},
	{"somebody got in", facts.Intruder, facts.Confirmed}, {"someone got in", facts.Intruder, facts.Confirmed},
	{"no personal data", facts.Personal, facts.No},
}

// is are words between a question and its answer.
var is = regexp.MustCompile(`(?i)^(is|are|was|were|has been|have been)\s+`)

// pauses may stand behind a word.
const pauses = ",.:;"

// answered reads a question, the answer to it, and the words behind them.
func answered(text string) (q facts.Question, a facts.Answer, words string) {
	for _, s := range sayings {
		if rest, ok := behind(text, s.words); ok {
			return s.q, s.a, rest
		}
	}
	question, rest := FirstWord(text)
	if second, more := FirstWord(rest); strings.EqualFold(question+" "+second, "data lost") {
		rest = more
	}
	question = strings.TrimRight(strings.ToLower(question), pauses)
	if q = facts.Question(question); otherQuestions[question] != "" {
		q = otherQuestions[question]
	}
	a, words = answerTo(q, is.ReplaceAllString(rest, ""))
	return q, a, words
}

// answerTo reads an answer, of several words where people use them, and the words behind it.
func answerTo(q facts.Question, text string) (facts.Answer, string) {
	for _, w := range noIdea {
		if rest, ok := behind(text, w); ok {
			return facts.DontKnow, rest
		}
	}
	for w, a := range otherAnswers[q] {
		if rest, ok := behind(text, w); ok {
			return a, rest
		}
	}
	value, words := FirstWord(text)
	return facts.Answer(strings.TrimRight(strings.ToLower(value), pauses)), words
}

// behind is what stands behind words at the beginning of a text; false where they do not stand there.
func behind(text, words string) (rest string, found bool) {
	n := len(words)
	if text = strings.ReplaceAll(text, "’", "'"); len(text) < n || !strings.EqualFold(text[:n], words) {
		return "", false
	}
	rest = strings.TrimLeft(text[n:], pauses)
	if rest != "" && rest == text[n:] && !unicode.IsSpace(rune(rest[0])) {
		return "", false
	}
	return strings.TrimSpace(rest), true
}
