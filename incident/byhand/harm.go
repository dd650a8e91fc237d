package byhand

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"candor/incident/facts"
	"candor/incident/phrase"
)

// Claims are answers as somebody put them into words for a client, whatever is recorded.
type Claims map[facts.Question]facts.Answer

// Sorted lists what they are about, in the order of the questions.
func (c Claims) Sorted() []facts.Question {
	return slices.DeleteFunc(slices.Clone(facts.Questions), func(q facts.Question) bool { return c[q] == "" })
}

// Add adds claims to those that are kept; both stay as they are.
func (c Claims) Add(more Claims) Claims {
	all := Claims{}
	maps.Copy(all, c)
	maps.Copy(all, more)
	return all
}

// Bad adds those of some claims that are bad news, or may be where nothing worse is kept, to those that
// are; both stay as they are.
func (c Claims) Bad(more Claims) Claims {
	for q, a := range more {
		if facts.Bad(q, a) || mayBe(q, a) && c[q] == "" {
			c = c.Add(Claims{q: a})
		}
	}
	return c
}

// mayBe says whether a claim is that nobody knows whether there is bad news of which there is a text of its own.
func mayBe(q facts.Question, a facts.Answer) bool {
	return a == facts.DontKnow && facts.Grave(q, facts.Yes)
}

// Open says whether claims speak of bad news for which there is a text of its own, and nobody has
// answered it, nor do they know that it is not so.
func (c Claims) Open(knows map[facts.Question]facts.Answer, f *facts.Facts) bool {
	for _, q := range facts.Questions {
		a := c[q]
		known := facts.Grave(q, knows[q]) || (facts.Grave(q, a) || mayBe(q, a)) && (knows[q] == "" || knows[q] == facts.DontKnow)
		if is := f.Answer(q); known && (is == "" || is == facts.DontKnow) {
			return true
		}
	}
	return false
}

var (
	// back are words that data has come back, or part of it; toCome those before and among them by which it has not.
	back   = regexp.MustCompile(`(?i)\b(` + things + `|everything|all of (it|them)|half|part|most)\b.{0,60}?\b(is|are|was|were|has been|have been) (all |also |now |both |already )*(back|restored|recovered|brought back)\b`)
	toCome = regexp.MustCompile(`(?i)\b(may|might|could|if|whether|perhaps|possibly|probably|when|once|before|as soon as|until (the|your|all|they|it|we))\b`)
)

// SaysBack says whether words say that data, or part of it, has come back.
func SaysBack(text string) bool {
	return slices.ContainsFunc(sentences.Split(phrase.NoMay(text), -1), func(sentence string) bool {
		m := back.FindStringIndex(sentence)
		return m != nil && !toCome.MatchString(sentence[:m[1]]) && !slices.ContainsFunc(word.FindAllString(strings.ToLower(sentence[:m[1]]), -1), phrase.Denies)
	})
}

// That says a claim in words that follow “that”.
func That(q facts.Question, a facts.Answer) string {
	switch {
	case q == facts.Recoverable && a == facts.Yes:
		return "all of the lost data can be recovered"
	case q == facts.Recoverable && a == facts.No:
		return "none of the lost data can be recovered"
	case a == facts.No:
		return facts.None(q)
	}
	return facts.That(q, a, false)
}

const (
	things = phrase.Things
	// weDeleted is how a sentence says who lost it: we, a person, or something of ours that ran.
	weDeleted = `\b((I|we|you|they)( have| had|['’]ve)? (also |now |just )?(lost|deleted|overwrote|overwritten|wiped|destroyed)|(somebody|someone|(an?|the|our|last night['’]s) [\w-]+( of (ours|mine))?)( has| had)? (also |now |just )?(deleted|overwrote|overwritten|wiped|destroyed)) `
	isGone    = `(is|are|was|were|has been|have been|got|went) (all |also |now |both |permanently )*(lost|gone|deleted|destroyed|wiped|overwritten)\b`
)

