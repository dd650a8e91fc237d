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
		"Nothing was saved since 13:00":                    "data_loss",
		"the uploads folder is empty":                      "data_loss",
		"the disk died and took the files with it":         "data_loss",
		"all customer accounts were removed by a script":   "data_loss",
		"the orders never reached the database":            "data_loss",
		"we wiped the wrong server":                        "data_loss",
		"some mails did not survive the move":              "data_loss",
		"their wiki pages disappeared":                     "data_loss",
		"a stranger logged in as admin":                    "security",
		"there is a new admin user that nobody knows":      "security",
		"somebody used our password to log in":             "security",
		"malicious code was found in the shop":             "security",
		"our API key is on GitHub":                         "security",
		"the site shows spam from somebody else":           "security",
		"the login page was replaced":                      "security",
		"customer A can open the basket of customer B":     "privacy_leak",
		"visitors see other people's profiles":             "privacy_leak",
		"the list of patients was online for an hour":      "privacy_leak",
		"card numbers stand in the log":                    "privacy_leak",
		"the staging copy with real data is open to all":   "privacy_leak",
		"a backup file could be downloaded by anybody":     "privacy_leak",
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
		"the search index is rebuilt":           "",
		"orders cannot be found in the search":  "",
		"the invoice PDF is empty":              "",
		"the menu has disappeared on phones":    "",
		"the address form does not save":        "",
		"people cannot log in":                  "",
		"we rolled back and everything works":   "",
		"GitHub is down":                        "",
		"the new admin panel is slow":           "",
		"the contact form is missing a field":   "",
		"the blog shows the wrong page":         "",
		"our mails land in the spam folder":     "",
		"no new orders since noon":              "",
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
