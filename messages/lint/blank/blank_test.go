package blank

import (
	"slices"
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	for text, want := range map[string]string{
		"Dear {name}, the shop is slow since [time].":   "{name} [time]",
		"It ends at <time>, or at <time> again.":        "<time> <time>",
		"Cause: TBD":                                    "TBD",
		"a table {: .striped }":                         "",
		"the [rule][desk-name] and the [list](x)":       "",
		"replace <shop> with yours: open /desks/<shop>": "",
		"insert your name for <who>; then print <who>":  "",
		"root@<desk>, `print <number>` and a\\<folder>": "",
		"For <who> it is late. Insert it.":              "<who>",
		"`print` <number>":                              "<number>",
		"<dl><dt>Period:\n<dd>21:42 to 22:10 UTC":       "", // tags that are never closed
		"was exploited [[1]](#references) by a loan":    "",
		"by [[eta: when]] at the latest":                "[[eta: when]]",
	} {
		var got []string
		for _, f := range Find(text) {
			got = append(got, text[f[0]:f[1]])
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: found %q, want %q", text, got, want)
		}
	}
}

// A field that is used again where nobody explains it is still explained.
func TestExplainedOnce(t *testing.T) {
	text := "where <who> is your name.\n" + strings.Repeat("print <who>\n", 40) + "ask <whom>"
	got := Find(text)
	if !slices.EqualFunc(got, []string{"<whom>"}, func(f [2]int, w string) bool { return text[f[0]:f[1]] == w }) {
		t.Errorf("found %v", got)
	}
}