// noHarm are words that there is no such harm, as people put it.
var noHarm = map[facts.Question]*regexp.Regexp{
	facts.DataLost: regexp.MustCompile(`(?i)\b(no|none|not any) (of (the|your|their) )?(data|orders?|files?|customers?|accounts?|mails?|bookings?|records?)\b.*\b(lost|gone|missing|deleted)\b|\b(nothing|none( of it)?) (is|was|has been|got|went) (lost|gone|missing|deleted)\b|\b(data|orders|files|bookings|records|accounts|everything|all)( (of|from|since) [^,;]{1,30}?)? (is|are|was|were) (all )?(safe|complete|still there|intact)\b|\b(did not|didn['’]t|have not|haven['’]t) lo(se|st) (any|anything|a single)\b|\bno (data )?loss\b|\bdata (is|was|has been)( not|n['’]t) (lost|gone)\b`),
	facts.Intruder: regexp.MustCompile(`(?i)\b(nobody|no[ -]?one|not anybody) (else )?(got|has got|has gotten|broke|came|was|has been|could get) in(side)?\b|\b(not|wasn['’]t|never) (been )?(hacked|broken into|attacked)\b|\bno (sign of an? |)(break-?in|intruder|intrusion|attack(er)?|hack(er)?|access from outside)\b|\bno sign that any(one|body) got in\b`),
	facts.Personal: regexp.MustCompile(`(?i)\bno (personal|customer|private) (data|details|information)\b|\b(personal|customer) (data|details) (is|are|was|were)( not|n['’]t) (affected|touched|concerned|involved|exposed|seen)\b`),
}

// harms are words that there is, with the answer that they are.
var harms = []struct {
	about  facts.Question
	answer facts.Answer
	words  *regexp.Regexp
	denies bool // by those words themselves
}{
	{facts.DataLost, facts.Yes, regexp.MustCompile(`(?i)\b(` + things + `|everything|all of (it|them))\b.{0,60}?\b` + isGone + `|` + weDeleted + `.{0,40}?\b` + things + `\b|\b(` + things + `|everything) (after|since|from) .{0,40}?\b(is|are|was|were|has been|have been) (rolled back|reverted|undone)\b|\bdata loss\b`), false},
	{facts.DataLost, facts.Yes, regexp.MustCompile(`(?i)\b(I|we) (cannot|can['’]t|could not|couldn['’]t|do not|don['’]t) find ((any|some|all|most|half) of )?((the|your|their) )?` + things + `\b`), true},
	{facts.SpareCopy, facts.CopyFailed, regexp.MustCompile(`(?i)\bbackups? (does not|doesn['’]t|did not|didn['’]t|do not|don['’]t|cannot|can['’]t) (work|be (used|read|restored))|\bbackups? (is|was|are|were|has been|have been) (all |also |both )*(broken|unusable|empty|damaged|useless|corrupt(ed)?|overwritten|deleted|lost|gone|encrypted)\b`), true},
	{facts.SpareCopy, facts.NoCopy, regexp.MustCompile(`(?i)\b(there (is|was|are|were|has been)|we (have|had|made)) (no|never a|not a) (tested |working |usable |other |spare )?(back-?ups?|spare cop(y|ies)|cop(y|ies) of (it|the data|your data))\b|\bno back-?ups?\b`), true},
	{facts.Intruder, facts.Confirmed, regexp.MustCompile(`(?i)\b(somebody|someone|(an? |the )?(attackers?|intruders?|hackers?|strangers?|outsiders?)) (has |have |had )?(got|gotten|broke|broken|came|come|been|was|were|hacked) (in|into|inside|your|the|us)\b|\b(was|were|been|got) (hacked|broken into|breached|compromised)\b`), false},
	{facts.Personal, facts.Yes, regexp.MustCompile(`(?i)\b(personal|private|customers?['’]?|names|address(es)?|card( number)?s?|passwords?)\b.{0,40}?\b(is|are|was|were|has been|have been|got) (all |also )?(copied|stolen|leaked|exposed|published|taken|downloaded|affected)\b|` + strayed), false},
}

