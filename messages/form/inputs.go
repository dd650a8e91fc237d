package form

import (
	"slices"

	"github.com/slack-go/slack"

	"candor/incident/view"
	"candor/messages"
	"candor/messages/kit"
)

// valueID is the action id of every form field; its name is the block's id.
const valueID = "v"

// Slack's limits.
const (
	maxOptions = 100 // of a menu, or of one part of it
	maxTitle   = 24  // characters of a form's title
)

// field is one input of a form.
func field(name, label, hint string, optional bool, el slack.BlockElement) *slack.InputBlock {
	var h *slack.TextBlockObject
	if hint != "" {
		h = kit.PlainText(hint)
	}
	b := slack.NewInputBlock(name, kit.PlainText(label), h, el)
	b.Optional = optional
	return b
}

// textInput takes at most that many characters, and begins with a text.
func textInput(initial string, long bool, most int) *slack.PlainTextInputBlockElement {
	el := slack.NewPlainTextInputBlockElement(nil, valueID).WithMultiline(long).WithMaxLength(most)
	if initial != "" {
		el.WithInitialValue(messages.Cut(initial, most)) // Slack refuses the whole form for a longer one
	}
	return el
}

// choice is one option of a select, a radio group or a checkbox.
type choice struct {
	value, label string
}

func (c choice) object() *slack.OptionBlockObject {
	return slack.NewOptionBlockObject(c.value, kit.PlainText(messages.Cut(c.label, kit.MaxOption)), nil)
}

func options(list []choice) (objects []*slack.OptionBlockObject) {
	for _, c := range list {
		objects = append(objects, c.object())
	}
	return objects
}

// selectOne is a menu; chosen is the value that is selected first, "" for none.
func selectOne(placeholder, chosen string, list []choice) *slack.SelectBlockElement {
	el := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, kit.PlainText(placeholder), valueID, options(list)...)
	if len(list) > maxOptions {
		el.Options, el.OptionGroups = nil, groups(list)
	}
	for _, c := range list {
		if c.value == chosen {
			el.WithInitialOption(c.object())
		}
	}
	return el
}

// selectSeveral is a menu of which several may be chosen.
func selectSeveral(placeholder string, list []choice) *slack.MultiSelectBlockElement {
	el := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeStatic, kit.PlainText(placeholder), valueID, options(list)...)
	if len(list) > maxOptions {
		el.Options, el.OptionGroups = nil, groups(list)
	}
	return el
}

// groups parts a list that is too long for one menu; each part is named for
// its first and last entry.
func groups(list []choice) (parts []*slack.OptionGroupBlockObject) {
	for part := range slices.Chunk(list, maxOptions) {
		name := messages.Cut(part[0].label, 36) + " – " + messages.Cut(part[len(part)-1].label, 36)
		parts = append(parts, slack.NewOptionGroupBlockElement(kit.PlainText(name), options(part)...))
	}
	return parts
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
	el := slack.NewOptionsSelectBlockElement(slack.OptTypeUser, kit.PlainText("Choose a person"), valueID)
	if chosen != "" {
		el.WithInitialUser(chosen)
	}
	return el
}

// modal is a form whose submission carries the ref back. We hear that it was closed
// where a client may wait for what it was for.
func modal(callback, title, submit, close string, ref view.Ref, blocks ...slack.Block) slack.ModalViewRequest {
	_, waited := kit.Closing[callback]
	return slack.ModalViewRequest{
		NotifyOnClose: waited && ref.Client != "",
		Type:          slack.VTModal, CallbackID: callback, PrivateMetadata: ref.String(),
		Title: kit.PlainText(messages.Cut(title, maxTitle)), Submit: kit.PlainText(submit), Close: kit.PlainText(close),
		Blocks: slack.Blocks{BlockSet: blocks},
	}
}

// Values are the answers of a submitted form: field name → value. A checkbox
// group or a multiple choice gives its values in order; a field that was left empty
// is there, without any.
type Values map[string][]string

// Get returns the one value of a field, "" if it was left empty.
func (v Values) Get(name string) string {
	if len(v[name]) == 0 {
		return ""
	}
	return v[name][0]
}

// Asked says whether the form had the field.
func (v Values) Asked(name string) bool { _, ok := v[name]; return ok }

// Read takes the answers out of a view.
func Read(view slack.View) Values {
	vals := Values{}
	if view.State == nil {
		return vals
	}
	for name, el := range view.State.Values {
		a := el[valueID]
		vals[name] = nil
		switch {
		case len(a.SelectedOptions) > 0:
			for _, o := range a.SelectedOptions {
				vals[name] = append(vals[name], o.Value)
			}
		case a.SelectedOption.Value != "":
			vals[name] = []string{a.SelectedOption.Value}
		case a.SelectedConversation != "":
			vals[name] = []string{a.SelectedConversation}
		case len(a.SelectedUsers) > 0:
			vals[name] = a.SelectedUsers
		case a.SelectedUser != "":
			vals[name] = []string{a.SelectedUser}
		case a.Value != "":
			vals[name] = []string{a.Value}
		}
	}
	return vals
}
