package messages

import (
	"testing"

	"candor/incident/playbook"
)

// What somebody types at night reads like a kind of bad news, or it does not: a false
// question costs attention, a missing one may bury a loss.
func TestWhatIsTypedReadsLike(t *testing.T) {
	w := mustLoad(t, "")
	for text, want := range map[string]string{
		"the orders of this week are gone from your shop":  "data_loss",
		"Somebody dropped the production database":         "data_loss",
		"photos disappeared after the migration":           "data_loss",
		"half of the bookings were lost":                   "data_loss",
		"We deleted the wrong table, there is no backup":   "data_loss",
		"shop hacked, strange admin user":                  "security",
		"ransom note on the server":                        "security",
		"an unauthorised administrator, maybe a hack":      "security",
		"The home page is defaced":                         "security",
		"they got in and all files are gone":               "data_loss",
		"the newsletter went out with all addresses in cc": "privacy_leak",
		"invoices sent to the wrong customers":             "privacy_leak",
		"customers see the orders of other customers":      "privacy_leak",
		"last night's backup failed":                       "backup_failure",
		"we have no backup of the shop":                    "backup_failure",
		"the backup did not run since May":                 "backup_failure",

		"Checkout is down":                      "",
		"lost connection to the database":       "",
		"customers lost access to the shop":     "",
		"slow, no data is gone":                 "",
		"nothing was deleted":                   "",
		"It isn't hacked, only slow":            "",
		"Orders cannot be placed":               "",
		"mail server does not answer":           "",
		"page not found on /checkout":           "",
		"the backup server makes the shop slow": "",
		"":                                      "",
	} {
		got := ""
		if pb := playbook.ReadsLike(w.Playbooks(), text); pb != nil {
			got = pb.ID
		}
		if got != want {
			t.Errorf("%q reads like %q, want %q", text, got, want)
		}
	}
}
