package sandbox

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"candor/sandbox/blockkit"
	"candor/sandbox/wire"
	"candor/sandbox/world"
)

// content is what a message says: its text and blocks, checked and complete.
type content struct {
	text     string
	raw      json.RawMessage
	blocks   []blockkit.Block
	metadata json.RawMessage
}

// readContent reads what a message is to say, and refuses what Slack refuses.
// The lock is held.
func (s *Server) readContent(a wire.Args) (content, *wire.Refusal) {
	var c content
	if a["attachments"] != "" && a["attachments"] != "[]" {
		return c, wire.Refuse("invalid_attachments", "[ERROR] the sandbox does not draw attachments; use blocks [json-pointer:/attachments]")
	}
	c.text = blockkit.Escape(a["text"])
	if utf8.RuneCountInString(c.text) > blockkit.MaxMessageText {
		return c, wire.Refuse("msg_too_long")
	}
	if raw := a["blocks"]; raw != "" && raw != "null" {
		if !json.Valid([]byte(raw)) {
			return c, wire.Refuse("invalid_blocks_format")
		}
		if wrong := blockkit.Check(json.RawMessage(raw), ""); len(wrong) > 0 {
			return c, wire.Refuse("invalid_blocks", wrong...)
		}
		var err error
		if c.raw, c.blocks, err = blockkit.Complete(json.RawMessage(raw), s.id); err != nil {
			return c, wire.Refuse("invalid_blocks_format")
		}
	}
	if blockkit.WholeLength(c.text, c.blocks) > blockkit.MaxMessageWhole {
		return c, wire.Refuse("msg_blocks_too_long")
	}
	if raw := a["metadata"]; raw != "" && raw != "null" {
		var m struct {
			Type    string         `json:"event_type"`
			Payload map[string]any `json:"event_payload"`
		}
		if json.Unmarshal([]byte(raw), &m) != nil || m.Type == "" || m.Payload == nil {
			return c, wire.Refuse("invalid_metadata_format")
		}
		c.metadata = json.RawMessage(raw)
	}
	return c, nil
}

func (c content) empty() bool { return strings.TrimSpace(c.text) == "" && len(c.blocks) == 0 }

// target finds the conversation in which the app wants to write. The id of a
// person stands for the direct message with them. The lock is held.
func (s *Server) target(id string) (*channel, *wire.Refusal) {
	if p, err := s.person(id); err == nil && p.ID == id && !s.stranger(p) {
		return s.directWith(id), nil
	}
	c, no := s.known(id)
	switch {
	case no != nil:
		return nil, no
	case c.Archived:
		return nil, wire.Refuse("is_archived")
	case !c.has(world.AppUser) && !s.app.Has("chat:write.public"):
		return nil, wire.Refuse("not_in_channel")
	}
	return c, nil
}

func (s *Server) postMessage(a wire.Args) (wire.Object, *wire.Refusal) {
	c, no := s.target(a["channel"])
	if no != nil {
		return nil, no
	}
	said, no := s.readContent(a)
	switch {
	case no != nil:
		return nil, no
	case said.empty():
		return nil, wire.Refuse("no_text")
	}

	// About one message a second and channel.
	now := s.o.Now()
	if wait := c.lastPost.Add(time.Second).Sub(now); !c.lastPost.IsZero() && wait > 0 && wait <= time.Second {
		return nil, &wire.Refusal{Code: "ratelimited", RetryAfter: time.Second}
	}
	c.lastPost = now

	m := &message{Message: Message{User: world.AppUser, Bot: true, Text: said.text, Blocks: said.raw, Metadata: said.metadata}, blocks: said.blocks}
	if parent := c.find(a["thread_ts"]); parent != nil {
		// A reply to what is gone is posted outside any thread, as Slack does.
		m.ThreadTS = parent.TS
		if parent.ThreadTS != "" {
			m.ThreadTS = parent.ThreadTS
		}
		m.Broadcast = a.Flag("reply_broadcast")
	}
	s.add(c, m)
	return wire.Object{"channel": c.ID, "ts": m.TS, "message": s.wire(c, m, true)}, nil
}