// strayed are words that what is of people reached others.
const strayed = `\b` + ofPeople + `\b.{0,60}?\b(went|(was|were|has been|have been|got) (also |now )?(sent|mailed|e-mailed|shown|given)) (out )?to\b|\b(sent|mailed|e-mailed|showed|gave) .{0,60}?\b` + ofPeople + `\b.{0,60}? to\b`

// ofPeople are words for it that mean little else.
const ofPeople = `(personal data|names|(postal |e-?mail |home )?addresses|(card|phone|account|passport) numbers|bank details|passwords|dates of birth|medical records|salaries)`

var (
	sentences = regexp.MustCompile(`[.!?…]+(?:\s+|$)|\n+`)
	turns     = regexp.MustCompile(`(?i)[,;:]|\b(and|or|but|while)\b`)
	word      = regexp.MustCompile(`[\p{L}'’]+`)
	unsure    = regexp.MustCompile(`(?i)\b(may|might|could|if|whether|perhaps|possibl[ey]|probably|unsure|suspect\w*|suspicion|assume|afraid|fear|looks? like|seems?|unclear|until|unless)\b`)
)

// allows are words that they can do again what they were asked not to.
var allows = regexp.MustCompile(`(?i)\b(you|everybody|everyone|your (staff|team|customers)) (can|may) (now |all )?(?:\pL+ ){1,6}(again|now|as usual|as before)\b|\bit is safe to\b`)

// Allows says whether words allow them something again.
func Allows(text string) bool {
	return slices.ContainsFunc(sentences.Split(text, -1), func(sentence string) bool {
		return allows.MatchString(sentence) && !onlyIf.MatchString(sentence) && !slices.ContainsFunc(word.FindAllString(strings.ToLower(sentence), -1), phrase.Denies)
	})
}

// ClaimsIn are the claims that words make, as far as they are plain, and what they say may be: what is
// only asked, or would be, is none, nor is what a sentence denies. Of two sentences the one about harm
// counts, before one that it may be the one that there is none. It guesses, and a person says whether it
// is so.
func ClaimsIn(text string) Claims { return maps.Clone(claimsIn.of(text)) }

var claimsIn = remembered{read: readClaims}

func readClaims(text string) Claims {
	claims, open, none := Claims{}, Claims{}, Claims{}
	for _, sentence := range sentences.Split(phrase.NoMay(text), -1) {
		denied := Claims{}
		for q, words := range noHarm {
			if words.MatchString(sentence) {
				denied[q] = facts.No
			}
		}
		for _, h := range harms {
			if claims[h.about]+denied[h.about] == "" && says(sentence, h.words, h.denies) {
				claims[h.about] = h.answer
			}
		}
		if a := returnIn(sentence); a != "" && claims[facts.Recoverable] != facts.No {
			claims[facts.Recoverable] = a
		}
		for q, a := range openIn(sentence) {
			if denied[q] == "" {
				open[q] = a
			}
		}
		none = none.Add(denied)
	}
	return open.Add(none).Add(claims)
}

// says says whether a sentence says so plainly, in the part of it that does.
func says(sentence string, words *regexp.Regexp, denying bool) bool {
	part := partOf(sentence, words)
	return part != "" && !unsure.MatchString(part) && (denying || !denies(part))
}

// partOf is the part of a sentence in which it says something, in small letters, to the end of the words
// that say it; "" where it does not.
func partOf(sentence string, words *regexp.Regexp) string {
	m := words.FindStringIndex(sentence)
	if m == nil {
		return ""
	}
	begin := 0
	for _, turn := range turns.FindAllStringIndex(sentence[:m[0]], -1) {
		begin = turn[1]
	}
	return strings.ToLower(strings.ReplaceAll(sentence[begin:m[1]], "’", "'"))
}

// denies says whether a part of a sentence, in small letters, denies what it says.
func denies(part string) bool {
	return slices.ContainsFunc(word.FindAllString(part, -1), phrase.Denies)
}
