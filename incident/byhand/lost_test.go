package byhand

import "testing"

func TestLostIn(t *testing.T) {
	for text, want := range map[string]string{
		"All your orders of 10 March are lost.":                               "All your orders of 10 March",
		"It is the disk. The orders of the morning of 10 March were deleted.": "The orders of the morning of 10 March",
		"Unfortunately, the invoices are gone, and we are sorry.":             "the invoices",
		"We have deleted 12 bookings by mistake.":                             "12 bookings",
		"It turned out that all orders have been lost":                        "all orders",
		"We lost the customer accounts because a job ran twice.":              "the customer accounts",
		"There was data loss.":                                                "",
		"The orders of this morning are lost. There is no backup.":            "The orders of this morning",
		"All of them are lost.":                                               "", // which stands elsewhere
		"The orders may be lost.":                                             "",
		"No orders are lost.":                                                 "",
		"Checkout is down.":                                                   "",
	} {
		if got := LostIn(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
