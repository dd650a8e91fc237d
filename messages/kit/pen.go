package kit

import (
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"candor/messages"
)

// Pen writes the same sentence twice: for the screen, with Slack's own dates and
// bold names, and plain, for notifications and screen readers.
type Pen struct {
	Now   time.Time
	Plain bool
}

// At writes a time of day; with its day if that is not today.
func (w Pen) At(t time.Time) string {
	layout, tokens := "15:04 MST", "{time}"
	if !w.today(t) {
		layout, tokens = w.dated(t), "{date_short_pretty} {time}"
	}
	if w.near(t) {
		layout, tokens = "15:04:05 MST", "{time_secs}"
	}
	literal := t.UTC().Format(layout)
	if w.Plain {
		return literal
	}
	return fmt.Sprintf("<!date^%d^%s|%s>", t.Unix(), tokens, literal)
}

// Dated writes an instant with its day, whatever day it is: it is read after today.
func (w Pen) Dated(t time.Time) string {
	literal := t.UTC().Format(w.dated(t))
	if w.Plain {
		return literal
	}
	return fmt.Sprintf("<!date^%d^{date_short_pretty} {time}|%s>", t.Unix(), literal)
}

// dated is how a day is written: one of another year with its year.
func (w Pen) dated(t time.Time) string {
	if !w.Now.IsZero() && t.UTC().Year() != w.Now.UTC().Year() {
		return "2 Jan 2006 15:04 MST"
	}
	return "2 Jan 15:04 MST"
}

// today says whether a time of day alone is clear. Nobody here knows the
// reader's zone, so what is half a day away gets its day too.
func (w Pen) today(t time.Time) bool {
	return t.UTC().Format(time.DateOnly) == w.Now.UTC().Format(time.DateOnly) && t.Sub(w.Now).Abs() < 12*time.Hour
}

// near says whether a time without its seconds would mislead: half a minute
// from now would look like this minute.
func (w Pen) near(t time.Time) bool {
	left := t.Sub(w.Now)
	return t.Second() != 0 && left > 0 && left < 2*time.Minute
}

// In names a channel by its id, if there is one and it can be followed.
func (w Pen) In(channel string) string {
	if channel == "" || w.Plain {
		return ""
	}
	return " in <#" + channel + ">"
}

// Strong writes a name.
func (w Pen) Strong(s string) string {
	if w.Plain {
		return messages.Escape(s)
	}
	return "*" + messages.Escape(s) + "*"
}

// BothWays makes a post of one paragraph from what write says with each pen.
func BothWays(now time.Time, write func(Pen) string, more ...slack.Block) Post {
	return Post{
		Text:   messages.Clip(write(Pen{Now: now, Plain: true}), MaxPlain),
		Blocks: append([]slack.Block{Paragraph("say", messages.Clip(write(Pen{Now: now}), MaxSection))}, more...),
	}
}
