// Package secret finds passwords and keys in a text: those that give themselves
// away by their form, and those of which the text says that they are one; and what
// else shows our insides by its form.
package secret

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"candor/incident/plain"
)

// shape is a kind of secret that gives itself away by its form.
type shape struct {
	signs string // parted by spaces: without one of them there is nothing to look for
	form  string
	digit bool // only with a digit in it: otherwise it may be a word
	*regexp.Regexp
}

var shapes = sync.OnceValue(func() []shape {
	list := []shape{
		{signs: "AKIA ASIA", form: `\b(?:AKIA|ASIA)[0-9A-Z]{12,}`}, // AWS
		{signs: "ghp_ gho_ ghu_ ghs_ ghr_ github_pat_", form: `\bgh[pousr]_[A-Za-z0-9]{10,}|\bgithub_pat_[A-Za-z0-9_]{10,}`},
		{signs: "gl", form: `\bgl(?:pat|ptt|dt|rt|soat|ft|cbt)-[A-Za-z0-9_-]{8,}`},                       // GitLab
		{signs: "xox xapp-", form: `\bxox[a-z](?:\.xox[a-z])?-[A-Za-z0-9-]{8,}|\bxapp-[A-Za-z0-9-]{8,}`}, // Slack
		{signs: "ooks.slack HOOKS.SLACK", form: `(?i)\bhooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers)/[A-Za-z0-9/_+-]{6,}`},
		{signs: "sk_ rk_", form: `\b(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{4,}`},                  // Stripe
		{signs: "whsec_", form: `\bwhsec_[A-Za-z0-9+/=_-]{6,}`},                                // signed webhooks
		{signs: "sk-", form: `\bsk-[A-Za-z0-9_-]{16,}`, digit: true},                           // AI services
		{signs: "AIza ya29", form: `\bAIza[A-Za-z0-9_-]{20,}|\bya29\.[A-Za-z0-9_-]{16,}`},      // Google
		{signs: "SG.", form: `\bSG\.[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]{10,})?`, digit: true}, // SendGrid
		{signs: "npm_ pypi- dop_v1", form: `\bnpm_[A-Za-z0-9]{30,}|\bpypi-[A-Za-z0-9_-]{16,}|\bdop_v1_[a-f0-9]{16,}`},
		{signs: "hf_ dckr_pat_ hvs. AGE-SECRET-KEY-", form: `\bhf_[A-Za-z0-9]{20,}|\bdckr_pat_[A-Za-z0-9_-]{10,}|\bhvs\.[A-Za-z0-9_-]{16,}|\bAGE-SECRET-KEY-1[A-Z0-9]{16,}`},
		{signs: "shp sq0 key-", form: `\bshp(?:at|ca|pa|ss)_[a-f0-9]{16,}|\bsq0(?:atp|csp)-[A-Za-z0-9_-]{16,}|\bkey-[a-f0-9]{32}\b`}, // Shopify, Square, Mailgun
		{signs: "eyJ", form: `\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?`},                                       // JWT
		{signs: "BEGIN", form: `-----\s?BEGIN [A-Z0-9 ]*PRIVATE KEY[A-Z ]*-----`},                                                    // PEM
		{signs: "://", form: `(?i)\b[a-z][a-z0-9+.-]*://[^\s/@:]*:[^\s/@]+@\S+`},                                                     // a password in an address
		{signs: " -u", form: `\bcurl\b[^\n]*?\s-u\s*[^\s:/]+:[^\s/]\S*`},                                                             // a password in a command
		{signs: " -p", form: `\b(?:mysql(?:dump|admin)?\b[^\n]*?\s-p|sshpass\s+-p\s*)\S{3,}`},                                        // likewise
		{signs: "earer EARER", form: `(?i)\bbearer\s+[A-Za-z0-9._~+/=-]{16,}`, digit: true},                                          // HTTP
		{signs: "uthorization UTHORIZATION", form: `(?i)\bauthorization["']?\s*[:=]\s*["']?(?:basic|bearer|token)\s+[A-Za-z0-9._~+/=-]{6,}`},
	}
	for i := range list {
		list[i].Regexp = regexp.MustCompile(list[i].form)
	}
	return list
})

