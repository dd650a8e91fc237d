package bot

import (
	"regexp"
	"strings"
	"testing"
)

// What a refusal has to say to somebody tired.
var (
	saysUndone = regexp.MustCompile(`(?i)nothing (was|is)|nobody (was|is)|\*not\*|was not|already (said|done|declared|recorded)|too late`)
	nextStep   = regexp.MustCompile(`(?i)\b(type|write|press|choose|name|give|say|ask|join|declare|resolve|open|wait|try|take|leave|keep|call|reopen|send|list|correct|make|snooze|use|needs|known kinds|known clients|the five are|complete|severity is 1)\b`)
)

// Every refusal says what did not happen, what is safe, and what to do: the same
// for what was mistyped, what does not fit and what is too late.
func TestRefusalsSayWhatDidNotHappenAndWhatToDo(t *testing.T) {
	b := newBench(t)
	b.declared()
	for _, text := range []string{
		"declare", "declare sev2", "declare sev2 nobody x", "declare sev9 acme x", "declare sev2 acme", "declare acme x", "declare sev2 acme the password is Winter#2026!",
		"still", "INC-99 due", "whoami @x", "INC-1 still", "INC-1 works", "INC-1 works soon", "INC-1 works 25:00", "INC-1 next", "INC-1 next soon", "INC-1 next half past 3",
		"INC-1 snooze", "INC-1 snooze 5", "INC-1 snooze soon", "INC-1 cadence", "INC-1 cadence often", "INC-1 eta soon", "INC-1 eta 15:00", "INC-1 sev 9", "INC-1 sev", "INC-1 kind", "INC-1 kind x",
		"INC-1 status x", "INC-1 status resolved", "INC-1 commander", "INC-1 commander ben", "INC-1 comms", "INC-1 check done 99", "INC-1 check skip 1", "INC-1 check x", "INC-1 note", "INC-1 cancel",
		"INC-1 close", "INC-1 reopen", "INC-1 affects", "INC-1 affects nobody", "INC-1 impact", "INC-1 impact nobody: x", "INC-1 correct 9 x", "INC-1 fact x", "INC-1 fact data_lost perhaps",
		"INC-1 known drop 9", "INC-1 doing", "INC-1 asked", "INC-1 told call:", "INC-1 told x next 25:99", "xyzzy", "INC-1 xyzzy",
	} {
		a, err := b.runs(text)
		said := answerText(a)
		if err != nil {
			said = b.apologise(err)
		}
		if !saysUndone.MatchString(said) || !nextStep.MatchString(said) || strings.Contains(said, "!(") || strings.Contains(said, "please") {
			t.Errorf("%s: %s", text, said)
		}
	}
}
