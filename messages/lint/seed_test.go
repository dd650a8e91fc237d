package lint

import (
	"slices"
	"testing"
)

// The model answer of the product's founding story, put together from what the
// documentation quotes of it. It is honest and not good enough: no next time, no
// word about the backup, nothing about what is not known.
var modelMails = map[string]string{
	"as quoted": `Dear client,

I hope this message finds you well. I am writing to inform you of a critical issue that has recently come to my attention. We have encountered a major error that has resulted in the loss of user data for the last four weeks. I take full responsibility for this situation.

It appears that there might have been a security breach, and I am actively investigating this possibility.

I understand the gravity of the setback and I sincerely apologize for the impact it has on our progress. I could have done better in handling scenarios like this, and I am committed to implementing additional safeguards moving forward.

I value our partnership and am ready to engage in a conversation to address your concerns. Please let me know a time that suits you for a meeting, and I will make sure to prioritize it.

Thank you for your understanding.

Junior FullStack Developer`,
	"in one piece": `Dear client, I hope this message finds you well. I wanted to bring to your attention a critical issue that has recently come to my attention. There was a major error that has resulted in the loss of user data for the last four weeks, and I take full responsibility for this situation. It appears that there might have been a security breach, and I am actively investigating the matter to determine its cause and extent. I understand the gravity of the setback, and I sincerely apologize for the impact it has on our progress. I acknowledge that I could have done better in handling scenarios like this, and I am committed to implementing additional safeguards moving forward to prevent such incidents. I value our partnership and am ready to engage in a conversation to address your concerns. Kindly let me know a time that suits you for a meeting, and I will make sure to prioritize it. Thank you for your understanding. Best regards, Junior FullStack Developer`,
	"with more around it": `Subject: Urgent: loss of user data

Dear client,

I hope this message finds you well. I am writing to inform you about a critical issue that has recently come to my attention. Unfortunately, we have experienced a major error that has resulted in the loss of user data for the last four weeks. I take full responsibility for this situation, and I am doing everything in my power to put it right.

It appears that there might have been a security breach, and I am actively investigating the matter to understand what happened and to recover the lost data. I understand the gravity of the setback and I sincerely apologize for the impact it has on our progress.

I acknowledge that I could have done better in handling scenarios like this, and I am committed to implementing additional safeguards moving forward to prevent similar incidents. I value our partnership and am ready to engage in a conversation to address your concerns. Please let me know a time that suits you for a meeting at your earliest convenience, and I will make sure to prioritize it.

Thank you for your understanding and your patience.

Best regards,
Ben
Junior FullStack Developer`,
}

func TestModelMail(t *testing.T) {
	want := []string{
		"filler-opener", "missing-backup-statement", "missing-next-update", "missing-slot", "missing-unknowns",
		"passive-hiding", "presumed-forgiveness", "vague-commitment",
	}
	for name, mail := range modelMails {
		for _, kind := range []string{"data_loss", "data-loss"} {
			found := Check(mail, Context{Severity: 1, Phase: "contain", Kind: kind, Channel: "email", DataState: "confirmed_loss"})
			if got := IDs(found); !slices.Equal(got, want) {
				t.Errorf("%s: found %v, want %v\n%v", name, got, want, words(found))
			}
			if found[0].Rule != "missing-next-update" || found[0].Level != Block {
				t.Errorf("%s: the worst is %+v, want the missing next time", name, found[0])
			}
		}
	}
}

// Honesty is never stopped, and no liability word is seen in it.
func TestHonestyPasses(t *testing.T) {
	for _, text := range []string{
		"We had no backup; this is our responsibility, and we are sorry.",
		"We had no backup. This was our mistake.",
		"I take full responsibility for this.",
		"We should have tested it and did not.",
		"We lost your bookings of May. It is our fault.",
		"We told you too late, and we are sorry.",
		"We do not know what happened.",
	} {
		for _, phase := range []string{"assess", "learn"} {
			if found := Check(text, Context{Severity: 1, Phase: phase, Kind: "reply"}); len(found) > 0 {
				t.Errorf("%q: %v", text, words(found))
			}
		}
	}
}
