package secret

import (
	"net/url"
	"slices"
	"strings"
	"unicode"

	"candor/incident/plain"
)

// First is the first secret in a text as anybody may have typed it, cut so that it is not
// repeated; "" if there is none.
func First(text string) string {
	s, _ := plain.Fold(text)
	if list := Find(s); len(list) > 0 {
		return list[0].Cut
	}
	return ""
}

// IsLikely says whether something in a text may be a secret: what [First] finds, or a word
// that looks made by a machine, or an address with a key, of which nobody says what it is.
// That is too strict for a text about an incident, which names builds and files; a page
// that is kept for years can have a link to them.
func IsLikely(text string) bool {
	if First(text) != "" || strings.Contains(text, LeftOut) {
		return true
	}
	before := ""
	for _, w := range strings.Fields(text) {
		w = strings.Trim(w, `"'“”‘’().,;<>`+"`")
		if hasKey(w) || isRandom(w) && !slices.Contains(hashed, before) {
			return true
		}
		before = strings.ToLower(strings.TrimRight(w, ":"))
	}
	return false
}

// hashed are words behind which the name of a version stands, which looks like a key.
var hashed = strings.Fields("commit revision checkout revert tag build release version image digest sha sha1 sha256 md5 checksum hash")

// keyed are parts of the names under which an address holds a key.
var keyed = strings.Fields("pass pw token secret key otp sig")

// hasKey says whether whoever has the address has a key with it.
func hasKey(w string) bool {
	u, err := url.Parse(w)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return err != nil && strings.Contains(w, "://")
	}
	for name, values := range u.Query() {
		name = strings.ToLower(name)
		marked := slices.ContainsFunc(keyed, func(k string) bool { return strings.Contains(name, k) })
		if marked && values[0] != "" || isRandom(values[0]) {
			return true
		}
	}
	return u.User != nil
}

// isRandom says whether a word was made by a machine or by somebody who needed a good
// password: long, without a separator that names have, of letters and digits in both cases.
func isRandom(w string) bool {
	if len(w) < 12 || strings.ContainsAny(w, "@/") || strings.Count(w, ".") > 1 {
		return false
	}
	var upper, lower, digit int
	for _, r := range w {
		switch {
		case unicode.IsUpper(r):
			upper++
		case unicode.IsLower(r):
			lower++
		case unicode.IsDigit(r):
			digit++
		}
	}
	hex := strings.Trim(strings.ToLower(w), "0123456789abcdef") == "" && len(w) >= 24 && lower+upper > 2 && digit > 2
	return hex || upper > 0 && lower > 0 && digit > 1
}

// LeftOut stands in a copy of what a client wrote where a secret stood.
const LeftOut = "[a password, left out: read it in their message]"

// Without is what a client wrote with [LeftOut] in the place of each secret that [First] would find.
func Without(text string) string {
	s, back := plain.Fold(text)
	list := Find(s)
	slices.SortFunc(list, func(a, b Secret) int { return b.From - a.From })
	for _, found := range list {
		from, to := found.From, found.To
		if strings.HasPrefix(s[from:], "-----") { // a key goes on below its first line
			_, below, _ := strings.Cut(s[to:], "-----END")
			_, after, _ := strings.Cut(below, "-----")
			to = len(s) - len(after) // where it does not end, there is nothing after it
		}
		if back != nil {
			from, to = back[from], back[to]
		}
		text = text[:from] + LeftOut + text[to:]
	}
	return text
}
