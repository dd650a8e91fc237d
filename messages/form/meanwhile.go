package form

import (
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/ready"
)

// pickID begins the id of the boxes beside a field that may also be typed.
const pickID = "pick:"

// Offering is the text as the client would read it, and below it what they can do
// meanwhile, to be tapped into it. Where that does not fit, it is the text alone.
func Offering(w *messages.Words, t *view.Draft, now time.Time) slack.ModalViewRequest {
	f := Preview(t, now)
	if f.CallbackID != kit.FormPreview || t.Blocked || t.Again || update.BadNews(t.Update.Kind) {
		return f
	}
	whole := f
	whole.Blocks.BlockSet = beneath(f.Blocks.BlockSet, readyFields(w, t))
	if whole.Submit == nil || !FitsAck(whole) {
		return f
	}
	return whole
}

// beneath puts blocks behind the text, before the buttons.
func beneath(list, blocks []slack.Block) []slack.Block {
	at := slices.IndexFunc(list, func(b slack.Block) bool { return b.ID() == "do" })
	if at < 0 {
		at = len(list)
	}
	return slices.Insert(slices.Clone(list), at, blocks...)
}

// pickField offers the ready answers to a field of the whole form; nothing where there
// are none, or where somebody wrote words of their own.
func pickField(kind, name string, q ready.Question, own string) []slack.Block {
	chosen, ok := q.Chosen(own)
	if !ok || len(q.Answers) == 0 {
		return nil
	}
	var list, initial []*slack.OptionBlockObject
	for _, a := range q.Answers {
		o := choice{a.ID, a.Label}.object()
		if list = append(list, o); slices.Contains(chosen, a.ID) {
			initial = append(initial, o)
		}
	}
	boxes := slack.NewCheckboxGroupsBlockElement(valueID, list...)
	boxes.InitialOptions = initial
	return []slack.Block{field(pickID+kind+":"+name, q.Ask, q.Hint, true, boxes)}
}

// picked is what stands in a field after what was ticked beside it and typed into it.
func picked(w *messages.Words, kind, name string, v Values) string {
	text := strings.TrimSpace(v.Get(kind + ":" + name))
	if q, found := w.Ready(kind)[name]; found {
		text = strings.TrimSpace(q.Says(v[pickID+kind+":"+name]) + " " + text)
	}
	return text
}
