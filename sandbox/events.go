package sandbox

import (
	"candor/sandbox/socket"
	"candor/sandbox/wire"
	"candor/sandbox/world"
)

// emit queues an event for the app, if the manifest subscribes to it and the
// app may see it: what happens in a conversation is told to its members. The
// lock is held. It returns the envelope, or nil.
func (s *Server) emit(event string, c *channel, inner wire.Object) *socket.Envelope {
	if !s.app.Subscribes(event) || c != nil && !c.has(world.AppUser) && event != "app_home_opened" && event != "channel_archive" && event != "channel_rename" {
		return nil
	}
	if inner["type"] == nil {
		inner["type"] = event
	}
	inner["event_ts"] = s.stamp()
	e := s.newEnvelope("events_api", false, wire.Object{
		"token": "sandbox", "team_id": s.ws.Team.ID, "context_team_id": s.ws.Team.ID, "api_app_id": world.AppID,
		"event": inner, "type": "event_callback", "event_id": s.id("Ev"), "event_time": s.o.Now().Unix(),
		"authorizations":        []wire.Object{{"enterprise_id": nil, "team_id": s.ws.Team.ID, "user_id": world.AppUser, "is_bot": true, "is_enterprise_install": false}},
		"is_ext_shared_channel": c != nil && c.Shared,
	})
	s.hub.Queue(e)
	return e
}

// messageEvent is the subscription under which messages of the conversation go,
// and the channel_type in them.
func (c *channel) messageEvent() (event, kind string) {
	switch c.kind() {
	case "im":
		return "message.im", "im"
	case "groups":
		return "message.groups", "group"
	}
	return "message.channels", "channel"
}

// emitMessage tells the app about a new message, its own included.
func (s *Server) emitMessage(c *channel, m *message) *socket.Envelope {
	event, kind := c.messageEvent()
	if !s.app.Subscribes(event) {
		return nil
	}
	inner := s.wire(c, m, true)
	inner["channel"], inner["channel_type"] = c.ID, kind
	if s.teamOf(m.User) != s.ws.Team.ID {
		inner["user_team"], inner["source_team"] = s.teamOf(m.User), s.teamOf(m.User)
	}
	return s.emit(event, c, inner)
}

func (s *Server) emitChanged(c *channel, m *message, before wire.Object) {
	event, kind := c.messageEvent()
	s.emit(event, c, wire.Object{
		"type": "message", "subtype": "message_changed", "hidden": true, "channel": c.ID, "channel_type": kind, "ts": s.stamp(),
		"message": s.wire(c, m, true), "previous_message": before,
	})
}

func (s *Server) emitDeleted(c *channel, m *message, before wire.Object) {
	event, kind := c.messageEvent()
	s.emit(event, c, wire.Object{
		"type": "message", "subtype": "message_deleted", "hidden": true, "channel": c.ID, "channel_type": kind, "ts": s.stamp(),
		"deleted_ts": m.TS, "previous_message": before,
	})
}
