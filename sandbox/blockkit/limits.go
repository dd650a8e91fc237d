package blockkit

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

// The limits that Slack documents for Block Kit.
const (
	maxMessageBlocks   = 50
	maxViewBlocks      = 100
	maxBlockID         = 255
	maxActionID        = 255
	maxHeaderText      = 150
	maxSectionText     = 3000
	maxFields          = 10
	maxFieldText       = 2000
	maxActionsElements = 25
	maxContextElements = 10
	maxButtonText      = 75
	maxButtonValue     = 2000
	maxURL             = 3000
	maxOptionText      = 75
	maxOptionValue     = 150
	maxChecks          = 10 // options of checkboxes and radio buttons
	maxSelectOptions   = 100
	maxOverflow        = 5
	maxPlaceholder     = 150
	maxLabel           = 2000
	maxViewTitle       = 24
	maxMetadata        = 3000 // private_metadata
	maxViewText        = 255  // callback_id, external_id
	maxConfirmTitle    = 100
	maxConfirmText     = 300
	maxConfirmButton   = 30
	MaxInputLength     = 3000
	MaxViewBytes       = 250 << 10

	MaxMessageText  = 4000  // beyond it Slack cuts a text in two, which nobody wants
	MaxMessageWhole = 13200 // text and blocks together
)

// A checker collects what Slack would complain about, in Slack's words.
type checker struct {
	messages []string
	view     string // "modal", "home" or "" for a message
	blockIDs map[string]bool
	focused  bool
}

func (c *checker) bad(path, format string, args ...any) {
	c.messages = append(c.messages, fmt.Sprintf("[ERROR] %s [json-pointer:%s]", fmt.Sprintf(format, args...), path))
}

// Check holds blocks against every limit; view is "modal", "home" or ""
// for a message. It returns Slack's complaints.
func Check(raw json.RawMessage, view string) []string {
	path := "/blocks"
	c := &checker{view: view, blockIDs: map[string]bool{}}
	blocks, err := Parse(raw)
	if err != nil {
		c.bad(path, "%s", err)
		return c.messages
	}

	most := maxMessageBlocks
	if view != "" {
		path, most = "/view/blocks", maxViewBlocks
	}
	if len(blocks) > most {
		c.bad(path, "no more than %d items allowed", most)
	}
	if view == "modal" && len(blocks) == 0 {
		c.bad(path, "no fewer than 1 items allowed")
	}
	for i := range blocks {
		c.block(fmt.Sprintf("%s/%d", path, i), &blocks[i])
	}
	return c.messages
}

func (c *checker) block(path string, b *Block) {
	if n := utf8.RuneCountInString(b.BlockID); n > maxBlockID {
		c.bad(path+"/block_id", "must be less than %d characters", maxBlockID+1)
	}
	if b.BlockID != "" && c.blockIDs[b.BlockID] {
		c.bad(path+"/block_id", "`block_id` %q already exists", b.BlockID)
	}
	c.blockIDs[b.BlockID] = true

	switch b.Type {
	case "section":
		c.section(path, b)
	case "header":
		c.text(path+"/text", b.Text, "plain_text", maxHeaderText)
	case "context":
		c.context(path, b)
	case "actions":
		c.actions(path, b)
	case "input":
		c.input(path, b)
	case "divider", "rich_text":
	case "image":
		c.image(path, b.ImageURL, b.AltText)
	case "alert":
		c.alert(path, b)
	case "markdown":
		if b.Text == nil || !b.Text.bare || b.Text.Text == "" {
			c.bad(path+"/text", "missing required field: text")
		} else if utf8.RuneCountInString(b.Text.Text) > 12000 {
			c.bad(path+"/text", "must be less than 12001 characters")
		}
		if c.view != "" {
			c.bad(path, "unsupported type: markdown")
		}
	default:
		c.bad(path, "unsupported type: %s", b.Type)
	}
}

func (c *checker) section(path string, b *Block) {
	if b.Text == nil && len(b.Fields) == 0 {
		c.bad(path, "missing required field: text")
	}
	if b.Text != nil {
		c.text(path+"/text", b.Text, "", maxSectionText)
	}
	if len(b.Fields) > maxFields {
		c.bad(path+"/fields", "no more than %d items allowed", maxFields)
	}
	for i := range b.Fields {
		c.text(fmt.Sprintf("%s/fields/%d", path, i), &b.Fields[i], "", maxFieldText)
	}
	if b.Accessory != nil {
		c.element(path+"/accessory", b.Accessory, accessories)
	}
}

