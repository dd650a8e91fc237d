package phrase

import "testing"

func TestWhatAsks(t *testing.T) {
	for text, want := range map[string]bool{
		"When exactly?": true,
		"We lose 500 pounds an hour!!! When exactly": true,
		"is anybody there":                           true,
		"“Can you call me”":                          true,
		"いつですか？":                                     true,
		"Thank you. We wait.":                        false,
		"No":                                         false,
		"When":                                       false, // one word is no sentence
		"The shop is down.":                          false,
		"Call me now please":                         true,
		"This is no way to do it. Please send us the list.": true,
		"I want to speak to your boss":                      true,
		"We need the orders by noon.":                       true,
		"Thanks, please keep us posted.":                    false,
		"Let me know when it is back.":                      false,
		"Tell us once it works":                             false,
		"People tell us that it is slow":                    false, "Our customers call us all day": false, "Please call us back": true,
		"I called you an hour ago":   false,
		"The call centre is closed.": false,
		"":                           false,
	} {
		if Asks(text) != want {
			t.Errorf("%q asks: %t", text, !want)
		}
	}
}

func TestByPhone(t *testing.T) {
	for text, want := range map[string]string{"call: when is it back": "when is it back", " Called : is data lost": "is data lost"} {
		if got, called := ByPhone(text); got != want || !called {
			t.Errorf("%q: %q, by phone: %t; want %q", text, got, called, want)
		}
	}
	if got, called := ByPhone("call me: when is it back"); called {
		t.Errorf("they did not call, and it is %q", got)
	}
}
