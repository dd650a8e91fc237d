package update

import "strings"

// Override is a finding that would have kept a text from leaving and that a
// person answered with a reason.
type Override struct {
	Rule   string `json:"rule"`
	Words  string `json:"words,omitempty"`
	Reason string `json:"reason"`
	By     string `json:"by"`
}

// grave says whether overriding the rule needs the word of who is in charge and
// of who owns the questions about personal data: a guess about attackers, or a
// way in that is still open, cannot be taken back.
func grave(rule string) bool { return rule == "speculation-attacker" || rule == "live-vuln-detail" }

// Override answers the findings that block and may be answered, if a reason was
// given. They stay visible as warnings.
func (u *Update) Override(list []Finding, reason string) []Finding {
	u.Overrides = nil
	if reason = strings.TrimSpace(reason); reason == "" {
		return list
	}
	for i := range list {
		if f := &list[i]; f.Level == Block && !f.Final {
			f.Level = Warn
			u.Overrides = append(u.Overrides, Override{Rule: f.Rule, Words: f.Words, Reason: reason, By: u.By})
		}
	}
	return list
}

// Level says how much a [Finding] weighs.
type Level string

const (
	Block Level = "block" // does not leave like this
	Warn  Level = "warn"  // leaves with "send anyway"
	Hint  Level = "hint"  // shown, never in the way
)

// Finding is what the draft check has to say about a text.
type Finding struct {
	Rule    string `json:"rule"`
	Level   Level  `json:"level"`
	Field   string `json:"field,omitempty"`   // the form field it is about; empty: the text as a whole
	Words   string `json:"words,omitempty"`   // what was found, cut so that a secret is not repeated
	Why     string `json:"why"`               // one sentence for the writer
	Replace string `json:"replace,omitempty"` // what to write instead; empty if only the writer can know
	Example bool   `json:"example,omitempty"` // Replace tells of another incident: the manner, not the facts
	Final   bool   `json:"final,omitempty"`   // of one that blocks: no reason lets it pass
}

// LeftOut is the rule of what the record says and a text does not, as its client may not
// read it, and of a question how it goes while something else of theirs is open. Whoever reads the text before it leaves is told so at any hour.
const LeftOut = "left-out"

// Blocks counts the findings that block, which come first in a list.
func Blocks(list []Finding) (n int) {
	for n < len(list) && list[n].Level == Block {
		n++
	}
	return n
}

// Heavy counts the findings that nobody may overlook, which come first: those that block,
// and what is left out.
func Heavy(list []Finding) (n int) {
	for n = Blocks(list); n < len(list) && list[n].Rule == LeftOut; n++ {
	}
	return n
}

// Overridden is why its writer lets it leave although the draft check would block it; "" where
// they have said nothing.
func (u *Update) Overridden() string {
	if len(u.Overrides) == 0 {
		return ""
	}
	return u.Overrides[0].Reason
}
