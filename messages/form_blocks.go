package messages

import (
	"maps"
	"slices"
	"strings"

	"github.com/slack-go/slack"
)

// valueID is the action id of every form field; its name is the block's id.
const valueID = "v"

func plainText(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, s, false, false)
}

// field is one input of a form.
func field(name, label, hint string, optional bool, el slack.BlockElement) *slack.InputBlock {
	var h *slack.TextBlockObject
	if hint != "" {
		h = plainText(hint)
	}
	b := slack.NewInputBlock(name, plainText(label), h, el)
	b.Optional = optional
	return b
}

func textInput(initial string, long bool, most int) *slack.PlainTextInputBlockElement {
	el := slack.NewPlainTextInputBlockElement(nil, valueID).WithMultiline(long)
	if most > 0 {
		el.WithMaxLength(most)
		if len(initial) > most {
			initial = cut(initial, most)
		}
	}
	if initial != "" {
		el.WithInitialValue(initial)
	}
	return el
}

// choice is one option of a select, a radio group or a checkbox.
type choice struct {
	value, label string
}

func (c choice) object() *slack.OptionBlockObject {
	return slack.NewOptionBlockObject(c.value, plainText(cut(c.label, 75)), nil)
}

func options(list []choice) (objects []*slack.OptionBlockObject) {
	for _, c := range list {
		objects = append(objects, c.object())
	}
	return objects
}

// selectOne is a menu; chosen is the value that is selected first, "" for none.
func selectOne(placeholder, chosen string, list []choice) *slack.SelectBlockElement {
	el := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plainText(placeholder), valueID, options(list)...)
	for _, c := range list {
		if c.value == chosen {
			el.WithInitialOption(c.object())
		}
	}
	return el
}

func radio(chosen string, list []choice) *slack.RadioButtonsBlockElement {
	el := slack.NewRadioButtonsBlockElement(valueID, options(list)...)
	for _, c := range list {
		if c.value == chosen {
			el.InitialOption = c.object()
		}
	}
	return el
}

func person(chosen string) *slack.SelectBlockElement {
	el := slack.NewOptionsSelectBlockElement(slack.OptTypeUser, plainText("Choose a person"), valueID)
	if chosen != "" {
		el.WithInitialUser(chosen)
	}
	return el
}

// form is a modal whose submission carries the ref back.
func form(callback, title, submit, close string, ref Ref, blocks ...slack.Block) slack.ModalViewRequest {
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: callback, PrivateMetadata: ref.String(),
		Title: plainText(cut(title, 24)), Submit: plainText(submit), Close: plainText(close),
		Blocks: slack.Blocks{BlockSet: blocks},
	}
}

// Values are the answers of a submitted form: field name → value. A checkbox
// group or a multiple choice gives its values in order.
type Values map[string][]string

// Get returns the one value of a field, "" if it was left empty.
func (v Values) Get(name string) string {
	if len(v[name]) == 0 {
		return ""
	}
	return v[name][0]
}

// ReadForm takes the answers out of a view.
func ReadForm(view slack.View) Values {
	vals := Values{}
	if view.State == nil {
		return vals
	}
	for name, el := range view.State.Values {
		a := el[valueID]
		switch {
		case len(a.SelectedOptions) > 0:
			for _, o := range a.SelectedOptions {
				vals[name] = append(vals[name], o.Value)
			}
		case a.SelectedOption.Value != "":
			vals[name] = []string{a.SelectedOption.Value}
		case a.SelectedUser != "":
			vals[name] = []string{a.SelectedUser}
		case a.Value != "":
			vals[name] = []string{a.Value}
		}
	}
	return vals
}

func mrkdwnText(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.MarkdownType, s, false, false)
}

func paragraph(id, mrkdwn string) *slack.SectionBlock {
	b := slack.NewSectionBlock(mrkdwnText(cut(mrkdwn, 3000)), nil, nil)
	b.BlockID = id
	return b
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// escape makes a text that somebody typed harmless in mrkdwn: no mention, no
// link. Slack asks for these three characters and no others.
func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}
