package messages

import (
	"fmt"

	"github.com/slack-go/slack"

	"candor"
)

// nightBlocks ask the sender of a first notice, once, what the client hears
// outside its hours. The text above says what holds if nobody chooses. ref.N is
// the promise of the reminder that asks, 0 elsewhere.
func nightBlocks(c *candor.Client, u *candor.Update, ref Ref) []slack.Block {
	if u == nil || !u.AsksNight(c) {
		return nil
	}
	says, other, label := "through the night", candor.NightTillOpening, "Only when it works, or before they open"
	if u.Night == candor.NightTillOpening {
		says, other, label = "only when it works, and before they open", candor.NightThrough, "Through the night"
	}
	ref.Key = string(other)
	return []slack.Block{
		paragraph("night", fmt.Sprintf("It is outside the hours of *%s*. This tells them that they hear from you *%s*. Or choose:", escape(c.Name), says)),
		slack.NewActionBlock("nightly", button(ActNight, ref, label)),
	}
}
