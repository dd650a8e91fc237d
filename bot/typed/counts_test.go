package typed

import "testing"

func TestANumberThatCountsIsNoTextOfOurs(t *testing.T) {
	for behind, want := range map[string]bool{
		"orders were charged twice": true, "of them were charged twice": true, "more invoices are missing": true, "Customers read it": true,
		"": false, "it began at 13:20": false, "the site is up": false, "this was not so": false, "is wrong": false, "access was open": false, "all orders failed": false,
	} {
		if got := Counts(behind); got != want {
			t.Errorf("Counts(%q) = %t, want %t", behind, got, want)
		}
	}
}
