package typed

import (
	"strings"
	"testing"
	"time"
)

func TestChangesAsTheyAreTyped(t *testing.T) {
	c := Clock{Now: time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC), Zone: time.UTC}
	who := func(name string) string { return map[string]string{"ben": "U0BEN"}[name] }
	for _, tt := range []struct {
		line, text, owner, due string
		internal               bool
	}{
		{"test every payment method @ben 20 March", "test every payment method", "U0BEN", "2026-03-20 17:00", false},
		{"- test it <@U0BEN|ben> by 2026-03-20", "test it", "U0BEN", "2026-03-20 17:00", false},
		{"2. Test it. <@U0BEN> 2026-03-20 09:30", "Test it", "U0BEN", "2026-03-20 09:30", false},
		{"internal: rotate the key @ben Friday", "rotate the key", "U0BEN", "2026-03-13 17:00", true},
		{"test it", "test it", "", "2026-04-09 17:00", false},
		{"test it @ben 1 March 2027", "test it", "U0BEN", "2027-03-01 17:00", false},
		{"test it @ben 20.03.", "test it", "U0BEN", "2026-03-20 17:00", false},
		{"test it @ben by 10.4.", "test it", "U0BEN", "2026-04-10 17:00", false},
		{"test it @ben 20.03.2026 09:30", "test it", "U0BEN", "2026-03-20 09:30", false},
		{"test it @ben March 20", "test it", "U0BEN", "2026-03-20 17:00", false},
		{"test it @ben Friday 12:00", "test it", "U0BEN", "2026-03-13 12:00", false},
		{"test it @ben in 14 days", "test it", "U0BEN", "2026-03-24 14:00", false},
		{"test it @ben 10 March", "test it", "U0BEN", "2026-03-10 17:00", false},
		{"test it 20 March", "test it", "", "2026-03-20 17:00", false},
		{"Test it, by Friday.", "Test it", "", "2026-03-13 17:00", false},
		{"test it until 20 March 09:30 @ben", "test it", "U0BEN", "2026-03-20 09:30", false},
		{"internal: test it 2026-03-20", "test it", "", "2026-03-20 17:00", true},
		{"nobody deploys on Friday", "nobody deploys on Friday", "", "2026-04-09 17:00", false},
		{"keep the logs for 2 weeks", "keep the logs for 2 weeks", "", "2026-04-09 17:00", false},
		{"go through what failed on 3 March", "go through what failed on 3 March", "", "2026-04-09 17:00", false},
		{"run PHP 8.3", "run PHP 8.3", "", "2026-04-09 17:00", false},
		{"look at the logs at 09:30", "look at the logs at 09:30", "", "2026-04-09 17:00", false},
		{"Load test for Black Friday", "Load test for Black Friday", "", "2026-04-09 17:00", false},
		{"watch the payments 24/7", "watch the payments 24/7", "", "2026-04-09 17:00", false},
		{"go through the logs of last week by Friday", "go through the logs of last week", "", "2026-03-13 17:00", false},
		{"nobody deploys in the last week of March, by 2 April", "nobody deploys in the last week of March", "", "2026-04-02 17:00", false},
		{"rebuild the pages by hand", "rebuild the pages by hand", "", "2026-04-09 17:00", false},
		{"two people look at it before it leaves", "two people look at it before it leaves", "", "2026-04-09 17:00", false},
		{"move to Postgres version 16.02", "move to Postgres version 16.02", "", "2026-04-09 17:00", false},
		{"mail ops@studio-north.example weekly", "mail ops@studio-north.example weekly", "", "2026-04-09 17:00", false},
	} {
		got, err := c.Change(tt.line, who)
		if err != nil || got.Text != tt.text || got.Owner != tt.owner || got.DueAt.Format("2006-01-02 15:04") != tt.due || got.Internal != tt.internal {
			t.Errorf("%q is %+v, %v", tt.line, got, err)
		}
	}
	c.Off = []string{"2026-04-08", "2026-04-09"}
	if got, err := c.Day(""); err != nil || got.Format("2006-01-02 15:04") != "2026-04-07 17:00" {
		t.Errorf("without a date, and 30 days on is a holiday: %s, %v", got, err)
	}
	for _, line := range []string{
		"test it @nobody", "test it @ben soonish", "test it @ben 9 March", "test it @ben 1 March", "test it @ben yesterday",
		"test it @ben 29 February", "test it @ben 30.02.", "test it @ben 20.03", "test it @ben 16:00", "test it @ben 20/3",
	} {
		if got, err := c.Change(line, who); err == nil || strings.Contains(err.Error(), "17:00") {
			t.Errorf("%q is %+v, %v", line, got, err)
		}
	}
}

// What looks like a day, and none can be read of it, is asked back whoever does it: it stood
// before the client as part of the words, beside the day thirty days on.
func TestADayThatCannotBeReadIsNotPromised(t *testing.T) {
	c := Clock{Now: time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC), Zone: time.UTC}
	for _, day := range []string{
		"31 April", "April 31", "30 February 12:00", "on 31 April", "9 March", "1 March 2026", "31.4.2026", "31.04", "20/3", "by the 20th", "2026-3-32", "31 apr.",
		"next week", "this month", "tomorrow", "Friday", "next Friday", "by end of March", "at the end of the month", "mid-April", "by April", "in April", "in two weeks",
		"week 14", "Q2", "soon", "next week, 17:00",
	} {
		for _, line := range []string{"Payment test before each change " + day, "Payment test before each change, " + day + ".", "internal: Payment test " + day + " @ben"} {
			if got, err := c.Change(line, func(string) string { return "U0BEN" }); err == nil || !strings.Contains(err.Error(), "Nothing was written down") {
				t.Errorf("%q is %+v, %v", line, got, err)
			}
		}
	}
}

// Why something is moved may stand behind its new day with because, or as it is.
func TestAChangeIsMovedAsItIsTyped(t *testing.T) {
	c := Clock{Now: time.Date(2026, 3, 10, 14, 0, 0, 0, time.UTC), Zone: time.UTC}
	for _, tt := range []struct{ line, due, why string }{
		{"move 1 27 March because the supplier is late", "2026-03-27 17:00", "the supplier is late"},
		{"move 1 19 March it fell over", "2026-03-19 17:00", "it fell over"},
		{"move 1 2026-03-19 09:30 it fell over", "2026-03-19 09:30", "it fell over"},
		{"move 1 Friday two of us are ill", "2026-03-13 17:00", "two of us are ill"},
		{"move 1 19 March", "2026-03-19 17:00", ""},
	} {
		got, ok, err := c.Act(tt.line)
		if err != nil || !ok || got.N != 1 || got.DueAt.Format("2006-01-02 15:04") != tt.due || got.Why != tt.why {
			t.Errorf("%q is %+v, %v", tt.line, got, err)
		}
	}
	if a, ok, err := c.Act("drop 2 because the new server does it"); err != nil || !ok || !a.Drop || a.N != 2 || a.Why != "the new server does it" {
		t.Errorf("drop 2: %+v, %t, %v", a, ok, err)
	}
	for _, line := range []string{"move 1 soonish", "move 1 it fell over", "move 1 9 March it fell over"} {
		if got, _, err := c.Act(line); err == nil {
			t.Errorf("%q is %+v", line, got)
		}
	}
}
