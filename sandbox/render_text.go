package sandbox

import (
	"fmt"
	"slices"
	"strings"
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
	text := s.reader.PlainFor(m.Text, "", viewer)
	if len(m.blocks) > 0 {
		text = s.reader.Text(viewer, m.blocks, m.chosen(viewer), nil)
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
	return "== " + v.title.String() + " ==\n" + s.reader.Text(p.ID, v.blocks, v.typed, v.errors) + buttons + "\n"
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
	return s.reader.Text(p.ID, v.blocks, v.typed, nil)
}

func (v *view) closeLabel() string {
	if v.close != nil {
		return v.close.String()
	}
	return "Cancel"
}
