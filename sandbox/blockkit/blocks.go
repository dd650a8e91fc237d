package blockkit

import (
	"bytes"
	"encoding/json"
	"fmt"
	"iter"
	"strconv"
	"strings"
)

// object is a JSON object.
type object = map[string]any

// A Block is any of Block Kit's blocks: the fields of all types side by side,
// since a page and a list of limits want to look at them, not to build them.
type Block struct {
	Type           string    `json:"type"`
	BlockID        string    `json:"block_id"`
	Text           *Text     `json:"text"`
	Fields         []Text    `json:"fields"`
	Accessory      *Element  `json:"accessory"`
	Elements       []Element `json:"elements"`
	Label          *Text     `json:"label"`
	Hint           *Text     `json:"hint"`
	Element        *Element  `json:"element"`
	Optional       bool      `json:"optional"`
	DispatchAction bool      `json:"dispatch_action"`
	Level          string    `json:"level"` // of an alert
	Title          *Text     `json:"title"` // of an image
	ImageURL       string    `json:"image_url"`
	AltText        string    `json:"alt_text"`

	Raw json.RawMessage // for rich text
}

// An Element is a text, an image or something to press or fill in. Inside rich
// text it may hold elements of its own.
type Element struct {
	Type           string          `json:"type"`
	ActionID       string          `json:"action_id"`
	Text           *Text           `json:"text"`
	Value          string          `json:"value"`
	URL            string          `json:"url"`
	Style          json.RawMessage `json:"style"` // a word on a button, an object in rich text
	Confirm        *Confirm        `json:"confirm"`
	Options        []option        `json:"options"`
	OptionGroups   []optionGroup   `json:"option_groups"`
	Placeholder    *Text           `json:"placeholder"`
	InitialOption  *option         `json:"initial_option"`
	InitialOptions []option        `json:"initial_options"`
	InitialValue   json.RawMessage `json:"initial_value"` // an object in a rich text input
	InitialUser    string          `json:"initial_user"`
	InitialUsers   []string        `json:"initial_users"`
	InitialChannel string          `json:"initial_channel"`
	InitialConv    string          `json:"initial_conversation"`
	InitialConvs   []string        `json:"initial_conversations"`
	InitialChans   []string        `json:"initial_channels"`
	InitialDate    string          `json:"initial_date"`
	InitialTime    string          `json:"initial_time"`
	InitialMoment  int64           `json:"initial_date_time"`
	MaxSelected    int             `json:"max_selected_items"`
	Multiline      bool            `json:"multiline"`
	MinLength      int             `json:"min_length"`
	MaxLength      int             `json:"max_length"`
	Decimal        bool            `json:"is_decimal_allowed"`
	MinValue       string          `json:"min_value"`
	MaxValue       string          `json:"max_value"`
	Focus          bool            `json:"focus_on_load"`
	AccessLabel    string          `json:"accessibility_label"`
	ImageURL       string          `json:"image_url"`
	AltText        string          `json:"alt_text"`
	Verbatim       bool            `json:"verbatim"`
}

type option struct {
	Text        Text   `json:"text"`
	Value       string `json:"value"`
	Description *Text  `json:"description"`
	URL         string `json:"url"`
}

type optionGroup struct {
	Label   Text     `json:"label"`
	Options []option `json:"options"`
}

// Confirm is what a person is asked before a press counts.
type Confirm struct {
	Title   *Text  `json:"title"`
	Text    *Text  `json:"text"`
	Confirm *Text  `json:"confirm"`
	Deny    *Text  `json:"deny"`
	Style   string `json:"style"`
}

// Text is a text object, or a bare string where Slack has one (markdown blocks,
// the elements of a context).
type Text struct {
	Type string
	Text string
	bare bool
}

func (t *Text) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		t.bare = true
		return json.Unmarshal(b, &t.Text)
	}
	var o struct{ Type, Text string }
	if err := json.Unmarshal(b, &o); err != nil {
		return err
	}
	t.Type, t.Text = o.Type, o.Text
	return nil
}

// text of a text object that may be missing.
func (t *Text) String() string {
	if t == nil {
		return ""
	}
	return t.Text
}

// Parse reads an array of blocks.
func Parse(raw json.RawMessage) ([]Block, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	var raws []json.RawMessage
	if err := json.Unmarshal(raw, &raws); err != nil {
		return nil, fmt.Errorf("must be an array of blocks")
	}
	list := make([]Block, len(raws))
	for i, r := range raws {
		if err := json.Unmarshal(r, &list[i]); err != nil {
			return nil, fmt.Errorf("block %d: %w", i, err)
		}
		list[i].Raw = r
	}
	return list, nil
}

