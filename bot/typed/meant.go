package typed

import (
	"strings"

	"candor/incident/byhand"
)

// OtherWords are what people type who do not know a command's name: other programs call it so, or
// they say it as they would to a person. What ends with “…” takes along what stands behind the word.
var OtherWords = []struct{ Line, Words string }{
	{"new …", "open start create report begin raise incident outage"},
	{"update", "tell send notify inform write message msg mail email post publish announce reply answer"},
	{"still", "working busy"},
	{"told …", "called phoned rang spoke informed emailed"},
	{"asked …", "question questions"},
	{"call", "phone script"},
	{"correct", "correction wrong retract unsend undo edit amend"},
	{"meeting", "meet appointment"},
	{"due", "deadline deadlines owed promise promises when"},
	{"next …", "postpone delay extend"},
	{"eta …", "estimate"},
	{"snooze …", "mute remind pause"},
	{"check", "checklist step steps runbook playbook tasks todo done"},
	{"sev …", "severity priority prio"},
	{"kind …", "type category"},
	{"fact", "facts data loss lost breach hacked"},
	{"known …", "confirmed"},
	{"doing …", "investigating trying"},
	{"clocks", "gdpr ico regulator"},
	{"insurer", "insurance"},
	{"lawyer", "legal attorney solicitor"},
	{"private", "secret confidential hide"},
	{"status", "state who"},
	{"commander …", "lead leader ic owner assign"},
	{"comms …", "communications spokesperson"},
	{"handover …", "takeover delegate transfer"},
	{"goodnight", "sleep bed night"},
	{"note …", "log memo comment remember"},
	{"timeline", "history events export"},
	{"resolve", "resolved finish finished complete over end"},
	{"aftercare", "followup follow-up"},
	{"review", "postmortem post-mortem retro retrospective rca"},
	{"action …", "measure ticket"},
	{"whoami", "me"},
	{"list", "all incidents show ls"},
	{"figures", "stats statistics metrics"},
	{"clients …", "client customer customers contacts"},
	{"drill", "practice practise exercise training simulate"},
	{"mistake", "oops misclick"},
	{"cancel", "delete remove abort discard void"},
	{"close", "archive"},
	{"help", "hilfe aide ayuda aiuto commands usage"},
}

// Meant is the command that was probably meant by a word that is none, and what it is given: a line that
// is clear without one, another word for it, or one of verbs with a slip. verb is "" if there is none.
func Meant(word, rest string, inIncident bool, verbs []string) (verb, args string) {
	word = strings.TrimRight(word, "?!.")
	if verb, args, ok := Glued(word, rest, inIncident); ok {
		return verb, args
	}
	if verb, args, ok := Turned(word + " " + rest); ok {
		return verb, args
	}
	for _, other := range OtherWords {
		for w := range strings.FieldsSeq(other.Words) {
			if w != word {
				continue
			}
			if verb, takes := strings.CutSuffix(other.Line, " …"); takes {
				return verb, rest
			}
			return other.Line, ""
		}
	}
	return Nearest(word, verbs), rest
}

// Sentence is what is to be done with a line of plain words: in an incident it is written down, and
// what tells of harm is asked about; elsewhere it is what happened. verb is "" for a line that is too
// short to be one.
func Sentence(line string, in bool) (verb, args string) {
	switch line = strings.TrimSpace(line); {
	case len(strings.Fields(line)) < 3:
		return "", line
	case in && len(byhand.ClaimsIn(line).Feared()) > 0:
		return "fact", ""
	case in:
		return "note", line
	}
	return "new", line
}
