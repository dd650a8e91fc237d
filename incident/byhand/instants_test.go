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
		"I call you back in an hour":                                  "call 10 15:05",
		"I will call you within 20 minutes.":                          "call 10 14:25",
		"I call you in half an hour":                                  "call 10 14:35",
		"I call you back tonight at 8":                                "call 10 20:00",
		"I call you tonight":                                          "call 10 20:00",
		"I will ring him at half past six":                            "call 10 18:30",
		"We call you at a quarter to four":                            "call 10 15:45",
		"I call you at 3:30":                                          "call 10 15:30",
		"I call you at 5":                                             "call 10 17:00",
		"I call you at 5 servers":                                     "",
		"I call you tomorrow":                                         "call 11 17:00",
		"I call you tomorrow at 9":                                    "call 11 09:00",
		"I call you tomorrow at 3":                                    "call 11 15:00",
		"I call you tomorrow morning":                                 "call 11 12:00",
		"I'll give you a ring at noon tomorrow":                       "call 11 12:00",
		"You get the list by EOD tomorrow":                            "thing 11 17:00",
		"You get the list by end of day":                              "thing 10 17:00",
		"You get the list by midnight":                                "thing 11 00:00",
		"I promised him the list by Monday noon":                      "thing 16 12:00",
		"You get a refund next Monday":                                "thing 16 17:00",
		"You get a refund next week":                                  "thing 20 17:00",
		"We will send you the list by the end of the week":            "thing 13 17:00",
		"We get back to you by 6 this evening":                        "thing 10 18:00",
		"You get the list of the orders of tomorrow":                  "",
		"You get Monday's list":                                       "",
		"The shop works again in two hours":                           "estimate 10 16:05",
		"We will send you the orders of this morning":                 "",
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

// Whose time it is says the word behind it: of a report, theirs is that of the client, of a text, ours that of its writer.
func TestWhoseTime(t *testing.T) {
	at := time.Date(2026, 3, 10, 22, 5, 0, 0, time.UTC)
	kolkata := time.FixedZone("IST", 5*3600+1800)
	for _, tt := range []struct{ kind, text, want string }{
		{update.ByHand, "I call you tomorrow at 10:00", "11 10:00"},
		{update.ByHand, "I call you at 10:00 your time", "11 04:30"},
		{update.ByHand, "I call at 10 am (yours)", "11 04:30"},
		{update.ByHand, "He gets it: I call him at noon his time", "11 06:30"},
		{update.ByHand, "I call you at 3 am your time", "11 21:30"}, // it is 03:35 there
		{update.ByHand, "I call you at 7 am", "11 07:00"},
		{update.Progress, "I call you at 10:00", "11 04:30"},
		{update.Progress, "I call you at 11:00 our time", "10 23:00"},
		{update.Progress, "I call you at 23:00 our time", "10 23:00"},
	} {
		u := &update.Update{Kind: tt.kind, At: at, Words: map[string]string{"text": tt.text}}
		got := ""
		for _, i := range InstantsOf(u, time.UTC, kolkata) {
			got += i.At.UTC().Format("02 15:04")
		}
		if got != tt.want {
			t.Errorf("%s, %q: %q, want %q", tt.kind, tt.text, got, tt.want)
		}
	}
}