// label is how people and settings name a secret: password, DB_PASSWORD, api key.
const label = `(?:pass[ _-]?words?|passwd|pwd|pw|pass[ _-]?(?:phrase|code)s?|(?:[a-z]+[ _-]?)?tokens?|` +
	`(?:api|access|account|storage|shared|consumer|server|secret|private|auth|encryption|signing|license|licence|master)[ _-]?(?:access[ _-]?)?keys?|` +
	`apikeys?|(?:client|app|shared|webhook)?[ _-]?secrets?|credentials?)`

// code is what opens a door or a sign-in and may have no letters; an error, a country
// and a discount have codes as well.
const code = `pin(?:[ -]?codes?)?|puk|otp|(?:2fa|mfa|two-factor|recovery|access|log-?in|sign-?in|door|gate|alarm|security|verification|one-time|unlock|entry|safe)[ -]codes?` +
	`|codes? (?:for|of|to) the (?:door|gate|alarm|safe|entrance|office)`

// labels are parts of which a label of a secret has one; without them there is
// nothing to look for.
var labels = []string{"pass", "pwd", "pw", "token", "key", "secret", "credential", "pin", "puk", "otp", "code", "login", "log in", "logged in", "sign in", "signed in", "kennwort", "contrase", "senha", "wachtwoord", "admin", "root", "postgres"}

