package facts

import (
	"testing"
	"time"
)

// What is read again tomorrow names its days.
func TestWhatIsWrittenDownNamesItsDays(t *testing.T) {
	said := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{
		"all orders of today":                    "all orders of 1 March",
		"Yesterday's orders":                     "28 February's orders",
		"23:40 yesterday":                        "23:40 on 28 February",
		"11.40 today":                            "11.40 on 1 March",
		"3 pm yesterday":                         "3 pm on 28 February",
		"yesterday 22:00":                        "22:00 on 28 February",
		"today 9:30":                             "9:30 on 1 March",
		"until tomorrow 3 pm":                    "until 3 pm on 2 March",
		"we look again tomorrow 3 pm":            "we look again on 2 March 3 pm",
		"yesterday at 23:40":                     "28 February at 23:40",
		"the bookings of yesterday evening":      "the bookings of the evening of 28 February",
		"the orders of this morning":             "the orders of the morning of 1 March",
		"all that was entered last night":        "all that was entered the night before 1 March",
		"tomorrow at 08:00":                      "on 2 March at 08:00",
		"until tomorrow morning":                 "until the morning of 2 March",
		"repaired tomorrow evening":              "repaired on the evening of 2 March",
		"by noon tomorrow":                       "by noon on 2 March",
		"after tomorrow":                         "after 2 March",
		"14 April":                               "14 April",
		"the newsletter Todayshop":               "the newsletter Todayshop",
		"what was entered between noon and 3 pm": "what was entered between noon and 3 pm",
	} {
		if got := Dated(text, said); got != want {
			t.Errorf("Dated(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestADayThatBothEndsNameStandsOnce(t *testing.T) {
	for _, tt := range [][3]string{ // from, to, what is left of from
		{"00:00 on 10 March", "14:00 on 10 March", "00:00"},
		{"00:00 on 9 March", "14:00 on 10 March", "00:00 on 9 March"},
		{"10 February", "10 March", "10 February"},
		{"", "14:00 on 10 March", ""},
		{"on 10 March", "14:00 on 10 March", "on 10 March"},
	} {
		if from, to := Span(tt[0], tt[1]); from != tt[2] || to != tt[1] {
			t.Errorf("Span(%q, %q) = %q, %q, want %q", tt[0], tt[1], from, to, tt[2])
		}
	}
}
