package mailbox

import (
	"html"
	"strings"
)

var (
	unseen     = lazily(`(?is)<(head|style|script|title)\b.*?</(head|style|script|title)>|<!--.*?-->`)
	blockquote = lazily(`(?i)<blockquote\b`)
	wrap       = lazily(`(?i)^<div[^>]*class="?[^">]*(gmail_quote|yahoo_quoted)`)
	quote      = lazily(`(?i)^<blockquote\b|^<div[^>]*class="?[^">]*(gmail_quote|yahoo_quoted|moz-cite-prefix)`)
	quotesRest = lazily(`(?i)^<div[^>]*id="?(divRplyFwdMsg|appendonsend)`)
	cellEnds   = lazily(`(?i)</t[dh]>`)
	lineEnds   = lazily(`(?i)<br\b[^>]*>|</?(p|div|li|tr|h[1-6]|ul|ol|table)\b[^>]*>`)
	anyTag     = lazily(`<[^<>]*>`)
	beginTag   = lazily(`^<([a-zA-Z][a-zA-Z0-9]*)`)
	hides      = lazily(`(?i)\sstyle\s*=[^>]*(display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(\.0*)?(px|pt|em|rem|%)?\s*[;"'!>])|\shidden(\s|=|/?>)`)
)

// plainOf is a text in HTML as it reads, without what it quotes. One that is nothing but a quote
// is read as it is: some write in its place.
func plainOf(s string) string {
	s = shown(unseen().ReplaceAllString(s, ""))
	if own := wordsIn(unquoted(s)); strings.TrimSpace(own) != "" {
		return own
	}
	return wordsIn(s)
}

// wordsIn are the words of a text in HTML, in the lines in which they stand.
func wordsIn(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	s = cellEnds().ReplaceAllString(lineEnds().ReplaceAllString(s, "\n"), " ")
	return strings.ReplaceAll(html.UnescapeString(anyTag().ReplaceAllString(s, "")), "\u00a0", " ")
}

// unquoted is a text in HTML without its quotes: somebody may have written below them, or between
// two, also where a program wraps them and what stands between them into one part more.
func unquoted(s string) string {
	var kept strings.Builder
	tags := anyTag().FindAllStringIndex(s, -1)
	from, wraps := 0, 0
	for i := 0; i < len(tags); i++ {
		tag := s[tags[i][0]:tags[i][1]]
		if !quote().MatchString(tag) && !quotesRest().MatchString(tag) {
			continue
		}
		end := closes(s, tags[i:])
		if end == 0 || quotesRest().MatchString(tag) {
			return kept.String() + s[from:tags[i][0]]
		}
		if wraps < mostWraps && wrap().MatchString(tag) && blockquote().MatchString(s[tags[i][1]:tags[i+end][0]]) {
			wraps++
			continue
		}
		kept.WriteString(s[from:tags[i][0]] + "<br>")
		i += end
		from = tags[i][1]
	}
	return kept.String() + s[from:]
}

// mostWraps is how often what wraps quotes is looked into: each look reads on to its end.
const mostWraps = 10

// shown is a text in HTML without what its style hides: newsletters begin with such a line,
// and nobody who reads the mail sees it.
func shown(s string) string {
	var kept strings.Builder
	tags := anyTag().FindAllStringIndex(s, -1)
	from := 0
	for i := 0; i < len(tags); i++ {
		tag := s[tags[i][0]:tags[i][1]]
		if !hides().MatchString(tag) || beginTag().FindString(tag) == "" {
			continue
		}
		end := closes(s, tags[i:])
		if end == 0 { // all that follows would be hidden: rather too much than nothing
			break
		}
		kept.WriteString(s[from:tags[i][0]])
		i += end
		from = tags[i][1]
	}
	return kept.String() + s[from:]
}

// closes says which of some tags ends the part that the first one begins; 0 if none does.
func closes(s string, tags [][]int) int {
	name := strings.ToLower(beginTag().FindStringSubmatch(s[tags[0][0]:tags[0][1]])[1])
	deep := 0
	for i, at := range tags {
		tag := strings.ToLower(s[at[0]:at[1]])
		switch {
		case strings.HasPrefix(tag, "</"+name) && !letter(tag, len(name)+2):
			deep--
		case strings.HasPrefix(tag, "<"+name) && !letter(tag, len(name)+1):
			deep++
		}
		if deep == 0 {
			return i
		}
	}
	return 0
}

// letter says whether a letter or digit stands at a place: then the name of a tag goes on.
func letter(s string, at int) bool {
	return at < len(s) && (s[at] >= 'a' && s[at] <= 'z' || s[at] >= '0' && s[at] <= '9')
}
