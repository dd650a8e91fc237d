package form

import (
	"fmt"

	"github.com/slack-go/slack"

	"candor/incident"
	"candor/incident/client"
	"candor/incident/facts"
	"candor/incident/fault"
	"candor/incident/notyours"
	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// Names of the fields of the form that takes out a client whose it is not.
const (
	FieldInstead = "instead"
	FieldWhy     = "why"
)

// NotTheirs asks why it is not a client's, and whose it is.
func NotTheirs(inc *incident.Incident, aff *incident.Affected, swap notyours.Swap, clients []client.Client) slack.ModalViewRequest {
	name := messages.Escape(aff.Client.Name)
	text := fmt.Sprintf("*%s* has heard nothing of %s from us. They are taken out, and nothing is sent to them.", name, inc.Name())
	if notyours.Told(aff) {
		text = fmt.Sprintf("*%s* was told of %s. They hear first that it is not theirs: you read that text before it leaves. Then they are taken out.", name, inc.Name())
	}
	blocks := []slack.Block{slack.NewContextBlock("what", kit.Mrkdwn(text)),
		field(FieldWhy, "Why are you sure that it is not theirs?", "Only your team reads it. It stays in the timeline.", false, textInput(swap.Why, true, facts.MaxFactWords))}
	if menu := insteadMenu(inc, swap.Instead, clients); menu != nil {
		last := inc.MayLose(aff) != nil
		blocks = append(blocks, field(FieldInstead, "Whose is it instead?", "They are added now, with all that is in the timeline.", !last, menu))
	}
	return modal(kit.FormNotTheirs, "It is not theirs", "Go on", "Cancel", view.Ref{Number: inc.Number, Client: aff.Client.ID}, blocks...)
}

// insteadMenu offers the clients who may be added; nil if there are none.
func insteadMenu(inc *incident.Incident, chosen string, clients []client.Client) *slack.SelectBlockElement {
	var list []choice
	for _, c := range clients {
		if !inc.HasClient(c.ID) && len(list) < 100 && inc.State == incident.Open {
			list = append(list, choice{c.ID, c.Name})
		}
	}
	if len(list) == 0 {
		return nil
	}
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, kit.PlainText("Choose a client"), valueID, options(list)...)
	for _, c := range list {
		if c.value == chosen {
			menu.InitialOption = c.object()
		}
	}
	return menu
}

// ReadNotTheirs takes the answer out of that form.
func ReadNotTheirs(ref view.Ref, v Values) notyours.Swap {
	return notyours.Swap{Client: ref.Client, Why: v.Get(FieldWhy), Instead: v.Get(FieldInstead)}
}

// FieldSure is why a person who tells a client that it is not theirs is sure.
const FieldSure = notyours.Sure

// SayingNotTheirs makes of the form for a call one in which they were told that it is not
// theirs: nothing more is promised to them.
func SayingNotTheirs(f slack.ModalViewRequest, aff *incident.Affected, why string) slack.ModalViewRequest {
	say := fmt.Sprintf("Say to *%s*: “What we told you was our mistake. It is not you who is affected. We are sorry for the alarm.” Name no other client. Then write down here what you said: it takes them out.", messages.Escape(aff.Client.Name))
	blocks := []slack.Block{slack.NewContextBlock("not", kit.Mrkdwn(say))}
	for _, b := range f.Blocks.BlockSet {
		in, ok := b.(*slack.InputBlock)
		if ok && fault.OneOf(in.BlockID, FieldText, FieldHow, FieldAnswer) {
			blocks = append(blocks, b)
		}
	}
	f.Blocks.BlockSet = append(blocks, field(FieldSure, "Why are you sure that it is not theirs?", "Only your team reads it. It stays in the timeline.", false, textInput(why, true, facts.MaxFactWords)))
	return f
}

// notTheirsBlock offers to take out a client, as the command does.
func notTheirsBlock(inc *incident.Incident, aff *incident.Affected) slack.Block {
	says := "nobody there has heard of it. They are taken out."
	if notyours.Told(aff) {
		says = "they hear that first, then they are taken out."
	}
	run := slack.NewButtonBlockElement(kit.ActRun, inc.Name()+" not "+aff.Client.ID, kit.PlainText("Not theirs"))
	s := slack.NewSectionBlock(kit.Mrkdwn("*It is not "+messages.Escape(messages.Cut(aff.Client.Name, 50))+" who is affected*: "+says), nil, slack.NewAccessory(run))
	s.BlockID = "not-" + aff.Client.ID
	return s
}
