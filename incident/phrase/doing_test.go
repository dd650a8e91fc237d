package phrase

import "testing"

// “We are still …” says what somebody does, and beside it stands that nothing has changed.
func TestGoesOn(t *testing.T) {
	for text, want := range map[string]bool{
		"looking into it": true, "We’re looking at the logs!": true, "we are restoring the database.": true,
		"rolling back the release": true, "putting the old version back": true, "slowly restoring the copy": true,
		"waiting": true, "on it": true, "at it": true, `"rebooting server web-3"`: true, "Looking into it 🔥🔥": true,
		"comparing the orders, one by one": true, "re-reading the log": false,

		"fixed": false, "it works again": false, "all good now": false, "we lost the orders of today": false,
		"restored from backup, data of Monday is gone": false, "no idea what happened": false, "down": false,
		"not working": false, "the host does not answer": false, "nothing new": false, "someone hacked us": false,
		"looking at it: the orders are gone": false, "watching, it is back up": false, "die Datenbank läuft wieder": false,
		"restarting it. It should be fine in 10 minutes": false, "hungover but fixing it": false, "missing the orders of today": false,
	} {
		if got := GoesOn(text); got != want {
			t.Errorf("%q: %t, want %t", text, got, want)
		}
	}
}
