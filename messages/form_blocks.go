package messages

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/slack-go/slack"
)

// valueID is the action id of every form field; its name is the block's id.
const valueID = "v"

// Slack's limits.
const (
	maxOptions = 100 // of a menu, or of one part of it
	maxOption  = 75  // characters of an option
	maxTitle   = 24  // of a form
)

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

// textInput takes at most that many characters, and begins with a text.
func textInput(initial string, long bool, most int) *slack.PlainTextInputBlockElement {
	el := slack.NewPlainTextInputBlockElement(nil, valueID).WithMultiline(long).WithMaxLength(most)
	if initial != "" {
		el.WithInitialValue(cut(initial, most)) // Slack refuses the whole form for a longer one
	}
	return el
}

// choice is one option of a select, a radio group or a checkbox.
type choice struct {
	value, label string
}

func (c choice) object() *slack.OptionBlockObject {
	return slack.NewOptionBlockObject(c.value, plainText(cut(c.label, maxOption)), nil)
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
	el := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeStatic, plainText(placeholder), valueID, options(list)...)
	if len(list) > maxOptions {
		el.Options, el.OptionGroups = nil, groups(list)
	}
	return el
}

// groups parts a list that is too long for one menu; each part is named for
// its first and last entry.
func groups(list []choice) (parts []*slack.OptionGroupBlockObject) {
	for part := range slices.Chunk(list, maxOptions) {
		name := cut(part[0].label, 36) + " – " + cut(part[len(part)-1].label, 36)
		parts = append(parts, slack.NewOptionGroupBlockElement(plainText(name), options(part)...))
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
		Title: plainText(cut(title, maxTitle)), Submit: plainText(submit), Close: plainText(close),
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

func mrkdwnText(s string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.MarkdownType, s, false, false)
}

func paragraph(id, mrkdwn string) *slack.SectionBlock {
	b := slack.NewSectionBlock(mrkdwnText(cut(mrkdwn, 3000)), nil, nil)
	b.BlockID = id
	return b
}

// exactly shows a text as it leaves, every character of it: what does not fit
// into one paragraph goes on in the next. It begins and ends with a line. id
// begins the names of its blocks.
func exactly(id, text string) []slack.Block {
	blocks := []slack.Block{slack.NewDividerBlock()}
	for i, part := range parts(text, maxSection) {
		blocks = append(blocks, paragraph(fmt.Sprintf("%s%d", id, i+1), part))
	}
	return append(blocks, slack.NewDividerBlock())
}

// parts cuts a text into pieces of at most n characters, and loses nothing.
func parts(text string, n int) (list []string) {
	for units(text) > n {
		at := breakBefore(text, n)
		list, text = append(list, text[:at]), text[at:]
	}
	if text != "" {
		list = append(list, text)
	}
	return list
}

// breakBefore is where a text of more than n characters is parted: after its
// last line or word that fits, never within an entity such as &amp;.
func breakBefore(s string, n int) int {
	end := 0
	for i, r := range s {
		if n -= utf16.RuneLen(r); n < 0 {
			end = i
			break
		}
	}
	for _, at := range []string{"\n", " "} {
		if i := strings.LastIndex(s[:end], at); i > end/2 {
			return i + 1
		}
	}
	if i := strings.LastIndex(s[:end], "&"); i > end-len("&amp;") && i > 0 {
		return i
	}
	return end
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// Escape makes a text that somebody typed harmless in mrkdwn.
func Escape(s string) string { return escape(s) }

// escape makes a text that somebody typed harmless in mrkdwn: no mention, no
// link. Slack asks for these three characters and no others.
func escape(s string) string { return escapes.Replace(s) }