var (
	// named finds "password is …", "the token for the export: …", "API_KEY=…".
	named = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)(` + label + `)["'”’` + "`" + `]*(?:\s+\([^)\n]{1,40}\)|\s+(?:for|of|on|to)\s+[^.:=\n]{1,40}?)?` +
			`\s*(:=|=>|==?|:|\b(?:is|was|are|were)\b)\s*:?\s*`)
	})
	// beside finds a value that only stands beside its label: "use password
	// Winter2026", "the PIN 4821", in other languages too.
	beside = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)\b(` + label + `|` + code + `|pass|pass(?:wort|code)|kennwort|mot de passe|contrase[nñ]a|senha|wachtwoord)\b["'”’]*` +
			`(?:\s+(?:has been|will be|must be|was|is|to|ist|est|es|set|changed|reset|back)\b)*\s*(?::=|=>|=|:)?\s*`)
	})
	// distant finds a value that a few words part from its label: "the PIN for the
	// door is 4821", "the password until tonight: kX9-77qa".
	distant = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)\b(?:(` + code + `)|` + label + `)\b` +
			`[^.:=\n]{0,60}?\s*(?::|=|\bis\b|\bwas\b)\s*`)
	})
	// ahead finds a value that stands before its label: "enter Winter#26 as the password".
	ahead = lazily(`(?i)(\S{4,60}) (?:as (?:the|your|a|our|its) (?:new |old )?` + label + `\b|is (?:the|your|our|its) (?:new |old )?` + label + `(?:[.,;!)]|\s*$|\s+(?:for|of|to)\b))`)
	// pair finds the second half of a login: "login: dana / Blue77x".
	pair = lazily(`(?i)\b(?:credentials(?: of \S+)?|(?:log-?in|sign-?in|credentials|access|account)\b[^:=\n]{0,20}(?:[:=]|\b(?:is|are|was)\b)|(?:log|sign)(?:ged)? ?in (?:with|as|using)) ?\S+ ?(?:/|\||,|and) ?(\S{4,60})`)
	// user finds what stands behind the name of somebody who may do everything: "admin /
	// S3cr3t!x", "root:hunter2"; a page below /admin is none.
	user = lazily(`(?i)(?:^|[\s("'“])(?:admin|administrator|root|postgres)(?:( ?/ ?| )|:)([^\s/][^\s/]{3,60})`)
)

// Secret is where a secret stands in a text, in bytes, and how it may be shown.
type Secret struct {
	From, To int
	Cut      string // its beginning
}

// wording finds what people write about a secret, and judges the value there.
type wording struct {
	form  func() *regexp.Regexp
	group int // of the form, in which the value begins; 0 for what follows the form
	value func(m match, rest string) (v string, is bool)
}

// wordings in the order of their certainty: where two find a value in one place,
// the first is reported.
var wordings = []wording{
	{form: named, value: func(m match, rest string) (string, bool) { return isNamed(m.part(1), m.part(2), rest) }},
	{form: distant, value: func(m match, rest string) (string, bool) {
		v, _ := firstValue(rest)
		isCode := m.part(1) != "" // only a code has no letters
		return v, isMachineMade(v) && (isCode || !number().MatchString(v)) && !isMeasure(v, rest)
	}},
	{form: ahead, group: 1, value: madeWithLetters},
	{form: pair, group: 1, value: madeWithLetters},
	{form: user, group: 2, value: func(m match, rest string) (string, bool) {
		v, is := madeWithLetters(m, rest)
		parted := m.at[2] >= 0 // a colon alone parts the two for machines only
		return v, is && (!parted || strings.ContainsAny(v, "!#$%^&*+=~") && strings.ContainsFunc(v, unicode.IsDigit))
	}},
	{form: beside, value: func(m match, rest string) (string, bool) {
		v, _ := firstValue(rest)
		return v, isMachineMade(v) && oddSign().MatchString(v) && !isCount(m.part(1), v)
	}},
}

func madeWithLetters(_ match, rest string) (string, bool) {
	v, _ := firstValue(rest)
	return v, isMachineMade(v) && !number().MatchString(v)
}

// match is where a form was found in a text.
type match struct {
	text string
	at   []int
}

// part is group n of the form; "" if it has no part in the match.
func (m match) part(n int) string {
	if from := m.at[2*n]; from >= 0 {
		return m.text[from:m.at[2*n+1]]
	}
	return ""
}

// secrets are those found so far. No two of them overlap.
type secrets []Secret

// add notes a secret, of which so many characters may be shown.
func (list *secrets) add(from int, v string, show int) {
	s := Secret{from, from + len(v), hint(v, show)}
	for _, have := range *list {
		if s.From < have.To && have.From < s.To {
			return
		}
	}
	*list = append(*list, s)
}

// Find returns the secrets in a text, those that show by their form first.
func Find(text string) []Secret {
	var list secrets
	list.shaped(text)
	for _, near := range labelled(text) {
		made := slices.ContainsFunc(strings.Fields(text[near.from:near.to]), mayBeMade)
		for i, w := range wordings {
			if i == 0 || made { // all but the first look for what no word looks like
				list.worded(text, near, w)
			}
		}
	}
	return list
}

// stretch is a part of a text, in bytes.
type stretch struct{ from, to int }

// below is how many lines behind that of a label may hold what is said there, beside
// empty ones.
const below = 2

// labelled are the lines of a text in which a wording may stand: those with a part of a
// label and those below. A long text about something else has few.
func labelled(text string) (list []stretch) {
	at, open := 0, 0
	for line := range strings.Lines(text) {
		from, low := at, strings.ToLower(line)
		at += len(line)
		last := len(list) - 1
		switch has := slices.ContainsFunc(labels, func(l string) bool { return strings.Contains(low, l) }); {
		case has && (last < 0 || list[last].to < from):
			list, open = append(list, stretch{max(0, from-1), at}), below
		case has:
			list[last].to, open = at, below
		case open > 0:
			list[last].to = at
			if strings.TrimSpace(line) != "" {
				open--
			}
		}
	}
	return list
}

// shaped adds those that give themselves away by their form.
func (list *secrets) shaped(text string) {
	for _, s := range shapes() {
		if !containsAny(text, s.signs) {
			continue
		}
		for _, at := range s.FindAllStringIndex(text, mostSecrets) {
			if v := text[at[0]:at[1]]; !s.digit || strings.ContainsFunc(v, unicode.IsDigit) {
				list.add(at[0], v, 4)
			}
		}
	}
}

// worded adds those of which a text says that they are one.
func (list *secrets) worded(text string, near stretch, w wording) {
	part := text[near.from:near.to]
	for _, at := range w.form().FindAllStringSubmatchIndex(part, -1) {
		if len(*list) >= mostSecrets {
			return
		}
		from, rest := at[1], head(text[near.from+at[1]:])
		if w.group > 0 {
			from, rest = at[2*w.group], part[at[2*w.group]:at[2*w.group+1]]
		}
		if v, is := w.value(match{part, at}, rest); is {
			list.add(near.from+from+max(0, strings.Index(rest, v)), v, min(4, len(v)/4))
		}
	}
}

// mostSecrets bounds what is reported of one text; the rest shows when these are out.
const mostSecrets = 10

// head is as much of a text as a secret and what is said about it may take.
func head(s string) string {
	if len(s) <= 240 {
		return s
	}
	return strings.ToValidUTF8(s[:240], "")
}

func containsAny(text, signs string) bool {
	for sign := range strings.FieldsSeq(signs) {
		if strings.Contains(text, sign) {
			return true
		}
	}
	return false
}

// hint is the beginning of a secret: enough to find it in one's own text.
func hint(s string, n int) string {
	r := []rune(s)
	return string(r[:min(n, len(r))]) + "…"
}

// adverbs stand between "is" and the value and say nothing about it.
var adverbs = []string{"now", "currently", "still", "just", "temporarily", "simply", "again"}

// isNamed judges what follows "the password is": a secret, or more words about it.
func isNamed(name, sep, rest string) (string, bool) {
	v, quoted := firstValue(rest)
	for slices.Contains(adverbs, strings.ToLower(v)) {
		_, rest, _ = strings.Cut(strings.TrimLeft(rest, " "), v)
		v, quoted = firstValue(strings.TrimLeft(rest, " :="))
	}
	switch {
	case isPlaceholder(v) || isCount(name, v) || isMeasure(v, rest) || chained().MatchString(rest):
		return "", false
	case quoted, isMachineMade(v):
		return v, true
	case strings.Contains(sep, "="):
		return v, utf8.RuneCountInString(v) >= 3
	}
	return v, utf8.RuneCountInString(v) >= 3 && !isProse(v, sep)
}

// firstValue returns the first word of a text without the signs around it, and
// whether it stands in quotes.
func firstValue(rest string) (v string, quoted bool) {
	rest = strings.TrimLeft(rest, " \t\n*_")
	for open, shut := range map[string]string{`"`: `"`, "'": "'", "`": "`", "“": "”", "‘": "’", "„": "“", "«": "»"} {
		if inner, ok := strings.CutPrefix(rest, open); ok {
			if v, _, ok := strings.Cut(inner, shut); ok && v != "" && utf8.RuneCountInString(v) <= 80 {
				return v, !strings.Contains(v, " ") && len(v) >= 3
			}
		}
	}
	v, _, _ = strings.Cut(strings.ReplaceAll(rest, "\n", " "), " ")
	return strings.TrimRight(strings.Trim(v, `"'”“’()[]<>*_`+"`"), ".,;:)"), false
}

var (
	address    = lazily(`(?i)^(?:https?://\S+|[^\s@]+@[^\s@]+\.[a-z]{2,})$`)
	clockOrDay = lazily(`^\d{1,2}[:.]\d{2}(?:[:.]\d{2})?$|^\d{4}-\d{2}-\d{2}$|^\d{1,2}[./]\d{1,2}[./]\d{2,4}$`)
	somebody   = lazily(`^@\p{L}[\p{L}._-]*\d?$|^<@[A-Z0-9]+`)                                         // who has it, or is to
	oddSign    = lazily(`^[^vV].*[0-9]|^[vV][^0-9].*[0-9]|^[vV][0-9]+[^0-9.]|^[0-9]|[!@#$%^&*+=~|\\]`) // neither a name such as PayPal nor v2.1
	hidden     = lazily(`^[*•.…xX_#?-]*$`)
	unit       = lazily(`(?i)^\S+\s+(?:characters?|digits?|letters?|signs?|words?|minutes?|hours?|days?|weeks?|months?|years?|times?|users?|accounts?|of|per ?cent|%)`)
	number     = lazily(`^[\d,.]+%?$`)
	chained    = lazily(`^[a-z]+: [a-z]+ `) // one fault behind the other: “credentials: exec: program not found”
)

func lazily(form string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(form) })
}

