package blockkit

import (
	"cmp"
	"html"
	"html/template"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

var entities = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

var unescapes = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// EscapeAll escapes what a person typed: none of it is markup yet.
func EscapeAll(s string) string { return entities.Replace(s) }

// unescape turns stored text into what people read.
func unescape(s string) string { return unescapes.Replace(s) }

var (
	entity  = regexp.MustCompile(`^&(amp|lt|gt);`)
	control = regexp.MustCompile(`^<([@#!][^<>\n]+|[a-zA-Z][a-zA-Z0-9+.-]*:[^<>\s|]*(\|[^<>\n]*)?)>`)
)

// Escape normalises what an app sent, as Slack stores it: entities and
// <references> stay, any other &, < and > is escaped.
func Escape(s string) string {
	if !strings.ContainsAny(s, "&<>") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		rest := s[i:]
		keep := ""
		switch s[i] {
		case '&':
			keep = entity.FindString(rest)
		case '<':
			keep = control.FindString(rest)
		}
		if keep != "" {
			b.WriteString(keep)
			i += len(keep)
			continue
		}
		b.WriteString(EscapeAll(s[i : i+1]))
		i++
	}
	return b.String()
}

// A reference is what <…> stands for in a text.
type reference struct {
	text string // as read, without markup
	link string // of a link
	kind string // "user", "channel", "date", "link" or "everyone"
	more string // what a pointer resting on it tells
}

// refer resolves the inside of <…>. viewer is who reads: a private channel that
// they are not in has no name for them.
func (rd Reader) refer(inside, viewer string, literal bool) reference {
	target, label, labelled := strings.Cut(inside, "|")
	switch target[0] {
	case '@':
		return reference{kind: "user", text: "@" + rd.Handle(target[1:]), more: rd.RealName(target[1:])}
	case '#':
		name, known, seen := rd.Channel(target[1:], viewer)
		switch {
		case !known && labelled:
			return reference{kind: "channel", text: "#" + label}
		case !seen:
			return reference{kind: "channel", text: "a private channel"}
		}
		return reference{kind: "channel", text: "#" + name, link: target[1:]}
	case '!':
		if date, ok := strings.CutPrefix(target, "!date^"); ok {
			if literal {
				return reference{kind: "date", text: unescape(label)} // the fallback does not depend on where one is
			}
			return rd.dateReference(date, label, viewer)
		}
		name, _, _ := strings.Cut(target[1:], "^")
		if labelled {
			name = strings.TrimPrefix(label, "@")
		}
		return reference{kind: "everyone", text: "@" + name}
	}
	if !labelled {
		label = strings.TrimPrefix(target, "mailto:")
	}
	return reference{kind: "link", text: unescape(label), link: unescape(target)}
}

// dateReference reads <!date^unix^format|fallback> for the viewer's clock.
func (rd Reader) dateReference(date, fallback, viewer string) reference {
	part := strings.Split(date, "^")
	unix, err := strconv.ParseInt(part[0], 10, 64)
	if err != nil || len(part) < 2 {
		return reference{kind: "date", text: unescape(fallback)}
	}
	here := rd.Zone(viewer)
	return reference{kind: "date", text: FormatDate(part[1], time.Unix(unix, 0).In(here), rd.Now().In(here)), more: unescape(fallback)}
}

// sixMonths is up to when Slack leaves the year out of a date.
const sixMonths = 182 * 24 * time.Hour

