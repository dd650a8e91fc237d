package byhand

import (
	"regexp"
	"strings"

	"candor/incident/fault"
)

var (
	// nobodyThere, onMachine and notYet are how a report begins that tells of no talk with them.
	nobodyThere = regexp.MustCompile(`(?i)^(?:(?:nobody|no ?one|no-one) (?:answer|pick|was there|there\b)|no answer|(?:(?:she|he|they|\pL+) )?(?:did not|didn[’']?t|does not|doesn[’']?t) (?:answer|pick up)|(?:i )?(?:could not|couldn[’']?t|cannot|can[’']?t|did not|didn[’']?t) reach)`)
	onMachine   = regexp.MustCompile(`(?i)^(?:(?:i |we )?(?:left|spoke on|talked to) (?:(?:a|an|her|his|their|the|dana[’']?s) )*(?:voice ?mail|answering machine|mailbox)|(?:it )?went to (?:the )?(?:voice ?mail|mailbox))`)
	notYet      = regexp.MustCompile(`(?i)^(?:i[’']ll|we[’']ll|(?:(?:i|we) )?(?:will|must|should|have to|need to|(?:am |are )?going to|want to)) (?:still )?(?:tell|inform|let)\b`)
)

// CheckWords refuses a report that does not say what they were told, or that nobody was told.
func (r *Report) CheckWords(name string) error {
	text := strings.TrimSpace(r.Text)
	spoken := r.How == "" || r.How == ByCall
	switch {
	case r.How == "" && sayNothing(text):
		return fault.FieldError("text", "Nothing was recorded. Say in a few words what you told %s, for example: told call: we are looking into it.", name)
	case spoken && onMachine.MatchString(text):
		return fault.FieldError("text", "Nothing was recorded: on a machine nobody at %s may have heard it. Say what you left there: told voicemail: and your words.", name)
	case spoken && nobodyThere.MatchString(text):
		return fault.FieldError("text", "Nothing was recorded: a call that nobody took tells %s nothing. Type told nobody answered, and write what comes next with note.", name)
	case r.How == "" && notYet.MatchString(text):
		return fault.FieldError("text", "Nothing was recorded: told is for what %s has heard already. Type it again once you have told them.", name)
	}
	return nil
}

// sayNothing is whether words name at most a person, or how they were told.
func sayNothing(text string) bool {
	words := strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(" .,:;!\t\n", c) })
	if len(words) > 1 && fault.OneOf(strings.ToLower(words[0]), "by", "on", "via", "in", "the", "a") {
		words = words[1:]
	}
	return len(words) < 2
}
