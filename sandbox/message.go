package sandbox

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"candor/sandbox/blockkit"
	"candor/sandbox/wire"
	"candor/sandbox/world"
)

// A Message is one message as it is now, exact.
type Message struct {
	TS        string
	ThreadTS  string // of the parent; empty outside threads
	User      string // who wrote it; AppUser for the app
	Bot       bool   // written by the app
	Subtype   string // channel_join, channel_topic and the like
	Text      string // as stored: <, > and & are escaped
	Blocks    json.RawMessage
	Metadata  json.RawMessage
	Edited    bool
	Deleted   bool
	Ephemeral string // the only person who sees it; empty for everybody
	Broadcast bool   // a reply that also stands in the channel
	Reactions map[string][]string
}

// message is a Message with what the server needs beside it.
type message struct {
	Message
	blocks []blockkit.Block
	state  map[string]blockkit.Values // by person: what they chose and the app has not redrawn
	edited string                     // when
}

// tombstone is what stands in place of a deleted message with replies.
const tombstone = "This message was deleted."

// Messages returns everything that is or was in a channel, oldest first, with
// what was deleted and what only one person sees.
func (s *Server) Messages(where string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.byID(where)
	if c == nil {
		if p, err := s.person(where); err == nil {
			c = s.directWith(p.ID)
		} else if c, err = s.place(world.Person{Team: s.ws.Team.ID}, where); err != nil || where == "" {
			return nil
		}
	}
	var list []Message
	for _, m := range c.messages {
		list = append(list, m.Message)
	}
	return list
}

// find returns the message with this timestamp that still exists and is
// everybody's; nil if there is none.
func (c *channel) find(ts string) *message {
	for _, m := range c.messages {
		if m.TS == ts && !m.Deleted && m.Ephemeral == "" {
			return m
		}
	}
	return nil
}

// visible are the messages that a person sees, oldest first.
func (c *channel) visible(user string) []*message {
	var list []*message
	for _, m := range c.messages {
		if m.Ephemeral != "" && m.Ephemeral != user {
			continue
		}
		if m.Deleted && len(c.repliesTo(m)) == 0 {
			continue
		}
		list = append(list, m)
	}
	return list
}

// repliesTo are the replies that still exist.
func (c *channel) repliesTo(parent *message) []*message {
	var list []*message
	for _, m := range c.messages {
		if m.ThreadTS == parent.TS && m.TS != parent.TS && !m.Deleted && m.Ephemeral == "" {
			list = append(list, m)
		}
	}
	return list
}

// chosen is what a person's screen shows in the message's elements.
func (m *message) chosen(user string) blockkit.Values {
	if m.state == nil {
		m.state = map[string]blockkit.Values{}
	}
	if m.state[user] == nil {
		m.state[user] = blockkit.Values{}
	}
	return m.state[user]
}

// redraw gives the message new blocks and keeps, for each person, what they
// chose in elements that are still there.
func (m *message) redraw(raw json.RawMessage, blocks []blockkit.Block) {
	m.Blocks, m.blocks = raw, blocks
	for user, v := range m.state {
		m.state[user] = v.Keep(blocks)
	}
}

// add puts a message into the conversation, stamps it, and lets the app know.
// The lock is held.
func (s *Server) add(c *channel, m *message) *message {
	m.TS = s.stamp()
	c.messages = append(c.messages, m)
	if m.Ephemeral == "" {
		if m.User != world.AppUser {
			c.read[m.User] = m.TS
		}
		s.emitMessage(c, m)
	}
	s.show()
	return m
}

// wire is the message as the Web API and events write it.
func (s *Server) wire(c *channel, m *message, withMetadata bool) wire.Object {
	o := wire.Object{"type": "message", "user": m.User, "text": m.Text, "ts": m.TS, "team": s.teamOf(m.User)}
	if m.Bot {
		o["bot_id"], o["app_id"] = world.AppBot, world.AppID
		o["bot_profile"] = wire.Object{"id": world.AppBot, "app_id": world.AppID, "name": s.app.BotName(), "team_id": s.ws.Team.ID}
	}
	if m.Subtype != "" {
		o["subtype"] = m.Subtype
	}
	if m.Broadcast {
		o["subtype"] = "thread_broadcast"
	}
	if m.Blocks != nil {
		o["blocks"] = m.Blocks
	}
	if m.edited != "" {
		o["edited"] = wire.Object{"user": m.User, "ts": m.edited}
	}
	if withMetadata && m.Metadata != nil {
		o["metadata"] = m.Metadata
	}
	if slices.Contains(c.Pins, m.TS) {
		o["pinned_to"] = []string{c.ID}
	}
	if len(m.Reactions) > 0 {
		o["reactions"] = m.reactions()
	}
	if m.ThreadTS != "" {
		o["thread_ts"] = m.ThreadTS
	}
	if replies := c.repliesTo(m); m.ThreadTS == "" && len(replies) > 0 {
		o["thread_ts"], o["reply_count"], o["latest_reply"] = m.TS, len(replies), replies[len(replies)-1].TS
		var users []string
		for _, r := range replies {
			if !slices.Contains(users, r.User) {
				users = append(users, r.User)
			}
		}
		o["reply_users"], o["reply_users_count"] = users, len(users)
	}
	if m.Deleted {
		o["subtype"], o["text"], o["user"] = "tombstone", tombstone, world.Slackbot
		delete(o, "blocks")
		delete(o, "metadata")
	}
	return o
}

func (m *message) reactions() []wire.Object {
	list := []wire.Object{}
	for _, name := range sortedKeys(m.Reactions) {
		list = append(list, wire.Object{"name": name, "count": len(m.Reactions[name]), "users": m.Reactions[name]})
	}
	return list
}

// teamOf is the team of a user; the app is of the home team.
func (s *Server) teamOf(user string) string {
	if p, err := s.person(user); err == nil {
		return p.Team
	}
	return s.ws.Team.ID
}

// after reports whether timestamp a is later than b.
func after(a, b string) bool { return microseconds(a) > microseconds(b) }

// microseconds reads a timestamp such as 1795354200.000100.
func microseconds(ts string) int64 {
	sec, frac, _ := strings.Cut(ts, ".")
	n, _ := strconv.ParseInt(sec, 10, 64)
	f, _ := strconv.ParseInt((frac + "000000")[:6], 10, 64)
	return n*1e6 + f
}

func sortedKeys[V any](m map[string]V) []string {
	list := make([]string, 0, len(m))
	for k := range m {
		list = append(list, k)
	}
	slices.Sort(list)
	return list
}
