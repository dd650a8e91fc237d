package kit

import "testing"

func TestTapToCall(t *testing.T) {
	for number, want := range map[string]string{
		"+44 20 7946 0002": "<tel:+442079460002|+44 20 7946 0002>",
		"020 (7946) 0002":  "<tel:02079460002|020 (7946) 0002>",
		"ask <the> desk":   "ask &lt;the&gt; desk",
		"1|2>":             "<tel:12|1 2&gt;>",
	} {
		if got := TapToCall(number); got != want {
			t.Errorf("TapToCall(%s) = %s, want %s", number, got, want)
		}
	}
}
