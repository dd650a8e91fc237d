package phrase

import "testing"

func TestWhatOnlyThanks(t *testing.T) {
	for text, want := range map[string]bool{
		"Thanks!":                                true,
		"Thank you. We wait.":                    true,
		"Yes":                                    true,
		"Yes, all good here now.":                true,
		"Hi Ana, thanks, everything works again": true,
		"Thank you Ana!":                         true,
		"Great, it’s working for all our customers.\nBest regards,\nDana Fox": true,
		":+1:":                              true,
		"👍":                                 true,
		"OK 🙏":                              true,
		"Thanks :slightly_smiling_face:":    true,
		"":                                  false,
		"No":                                false,
		"No.":                               false,
		":-1:":                              false,
		"👎":                                 false,
		":rage:":                            false,
		"We wait.":                          false,
		"It is back again":                  false, // the trouble, perhaps
		"Works for me, not for my shop":     false,
		"It works for some":                 false,
		"Half works":                        false,
		"Thanks, Half works":                false,
		"Thanks. The invoices are missing":  false,
		"Still broken for us. Orders fail.": false,
		"It works, but slowly":              false,
		"Great, 5 orders are gone":          false,
		"No, it still does not work for half of us": false,
		"It doesn't work":         false,
		"We will send you a bill": false,
	} {
		if Thanks(text, "Dana Fox") != want {
			t.Errorf("%q only thanks: %t", text, !want)
		}
	}
}
