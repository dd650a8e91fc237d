package plain

import "testing"

func TestFold(t *testing.T) {
	for raw, want := range map[string]string{
		"soon":             "soon",
		"ѕооn we fix it":   "soon we fix it",
		"short&#108;y":     "shortly",
		"Tom &amp; Co & I": "Tom & Co & I",
		"𝐠𝐮𝐚𝐫𝐚𝐧𝐭𝐞𝐞":        "guarantee",
		"so\u200bon":       "soon",
		"Магазин":          "Магазин", // Russian stays Russian
	} {
		got, back := Fold(raw)
		if got != want {
			t.Errorf("Fold(%q) = %q, want %q", raw, got, want)
		}
		if back != nil && (len(back) != len(got)+1 || back[len(got)] != len(raw)) {
			t.Errorf("Fold(%q): the places of %d bytes are %v", raw, len(got), back)
		}
	}
}

func TestUnspace(t *testing.T) {
	known := func(w string) bool { return w == "fix" || w == "it" || w == "shortly" }
	for s, want := range map[string]string{
		"we do it s h o r t l y":  "we do it shortly ",
		"f i x  i t  s o o n":     "fix it soon ",
		"f i x i t s h o r t l y": "fix it shortly ",
		"answer A B C D":          "answer A B C D",
	} {
		if got, _ := Unspace(s, nil, known); got != want {
			t.Errorf("Unspace(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestIsForeign(t *testing.T) {
	for text, want := range map[string]bool{
		"Der Shop ist seit 09:10 CET nicht da.": true,
		"Магазин не работает.":                  true,
		"The shop is down.":                     false,
		"Orders fail.":                          false,
		"":                                      false,
		"The page says “Der Shop ist nicht da”, and we are on it.": false,
	} {
		if got := IsForeign(text); got != want {
			t.Errorf("IsForeign(%q) = %t", text, got)
		}
	}
}
