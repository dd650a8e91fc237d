package typed

import (
	"slices"
	"strings"
)

// helpWords are how people ask for help where they do not know its name, since other
// programs call it so. They are no words of a sentence: behind a command they ask, too.
var helpWords = []string{"?", "??", "-?", "/?", "-h", "/h", "--help", "-help", "/help"}

// AsksHelp says whether a typed line asks how something is typed, and about which command;
// about is empty if about none. “still help” asks, too: nobody tells a client “help”.
func AsksHelp(word, rest string) (about string, ok bool) {
	word, rest = strings.ToLower(word), strings.ToLower(strings.TrimSpace(rest))
	switch asks := func(s string) bool { return slices.Contains(helpWords, s) }; {
	case asks(word), word == "commands" && rest == "":
		return rest, true
	case word == "help":
		return "", asks(rest)
	case asks(rest), rest == "help":
		return word, true
	}
	return "", false
}
