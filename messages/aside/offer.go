package aside

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/fault"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/screen"
)

// Offered is what an answer offers to take back.
func Offered(p kit.Post) (ref view.Ref, ok bool) {
	for _, b := range p.Blocks {
		do, is := b.(*slack.ActionBlock)
		if !is || do.Elements == nil {
			continue
		}
		for _, e := range do.Elements.ElementSet {
			if undo, is := e.(*slack.ButtonBlockElement); is && undo.ActionID == kit.ActUndo {
				ref, err := view.ParseRef(undo.Value)
				return ref, err == nil
			}
		}
	}
	return ref, false
}

// Rest is what an answer says of those who get nothing of what was sent, a line each.
func Rest(p kit.Post) string {
	lines := slices.DeleteFunc(strings.Split(p.Text, "\n"), func(l string) bool {
		return !strings.HasPrefix(l, kit.Untold) && !strings.HasPrefix(l, kit.Later)
	})
	return strings.Join(lines, "\n")
}

// OfferOver stands in the place of an offer once the texts have left or will not: nothing if
// somebody took one of them back, which says so itself. rest stays below it.
func OfferOver(inc *incident.Incident, texts []*update.Update, rest string, now time.Time) kit.Post {
	p := offerOver(inc, texts, now)
	if p.Text == "" || rest == "" {
		return p
	}
	if len(p.Blocks) == 0 {
		p.Blocks = []slack.Block{kit.Paragraph("say", p.Text)}
	}
	p.Text, p.Blocks = p.Text+"\n"+rest, append(p.Blocks, kit.Paragraph("rest", rest))
	return p
}

func offerOver(inc *incident.Incident, texts []*update.Update, now time.Time) kit.Post {
	sent := 0
	var missed []string
	for _, u := range texts {
		switch u.State {
		case update.Withdrawn:
			return kit.Post{}
		case update.Sent:
			sent++
		default:
			missed = append(missed, messages.Escape(inc.Affected(u.Client).Client.Name))
		}
	}
	if len(texts) == 0 {
		return kit.Post{}
	}
	u := texts[0]
	name := messages.Escape(inc.Affected(u.Client).Client.Name)
	if len(texts) > 1 {
		name = screen.HowManyClients(sent, len(texts))
	}
	switch {
	case len(texts) == 1 && sent == 0:
		return kit.Plain(fmt.Sprintf("▲ It did not reach %s. The message in the channel of %s says what to do.", name, inc.Name()))
	case sent < len(texts):
		return askingAll(kit.Plain(fmt.Sprintf("▲ It did not reach %s: it was sent to %s. The messages in the channel of %s say what to do.", fault.And(missed), name, inc.Name())), inc, texts, now)
	}
	sentAt := kit.BothWays(now, func(w kit.Pen) string {
		text := fmt.Sprintf("Sent to %s at %s.", name, w.At(u.SentAt))
		if len(texts) == 1 && !u.NextAt.IsZero() {
			text += fmt.Sprintf(" They hear from us again by %s.", messages.ClientTime(u.NextAt, now, &inc.Affected(u.Client).Client))
		}
		return text
	})
	switch {
	case len(texts) > 1:
		return askingAll(sentAt, inc, texts, now)
	case len(u.Approved) > 0: // its writer was asked
		return sentAt
	}
	return askingClaims(sentAt, inc, inc.Affected(u.Client), u, now)
}
