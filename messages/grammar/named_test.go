package grammar

import "testing"

// Asked what works, people name it; what they name becomes a clause, and what is one stays.
func TestWhatIsOnlyNamed(t *testing.T) {
	by := map[string]Named{"works": {One: "{{what}} works again", More: "{{what}} work again"}}
	for text, want := range map[string]string{
		"search and login":                 "search and login work again",
		"Search":                           "Search works again",
		"orders":                           "orders work again",
		"orders by phone":                  "orders by phone work again",
		"the list of orders":               "the list of orders works again",
		"search, login, checkout":          "search, login, checkout work again",
		"everything but orders":            "everything but orders works again",
		"the login page.":                  "the login page works again",
		"ordering":                         "ordering works again",
		"visitors can order again":         "",
		"customers order":                  "",
		"search works":                     "",
		"pages open again":                 "",
		"images slow":                      "",
		"gift cards are off":               "",
		"gift cards switched off":          "",
		"nothing":                          "",
		"":                                 "",
		"we use the old version: it holds": "",
		"the server answers":               "",
	} {
		if want == "" {
			want = text
		}
		for range 2 { // what was made once is a clause
			if got := Whole(map[string]string{"works": text}, by)["works"]; got != want {
				t.Errorf("%q: %q, want %q", text, got, want)
			}
			text = want
		}
	}
}

// What they notice is said as what lasts, in either field that asks for it; other words stay as typed.
func TestWhatTheyNoticeSinceATime(t *testing.T) {
	for field, want := range map[string]string{
		"impact": "Orders have been missing since 13:00.", "impact_now": "Orders have been missing since 13:00.", "what_changed": "Orders are missing since 13:00.",
	} {
		if got := Whole(map[string]string{field: "Orders are missing since 13:00."}, nil)[field]; got != want {
			t.Errorf("%s: %q, want %q", field, got, want)
		}
	}
}
