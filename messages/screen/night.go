package screen

import (
	"fmt"

	"github.com/slack-go/slack"

	"candor/incident/client"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// NightBlocks ask the sender of a first notice, once, what the client hears
// outside its hours. The text above says what holds if nobody chooses. ref.N is
// the promise of the reminder that asks, 0 elsewhere.
func NightBlocks(c *client.Client, u *update.Update, ref view.Ref) []slack.Block {
	if u == nil || !u.AsksNight(c) {
		return nil
	}
	says, other, label := "through the night", update.NightTillOpening, "Only when it works, or before they open"
	if u.Night == update.NightTillOpening {
		says, other, label = "only when it works, and before they open", update.NightThrough, "Through the night"
	}
	ref.Key = string(other)
	return []slack.Block{
		kit.Paragraph("night", fmt.Sprintf("It is outside the hours of *%s*. This tells them that they hear from you *%s*. Or choose:", messages.Escape(c.Name), says)),
		slack.NewActionBlock("nightly", kit.Button(kit.ActNight, ref, label)),
	}
}
