package phrase

import "testing"

func TestWhatIsNoAnswerIsEmpty(t *testing.T) {
	for _, text := range []string{"don't know yet", "Don’t know", "we do not know yet.", "unknown", "not known yet", "none", "None.", "n/a", "?", "-"} {
		if got := Answered(" " + text + " "); got != "" {
			t.Errorf("%q is kept as %q", text, got)
		}
	}
	for _, text := range []string{"none of the orders", "all orders", "we do not know yet why", "10 February", "no orders"} {
		if got := Answered(text); got != text {
			t.Errorf("%q becomes %q", text, got)
		}
	}
}

// Somebody is woken for what does not work now, not for what was, might be, or is thanked for.
func TestDown(t *testing.T) {
	for text, want := range map[string]bool{
		"It is down again!! Please answer": true, "The shop's still down": true, "Checkout doesn't work": true, "It does not really work": true, "The site went offline": true,
		"My customers cannot pay.": true, "Down again": true, "It is not working": true,
		"It was down yesterday, thank you": false, "I can't thank you enough": false, "It is slow sometimes": false, "What if it goes down?": false, "It works": false, "": false,
	} {
		if got := Down(text); got != want {
			t.Errorf("Down(%q) = %v, want %v", text, got, want)
		}
	}
}

// “You were not affected” is said only where what was put right says of no trouble at all.
func TestNoTrouble(t *testing.T) {
	for text, want := range map[string]bool{
		"The shop was open all the time": true, "None of your orders were charged twice": true, "The invoices are right": true,
		"It worked throughout": true, "Your reports are complete": true, "The reports are empty for one hour": false, "Nothing was down": true,
		"Only the checkout did not load": false, "Payments by card are slow": false, "The shop was open, but slow": false,
		"The shop works, except for search": false, "It was the checkout": false, "Some orders were late": false,
		"The checkout didn't work": false, "": false,
		"The shop was down, the back office worked all the time":   false,
		"It has been working all the time. Our monitor was wrong.": true, "We were wrong, it worked": true, "Our shop server was down": false, "The shop and the back office were open": true,
		"Nothing was down, and nothing is lost": true, "The back office was open while the shop was down": false,
	} {
		if got := NoTrouble(text); got != want {
			t.Errorf("%q: no trouble: %t", text, got)
		}
	}
}

func TestSameSubject(t *testing.T) {
	for _, tt := range []struct {
		one, other string
		want       bool
	}{
		{"The shop does not load", "checkout: the SHOP is slow", true},
		{"It began at nine", "the shop does not load", false},
		{"That was this since they", "they were this", false},
		{"", "", false},
	} {
		if got := SameSubject(tt.one, tt.other); got != tt.want {
			t.Errorf("%q and %q: %t, want %t", tt.one, tt.other, got, tt.want)
		}
	}
}

func TestDoneIsNoReasonToSkip(t *testing.T) {
	for _, reason := range []string{"done", "Done.", "ok", "OK!", "finished", "all done", "it is done", "already done", "yes", "did it", "we did it", "fixed", "✅", "done already", "is done now", "checked", "completed"} {
		if !SaysDone(reason) {
			t.Errorf("%q says that it is done", reason)
		}
	}
	for _, reason := range []string{"", "small team", "done by the host, we cannot see it", "no staging system", "does not apply", "not done", "nothing to check", "the host says ok, no access for us", "none of it is ours", "n/a"} {
		if SaysDone(reason) {
			t.Errorf("%q says why", reason)
		}
	}
}

// “Nothing” is an answer to what somebody could not do, and no subject of a sentence.
func TestNothing(t *testing.T) {
	for text, want := range map[string]bool{
		"nothing": true, "Nothing.": true, "none": true, "nothing, it was a false alarm": true, "It was a mistake of ours.": true, "they were not affected": true, "–": true, "-": true,
		"nothing worked": false, "nobody could order": false, "none of the pages opened": false, "no orders came in": false, "": false,
	} {
		if got := Nothing(text); got != want {
			t.Errorf("%q: %t", text, got)
		}
	}
}

// A text is about what was promised if most of what names that stands in it: not a word in common.
func TestIsOf(t *testing.T) {
	for _, tt := range []struct {
		text, what string
		want       bool
	}{
		{"The refund is paid.", "a refund for today", true},
		{"Checkout works today.", "a refund for today", false},
		{"We found the slow query.", "the list of the slow orders", false},
		{"The list of orders is in your mailbox.", "the list of the slow orders", true},
		{"Ana has sent the offer, as she said in her call.", "Ana calls about the offer", true},
		{"We read the logs.", "an ETA", false},
		{"There is an ETA now.", "an ETA", true},
	} {
		if got := IsOf(tt.text, tt.what); got != tt.want {
			t.Errorf("IsOf(%q, %q) = %t", tt.text, tt.what, got)
		}
	}
}