// Complete gives an id to each block and element that came without, escapes
// mrkdwn as Slack does, and returns the blocks in both forms. What came in is
// kept otherwise as it is, unknown fields included. newID makes an id.
func Complete(raw json.RawMessage, newID func(prefix string) string) (json.RawMessage, []Block, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil, nil
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var list []object
	if err := d.Decode(&list); err != nil {
		return nil, nil, err
	}
	for _, b := range list {
		if id, _ := b["block_id"].(string); id == "" {
			b["block_id"] = newID("b")
		}
		for _, e := range interactiveObjects(b) {
			if id, _ := e["action_id"].(string); id == "" {
				e["action_id"] = newID("a")
			}
		}
		escapeTexts(b)
	}
	raw = Marshal(list)
	blocks, err := Parse(raw)
	return raw, blocks, err
}

// interactiveObjects are the elements of a block that have an action id.
func interactiveObjects(b object) []object {
	var list []object
	add := func(v any) {
		if e, ok := v.(object); ok && e["type"] != "image" {
			list = append(list, e)
		}
	}
	switch b["type"] {
	case "section":
		add(b["accessory"])
	case "input":
		add(b["element"])
	case "actions":
		elements, _ := b["elements"].([]any)
		for _, e := range elements {
			add(e)
		}
	}
	return list
}

// escapeTexts escapes the mrkdwn of a block in place.
func escapeTexts(v any) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			escapeTexts(e)
		}
	case object:
		if t, ok := v["text"].(string); ok && v["type"] == "mrkdwn" {
			v["text"] = Escape(t)
		}
		for _, e := range v {
			escapeTexts(e)
		}
	}
}

// Placed is an element together with the block it stands in.
type Placed struct {
	*Block
	*Element
}

// Key tells two elements of a message or view apart.
func (p Placed) Key() string { return p.Block.BlockID + "|" + p.ActionID }

// Elements yields everything that can be pressed or filled in, in order.
func Elements(blocks []Block) iter.Seq[Placed] {
	return func(yield func(Placed) bool) {
		for i := range blocks {
			b := &blocks[i]
			var list []*Element
			switch b.Type {
			case "section":
				list = append(list, b.Accessory)
			case "input":
				list = append(list, b.Element)
			case "actions":
				for j := range b.Elements {
					list = append(list, &b.Elements[j])
				}
			}
			for _, e := range list {
				if e != nil && e.Type != "image" && !yield(Placed{b, e}) {
					return
				}
			}
		}
	}
}

// Find returns the element with these ids.
func Find(blocks []Block, blockID, actionID string) (Placed, bool) {
	for p := range Elements(blocks) {
		if p.Block.BlockID == blockID && p.ActionID == actionID {
			return p, true
		}
	}
	return Placed{}, false
}

// AllOptions are all options of an element, grouped or not.
func (e *Element) AllOptions() []option {
	list := e.Options
	for _, g := range e.OptionGroups {
		list = append(list[:len(list):len(list)], g.Options...)
	}
	return list
}

// Stateful reports whether the element keeps a value that state.values tells.
func (e *Element) Stateful() bool {
	switch e.Type {
	case "button", "overflow", "image", "workflow_button", "icon_button", "feedback_buttons":
		return false
	}
	return true
}

// Several reports whether the element holds more than one value.
func (e *Element) Several() bool {
	return e.Type == "checkboxes" || strings.HasPrefix(e.Type, "multi_")
}

// ButtonStyle of a button: primary, danger or nothing.
func (e *Element) ButtonStyle() string {
	var s string
	if json.Unmarshal(e.Style, &s) != nil {
		return ""
	}
	return s
}

// initial is what the element holds before anybody touched it.
func (e *Element) initial() []string {
	one := func(s string) []string {
		if s == "" {
			return nil
		}
		return []string{s}
	}
	var list []string
	switch e.Type {
	case "checkboxes", "multi_static_select", "multi_external_select":
		for _, o := range e.InitialOptions {
			list = append(list, o.Value)
		}
		return list
	case "radio_buttons", "static_select", "external_select":
		if e.InitialOption != nil {
			return one(e.InitialOption.Value)
		}
		return nil
	case "users_select":
		return one(e.InitialUser)
	case "multi_users_select":
		return e.InitialUsers
	case "channels_select":
		return one(e.InitialChannel)
	case "multi_channels_select":
		return e.InitialChans
	case "conversations_select":
		return one(e.InitialConv)
	case "multi_conversations_select":
		return e.InitialConvs
	case "datepicker":
		return one(e.InitialDate)
	case "timepicker":
		return one(e.InitialTime)
	case "datetimepicker":
		if e.InitialMoment != 0 {
			return one(strconv.FormatInt(e.InitialMoment, 10))
		}
		return nil
	}
	var s string
	if json.Unmarshal(e.InitialValue, &s) != nil {
		return nil
	}
	return one(s)
}

// Marshal writes JSON as Slack does, without escaping <, > and &.
func Marshal(v any) json.RawMessage {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err) // only maps, slices, strings and numbers come here
	}
	return json.RawMessage(strings.TrimSuffix(b.String(), "\n"))
}
