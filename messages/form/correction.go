package form

import (
	"fmt"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"candor/incident/client"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// FieldWhich is the field that says which text a correction is about.
const FieldWhich = "which"

// AskWhich makes the form of a correction ask which text was wrong, the newest
// first. When that was is known then and not asked. Which one a person means by what they
// write, nobody else knows: with several to choose from none is chosen for them, unless
// the answers say which.
func AskWhich(form slack.ModalViewRequest, list []*update.Update, chosen int, c *client.Client, now time.Time) slack.ModalViewRequest {
	var menu []choice
	first := ""
	for _, u := range slices.Backward(list) {
		if !u.Correctable() {
			continue
		}
		if u.N == chosen {
			first = fmt.Sprint(u.N)
		}
		at := u.SentAt
		if at.IsZero() {
			at = u.At
		}
		menu = append(menu, choice{fmt.Sprint(u.N), fmt.Sprintf("%s: %s", messages.ClientTime(at, now, c), kit.KindWord(u.Kind))})
	}
	switch len(menu) {
	case 0:
		return form
	case 1:
		first = menu[0].value
	}
	blocks := slices.DeleteFunc(form.Blocks.BlockSet, func(b slack.Block) bool {
		in, ok := b.(*slack.InputBlock)
		return ok && in.BlockID == update.Correction+":wrong_at"
	})
	at := slices.IndexFunc(blocks, func(b slack.Block) bool {
		in, ok := b.(*slack.InputBlock)
		return ok && in.BlockID == FieldKind
	})
	hint := "The correction goes to exactly those who have it; of a call, wherever they read us."
	if len(c.Destinations()) == 0 {
		hint = "Candor has no way to write to them: you get the words to say on the phone."
	}
	which := field(FieldWhich, "Which text was wrong?", hint, false, selectOne("Choose", first, menu[:min(maxOptions, len(menu))]))
	form.Blocks.BlockSet = append(slices.Insert(blocks, at+1, slack.Block(which)), takeBacks(list, c, now)...)
	return form
}

// maxBack is how many reports by hand a correction offers to take back, the newest first.
const maxBack = 3

// takeBacks are the buttons for reports that were never told this client; none where nobody told
// them anything by hand.
func takeBacks(list []*update.Update, c *client.Client, now time.Time) (blocks []slack.Block) {
	for _, u := range slices.Backward(list) {
		if !u.Reported() || len(blocks) > maxBack {
			continue
		}
		if len(blocks) == 0 {
			blocks = append(blocks, kit.Paragraph("not-told", fmt.Sprintf("Recorded for %s, but never told them? Then nothing is wrong for them to read: take the record back.", messages.Escape(c.Name))))
		}
		ref := view.Ref{Number: u.Incident, Client: u.Client, N: u.N, Key: kit.NotTold}
		label := fmt.Sprintf("Take back %s: %s", messages.ClientTime(u.HeardAt(), now, c), u.Words["text"])
		blocks = append(blocks, slack.NewActionBlock(fmt.Sprintf("not-told-%d", u.N), kit.Button(kit.ActSaid, ref, messages.Cut(label, kit.MaxOption))))
	}
	return blocks
}
