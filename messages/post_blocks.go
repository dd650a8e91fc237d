package messages

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/client"
)

// pen writes the same sentence twice: for the screen, with Slack's own dates and
// bold names, and plain, for notifications and screen readers.
type pen struct {
	now   time.Time
	plain bool
}

// at writes a time of day; with its day if that is not today.
func (w pen) at(t time.Time) string {
	layout, tokens := "15:04 MST", "{time}"
	if !w.today(t) {
		layout, tokens = "2 Jan 15:04 MST", "{date_short_pretty} {time}"
	}
	if w.near(t) {
		layout, tokens = "15:04:05 MST", "{time_secs}"
	}
	literal := t.UTC().Format(layout)
	if w.plain {
		return literal
	}
	return fmt.Sprintf("<!date^%d^%s|%s>", t.Unix(), tokens, literal)
}

// today says whether a time of day alone is clear. Nobody here knows the
// reader's zone, so what is half a day away gets its day too.
func (w pen) today(t time.Time) bool {
	return t.UTC().Format(time.DateOnly) == w.now.UTC().Format(time.DateOnly) && t.Sub(w.now).Abs() < 12*time.Hour
}

// near says whether a time without its seconds would mislead: half a minute
// from now would look like this minute.
func (w pen) near(t time.Time) bool {
	left := t.Sub(w.now)
	return t.Second() != 0 && left > 0 && left < 2*time.Minute
}

// strong writes a name.
func (w pen) strong(s string) string {
	if w.plain {
		return escape(s)
	}
	return "*" + escape(s) + "*"
}

// bothWays makes a post of one paragraph from what write says with each pen.
func bothWays(now time.Time, write func(pen) string, more ...slack.Block) Post {
	return Post{
		Text:   clip(write(pen{now: now, plain: true}), maxPlain),
		Blocks: append([]slack.Block{paragraph("say", clip(write(pen{now: now}), maxSection))}, more...),
	}
}

// Slack's limits, with some room: longer texts are split or refused.
const (
	maxPlain   = 3000
	maxSection = 2900
	maxHeader  = 150
	maxQuote   = 2700
)

// clip shortens a text at a space or a line's end and marks the cut.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	n -= len("…")
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	s = s[:n]
	if i := strings.LastIndexAny(s, " \n"); i > n/2 {
		s = s[:i]
	}
	return strings.TrimRight(s, " \n") + "…"
}

// quote sets a text off from ours, line by line.
func quote(s string) string { return quoted(clip(strings.TrimSpace(s), maxQuote)) }

func quoted(s string) string { return "> " + strings.ReplaceAll(strings.TrimSpace(s), "\n", "\n> ") }

// glimpse is the beginning of a text on one line.
func glimpse(s string) string { return clip(strings.Join(strings.Fields(s), " "), 150) }

// ended ends a reason with a full stop. Reasons are ours: nothing in them needs
// escaping.
func ended(s string) string {
	if s == "" {
		return ""
	}
	return strings.TrimSuffix(s, ".") + "."
}

// sentence is a reason that stands by itself.
func sentence(s string) string {
	if s = ended(s); s == "" {
		return ""
	}
	first, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[n:]
}

func mention(user string) string { return "<@" + user + ">" }

func mentions(users []string) string {
	var list []string
	for _, u := range users {
		list = append(list, mention(u))
	}
	return strings.Join(list, " ")
}

func button(act string, ref Ref, label string) *slack.ButtonBlockElement {
	return slack.NewButtonBlockElement(act, ref.String(), plainText(label))
}

func primary(b *slack.ButtonBlockElement) *slack.ButtonBlockElement {
	return b.WithStyle(slack.StylePrimary)
}

func small(id, mrkdwn string) *slack.ContextBlock {
	return slack.NewContextBlock(id, mrkdwnText(clip(mrkdwn, maxSection)))
}

// wording is the text of an update as people of the team see it: as it goes to
// the client's channel, or for a client without one, as it goes by mail.
func wording(u *incident.Update) string {
	switch {
	case u == nil:
		return ""
	case u.Texts[client.ViaSlack].Body != "":
		return u.Texts[client.ViaSlack].Body
	}
	return escape(u.Texts[client.ViaEmail].Body)
}

// elsewhere says who gets an update besides the client's channel, "" if nobody does.
func elsewhere(u *incident.Update) string {
	var ways []string
	if to := addressees(u.To, client.ViaEmail); to != "" {
		ways = append(ways, "to "+to+" by e-mail")
	}
	if to := addressees(u.To, client.ViaWebhook); to != "" {
		ways = append(ways, "to "+to)
	}
	if len(ways) == 0 {
		return ""
	}
	if u.Texts[client.ViaSlack].Body != "" {
		ways = append([]string{"into their channel"}, ways...)
	}
	return "It goes " + and(ways) + "."
}
