package typed

import (
	"regexp"
	"strings"
)

// Turns are lines that people type to a program as they would to a person, each with the command
// that does it. $1 and so on are what stands in the parentheses.
var Turns = []struct {
	Says *regexp.Regexp
	Line string
}{
	{saidAs(`(?:(?:it|everything|all|the \pL+|we)(?:['’]?s| is| are)|its?|(?:it|everything|all) works)?(?: all| now| already)* ?(?:back(?: up| online)?|up again|works?(?: again)?|working(?: again)?|fixed|solved|repaired|ok(?:ay)? again)(?: again| now)*[,:]? (?:since|at|from|as of) (\d.*)`), "works $1"},
	{saidAs(`(?:its|it['’]?s|we['’]?re|we are) (?:all |now |already )*(?:back|up again|working again|fixed|solved|repaired)(?: up| online| again| now)*[.!]*`), "works"},
	{saidAs(`(?:it |this )?(?:also|too) (?:affects?|hits?|concerns?) (.+)`), "affects $1"},
	{saidAs(`(?:add|include) (?:client |also )?(\S+)(?: too| as well)?`), "affects $1"},
	{saidAs(`(?:gn|good night|(?:i am|i['’]?m|im) (?:going|off) to (?:bed|sleep)|(?:i am|i['’]?m|im) (?:off|tired|done for (?:today|tonight)))\W*`), "goodnight"},
	{saidAs(`what(?:['’]?s| is)? (?:due|owed|promised).*`), "due"},
	{saidAs(`(?:what now|what(?:['’]?s| is)? (?:next|open|left)|what (?:do|should|can) (?:i|we) do(?: now| next)?|what to do(?: now| next)?)\W*`), "check"},
	{saidAs(`(?:step )?#?(\d+)(?: is)? (?:done|ok|finished|ready)[,.:;]?(?: (.*))?`), "check done $1 $2"},
	{saidAs(`(?:severity|priority|prio)(?: is| to| =)? (?:sev)?([1-4])`), "sev $1"},
	{saidAs(`(?:remind|ring|wake) me (?:again )?(?:in |at )(.+)`), "snooze $1"},
	{saidAs(`(?:it |this )?(?:really |actually )?(?:began|started) (\d.* ago)`), "correct it began $1"},
	{saidAs(`(?:it |this )?(?:really |actually )?(?:began|started)(?: at)? (\d.*)|since (\d.*)`), "correct it began at $1$2"},
	{saidAs(`(?:tell|inform|notify|write|write to|let) (?:them|him|her|the (?:client|customer)s?|everybody|all)(?: know)?(?: that|:)? (.+)`), "update $1"},
	{saidAs(`(?:take|took|taking) (?:it |that |this )?back.*|that was wrong.*|that is wrong.*`), "correct"},
	{saidAs(`(?:(?:it|this|everything|all|the \pL+|\pL+)(?:['’]?s| is| are)? |its )?(?:all )?(?:down|broken|failing|offline) again.*`), "reopen"},
	{saidAs(`(?:i take (?:it|over)|i have (?:it|this)|i['’]?ll take (?:it|over)|(?:it is|it['’]?s|its) mine)\W*`), "commander me"},
	{saidAs(`no (?:review|postmortem|post-mortem)(?: needed| necessary| please)?\W*`), "aftercare"},
	{saidAs(`who (?:does|writes|has|owns) the review\W*`), "review"},
	{saidAs(`stop (?:reminding|nagging|ringing|calling)(?: me| us)?\W*`), "due"},
	{saidAs(`(?:she|he|they|\pL+) (?:took|takes|wants|chose|prefers) (?:the )?first(?: one| time| slot)?\W*`), "meeting 1"},
	{saidAs(`(?:she|he|they|\pL+) (?:took|takes|wants|chose|prefers) (?:the )?second(?: one| time| slot)?\W*`), "meeting 2"},
	{saidAs(`(?:we['’]?re|we are|were|i am|i['’]?m|all|everything is) done(?: here| now| with (?:it|this))?\W*`), "close"},
	{saidAs(`what (?:did|have) (?:we|you|i) (?:tell|told|say|said|write|written)(?: to)?(?: the)?(?: \pL+)?\W*`), "timeline"},
	{saidAs(`help me.*`), "help"},
}

func saidAs(pattern string) *regexp.Regexp { return regexp.MustCompile(`(?i)^(?:` + pattern + `)$`) }

// Turned is the command that is meant by a line in the words of people; false for any other.
func Turned(line string) (verb, args string, ok bool) {
	line = strings.TrimSpace(line)
	for _, t := range Turns {
		if m := t.Says.FindStringSubmatchIndex(line); m != nil {
			verb, args, _ = strings.Cut(strings.TrimSpace(string(t.Says.ExpandString(nil, t.Line, line, m))), " ")
			return verb, strings.TrimSpace(args), true
		}
	}
	return "", "", false
}
