package form

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/update"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/screen"
)

// mostQuestions is how many questions a form asks of somebody who holds a phone.
const mostQuestions = 5

// gapID begins the id of a field that stands above a text. In the whole form it has
// another: Slack keeps what was filled in under an id that it knows, and there it is
// words.
const gapID = "gap:"

// Finished shows the text as the client would read it, above it a question for each
// of these fields and for what has ready answers. ok is false where that asks too
// much: then the whole form is the better place.
func Finished(w *messages.Words, t *view.Draft, fields []string, now time.Time) (f slack.ModalViewRequest, ok bool) {
	blocks, kind := readyFields(w, t), t.Update.Kind
	for _, name := range fields {
		if _, ready := w.ReadyFor(t.Incident, kind)[name]; ready {
			continue
		}
		b := typedField(w, t, name)
		if b == nil {
			return f, false
		}
		blocks = append(blocks, b)
	}
	if len(blocks) > mostQuestions {
		return f, false
	}
	if !update.BadNews(kind) && len(blocks) > 0 {
		return Offering(w, t, now), true
	}
	f = Preview(t, now)
	if t.Update.Unfinished { // what was not read cannot be sent
		ref := view.Ref{Number: t.Incident.Number, Client: t.Client.ID}
		f.PrivateMetadata, f.Title = ref.String(), kit.PlainText("An answer is missing")
	}
	if f.Submit == nil && len(blocks) > 0 { // Slack wants one where something is filled in
		f.Submit = kit.PlainText("I told them")
	}
	if aff := t.Incident.Affected(t.Client.ID); screen.OffersCall(t.Update.Kind) && !aff.Client.HasPhone() {
		blocks = append(blocks, kit.Paragraph("phone", screen.NoPhone(&t.Client)+" This text promises a call."))
	}
	f.Blocks.BlockSet = append(blocks, f.Blocks.BlockSet...)
	return f, FitsAck(f)
}

// FinishedForAll makes of the text for one client, with its questions, the way to those
// of all clients: each has its own, and is read before anything leaves.
func FinishedForAll(f slack.ModalViewRequest, t *view.Draft) slack.ModalViewRequest {
	ref := view.Ref{Number: t.Incident.Number, Client: incident.AllClients, Key: t.Update.Kind}
	f.PrivateMetadata, f.Submit = ref.String(), kit.PlainText("Read each text")
	for _, b := range f.Blocks.BlockSet { // what it leads to is for all of them
		if do, ok := b.(*slack.ActionBlock); ok && do.BlockID == "do" {
			do.Elements.ElementSet = []slack.BlockElement{editButton(ref, t.Update.Kind)}
		}
	}
	says := fmt.Sprintf("What you choose is for *all %d clients*. Below is the text for *%s*; the others get their own. Nothing is sent yet.", len(t.Incident.Clients), messages.Escape(t.Client.Name))
	f.Blocks.BlockSet = append([]slack.Block{slack.NewContextBlock("all", kit.Mrkdwn(says))}, f.Blocks.BlockSet...)
	return f
}

// readyFields are the questions with ready answers, but those that somebody has
// answered in words of their own.
func readyFields(w *messages.Words, t *view.Draft) (blocks []slack.Block) {
	for _, f := range w.Fields(t.Update.Kind) {
		q, found := w.ReadyFor(t.Incident, t.Update.Kind)[f.Name]
		if !found {
			continue
		}
		chosen, ok := q.Chosen(t.Update.Own(f.Name))
		if !ok {
			continue
		}
		var list, initial []*slack.OptionBlockObject
		for _, a := range q.Answers {
			o := choice{a.ID, a.Label}.object()
			list = append(list, o)
			if slices.Contains(chosen, a.ID) {
				initial = append(initial, o)
			}
		}
		boxes := slack.NewCheckboxGroupsBlockElement(valueID, list...)
		boxes.InitialOptions = initial
		b := field(gapID+t.Update.Kind+":"+f.Name, q.Ask, cmp.Or(q.Hint, "It is in the text below. None of it? Press Change a sentence."), q.Optional, boxes)
		b.DispatchAction = true // the text shows it at once
		blocks = append(blocks, b)
	}
	return blocks
}

// typedField asks for an answer that only a person can write; nil where it is no text.
func typedField(w *messages.Words, t *view.Draft, name string) slack.Block {
	for _, f := range w.Fields(t.Update.Kind) {
		if f.Name == name && !f.Instant && !f.Flag {
			return field(gapID+t.Update.Kind+":"+name, f.Label, fieldHint(f), false, textInput(t.Update.Own(name), f.Long, f.Max))
		}
	}
	return nil
}

// Asked is the kind of the update whose missing answers a form asks; "" if it asks
// none.
func Asked(f *slack.View) string {
	if f == nil || f.CallbackID != kit.FormPreview {
		return ""
	}
	for _, b := range f.Blocks.BlockSet {
		if id, found := strings.CutPrefix(b.ID(), gapID); found {
			kind, _, _ := strings.Cut(id, ":")
			return kind
		}
	}
	return ""
}

// ReadFinished takes the answers out of such a form: by field, as they stand in the
// text. What was not answered is "".
func ReadFinished(w *messages.Words, kind string, f *slack.View) map[string]string {
	words, v := map[string]string{}, Read(*f)
	for _, b := range f.Blocks.BlockSet {
		name, found := strings.CutPrefix(b.ID(), gapID+kind+":")
		if !found {
			continue
		}
		words[name] = strings.TrimSpace(v.Get(b.ID()))
		if q, ready := w.Ready(kind)[name]; ready {
			words[name] = q.Says(v[b.ID()])
		}
	}
	return words
}

// GapErrors names the fields of an error as such a form does.
func GapErrors(kind string, fields map[string]string) map[string]string {
	named := map[string]string{}
	for name, why := range fields {
		named[gapID+kind+":"+name] = why
	}
	return named
}

// Answer puts what was answered in a text that asks into its words.
func Answer(w *messages.Words, kind string, v *slack.View, words map[string]string) {
	for name, text := range ReadFinished(w, kind, v) {
		if words[name] = text; text == "" {
			delete(words, name)
		}
	}
}
