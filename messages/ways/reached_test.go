package ways

import (
	"testing"

	"candor/incident/client"
)

// An address that is no contact's, such as a lawyer's, is named by itself.
func TestAnAddressWithoutAName(t *testing.T) {
	if got := WordsOf(client.ViaEmail).Reached(client.Destination{Via: client.ViaEmail, To: "law@firm.example"}); got != "mail to law@firm.example" {
		t.Errorf("%q", got)
	}
}
