package byhand

import (
	"testing"
	"time"

	"candor/incident/update"
)

// A call, a thing and an estimate that words name by a time are asked about; so is that it works.
func TestInstantsOf(t *testing.T) {
	at := time.Date(2026, 3, 10, 14, 5, 0, 0, time.UTC) // a Tuesday
	for text, want := range map[string]string{
		"The database is damaged. I will call you at 15:10.":          "call 10 15:10",
		"I call you at 16:00":                                         "call 10 16:00",
		"We’ll call you tomorrow at 7:00, and not before":             "call 11 07:00",
		"You get your money back for today by Friday 12:00.":          "thing 13 12:00",
		"You get a refund by Friday":                                  "thing 13 17:00",
		"We will send you the list by 12 March":                       "thing 12 17:00",
		"We will send you the list by 3pm":                            "thing 10 15:00",
		"The restore runs, and the shop works again by 14:40.":        "estimate 10 14:40",
		"I will call you at 15:10 GMT":                                "call 10 15:10",
		"I will call you at 16:10 CET and tell you more":              "call 10 15:10",
		"I will call you at 12:30 pm Eastern":                         "call 10 16:30",
		"I will call you at 17:00 Berlin time":                        "call 10 16:00",
		"I will call you at 20:00 (Helsinki)":                         "call 10 18:00",
		"I will call you at 15:10 head office time":                   "call 10 15:10",
		"I will call you at 15:10 Mars time":                          "",
		"I will call you at 15:10 and tell you more":                  "call 10 15:10",
		"I will call you at 15:10 UTC":                                "call 10 15:10",
		"Checkout works again since 14:04. The cause was the disk.":   "works 10 14:04",
		"I called you at 13:10":                                       "",
		"I will call you when it works":                               "",
		"If it is not back by 15:00, we will call you at 15:10":       "",
		"We write again by 15:00":                                     "",
		"Orders since 13:20 are slow":                                 "",
		"You get a refund by 31 April":                                "",
		"We will call you on 31 April at 15:10":                       "",
		"You get a refund by 30 April":                                "thing 30 17:00",
		"You get a refund":                                            "",
		"The shop was down from 13:00 to 14:00, you get a call later": "",
	} {
		got := ""
		for _, i := range InstantsOf(&update.Update{Kind: update.ByHand, At: at, Words: map[string]string{"text": text}}, time.UTC, time.UTC) {
			got += i.What + " " + i.At.Format("02 15:04")
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
