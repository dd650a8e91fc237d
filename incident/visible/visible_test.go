package visible

import "testing"

func TestWhatNobodySeesIsTaken(t *testing.T) {
	for in, want := range map[string]string{
		"Acme Shop":                       "Acme Shop",
		"Zoë’s café · 東京":                 "Zoë’s café · 東京",
		"zero\u200bwidth":                 "zerowidth",
		"\u202egnp.exe":                   "gnp.exe",
		"a\u2066b\u2069c\u200e\ufeff":     "abc",
		"soft\u00adhyphen":                "softhyphen",
		"bell\a, nul\x00":                 "bell, nul",
		"two\nlines\tand a tab\r":         "two\nlines\tand a tab",
		"a letter \u3164that is none":     "a letter that is none",
		"hun\u200dter":                    "hunter",                 // a joiner that joins nothing
		"👩\u200d💻 می\u200cخواهم":          "👩\u200d💻 می\u200cخواهم", // and two that do
		"cut short \xe2\x80":              "cut short ",
		"hidden \U000E0041\U000E0042text": "hidden text",
	} {
		if got := Text(in); got != want {
			t.Errorf("Text(%q) = %q, want %q", in, got, want)
		}
	}
	if got := Line("one\ntwo\t\u202ethree"); got != "one two three" {
		t.Errorf("Line = %q", got)
	}
}
