package page

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"

	"candor/sandbox/blockkit"
)

// An Eye is a person who looks at the page.
type Eye struct {
	Reader           blockkit.Reader
	User             string
	People, Channels []Choice // what menus of people and channels offer
}

// A Choice is one that a menu offers.
type Choice struct{ ID, Name string }

// Form is a form or a Home.
type Form struct {
	Column        *Column
	ID            string
	Title         string
	Submit, Close string
	Blocks        []Block
	Depth         int
}

// Block is a block.
type Block struct {
	Type, ID, Level, Alt string
	Text                 template.HTML
	Fields               []template.HTML
	Label                string
	Hint, Error          string
	Optional             bool
	Elements             []Element
}

// Element is what can be pressed or filled in, or an image.
type Element struct {
	Type, Key, ID             string
	Kind                      string // what the template draws
	Text, Aria, Style, URL    string
	Value, Placeholder, Alt   string
	Options                   []Option
	Multiple, Focus, Dispatch bool
	Required                  bool
	Labelled                  bool // its block has a label of its own
	MaxLength                 int
	Input                     string // the type of an <input>
	Markup                    template.HTML
	Invalid                   bool
	Described                 string // ids of what says more about it: its error, its hint
}

// Option is one of the choices of an element.
type Option struct {
	Text, About template.HTML
	Plain       string
	Value       string
	On          bool
}

// Blocks draws blocks with what was chosen in them; errs are by block.
func (y *Eye) Blocks(id string, blocks []blockkit.Block, v blockkit.Values, errs map[string]string) []Block {
	list := make([]Block, len(blocks))
	for i := range blocks {
		b := &blocks[i]
		list[i] = y.blockView(fmt.Sprintf("%s-%d", id, i), b, v)
		if e := errs[b.BlockID]; e != "" {
			list[i].Error = e
		}
		list[i].describe()
	}
	return list
}

// describe ties the fields of a block to what stands under them.
func (b *Block) describe() {
	var ids []string
	if b.Error != "" {
		ids = append(ids, b.ID+"-error")
	}
	if b.Hint != "" {
		ids = append(ids, b.ID+"-hint")
	}
	for i := range b.Elements {
		b.Elements[i].Invalid, b.Elements[i].Described = b.Error != "", strings.Join(ids, " ")
	}
}

func (y *Eye) blockView(id string, b *blockkit.Block, v blockkit.Values) Block {
	me := y.User
	draw := func(t *blockkit.Text) template.HTML {
		if t != nil && t.Type == "plain_text" {
			return template.HTML(strings.ReplaceAll(blockkit.Emoji(template.HTMLEscapeString(t.Text)), "\n", "<br>"))
		}
		return y.Reader.HTML(t.String(), me)
	}
	o := Block{Type: b.Type, ID: id, Level: b.Level, Alt: b.AltText, Label: b.Label.String(), Hint: b.Hint.String(), Optional: b.Optional}
	add := func(e *blockkit.Element) {
		o.Elements = append(o.Elements, y.elementView(fmt.Sprintf("%s-%d", id, len(o.Elements)), b, e, v))
	}
	switch b.Type {
	case "rich_text":
		o.Text = y.Reader.HTML(blockkit.RichText(b.Raw), me)
		return o
	case "context":
		for i := range b.Elements {
			e := &b.Elements[i]
			if e.Type == "image" {
				add(e)
				continue
			}
			t := *e.Text
			t.Type = e.Type
			o.Fields = append(o.Fields, draw(&t))
		}
		return o
	}
	if b.Text != nil {
		o.Text = draw(b.Text)
	}
	for i := range b.Fields {
		o.Fields = append(o.Fields, draw(&b.Fields[i]))
	}
	for i := range b.Elements {
		add(&b.Elements[i])
	}
	for _, e := range []*blockkit.Element{b.Accessory, b.Element} {
		if e != nil {
			add(e)
		}
	}
	return o
}

func (y *Eye) elementView(id string, b *blockkit.Block, e *blockkit.Element, v blockkit.Values) Element {
	pl := blockkit.Placed{Block: b, Element: e}
	held := v.Of(pl)
	o := Element{
		Type: e.Type, Key: pl.Key(), ID: id, Kind: "input", Input: "text", Aria: cmp.Or(e.AccessLabel, y.beside(b, e)), Style: e.ButtonStyle(), Alt: e.AltText,
		Text: e.Text.String(), Placeholder: e.Placeholder.String(), Multiple: pl.Several(), Focus: e.Focus, MaxLength: cmp.Or(e.MaxLength, blockkit.MaxInputLength),
		Dispatch: b.Type != "input" || b.DispatchAction, Required: b.Type == "input" && !b.Optional, Labelled: b.Type == "input",
	}
	if len(held) > 0 {
		o.Value = held[0]
	}
	switch kind := strings.TrimPrefix(e.Type, "multi_"); kind {
	case "button", "image", "overflow", "checkboxes":
		o.Kind = kind
	case "radio_buttons":
		o.Kind = "radio"
	case "static_select", "users_select", "channels_select", "conversations_select", "external_select":
		o.Kind = "select"
	case "plain_text_input":
		if e.Multiline {
			o.Kind = "area"
		}
	case "datepicker":
		o.Input = "date"
	case "timepicker":
		o.Input = "time"
	case "datetimepicker":
		o.Input = "datetime-local"
		if n, ok := blockkit.Moment(held); ok {
			o.Value = time.Unix(n, 0).In(y.Reader.Zone(y.User)).Format("2006-01-02T15:04")
		}
	case "email_text_input":
		o.Input = "email"
	case "url_text_input":
		o.Input = "url"
	}
	o.Options = y.optionViews(e, held)
	return o
}

// beside is what boxes are about that have no label of their own: the words of their section.
func (y *Eye) beside(b *blockkit.Block, e *blockkit.Element) string {
	if b.Type != "section" || b.Text == nil || e.Type != "checkboxes" && e.Type != "radio_buttons" {
		return ""
	}
	return y.Reader.Plain(b.Text.String(), "")
}

// optionViews are the choices of an element: its options, people or channels.
func (y *Eye) optionViews(e *blockkit.Element, held []string) []Option {
	var list []Option
	add := func(value, plain string, text, about template.HTML) {
		list = append(list, Option{Text: text, About: about, Plain: plain, Value: value, On: slices.Contains(held, value)})
	}
	switch strings.TrimPrefix(e.Type, "multi_") {
	case "users_select":
		for _, p := range y.People {
			add(p.ID, p.Name, "", "")
		}
	case "channels_select", "conversations_select":
		for _, ch := range y.Channels {
			add(ch.ID, ch.Name, "", "")
		}
	default:
		for _, o := range e.AllOptions() {
			var about template.HTML
			if o.Description != nil {
				about = y.Reader.HTML(o.Description.Text, y.User)
			}
			add(o.Value, y.Reader.Plain(o.Text.Text, ""), y.Reader.HTML(o.Text.Text, y.User), about)
		}
	}
	return list
}
