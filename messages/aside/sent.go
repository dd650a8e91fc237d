package aside

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/fault"
	"candor/incident/outbox"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
	"candor/messages/screen"
)

// SentAway tells the sender that the text leaves, offers to take it back while that is possible,
// and asks what it says in words of their own.
func SentAway(t *view.Draft, now time.Time) kit.Post {
	post := Approved(t, now)
	if aff := t.Incident.Affected(t.Client.ID); aff != nil {
		return askingClaims(post, t.Incident, aff, &t.Update, now)
	}
	return post
}

// Approved is [SentAway] for whoever gave their word to it: what it says, its writer knows.
func Approved(t *view.Draft, now time.Time) kit.Post {
	if len(t.Asks) > 0 {
		return screen.Asked(t)
	}
	next := ""
	if !t.Update.NextAt.IsZero() {
		next = fmt.Sprintf(" They hear from us again by %s.", messages.ClientTime(t.Update.NextAt, now, &t.Client))
	}
	wait := t.Held.Sub(now)
	if wait <= 0 {
		return kit.Plain(fmt.Sprintf("On its way to %s.%s", messages.Escape(t.Client.Name), next))
	}
	text := func(w kit.Pen) string { // it stays there, so it says when: seconds are of now
		return fmt.Sprintf("Sending to %s at %s, in %s.%s", messages.Escape(t.Client.Name), w.At(t.Held), messages.Span(wait), next)
	}
	ref := view.Ref{Number: t.Incident.Number, Client: t.Client.ID, N: t.Update.N}
	return kit.Post{
		Text:   text(kit.Pen{Now: now, Plain: true}) + " Until then, Undo takes it back.",
		Blocks: []slack.Block{kit.Paragraph("text", text(kit.Pen{Now: now})), slack.NewActionBlock("do", kit.Undo(ref, wait))},
	}
}

// SentUnseen is [SentAway] for a text that its sender has not read yet.
func SentUnseen(t *view.Draft, now time.Time) kit.Post {
	post := SentAway(t, now)
	if len(t.Asks) > 0 || len(post.Blocks) == 0 {
		return post
	}
	post.Blocks = slices.Concat(post.Blocks[:1], screen.ExactTexts(t.Update), post.Blocks[1:])
	return post
}

// Undone stands in place of the offer to take a text back: that it was, or that it has
// left, with which the button goes. Any other error stays one.
func Undone(inc *incident.Incident, client string, err error, now time.Time) (kit.Post, error) {
	if err != nil {
		return offerGone(err)
	}
	return TakenBack(inc, inc.Affected(client), now), nil
}

// UndoneAll is [Undone] for an act for several clients.
func UndoneAll(back, left []client.Client, err error) (kit.Post, error) {
	if err != nil {
		return offerGone(err)
	}
	return screen.TakenBackAll(back, left), nil
}

func offerGone(err error) (kit.Post, error) {
	if late, ok := errors.AsType[*fault.Error](err); ok && late.Code == fault.Conflict {
		return kit.Plain(late.Message), nil
	}
	return kit.Post{}, err
}

// TakenBack confirms an undo.
func TakenBack(inc *incident.Incident, aff *incident.Affected, now time.Time) kit.Post {
	text := fmt.Sprintf("Taken back: nothing was sent to %s, and your words are kept.", messages.Escape(aff.Client.Name))
	if p := aff.Next(); p != nil {
		text += fmt.Sprintf(" They %s: %s.", screen.Waits(p, "still expect", "are still"), screen.DueWord(p.DueAt, now, &aff.Client))
	}
	ref := view.Ref{Number: inc.Number, Client: aff.Client.ID}
	edit := kit.Button(kit.ActEdit, ref, "Edit")
	return kit.Post{Text: text, Blocks: []slack.Block{kit.Paragraph("text", text), slack.NewActionBlock("do", edit)}}
}

// Decided confirms what a person decided about a text that was stuck.
func Decided(aff *incident.Affected, r outbox.Resolution) kit.Post {
	switch r {
	case outbox.ItArrived:
		return kit.Plain(fmt.Sprintf("Good: %s has it. It counts as told.", messages.Escape(aff.Client.Name)))
	case outbox.SendAgain:
		return kit.Plain(fmt.Sprintf("It is sent to %s once more, the same words.", messages.Escape(aff.Client.Name)))
	}
	return kit.Plain(fmt.Sprintf("It is not sent. %s still has to hear from us: write an update, or reach them by hand.", messages.Escape(aff.Client.Name)))
}