// isPlaceholder says whether the value stands for a secret, or leads to where it is.
func isPlaceholder(v string) bool {
	return v == "" || hidden().MatchString(v) || somebody().MatchString(v) || address().MatchString(v) || clockOrDay().MatchString(v) || strings.ContainsAny(v, "{}")
}

// isCount says whether a number counts the secrets: "API keys: 1200".
func isCount(name, v string) bool {
	return number().MatchString(v) && (strings.HasSuffix(strings.ToLower(name), "s") || len(v) < 4)
}

// isMeasure says whether a number measures something: "the password is 12 characters long".
func isMeasure(v, rest string) bool {
	return number().MatchString(v) && unit().MatchString(strings.TrimLeft(rest, " "))
}

// isMachineMade says whether no word of a language looks like this: letters
// with digits, signs in the middle, capitals inside, or a long number.
func isMachineMade(v string) bool {
	if isPlaceholder(v) || utf8.RuneCountInString(v) < 4 {
		return false
	}
	if strings.ContainsFunc(v, unicode.IsDigit) || hasCapitalInside(v) {
		return true
	}
	return hasOddSign(v) && strings.ContainsFunc(v, unicode.IsLetter)
}

// mayBeMade lets through what holds a value that is made by a machine.
func mayBeMade(run string) bool {
	return strings.ContainsFunc(run, unicode.IsDigit) || strings.ContainsAny(run, oddSigns+"?_") || strings.ContainsFunc(run[1:], unicode.IsUpper)
}

