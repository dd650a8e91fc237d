package phrase

import "testing"

func TestFine(t *testing.T) {
	for text, want := range map[string]bool{
		"prices are right again":  true,
		"checkout works again":    true,
		"everything is fine":      true,
		"search is back":          true,
		"it has been fixed":       true,
		"the shop works as usual": true,

		"search is fast again, images are slow": false,
		"checkout works again for some":         false,
		"customers see the old prices again":    false,
		"the site does not open":                false,
		"checkout works only with a card":       false,
		"half of the searches are still slow":   false,
		"nobody can order":                      false,
		"orders come in twice":                  false,
	} {
		if Fine(text) != want {
			t.Errorf("%q is fine: %t", text, !want)
		}
	}
}
