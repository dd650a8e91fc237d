package mailbox

import (
	"cmp"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

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
	sealed      bool // some of it is encrypted, or wrapped in a way that only one program opens
	pressed     bool // a button answered an invitation
	broken      bool // some of it was left out: there is too much of it, or it cannot be decoded
}

// read reads a part and what is in it. What cannot be read is left out.
func (b *body) read(e *message.Entity, depth int) {
	if b.parts++; b.parts > maxParts || depth > maxDepth {
		b.broken = true
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
		b.broken = true
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
		b.status = append(b.status, b.textOf(e))
		return
	case "message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers":
		b.heads = append(b.heads, b.textOf(e))
		return
	}
	b.pressed = b.pressed || kind == "text/calendar" && strings.EqualFold(params["method"], "reply")
	disposition, names, _ := e.Header.ContentDisposition()
	name := oneLine(cmp.Or(names["filename"], params["name"]))
	own := name == "" && !strings.EqualFold(disposition, "attachment")
	switch {
	case own && kind == "text/html":
		b.html = append(b.html, b.textOf(e))
	case own && words[kind]:
		b.plain = append(b.plain, b.textOf(e))
	default:
		b.beside(kind, name, strings.EqualFold(disposition, "inline"))
	}
}

// beside notes a part that is not read: a file, what is sealed, what says the same once more.
func (b *body) beside(kind, name string, shown bool) {
	b.sealed = b.sealed || sealed().MatchString(kind) || strings.EqualFold(name, "winmail.dat")
	if len(b.files) < maxFiles && !shown && !again[kind] {
		b.files = append(b.files, cmp.Or(name, kind))
	}
}

var (
	// words are the kinds of parts that are read as they stand. An answer to an invitation, or a
	// table, is text too, and not what somebody wrote.
	words = map[string]bool{"text/plain": true, "text/markdown": true, "text": true}
	// again are the kinds that say once more what another part says.
	again = map[string]bool{"text/x-amp-html": true, "text/watch-html": true, "text/enriched": true, "text/richtext": true}

	sealed = lazily(`^application/(x-)?pkcs7-mime$|^application/pgp-encrypted$|^application/(vnd\.)?ms-tnef$`)
)

// textOf is the beginning of a part, in UTF-8.
func (b *body) textOf(e *message.Entity) string {
	text, err := io.ReadAll(io.LimitReader(e.Body, maxText)) // what was read before an error is a part of it
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {  // one that only ends early was cut by us
		b.broken = true
	}
	return inUTF8(strings.ReplaceAll(string(text), "\r\n", "\n"))
}

// inUTF8 is a text in UTF-8. Programs that do not say in which characters they write, or say
// it wrongly, mostly write those of Windows; a text of which most is UTF-8 has a fault or two.
func inUTF8(s string) string {
	wide, bad := 0, 0
	for i, r := range s {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD"):
			bad++
		case r >= utf8.RuneSelf:
			wide++
		}
	}
	if bad > wide && message.CharsetReader != nil {
		if r, err := message.CharsetReader("windows-1252", strings.NewReader(s)); err == nil {
			if text, err := io.ReadAll(r); err == nil {
				return string(text)
			}
		}
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}

// text is what a mail says, with what it quotes.
func (b *body) text() string {
	plain := strings.Join(b.plain, "\n")
	if strings.TrimSpace(plain) != "" && (len(plain) > longestExcuse || !excuse().MatchString(plain)) {
		return plain
	}
	var texts []string
	for _, h := range b.html {
		texts = append(texts, plainOf(h))
	}
	return cmp.Or(strings.TrimSpace(strings.Join(texts, "\n")), plain)
}

// excuse is a plain text that only says that the words stand in the HTML beside it.
var excuse = lazily(`(?i)\bhtml\b|\bMIME\b|in (your|a|the) browser`)

const longestExcuse = 300 // bytes

// all is everything that may name a mail of ours.
func (b *body) all() string {
	return strings.Join([]string{strings.Join(b.status, "\n"), strings.Join(b.heads, "\n"), b.text()}, "\n")
}

// theirs is what the writer wrote: without what they quote, and without their signature.
func (b *body) theirs() string {
	var kept []string
	lines := strings.Split(spaces.Replace(b.text()), "\n")
	for i := 0; i < len(lines); i++ {
		line := strings.TrimRight(lines[i], " \t\r")
		switch {
		case lines[i] == "-- " || line == "--", ends(lines[i:]):
			return together(kept)
		case strings.HasPrefix(line, ">"):
			continue
		case introduces(line):
			continue
		}
		if n := brokenIntroduction(lines[i:]); n > 0 {
			i += n
			continue
		}
		kept = append(kept, line)
	}
	return together(kept)
}

var (
	introduction       = lazily(`(?i)^\s*(on|am|le|el|il|op|den|em)\s.{4,200}(wrote|schrieb|a écrit|escribió|escreveu|ha scritto|schreef|skrev)(\s.{1,100})?\s*:$|^.{4,200}<[^<>\s]+@[^<>\s]+>\s*(wrote|schrieb|napisał(\(a\)|a)?|napsal(\(a\)|a)?|kirjoitti|skrev|написал(\(а\)|а)?|пишет|írta|yazdı|写道|寫道|のメール)?\s*[:：]$`)
	startsIntroduction = lazily(`(?i)^\s*(on|am|le|el|il|op|den|em|w dniu)\s`)
	original           = lazily(`(?i)^\s*-{2,}\s*(original message|ursprüngliche nachricht|message d'origine|mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht|ursprungligt meddelande|oprindelig meddelelse|wiadomość oryginalna|forwarded message)\s*-{2,}$|^_{20,}$`)
	headOf             = lazily(`(?i)^\*?(from|von|de|da|van|från|fra|od|lähettäjä|feladó|kimden|от|发件人|寄件者|差出人)\*?\s?[:：]\*?\s`)
	headNext           = lazily(`(?i)^\*?(sent|date|gesendet|datum|envoyé|enviad[oa]( em| el)?|inviato|verzonden|skickat|sendt|dato|data|wysłano|odesláno|lähetetty|päiväys|elküldve|gönderildi|отправлено|дата|发送时间|寄件日期|送信日時|to|an|till|til|aan|do|para|komu|кому|cc|reply-to|subject|betreff|objet|asunto|assunto|oggetto|onderwerp|ämne|emne|temat|předmět|aihe|tárgy|konu|тема|主题|主旨|件名)\*?\s?[:：]\*?\s`)
)

// spaces makes usual ones of those at which a line must not be broken: French has one before
// each colon, also where a program introduces what it quotes.
var spaces = strings.NewReplacer("\u00a0", " ", "\u202f", " ")

// brokenIntroduction says in how many more lines an introduction ends that was broken; 0 if none does.
func brokenIntroduction(lines []string) int {
	if !startsIntroduction().MatchString(lines[0]) {
		return 0
	}
	line := strings.TrimSpace(lines[0])
	for n := 1; n <= 2 && n < len(lines) && strings.TrimSpace(lines[n]) != ""; n++ {
		if line += " " + strings.TrimSpace(lines[n]); introduces(line) {
			return n
		}
	}
	return 0
}

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
