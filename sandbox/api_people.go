package sandbox

import (
	"slices"
	"strings"

	"candor/sandbox/wire"
	"candor/sandbox/world"
)

func (s *Server) authTest(wire.Args) (wire.Object, *wire.Refusal) {
	return wire.Object{
		"url": "https://" + s.ws.Team.Domain + ".slack.com/", "team": s.ws.Team.Name, "team_id": s.ws.Team.ID,
		"user": s.handle(world.AppUser), "user_id": world.AppUser, "bot_id": world.AppBot, "is_enterprise_install": false,
	}, nil
}

// wireUser is a person as the Web API writes them. Of strangers it tells less.
func (s *Server) wireUser(p world.Person) wire.Object {
	first, last, _ := strings.Cut(p.RealName, " ")
	profile := wire.Object{
		"real_name": p.RealName, "real_name_normalized": p.RealName, "first_name": first, "last_name": last,
		"display_name": p.Name, "display_name_normalized": p.Name, "team": p.Team,
	}
	if s.app.Has("users:read.email") && !s.stranger(p) {
		profile["email"] = p.Email
	}
	now := s.o.Now().In(p.Location())
	zone, offset := now.Zone()
	o := wire.Object{
		"id": p.ID, "team_id": p.Team, "name": p.Name, "real_name": p.RealName, "deleted": p.Left, "profile": profile,
		"tz": p.Location().String(), "tz_label": zone, "tz_offset": offset,
		"is_bot": false, "is_app_user": false,
	}
	if s.stranger(p) {
		o["is_stranger"] = true
		return o
	}
	o["is_admin"], o["is_owner"], o["is_primary_owner"] = p.Admin, false, false
	o["is_restricted"], o["is_ultra_restricted"] = p.Guest, false
	return o
}

func (s *Server) wireAppUser() wire.Object {
	return wire.Object{
		"id": world.AppUser, "team_id": s.ws.Team.ID, "name": s.handle(world.AppUser), "real_name": s.app.BotName(), "deleted": false,
		"is_bot": true, "is_app_user": false, "is_admin": false, "is_owner": false, "is_restricted": false, "is_ultra_restricted": false,
		"tz": "UTC", "tz_label": "UTC", "tz_offset": 0,
		"profile": wire.Object{"real_name": s.app.BotName(), "display_name": s.app.BotName(), "bot_id": world.AppBot, "api_app_id": world.AppID, "team": s.ws.Team.ID},
	}
}

func (s *Server) userInfo(a wire.Args) (wire.Object, *wire.Refusal) {
	if a["user"] == world.AppUser {
		return wire.Object{"user": s.wireAppUser()}, nil
	}
	p, err := s.person(a["user"])
	if err != nil || p.ID != a["user"] {
		return nil, wire.Refuse("user_not_found")
	}
	if s.stranger(p) && !slices.ContainsFunc(s.channels, func(c *channel) bool { return c.has(p.ID) && c.has(world.AppUser) }) {
		return nil, wire.Refuse("user_not_visible")
	}
	return wire.Object{"user": s.wireUser(p)}, nil
}

func (s *Server) listUsers(a wire.Args) (wire.Object, *wire.Refusal) {
	all := []wire.Object{s.wireAppUser()}
	for _, p := range s.ws.People {
		all = append(all, s.wireUser(p))
	}
	all, next, no := wire.OnePage(all, a, 200)
	if no != nil {
		return nil, no
	}
	return wire.Object{"members": all, "cache_ts": s.o.Now().Unix(), "response_metadata": wire.Object{"next_cursor": next}}, nil
}

// doNotDisturb says when a person has Do Not Disturb on. To an app Slack shows
// the hours of others, not what they paused by hand.
func (s *Server) doNotDisturb(a wire.Args) (wire.Object, *wire.Refusal) {
	p, err := s.person(a["user"])
	switch {
	case err != nil || p.ID != a["user"]:
		return nil, wire.Refuse("user_not_found")
	case p.QuietUntil.IsZero():
		return wire.Object{"dnd_enabled": false, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}, nil
	}
	return wire.Object{"dnd_enabled": true, "next_dnd_start_ts": p.QuietFrom.Unix(), "next_dnd_end_ts": p.QuietUntil.Unix()}, nil
}

// pinned finds a message for pinning. The lock is held.
func (s *Server) pinned(a wire.Args) (*channel, *message, *wire.Refusal) {
	c, no := joined(s.known(a["channel"]))
	switch {
	case no != nil:
		return nil, nil, no
	case c.Archived:
		return nil, nil, wire.Refuse("is_archived")
	case a["timestamp"] == "":
		return nil, nil, wire.Refuse("no_item_specified")
	}
	m := c.find(a["timestamp"])
	if m == nil {
		return nil, nil, wire.Refuse("message_not_found")
	}
	return c, m, nil
}

func (s *Server) addPin(a wire.Args) (wire.Object, *wire.Refusal) {
	c, m, no := s.pinned(a)
	switch {
	case no != nil:
		return nil, no
	case slices.Contains(c.Pins, m.TS):
		return nil, wire.Refuse("already_pinned")
	case len(c.Pins) >= 100:
		return nil, wire.Refuse("too_many_pins")
	}
	c.Pins = append(c.Pins, m.TS)
	s.emit("pin_added", c, wire.Object{"user": world.AppUser, "channel_id": c.ID, "has_pins": true,
		"item": wire.Object{"type": "message", "channel": c.ID, "created": s.o.Now().Unix(), "created_by": world.AppUser, "message": s.wire(c, m, false)}})
	s.show()
	return wire.Object{}, nil
}

func (s *Server) removePin(a wire.Args) (wire.Object, *wire.Refusal) {
	c, m, no := s.pinned(a)
	switch {
	case no != nil:
		return nil, no
	case !slices.Contains(c.Pins, m.TS):
		return nil, wire.Refuse("no_pin")
	}
	c.Pins = slices.DeleteFunc(c.Pins, func(ts string) bool { return ts == m.TS })
	s.emit("pin_removed", c, wire.Object{"user": world.AppUser, "channel_id": c.ID, "has_pins": len(c.Pins) > 0,
		"item": wire.Object{"type": "message", "channel": c.ID, "message": s.wire(c, m, false)}})
	s.show()
	return wire.Object{}, nil
}

func (s *Server) listPins(a wire.Args) (wire.Object, *wire.Refusal) {
	c, no := joined(s.known(a["channel"]))
	if no != nil {
		return nil, no
	}
	items := []wire.Object{}
	for _, ts := range c.Pins {
		if m := c.find(ts); m != nil {
			items = append(items, wire.Object{"type": "message", "channel": c.ID, "created_by": world.AppUser, "message": s.wire(c, m, false)})
		}
	}
	return wire.Object{"items": items}, nil
}

func (s *Server) getReactions(a wire.Args) (wire.Object, *wire.Refusal) {
	c, no := joined(s.known(a["channel"]))
	if no != nil {
		return nil, no
	}
	m := c.find(a["timestamp"])
	if m == nil {
		return nil, wire.Refuse("message_not_found")
	}
	return wire.Object{"type": "message", "channel": c.ID, "message": s.wire(c, m, false)}, nil
}
