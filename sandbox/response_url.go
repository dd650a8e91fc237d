package sandbox

import (
	"crypto/rand"
	"net/http"
	"time"

	"candor/sandbox/wire"
	"candor/sandbox/world"
)

const (
	replyUses = 5
	replyLife = 30 * time.Minute // by Options.Now
)

// A replyURL lets the app answer a person where they typed or pressed, without
// being in the channel.
type replyURL struct {
	user    string
	channel string
	ts      string // of the message that was pressed; "" after a command
	thread  string
	expires time.Time
	left    int
}

// newReplyURL makes a response_url. The lock is held.
func (s *Server) newReplyURL(user string, c *channel, m *message) string {
	secret := rand.Text()
	r := &replyURL{user: user, channel: c.ID, expires: s.o.Now().Add(replyLife), left: replyUses}
	if m != nil {
		r.ts, r.thread = m.TS, m.ThreadTS
	}
	s.replies[secret] = r
	return s.base + "/response/" + secret
}

func (s *Server) serveReply(w http.ResponseWriter, r *http.Request) {
	defer s.underWay()()

	a, bad := wire.ReadArgs(r)
	s.respond(w, "response_url", a, func() (wire.Object, *wire.Refusal) {
		reply := s.replies[r.PathValue("secret")]
		switch {
		case bad != nil:
			return nil, bad
		case reply == nil, reply.left == 0, s.o.Now().After(reply.expires):
			return nil, &wire.Refusal{Code: "expired_url", Status: http.StatusNotFound}
		}
		return s.reply(reply, a)
	})
}

// reply does what the app asks for. The lock is held.
func (s *Server) reply(r *replyURL, a wire.Args) (wire.Object, *wire.Refusal) {
	c := s.byID(r.channel)
	original := c.any(r.ts)
	if a.Flag("delete_original") {
		if original == nil {
			return nil, &wire.Refusal{Code: "message_not_found", Status: http.StatusNotFound}
		}
		r.left--
		s.remove(c, original)
		return wire.Object{}, nil
	}
	said, no := s.readContent(a)
	if no == nil && said.empty() {
		no = wire.Refuse("no_text")
	}
	if no != nil {
		no.Status = http.StatusBadRequest
		return nil, no
	}
	r.left--
	if a.Flag("replace_original") && original != nil {
		original.Text = said.text
		original.redraw(said.raw, said.blocks)
		original.Edited, original.edited = original.Ephemeral == "", s.stamp()
		s.show()
		return wire.Object{}, nil
	}
	s.answer(r, a["response_type"], said)
	return wire.Object{}, nil
}

// answer posts what the app says back, to the one person unless it asks for the
// whole channel. The lock is held.
func (s *Server) answer(r *replyURL, kind string, said content) {
	m := &message{Message: Message{User: world.AppUser, Bot: true, Text: said.text, Blocks: said.raw, ThreadTS: r.thread}, blocks: said.blocks}
	if kind != "in_channel" {
		m.Ephemeral = r.user
	}
	s.add(s.byID(r.channel), m)
}

// any returns the message with this timestamp, whoever sees it; nil if it is
// gone.
func (c *channel) any(ts string) *message {
	for _, m := range c.messages {
		if m.TS == ts && !m.Deleted {
			return m
		}
	}
	return nil
}
