package phrase

import "testing"

func TestHowOften(t *testing.T) {
	for report, want := range map[string]string{
		"she knows, and wants updates hourly":                      "hourly",
		"Dana wants to hear every two hours":                       "every two hours",
		"spoke with Dana. She wants news every 30 minutes, please": "every 30 minutes",
		"they want an update twice a day":                          "twice a day",
		"half-hourly updates until it works":                       "half-hourly",
		"she does not want news hourly":                            "",
		"The import runs hourly, and we stopped it":                "",
		"every order of today is there":                            "",
		"we restart it every hour":                                 "",
		"":                                                         "",
	} {
		if got := HowOften(report); got != want {
			t.Errorf("%q: %q, want %q", report, got, want)
		}
	}
}

func TestOnlyInWriting(t *testing.T) {
	for report, want := range map[string]bool{
		"she wants it in writing only":                 true,
		"Writing only from now on":                     true,
		"only in writing, she is with customers":       true,
		"Dana does not want to be called":              true,
		"no more calls, please":                        true,
		"don’t call her again":                         true,
		"she prefers e-mail":                           true,
		"by mail, not by phone":                        true,
		"email only":                                   true,
		"we had no calls since noon":                   false,
		"she wants a call at 15:00":                    false,
		"they get it in writing, too":                  false,
		"I am writing the review":                      false,
		"the shop sends mails only once a day to them": false,
		"": false,
	} {
		if got := OnlyInWriting(report); got != want {
			t.Errorf("%q: %t, want %t", report, got, want)
		}
	}
}