// FormatDate fills in Slack's date tokens.
func FormatDate(format string, t, now time.Time) string {
	year := ""
	if now.Sub(t).Abs() > sixMonths {
		year = t.Format(" 2006")
	}
	long, medium, short := t.Format("Monday, 2 January")+year, t.Format("2 January")+year, t.Format("2 Jan")+year
	day := map[string]string{now.AddDate(0, 0, -1).Format(time.DateOnly): "yesterday", now.Format(time.DateOnly): "today", now.AddDate(0, 0, 1).Format(time.DateOnly): "tomorrow"}[t.Format(time.DateOnly)]
	return strings.NewReplacer(
		"{date_num}", t.Format(time.DateOnly), "{date_slash}", t.Format("02/01/2006"),
		"{date_long_pretty}", cmp.Or(day, long), "{date_short_pretty}", cmp.Or(day, short), "{date_pretty}", cmp.Or(day, medium),
		"{date_long}", long, "{date_short}", short, "{date}", medium,
		"{time_secs}", t.Format("15:04:05"), "{time}", t.Format("15:04"), "{day_divider_pretty}", cmp.Or(day, long), "{ago}", t.Format("15:04"),
	).Replace(format)
}

// Plain is mrkdwn as plain text with its marks (* and _) left in; fallback
// stands for an empty text.
func (rd Reader) Plain(text, fallback string) string {
	return rd.PlainFor(text, fallback, "")
}

// PlainFor is Plain for a viewer.
func (rd Reader) PlainFor(text, fallback, viewer string) string {
	if text == "" {
		return fallback
	}
	var b strings.Builder
	for i := 0; i < len(text); {
		if found := control.FindString(text[i:]); text[i] == '<' && found != "" {
			r := rd.refer(found[1:len(found)-1], viewer, true)
			b.WriteString(r.text)
			if r.kind == "link" && r.text != r.link && "mailto:"+r.text != r.link {
				b.WriteString(" (" + r.link + ")")
			}
			i += len(found)
			continue
		}
		j := i + 1
		for j < len(text) && text[j] != '<' {
			j++
		}
		b.WriteString(unescape(text[i:j]))
		i = j
	}
	return b.String()
}

// markup draws mrkdwn as HTML. Everything that is not markup is escaped.
type markup struct {
	rd     Reader
	viewer string
	b      strings.Builder
}

// HTML draws a mrkdwn text for a viewer.
func (rd Reader) HTML(text, viewer string) template.HTML {
	m := &markup{rd: rd, viewer: viewer}
	for i, part := range strings.Split(text, "```") {
		if i%2 == 1 {
			m.b.WriteString("<pre>" + m.verbatim(strings.Trim(part, "\n")) + "</pre>")
			continue
		}
		m.lines(part)
	}
	return template.HTML(m.b.String()) // every text in it went through verbatim
}

// verbatim escapes stored text for HTML.
func (m *markup) verbatim(s string) string { return html.EscapeString(unescape(s)) }

var bullet = regexp.MustCompile(`^\s*([•◦▪-]|\d+\.)\s+`)

// lines draws text line by line; quotes of several lines become one block.
func (m *markup) lines(part string) {
	lines := strings.Split(strings.Trim(part, "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		if _, quoted := cutQuote(lines[i]); quoted {
			m.b.WriteString("<blockquote>")
			for ; i < len(lines); i++ {
				line, quoted := cutQuote(lines[i])
				if !quoted {
					break
				}
				m.inline(line)
				m.b.WriteString("<br>")
			}
			i--
			m.b.WriteString("</blockquote>")
			continue
		}
		class := ""
		if bullet.MatchString(lines[i]) {
			class = ` class="item"`
		}
		m.b.WriteString("<div" + class + ">")
		m.inline(lines[i])
		if lines[i] == "" {
			m.b.WriteString("&nbsp;")
		}
		m.b.WriteString("</div>")
	}
}

func cutQuote(line string) (string, bool) {
	for _, mark := range []string{"&gt;", ">"} {
		if rest, ok := strings.CutPrefix(line, mark); ok {
			return strings.TrimPrefix(rest, " "), true
		}
	}
	return line, false
}

var tags = map[byte]string{'*': "strong", '_': "em", '~': "s"}

