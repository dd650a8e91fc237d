package typed

import (
	"slices"
	"testing"

	"candor/incident/facts"
)

func TestAnswered(t *testing.T) {
	for text, want := range map[string]string{
		"data_lost yes all orders": "data_lost|yes|all orders", "data lost yes all orders": "data_lost|yes|all orders", "Data lost": "data_lost||",
		"recoverable partly the orders since 5 March": "recoverable|part|the orders since 5 March", "recovery none": "recoverable|no|",
		"backup no": "backup|none|", "backups failed in May": "backup|failed|in May", "breach maybe": "intruder|suspected|", "intruder yes": "intruder|yes|",
		"lost: gone, the photos of March": "data_lost|yes|the photos of March", "data is gone": "data_lost|yes|", "data was not lost": "data_lost|no|", "data complete loss of all orders": "data_lost|complete|loss of all orders", "no data is lost": "data_lost|no|",
		"intruder don’t know yet": "intruder|unknown|yet", "hacked not sure": "intruder|unknown|", "backups: none, ours": "backup|none|ours", "recoverable some, until noon": "recoverable|part|until noon",
		"recoverable partly: until noon": "recoverable|part|until noon", "restore not possible": "recoverable|no|", "nobody got in": "intruder|no|", "Somebody got in through a plug-in": "intruder|confirmed|through a plug-in",
		"no personal data": "personal|no|", "no personal database is open": "no|personal|database is open", "backup does not work": "backup|failed|", "there is no backup, theirs": "backup|none|theirs",
		"personal is affected: names": "personal|yes|names", "data_lost yes is gone": "data_lost|yes|is gone",
		"personal ?": "personal|unknown|", "all orders are gone": "all|orders|are gone", "": "||",
	} {
		q, a, words := answered(text)
		if got := string(q) + "|" + string(a) + "|" + words; got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// Another word never stands for an answer that its question does not have, nor for one that is typed so.
func TestOtherAnswersAreAnswers(t *testing.T) {
	for q, words := range otherAnswers {
		for w, a := range words {
			if !slices.Contains(facts.Answers[q], a) || slices.Contains(facts.Answers[q], facts.Answer(w)) {
				t.Errorf("%s %s stands for %s", q, w, a)
			}
		}
	}
	for q, words := range otherAnswers { // of two that fit, no chance decides
		for w := range words {
			for longer := range words {
				if _, ok := behind(longer, w); ok && longer != w {
					t.Errorf("%s: %q begins with %q", q, longer, w)
				}
			}
		}
	}
	for w, q := range otherQuestions {
		if !slices.Contains(facts.Questions, q) || slices.Contains(facts.Questions, facts.Question(w)) {
			t.Errorf("%s stands for %s", w, q)
		}
	}
}