func (c *checker) context(path string, b *Block) {
	c.count(path+"/elements", len(b.Elements), maxContextElements)
	for i := range b.Elements {
		e, at := &b.Elements[i], fmt.Sprintf("%s/elements/%d", path, i)
		switch e.Type {
		case "image":
			c.image(at, e.ImageURL, e.AltText)
		case "plain_text", "mrkdwn":
			c.length(at+"/text", e.Text.String(), 1, maxSectionText)
		default:
			c.bad(at, "unsupported type: %s", e.Type)
		}
	}
}

func (c *checker) actions(path string, b *Block) {
	c.count(path+"/elements", len(b.Elements), maxActionsElements)
	seen := map[string]bool{}
	for i := range b.Elements {
		e, at := &b.Elements[i], fmt.Sprintf("%s/elements/%d", path, i)
		c.element(at, e, inActions)
		if e.ActionID != "" && seen[e.ActionID] {
			c.bad(at+"/action_id", "`action_id` %q already exists for block_id %q", e.ActionID, b.BlockID)
		}
		seen[e.ActionID] = true
	}
}

func (c *checker) input(path string, b *Block) {
	c.text(path+"/label", b.Label, "plain_text", maxLabel)
	if b.Hint != nil {
		c.text(path+"/hint", b.Hint, "plain_text", maxLabel)
	}
	if b.Element == nil {
		c.bad(path, "missing required field: element")
		return
	}
	c.element(path+"/element", b.Element, inInput)
}

func (c *checker) image(path, url, alt string) {
	switch {
	case url == "":
		c.bad(path, "missing required field: image_url")
	case alt == "":
		c.bad(path, "missing required field: alt_text")
	}
	c.length(path+"/image_url", url, 0, maxURL)
	c.length(path+"/alt_text", alt, 0, 2000)
}

func (c *checker) alert(path string, b *Block) {
	c.text(path+"/text", b.Text, "", maxSectionText)
	switch b.Level {
	case "", "default", "info", "warning", "error", "success":
	default:
		c.bad(path+"/level", "must be one of default, info, warning, error, success")
	}
}

// count checks the number of a block's elements.
func (c *checker) count(path string, n, most int) {
	if n == 0 {
		c.bad(path, "no fewer than 1 items allowed")
	}
	if n > most {
		c.bad(path, "no more than %d items allowed", most)
	}
}

// length checks a string; a least of 1 means that it must not be empty.
func (c *checker) length(path, s string, least, most int) {
	n := utf8.RuneCountInString(s)
	if n < least {
		c.bad(path, "must be more than %d characters", least-1)
	}
	if n > most {
		c.bad(path, "must be less than %d characters", most+1)
	}
}

// text checks a required text object; kind is the only type allowed, or "".
func (c *checker) text(path string, t *Text, kind string, most int) {
	switch {
	case t == nil:
		c.bad(path, "missing required field")
		return
	case t.bare:
		c.bad(path, "failed to match all allowed schemas: must be a text object")
		return
	case t.Type != "plain_text" && t.Type != "mrkdwn", kind != "" && t.Type != kind:
		c.bad(path+"/type", "failed to match all allowed schemas: type %q", t.Type)
	}
	c.length(path+"/text", t.Text, 1, most)
}

// Which elements may stand where.
const (
	inActions = " button checkboxes radio_buttons overflow static_select multi_static_select users_select multi_users_select conversations_select multi_conversations_select channels_select multi_channels_select external_select multi_external_select datepicker timepicker datetimepicker "
	inInput   = " plain_text_input email_text_input url_text_input number_input checkboxes radio_buttons static_select multi_static_select users_select multi_users_select conversations_select multi_conversations_select channels_select multi_channels_select external_select multi_external_select datepicker timepicker datetimepicker "

	// A date with time stands in actions and inputs only.
	accessories = " image button checkboxes radio_buttons overflow static_select multi_static_select users_select multi_users_select conversations_select multi_conversations_select channels_select multi_channels_select external_select multi_external_select datepicker timepicker "
)

