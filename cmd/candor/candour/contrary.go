package candour

import (
	"fmt"
	"regexp"
	"strings"
)

// states says how a text reads that answers a question. firm: what it leaves open or
// denies is no answer; a denial itself only must not be left open.
var states = []struct {
	question Question
	answer   string
	words    *regexp.Regexp
	firm     bool
}{
	{Loss, "yes", loss, true},
	{Loss, "no", noLoss, false},
	{Backup, "none", noBackup, false},
	{Backup, "tested", regexp.MustCompile(`(?i)\bwe have a (working |tested )?backup\b|\bthe backup works\b|\bbackup\b[^.]{0,60}\b(have|has been|is|was) tested\b`), true},
	{Return, "yes", regexp.MustCompile(`(?i)\b(all|everything)( of (it|(the|your) (lost )?data|what was lost))? can be (recovered|restored|brought back)\b`), false},
	{Return, "part", regexp.MustCompile(`(?i)\bpart of (it|(the|your) lost data) can be (recovered|restored|brought back)\b|\bstill being recovered: \w`), false},
	{Return, "no", regexp.MustCompile(`(?i)\bnone of (it|(the|your) (lost )?data|what was lost) can be (recovered|restored|brought back)\b`), false},
	{Intruder, "no", noBreach, false},
	{Intruder, "confirmed", regexp.MustCompile(`(?i)\bsome(one|body) (got in|got into|broke in|broke into)\b[^.]*`), true},
	{Personal, "yes", regexp.MustCompile(`(?i)\bpersonal data[^.]{0,40}\b(is|was|are|were) (affected|concerned|lost|among)|\bsent some of your customers' personal data\b`), true},
	{Personal, "no", notPeople, false},
}

// contrary are the answers of which one takes the other back. That more comes back than
// was said, or that a suspicion is settled, takes nothing back.
var contrary = map[Question]map[string][]string{
	Loss:     {"yes": {"no"}, "no": {"yes"}},
	Backup:   {"none": {"tested"}, "tested": {"none", "failed"}},
	Return:   {"yes": {"no", "part"}, "part": {"no"}, "no": {"yes", "part"}},
	Intruder: {"no": {"suspected", "confirmed"}, "confirmed": {"no"}},
	Personal: {"yes": {"no"}, "no": {"yes"}},
}

// told is what one reader has read last of each question.
type told map[Question]string

// referred are the words in which a text repeats an earlier one, or takes it back. What
// it repeats it does not state.
var referred = regexp.MustCompile(`(?i)\b(we|I) (told you|wrote|said)\b[^.]*\b(that|what)\b[^.]*|\bwhat (we|I) (told you|wrote)\b[^.]*`)

// answers are what a text states.
func answers(text string) told {
	text = referred.ReplaceAllString(text, " ")
	t := told{}
	for _, s := range states {
		if s.firm && says(text, s.words) || !s.firm && s.words.MatchString(unsure.ReplaceAllString(text, " ")) {
			t[s.question] = s.answer
		}
	}
	return t
}

// turned is a question that a text answers otherwise than its reader was told; "" if
// there is none.
func (t told) turned(text string) Question {
	for q, now := range answers(text) {
		for _, c := range contrary[q][t[q]] {
			if c == now {
				return q
			}
		}
	}
	return ""
}

// What a correction cannot do without: that it is one, what was wrong, what is right.
var (
	isCorrection = regexp.MustCompile(`(?i)\bcorrection:? (\[|.*\[INC-)|\bwe need to correct\b`)
	wasWrong     = regexp.MustCompile(`(?i)\btold you that \S.{2,}? (that|this|it) was wrong\b`)
	isRight      = regexp.MustCompile(`(?i)\bwas wrong\. (what is correct: )?\S`)
	rightless    = regexp.MustCompile(`(?i)\bwas wrong\. (what is correct: )?(how we found out|we are sorry|we are \w+ing|next update|you will hear)\b`)
)

// halfCorrects says whether a text is a correction that leaves out what was wrong, or
// what is right.
func halfCorrects(text string) bool {
	return isCorrection.MatchString(text) && (!wasWrong.MatchString(text) || !isRight.MatchString(text) || rightless.MatchString(text))
}

// unsaid lists the corrections that somebody wrote and let leave, and that did not reach
// their client in those words.
func unsaid(log []Known, got []Got) (list []string) {
	for _, l := range log {
		if l.Question != Wrong && l.Question != Right {
			continue
		}
		arrived := false
		for _, g := range got {
			text := plain(g.Text)
			arrived = arrived || g.Incident == l.Incident && !g.At.Before(l.At) && isCorrection.MatchString(text) && contains(text, l.Answer)
		}
		if !arrived {
			list = append(list, fmt.Sprintf("%s: a correction was written at %s, and nobody read in it that %q", l.Incident, l.At.UTC().Format("02 15:04:05"), l.Answer))
		}
	}
	return list
}

// zoned is a time of day with its zone, which nobody types and each reads.
var zoned = regexp.MustCompile(`(\d:\d\d) [A-Z]{3,4}\b`)

// contains says whether a text has words in it, however it ends and begins them.
func contains(text, words string) bool {
	bare := func(s string) string { return strings.ToLower(zoned.ReplaceAllString(s, "$1")) }
	return strings.Contains(bare(text), bare(strings.TrimRight(plain(words), ".")))
}

// uncorrected lists what readers were told that was known not to be so when it ended,
// and that nobody took back.
func uncorrected(log []Known, end Known, readers map[place]*reader) (list []string) {
	for p, r := range readers {
		if p.incident != end.Incident || end.Client != "" && r.of != end.Client {
			continue
		}
		k := at(log, end.Incident, r.of, log[len(log)-1].At.Add(Hold))
		r.hears(log, Got{At: log[len(log)-1].At, Incident: end.Incident, Client: r.of}) // what was said since their last text
		for q, was := range r.told {
			for _, c := range contrary[q][was] {
				if c == k[q] {
					list = append(list, fmt.Sprintf("%s ended at %s, and %s was told %q of %s, which was known to be %q", end.Incident, end.At.UTC().Format("02 15:04:05"), p.reader, was, q, c))
				}
			}
		}
	}
	return list
}
