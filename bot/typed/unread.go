package typed

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"candor/incident/fault"
)

var (
	// alone are the commands that read nothing behind them, and readsOne those that read a client.
	alone    = []string{"due", "round", "insurer", "lawyer", "review", "resolve", "goodnight", "close", "mistake", "list"}
	readsOne = []string{"call", "later", "confirm"}
	// toldLater are those whose words a client reads in a text of another time.
	toldLater = []string{"declare", "doing", "impact", "known", "unknown", "affects", "reopen", "update", "correct"}
	atATime   = regexp.MustCompile(`(?i)^(?:since|next|at|by|from|until|for|in)\b`)
)

// Unread is what stands behind a command that has no use for it; "" where it has.
func Unread(verb, rest string) string {
	first, more := FirstWord(rest)
	switch {
	case verb == "list" && strings.EqualFold(first, "closed"):
	case slices.Contains(alone, verb):
		return rest
	case slices.Contains(readsOne, verb) && atATime.MatchString(rest):
		return rest
	case slices.Contains(readsOne, verb):
		return more
	}
	return ""
}

// NextBehind refuses a next time behind words that a client reads in another text: it would
// stand there as words.
func (c Clock) NextBehind(about, verb, text string) error {
	if !slices.Contains(toldLater, verb) {
		return nil
	}
	c.Zone = time.UTC // whatever it is, a time is one
	words, n, err := c.TrailingNext(text)
	if err != nil || n.At.IsZero() || words == "" {
		return nil
	}
	next := strings.Trim(strings.TrimPrefix(text, words), " ,;.")
	return fault.Errorf(fault.Invalid, "Nothing was sent or changed: “%s” would be part of the words that the client reads. Type the words without it. When they hear next is said with the text itself, or by %s alone.", next, next).
		Offering(fault.Ready{Line: strings.TrimSpace(about + " " + verb + " " + words), Label: "Without it"})
}
