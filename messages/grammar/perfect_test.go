package grammar

import "testing"

// “From 14:00 to 14:45 …” asks for the past; what cannot be turned for certain is
// left to a person.
func TestPast(t *testing.T) {
	for _, tt := range []struct{ clause, want string }{
		{"Checkout is down.", "Checkout was down"},
		{"orders are slow", "orders were slow"},
		{"visitors can't order", "visitors could not order"},
		{"your site does not open", "your site did not open"},
		{"you can order again", "you could order again"},
		{"orders fail", ""},
		{"visitors see an error page and cannot order", ""},
		{"", ""},
	} {
		if got := Past(tt.clause); got != tt.want {
			t.Errorf("past(%q) = %q, want %q", tt.clause, got, tt.want)
		}
	}
}

// “Since” asks for the present perfect; what cannot be turned for certain is left
// to a sentence that has no “since”.
func TestPerfect(t *testing.T) {
	tests := []struct{ clause, want string }{
		{"some of your data is missing", "some of your data has been missing"},
		{"Checkout is down", "Checkout has been down"},
		{"orders are slow.", "orders have been slow"},
		{"the shop is not available", "the shop has not been available"},
		{"the shop isn't available", "the shop has not been available"},
		{"your site does not open", "your site has not been opening"},
		{"part of it does not work", "part of it has not been working"},
		{"payments don't go through", "payments have not been going through"},
		{"the report does not run", "the report has not been running"},
		{"pages do not load", "pages have not been loading"},
		{"invoices do not arrive", "invoices have not been arriving"},
		{"visitors cannot order", "visitors have not been able to order"},
		{"Nobody can log in", "Nobody has been able to log in"},
		{"you can order again", "you have been able to order again"},
		{"the class cannot sign in", "the class has not been able to sign in"},
		{"I cannot log in", "I have not been able to log in"},
		{"we can't pay", "we have not been able to pay"},
		{"one of our pages cannot load", "one of our pages has not been able to load"},
		{"the list of orders cannot be opened", ""},
		{"some of our pages cannot load", "some of our pages have not been able to load"},
		{"the list of orders cannot load", "the list of orders has not been able to load"},

		{"visitors see an error page and cannot order", ""},
		{"orders fail", ""},
		{"visitors wait and are unhappy", ""},
		{"the shop is slow and orders fail", ""},
		{"visitors who pay by card cannot order", ""},
		{"it works again", ""},
		{"the shop has been down all day, and it is our fault", ""},
		{"the page is being rebuilt", ""},
		{"emails are not being sent", ""},
		{"checkout", ""},
		{"the shop is", ""},
	}
	for _, tt := range tests {
		got, ok := Perfect(tt.clause)
		if !ok {
			got = ""
		}
		if got != tt.want {
			t.Errorf("perfect(%q) = %q, want %q", tt.clause, got, tt.want)
		}
	}
}

// What is so since a time is never in the present beside “since”, also where somebody typed it so.
func TestSince(t *testing.T) {
	for clause, want := range map[string]string{
		"orders of March are gone since 09:00":      "orders of March have been gone since 09:00",
		"the list is missing since yesterday":       "the list has been missing since yesterday",
		"Visitors cannot pay since about noon":      "Visitors have not been able to pay since about noon",
		"the prices are wrong since the weekend":    "the prices have been wrong since the weekend",
		"orders have been gone since 09:00":         "orders have been gone since 09:00",
		"orders fail since 09:00":                   "orders fail since 09:00", // not without guessing
		"orders are missing since the server moved": "orders are missing since the server moved",
		"we cannot ship since you have not paid":    "we cannot ship since you have not paid",
		"orders are gone":                           "orders are gone",
	} {
		if got := Since(clause); got != want {
			t.Errorf("%q: %q, want %q", clause, got, want)
		}
	}
}

// “We found that” takes a sentence; what is none stands behind a colon.
func TestFinite(t *testing.T) {
	for clause, want := range map[string]bool{
		"orders are missing": true, "visitors cannot order": true, "there is no backup": true, "visitors see an error page": true,
		"some of your data is with people it was not meant for": true,
		"somebody logged in as the owner":                       true, "someone signs in at night": true,
		"the orders of May": false, "strange sign-ins": false, "strange sign-ins that are from another country": false, "orders fail": false, "": false,
	} {
		if got := Finite(clause); got != want {
			t.Errorf("%q: %t, want %t", clause, got, want)
		}
	}
}
