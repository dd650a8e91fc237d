package form

import (
	"fmt"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"candor/incident/client"
	"candor/incident/update"
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
	which := field(FieldWhich, "Which text was wrong?", "The correction goes to exactly those who have it; of a call, wherever they read us.", false, selectOne("Choose", first, menu[:min(maxOptions, len(menu))]))
	form.Blocks.BlockSet = slices.Insert(blocks, at+1, slack.Block(which))
	return form
}
