package lint

import (
	"strings"

	"candor/messages/lint/blank"
)

// markup masks what Slack turns into a name or a ping: <@U04AB>, <#C04AB|name>,
// <!here>, @channel.
func (t *text) markup() {
	for i := 0; i < len(t.s); i++ {
		switch t.s[i] {
		case '<':
			if end := strings.IndexAny(t.s[i+1:], ">\n<"); end > 1 && end < 200 && t.s[i+1+end] == '>' && isMarkup(t.s[i+1:i+1+end]) {
				t.mask(mask{span: span{i, i + end + 2}, what: markupMask})
				i += end + 1
			}
		case '@':
			if n := ping(t.s[i+1:]); n > 0 && (i == 0 || !isWordByte(t.s[i-1]) && strings.IndexByte("<!.-_", t.s[i-1]) < 0) {
				t.mask(mask{span: span{i, i + 1 + n}, what: markupMask})
				i += n
			}
		}
	}
}

func isMarkup(s string) bool {
	switch s[0] {
	case '@', '#':
		return isUpper(s[1]) || isDigit(s[1])
	case '!':
		return isLower(s[1])
	}
	return false
}

// ping returns how long the name is with which everybody is called.
func ping(s string) int {
	for _, name := range []string{"here", "channel", "everyone", "everybody", "team", "all"} {
		if len(s) >= len(name) && strings.EqualFold(s[:len(name)], name) && (len(s) == len(name) || !isWordByte(s[len(name)]) && !isMailTail(s[len(name):])) {
			return len(name)
		}
	}
	return 0
}

// isMailTail says whether the name goes on as a domain: @here.example.
func isMailTail(s string) bool {
	return len(s) > 1 && strings.IndexByte(".-_", s[0]) >= 0 && isWordByte(s[1])
}

// placeholders masks fields that nobody has filled.
func (t *text) placeholders() {
	for _, b := range blank.Find(t.s) {
		if !t.masked(b[0]) {
			t.mask(mask{span: span{b[0], b[1]}, what: placeholderMask})
		}
	}
}