// hasCapitalInside says whether a word, not all of it in capitals, has one after
// its first letter; Mon/Tue and Jean-Luc are two words.
func hasCapitalInside(v string) bool {
	if strings.ToUpper(v) == v || strings.ContainsAny(v, "-/") {
		return false
	}
	_, size := utf8.DecodeRuneInString(v)
	return strings.ContainsFunc(v[size:], unicode.IsUpper)
}

// hasOddSign says whether a value has a sign that words do not have. A question
// mark ends many words, and _ stands around those that are stressed.
func hasOddSign(v string) bool {
	return strings.ContainsAny(v, oddSigns) || strings.ContainsAny(v[1:len(v)-1], "?_")
}

const oddSigns = `!@#$%^&*+=~|\`

// isProse says whether a plain word goes on about the secret: "is no longer
// valid", ": please use the link". Any other plain word may be a password.
func isProse(v, sep string) bool {
	w := strings.ToLower(strings.NewReplacer("’", "'").Replace(v))
	w = strings.TrimSuffix(w, "'s")
	if base, _, ok := strings.Cut(w, "-"); ok && !prose[w] { // up-to-date, case-sensitive
		return prose[base] || strings.HasSuffix(w, "ed") || strings.HasSuffix(w, "ive")
	}
	switch sep = strings.ToLower(sep); {
	case prose[w], strings.HasSuffix(w, "n't"), sep == "are", sep == "were": // nobody lists passwords in prose
		return true
	case len(w) > 4 && (strings.HasSuffix(w, "ed") || strings.HasSuffix(w, "ly")):
		return true
	}
	return sep != ":" && len(w) > 5 && (strings.HasSuffix(w, "ing") || strings.HasSuffix(w, "able") || strings.HasSuffix(w, "ible"))
}

// prose lists words that begin what is said about a secret and are too common
// to be one.
var prose = plain.Set(`a about above active affected after again all already also always an and another any anything as ask at available
	back bad be because been before being below best better between blank both bound broken but by
	call can cannot case change changes check choose clear click complex confidential contact correct could critical crucial current
	dead different difficult do does done due each easy either empty enough enter essential every everything exactly expired
	fine first follow following follows for found free fresh from full get given going gone good
	handed handy hard has have having held here hers hidden his how i identical if important impossible in inactive incorrect inside intact
	invalid is it its just kept key known last later less let likely live local long look lost
	made make mandatory may maybe mine missing more most much must my
	necessary need needs neither never new next no nobody none nor not nothing null
	obsolete of off offline ok okay old on once one online only open optional or other otherwise our ours out outside over own
	part perfectly perhaps permanent please plain possible private probably public put
	random rather read ready required request reset responsible right run safe same secret secure see send sensitive sent separate set shown short
	should simple since so some somebody someone something soon spread stale still stolen strong subject such taken tell temporary than that the their
	theirs them then there these they this those three through thus to too true two
	unaffected unavailable unchanged unclear under unique unknown unlikely unsafe until up use useless valid very via visible void
	weak we were what when where which while who why will with within without working worthless would write written wrong yes yet you your yours
	accurate big chosen common early easier exact fast forgotten foreign harder high large late longer low newer older outdated quick rare shorter slow small
	seen sound stronger technical trivial typical used usual visible weaker wide withdrawn zero redacted removed null nil todo tbd undefined empty password passwords token tokens`)