// inline draws one line: references, code, bold, italics, struck out.
func (m *markup) inline(line string) {
	for i := 0; i < len(line); {
		rest := line[i:]
		switch c := line[i]; {
		case c == '<' && control.MatchString(rest):
			found := control.FindString(rest)
			m.reference(found[1 : len(found)-1])
			i += len(found)
		case c == '`' && strings.IndexByte(rest[1:], '`') > 0:
			end := strings.IndexByte(rest[1:], '`') + 1
			m.b.WriteString("<code>" + m.verbatim(rest[1:end]) + "</code>")
			i += end + 1
		case tags[c] != "" && opens(line, i) && closing(rest, c) > 0:
			end := closing(rest, c)
			m.b.WriteString("<" + tags[c] + ">")
			m.inline(rest[1:end])
			m.b.WriteString("</" + tags[c] + ">")
			i += end + 1
		default:
			j := i + 1
			for j < len(line) && !strings.ContainsRune("<`*_~", rune(line[j])) {
				j++
			}
			m.b.WriteString(Emoji(m.verbatim(line[i:j])))
			i = j
		}
	}
}

// opens reports whether a mark at i may open: not in the middle of a word.
func opens(line string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(line[:i])
	after, _ := utf8.DecodeRuneInString(line[i+1:])
	return (i == 0 || !unicode.IsLetter(before) && !unicode.IsDigit(before)) && i+1 < len(line) && !unicode.IsSpace(after)
}

// closing finds the mark that ends what starts at the beginning of rest; 0 if
// there is none.
func closing(rest string, mark byte) int {
	for j := 2; j < len(rest); j++ {
		if rest[j] != mark {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(rest[:j])
		after, _ := utf8.DecodeRuneInString(rest[j+1:])
		if !unicode.IsSpace(before) && (j+1 == len(rest) || !unicode.IsLetter(after) && !unicode.IsDigit(after)) {
			return j
		}
	}
	return 0
}

func (m *markup) reference(inside string) {
	r := m.rd.refer(inside, m.viewer, false)
	text := html.EscapeString(r.text)
	if r.kind == "link" {
		if !slices.ContainsFunc([]string{"http://", "https://", "mailto:", "tel:"}, func(p string) bool { return strings.HasPrefix(r.link, p) }) {
			m.b.WriteString(text) // javascript: and the like are no links here
			return
		}
		m.b.WriteString(`<a href="` + html.EscapeString(r.link) + `" rel="noreferrer noopener" target="_blank">` + text + `</a>`)
		return
	}
	if r.link != "" { // a channel that the viewer may open
		m.b.WriteString(`<a class="ref channel" href="/open?` + html.EscapeString(url.Values{"user": {m.viewer}, "channel": {r.link}}.Encode()) + `">` + text + `</a>`)
		return
	}
	m.b.WriteString(`<span class="ref ` + r.kind + `" title="` + html.EscapeString(r.more) + `">` + text + `</span>`)
}

var emojiName = regexp.MustCompile(`:([a-z0-9_+-]+):`)

// emojis are the few that messages to and from apps use.
var emojis = map[string]string{
	"white_check_mark": "✅", "heavy_check_mark": "✔️", "x": "❌", "warning": "⚠️", "rotating_light": "🚨", "eyes": "👀", "wave": "👋",
	"+1": "👍", "thumbsup": "👍", "tada": "🎉", "fire": "🔥", "bell": "🔔", "hourglass": "⌛", "hourglass_flowing_sand": "⏳", "lock": "🔒", "pushpin": "📌",
	"red_circle": "🔴", "large_green_circle": "🟢", "large_yellow_circle": "🟡", "large_orange_circle": "🟠", "telephone_receiver": "📞", "memo": "📝", "clock3": "🕒", "raised_hands": "🙌",
}

// Emoji puts signs for the names of emoji, as far as they are known here.
func Emoji(s string) string {
	return emojiName.ReplaceAllStringFunc(s, func(name string) string {
		if e := emojis[strings.Trim(name, ":")]; e != "" {
			return e
		}
		return name
	})
}
