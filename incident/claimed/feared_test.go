package claimed

import (
	"strings"
	"testing"

	"candor/incident/byhand"
	"candor/incident/facts"
	"candor/incident/playbook"
	"candor/incident/spell"
	"candor/incident/update"
)

// What words speak of and nobody has answered is feared, wherever they stand.
func TestFeared(t *testing.T) {
	kinds := map[string]*playbook.Playbook{
		"security":     {ID: "security", Signs: signs("hacked|malware"), Traits: playbook.Traits{BadNews: true, Access: playbook.BrokenIn}},
		"privacy_leak": {ID: "privacy_leak", Signs: signs("invoice", "wrong customer"), Traits: playbook.Traits{BadNews: true, Access: playbook.SentOut}},
		"data_loss":    {ID: "data_loss", Signs: signs("photo", "gone"), Traits: playbook.Traits{BadNews: true}},
		"backup":       {ID: "backup", Signs: signs("backup"), Traits: playbook.Traits{BadNews: true, MayWait: true}},
	}
	for _, tt := range []struct {
		title, impact, says, read string
		question                  facts.Question
		answer, knows             facts.Answer
		feared                    bool
	}{
		{title: "Checkout is down", impact: "the checkout does not load"},
		{title: "We may have been hacked", impact: "the site does not open", feared: true},
		{impact: "the start page shows malware", feared: true},
		{impact: "the photos are gone", feared: true},
		{impact: "invoices go to wrong customers", feared: true},
		{impact: "the backup of tonight failed"},
		{impact: "somebody has deleted the bookings", feared: true},
		{impact: "we were not hacked, the site is slow"},
		{says: "Somebody may have got in.", feared: true},
		{says: "Orders may be lost.", feared: true},
		{read: "we may have been hacked", feared: true},
		{impact: "the photos are gone", question: facts.DataLost, answer: facts.No},
		{impact: "the photos are gone", question: facts.DataLost, answer: facts.DontKnow, feared: true},
		{impact: "the photos are gone", question: facts.Intruder, answer: facts.No, feared: true},
		{impact: "the site does not open", question: facts.Intruder, answer: facts.Suspected, feared: true},
		{impact: "we may have been hacked", question: facts.Intruder, knows: facts.No},
	} {
		inc, aff := open(t)
		inc.Title, inc.Impact = tt.title, tt.impact
		if tt.answer != "" {
			answer(inc, tt.question, tt.answer)
		}
		aff.Knows = byhand.Claims{tt.question: tt.knows}
		if tt.read != "" {
			aff.Effects = []spell.Effect{{Text: tt.read}}
		}
		u := &update.Update{Words: map[string]string{"what_changed": tt.says, "client_action": "We were hacked.", "wrong": "We were hacked."}}
		if got := Feared(inc, aff, u, kinds); got != tt.feared {
			t.Errorf("%+v: %t", tt, got)
		}
	}
}

// signs are those of lists whose signs are parted by |.
func signs(lists ...string) (all playbook.Signs) {
	for _, list := range lists {
		var read []playbook.Sign
		for word := range strings.SplitSeq(list, "|") {
			var s playbook.Sign
			_ = s.UnmarshalText([]byte(word))
			read = append(read, s)
		}
		all = append(all, read)
	}
	return all
}