func (c *checker) element(path string, e *Element, allowed string) {
	if !strings.Contains(allowed, " "+e.Type+" ") || e.Type == "" {
		c.bad(path+"/type", "unsupported type: %s", e.Type)
		return
	}
	c.length(path+"/action_id", e.ActionID, 0, maxActionID)
	if e.Placeholder != nil {
		c.text(path+"/placeholder", e.Placeholder, "plain_text", maxPlaceholder)
	}
	if e.Confirm != nil {
		c.confirm(path+"/confirm", e.Confirm)
	}
	if e.Focus {
		if c.focused {
			c.bad(path+"/focus_on_load", "only one element may have focus_on_load")
		}
		c.focused = true
	}

	switch e.Type {
	case "image":
		c.image(path, e.ImageURL, e.AltText)
	case "button":
		c.button(path, e)
	case "overflow":
		c.options(path+"/options", e.Options, 1, maxOverflow, true)
	case "checkboxes", "radio_buttons":
		c.options(path+"/options", e.Options, 1, maxChecks, false)
		c.initial(path, e)
	case "static_select", "multi_static_select":
		c.selects(path, e)
	case "datepicker", "timepicker":
		c.pickers(path, e)
	case "plain_text_input", "email_text_input", "url_text_input", "number_input":
		c.typed(path, e)
	}
}

func (c *checker) button(path string, e *Element) {
	c.text(path+"/text", e.Text, "plain_text", maxButtonText)
	c.length(path+"/value", e.Value, 0, maxButtonValue)
	c.length(path+"/url", e.URL, 0, maxURL)
	c.length(path+"/accessibility_label", e.AccessLabel, 0, 75)
	if s := e.ButtonStyle(); len(e.Style) > 0 && s != "primary" && s != "danger" {
		c.bad(path+"/style", "must be one of primary, danger")
	}
}

func (c *checker) selects(path string, e *Element) {
	switch {
	case len(e.OptionGroups) > 0 && len(e.Options) > 0:
		c.bad(path, "only one of options and option_groups is allowed")
	case len(e.OptionGroups) > 0:
		c.count(path+"/option_groups", len(e.OptionGroups), maxSelectOptions)
		for i := range e.OptionGroups {
			at := fmt.Sprintf("%s/option_groups/%d", path, i)
			c.text(at+"/label", &e.OptionGroups[i].Label, "plain_text", maxOptionText)
			c.options(at+"/options", e.OptionGroups[i].Options, 1, maxSelectOptions, true)
		}
	default:
		c.options(path+"/options", e.Options, 1, maxSelectOptions, true)
	}
	c.initial(path, e)
}

// options checks a list of options. Only checkboxes and radio buttons may have
// mrkdwn in theirs; elsewhere plain is set.
func (c *checker) options(path string, list []option, least, most int, plain bool) {
	if len(list) < least {
		c.bad(path, "no fewer than %d items allowed", least)
	}
	if len(list) > most {
		c.bad(path, "no more than %d items allowed", most)
	}
	kind := ""
	if plain {
		kind = "plain_text"
	}
	seen := map[string]bool{}
	for i := range list {
		at, o := fmt.Sprintf("%s/%d", path, i), &list[i]
		c.text(at+"/text", &o.Text, kind, maxOptionText)
		c.length(at+"/value", o.Value, 1, maxOptionValue)
		if o.Description != nil {
			c.text(at+"/description", o.Description, kind, maxOptionText)
		}
		if seen[o.Value] {
			c.bad(at+"/value", "the value %q is used twice", o.Value)
		}
		seen[o.Value] = true
	}
}

// initial checks that what is chosen at first is among the options, letter for
// letter: Slack compares whole options.
func (c *checker) initial(path string, e *Element) {
	same := func(o option) bool {
		for _, p := range e.AllOptions() {
			if p.Value == o.Value && p.Text == o.Text && p.Description.String() == o.Description.String() {
				return true
			}
		}
		return false
	}
	if e.InitialOption != nil && !same(*e.InitialOption) {
		c.bad(path+"/initial_option", "must be one of the options")
	}
	if e.InitialOptions != nil && len(e.InitialOptions) == 0 {
		c.bad(path+"/initial_options", "no fewer than 1 items allowed")
	}
	for i, o := range e.InitialOptions {
		if !same(o) {
			c.bad(fmt.Sprintf("%s/initial_options/%d", path, i), "must be one of the options")
		}
	}
}

