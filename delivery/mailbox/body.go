package mailbox

import (
	"cmp"
	"html"
	"io"
	"strings"

	"github.com/emersion/go-message"
)

// Bounds of what is read of one mail, whatever it holds.
const (
	maxDepth = 20       // of parts in parts
	maxParts = 200      // in all
	maxText  = 64 << 10 // bytes of one text
	maxFiles = 20       // names
)

// body is what stands in a mail.
type body struct {
	plain, html []string
	files       []string
	status      []string // what a mail server says, for programs
	heads       []string // the header of a mail of ours that comes back
	parts       int
}

// read reads a part and what is in it. What cannot be read is left out.
func (b *body) read(e *message.Entity, depth int) {
	if b.parts++; b.parts > maxParts || depth > maxDepth {
		return
	}
	if r := e.MultipartReader(); r != nil {
		for b.parts <= maxParts {
			part, err := r.NextPart()
			if part == nil || err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
				return
			}
			b.read(part, depth+1)
		}
		return
	}
	b.leaf(e)
}

// leaf reads a part that has no parts.
func (b *body) leaf(e *message.Entity) {
	kind, params, err := e.Header.ContentType()
	if err != nil || kind == "" {
		kind = "text/plain"
	}
	kind = strings.ToLower(kind)
	switch kind {
	case "message/delivery-status", "message/global-delivery-status":
		b.status = append(b.status, textOf(e))
		return
	case "message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers":
		b.heads = append(b.heads, textOf(e))
		return
	}
	disposition, names, _ := e.Header.ContentDisposition()
	name := oneLine(cmp.Or(names["filename"], params["name"]))
	switch {
	case strings.EqualFold(disposition, "attachment") || name != "" || !strings.HasPrefix(kind, "text/"):
		if len(b.files) < maxFiles && !strings.EqualFold(disposition, "inline") {
			b.files = append(b.files, cmp.Or(name, kind))
		}
	case kind == "text/html":
		b.html = append(b.html, textOf(e))
	default:
		b.plain = append(b.plain, textOf(e))
	}
}

// textOf is the beginning of a part, in UTF-8; what is in no character set that we know
// becomes question marks.
func textOf(e *message.Entity) string {
	text, _ := io.ReadAll(io.LimitReader(e.Body, maxText)) // what was read before an error is a part of it
	return strings.ToValidUTF8(strings.ReplaceAll(string(text), "\r\n", "\n"), "?")
}

// text is what a mail says, with what it quotes.
func (b *body) text() string {
	if text := strings.Join(b.plain, "\n"); strings.TrimSpace(text) != "" {
		return text
	}
	var texts []string
	for _, h := range b.html {
		texts = append(texts, plainOf(h))
	}
	return strings.Join(texts, "\n")
}

// all is everything that may name a mail of ours.
func (b *body) all() string {
	return strings.Join([]string{strings.Join(b.status, "\n"), strings.Join(b.heads, "\n"), b.text()}, "\n")
}

var (
	unseen   = lazily(`(?is)<(head|style|script|title)\b.*?</(head|style|script|title)>|<!--.*?-->`)
	quotedIn = lazily(`(?is)<blockquote\b|<div[^>]*(class="?[^">]*gmail_quote|id="?(divRplyFwdMsg|appendonsend)|class="?[^">]*(moz-cite-prefix|yahoo_quoted))`)
	lineEnds = lazily(`(?i)<br\b[^>]*>|</?(p|div|li|tr|h[1-6]|ul|ol|table)\b[^>]*>`)
	anyTag   = lazily(`<[^<>]*>`)
)

// plainOf is a text in HTML as it reads, up to what it quotes.
func plainOf(s string) string {
	s = unseen().ReplaceAllString(s, "")
	if at := quotedIn().FindStringIndex(s); at != nil && strings.TrimSpace(anyTag().ReplaceAllString(s[:at[0]], "")) != "" {
		s = s[:at[0]]
	}
	s = strings.Join(strings.Fields(s), " ")
	s = lineEnds().ReplaceAllString(s, "\n")
	return strings.ReplaceAll(html.UnescapeString(anyTag().ReplaceAllString(s, "")), "\u00a0", " ")
}

// theirs is what the writer wrote: without what they quote, and without their signature.
func (b *body) theirs() string {
	var kept []string
	lines := strings.Split(b.text(), "\n")
	for i := 0; i < len(lines); i++ {
		line := strings.TrimRight(lines[i], " \t\r\u00a0")
		switch {
		case lines[i] == "-- " || line == "--", ends(lines[i:]):
			return together(kept)
		case strings.HasPrefix(line, ">"):
			continue
		case introduces(line):
			continue
		case i+1 < len(lines) && startsIntroduction().MatchString(line) && introduces(line+" "+strings.TrimSpace(lines[i+1])):
			i++ // it was broken into two lines
			continue
		}
		kept = append(kept, line)
	}
	return together(kept)
}

var (
	introduction       = lazily(`(?i)^\s*(on|am|le|el|il|op|den)\s.{4,200}(wrote|schrieb|a écrit|escribió|ha scritto|schreef|skrev)(\s.{1,100})?\s*:$`)
	startsIntroduction = lazily(`(?i)^\s*(on|am|le|el|il|op|den)\s`)
	original           = lazily(`(?i)^\s*-{2,}\s*(original message|ursprüngliche nachricht|message d'origine|mensaje original|forwarded message)\s*-{2,}$|^_{20,}$`)
	headOf             = lazily(`(?i)^\*?(from|von|de|da|van)\*?:\s`)
	headNext           = lazily(`(?i)^\*?(sent|date|gesendet|datum|envoyé|enviado|inviato|verzonden|to|an)\*?:\s`)
)

// introduces says whether a line introduces what is quoted: the quoted lines themselves
// are left out one by one, and somebody may have written below them.
func introduces(line string) bool { return introduction().MatchString(line) }

// ends says whether all that follows is quoted, as some programs do it without a mark
// at each line.
func ends(lines []string) bool {
	first := strings.TrimSpace(lines[0])
	if original().MatchString(first) {
		return true
	}
	return headOf().MatchString(first) && len(lines) > 1 && headNext().MatchString(strings.TrimSpace(lines[1]))
}

// together joins lines; of several empty ones, one stays.
func together(lines []string) string {
	var kept []string
	for _, line := range lines {
		if line == "" && (len(kept) == 0 || kept[len(kept)-1] == "") {
			continue
		}
		kept = append(kept, line)
	}
	return strings.TrimSpace(strings.Join(kept, "\n"))
}
