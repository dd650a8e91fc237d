package blockkit

import (
	"slices"
	"strings"
	"time"
)

// Text is blocks as plain text, with what was chosen in them; errs are by block.
func (rd Reader) Text(viewer string, blocks []Block, v Values, errs map[string]string) string {
	var b strings.Builder
	for i := range blocks {
		if line := rd.blockText(viewer, &blocks[i], v); line != "" {
			b.WriteString(line + "\n")
		}
		if e := errs[blocks[i].BlockID]; e != "" {
			b.WriteString("! " + e + "\n")
		}
	}
	return b.String()
}

func (rd Reader) blockText(viewer string, b *Block, v Values) string {
	read := func(t *Text) string {
		if t != nil && t.Type == "plain_text" {
			return t.Text
		}
		return rd.PlainFor(t.String(), "", viewer)
	}
	switch b.Type {
	case "section":
		var lines []string
		if b.Text != nil {
			lines = append(lines, read(b.Text))
		}
		for i := range b.Fields {
			lines = append(lines, strings.ReplaceAll(read(&b.Fields[i]), "\n", " "))
		}
		line := strings.Join(lines, "\n")
		if b.Accessory != nil {
			line += " " + rd.elementText(b, b.Accessory, v)
		}
		return line
	case "header":
		return "# " + read(b.Text)
	case "divider":
		return "---"
	case "alert":
		return "! " + read(b.Text)
	case "markdown":
		return b.Text.String()
	case "image":
		return "(image: " + b.AltText + ")"
	case "rich_text":
		return rd.PlainFor(RichText(b.Raw), "", viewer)
	case "context":
		var parts []string
		for _, e := range b.Elements {
			if e.Type == "image" {
				parts = append(parts, "(image: "+e.AltText+")")
				continue
			}
			e.Text.Type = e.Type
			parts = append(parts, read(e.Text))
		}
		return strings.Join(parts, " · ")
	case "actions":
		var parts []string
		for i := range b.Elements {
			parts = append(parts, rd.elementText(b, &b.Elements[i], v))
		}
		return strings.Join(parts, " ")
	case "input":
		return rd.inputText(b, v)
	}
	return ""
}

// inputText is a field with its label, what it holds and its hint.
func (rd Reader) inputText(b *Block, v Values) string {
	label := rd.Plain(b.Label.String(), "")
	if b.Optional {
		label += " (optional)"
	}
	held := rd.elementText(b, b.Element, v)
	between := " "
	if strings.Contains(held, "\n") {
		between = "\n"
	}
	line := label + ":" + between + held
	if b.Hint != nil {
		line += "\n  " + rd.Plain(b.Hint.String(), "")
	}
	return line
}

// elementText is an element with what it holds: [Button], [⋯ A | B], {chosen},
// (•) of radio buttons, [x] of checkboxes.
func (rd Reader) elementText(b *Block, e *Element, v Values) string {
	held := v.Of(Placed{b, e})
	switch e.Type {
	case "image":
		return "(image: " + e.AltText + ")"
	case "button":
		return "[" + e.Text.String() + "]"
	case "overflow":
		return "[⋯ " + strings.Join(rd.optionNames(e, nil), " | ") + "]"
	case "radio_buttons", "checkboxes":
		return rd.choiceText(e, held)
	}
	var names []string
	for _, one := range held {
		names = append(names, rd.valueText(e, one))
	}
	if len(names) == 0 {
		return "{" + rd.Plain(e.Placeholder.String(), "") + "}"
	}
	if strings.HasSuffix(e.Type, "_input") {
		return names[0]
	}
	return "{" + strings.Join(names, ", ") + "}"
}

func (rd Reader) choiceText(e *Element, held []string) string {
	on, off := "(•) ", "( ) "
	if e.Type == "checkboxes" {
		on, off = "[x] ", "[ ] "
	}
	var lines []string
	for _, o := range e.AllOptions() {
		mark := off
		if slices.Contains(held, o.Value) {
			mark = on
		}
		line := mark + rd.Plain(o.Text.Text, "")
		if o.Description != nil {
			line += " · " + rd.Plain(o.Description.String(), "")
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// optionNames are the texts of the options, or of those that are held.
func (rd Reader) optionNames(e *Element, held []string) []string {
	var names []string
	for _, o := range e.AllOptions() {
		if held == nil || slices.Contains(held, o.Value) {
			names = append(names, rd.Plain(o.Text.Text, ""))
		}
	}
	return names
}

// valueText is one value as a person reads it.
func (rd Reader) valueText(e *Element, one string) string {
	switch strings.TrimPrefix(e.Type, "multi_") {
	case "static_select", "external_select":
		return strings.Join(rd.optionNames(e, []string{one}), "")
	case "users_select":
		return "@" + rd.Handle(one)
	case "channels_select", "conversations_select":
		if name := rd.Label(one); name != "" {
			return name
		}
	case "datetimepicker":
		if n, ok := Moment([]string{one}); ok {
			return time.Unix(n, 0).UTC().Format("2006-01-02 15:04 UTC")
		}
	}
	return one
}
