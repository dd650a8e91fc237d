package tidy

import (
	"regexp"
	"strings"
	"testing"
)

// asPatterns is what [Text] does, as regular expressions say it.
func asPatterns(s string) string {
	s = regexp.MustCompile(`(?m)^[ \x00]*\x00[ \x00]*\n`).ReplaceAllString(s+"\n", "")
	for _, p := range [][2]string{
		{` *\x00+([.,;])`, "$1"}, {`\x00`, ""}, {` {2,}`, " "}, {`(?m)^ +| +$`, ""}, {`\n{3,}`, "\n\n"},
	} {
		s = regexp.MustCompile(p[0]).ReplaceAllString(s, p[1])
	}
	return strings.Trim(s, "\n")
}

// What a group that was left out leaves behind is taken away, and nothing else.
func TestText(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"", ""},
		{"Checkout is down.", "Checkout is down."},
		{"Checkout is down \x00. We are on it.", "Checkout is down. We are on it."},
		{"Checkout is down\x00, \x00 and we are on it", "Checkout is down, and we are on it"},
		{"one\n\x00\ntwo", "one\ntwo"},
		{"one\n\n\x00 \x00\n\ntwo\n", "one\n\ntwo"},
		{"one\n\n\n\ntwo  three \n  four", "one\n\ntwo three\nfour"},
		{"a \x00 \x00.", "a ."},
	} {
		if got := Text(tt.text); got != tt.want {
			t.Errorf("%q becomes %q, want %q", tt.text, got, tt.want)
		}
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"a \x00.\n\n\x00\n b", " \x00 \x00,\x00;\n\n\n\nc  d ", "\x00\n\x00", "\n \n\x00a\xff\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got, want := Text(s), asPatterns(s); got != want {
			t.Errorf("%q becomes %q, want %q", s, got, want)
		}
	})
}
