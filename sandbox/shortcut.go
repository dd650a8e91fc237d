package sandbox

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"candor/sandbox/wire"
	"candor/sandbox/world"
)

// Shortcut lets a person use a shortcut of the app, by its name, on the newest message
// in a channel that has the text in it.
func (s *Server) Shortcut(ctx context.Context, user, where, text, name string) error {
	return s.shortcut(ctx, user, where, name, func(viewer string, m *message) bool {
		return strings.Contains(s.reader.PlainFor(m.Text, "", viewer), text)
	})
}

// shortcut is Shortcut on the newest message that is wanted.
func (s *Server) shortcut(ctx context.Context, user, where, name string, wanted func(viewer string, m *message) bool) error {
	s.mu.Lock()
	p, err := s.person(user)
	var c *channel
	if err == nil {
		c, err = s.place(p, where)
	}
	if err != nil {
		s.mu.Unlock()
		return err
	}
	for _, m := range slices.Backward(c.visible(p.ID)) {
		if !m.Deleted && wanted(p.ID, m) {
			return s.useShortcut(ctx, p, c, m, name) // unlocks
		}
	}
	s.mu.Unlock()
	return fmt.Errorf("@%s sees no such message in %s", p.Name, s.label(c))
}

// useShortcut tells the app. It is called with the lock held and releases it.
func (s *Server) useShortcut(ctx context.Context, p world.Person, c *channel, m *message, name string) error {
	shortcut, ok := s.app.Shortcut(name)
	if !ok || !s.offersShortcuts(p, c, m) {
		s.mu.Unlock()
		return fmt.Errorf("@%s has no shortcut %q on that message", p.Name, name)
	}
	s.efforts.Tapped(p.ID)
	o := s.interaction("message_action", p, "")
	o["callback_id"], o["action_ts"], o["message_ts"] = shortcut.Callback, s.stamp(), m.TS
	o["channel"], o["message"] = wire.Object{"id": c.ID, "name": c.Name}, s.wire(c, m, false)
	o["response_url"] = s.newReplyURL(p.ID, c, nil)
	e := s.newEnvelope("interactive", false, o)
	s.mu.Unlock()
	_, err := s.tell(ctx, e)
	return err
}

// postShortcut uses one from the page.
func (s *Server) postShortcut(ctx context.Context, form url.Values) error {
	return s.shortcut(ctx, form.Get("user"), form.Get("channel"), form.Get("name"), func(_ string, m *message) bool { return m.TS == form.Get("ts") })
}

// offersShortcuts says whether a person has the app's shortcuts on a message: on what
// Slack shows to one person only nobody has, and in a shared channel the people of the
// other company have those of their own apps.
func (s *Server) offersShortcuts(p world.Person, c *channel, m *message) bool {
	return m.Ephemeral == "" && !m.Deleted && s.sees(c, p.ID) && !s.stranger(p)
}
