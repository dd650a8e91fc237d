package candor

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

// override answers the findings that block and may be answered, if a reason was
// given. They stay visible as warnings.
func (u *Update) override(list []Finding, reason string) []Finding {
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
