package typed

import (
	"testing"
	"time"
)

// A declaration says since when it is so, in the middle of its words. What it says of when
// and is no instant is asked for, never left out.
func TestSinceWhenIsReadOutOfWhatTheyNotice(t *testing.T) {
	now := time.Date(2026, 3, 10, 15, 20, 0, 0, time.UTC)
	c := Clock{Now: now, Zone: time.UTC}
	for text, want := range map[string]string{
		"Checkout is down since 1pm":                              "13:00 Checkout is down",
		"Since 14:30 the checkout is down":                        "14:30 the checkout is down",
		"Checkout is down since about 13:00.":                     "13:00 Checkout is down",
		"Checkout is down (since 13:00 UTC), nobody can pay":      "13:00 Checkout is down, nobody can pay",
		"Checkout is down since 13:00 and nobody can pay":         "13:00 Checkout is down and nobody can pay",
		"Checkout down, customers cannot pay, started 20 min ago": "15:00 Checkout down, customers cannot pay",
		"The certificate expired at midnight":                     "00:00 The certificate expired",
		"The import stopped at noon":                              "12:00 The import stopped",
		"Checkout is down, it started at 14:30":                   "14:30 Checkout is down",
		"Checkout began at 14:30 to fail":                         "14:30 Checkout to fail",
		"Checkout went down 2 hours ago":                          "13:20 Checkout went down",
		"Checkout went down half an hour ago":                     "14:50 Checkout went down",
		"Checkout went down an hour and a half ago":               "13:50 Checkout went down",
		"Checkout went down ten minutes ago, nobody can pay":      "15:10 Checkout went down, nobody can pay",
		"Checkout went down a few minutes ago":                    "? [a few minutes ago] Checkout went down",
		"Mails are stuck overnight":                               "? [overnight] Mails are stuck",
		"Checkout is down since half an hour ago":                 "14:50 Checkout is down",
		"Since yesterday evening at 8 the cart is empty":          "2026-03-09 20:00 the cart is empty",
		"No orders came in since midnight last night":             "00:00 No orders came in",
		"Backup failed at 02:00":                                  "? [at 02:00] Backup failed",
		"Login fails at 9:15 am":                                  "09:15 Login fails",
		"Login has been slow for 2 hours":                         "13:20 Login has been slow",
		"Checkout is down since yesterday 18:00":                  "2026-03-09 18:00 Checkout is down",
		"Checkout is down since 2026-03-09 18:00":                 "2026-03-09 18:00 Checkout is down",
		"Checkout was down for 5 minutes":                         "? [for 5 minutes] Checkout was down",
		"Checkout is down since this morning":                     "? [since this morning] Checkout is down",
		"Checkout is down since the deploy, nobody can pay":       "? [since the deploy] Checkout is down, nobody can pay",
		"Checkout is down since 16:00":                            "? [since 16:00] Checkout is down",
		"Backups missing since friday":                            "? [since friday] Backups missing",
		"Checkout broke last night":                               "? [last night] Checkout broke",
		"Checkout is down":                                        "- Checkout is down",
		"Customers started seeing errors":                         "- Customers started seeing errors",
		"50% of orders fail at 3DS":                               "- 50% of orders fail at 3DS",
		"Checkout is down for all customers":                      "- Checkout is down for all customers",
		"Login hangs for 30 seconds":                              "- Login hangs for 30 seconds",
		"Orders from 14:30 are missing":                           "- Orders from 14:30 are missing",
		"Checkout will be down tonight":                           "- Checkout will be down tonight",
		"Orders since":                                            "- Orders since",
	} {
		b := c.Began(text)
		got := "- "
		switch {
		case b.Unread != "":
			got = "? [" + b.Unread + "] "
		case b.At.IsZero():
		case now.Sub(b.At) > 16*time.Hour:
			got = b.At.Format("2006-01-02 15:04 ")
		default:
			got = b.At.Format("15:04 ")
		}
		if got += b.Words; got != want {
			t.Errorf("%q reads %q, want %q", text, got, want)
		}
	}
}