func (s *Server) postEphemeral(a wire.Args) (wire.Object, *wire.Refusal) {
	c, no := s.target(a["channel"])
	if no != nil {
		return nil, no
	}
	if !c.has(a["user"]) {
		return nil, wire.Refuse("user_not_in_channel")
	}
	said, no := s.readContent(a)
	switch {
	case no != nil:
		return nil, no
	case said.empty():
		return nil, wire.Refuse("no_text")
	}
	m := &message{Message: Message{User: world.AppUser, Bot: true, Text: said.text, Blocks: said.raw, Ephemeral: a["user"]}, blocks: said.blocks}
	if parent := c.find(a["thread_ts"]); parent != nil {
		m.ThreadTS = parent.TS
	}
	s.add(c, m)
	return wire.Object{"message_ts": m.TS}, nil
}

// own finds a message of the app for changing it. The lock is held.
func (s *Server) own(a wire.Args, forbidden string) (*channel, *message, *wire.Refusal) {
	c, no := s.known(a["channel"])
	if no != nil {
		return nil, nil, no
	}
	m := c.find(a["ts"])
	switch {
	case m == nil:
		return nil, nil, wire.Refuse("message_not_found")
	case m.User != world.AppUser || m.Subtype != "":
		return nil, nil, wire.Refuse(forbidden)
	case c.Archived:
		return nil, nil, wire.Refuse("is_archived")
	}
	return c, m, nil
}

// updateMessage changes a message of the app. What is not sent along, blocks or
// metadata, stays as it was.
func (s *Server) updateMessage(a wire.Args) (wire.Object, *wire.Refusal) {
	c, m, no := s.own(a, "cant_update_message")
	if no != nil {
		return nil, no
	}
	said, no := s.readContent(a)
	if no != nil {
		return nil, no
	}
	if a["blocks"] == "" || a["blocks"] == "null" {
		said.raw, said.blocks = m.Blocks, m.blocks
	}
	if said.empty() {
		return nil, wire.Refuse("no_text")
	}
	before := s.wire(c, m, true)
	if a["text"] != "" || a["blocks"] != "" {
		m.Text = said.text
	}
	m.redraw(said.raw, said.blocks)
	if said.metadata != nil {
		m.Metadata = said.metadata
	}
	m.Edited, m.edited = true, s.stamp()
	s.emitChanged(c, m, before)
	s.show()
	return wire.Object{"channel": c.ID, "ts": m.TS, "text": m.Text, "message": s.wire(c, m, true)}, nil
}

func (s *Server) deleteMessage(a wire.Args) (wire.Object, *wire.Refusal) {
	c, m, no := s.own(a, "cant_delete_message")
	if no != nil {
		return nil, no
	}
	s.remove(c, m)
	return wire.Object{"channel": c.ID, "ts": m.TS}, nil
}

// remove deletes a message. The lock is held.
func (s *Server) remove(c *channel, m *message) {
	before := s.wire(c, m, true)
	m.Deleted = true
	c.Pins = slices.DeleteFunc(c.Pins, func(ts string) bool { return ts == m.TS })
	if m.Ephemeral == "" {
		s.emitDeleted(c, m, before)
	}
	s.show()
}

func (s *Server) permalink(a wire.Args) (wire.Object, *wire.Refusal) {
	c, no := s.known(a["channel"])
	if no != nil {
		return nil, no
	}
	m := c.find(a["message_ts"])
	if m == nil {
		return nil, wire.Refuse("message_not_found")
	}
	link := fmt.Sprintf("https://%s.slack.com/archives/%s/p%s", s.ws.Team.Domain, c.ID, strings.ReplaceAll(m.TS, ".", ""))
	if m.ThreadTS != "" {
		link += fmt.Sprintf("?thread_ts=%s&cid=%s", m.ThreadTS, c.ID)
	}
	return wire.Object{"channel": c.ID, "permalink": link}, nil
}
