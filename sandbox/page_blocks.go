package sandbox

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"
	"time"
)

// formView is a form or a Home.
type formView struct {
	Column        *columnView
	ID            string
	Title         string
	Submit, Close string
	Blocks        []blockView
	Depth         int
}

type blockView struct {
	Type, ID, Level, Alt string
	Text                 template.HTML
	Fields               []template.HTML
	Label                string
	Hint, Error          string
	Optional             bool
	Elements             []elementView
}

type elementView struct {
	Type, Key, ID             string
	Kind                      string // what the template draws
	Text, Aria, Style, URL    string
	Value, Placeholder, Alt   string
	Options                   []optionView
	Multiple, Focus, Dispatch bool
	Required                  bool
	MaxLength                 int
	Input                     string // the type of an <input>
	Markup                    template.HTML
	ErrorID                   string
}

type optionView struct {
	Text, About template.HTML
	Plain       string
	Value       string
	On          bool
}

func (s *Server) formView(c *columnView, v *view) *formView {
	return &formView{
		Column: c, ID: v.ID, Title: v.title.String(), Submit: v.submit.String(), Close: v.closeLabel(), Depth: len(s.views[c.Person.ID]),
		Blocks: s.blockViews(c, c.Key+"-"+v.ID, v.blocks, v.typed, v.errors),
	}
}

func (s *Server) blockViews(c *columnView, id string, blocks []block, v values, errs map[string]string) []blockView {
	list := make([]blockView, len(blocks))
	for i := range blocks {
		b := &blocks[i]
		list[i] = s.blockView(c, fmt.Sprintf("%s-%d", id, i), b, v)
		if e := errs[b.BlockID]; e != "" {
			list[i].Error = e
			for j := range list[i].Elements {
				list[i].Elements[j].ErrorID = list[i].ID + "-error"
			}
		}
	}
	return list
}

func (s *Server) blockView(c *columnView, id string, b *block, v values) blockView {
	me := c.Person.ID
	draw := func(t *text) template.HTML {
		if t != nil && t.Type == "plain_text" {
			return template.HTML(strings.ReplaceAll(emoji(template.HTMLEscapeString(t.Text)), "\n", "<br>"))
		}
		return s.html(t.String(), me)
	}
	o := blockView{Type: b.Type, ID: id, Level: b.Level, Alt: b.AltText, Label: b.Label.String(), Hint: b.Hint.String(), Optional: b.Optional}
	add := func(e *element) {
		o.Elements = append(o.Elements, s.elementView(c, fmt.Sprintf("%s-%d", id, len(o.Elements)), b, e, v))
	}
	switch b.Type {
	case "rich_text":
		o.Text = s.html(richMrkdwn(b.raw), me)
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
	for _, e := range []*element{b.Accessory, b.Element} {
		if e != nil {
			add(e)
		}
	}
	return o
}

func (s *Server) elementView(c *columnView, id string, b *block, e *element, v values) elementView {
	pl := placed{b, e}
	held := v.of(pl)
	o := elementView{
		Type: e.Type, Key: pl.key(), ID: id, Kind: "input", Input: "text", Aria: e.AccessLabel, Style: e.style(), Alt: e.AltText,
		Text: e.Text.String(), Placeholder: e.Placeholder.String(), Multiple: pl.several(), Focus: e.Focus, MaxLength: cmp.Or(e.MaxLength, maxInputLength),
		Dispatch: b.Type != "input" || b.DispatchAction, Required: b.Type == "input" && !b.Optional,
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
		if n, ok := moment(held); ok {
			o.Value = time.Unix(n, 0).In(s.zone(c.Person.ID)).Format("2006-01-02T15:04")
		}
	case "email_text_input":
		o.Input = "email"
	case "url_text_input":
		o.Input = "url"
	}
	o.Options = s.optionViews(c, e, held)
	return o
}

// optionViews are the choices of an element: its options, people or channels.
func (s *Server) optionViews(c *columnView, e *element, held []string) []optionView {
	var list []optionView
	add := func(value, plain string, text, about template.HTML) {
		list = append(list, optionView{Text: text, About: about, Plain: plain, Value: value, On: slices.Contains(held, value)})
	}
	switch strings.TrimPrefix(e.Type, "multi_") {
	case "users_select":
		for _, p := range s.ws.People {
			add(p.ID, p.RealName, "", "")
		}
		add(AppUser, s.app.botName(), "", "")
	case "channels_select", "conversations_select":
		for _, ch := range s.channels {
			if ch.with == "" && s.sees(ch, c.Person.ID) {
				add(ch.ID, "#"+ch.Name, "", "")
			}
		}
	default:
		for _, o := range e.options() {
			var about template.HTML
			if o.Description != nil {
				about = s.html(o.Description.Text, c.Person.ID)
			}
			add(o.Value, s.plain(o.Text.Text, ""), s.html(o.Text.Text, c.Person.ID), about)
		}
	}
	return list
}