// ClockTime is a time of day as Slack writes it, HH:mm.
var ClockTime = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9]$`)

func (c *checker) pickers(path string, e *Element) {
	if _, err := time.Parse(time.DateOnly, e.InitialDate); e.InitialDate != "" && err != nil {
		c.bad(path+"/initial_date", "must be a date, YYYY-MM-DD")
	}
	if e.InitialTime != "" && !ClockTime.MatchString(e.InitialTime) {
		c.bad(path+"/initial_time", "must be a time, HH:mm")
	}
}

func (c *checker) typed(path string, e *Element) {
	if e.MinLength < 0 || e.MinLength > MaxInputLength {
		c.bad(path+"/min_length", "must be between 0 and %d", MaxInputLength)
	}
	if e.MaxLength < 0 || e.MaxLength > MaxInputLength {
		c.bad(path+"/max_length", "must be between 1 and %d", MaxInputLength)
	}
	if e.MaxLength > 0 && e.MinLength > e.MaxLength {
		c.bad(path+"/min_length", "must not be more than max_length")
	}
	most := MaxInputLength
	if e.MaxLength > 0 {
		most = e.MaxLength
	}
	if first := e.initial(); len(first) > 0 {
		c.length(path+"/initial_value", first[0], 0, most)
	}
}

func (c *checker) confirm(path string, o *Confirm) {
	c.text(path+"/title", o.Title, "plain_text", maxConfirmTitle)
	c.text(path+"/text", o.Text, "", maxConfirmText)
	c.text(path+"/confirm", o.Confirm, "plain_text", maxConfirmButton)
	c.text(path+"/deny", o.Deny, "plain_text", maxConfirmButton)
	if o.Style != "" && o.Style != "primary" && o.Style != "danger" {
		c.bad(path+"/style", "must be one of primary, danger")
	}
}

// WholeLength counts the characters of a message's text and blocks together.
func WholeLength(top string, blocks []Block) int {
	n := utf8.RuneCountInString(top)
	count := func(t *Text) { n += utf8.RuneCountInString(t.String()) }
	for i := range blocks {
		b := &blocks[i]
		count(b.Text)
		for j := range b.Fields {
			count(&b.Fields[j])
		}
		if b.Type == "context" {
			for j := range b.Elements {
				count(b.Elements[j].Text)
			}
		}
	}
	return n
}

// View is a form or a Home as the app wrote it.
type View struct {
	Type            string          `json:"type"`
	Title           *Text           `json:"title"`
	Submit          *Text           `json:"submit"`
	Close           *Text           `json:"close"`
	Blocks          json.RawMessage `json:"blocks"`
	PrivateMetadata string          `json:"private_metadata"`
	CallbackID      string          `json:"callback_id"`
	ExternalID      string          `json:"external_id"`
	ClearOnClose    bool            `json:"clear_on_close"`
	NotifyOnClose   bool            `json:"notify_on_close"`
}

// Check holds a view against every limit; kind is "modal" or "home". It returns
// Slack's complaints.
func (v *View) Check(kind string) []string {
	c := &checker{view: kind, blockIDs: map[string]bool{}}
	if v.Type != kind {
		c.bad("/view/type", "must be %s", kind)
	}
	if kind == "modal" {
		c.text("/view/title", v.Title, "plain_text", maxViewTitle)
	}
	for name, t := range map[string]*Text{"submit": v.Submit, "close": v.Close} {
		if t != nil {
			c.text("/view/"+name, t, "plain_text", maxViewTitle)
		}
	}
	if utf8.RuneCountInString(v.PrivateMetadata) > maxMetadata {
		c.bad("/view/private_metadata", "must be less than %d characters", maxMetadata+1)
	}
	c.length("/view/callback_id", v.CallbackID, 0, maxViewText)
	c.length("/view/external_id", v.ExternalID, 0, maxViewText)
	c.messages = append(c.messages, Check(v.Blocks, kind)...)
	if len(c.messages) == 0 {
		c.inputs(v.Blocks, v.Submit)
	}
	return c.messages
}

// inputs checks that a form with inputs can be submitted.
func (c *checker) inputs(raw json.RawMessage, submit *Text) {
	blocks, _ := Parse(raw)
	for i := range blocks {
		if blocks[i].Type == "input" && c.view == "modal" && submit == nil {
			c.bad("/view/submit", "must be present when a modal has input blocks")
			return
		}
	}
}
