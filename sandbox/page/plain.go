package page

import (
	"bytes"
	"net/http"
)

// A Plain is a page that says one thing, such as that there is no such page.
type Plain struct {
	Title, Text string
	Back        bool // there is a page to go back to
}

// The pages that say no.
var (
	NotFound  = Plain{"There is no such page", "Nothing stands at this address. Look whether it is written right, or go back.", true}
	Unread    = Plain{"The form could not be read", "Nothing was done. Go back, and send it again.", true}
	OtherSite = Plain{"This came from another site’s page", "It is ignored: nothing was done. Go back, and press it here.", true}
	Undrawn   = Plain{"The page could not be drawn", "The log says why. What was done before stays done.", true}
	Elsewhere = Plain{"This page answers on this machine only", "Open it as localhost or 127.0.0.1.", false}
	Starting  = Plain{"The sandbox is starting", "This page comes back by itself.", false}
)

var plain = Templates()

// Say answers with such a page.
func (p Plain) Say(w http.ResponseWriter, status int) {
	var b bytes.Buffer
	if err := plain.ExecuteTemplate(&b, "plain", p); err != nil {
		http.Error(w, p.Title+". "+p.Text, status)
		return
	}
	Harden(w.Header())
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	w.Write(b.Bytes())
}
