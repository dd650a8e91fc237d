package phrase

import (
	"regexp"
	"slices"
	"strings"
)

// Things is the pattern of what clients have with us that can be gone, in their words and in ours.
const Things = `(data|orders?|files?|customers?|accounts?|e?-?mails?|bookings?|records?|reservations?|invoices?|payments?|documents?|photos?|pictures?|images?|uploads?|messages?|products?|appointments?|entries|lists?)`

const (
	belongings = `(` + Things + `|everything|all of (it|them)|half of (it|them))`
	strangers  = `(some ?(body|one)( else)?|(an? |the )?(strangers?|hackers?|attackers?|intruders?|thie(f|ves)|other (people|customers?|shops?|compan(y|ies))))`
)

// harmed are words of clients that something of theirs is gone, that somebody is in who should not
// be, that others see what is not for them, or that their customers paid for our fault.
var harmed = []*regexp.Regexp{
	regexp.MustCompile(`(?i)\b` + belongings + `\b.{0,60}?\b(missing|gone|lost|disappeared|vanished|deleted|wiped|erased|overwritten|no longer there|not there( any ?more)?|mixed up)\b`),
	regexp.MustCompile(`(?i)\b(missing|lost|deleted|wiped|erased) .{0,30}?\b` + belongings + `\b`),
	regexp.MustCompile(`(?i)\b` + strangers + ` (has |have |had |is |was |got |is now )*(logged|signed|got|gotten|broken?|broke|came|come|been) (in(to|side)?\b|on\b|as (me|us)\b)`),
	regexp.MustCompile(`(?i)\b` + strangers + ` .{0,30}?\b(used|ordered|bought|paid|took|stole|changed|sees?|saw|has access|had access|reads?)\b`),
	regexp.MustCompile(`(?i)\b(hacked|breached|broken into|compromised|stolen|leaked|ransom\w*|encrypted by)\b`),
	regexp.MustCompile(`(?i)\b(sees?|seeing|saw|gets?|got|getting|received?|shows?|shown) .{0,40}?\b((some ?(body|one) else|each other|another (customer|person|user|client|shop)|other (customers|people|users|clients|shops))['’]?s?|strangers['’]?) .{0,30}?\b(` + belongings + `|details|names?|address(es)?|cards?|baskets?|pages?)\b`),
	regexp.MustCompile(`(?i)\b(charged|billed|paid|debited|booked|sent) (twice|double|two times|three times|again and again)\b|\bdouble[- ](charg|bill|book|pay)\w*`),
}

// Harm is the sentence in which somebody at a client writes that harm came to them; "" where none does. What
// it denies is none. It guesses: whoever is asked by it reads the words.
func Harm(text string) string {
	for _, sentence := range stop.Split(text, -1) {
		for _, words := range harmed {
			m := words.FindStringIndex(sentence)
			if m != nil && !slices.ContainsFunc(content.FindAllString(strings.ToLower(strings.ReplaceAll(sentence[:m[1]], "’", "'")), -1), Denies) {
				return strings.TrimSpace(sentence)
			}
		}
	}
	return ""
}
