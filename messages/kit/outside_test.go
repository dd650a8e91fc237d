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

// Nothing that somebody outside wrote can be pressed, however many dots an address has.
func TestTamed(t *testing.T) {
	const joiner = "\u2060"
	for text, want := range map[string]string{
		"www.acme.example":         "www." + joiner + "acme." + joiner + "example",
		"a.b.c.d":                  "a." + joiner + "b." + joiner + "c." + joiner + "d",
		"https://x":                "https://" + joiner + "x",
		"dana@acme":                "dana@" + joiner + "acme",
		"<!channel>":               "‹!channel›",
		"It is late. Good night.":  "It is late. Good night.",
		"Version 2 of 3 … at last": "Version 2 of 3 … at last",
	} {
		if got := Tamed(text); got != want {
			t.Errorf("%q is tamed to %q, want %q", text, got, want)
		}
	}
}
