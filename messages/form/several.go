package form

import (
	"fmt"
	"maps"
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

// Names of the fields of forms for several clients.
const (
	FieldWho  = "who"  // which client an update is for
	FieldShow = "show" // which client's text a preview shows
)

// whoField chooses whom an update is for, where there are several.
func whoField(inc *incident.Incident, chosen string) slack.Block {
	list := []choice{{incident.AllClients, fmt.Sprintf("All %d clients, each in its own words and times", len(inc.Clients))}}
	for i := range inc.Clients {
		c := &inc.Clients[i].Client
		list = append(list, choice{c.ID, c.Name})
	}
	b := field(FieldWho, "Who gets it?", "", false, selectOne("Choose", chosen, list))
	b.DispatchAction = true
	return b
}

// ownAnswers are the fields of texts that follow, for each client, from the
// answers and from what it was told.
var ownAnswers = []string{"what_changed", "wrong", "right"}

// eachItsOwn lets what differs between clients stay empty: each text then says
// what is so for that client. What only the first client's part has filled in
// goes.
func eachItsOwn(w *messages.Words, inc *incident.Incident, u update.Update, blocks []slack.Block, now time.Time) {
	first := w.Begin(inc, inc.Affected(""), update.Update{Kind: u.Kind, Corrects: u.Corrects}, now)
	for _, b := range blocks {
		in, ok := b.(*slack.InputBlock)
		if !ok {
			continue
		}
		name := strings.TrimPrefix(in.BlockID, u.Kind+":")
		hint, clear := "", true
		switch {
		case slices.Contains(incident.OwnWords, name):
			hint = "Leave it empty and each client reads what it notices itself."
		case name == "wrong_at" && !slices.ContainsFunc(inc.Clients, func(aff incident.Affected) bool { return inc.WrongIn(&aff) > 0 }):
			in.Element.(*slack.PlainTextInputBlockElement).InitialValue = "" // only who writes it knows which text was wrong
			continue
		case name == "wrong_at":
			hint = "Leave it empty and each client reads when it was told."
		case len(inc.Facts.Given) > 0 && slices.Contains(ownAnswers, name):
			hint, clear = "Leave it empty and each client reads what the answers say and it has not heard, or has heard otherwise.", u.Words[name] == first.Words[name]
		case differs(w, inc, first, name, now):
			hint, clear = "Leave it empty and each client reads its own.", u.Words[name] == first.Words[name]
		default:
			continue
		}
		in.Optional, in.Hint = true, kit.PlainText(hint)
		if text, ok := in.Element.(*slack.PlainTextInputBlockElement); ok && clear {
			text.InitialValue = ""
		}
	}
}

// differs says whether clients would read other words or another time in a field that
// nobody has filled in than the first of them: a call is promised to each at a time of
// its own.
func differs(w *messages.Words, inc *incident.Incident, first update.Update, name string, now time.Time) bool {
	if slices.Contains(messages.OptionalFacts, name) { // empty says that it is left out
		return false
	}
	return slices.ContainsFunc(inc.Clients, func(aff incident.Affected) bool {
		one := w.Begin(inc, &aff, update.Update{Kind: first.Kind, Corrects: first.Corrects}, now)
		return one.Words[name] != first.Words[name] || !one.Times[name].Equal(first.Times[name])
	})
}

// ownNext is the choice that each client hears when it is due to that client.
const ownNext = "own"

// nextOf asks when a client hears next, or all of them: each when that is due to it, where
// not all are due at the same time.
func nextOf(inc *incident.Incident, aff *incident.Affected, u update.Update, now time.Time) []slack.Block {
	blocks := nextFields(&aff.Client, u.NextAt, now)
	if aff.Client.ID != incident.AllClients {
		return blocks
	}
	first := inc.ProposeNext(&inc.Clients[0], u.Kind, false, now)
	same := !slices.ContainsFunc(inc.Clients, func(one incident.Affected) bool { return !inc.ProposeNext(&one, u.Kind, false, now).Equal(first) })
	menu, ok := blocks[0].(*slack.InputBlock).Element.(*slack.SelectBlockElement)
	if ok && !same {
		own := choice{ownNext, "Each when it is due to them"}.object()
		menu.Options, menu.InitialOption = append([]*slack.OptionBlockObject{own}, menu.Options...), own
	}
	return blocks
}

// sharedAnswers leaves in a text for several clients the answers that all of them
// read alike. Where they differ each reads its own.
func sharedAnswers(w *messages.Words, inc *incident.Incident, u update.Update, now time.Time) update.Update {
	u.Words, u.Fixed = u.OwnWords(), maps.Clone(u.Fixed)
	for i := range inc.Clients {
		one := w.Begin(inc, &inc.Clients[i], update.Update{Kind: u.Kind, Corrects: u.Corrects}, now)
		for name, text := range u.Fixed {
			switch {
			case one.Fixed[name] == text:
			case messages.Whole(name):
				u.Fixed[name] = eachReadsItsOwn
			default:
				delete(u.Fixed, name)
			}
		}
	}
	return u
}

// fieldsFor are the fields of a text for one client, or for all of them those that any
// needs; asked of all is what all need.
func fieldsFor(w *messages.Words, inc *incident.Incident, aff *incident.Affected, u update.Update) []messages.Field {
	list := w.FieldsFor(inc, aff, u)
	if len(inc.Clients) < 2 || aff.Client.ID != incident.AllClients && u.Kind != update.ResolvedUpdate {
		return list
	}
	needed, asked := map[string]bool{}, map[string]int{}
	for i := range inc.Clients {
		for _, f := range w.FieldsFor(inc, &inc.Clients[i], u) {
			if needed[f.Name] = true; f.Mandatory {
				asked[f.Name]++
			}
		}
	}
	all := slices.DeleteFunc(w.Fields(u.Kind), func(f messages.Field) bool { return !needed[f.Name] })
	for i := range all {
		all[i].Mandatory = asked[all[i].Name] == len(inc.Clients)
	}
	return all
}

// eachReadsItsOwn stands in a form for an answer that differs between clients.
const eachReadsItsOwn = "Each client reads what is so for it. The preview shows it."

// PreviewAll shows the exact text for one of several clients; a menu shows
// the others. Send sends them all; nothing else does.
func PreviewAll(inc *incident.Incident, list []view.ClientResult, shown string, now time.Time) slack.ModalViewRequest {
	ids, failed := screen.ReadyFor(list)
	var menu []choice
	var t *view.Draft
	for _, e := range list {
		if e.Err != nil {
			continue
		}
		menu = append(menu, choice{e.Client.ID, e.Client.Name})
		if t == nil || e.Client.ID == shown || shown == "" && (!screen.PeopleRead(t) && screen.PeopleRead(e.Telling) || t.Newer == nil && e.Telling.Newer != nil) {
			t = e.Telling
		}
	}
	ref, many := screen.AllRef(inc, list, ids), screen.HowMany(len(ids), len(list))
	show := slack.NewActionBlock(FieldShow, selectOne("Another client", t.Client.ID, menu))
	var blocks []slack.Block
	if len(failed) > 0 { // who gets nothing comes before what the others get
		blocks = append(blocks, kit.Paragraph("failed", messages.Clip(strings.Join(failed, "\n"), kit.MaxSection)))
	}
	blocks = append(blocks,
		slack.NewContextBlock("all", kit.Mrkdwn(fmt.Sprintf("*%s* · goes to *%s*. This is exactly what *%s* reads (%s). Choose another to read theirs:",
			inc.Name(), screen.HowManyClients(len(ids), len(list)), messages.Escape(t.Client.Name), messages.Escape(screen.Recipients(t.Update.To, kit.Pen{Plain: true}))))),
		show)
	title, submit := "Read it once", "Send to "+many
	blocks = append(blocks, toldSinceAny(list, now)...)
	if t.Again && (t.Newer != nil || t.Turned != "" || inc.ConfirmTwice(&t.Update)) {
		ref.N, title, submit = kit.Sure, "Read it once more", "Yes, send to "+many
		blocks = append([]slack.Block{kit.Paragraph("again", againText(t))}, blocks...)
	}
	blocks = append(blocks, othersWait(list, t)...)
	blocks = append(append(blocks, previewBody(t, now)...), claimsAll(list, now)...)
	blocks = append(blocks, slack.NewActionBlock("do", editButton(view.Ref{Number: inc.Number, Client: incident.AllClients}, t.Update.Kind)))
	return modal(kit.FormPreviewAll, title, submit, "Not yet", ref, blocks...)
}

// ReadAll leads to a preview that is too large to answer a form with: the
// names of a hundred clients and a long text. What is sent is the same.
func ReadAll(preview slack.ModalViewRequest) slack.ModalViewRequest {
	read := slack.NewActionBlock(FieldShow, kit.Primary(slack.NewButtonBlockElement("read", "", kit.PlainText("Read it"))))
	preview.Title, preview.Submit = kit.PlainText("Read it once"), nil
	preview.Blocks.BlockSet = []slack.Block{kit.Paragraph("written", "The texts are written. *Nothing was sent yet.* Read them, then send them."), read}
	return preview
}

// previewBody is the text, what the draft check says, and what is promised.
func previewBody(t *view.Draft, now time.Time) []slack.Block {
	return append(screen.WhatLeaves("Exactly this goes to ", &t.Update), remarks(t, now)...)
}
