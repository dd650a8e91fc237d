package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"iter"
	"strconv"
	"strings"
)

// A block is any of Block Kit's blocks: the fields of all types side by side,
// since a page and a list of limits want to look at them, not to build them.
type block struct {
	Type           string    `json:"type"`
	BlockID        string    `json:"block_id"`
	Text           *text     `json:"text"`
	Fields         []text    `json:"fields"`
	Accessory      *element  `json:"accessory"`
	Elements       []element `json:"elements"`
	Label          *text     `json:"label"`
	Hint           *text     `json:"hint"`
	Element        *element  `json:"element"`
	Optional       bool      `json:"optional"`
	DispatchAction bool      `json:"dispatch_action"`
	Level          string    `json:"level"` // of an alert
	Title          *text     `json:"title"` // of an image
	ImageURL       string    `json:"image_url"`
	AltText        string    `json:"alt_text"`

	raw json.RawMessage // for rich text
}

// An element is a text, an image or something to press or fill in. Inside rich
// text it may hold elements of its own.
type element struct {
	Type           string          `json:"type"`
	ActionID       string          `json:"action_id"`
	Text           *text           `json:"text"`
	Value          string          `json:"value"`
	URL            string          `json:"url"`
	Style          json.RawMessage `json:"style"` // a word on a button, an object in rich text
	Confirm        *confirm        `json:"confirm"`
	Options        []option        `json:"options"`
	OptionGroups   []optionGroup   `json:"option_groups"`
	Placeholder    *text           `json:"placeholder"`
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
	Text        text   `json:"text"`
	Value       string `json:"value"`
	Description *text  `json:"description"`
	URL         string `json:"url"`
}

type optionGroup struct {
	Label   text     `json:"label"`
	Options []option `json:"options"`
}

type confirm struct {
	Title   *text  `json:"title"`
	Text    *text  `json:"text"`
	Confirm *text  `json:"confirm"`
	Deny    *text  `json:"deny"`
	Style   string `json:"style"`
}

// text is a text object, or a bare string where Slack has one (markdown blocks,
// the elements of a context).
type text struct {
	Type string
	Text string
	bare bool
}

func (t *text) UnmarshalJSON(b []byte) error {
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
func (t *text) String() string {
	if t == nil {
		return ""
	}
	return t.Text
}

// parseBlocks reads an array of blocks.
func parseBlocks(raw json.RawMessage) ([]block, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	var raws []json.RawMessage
	if err := json.Unmarshal(raw, &raws); err != nil {
		return nil, fmt.Errorf("must be an array of blocks")
	}
	list := make([]block, len(raws))
	for i, r := range raws {
		if err := json.Unmarshal(r, &list[i]); err != nil {
			return nil, fmt.Errorf("block %d: %w", i, err)
		}
		list[i].raw = r
	}
	return list, nil
}

// complete gives an id to each block and element that came without, escapes
// mrkdwn as Slack does, and returns the blocks in both forms. What came in is
// kept otherwise as it is, unknown fields included.
func (s *Server) complete(raw json.RawMessage) (json.RawMessage, []block, error) {
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
			b["block_id"] = s.id("b")
		}
		for _, e := range interactiveObjects(b) {
			if id, _ := e["action_id"].(string); id == "" {
				e["action_id"] = s.id("a")
			}
		}
		escapeTexts(b)
	}
	raw = marshal(list)
	blocks, err := parseBlocks(raw)
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
			v["text"] = escape(t)
		}
		for _, e := range v {
			escapeTexts(e)
		}
	}
}

// placed is an element together with the block it stands in.
type placed struct {
	*block
	*element
}

// key tells two elements of a message or view apart.
func (p placed) key() string { return p.block.BlockID + "|" + p.ActionID }

// elements yields everything that can be pressed or filled in, in order.
func elements(blocks []block) iter.Seq[placed] {
	return func(yield func(placed) bool) {
		for i := range blocks {
			b := &blocks[i]
			var list []*element
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
				if e != nil && e.Type != "image" && !yield(placed{b, e}) {
					return
				}
			}
		}
	}
}

// find returns the element with these ids.
func find(blocks []block, blockID, actionID string) (placed, bool) {
	for p := range elements(blocks) {
		if p.block.BlockID == blockID && p.ActionID == actionID {
			return p, true
		}
	}
	return placed{}, false
}

// options are all options of an element, grouped or not.
func (e *element) options() []option {
	list := e.Options
	for _, g := range e.OptionGroups {
		list = append(list[:len(list):len(list)], g.Options...)
	}
	return list
}

// stateful reports whether the element keeps a value that state.values tells.
func (e *element) stateful() bool {
	switch e.Type {
	case "button", "overflow", "image", "workflow_button", "icon_button", "feedback_buttons":
		return false
	}
	return true
}

// several reports whether the element holds more than one value.
func (e *element) several() bool {
	return e.Type == "checkboxes" || strings.HasPrefix(e.Type, "multi_")
}

// style of a button: primary, danger or nothing.
func (e *element) style() string {
	var s string
	if json.Unmarshal(e.Style, &s) != nil {
		return ""
	}
	return s
}

// initial is what the element holds before anybody touched it.
func (e *element) initial() []string {
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
