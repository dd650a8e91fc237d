package sandbox

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Text is what a person sees in a channel, as plain text for comparing: one
// message after another, replies indented under their parent. People are @ana,
// channels #name, buttons [Label]; dates are their fallback, which is literal.
// Lines such as "has joined the channel" are left out. A "" or the app's name as
// the channel means the direct message with the app.
func (s *Server) Text(user, channel string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.person(user)
	if err != nil {
		return ""
	}
	c, err := s.place(p, channel)
	if err != nil || !s.sees(c, p.ID) {
		return ""
	}
	var b strings.Builder
	visible := c.visible(p.ID)
	for _, m := range visible {
		if m.Subtype != "" || m.ThreadTS != "" {
			continue
		}
		s.writeMessage(&b, p.ID, c, m, "")
		for _, r := range visible {
			if r.ThreadTS == m.TS && !r.Deleted {
				s.writeMessage(&b, p.ID, c, r, "  ↳ ")
			}
		}
	}
	return b.String()
}

// writeMessage writes one message. A body of one line stands beside its author.
func (s *Server) writeMessage(b *strings.Builder, viewer string, c *channel, m *message, lead string) {
	var flags []string
	for _, f := range []struct {
		on   bool
		name string
	}{{m.Ephemeral != "", "only you"}, {m.Broadcast, "also in the channel"}, {m.Edited && !m.Deleted, "edited"}, {slices.Contains(c.Pins, m.TS), "pinned"}} {
		if f.on {
			flags = append(flags, f.name)
		}
	}
	author := "@" + s.handle(m.User)
	if len(flags) > 0 {
		author += " (" + strings.Join(flags, ", ") + ")"
	}
	lines := s.bodyText(viewer, m)
	indent := strings.Repeat(" ", len([]rune(lead)))
	if len(lines) == 1 {
		fmt.Fprintf(b, "%s%s: %s\n", lead, author, lines[0])
		return
	}
	fmt.Fprintf(b, "%s%s:\n", lead, author)
	for _, l := range lines {
		fmt.Fprintf(b, "%s\n", strings.TrimRight(indent+"  "+l, " "))
	}
}

func (s *Server) bodyText(viewer string, m *message) []string {
	if m.Deleted {
		return []string{"(" + tombstone + ")"}
	}
	text := s.plainFor(m.Text, "", viewer)
	if len(m.blocks) > 0 {
		text = s.blocksText(viewer, m.blocks, m.chosen(viewer), nil)
	}
	return strings.Split(strings.Trim(text, "\n"), "\n")
}

// ViewText is the form in front of a person as plain text; "" if none is open.
func (s *Server) ViewText(user string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.person(user)
	v := s.top(p.ID)
	if err != nil || v == nil {
		return ""
	}
	buttons := "[" + v.closeLabel() + "]"
	if v.submit != nil {
		buttons += " [" + v.submit.String() + "]"
	}
	return "== " + v.title.String() + " ==\n" + s.blocksText(p.ID, v.blocks, v.typed, v.errors) + buttons + "\n"
}

// HomeText is the App Home of a person as plain text; "" if none is published.
func (s *Server) HomeText(user string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.person(user)
	v := s.homes[p.ID]
	if err != nil || v == nil {
		return ""
	}
	return s.blocksText(p.ID, v.blocks, v.typed, nil)
}

func (v *view) closeLabel() string {
	if v.close != nil {
		return v.close.String()
	}
	return "Cancel"
}

func (s *Server) blocksText(viewer string, blocks []block, v values, errs map[string]string) string {
	var b strings.Builder
	for i := range blocks {
		if line := s.blockText(viewer, &blocks[i], v); line != "" {
			b.WriteString(line + "\n")
		}
		if e := errs[blocks[i].BlockID]; e != "" {
			b.WriteString("! " + e + "\n")
		}
	}
	return b.String()
}

func (s *Server) blockText(viewer string, b *block, v values) string {
	read := func(t *text) string {
		if t != nil && t.Type == "plain_text" {
			return t.Text
		}
		return s.plainFor(t.String(), "", viewer)
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
			line += " " + s.elementText(b, b.Accessory, v)
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
		return s.plainFor(richMrkdwn(b.raw), "", viewer)
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
			parts = append(parts, s.elementText(b, &b.Elements[i], v))
		}
		return strings.Join(parts, " ")
	case "input":
		return s.inputText(b, v)
	}
	return ""
}

// inputText is a field with its label, what it holds and its hint.
func (s *Server) inputText(b *block, v values) string {
	label := s.plain(b.Label.String(), "")
	if b.Optional {
		label += " (optional)"
	}
	held := s.elementText(b, b.Element, v)
	between := " "
	if strings.Contains(held, "\n") {
		between = "\n"
	}
	line := label + ":" + between + held
	if b.Hint != nil {
		line += "\n  " + s.plain(b.Hint.String(), "")
	}
	return line
}

// elementText is an element with what it holds: [Button], [⋯ A | B], {chosen},
// (•) of radio buttons, [x] of checkboxes.
func (s *Server) elementText(b *block, e *element, v values) string {
	held := v.of(placed{b, e})
	switch e.Type {
	case "image":
		return "(image: " + e.AltText + ")"
	case "button":
		return "[" + e.Text.String() + "]"
	case "overflow":
		return "[⋯ " + strings.Join(s.optionNames(e, nil), " | ") + "]"
	case "radio_buttons", "checkboxes":
		return s.choiceText(e, held)
	}
	var names []string
	for _, one := range held {
		names = append(names, s.valueText(e, one))
	}
	if len(names) == 0 {
		return "{" + s.plain(e.Placeholder.String(), "") + "}"
	}
	if strings.HasSuffix(e.Type, "_input") {
		return names[0]
	}
	return "{" + strings.Join(names, ", ") + "}"
}

func (s *Server) choiceText(e *element, held []string) string {
	on, off := "(•) ", "( ) "
	if e.Type == "checkboxes" {
		on, off = "[x] ", "[ ] "
	}
	var lines []string
	for _, o := range e.options() {
		mark := off
		if slices.Contains(held, o.Value) {
			mark = on
		}
		line := mark + s.plain(o.Text.Text, "")
		if o.Description != nil {
			line += " · " + s.plain(o.Description.String(), "")
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// optionNames are the texts of the options, or of those that are held.
func (s *Server) optionNames(e *element, held []string) []string {
	var names []string
	for _, o := range e.options() {
		if held == nil || slices.Contains(held, o.Value) {
			names = append(names, s.plain(o.Text.Text, ""))
		}
	}
	return names
}

// valueText is one value as a person reads it.
func (s *Server) valueText(e *element, one string) string {
	switch strings.TrimPrefix(e.Type, "multi_") {
	case "static_select", "external_select":
		return strings.Join(s.optionNames(e, []string{one}), "")
	case "users_select":
		return "@" + s.handle(one)
	case "channels_select", "conversations_select":
		if c := s.byID(one); c != nil {
			return s.label(c)
		}
	case "datetimepicker":
		if n, ok := moment([]string{one}); ok {
			return time.Unix(n, 0).UTC().Format("2006-01-02 15:04 UTC")
		}
	}
	return one
}
